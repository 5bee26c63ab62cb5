#include "config.h"

#include "account-fixture.h"
#include "tog-times.h"
#include "tog-zone.h"

#include <glib/gstdio.h>
#include <string.h>

#define MATCH "asha-ines"

static TogMatch *
load_match (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_match_async (fixture->account, MATCH, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_match_finish (fixture->account, result, error);
}

static TogTimes *
load_times_of (Fixture *fixture, TogSlot range, TogInstant *updated_at, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_times_async (fixture->account, MATCH, range, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_times_finish (fixture->account, result, updated_at, error);
}

static TogTimes *
load_times (Fixture *fixture, TogInstant *updated_at, GError **error)
{
  return load_times_of (fixture, get_range (), updated_at, error);
}

/* The first free half hour, counted from @skip on. */
static TogSlot
find_slot (Fixture *fixture, guint skip)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times = load_times (fixture, NULL, &error);
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  TogInstant start;

  g_assert_no_error (error);
  for (start = times->range.start; start < times->range.end; start += TOG_QUANTUM)
    {
      TogJudgement judgement;

      g_assert_true (tog_times_judge (
          times, zone, times->now, &start, 1, 30 * TOG_MINUTE, &judgement, &error));
      g_assert_no_error (error);
      if (judgement.verdict == TOG_VERDICT_AVAILABLE && skip-- == 0)
        return (TogSlot){ start, start + 30 * TOG_MINUTE };
    }
  g_error ("The demo has no free half hour");
}

static TogBooking *
make_booking (Fixture *fixture, TogSlot slot, guint nth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = load_match (fixture, &error);
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < match->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);

      if (planned->state == TOG_SESSION_NOT_SCHEDULED && nth-- == 0)
        return tog_booking_new (planned->id, slot, "Europe/Lisbon", conference, "See you");
    }
  g_error ("The demo has nothing left to book");
}

static TogSession *
book (Fixture *fixture, TogBooking *booking, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_book_async (fixture->account, MATCH, booking, key, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_book_finish (fixture->account, result, error);
}

static guint
count_scheduled (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = load_match (fixture, &error);
  guint n_scheduled = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < match->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);

      n_scheduled += planned->state == TOG_SESSION_SCHEDULED;
    }
  return n_scheduled;
}

static void
match_changed_cb (TogAccount *account, const char *match_id, guint *n_times)
{
  g_assert_cmpstr (match_id, ==, MATCH);
  g_assert_nonnull (tog_account_peek_match (account, match_id));
  (*n_times)++;
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = NULL;
  TogInstant before = g_get_real_time () / G_USEC_PER_SEC;
  guint n_homes = 0;
  guint n_matches = 0;

  g_assert_cmpstr (tog_account_get_name (fixture->account), ==, "Somebody");
  g_assert_null (tog_account_get_home (fixture->account));
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), ==, 0);
  g_signal_connect (fixture->account, "notify::home", G_CALLBACK (notify_cb), &n_homes);
  g_signal_connect (fixture->account, "match-changed", G_CALLBACK (match_changed_cb), &n_matches);

  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (tog_account_get_online (fixture->account));
  g_assert_cmpstr (tog_account_get_name (fixture->account), ==, "Meridian Fellows");
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), >=, before);
  g_assert_cmpuint (n_homes, ==, 1);

  g_assert_null (tog_account_peek_match (fixture->account, MATCH));
  match = load_match (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (match->team.planned->len, >, 1);
  g_assert_true (tog_account_peek_match (fixture->account, MATCH) == match);
  g_assert_cmpint (tog_account_peek_match_age (fixture->account, MATCH), >=, before);
  g_assert_cmpuint (n_matches, ==, 1);

  /* Nothing new is nothing to show anew. */
  g_assert_true (refresh (fixture, &error));
  g_assert_cmpuint (n_homes, ==, 1);
  g_clear_object (&match);
  match = load_match (fixture, &error);
  g_assert_cmpuint (n_matches, ==, 1);
  g_assert_null (tog_account_get_notice (fixture->account));
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_load_match_async (fixture->account, "nobody", NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_load_match_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE);
  g_assert_true (tog_account_get_online (fixture->account));
}

