#include "config.h"

#include "test-life-support.h"

#include "tog-database.h"
#include "tog-json.h"
#include "tog-mail.h"
#include "tog-reminder-queue.h"
#include "tog-reminders.h"
#include "tog-token.h"

#include <string.h>

#define DAY TOG_DAY_SECONDS

#define QUEUED "SELECT count (*) FROM mail WHERE method = 'REMINDER'"
#define SENT QUEUED " AND state = 'written'"
#define PLANNED "SELECT count (*) FROM reminder"
#define NEXT "SELECT iif (count (*) = 1, max (minutes), -1) FROM reminder"

/* Lets the clock come to an instant, and waits until what is due then was done. */
static void
pass (TestLife *life, TogInstant now)
{
  g_autofree char *due = g_strdup_printf (
      "SELECT (SELECT count (*) FROM reminder WHERE due_at <= %" G_GINT64_FORMAT ") "
      "+ (SELECT count (*) FROM mail WHERE state = 'pending' AND due_at <= %" G_GINT64_FORMAT ")",
      now,
      now);

  test_life_go_to (life, now);
  test_life_wait (life, due, 0);
}

static void run (TestLife *life, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
run (TestLife *life, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  test_server_run (life->server, sql);
}

/* As whoever moves a session does: the invites that tell of it are part of it. */
static void
move (TestLife *life, TogInstant start)
{
  run (life,
       "UPDATE session SET starts_at = %" G_GINT64_FORMAT ", ends_at = %" G_GINT64_FORMAT
       ", sequence = sequence + 1, version = version + 1;"
       "INSERT INTO mail (organization_id, session_id, recipient_id, method, sequence, due_at, "
       "created_at) SELECT organization_id, session_id, member_id, 'REQUEST', sequence, "
       "%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
       " FROM participant JOIN session ON session.id = session_id",
       start,
       start + 45 * TOG_MINUTE,
       test_now (),
       test_now ());
}

static void
set_choice (TestLife *life, const char *token, const char *mail)
{
  g_autoptr (TestReply) seen = test_life_get (life, token, "/v1/me/reminders");
  g_autofree char *etag = test_reply_header (seen, "ETag");
  g_autofree char *body = g_strdup_printf ("{\"mail\":[%s],\"desktop\":[]}", mail);
  g_autoptr (TestReply) reply = test_life_send (life, token, "PUT", "/v1/me/reminders", etag, body);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* P34: a day and ten minutes before, once each, whatever the clock does. */
static void
test_once (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (TestReply) session = NULL;
  const char *mail;

  pass (life, life->start - DAY - 1);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 0);
  pass (life, life->start - DAY);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);
  mails = test_life_mails (life, "Subject: Reminder: North first");
  g_assert_cmpuint (mails->len, ==, 2);

  /* The clock is set back an hour, and comes there again. */
  pass (life, life->start - DAY - TOG_HOUR);
  pass (life, life->start - DAY + 1);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 2);

  pass (life, life->start - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 4);
  pass (life, life->start + DAY);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 4);
  g_assert_cmpint (test_server_count (life->server, PLANNED), ==, 0);

  /* The text, and that reminders are no invites whose delivery counts. */
  g_clear_pointer (&mails, g_ptr_array_unref);
  mails = test_life_mails (life, "To: Ben Two");
  g_assert_cmpuint (mails->len, ==, 3);
  mail = mails->pdata[2];
  for (guint i = 0; i < mails->len; i++)
    if (strstr (mails->pdata[i], "Subject: Reminder") != NULL)
      mail = mails->pdata[i];
  g_assert_nonnull (strstr (mail, "15:45 to 16:30, Asia/Kathmandu (UTC+5:45)"));
  g_assert_nonnull (strstr (mail, "For Ana One"));
  g_assert_nonnull (strstr (mail, "Reschedule"));
  g_assert_nonnull (strstr (mail, "- Hello (5 min)"));
  g_assert_null (strstr (mail, "[text/calendar]"));
  session = test_life_get (life, life->ana, NULL);
  g_assert_cmpstr (test_reply_string (session, "delivery"), ==, "sent");
}

/* P34: never for what was moved, cancelled or declined. */
static void
test_moved (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TogInstant later = life->start + 2 * DAY;

  pass (life, life->start - 2 * DAY);
  move (life, later);
  pass (life, life->start - DAY);
  pass (life, life->start - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 0);
  pass (life, later - DAY);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);

  /* Back to a time whose reminders went by already: only what is to come comes. */
  move (life, later - 2 * TOG_HOUR);
  pass (life, later - 3 * TOG_HOUR);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);

  run (life, "UPDATE participant SET answer = 'declined' WHERE role = 'mentor'");
  pass (life, later - 2 * TOG_HOUR - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 3);
}

