#include "config.h"

#include "test-support.h"

#include "tog-database.h"
#include "tog-import.h"
#include "tog-slot-set.h"
#include "tog-token.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ORGANIZATION(id, name, ana, ben, more_members, more_matches)                               \
  "{\"format\":1,\"organization\":{\"id\":\"" id "\",\"name\":\"" name "\",\"providers\":["        \
  "{\"id\":\"jitsi\",\"name\":\"Jitsi Meet\",\"link\":\"https://meet.example/{id}\"}]},"           \
  "\"members\":["                                                                                  \
  "{\"id\":\"ana\",\"name\":\"" ana " One\",\"email\":\"" ana "@" id ".example\","                 \
  "\"zone\":\"Africa/Abidjan\",\"working_hours\":["                                                \
  "{\"weekdays\":[1,2,3,4,5],\"from\":\"09:00\",\"to\":\"17:00\"}]},"                              \
  "{\"id\":\"ben\",\"name\":\"" ben " Two\",\"email\":\"" ben "@" id ".example\","                 \
  "\"zone\":\"Asia/Kathmandu\",\"working_hours\":["                                                \
  "{\"weekdays\":[1,2,3,4,5],\"from\":\"12:00\",\"to\":\"22:00\"}]}" more_members "],"             \
  "\"programs\":[{\"id\":\"program\",\"name\":\"" name " Program\",\"kind\":\"1-on-1\","           \
  "\"planned_sessions\":["                                                                         \
  "{\"id\":\"p1\",\"title\":\"" name " first\",\"duration\":45,"                                   \
  "\"agenda\":[{\"title\":\"Hello\",\"minutes\":5}],"                                              \
  "\"resources\":[{\"title\":\"Read\",\"url\":\"https://example.org/\"}]},"                        \
  "{\"id\":\"p2\",\"title\":\"Second\",\"duration\":45},"                                          \
  "{\"id\":\"p3\",\"title\":\"Third\",\"duration\":45},"                                           \
  "{\"id\":\"p4\",\"title\":\"Fourth\",\"duration\":45}]}],"                                       \
  "\"matches\":[{\"id\":\"first\",\"program\":\"program\",\"mentor\":\"ben\",\"mentee\":"          \
  "\"ana\"}" more_matches "]}"

static const char NORTH[] = ORGANIZATION (
    "north",
    "North",
    "Ana",
    "Ben",
    ",{\"id\":\"cyn\",\"name\":\"Cyn Three\",\"email\":\"cyn@north.example\","
    "\"share_email\":false,\"zone\":\"Africa/Nairobi\",\"working_hours\":["
    "{\"weekdays\":[1,2,3,4,5],\"from\":\"08:00\",\"to\":\"20:00\"}]},"
    "{\"id\":\"dan\",\"name\":\"Dan Four\",\"email\":\"dan@north.example\",\"zone\":\"UTC\"}",
    ",{\"id\":\"second\",\"program\":\"program\",\"mentor\":\"cyn\",\"mentee\":\"ana\"}");

static const char SOUTH[] = ORGANIZATION (
    "south",
    "South",
    "Eve",
    "Fay",
    ",{\"id\":\"gus\",\"name\":\"Gus\",\"email\":\"gus@south.example\",\"zone\":\"UTC\"}",
    ",{\"id\":\"theirs\",\"program\":\"program\",\"mentor\":\"gus\",\"mentee\":\"ana\"}");

/* What nobody but Ben may ever see. */
#define SECRET_TITLE "Oncology appointment"
#define SECRET_PLACE "Ward 7"

static gint64 clock_shift;

TogInstant
test_now (void)
{
  return tog_clock_now () + clock_shift;
}

void
test_clock_shift (gint64 seconds)
{
  clock_shift = seconds;
}

/* An instant in a week that lies ahead, counted from its Monday. */
TogInstant
test_instant (int day, int hour, int minute)
{
  TogDay today = tog_clock_now () / TOG_DAY_SECONDS;
  TogDay monday = tog_day_get_week_start (today + 10, 1);

  return ((gint64) monday + day) * TOG_DAY_SECONDS + hour * TOG_HOUR + minute * TOG_MINUTE;
}

static gboolean
fill_cb (TogDb *db, gpointer data, GError **error)
{
  g_autoptr (GString) report = g_string_new (NULL);

  return tog_import_text (db, NORTH, strlen (NORTH), NULL, tog_clock_now (), report, error) &&
         tog_import_text (db, SOUTH, strlen (SOUTH), NULL, tog_clock_now (), report, error);
}