/* Whatever was seen is there when the server is not, in another process too. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogBooking) booking = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();
  TogInstant seen, updated_at;
  TogSlot slot;

  g_assert_true (refresh (fixture, &error));
  slot = find_slot (fixture, 0);
  booking = make_booking (fixture, slot, 0);
  seen = tog_account_get_updated_at (fixture->account);
  close_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);

  open_account (fixture);
  tog_account_restore_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_account_restore_finish (fixture->account, result, &error));
  g_assert_nonnull (tog_account_get_home (fixture->account));
  g_assert_cmpstr (tog_account_get_name (fixture->account), ==, "Meridian Fellows");
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), >=, seen);

  g_assert_false (refresh (fixture, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
  g_assert_false (tog_account_get_online (fixture->account));
  g_assert_nonnull (tog_account_get_home (fixture->account));
  g_clear_error (&error);

  match = load_match (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (match->team.planned->len, >, 1);
  times = load_times (fixture, &updated_at, &error);
  g_assert_no_error (error);
  g_assert_cmpint (updated_at, >=, seen - 60);
  g_assert_cmpint (updated_at, <=, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_false (tog_account_get_online (fixture->account));

  /* It comes back by itself. */
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  while (!tog_account_get_online (fixture->account))
    g_main_context_iteration (NULL, TRUE);
  session = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_nonnull (session);
}

/* Weeks that were looked at in turn are there as one, whatever is asked for. */
static void
test_offline_times (Fixture *fixture, gconstpointer data)
{
  const TogInstant week = 7 * TOG_DAY_SECONDS;
  TogInstant start = get_range ().start;
  TogSlot seen[] = { { start, start + 4 * week }, { start + 3 * week, start + 8 * week } };
  TogSlot wanted[] = { { start + 2 * week, start + 6 * week },
                       { start + TOG_HOUR, start + TOG_HOUR + 4 * week },
                       { start + 7 * week, start + 12 * week } };
  TogInstant before = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) nothing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autoptr (TogTimes) times = load_times_of (fixture, seen[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (times->range.start, ==, seen[i].start);
      g_assert_cmpint (times->range.end, ==, seen[i].end);
    }
  close_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  open_account (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      TogInstant updated_at = 0;
      g_autoptr (TogTimes) times = load_times_of (fixture, wanted[i], &updated_at, &error);

      g_assert_no_error (error);
      g_assert_cmpint (updated_at, >=, before);
      g_assert_cmpint (times->range.start, <=, wanted[i].start);
      g_assert_cmpint (times->range.end, >=, MIN (wanted[i].end, seen[1].end));
      g_assert_cmpint (times->range.end, <=, seen[1].end);
    }

  nothing = load_times_of (fixture, (TogSlot){ start + 9 * week, start + 12 * week }, NULL, &error);
  g_assert_null (nothing);
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
}