static void
test_cancelled (void)
{
  g_autoptr (TestLife) life = test_life_new ();

  pass (life, life->start - DAY);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);
  run (life, "UPDATE session SET state = 'cancelled', sequence = 1");
  pass (life, life->start - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 2);
}

/* Each person's own choice, of what is booked already too. */
static void
test_choice (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TestReply) fresh = test_life_get (life, life->ana, "/v1/me/reminders");
  g_autofree char *standard = tog_reminders_to_text (&TOG_REMINDERS_DEFAULT);
  g_autoptr (TestReply) old = NULL;
  g_autoptr (TestReply) bad = NULL;
  g_autoptr (GPtrArray) mails = NULL;

  /* What the schema says is what the core says. */
  g_assert_cmpstr (fresh->body, ==, standard);
  set_choice (life, life->ana, "");
  set_choice (life, life->ben, "10,30,30");
  old = test_life_send (
      life, life->ben, "PUT", "/v1/me/reminders", "\"1\"", "{\"mail\":[],\"desktop\":[]}");
  g_assert_cmpuint (old->status, ==, 412);
  bad = test_life_send (
      life, life->ben, "PUT", "/v1/me/reminders", "\"2\"", "{\"mail\":[0],\"desktop\":[]}");
  g_assert_cmpuint (bad->status, ==, 422);
  g_assert_cmpstr (test_reply_string (bad, "field"), ==, "/mail/0");

  pass (life, life->start - DAY);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 0);
  pass (life, life->start - 30 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 1);
  mails = test_life_mails (life, "Subject: Reminder");
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_nonnull (strstr (mails->pdata[0], "To: Ben Two"));

  /* What would have been due is past; what is off and on again comes once. */
  set_choice (life, life->ana, "60,20");
  set_choice (life, life->ben, "");
  set_choice (life, life->ben, "30,10");
  pass (life, life->start - 20 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);
  pass (life, life->start - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 3);
}

