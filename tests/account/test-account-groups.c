#include "config.h"

#include "account-fixture.h"
#include "tog-heat-map.h"

#include <string.h>

#define GROUP "maintainers-circle"
#define MATCH "asha-ines"
#define DURATION (60 * TOG_MINUTE)

static TogGroup *
load_group (Fixture *fixture, const char *group_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_group_async (fixture->account, group_id, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_group_finish (fixture->account, result, error);
}

static TogTimes *
load_times (Fixture *fixture, TogSlot range, TogInstant *updated_at, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_group_times_async (fixture->account, GROUP, range, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_group_times_finish (fixture->account, result, updated_at, error);
}

static TogSession *
book (Fixture *fixture, TogBooking *booking, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_book_group_async (fixture->account, GROUP, booking, key, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_book_group_finish (fixture->account, result, error);
}

/* The first start, counted from @skip on, at which so many can't of whom all is
 * known, and who they are. */
static TogSlot
find_slot (Fixture *fixture, guint n_cannot, guint skip, GStrv *who)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times = load_times (fixture, get_range (), NULL, &error);
  g_autoptr (TogHeatMap) map = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  TogSlot starts;
  TogInstant start;

  g_assert_no_error (error);
  starts = (TogSlot){ times->range.start, times->range.end - DURATION };
  map = tog_heat_map_new_from_times (times, NULL, starts, DURATION, times->now, &error);
  g_assert_no_error (error);
  for (start = starts.start; start < starts.end; start += TOG_QUANTUM)
    {
      TogHeat heat;

      if (tog_heat_map_get_verdict (map, start) == TOG_VERDICT_AVAILABLE &&
          tog_heat_map_get_heat (map, start, &heat) && heat.n_unknown == 0 &&
          heat.n_can + n_cannot == heat.n_people && skip-- == 0)
        break;
    }
  g_assert_cmpint (start, <, starts.end);

  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      if (!tog_verdict_is_bookable (tog_heat_map_judge (map, i, start)))
        g_strv_builder_add (names, person->member->id);
    }
  if (who != NULL)
    *who = g_strv_builder_end (names);
  return (TogSlot){ start, start + DURATION };
}

static TogBooking *
make_booking (Fixture *fixture, TogSlot slot, guint nth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogGroup) group = load_group (fixture, GROUP, &error);
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < group->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (group->team.planned, i);

      if (planned->state == TOG_SESSION_NOT_SCHEDULED && nth-- == 0)
        return tog_booking_new (planned->id, slot, "Europe/Lisbon", conference, "See you");
    }
  g_error ("The demo has nothing left to book");
}

static guint
count_scheduled (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogGroup) group = load_group (fixture, GROUP, &error);
  guint n_scheduled = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < group->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (group->team.planned, i);

      n_scheduled += planned->state == TOG_SESSION_SCHEDULED;
    }
  return n_scheduled;
}

static void
group_changed_cb (TogAccount *account, const char *group_id, guint *n_times)
{
  g_assert_cmpstr (group_id, ==, GROUP);
  g_assert_nonnull (tog_account_peek_group (account, group_id));
  (*n_times)++;
}

static void
never_cb (TogAccount *account, const char *id, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogGroup) group = NULL;
  TogInstant before = g_get_real_time () / G_USEC_PER_SEC;
  guint n_groups = 0;

  g_signal_connect (fixture->account, "group-changed", G_CALLBACK (group_changed_cb), &n_groups);
  g_signal_connect (fixture->account, "match-changed", G_CALLBACK (never_cb), NULL);
  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tog_account_get_home (fixture->account)->groups->len, ==, 2);
  g_assert_null (tog_account_peek_group (fixture->account, GROUP));
  g_assert_cmpint (tog_account_peek_group_age (fixture->account, GROUP), ==, 0);

  group = load_group (fixture, GROUP, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (group->team.planned->len, >, 1);
  g_assert_cmpuint (group->members->len, ==, group->n_members);
  g_assert_true (tog_account_peek_group (fixture->account, GROUP) == group);
  g_assert_cmpint (tog_account_peek_group_age (fixture->account, GROUP), >=, before);
  g_assert_cmpuint (n_groups, ==, 1);

  /* No match has that name. */
  g_assert_null (tog_account_peek_match (fixture->account, GROUP));

  /* Nothing new is nothing to show anew. */
  g_clear_object (&group);
  group = load_group (fixture, GROUP, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_groups, ==, 1);
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load_group (fixture, MATCH, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE);
  g_assert_true (tog_account_get_online (fixture->account));
}