/* Of a clock that is wrong by more than a minute, the server's is believed. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 ahead;
    gboolean believed;
  } cases[] = { { 3600, TRUE }, { -3600, TRUE }, { 30, FALSE }, { 0, FALSE } };
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) real = load_times (fixture, NULL, &error);

  g_assert_no_error (error);
  tog_rude_server_set (fixture->rude, TOG_RUDE_NOTHING);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogTimes) times = NULL;
      g_autofree char *text = NULL;
      gint64 ahead;

      real->now = g_get_real_time () / G_USEC_PER_SEC + cases[i].ahead;
      text = tog_times_to_text (real);
      tog_rude_server_set_answer (fixture->rude, "200 OK\r\nContent-Type: application/json", text);
      times = load_times (fixture, NULL, &error);
      g_assert_no_error (error);
      ahead = tog_account_get_now (fixture->account) - g_get_real_time () / G_USEC_PER_SEC;
      g_assert_cmpint (ABS (ahead - (cases[i].believed ? cases[i].ahead : 0)), <, 60);
    }
}

static const struct
{
  const char *name;
  TogRudeness rudeness;
  TogAccountError code;
} RUDE[] = {
  { "html-502", TOG_RUDE_HTML_502, TOG_ACCOUNT_ERROR_SERVER },
  { "html-200", TOG_RUDE_HTML_200, TOG_ACCOUNT_ERROR_SERVER },
  { "truncated", TOG_RUDE_TRUNCATED, TOG_ACCOUNT_ERROR_OFFLINE },
  { "truncated-json", TOG_RUDE_TRUNCATED_JSON, TOG_ACCOUNT_ERROR_SERVER },
  { "wrong-types", TOG_RUDE_WRONG_TYPES, TOG_ACCOUNT_ERROR_SERVER },
  { "not-json", TOG_RUDE_NOT_JSON, TOG_ACCOUNT_ERROR_SERVER },
  { "not-utf8", TOG_RUDE_NOT_UTF8, TOG_ACCOUNT_ERROR_SERVER },
  { "close", TOG_RUDE_CLOSE, TOG_ACCOUNT_ERROR_OFFLINE },
  { "huge-string", TOG_RUDE_HUGE_STRING, TOG_ACCOUNT_ERROR_SERVER },
  { "deep", TOG_RUDE_DEEP, TOG_ACCOUNT_ERROR_SERVER },
  { "not-http", TOG_RUDE_NOT_HTTP, TOG_ACCOUNT_ERROR_SERVER },
};

/* A clear message, nothing lost of what was known, and on it goes. */
static void
test_rude (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogMatch) before = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (fixture, &error));
  before = load_match (fixture, &error);
  times = load_times (fixture, NULL, &error);
  tog_account_stop_polling (fixture->account);

  for (guint i = 0; i < G_N_ELEMENTS (RUDE); i++)
    {
      g_autoptr (TogMatch) match = NULL;
      g_autoptr (TogTimes) old_times = NULL;

      g_test_message ("%s", RUDE[i].name);
      tog_rude_server_set (fixture->rude, RUDE[i].rudeness);
      g_assert_false (refresh (fixture, &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, (int) RUDE[i].code);
      g_assert_cmpuint (strlen (error->message), >, 20);
      g_assert_cmpuint (strlen (error->message), <, 500);
      g_clear_error (&error);
      g_assert_false (tog_account_get_online (fixture->account));
      g_assert_nonnull (tog_account_get_home (fixture->account));

      match = load_match (fixture, &error);
      g_assert_no_error (error);
      g_assert_true (match == before);
      old_times = load_times (fixture, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (old_times);

      tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
      /* What was asked for while the server was rude may be answered later than this. */
      do
        {
          g_assert_true (refresh (fixture, &error));
          g_assert_no_error (error);
        }
      while (!tog_account_get_online (fixture->account));
      tog_account_stop_polling (fixture->account);
    }
}

/* With nothing known before, there is nothing but the message. */
static void
test_rude_at_first (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (RUDE); i++)
    {
      g_autoptr (GError) error = NULL;

      tog_rude_server_set (fixture->rude, RUDE[i].rudeness);
      g_assert_null (load_match (fixture, &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, (int) RUDE[i].code);
    }
}

static void
test_book (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TogSlot slot = find_slot (fixture, 0);
  g_autoptr (TogBooking) first = make_booking (fixture, slot, 0);
  g_autoptr (TogBooking) second = make_booking (fixture, slot, 1);
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogSession) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  g_autofree char *invite = NULL;
  guint before = count_scheduled (fixture);

  session = book (fixture, first, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpint (session->slot.end, ==, slot.end);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);

  /* The same button pressed again. */
  again = book (fixture, first, key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, session->id);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);

  /* Another session at the same time. */
  g_clear_object (&again);
  again = book (fixture, second, other_key, &error);
  g_assert_null (again);
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN);
  g_assert_true (tog_account_get_online (fixture->account));
  g_clear_error (&error);

  /* The same session at another time. */
  {
    g_autoptr (TogBooking) third = tog_booking_new (
        first->planned_session_id, find_slot (fixture, 5), first->zone, first->conference, NULL);
    g_autofree char *third_key = g_uuid_string_random ();

    again = book (fixture, third, third_key, &error);
    g_assert_null (again);
    g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);
    g_clear_error (&error);
  }

  tog_account_load_invite_async (fixture->account, session->id, NULL, done_cb, &result);
  wait_for (&result);
  invite = tog_account_load_invite_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (invite, "BEGIN:VCALENDAR"));
  g_assert_nonnull (strstr (invite, session->uid));
}

