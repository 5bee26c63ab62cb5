#include "config.h"

#include "tog-attendees.h"
#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-query.h"

#define MAX_BEST 50
#define DEFAULT_BEST 10

/* What is asked for. */
typedef struct
{
  TogSlot range;
  gint64 duration;
  guint limit;
  GStrv required; /* (owned) (nullable): ids; the facilitators where it is NULL */
} Query;

static TogReply *
read_query (TogRequest *request, Query *query)
{
  const char *duration = tog_request_get_query (request, "duration");
  const char *limit = tog_request_get_query (request, "limit");
  const char *required = tog_request_get_query (request, "required");
  TogReply *refusal = tog_handler_read_range (request, &query->range);
  guint64 minutes = 0;
  guint64 n = DEFAULT_BEST;

  if (refusal != NULL)
    return refusal;
  if (duration == NULL || !g_ascii_string_to_unsigned (duration, 10, 1, 60, &minutes, NULL) ||
      !tog_duration_is_offered ((gint64) minutes * TOG_MINUTE))
    return tog_handler_refuse_parameter ("duration", "duration must be 30, 45 or 60.");
  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, MAX_BEST, &n, NULL))
    return tog_handler_refuse_parameter ("limit", "limit must be a number from 1 to 50.");

  query->duration = (gint64) minutes * TOG_MINUTE;
  query->limit = (guint) n;
  if (required != NULL)
    query->required = g_strsplit (required, ",", -1);
  return NULL;
}

/* Of whoever is only counted nobody can be told that it is they who can't, so
 * they are not required, whoever wants it. Returns: for each of those told by name
 * whether they are required, or NULL where there is no such member */
static gboolean *
list_required (const Query *query, TogTimes *times, guint n_named)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gboolean *required = g_new0 (gboolean, times->people->len);

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      required[i] = query->required == NULL && person->role == TOG_ROLE_FACILITATOR;
      g_hash_table_insert (places, person->member->id, GUINT_TO_POINTER (i));
    }
  for (guint i = 0; query->required != NULL && query->required[i] != NULL; i++)
    {
      gpointer place;

      if (!g_hash_table_lookup_extended (places, query->required[i], NULL, &place))
        return NULL;
      required[GPOINTER_TO_UINT (place)] = TRUE;
    }
  return g_steal_pointer (&required);
}

static const char *
get_id (TogTimes *times, guint i)
{
  TogPersonTimes *person = g_ptr_array_index (times->people, i);

  return person->member->id;
}

static JsonNode *
write_time (const TogHeatMap *map, const TogBestTime *time, TogTimes *times)
{
  JsonObject *object = json_object_new ();
  JsonArray *cannot = json_array_new ();

  for (guint i = 0; i < times->people->len; i++)
    if (!tog_verdict_is_bookable (tog_heat_map_judge (map, i, time->start)))
      json_array_add_string_element (cannot, get_id (times, i));

  tog_json_object_set_instant (object, "start", time->start);
  json_object_set_int_member (object, "n_people", time->heat.n_people);
  json_object_set_int_member (object, "n_can", time->heat.n_can);
  json_object_set_int_member (object, "n_unknown", time->heat.n_unknown);
  json_object_set_int_member (object, "n_required_cannot", time->heat.n_required_cannot);
  json_object_set_array_member (object, "cannot", cannot);
  json_object_set_int_member (object, "unsociable", time->unsociable);
  tog_json_object_set_text (
      object, "worst_off", time->worst_off >= 0 ? get_id (times, time->worst_off) : NULL);
  return tog_json_take_object (object);
}

/* Whoever is only counted is so in the ranking too, as in an app that ranks what
 * it was told: that an hour is unsociable for somebody would say who can. */
static TogReply *
answer_best (const Query *query, TogTimes *times, guint n_named, GError **error)
{
  TogSlot starts = { tog_times_get_first (query->range.start), query->range.end };
  g_autofree gboolean *required = list_required (query, times, n_named);
  g_autoptr (GArray) attendees = NULL;
  g_autoptr (TogHeatMap) map = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *items;
  JsonObject *object;
  TogBestTime best[MAX_BEST];
  gsize n;

  if (required == NULL)
    return tog_handler_refuse_parameter ("required",
                                         "required must be ids of the group's members.");
  if (!tog_times_hide (times, n_named, error))
    return NULL;
  attendees = tog_attendees_new (times, 0, tog_slot_pad (starts, 0, query->duration), error);
  if (attendees == NULL)
    return NULL;
  for (guint i = 0; i < attendees->len; i++)
    g_array_index (attendees, TogAttendee, i).required = required[i];

  map = tog_heat_map_new ((const TogAttendee *) attendees->data,
                          attendees->len,
                          times->counted,
                          starts,
                          query->duration,
                          times->now,
                          times->latest_end);
  n = tog_heat_map_rank (map, best, query->limit);

  items = json_array_new ();
  for (gsize i = 0; i < n; i++)
    json_array_add_element (items, write_time (map, &best[i], times));
  object = json_object_new ();
  json_object_set_array_member (object, "items", items);
  node = tog_json_take_object (object);
  return tog_reply_new_json (200, tog_json_print (node));
}

/* A session at the range's end reaches beyond it. */
static TogReply *
find_best (const Query *query, TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogTimes) times = NULL;
  GError *failure = NULL;
  TogTeamRow group;
  TogReply *refusal = NULL;
  gint64 moving = 0;
  guint n_named;

  if (tog_query_group_row (scope, request->item, &group, &failure))
    refusal = tog_handler_find_moving (request, scope, &group, &moving, &failure);
  else if (failure == NULL)
    refusal = tog_reply_new_not_found ();
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (refusal != NULL)
    return refusal;

  times = tog_query_all_times (
      scope, &group, moving, tog_slot_pad (query->range, 0, query->duration), &n_named, error);
  return times != NULL ? answer_best (query, times, n_named, error) : NULL;
}

TogReply *
tog_handle_best_times (TogRequest *request, TogScope *scope, GError **error)
{
  Query query = { 0 };
  TogReply *reply = read_query (request, &query);

  if (reply == NULL)
    reply = find_best (&query, request, scope, error);
  g_strfreev (query.required);
  return reply;
}