/* P34: after a stop or a suspend what is not too late comes, the rest is dropped. */
static void
test_late (void)
{
  static const struct
  {
    gint64 before; /* seconds before the start at which it goes on */
    gint64 n_sent;
  } cases[] = {
    { 13 * TOG_HOUR, 2 }, { 12 * TOG_HOUR, 0 }, { 11 * TOG_HOUR, 0 }, { 60, 2 }, { 0, 0 },
    { -TOG_HOUR, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint stopped = 0; stopped < 2; stopped++)
      {
        g_autoptr (TestLife) life = test_life_new ();

        pass (life, life->start - DAY - 60);
        if (stopped)
          test_server_stop (life->server);
        test_life_go_to (life, life->start - cases[i].before);
        if (stopped)
          test_server_start (life->server);
        pass (life, life->start - cases[i].before);
        test_life_wait (life, SENT, cases[i].n_sent);
        g_assert_cmpint (test_server_count (life->server, QUEUED), ==, cases[i].n_sent);
      }
}

/* What waits for the relay until it is of no use is not sent then (P07, P34). */
static void
test_relay (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autofree char *folder = g_strdup (life->mail.folder);
  g_autoptr (TestReply) session = NULL;
  g_autoptr (GPtrArray) mails = NULL;

  test_server_stop (life->server);
  /* Nobody listens at port 1. */
  life->mail.relay = (char *) "smtp://127.0.0.1:1";
  test_server_start (life->server);
  test_life_go_to (life, life->start - 10 * TOG_MINUTE);
  test_life_wait (life, QUEUED " AND attempts > 0", 2);
  session = test_life_get (life, life->ana, NULL);
  g_assert_cmpstr (test_reply_string (session, "delivery"), ==, "sent");

  test_server_stop (life->server);
  life->mail.relay = NULL;
  test_server_start (life->server);
  test_life_go_to (life, life->start);
  test_life_wait (life, QUEUED " AND state = 'dropped'", 2);
  mails = test_life_mails (life, "Subject: Reminder");
  g_assert_cmpuint (mails->len, ==, 0);
}

/* Nobody is reminded right after they were invited. */
static void
test_short_notice (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  TogInstant start = test_instant (4, 10, 0);
  g_autofree char *body = test_booking ("p2", start, 45);
  g_autoptr (TestReply) booked = NULL;

  run (life, "UPDATE session SET state = 'cancelled'");
  pass (life, start - 20 * TOG_HOUR);
  booked = test_book (life->server, life->ana, "first", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
  pass (life, start - 19 * TOG_HOUR);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 0);
  pass (life, start - 10 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);
}

typedef struct
{
  TogInstant now;
  gboolean fails;
} Attempt;

static gboolean
work_cb (TogDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;
  guint n_mails;

  if (!tog_reminder_queue_work (db, attempt->now, &n_mails, error))
    return FALSE;
  if (!attempt->fails)
    return TRUE;
  g_set_error_literal (error, TOG_DB_ERROR, TOG_DB_ERROR_FULL, "The disk is full");
  return FALSE;
}

/* P25, P26: what could not be written is as if it had not been tried. */
static void
test_undone (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (TogWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  Attempt attempt = { life->start - DAY, TRUE };

  test_server_stop (life->server);
  writer = tog_writer_new (life->server->database, &error);
  g_assert_no_error (error);
  g_assert_false (tog_writer_run (writer, work_cb, &attempt, &error));
  g_clear_error (&error);
  g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 0);
  g_assert_cmpint (test_server_count (life->server, NEXT), ==, 1440);
  attempt.fails = FALSE;
  for (guint i = 0; i < 2; i++)
    {
      tog_writer_run (writer, work_cb, &attempt, &error);
      g_assert_no_error (error);
      g_assert_cmpint (test_server_count (life->server, QUEUED), ==, 2);
      g_assert_cmpint (test_server_count (life->server, NEXT), ==, 10);
    }
}

/* Of several wishes each look plans the next, by what is wanted then. */
static void
test_next (void)
{
  g_autoptr (TestLife) life = test_life_new ();

  g_assert_cmpint (test_server_count (life->server, NEXT), ==, 1440);
  run (life,
       "UPDATE member SET reminders = '{\"mail\":[60,30],\"desktop\":[]}' "
       "WHERE email = 'Ben@north.example'");
  pass (life, life->start - DAY);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 1);
  g_assert_cmpint (test_server_count (life->server, NEXT), ==, 60);
  pass (life, life->start - 60 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 2);
  g_assert_cmpint (test_server_count (life->server, NEXT), ==, 30);

  /* From there to where all of them are due. */
  pass (life, life->start - 5 * TOG_MINUTE);
  g_assert_cmpint (test_server_count (life->server, SENT), ==, 4);
  g_assert_cmpint (test_server_count (life->server, PLANNED), ==, 0);
}

/* A walk of the clock, forward in small and large steps and back now and then, and
 * what is done to the session meanwhile. */
static void
walk (TogDb *db, GRand *rand, TogInstant start)
{
  TogInstant now = start - 8 * DAY;
  TogInstant at = start;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = NULL;
      guint n_mails;

      switch (g_rand_int_range (rand, 0, 12))
        {
        case 0:
          now -= g_rand_int_range (rand, 0, 2 * TOG_HOUR);
          break;
        case 1:
          now += g_rand_int_range (rand, 0, DAY);
          break;
        case 2:
          at = start + g_rand_int_range (rand, -8, 9) * TOG_HOUR;
          sql = g_strdup_printf ("UPDATE session SET starts_at = %" G_GINT64_FORMAT
                                 ", ends_at = %" G_GINT64_FORMAT ", sequence = sequence + 1",
                                 at,
                                 at + TOG_HOUR);
          break;
        case 3:
          sql = g_strdup_printf ("UPDATE participant SET answer = '%s' WHERE role = 'mentor'",
                                 g_rand_boolean (rand) ? "declined" : "accepted");
          break;
        default:
          now += g_rand_int_range (rand, 0, TOG_HOUR);
          break;
        }
      tog_db_begin (db, &error);
      if (sql != NULL)
        tog_db_exec (db, sql, &error);
      tog_reminder_queue_work (db, now, &n_mails, &error);
      tog_db_commit (db, &error);
      g_assert_no_error (error);
    }
}

