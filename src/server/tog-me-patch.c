#include "config.h"

#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-member-change.h"
#include "tog-query.h"
#include "tog-source-store.h"
#include "tog-zone.h"

#define MAX_ZONE_LENGTH 64

/* What shall change; what is not said stays as it is. */
typedef struct
{
  char *zone; /* (owned) (nullable) */
  gboolean has_heat_map_name;
  gboolean heat_map_name;
} Patch;

static void
free_patch (gpointer data)
{
  Patch *patch = data;

  g_free (patch->zone);
  g_free (patch);
}

/**
 * tog_me_patch_parse:
 * @request: with a body
 *
 * Reads what shall change in the own profile.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_me_patch_parse (TogRequest *request)
{
  static const char *const members[] = { "zone", "heat_map_name", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (TogZone) zone = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);
  TogJsonReader reader;
  Patch *patch;

  if (refusal != NULL)
    return refusal;

  tog_json_reader_init (&reader, body, "");
  tog_json_reader_allow (&reader, members);
  patch = g_new0 (Patch, 1);
  request->input = patch;
  request->free_input = free_patch;
  patch->zone = g_strdup (tog_json_reader_opt_line (&reader, "zone", MAX_ZONE_LENGTH));
  patch->has_heat_map_name = tog_json_reader_has (&reader, "heat_map_name");
  patch->heat_map_name = tog_json_reader_opt_boolean (&reader, "heat_map_name", TRUE);
  if (!tog_json_reader_finish (&reader, &error))
    return tog_reply_new_bad_value (error);
  if (patch->zone == NULL)
    return NULL;

  zone = tog_zone_lookup (patch->zone, &error);
  if (zone == NULL)
    return tog_reply_new_problem (
        422, "/problems/bad-value", "That can't be accepted", error->message, "/zone");
  return NULL;
}

static gboolean
update (TogScope *scope, const char *zone, gboolean heat_map_name, GError **error)
{
  g_autoptr (TogStatement) update =
      tog_scope_prepare (scope,
                         "UPDATE member SET zone = :zone, heat_map_name = :named, "
                         "version = version + 1 WHERE id = :me AND organization_id = :org",
                         error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_text (update, ":zone", zone);
  tog_statement_bind_int (update, ":named", heat_map_name);
  return tog_statement_run (update, error);
}

/**
 * tog_me_patch_write:
 * @request: whose body was read by tog_me_patch_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Changes the own profile, if it still is as it was seen.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_me_patch_write (TogRequest *request, TogScope *scope, GError **error)
{
  const Patch *patch = request->input;
  gint64 version = 0;
  g_autoptr (TogMe) me = tog_query_me (scope, &version, error);
  g_autoptr (TogReply) current = me != NULL ? tog_handle_me (request, scope, error) : NULL;

  const char *zone;
  gboolean heat_map_name;

  if (current == NULL)
    return NULL;
  if (!tog_etag_list_has_version (request->if_match, version))
    {
      TogReply *reply =
          tog_reply_new_problem (412,
                                 NULL,
                                 "Changed meanwhile",
                                 "The profile was changed since it was read: look at it again.",
                                 MHD_HTTP_HEADER_IF_MATCH);

      reply->etag = g_strdup (current->etag);
      return reply;
    }

  zone = patch->zone != NULL ? patch->zone : me->member->zone;
  heat_map_name = patch->has_heat_map_name ? patch->heat_map_name : me->heat_map_name;
  if (g_str_equal (zone, me->member->zone) && heat_map_name == me->heat_map_name)
    return g_steal_pointer (&current);
  if (!tog_source_read_again (scope, zone, error) || !update (scope, zone, heat_map_name, error) ||
      !tog_member_note_change (scope, error))
    return NULL;
  return tog_handle_me (request, scope, error);
}
