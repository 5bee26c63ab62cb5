#include "config.h"

#include "tog-agenda.h"
#include "tog-availability-handlers.h"
#include "tog-booking-write.h"
#include "tog-feed.h"
#include "tog-handlers.h"
#include "tog-session-write.h"
#include "tog-late.h"
#include "tog-notes.h"
#include "tog-reminder-settings.h"
#include "tog-source-handlers.h"

#include <string.h>

#define ID "{id}"
#define MAX_ID_LENGTH 64

static const TogRoute ROUTES[] = {
  { "GET", "/v1/openapi.json", "getApiDocument", .answer = tog_handle_document },
  { "GET", "/v1/about", "getAbout", .answer = tog_handle_about },
  { "GET", "/v1/me", "getMe", .read = tog_handle_me },
  { "PATCH",
    "/v1/me",
    "updateMe",
    .parse = tog_me_patch_parse,
    .write = tog_me_patch_write,
    .wakes_readers = TRUE },
  { "GET", "/v1/home", "getHome", .read = tog_handle_home },
  { "GET", "/v1/matches", "listMatches", .read = tog_handle_matches },
  { "GET", "/v1/matches/{id}", "getMatch", .read = tog_handle_match },
  { "GET", "/v1/matches/{id}/availability", "getAvailability", .read = tog_handle_availability },
  { "POST",
    "/v1/matches/{id}/sessions",
    "bookSession",
    .parse = tog_booking_parse_match,
    .write = tog_booking_write },
  { "POST",
    "/v1/matches/{id}/series",
    "bookSeries",
    .parse = tog_series_parse_match,
    .write = tog_series_write },
  { "POST",
    "/v1/matches/{id}/records",
    "recordSession",
    .parse = tog_record_parse_match,
    .write = tog_record_write },
  { "GET", "/v1/groups", "listGroups", .read = tog_handle_groups },
  { "GET", "/v1/groups/{id}", "getGroup", .read = tog_handle_group },
  { "GET",
    "/v1/groups/{id}/availability",
    "getGroupAvailability",
    .read = tog_handle_group_availability },
  { "GET", "/v1/groups/{id}/best-times", "getGroupBestTimes", .read = tog_handle_best_times },
  { "POST",
    "/v1/groups/{id}/sessions",
    "bookGroupSession",
    .parse = tog_booking_parse_group,
    .write = tog_booking_write },
  { "POST",
    "/v1/groups/{id}/series",
    "bookGroupSeries",
    .parse = tog_series_parse_group,
    .write = tog_series_write },
  { "POST",
    "/v1/groups/{id}/records",
    "recordGroupSession",
    .parse = tog_record_parse_group,
    .write = tog_record_write },
  { "GET", "/v1/sessions", "listSessions", .read = tog_handle_sessions },
  { "GET", "/v1/sessions/{id}", "getSession", .read = tog_handle_session },
  { "GET", "/v1/sessions/{id}/invite.ics", "getSessionInvite", .read = tog_handle_invite },
  { "POST",
    "/v1/sessions/{id}/answer",
    "answerInvite",
    .parse = tog_answer_parse,
    .write = tog_answer_write },
  { "POST",
    "/v1/sessions/{id}/move",
    "rescheduleSession",
    .parse = tog_move_parse,
    .write = tog_move_write },
  { "POST",
    "/v1/sessions/{id}/cancel",
    "cancelSession",
    .parse = tog_cancel_parse,
    .write = tog_cancel_write },
  { "POST",
    "/v1/sessions/{id}/complete",
    "completeSession",
    .parse = tog_complete_parse,
    .write = tog_complete_write },
  { "POST", "/v1/sessions/{id}/late", "sayLate", .parse = tog_late_parse, .write = tog_late_write },
  { "PUT",
    "/v1/sessions/{id}/agenda",
    "updateAgenda",
    .parse = tog_agenda_update_parse,
    .write = tog_agenda_update_write },
  { "GET", "/v1/sessions/{id}/note", "getNote", .read = tog_notes_handle_get },
  { "PUT",
    "/v1/sessions/{id}/note",
    "putNote",
    .parse = tog_notes_put_parse,
    .write = tog_notes_put_write,
    .max_body = TOG_MAX_NOTE_BYTES },
  { "GET", "/v1/me/reminders", "getReminderSettings", .read = tog_reminder_settings_handle_get },
  { "PUT",
    "/v1/me/reminders",
    "putReminderSettings",
    .parse = tog_reminder_settings_put_parse,
    .write = tog_reminder_settings_put_write },
  { "GET", "/v1/me/availability", "getAvailabilitySettings", .read = tog_availability_handle_get },
  { "PUT",
    "/v1/me/availability",
    "putAvailabilitySettings",
    .parse = tog_availability_put_parse,
    .write = tog_availability_put_write,
    .wakes_readers = TRUE },
  { "GET", "/v1/me/sources", "listSources", .read = tog_source_handle_list },
  { "PUT",
    "/v1/me/sources/{id}",
    "putBusy",
    .parse = tog_source_busy_parse,
    .write = tog_source_busy_write,
    .max_body = TOG_MAX_BUSY_BYTES },
  { "DELETE",
    "/v1/me/sources/{id}",
    "deleteSource",
    .parse = tog_source_delete_parse,
    .write = tog_source_delete_write,
    .has_no_body = TRUE },
  { "POST",
    "/v1/me/sources/{id}/confirm",
    "confirmBusy",
    .parse = tog_source_confirm_parse,
    .write = tog_source_confirm_write },
  { "PUT",
    "/v1/me/sources/{id}/address",
    "putAddress",
    .parse = tog_source_address_parse,
    .write = tog_source_address_write,
    .wakes_readers = TRUE },
  { "GET", "/v1/me/feed", "getFeed", .read = tog_feed_handle_get },
  { "POST",
    "/v1/me/feed",
    "makeFeed",
    .parse = tog_feed_make_parse,
    .write = tog_feed_make_write,
    .finish = tog_feed_make_finish,
    .has_no_body = TRUE },
  { "DELETE",
    "/v1/me/feed",
    "revokeFeed",
    .parse = tog_feed_revoke_parse,
    .write = tog_feed_revoke_write,
    .has_no_body = TRUE },
  { "GET", "/feeds/{id}", "readFeed", .read = tog_feed_handle_read, .by_secret = TRUE },
  { "GET", "/v1/changes", "getChanges", .read = tog_handle_changes },
  { "GET", "/v1/events", "streamEvents", .read = tog_handle_events },
  { "GET", "/v1/history", "listHistory", .read = tog_handle_history },
};