static gboolean
add_calendar_cb (TogDb *db, gpointer data, GError **error)
{
  TogSlot slot = { test_instant (1, 10, 0), test_instant (1, 11, 0) };
  g_autoptr (TogSlotSet) set = tog_slot_set_new (&slot, 1);
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (set);
  g_autoptr (TogStatement) insert = tog_db_prepare (
      db,
      "INSERT INTO calendar (organization_id, member_id, key, name, text, busy, known_from, "
      "known_to, checked_at) SELECT organization_id, id, 'work', 'Work', "
      "CAST (:text AS BLOB), :busy, :from, :to, :now FROM member WHERE email = 'Ben@north.example'",
      error);
  gsize size;
  gconstpointer blob = g_bytes_get_data (bytes, &size);

  g_assert_no_error (*error);
  tog_statement_bind_text (
      insert, ":text", "BEGIN:VEVENT\r\nSUMMARY:" SECRET_TITLE "\r\nLOCATION:" SECRET_PLACE);
  tog_statement_bind_blob (insert, ":busy", blob, size);
  tog_statement_bind_int (insert, ":from", tog_clock_now () - 30 * TOG_DAY_SECONDS);
  tog_statement_bind_int (insert, ":to", tog_clock_now () + 300 * TOG_DAY_SECONDS);
  tog_statement_bind_int (insert, ":now", tog_clock_now ());
  return tog_statement_run (insert, error);
}

static void
drop_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

TestServer *
test_server_new_stopped (void)
{
  TestServer *self = g_new0 (TestServer, 1);
  g_autoptr (TogWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  /* A line for each request would bury the results. */
  g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG, drop_cb, NULL);
  clock_shift = 0;
  self->folder = g_dir_make_tmp ("tog-server-XXXXXX", &error);
  g_assert_no_error (error);
  self->database = g_build_filename (self->folder, "test.db", NULL);
  self->options = (TogServerOptions){ .database = self->database, .get_now = test_now };

  writer = tog_writer_new (self->database, &error);
  g_assert_no_error (error);
  tog_writer_run (writer, fill_cb, NULL, &error);
  g_assert_no_error (error);
  tog_writer_run (writer, add_calendar_cb, NULL, &error);
  g_assert_no_error (error);
  return self;
}

TestServer *
test_server_new (void)
{
  TestServer *self = test_server_new_stopped ();

  test_server_start (self);
  return self;
}

void
test_server_start (TestServer *self)
{
  g_autoptr (GError) error = NULL;

  self->server = tog_server_new (&self->options, &error);
  g_assert_no_error (error);
  tog_server_start (self->server, &error);
  g_assert_no_error (error);
  self->port = tog_server_get_port (self->server);
}

void
test_server_stop (TestServer *self)
{
  g_clear_pointer (&self->server, tog_server_free);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0)
        remove_tree (child);
    }
  g_rmdir (path);
}

void
test_server_free (TestServer *self)
{
  test_server_stop (self);
  remove_tree (self->folder);
  g_free (self->database);
  g_free (self->folder);
  g_free (self);
}

static gboolean
import_cb (TogDb *db, gpointer data, GError **error)
{
  g_autoptr (GString) report = g_string_new (NULL);

  return tog_import_text (db, data, strlen (data), NULL, tog_clock_now (), report, error);
}

void
test_server_import (TestServer *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  tog_writer_run (tog_server_get_writer (self->server), import_cb, (gpointer) text, &error);
  g_assert_no_error (error);
}

static gboolean
exec_cb (TogDb *db, gpointer data, GError **error)
{
  return tog_db_exec (db, data, error);
}

void
test_server_run (TestServer *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tog_writer_run (tog_server_get_writer (self->server), exec_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

void
test_server_forget_sessions (TestServer *self)
{
  test_server_run (self,
                   "DELETE FROM mail; DELETE FROM note; DELETE FROM invite_event; "
                   "DELETE FROM reminder; DELETE FROM participant; DELETE FROM session;"
                   "DELETE FROM idempotency; DELETE FROM change;");
}

gint64
test_server_count (TestServer *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_database_open (self->database, TOG_DB_READER, &error);
  g_autoptr (TogStatement) statement = NULL;
  gint64 count;

  g_assert_no_error (error);
  statement = tog_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tog_statement_step (statement, &error), ==, TOG_STEP_ROW);
  count = tog_statement_get_int (statement, 0);
  g_clear_pointer (&statement, tog_statement_release);
  return count;
}

gint64
test_resident_kilobytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmRSS:");
  return g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10);
}