/* Whatever was seen is there when the server is not, in another process too. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  const TogInstant week = 7 * TOG_DAY_SECONDS;
  TogInstant start = get_range ().start;
  TogSlot seen[] = { { start, start + 4 * week }, { start + 3 * week, start + 8 * week } };
  TogSlot wanted = { start + 2 * week, start + 6 * week };
  TogInstant before = g_get_real_time () / G_USEC_PER_SEC;
  TogInstant updated_at = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogGroup) group = load_group (fixture, GROUP, &error);
  g_autoptr (TogGroup) kept = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autoptr (TogTimes) one = load_times (fixture, seen[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (one->people->len, ==, group->n_members);
    }
  close_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  open_account (fixture);

  kept = load_group (fixture, GROUP, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->name, ==, group->name);
  g_assert_cmpuint (kept->members->len, ==, group->members->len);
  g_assert_cmpint (tog_account_peek_group_age (fixture->account, GROUP), >=, before);
  times = load_times (fixture, wanted, &updated_at, &error);
  g_assert_no_error (error);
  g_assert_true (tog_slot_contains (times->range, wanted));
  g_assert_cmpint (updated_at, >=, before);
  g_assert_false (tog_account_get_online (fixture->account));

  /* Of a match with the group's name nothing is kept. */
  tog_account_load_times_async (fixture->account, GROUP, wanted, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_load_times_finish (fixture->account, result, NULL, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
}

/* A clear message, and nothing lost of what was known. */
static void
test_rude (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TogRudeness rudeness;
    TogAccountError code;
  } cases[] = {
    { TOG_RUDE_HTML_502, TOG_ACCOUNT_ERROR_SERVER },
    { TOG_RUDE_TRUNCATED_JSON, TOG_ACCOUNT_ERROR_SERVER },
    { TOG_RUDE_WRONG_TYPES, TOG_ACCOUNT_ERROR_SERVER },
    { TOG_RUDE_CLOSE, TOG_ACCOUNT_ERROR_OFFLINE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TogGroup) before = load_group (fixture, GROUP, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogGroup) group = NULL;

      tog_rude_server_set (fixture->rude, cases[i].rudeness);
      group = load_group (fixture, GROUP, &error);
      g_assert_no_error (error);
      g_assert_true (group == before);
      g_assert_false (tog_account_get_online (fixture->account));
      g_assert_null (load_group (fixture, "release-rotation", &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, (int) cases[i].code);
      g_clear_error (&error);
    }
}

static void
test_book (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) nobody = NULL;
  TogSlot slot = find_slot (fixture, 0, 0, &nobody);
  g_autoptr (TogBooking) booking = make_booking (fixture, slot, 0);
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogSession) again = NULL;
  g_autoptr (TogGroup) group = load_group (fixture, GROUP, &error);
  g_autofree char *key = g_uuid_string_random ();
  guint before = count_scheduled (fixture);

  g_assert_cmpuint (g_strv_length (nobody), ==, 0);
  session = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpstr (session->group_id, ==, GROUP);
  g_assert_null (session->match_id);
  g_assert_cmpuint (session->participants->len, ==, group->n_members);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);

  /* The same button pressed again. */
  again = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, session->id);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);
}