/* The server does it, the answer is lost on the way: one session. */
static void
test_lost_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TogSlot slot = find_slot (fixture, 0);
  g_autoptr (TogBooking) booking = make_booking (fixture, slot, 0);
  g_autoptr (TogSession) session = NULL;
  g_autofree char *key = g_uuid_string_random ();
  guint before = count_scheduled (fixture);
  guint n_requests = tog_rude_server_get_n_requests (fixture->rude);

  tog_rude_server_set_for (fixture->rude, TOG_RUDE_LOSE_ANSWER, 3, TOG_RUDE_PASS);
  session = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpuint (tog_rude_server_get_n_requests (fixture->rude), >=, n_requests + 4);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);
}

static gboolean
start_server_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  tog_test_server_start (fixture->server);
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  return G_SOURCE_REMOVE;
}

static gboolean
kill_server_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  /* The first request was seen: the work is done, or is being done, or is not. */
  if (tog_rude_server_get_n_requests (fixture->rude) == 0)
    return G_SOURCE_CONTINUE;
  tog_test_server_kill (fixture->server);
  g_timeout_add (100, start_server_cb, fixture);
  return G_SOURCE_REMOVE;
}

/* kill -9 while a booking is under way, and the server coming back. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TogSlot slot = find_slot (fixture, 0);
  g_autoptr (TogBooking) booking = make_booking (fixture, slot, 0);
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogRudeServer) quiet = tog_rude_server_new (NULL);
  g_autofree char *key = g_uuid_string_random ();
  guint before = count_scheduled (fixture);

  /* A new stub, because its requests are counted from zero. */
  tog_rude_server_set_target (quiet, tog_test_server_get_address (fixture->server));
  tog_rude_server_set (quiet, TOG_RUDE_LOSE_ANSWER);
  close_account (fixture);
  g_clear_pointer (&fixture->rude, tog_rude_server_free);
  fixture->rude = g_steal_pointer (&quiet);
  open_account (fixture);

  g_timeout_add (1, kill_server_cb, fixture);
  session = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);
}

/* What the other person does shows without asking. */
static void
test_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (TogBooking) booking = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogMatch) match = NULL;
  g_autofree char *directory = g_dir_make_tmp ("tog-other-XXXXXX", &error);
  Fixture other = { fixture->server, fixture->rude, NULL, directory, NULL, NULL };
  guint n_homes = 0;
  guint n_matches = 0;
  guint seen;

  other.token = tog_test_server_make_token (fixture->server, "asha@meridian.example");
  open_account (&other);

  g_assert_true (refresh (fixture, &error));
  match = load_match (fixture, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->account, "notify::home", G_CALLBACK (notify_cb), &n_homes);
  g_signal_connect (fixture->account, "match-changed", G_CALLBACK (match_changed_cb), &n_matches);

  booking = make_booking (&other, find_slot (&other, 0), 0);
  session = book (&other, booking, key, &error);
  g_assert_no_error (error);
  seen = n_matches;
  while (n_matches == seen || n_homes == 0)
    g_main_context_iteration (NULL, TRUE);

  close_account (&other);
  tog_test_remove_tree (directory);
  g_free (other.token);
}

