#include "config.h"

#include "tog-query.h"

/**
 * tog_query_read_member:
 * @statement: at a row with %TOG_QUERY_MEMBER_COLUMNS
 * @first_column: the first of them
 *
 * Returns: (transfer full): the member; their address only where they share it
 */
TogMember *
tog_query_read_member (TogStatement *statement, int first_column)
{
  return tog_member_new (tog_statement_get_text (statement, first_column),
                         tog_statement_get_text (statement, first_column + 1),
                         tog_statement_get_text (statement, first_column + 2),
                         tog_statement_get_text (statement, first_column + 3));
}

static GPtrArray *
list_providers (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT key, name FROM provider WHERE organization_id = :org ORDER BY position, key",
      error);
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  TogStep step;

  if (list == NULL)
    return NULL;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    g_ptr_array_add (
        providers,
        tog_provider_new (tog_statement_get_text (list, 0), tog_statement_get_text (list, 1)));
  return step == TOG_STEP_DONE ? g_steal_pointer (&providers) : NULL;
}

/**
 * tog_query_me:
 * @scope: what the member may see
 * @version: (out): of the member's profile
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the member who asks
 */
TogMe *
tog_query_me (TogScope *scope, gint64 *version, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT " TOG_QUERY_MEMBER_COLUMNS (
                             "member") ", version, "
                                       "organization.key, organization.name, calendar_sharing, "
                                       "heat_map_names, heat_map_name FROM member "
                                       "JOIN organization ON organization.id = organization_id "
                                       "WHERE organization_id = :org AND member.id = :me",
                         error);
  g_autoptr (TogMember) member = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autofree char *etag = NULL;
  TogMe *me;

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  providers = list_providers (scope, error);
  if (providers == NULL)
    return NULL;

  member = tog_query_read_member (find, 0);
  *version = tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS);
  etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", *version);
  me = tog_me_new (member,
                   etag,
                   tog_statement_get_text (find, TOG_QUERY_N_MEMBER_COLUMNS + 1),
                   tog_statement_get_text (find, TOG_QUERY_N_MEMBER_COLUMNS + 2),
                   tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 3) != 0,
                   providers);
  tog_me_set_named (me,
                    tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 4) != 0,
                    tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 5) != 0);
  return me;
}