/* Who can't has to be named, and then it goes through. */
static void
test_override (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) who = NULL;
  TogSlot slot = find_slot (fixture, 2, 0, &who);
  g_autoptr (TogBooking) booking = make_booking (fixture, slot, 0);
  g_autoptr (TogSession) session = NULL;
  const char *one[] = { who[0], NULL };
  guint before = count_scheduled (fixture);

  g_assert_cmpuint (g_strv_length (who), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = g_uuid_string_random ();

      g_assert_null (book (fixture, booking, key, &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN);
      g_assert_true (tog_account_get_online (fixture->account));
      g_clear_error (&error);
      tog_booking_override (booking, one, 0);
    }
  g_assert_cmpuint (count_scheduled (fixture), ==, before);

  tog_booking_override (booking, (const char *const *) who, 0);
  {
    g_autofree char *key = g_uuid_string_random ();

    session = book (fixture, booking, key, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);
}

/* The server does it, the answer is lost on the way: one session. */
static void
test_lost_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TogSlot slot = find_slot (fixture, 0, 0, NULL);
  g_autoptr (TogBooking) booking = make_booking (fixture, slot, 0);
  g_autoptr (TogSession) session = NULL;
  g_autofree char *key = g_uuid_string_random ();
  guint before = count_scheduled (fixture);

  tog_rude_server_set_for (fixture->rude, TOG_RUDE_LOSE_ANSWER, 3, TOG_RUDE_PASS);
  session = book (fixture, booking, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (session->slot.start, ==, slot.start);
  g_assert_cmpuint (count_scheduled (fixture), ==, before + 1);
}

/* What the server may refuse a group's booking for, by what the user can do. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *type;
    TogAccountError code;
  } cases[] = {
    { "/problems/slot-conflicts", TOG_ACCOUNT_ERROR_TAKEN },
    { "/problems/slot-past", TOG_ACCOUNT_ERROR_TAKEN },
    { "/problems/slot-too-far", TOG_ACCOUNT_ERROR_TAKEN },
    { "/problems/slot-misaligned", TOG_ACCOUNT_ERROR_REFUSED },
    { "/problems/bad-duration", TOG_ACCOUNT_ERROR_REFUSED },
    { "/problems/nobody-else", TOG_ACCOUNT_ERROR_REFUSED },
    { "/problems/already-scheduled", TOG_ACCOUNT_ERROR_CHANGED },
  };
  g_autoptr (TogBooking) booking = make_booking (fixture, find_slot (fixture, 0, 0, NULL), 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *body = g_strdup_printf (
          "{\"type\": \"%s\", \"title\": \"In the server’s words\", \"status\": 409}",
          cases[i].type);
      g_autoptr (GError) error = NULL;

      tog_rude_server_set_answer (
          fixture->rude, "409 Conflict\r\nContent-Type: application/problem+json", body);
      tog_rude_server_set (fixture->rude, TOG_RUDE_NOTHING);
      g_assert_null (book (fixture, booking, key, &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, (int) cases[i].code);
      g_assert_null (strstr (error->message, "In the server’s words"));
    }
}

/* What one member books shows to another without asking, and to a third who opens
 * the app later. */
static void
test_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (TogBooking) booking = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (TogGroup) group = NULL;
  g_autofree char *directory = g_dir_make_tmp ("tog-other-XXXXXX", &error);
  g_autofree char *late_directory = g_dir_make_tmp ("tog-late-XXXXXX", &error);
  Fixture other = { fixture->server, fixture->rude, NULL, directory, NULL, NULL };
  Fixture late = { fixture->server, fixture->rude, NULL, late_directory, NULL, NULL };
  guint n_homes = 0;
  guint n_groups = 0;
  guint seen;

  other.token = tog_test_server_make_token (fixture->server, "hannah@meridian.example");
  late.token = tog_test_server_make_token (fixture->server, "diego@meridian.example");
  open_account (&other);

  g_assert_true (refresh (fixture, &error));
  group = load_group (fixture, GROUP, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->account, "notify::home", G_CALLBACK (notify_cb), &n_homes);
  g_signal_connect (fixture->account, "group-changed", G_CALLBACK (group_changed_cb), &n_groups);

  /* Hannah is no facilitator; any member may book. */
  booking = make_booking (&other, find_slot (&other, 0, 0, NULL), 0);
  session = book (&other, booking, key, &error);
  g_assert_no_error (error);
  seen = n_groups;
  while (n_groups == seen || n_homes == 0)
    g_main_context_iteration (NULL, TRUE);

  open_account (&late);
  g_assert_true (refresh (&late, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tog_account_get_home (late.account)->next_session->id, ==, session->id);

  close_account (&late);
  close_account (&other);
  tog_test_remove_tree (late_directory);
  tog_test_remove_tree (directory);
  g_free (late.token);
  g_free (other.token);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/account/groups/read", test_read);
  ADD ("/account/groups/P19/gone", test_gone);
  ADD ("/account/groups/P31/offline", test_offline);
  ADD ("/account/groups/P28/rude", test_rude);
  ADD ("/account/groups/P02/book", test_book);
  ADD ("/account/groups/P03/override", test_override);
  ADD ("/account/groups/P02/lost-answer", test_lost_answer);
  ADD ("/account/groups/refusals", test_refusals);
  ADD ("/account/groups/news", test_news);

  return g_test_run ();
}