static void
wait_until_live (Fixture *fixture)
{
  while (!tog_account_get_live (fixture->account))
    g_main_context_iteration (NULL, TRUE);
}

/* It does so though nobody asks for an hour, also after the connection was lost. */
static void
test_live_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("tog-other-XXXXXX", &error);
  Fixture other = { fixture->server, fixture->rude, NULL, directory, NULL, NULL };
  g_autoptr (TogMatch) match = NULL;
  guint n_matches = 0;

  other.token = tog_test_server_make_token (fixture->server, "asha@meridian.example");
  open_account (&other);
  /* The stub hands on only what has ended. */
  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, &error));
  match = load_match (fixture, &error);
  g_assert_no_error (error);
  wait_until_live (fixture);
  g_signal_connect (fixture->account, "match-changed", G_CALLBACK (match_changed_cb), &n_matches);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autoptr (TogBooking) booking = make_booking (&other, find_slot (&other, i), 0);
      g_autoptr (TogSession) session = book (&other, booking, key, &error);
      guint seen = n_matches;

      g_assert_no_error (error);
      while (n_matches == seen)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (tog_account_get_live (fixture->account));

      tog_account_listen_anew (fixture->account);
      while (tog_account_get_live (fixture->account))
        g_main_context_iteration (NULL, TRUE);
      wait_until_live (fixture);
    }

  close_account (&other);
  tog_test_remove_tree (directory);
  g_free (other.token);
}

/* As long as the server tells of no change, what is shown is of that moment: also for whoever
 * is cut off then, and starts again. */
static void
test_heard (Fixture *fixture, gconstpointer data)
{
  gint64 later = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  TogInstant fetched_at;
  g_autoptr (GAsyncResult) restored = NULL;

  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, NULL));
  wait_until_live (fixture);
  fetched_at = tog_account_get_updated_at (fixture->account);
  while (g_get_monotonic_time () < later)
    g_main_context_iteration (NULL, FALSE);

  /* The server says at once that it listens. */
  tog_account_listen_anew (fixture->account);
  while (tog_account_get_live (fixture->account))
    g_main_context_iteration (NULL, TRUE);
  wait_until_live (fixture);
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), >=, fetched_at + 2);

  tog_test_server_kill (fixture->server);
  while (tog_account_get_live (fixture->account))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), >=, fetched_at + 2);
  close_account (fixture);
  open_account (fixture);
  tog_account_restore_async (fixture->account, NULL, done_cb, &restored);
  wait_for (&restored);
  g_assert_cmpint (tog_account_get_updated_at (fixture->account), >=, fetched_at + 2);
  tog_test_server_start (fixture->server);
}

static void
wait_until_online (Fixture *fixture, gboolean online)
{
  while (tog_account_get_online (fixture->account) != online)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (online == (tog_account_get_failure (fixture->account) == NULL));
}

/* A server that goes and comes back while nobody asks for anything, for longer than the
 * first of the tries to find it again. */
static void
test_lost_while_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_updates = 0;

  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, &error));
  wait_until_live (fixture);

  tog_test_server_kill (fixture->server);
  wait_until_online (fixture, FALSE);
  g_assert_error (
      tog_account_get_failure (fixture->account), TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
  while (fixture->account->n_failed_polls < 4)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (fixture->account->listen_cancellable);

  g_signal_connect (fixture->account, "notify::updated-at", G_CALLBACK (notify_cb), &n_updates);
  tog_test_server_start (fixture->server);
  wait_until_online (fixture, TRUE);
  wait_until_live (fixture);
  while (n_updates == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* One that is there, but says nothing any more: a request that fails is not waited for. */
static void
test_silent_while_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, &error));
  wait_until_live (fixture);

  tog_test_server_pause (fixture->server, TRUE);
  tog_account_listen_anew (fixture->account);
  wait_until_online (fixture, FALSE);
  g_assert_true (fixture->account->polling);
  tog_test_server_pause (fixture->server, FALSE);
  wait_until_online (fixture, TRUE);
  wait_until_live (fixture);
}

