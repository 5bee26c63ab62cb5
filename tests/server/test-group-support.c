#include "config.h"

#include "test-group-support.h"

#include "tog-database.h"
#include "tog-slot-set.h"

#include <string.h>

static const char WEST[] =
    "{\"format\":1,\"organization\":{\"id\":\"west\",\"name\":\"West\",\"providers\":["
    "{\"id\":\"jitsi\",\"name\":\"Jitsi Meet\",\"link\":\"https://meet.example/{id}\"}]},"
    "\"members\":["
    "{\"id\":\"ana\",\"name\":\"Ana One\",\"email\":\"ana@west.example\","
    "\"zone\":\"Africa/Abidjan\"},"
    "{\"id\":\"ben\",\"name\":\"Ben Two\",\"email\":\"ben@west.example\","
    "\"zone\":\"Asia/Kathmandu\",\"working_hours\":["
    "{\"weekdays\":[1,2,3,4,5],\"from\":\"12:00\",\"to\":\"22:00\"}]},"
    "{\"id\":\"cyn\",\"name\":\"Cyn Three\",\"email\":\"cyn@west.example\",\"share_email\":false,"
    "\"heat_map_name\":false,\"zone\":\"Africa/Nairobi\",\"working_hours\":["
    "{\"weekdays\":[1,2,3,4,5],\"from\":\"08:00\",\"to\":\"20:00\"}]},"
    "{\"id\":\"dan\",\"name\":\"Dan Four\",\"email\":\"dan@west.example\",\"zone\":\"UTC\"},"
    "{\"id\":\"eve\",\"name\":\"Eve Five\",\"email\":\"eve@west.example\",\"zone\":\"UTC\"},"
    "{\"id\":\"fay\",\"name\":\"Fay Six\",\"email\":\"fay@west.example\",\"zone\":\"UTC\"}],"
    "\"programs\":[{\"id\":\"program\",\"name\":\"Group Program\",\"kind\":\"group\","
    "\"planned_sessions\":["
    "{\"id\":\"g1\",\"title\":\"First\",\"duration\":45,"
    "\"agenda\":[{\"title\":\"Hello\",\"minutes\":5}]},"
    "{\"id\":\"g2\",\"title\":\"Second\",\"duration\":45},"
    "{\"id\":\"g3\",\"title\":\"Third\",\"duration\":45},"
    "{\"id\":\"g4\",\"title\":\"Fourth\",\"duration\":45}]}],"
    "\"groups\":["
    "{\"id\":\"circle\",\"program\":\"program\",\"name\":\"Circle\",\"facilitators\":[\"ana\"],"
    "\"members\":[\"dan\",\"cyn\",\"ben\"]},"
    "{\"id\":\"trio\",\"program\":\"program\",\"name\":\"Trio\",\"facilitators\":[\"ben\"],"
    "\"members\":[\"fay\",\"eve\"]},"
    "{\"id\":\"alone\",\"program\":\"program\",\"name\":\"Alone\",\"facilitators\":[\"ana\"],"
    "\"members\":[]}]}";

const char *
test_group_text (void)
{
  return WEST;
}

TestServer *
test_group_server_new (void)
{
  TestServer *server = test_server_new ();
  TogSlot tuesday = { test_instant (1, 10, 0), test_instant (1, 11, 0) };
  TogSlot wednesday = { test_instant (2, 9, 0), test_instant (2, 12, 0) };

  test_server_import (server, WEST);
  test_group_share (server, "ana", NULL, 0);
  test_group_share (server, "ben", &tuesday, 1);
  test_group_share (server, "cyn", &wednesday, 1);
  test_group_share (server, "eve", NULL, 0);
  test_group_share (server, "fay", NULL, 0);
  return server;
}

typedef struct
{
  const char *member;
  TogSlotSet *busy;
} Sharing;

static gboolean
share_cb (TogDb *db, gpointer data, GError **error)
{
  const Sharing *sharing = data;
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (sharing->busy);
  g_autoptr (TogStatement) insert = tog_db_prepare (
      db,
      "INSERT INTO calendar (organization_id, member_id, key, name, text, busy, known_from, "
      "known_to, checked_at) SELECT organization_id, member.id, 'work', 'Work', x'20', :busy, "
      ":from, :to, :now FROM member JOIN organization ON organization.id = organization_id "
      "WHERE organization.key = 'west' AND member.key = :member",
      error);
  gsize size;
  gconstpointer blob = g_bytes_get_data (bytes, &size);

  g_assert_no_error (*error);
  tog_statement_bind_text (insert, ":member", sharing->member);
  tog_statement_bind_blob (insert, ":busy", blob, size);
  tog_statement_bind_int (insert, ":from", tog_clock_now () - 30 * TOG_DAY_SECONDS);
  tog_statement_bind_int (insert, ":to", tog_clock_now () + 300 * TOG_DAY_SECONDS);
  tog_statement_bind_int (insert, ":now", tog_clock_now ());
  return tog_statement_run (insert, error);
}

void
test_group_share (TestServer *server, const char *member, const TogSlot *busy, gsize n_busy)
{
  g_autoptr (TogSlotSet) set = tog_slot_set_new (busy, n_busy);
  Sharing sharing = { member, set };
  g_autoptr (GError) error = NULL;

  tog_writer_run (tog_server_get_writer (server->server), share_cb, &sharing, &error);
  g_assert_no_error (error);
}

TestReply *
test_group_book (TestServer *server,
                 const char *token,
                 const char *group,
                 const char *key,
                 const char *body)
{
  g_autofree char *path = g_strdup_printf ("/v1/groups/%s/sessions", group);

  return test_post (server, token, path, key, body);
}

char *
test_group_booking (const char *planned,
                    TogInstant start,
                    int minutes,
                    GPtrArray *overridden,
                    guint n_overridden)
{
  g_autofree char *booking = test_booking (planned, start, minutes);
  GString *body = g_string_new_len (booking, (gssize) strlen (booking) - 1);

  g_string_append (body, ",\"overridden\":[");
  for (guint i = 0; overridden != NULL && i < overridden->len; i++)
    g_string_append_printf (
        body, "%s\"%s\"", i > 0 ? "," : "", (char *) g_ptr_array_index (overridden, i));
  g_string_append_printf (body, "],\"n_overridden\":%u}", n_overridden);
  return g_string_free (body, FALSE);
}

TogTimes *
test_group_times (TestServer *server, const char *token, const char *group, TogSlot range)
{
  g_autofree char *from = tog_instant_format (range.start);
  g_autofree char *to = tog_instant_format (range.end);
  g_autofree char *path =
      g_strdup_printf ("/v1/groups/%s/availability?from=%s&to=%s", group, from, to);
  g_autoptr (TestReply) reply = test_get (server, token, path);
  g_autoptr (GError) error = NULL;
  TogTimes *times;

  g_assert_cmpuint (reply->status, ==, 200);
  times = tog_times_from_json (reply->node, &error);
  g_assert_no_error (error);
  return times;
}