/* P34 by random: none comes twice of the same, early, too late, or to who declined. */
static void
test_random (void)
{
  g_autoptr (TestLife) life = test_life_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (34);
  g_autoptr (GError) error = NULL;
  gint64 n_queued = 0;

  set_choice (life, life->ana, "10080,1440,60,10,1");
  set_choice (life, life->ben, "120,45");
  /* The invites of that day would keep those from coming that are due before. */
  run (life,
       "CREATE TABLE seen (start, minutes, now, answer, recipient, sequence);"
       "CREATE TRIGGER see AFTER INSERT ON mail WHEN NEW.method = 'REMINDER' BEGIN "
       "INSERT INTO seen SELECT starts_at, NEW.about, NEW.created_at, answer, NEW.recipient_id, "
       "session.sequence FROM session JOIN participant ON session_id = session.id "
       "WHERE session.id = NEW.session_id AND member_id = NEW.recipient_id; END");
  test_server_stop (life->server);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (TogDb) db = tog_database_open (life->server->database, TOG_DB_WRITER, &error);

      g_assert_no_error (error);
      tog_db_exec (db,
                   "DELETE FROM mail; DELETE FROM seen; DELETE FROM reminder;"
                   "UPDATE session SET starts_at = starts_at + 7, sequence = 0;"
                   "UPDATE participant SET answer = 'accepted'",
                   &error);
      g_assert_no_error (error);
      walk (db, rand, life->start);
      g_clear_pointer (&db, tog_db_close);
      n_queued += test_server_count (life->server, "SELECT count (*) FROM seen");
      g_assert_cmpint (test_server_count (life->server,
                                          "SELECT count (*) FROM seen WHERE answer = 'declined' "
                                          "OR now < start - minutes * 60 OR now >= start "
                                          "OR (minutes > 60 AND now >= start - minutes * 30)"),
                       ==,
                       0);
      g_assert_cmpint (test_server_count (life->server,
                                          "SELECT count (*) - count (DISTINCT recipient || ' ' || "
                                          "minutes || ' ' || sequence) FROM seen"),
                       ==,
                       0);
    }
  g_assert_cmpint (n_queued, >, 30);
}

static TogSession *
load_session (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "good", "session.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  TogSession *session;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = tog_json_parse (text, -1, &error);
  g_assert_no_error (error);
  session = tog_session_from_json (node, &error);
  g_assert_no_error (error);
  return session;
}

/* P18: what people wrote adds no header, line or calendar to these mails either. */
static void
test_hostile (void)
{
  static const char hostile[] =
      "x\r\n.\r\nBcc: eve@evil.example\r\n\r\n=?utf-8?q?=0D=0A?= <b> שלום";
  static const TogMailKind kinds[] = { TOG_MAIL_REMINDER, TOG_MAIL_LATE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (TogSession) session = load_session ();
      TogParticipant *recipient = g_ptr_array_index (session->participants, 0);
      TogParticipant *late = g_ptr_array_index (session->participants, 1);
      TogAgendaItem *item = g_ptr_array_index (session->agenda, 0);
      const TogMail mail = {
        .session = session,
        .recipient = recipient->member->id,
        .kind = kinds[i],
        .about = late->member->id,
        .from_name = "=?utf-8?q?=0D=0A?= <b>",
        .from_address = "sessions@north.example",
        .message_id = "one@north.example",
      };
      g_autoptr (GBytes) message = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;
      gboolean in_body = FALSE;
      guint n_froms = 0;

      g_free (session->title);
      session->title = g_strdup (hostile);
      g_free (late->member->name);
      late->member->name = g_strdup (hostile);
      g_free (item->title);
      item->title = g_strdup (hostile);
      late->late = 1;
      message = tog_mail_compose (&mail, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message));
      lines = g_strsplit (text, "\r\n", -1);
      for (guint j = 0; lines[j] != NULL; j++)
        {
          g_assert_cmpstr (lines[j], !=, ".");
          g_assert_null (strchr (lines[j], '\n'));
          g_assert_false (g_str_has_prefix (lines[j], "Bcc:"));
          g_assert_null (strstr (lines[j], "text/calendar"));
          in_body |= *lines[j] == '\0';
          n_froms += !in_body && g_str_has_prefix (lines[j], "From:") ? 1 : 0;
        }
      g_assert_cmpuint (n_froms, ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/reminders/once-P34", test_once);
  g_test_add_func ("/server/reminders/moved-P34", test_moved);
  g_test_add_func ("/server/reminders/cancelled-P34", test_cancelled);
  g_test_add_func ("/server/reminders/choice", test_choice);
  g_test_add_func ("/server/reminders/late-P34", test_late);
  g_test_add_func ("/server/reminders/relay-P34", test_relay);
  g_test_add_func ("/server/reminders/short-notice", test_short_notice);
  g_test_add_func ("/server/reminders/undone-P25", test_undone);
  g_test_add_func ("/server/reminders/next", test_next);
  g_test_add_func ("/server/reminders/random-P34", test_random);
  g_test_add_func ("/server/reminders/hostile-P18", test_hostile);
  return g_test_run ();
}
