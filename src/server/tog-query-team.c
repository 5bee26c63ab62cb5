#include "config.h"

#include "tog-query.h"

#include "tog-parsed.h"

/* A cancelled session leaves its step free to be booked again, and stands there until
 * that is done. A step that was taken out of the program stays where it has a session. */
#define SELECT_PLANNED(team)                                                                       \
  "SELECT planned.key, ordinal, title, duration, agenda, resources, "                              \
  "coalesce (booked.id, (SELECT max (gone.id) FROM session AS gone "                               \
  " WHERE gone.planned_session_id = planned.id AND gone." team " = :team "                         \
  " AND gone.state = 'cancelled')), coalesce (booked.state, 'cancelled') "                         \
  "FROM planned_session AS planned "                                                               \
  "LEFT JOIN session AS booked ON booked.planned_session_id = planned.id "                         \
  "AND booked." team " = :team AND booked.state <> 'cancelled' "                                   \
  "WHERE planned.organization_id = :org AND planned.program_id = :program "                        \
  "AND (planned.active OR booked.id IS NOT NULL) ORDER BY ordinal, planned.id"

enum
{
  KEY,
  ORDINAL,
  TITLE,
  DURATION,
  AGENDA,
  RESOURCES,
  SESSION,
  STATE,
};

static TogPlannedSession *
read_planned (TogScope *scope, TogStatement *row, gboolean with_session, GError **error)
{
  g_autoptr (TogPlannedSession) self = tog_planned_session_new ();
  GError *failure = NULL;

  self->id = g_strdup (tog_statement_get_text (row, KEY));
  self->ordinal = tog_statement_get_int (row, ORDINAL);
  self->title = g_strdup (tog_statement_get_text (row, TITLE));
  self->duration = tog_statement_get_int (row, DURATION);
  self->agenda = tog_parsed_agenda (tog_statement_get_text (row, AGENDA), error);
  if (self->agenda == NULL)
    return NULL;
  self->resources = tog_parsed_resources (tog_statement_get_text (row, RESOURCES), error);
  if (self->resources == NULL)
    return NULL;

  self->state = TOG_SESSION_NOT_SCHEDULED;
  if (tog_statement_is_null (row, SESSION))
    return g_steal_pointer (&self);
  tog_session_state_from_string (tog_statement_get_text (row, STATE), &self->state);
  if (!with_session)
    return g_steal_pointer (&self);
  self->session = tog_query_session_by_id (scope, tog_statement_get_int (row, SESSION), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  /* What was cancelled is for those who took part. */
  if (self->session == NULL)
    self->state = TOG_SESSION_NOT_SCHEDULED;
  return g_steal_pointer (&self);
}

/**
 * tog_query_planned:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @all: whether all sessions are read; if not, only that of the first step that
 *   is not completed, as lists want it
 * @error: return location
 *
 * Lists the steps of a program as they stand for a match or group, in order.
 *
 * Returns: (transfer full) (nullable) (element-type TogPlannedSession): the steps
 */
GPtrArray *
tog_query_planned (TogScope *scope, const TogTeamRow *team, gboolean all, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope, team->is_group ? SELECT_PLANNED ("group_id") : SELECT_PLANNED ("match_id"), error);
  g_autoptr (GPtrArray) planned = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_first = TRUE;
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":team", team->id);
  tog_statement_bind_int (list, ":program", team->program);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gboolean is_next =
          is_first && g_strcmp0 (tog_statement_get_text (list, STATE), "completed") != 0;
      TogPlannedSession *item = read_planned (scope, list, all || is_next, error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (planned, item);
      is_first = is_first && !is_next;
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&planned) : NULL;
}

/**
 * tog_query_team_row:
 * @scope: what the member may see
 * @key: of the match or group
 * @is_group: which of the two
 * @row: (out): what the database knows it by
 * @error: return location
 *
 * Returns: whether there is such a match or group for the member to see; if not,
 *   @error may be set
 */
gboolean
tog_query_team_row (TogScope *scope,
                    const char *key,
                    gboolean is_group,
                    TogTeamRow *row,
                    GError **error)
{
  return is_group ? tog_query_group_row (scope, key, row, error)
                  : tog_query_match_row (scope, key, row, error);
}