static gboolean
is_id_char (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '~' || c == '-';
}

/* Returns: whether @path is of the form of @template; @id is then set to where
 * its id is, if it has one */
static gboolean
match_path (const char *template, const char *path, const char **id, gsize *length)
{
  const char *hole = strstr (template, ID);
  gsize before = hole != NULL ? (gsize) (hole - template) : strlen (template);
  gsize n = 0;

  *length = 0;
  if (hole == NULL)
    return g_str_equal (template, path);
  if (strncmp (template, path, before) != 0)
    return FALSE;
  while (n <= MAX_ID_LENGTH && is_id_char (path[before + n]))
    n++;
  *id = path + before;
  *length = n;
  return n >= 1 && n <= MAX_ID_LENGTH && g_str_equal (hole + strlen (ID), path + before + n);
}

/* HEAD is GET without the body, which is not sent. */
static gboolean
match_method (const TogRoute *route, const char *method)
{
  return g_str_equal (route->method, method) ||
         (g_str_equal (method, "HEAD") && g_str_equal (route->method, "GET"));
}

/**
 * tog_routes_find:
 * @method: of HTTP
 * @path: as sent, without the query
 * @item: (out) (transfer full) (nullable): the id in the path
 *
 * Returns: (transfer none) (nullable): the operation, %NULL if there is none
 */
const TogRoute *
tog_routes_find (const char *method, const char *path, char **item)
{
  for (guint i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      const char *id = NULL;
      gsize length;

      if (match_method (&ROUTES[i], method) && match_path (ROUTES[i].path, path, &id, &length))
        {
          *item = length > 0 ? g_strndup (id, length) : NULL;
          return &ROUTES[i];
        }
    }
  *item = NULL;
  return NULL;
}

/**
 * tog_routes_list_methods:
 * @path: as sent, without the query
 *
 * Returns: (transfer full) (nullable): which methods there are at a path, as
 *   the Allow header lists them, or %NULL if there is nothing
 */
char *
tog_routes_list_methods (const char *path)
{
  g_autoptr (GString) methods = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      const char *id;
      gsize length;

      if (!match_path (ROUTES[i].path, path, &id, &length))
        continue;
      if (methods->len > 0)
        g_string_append (methods, ", ");
      g_string_append (methods, ROUTES[i].method);
      if (g_str_equal (ROUTES[i].method, "GET"))
        g_string_append (methods, ", HEAD");
    }
  return methods->len > 0 ? g_string_free (g_steal_pointer (&methods), FALSE) : NULL;
}