typedef struct
{
  const char *email;
  char *token;
} TokenJob;

static gboolean
token_cb (TogDb *db, gpointer data, GError **error)
{
  TokenJob *job = data;

  job->token = tog_token_add (db, job->email, NULL, 30, tog_clock_now (), error);
  return job->token != NULL;
}

char *
test_server_token (TestServer *self, const char *email)
{
  TokenJob job = { .email = email };
  g_autoptr (TogWriter) writer =
      self->server == NULL ? tog_writer_new (self->database, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  tog_writer_run (
      writer != NULL ? writer : tog_server_get_writer (self->server), token_cb, &job, &error);
  g_assert_no_error (error);
  return job.token;
}

int
test_connect (guint16 port)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  struct timeval timeout = { .tv_sec = 60 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    {
      close (fd);
      return -1;
    }
  return fd;
}

/* Sends bytes and reads until the server closes. */
char *
test_exchange (guint16 port, const char *data, gssize size)
{
  GString *answer = g_string_new (NULL);
  int fd = test_connect (port);
  char buffer[4096];
  ssize_t n;

  if (size < 0)
    size = strlen (data);
  while (fd >= 0 && size > 0 && (n = send (fd, data, size, MSG_NOSIGNAL)) > 0)
    {
      data += n;
      size -= n;
    }
  while (fd >= 0 && (n = recv (fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len (answer, buffer, n);
  if (fd >= 0)
    close (fd);
  return g_string_free (answer, FALSE);
}

static TestReply *
parse_reply (char *text)
{
  TestReply *reply = g_new0 (TestReply, 1);
  char *end = strstr (text, "\r\n\r\n");

  if (end != NULL)
    {
      reply->head = g_strndup (text, end - text);
      reply->body = g_strdup (end + 4);
      reply->node = json_from_string (reply->body, NULL);
      if (g_str_has_prefix (text, "HTTP/1.1 "))
        reply->status = g_ascii_strtoull (text + 9, NULL, 10);
    }
  g_free (text);
  return reply;
}

void
test_reply_free (TestReply *reply)
{
  g_clear_pointer (&reply->node, json_node_unref);
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

TestReply *
test_send (guint16 port,
           const char *token,
           const char *method,
           const char *path,
           const char *headers,
           const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", token);
  if (headers != NULL)
    g_string_append (text, headers);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  return parse_reply (test_exchange (port, text->str, text->len));
}

TestReply *
test_get (TestServer *self, const char *token, const char *path)
{
  return test_send (self->port, token, "GET", path, NULL, NULL);
}

TestReply *
test_post (TestServer *self, const char *token, const char *path, const char *key, const char *body)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf (
      "Content-Type: application/json\r\nIdempotency-Key: %s\r\n", key != NULL ? key : random);

  return test_send (self->port, token, "POST", path, headers, body);
}

TestReply *
test_book (TestServer *self,
           const char *token,
           const char *match,
           const char *key,
           const char *body)
{
  g_autofree char *path = g_strdup_printf ("/v1/matches/%s/sessions", match);

  return test_post (self, token, path, key, body);
}

char *
test_booking (const char *planned, TogInstant start, int minutes)
{
  g_autofree char *text = tog_instant_format (start);

  return g_strdup_printf ("{\"planned_session_id\":\"%s\",\"start\":\"%s\",\"duration\":%d,"
                          "\"zone\":\"Africa/Abidjan\",\"conference\":{\"kind\":\"none\"}}",
                          planned,
                          text,
                          minutes);
}

const char *
test_reply_string (TestReply *reply, const char *member)
{
  JsonObject *object;

  g_assert_nonnull (reply->node);
  object = json_node_get_object (reply->node);
  return json_object_has_member (object, member)
             ? json_object_get_string_member_with_default (object, member, NULL)
             : NULL;
}

char *
test_reply_header (TestReply *reply, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      gsize length = strlen (name);

      if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
        return g_strdup (g_strstrip (lines[i] + length + 1));
    }
  return NULL;
}
