#include "config.h"

#include "match-fixture.h"

#include <string.h>

#define WEEK (7 * TOG_DAY_SECONDS)
#define HOURS_AGO (2 * TOG_HOUR)

static guint
count_requests (Fixture *fixture, const char *request)
{
  g_autofree char *requests = tog_rude_server_dup_requests (fixture->rude);
  guint n = 0;

  for (const char *p = strstr (requests, request); p != NULL; p = strstr (p + 1, request))
    n++;
  return n;
}

static guint
count_teams (Fixture *fixture)
{
  TogHome *home = tog_account_get_home (fixture->account);

  return home->matches->len + home->groups->len;
}

/* What is there of the times, without a network: none of the match was ever looked at. */
static TogTimes *
load_times (Fixture *fixture, TogSession *moved, TogSlot range, TogInstant *updated_at)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogTimes *times;

  if (moved != NULL)
    tog_account_load_move_times_async (fixture->account, moved, range, NULL, done_cb, &result);
  else
    tog_account_load_times_async (fixture->account, MATCH, range, NULL, done_cb, &result);
  wait_for (&result);
  if (moved != NULL)
    times = tog_account_load_move_times_finish (fixture->account, result, updated_at, &error);
  else
    times = tog_account_load_times_finish (fixture->account, result, updated_at, &error);
  g_assert_no_error (error);
  return times;
}

static guint
count_kept (Fixture *fixture, const char *prefix)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  TogStore *store = tog_account_get_store (fixture->account);

  tog_store_list_async (store, prefix, NULL, done_cb, &result);
  wait_for (&result);
  documents = tog_store_list_finish (store, result, &error);
  g_assert_no_error (error);
  return documents->len;
}

/* Until all that is fetched ahead has come. */
static void
wait_for_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (fixture, &error));
  while (count_kept (fixture, "times/") + count_kept (fixture, "group-times/") <
             count_teams (fixture) ||
         count_kept (fixture, "match/") + count_kept (fixture, "group/") < count_teams (fixture))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_seconds (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Says of all that is kept of a match that the server confirmed it so long ago. */
static void
make_older (Fixture *fixture, gint64 seconds)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  const TogDocument *document;
  g_autoptr (TogKnown) known = NULL;
  g_autofree char *key = NULL;
  TogStore *store = tog_account_get_store (fixture->account);
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;

  tog_store_list_async (store, "times/" MATCH "/", NULL, done_cb, &result);
  wait_for (&result);
  documents = tog_store_list_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, ==, 1);
  document = g_ptr_array_index (documents, 0);
  known = tog_known_new_from_document (&TOG_DOCUMENT_TIMES, document);
  key = tog_team_kind_make_times_key (
      &TOG_TEAM_KIND_MATCH, MATCH, ((TogTimes *) known->object)->range);
  tog_store_confirm (store, key, now - seconds);
}

static void
restart (Fixture *fixture)
{
  close_account (fixture);
  open_account (fixture);
}

/* Somebody who never opened a match sees its times without a network. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  TogSlot month = { now, now + 4 * WEEK };
  TogInstant updated_at = 0;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogTimes) move_times = NULL;
  g_autoptr (TogMatch) match = NULL;
  TogSession *session = NULL;

  wait_for_all (fixture);
  restart (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);

  times = load_times (fixture, NULL, month, &updated_at);
  g_assert_true (tog_slot_contains (times->range, month));
  g_assert_cmpint (updated_at, >=, now);
  match = load_match (fixture);
  for (guint i = 0; session == NULL && i < match->team.planned->len; i++)
    session = ((TogPlannedSession *) g_ptr_array_index (match->team.planned, i))->session;
  g_assert_nonnull (session);
  g_assert_cmpuint (count_requests (fixture, "&moving="), ==, 0);

  /* And when they can meet besides a session that is to be moved. */
  move_times = load_times (fixture, session, month, NULL);
  g_assert_true (tog_slot_contains (move_times->range, month));
}

/* What is young is not asked for again, what is older is. */
static void
test_young (Fixture *fixture, gconstpointer data)
{
  guint n_teams, n_requests;

  wait_for_all (fixture);
  n_teams = count_teams (fixture);
  g_assert_cmpuint (n_teams, >, 3);
  g_assert_cmpuint (count_requests (fixture, "/v1/matches/" MATCH " "), ==, 1);
  restart (fixture);
  n_requests = count_requests (fixture, "/v1/changes");
  refresh (fixture, NULL);
  while (count_requests (fixture, "/v1/changes") < n_requests + 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_requests (fixture, "/availability?"), ==, n_teams);
  g_assert_cmpuint (count_requests (fixture, "/v1/matches/" MATCH " "), ==, 1);

  make_older (fixture, HOURS_AGO);
  restart (fixture);
  refresh (fixture, NULL);
  while (count_requests (fixture, "/availability?") <= n_teams)
    g_main_context_iteration (NULL, TRUE);
  wait_seconds (0.2);
  g_assert_cmpuint (count_requests (fixture, "/availability?"), ==, n_teams + 1);
  g_assert_cmpuint (count_requests (fixture, "/v1/matches/" MATCH "/availability?"), ==, 2);
}

/* What somebody is told to have changed is fetched before its hour is over. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  Fixture other;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogTimes) times = NULL;
  TogJudgement judgement;
  g_autoptr (TogZone) zone = NULL;
  g_autoptr (GError) error = NULL;

  wait_for_all (fixture);
  make_older (fixture, 2 * TOG_MINUTE);
  restart (fixture);
  refresh (fixture, NULL);
  wait_seconds (0.3);
  g_assert_cmpuint (count_requests (fixture, "/v1/matches/" MATCH "/availability?"), ==, 1);

  open_other (fixture, &other, "asha@meridian.example");
  other.direct = TRUE;
  session = book (&other);
  while (count_requests (fixture, "/v1/matches/" MATCH "/availability?") < 2)
    g_main_context_iteration (NULL, TRUE);
  wait_seconds (0.2);
  close_other (&other);

  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  times = load_times (fixture, NULL, session->slot, NULL);
  zone = tog_zone_lookup ("Europe/Lisbon", &error);
  g_assert_true (tog_times_judge (
      times, zone, times->now, &session->slot.start, 1, TOG_QUANTUM, &judgement, &error));
  g_assert_no_error (error);
  g_assert_cmpint (judgement.verdict, !=, TOG_VERDICT_AVAILABLE);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/times-ahead/offline", test_offline);
  ADD ("/times-ahead/young", test_young);
  ADD ("/times-ahead/changed", test_changed);
  return g_test_run ();
}