static void
test_zone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (fixture, &error));
  tog_account_set_zone_async (fixture->account, "Asia/Kathmandu", NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_account_set_zone_finish (fixture->account, result, &error));
  g_assert_no_error (error);
  while (!g_str_equal (tog_account_get_home (fixture->account)->me->member->zone, "Asia/Kathmandu"))
    g_main_context_iteration (NULL, TRUE);

  g_clear_object (&result);
  tog_account_set_zone_async (fixture->account, "Mars/Olympus", NULL, done_cb, &result);
  wait_for (&result);
  g_assert_false (tog_account_set_zone_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED);
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_free (fixture->token);
  fixture->token = g_strdup ("tog_this-is-not-a-token");
  g_assert_false (tog_account_get_needs_token (fixture->account));
  g_assert_false (refresh (fixture, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  g_assert_true (tog_account_get_needs_token (fixture->account));
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "cache.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  const char *garbage = "no database, but longer than a few bytes, so that it is looked at";

  g_assert_true (g_file_set_contents (path, garbage, -1, &error));
  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  while (tog_account_get_notice (fixture->account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (tog_account_get_notice (fixture->account), "cache.sqlite.damaged-"));

  /* Rebuilt from the server. */
  close_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  open_account (fixture);
  g_assert_false (refresh (fixture, &error));
  g_assert_nonnull (tog_account_get_home (fixture->account));
  g_assert_null (tog_account_get_notice (fixture->account));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_rude_server_set (fixture->rude, TOG_RUDE_SILENCE);
  tog_account_load_match_async (fixture->account, MATCH, cancellable, done_cb, &result);
  while (tog_rude_server_get_n_requests (fixture->rude) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_null (tog_account_load_match_finish (fixture->account, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (tog_account_get_online (fixture->account));
}

/* A keyring that nobody unlocks. */
static void
never_connect_cb (TogAccount *account, gpointer user_data)
{
}

static void
test_cancel_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) patient = NULL;
  g_autoptr (GError) error = NULL;
  TogMatch *match;

  tog_account_set_connector (fixture->account, never_connect_cb, NULL);
  tog_account_load_match_async (fixture->account, MATCH, cancellable, done_cb, &cancelled);
  tog_account_load_match_async (fixture->account, MATCH, NULL, done_cb, &patient);
  while (fixture->account->waiting->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_for (&cancelled);
  g_assert_null (tog_account_load_match_finish (fixture->account, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The other one goes on waiting, and gets what it waits for. */
  g_assert_null (patient);
  g_assert_cmpuint (fixture->account->waiting->len, ==, 1);
  connect_cb (fixture->account, fixture);
  wait_for (&patient);
  match = tog_account_load_match_finish (fixture->account, patient, &error);
  g_assert_no_error (error);
  g_assert_nonnull (match);
  g_object_unref (match);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/account/read", test_read);
  ADD ("/account/gone", test_gone);
  ADD ("/account/P31/offline", test_offline);
  ADD ("/account/P31/offline-times", test_offline_times);
  ADD ("/account/P03/server-clock", test_clock);
  ADD ("/account/P28/known", test_rude);
  ADD ("/account/P28/unknown", test_rude_at_first);
  ADD ("/account/P02/book", test_book);
  ADD ("/account/P02/lost-answer", test_lost_answer);
  ADD ("/account/P25/killed", test_killed);
  ADD ("/account/news", test_news);
  ADD ("/account/live-news", test_live_news);
  ADD ("/account/P31/as-new-as-what-was-heard", test_heard);
  ADD ("/account/P31/lost-while-idle", test_lost_while_idle);
  ADD ("/account/P31/silent-while-idle", test_silent_while_idle);
  ADD ("/account/zone", test_zone);
  ADD ("/account/P22/token", test_token);
  ADD ("/account/P27/damaged", test_damaged);
  ADD ("/account/cancel", test_cancel);
  ADD ("/account/cancel-waiting", test_cancel_waiting);

  return g_test_run ();
}
