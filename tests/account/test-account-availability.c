#include "account-fixture.h"
#include "tog-account-availability.h"
#include "tog-busy-digest.h"
#include "tog-calendars-private.h"

#include <string.h>

#define CALENDAR "system-calendar"

static gboolean
load (Fixture *fixture, TogAvailabilitySettings *settings, char **etag, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_availability_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_availability_finish (fixture->account, result, settings, etag, error);
}

static gboolean
put (Fixture *fixture, TogAvailabilitySettings *settings, char **etag, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (TogAvailabilitySettings) saved = { 0 };
  char *newer = NULL;

  tog_account_put_availability_async (fixture->account, settings, *etag, NULL, done_cb, &result);
  wait_for (&result);
  if (!tog_account_put_availability_finish (fixture->account, result, &saved, &newer, error))
    return FALSE;
  g_free (*etag);
  *etag = newer;
  g_assert_cmpint (saved.week_limit, ==, settings->week_limit);
  return TRUE;
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (TogAvailabilitySettings) settings = { 0 };
  g_auto (TogAvailabilitySettings) cached = { 0 };
  g_autofree char *etag = NULL;
  g_autofree char *first = NULL;
  g_autofree char *cached_etag = NULL;
  gsize n_ranges;

  g_assert_true (load (fixture, &settings, &etag, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (settings.zone, ==, "Europe/Lisbon");
  tog_working_hours_get_ranges (settings.hours, &n_ranges);
  g_assert_cmpuint (n_ranges, >, 0);

  first = g_strdup (etag);
  settings.week_limit = 3;
  settings.buffer_before = 15 * TOG_MINUTE;
  g_assert_true (put (fixture, &settings, &etag, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (etag, !=, first);

  /* P06: who changes what somebody else changed meanwhile is told. */
  settings.week_limit = 4;
  g_assert_false (put (fixture, &settings, &first, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);
  g_clear_error (&error);

  /* P31 */
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  close_account (fixture);
  open_account (fixture);
  g_assert_true (load (fixture, &cached, &cached_etag, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cached.week_limit, ==, 3);
  g_assert_cmpint (cached.buffer_before, ==, 15 * TOG_MINUTE);
  g_assert_cmpstr (cached_etag, ==, etag);
}

static gboolean
load_kept (Fixture *fixture, TogAvailabilitySettings *settings, char **etag)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_kept_availability_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_kept_availability_finish (fixture->account, result, settings, etag);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (TogAvailabilitySettings) settings = { 0 };
  g_auto (TogAvailabilitySettings) kept = { 0 };
  g_autofree char *etag = NULL;
  g_autofree char *kept_etag = NULL;

  g_assert_false (load_kept (fixture, &kept, &kept_etag));
  g_assert_true (load (fixture, &settings, &etag, &error));
  g_assert_no_error (error);
  settings.minimum_notice = 7 * TOG_HOUR;
  tog_account_keep_availability (fixture->account, &settings, etag);
  close_account (fixture);
  open_account (fixture);
  g_assert_true (load_kept (fixture, &kept, &kept_etag));
  g_assert_cmpint (kept.minimum_notice, ==, 7 * TOG_HOUR);
  g_assert_cmpstr (kept_etag, ==, etag);
  tog_account_keep_availability (fixture->account, NULL, NULL);
  tog_availability_settings_clear (&kept);
  g_clear_pointer (&kept_etag, g_free);
  g_assert_false (load_kept (fixture, &kept, &kept_etag));
}

static void
test_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TogHome *home;

  g_assert_true (refresh (fixture, &error));
  home = tog_account_get_home (fixture->account);
  tog_account_set_heat_map_name_async (
      fixture->account, !home->me->heat_map_name, NULL, done_cb, &result);
  home = g_object_ref (home);
  wait_for (&result);
  g_assert_true (tog_account_set_zone_finish (fixture->account, result, &error));
  g_assert_no_error (error);
  g_assert_true (refresh (fixture, &error));
  g_assert_cmpint (
      tog_account_get_home (fixture->account)->me->heat_map_name, ==, !home->me->heat_map_name);
  g_object_unref (home);
}

/* Busy on @n_days, from 10:00 to 11:00 UTC, as it was read @age seconds ago. */
static TogBusyTimes *
make_times (guint n_days, gint64 age)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  TogInstant today = now - now % TOG_DAY_SECONDS;
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  g_autoptr (TogSlotSet) busy = NULL;

  for (guint i = 1; i <= n_days; i++)
    {
      TogInstant day = today + i * TOG_DAY_SECONDS;
      TogSlot slot = { day + 10 * TOG_HOUR, day + 11 * TOG_HOUR };

      g_array_append_val (slots, slot);
    }
  busy = tog_slot_set_new ((const TogSlot *) (void *) slots->data, slots->len);
  return tog_busy_times_new (
      busy, (TogSlot){ today, today + TOG_SHARE_DAYS * TOG_DAY_SECONDS }, now - age);
}

static void
read_calendar (TogCalendarShare *share, guint n_days, gint64 age)
{
  TogDesktopCalendar *calendar =
      tog_calendars_find (tog_calendar_share_get_calendars (share), CALENDAR);
  g_autoptr (TogBusyTimes) times = make_times (n_days, age);
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();

  tog_event_titles_add (titles, times->known, "Salary review");
  tog_desktop_calendar_set_titles (calendar, titles);
  tog_desktop_calendar_set_times (calendar, times);
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_OK, NULL);
}

static TogCalendarShare *
open_share (Fixture *fixture)
{
  TogCalendarShare *share = tog_account_get_share (fixture->account);
  g_autoptr (TogDesktopCalendar) calendar = tog_desktop_calendar_new (CALENDAR);

  tog_desktop_calendar_describe (calendar, "Therapy", "Nextcloud", NULL, TRUE);
  tog_calendars_add (tog_calendar_share_get_calendars (share), calendar);
  tog_calendar_share_look (share);
  while (tog_calendar_share_get_sources (share) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return share;
}

static void
await_digest (TogCalendarShare *share, guint n_days)
{
  g_autoptr (TogBusyTimes) times = make_times (n_days, 0);
  g_autofree char *digest = tog_busy_digest (times->busy);
  TogSource *source;

  do
    {
      g_main_context_iteration (NULL, TRUE);
      source = tog_calendar_share_find_source (share, CALENDAR);
    }
  while (source == NULL || g_strcmp0 (source->digest, digest) != 0);
  g_assert_cmpint (source->n_busy, ==, n_days);
}

/* Whatever may still be under way. */
static void
settle (TogCalendarShare *share)
{
  while (tog_calendar_share_get_pending (share) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count (Fixture *fixture, const char *part)
{
  g_autofree char *requests = tog_rude_server_dup_requests (fixture->rude);
  guint n = 0;

  for (const char *at = requests; (at = strstr (at, part)) != NULL; at++)
    n++;
  return n;
}

static void
test_share (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  TogSource *source;
  guint n_requests;

  /* Nothing leaves the computer before that is wanted. */
  read_calendar (share, 3, 300);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  settle (share);
  g_assert_null (tog_calendar_share_find_source (share, CALENDAR));
  g_assert_cmpuint (count (fixture, "PUT /v1/me/sources"), ==, 0);

  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  source = tog_calendar_share_find_source (share, CALENDAR);
  g_assert_cmpint (source->state, ==, TOG_SOURCE_READY);
  g_assert_true (tog_calendar_share_is_ours (share, source));
  /* P20: neither what it is called here, nor what it is called by the desktop. */
  g_assert_cmpuint (count (fixture, "PUT /v1/me/sources"), ==, 1);
  g_assert_cmpuint (count (fixture, "Therapy"), ==, 0);
  g_assert_cmpuint (count (fixture, "Salary"), ==, 0);
  g_assert_cmpuint (count (fixture, CALENDAR), ==, 0);

  /* Read anew, and as it was: no upload. */
  n_requests = tog_rude_server_get_n_requests (fixture->rude);
  read_calendar (share, 3, 200);
  settle (share);
  g_assert_cmpuint (tog_rude_server_get_n_requests (fixture->rude), ==, n_requests);

  read_calendar (share, 5, 100);
  await_digest (share, 5);
  g_assert_cmpuint (count (fixture, "PUT /v1/me/sources"), ==, 2);

  /* Long after, it is only confirmed. */
  tog_calendar_share_set_pace (share, &(TogSharePace){ TOG_DAY_SECONDS, 0, TOG_HOUR, 1 });
  read_calendar (share, 5, 0);
  while (count (fixture, "/confirm") == 0)
    g_main_context_iteration (NULL, TRUE);
  settle (share);
  g_assert_cmpuint (count (fixture, "PUT /v1/me/sources"), ==, 2);
}

/* The titles of what counts, as long as it does. */
static void
test_titles (Fixture *fixture, gconstpointer data)
{
  TogSlot today = { tog_account_get_now (fixture->account), G_MAXINT64 / 2 };
  g_autoptr (TogEventTitles) unasked = tog_account_dup_titles (fixture->account, today);
  g_autoptr (GPtrArray) nothing = tog_event_titles_list (unasked, today);
  TogCalendarShare *share = open_share (fixture);

  g_assert_cmpuint (nothing->len, ==, 0);
  for (int counts = 0; counts < 3; counts++)
    {
      g_autoptr (TogEventTitles) titles = NULL;
      g_autoptr (GPtrArray) list = NULL;

      read_calendar (share, 1, 0);
      tog_calendar_share_set_counts (share, CALENDAR, counts == 1);
      titles = tog_account_dup_titles (fixture->account, today);
      list = tog_event_titles_list (titles, today);
      g_assert_cmpuint (list->len, ==, counts == 1 ? 1 : 0);
      if (counts == 1)
        g_assert_cmpstr (g_ptr_array_index (list, 0), ==, "Salary review");
    }
  g_assert_null (tog_desktop_calendar_get_titles (
      tog_calendars_find (tog_calendar_share_get_calendars (share), CALENDAR)));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  TogDesktopCalendar *calendar =
      tog_calendars_find (tog_calendar_share_get_calendars (share), CALENDAR);

  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  settle (share);
  g_assert_null (tog_calendar_share_find_source (share, CALENDAR));

  /* It was never read, and can't be: that must not look as if there was nothing in it. */
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_FAILED, "No password");
  while (tog_calendar_share_find_source (share, CALENDAR) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tog_calendar_share_find_source (share, CALENDAR)->state, ==, TOG_SOURCE_STALE);

  read_calendar (share, 2, 2 * TOG_HOUR);
  await_digest (share, 2);
  g_assert_cmpint (tog_calendar_share_find_source (share, CALENDAR)->state, ==, TOG_SOURCE_READY);

  /* It can't be read any more: unknown, and busy where it was. */
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_FAILED, "No password");
  while (tog_calendar_share_find_source (share, CALENDAR)->state == TOG_SOURCE_READY)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tog_calendar_share_find_source (share, CALENDAR)->state, ==, TOG_SOURCE_STALE);
  g_assert_cmpint (tog_calendar_share_find_source (share, CALENDAR)->n_busy, ==, 2);
}

static GPtrArray *
load_sources (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *sources;

  tog_account_load_sources_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  sources = tog_account_load_sources_finish (fixture->account, result, NULL, &error);
  g_assert_no_error (error);
  return sources;
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  g_autoptr (GPtrArray) before = load_sources (fixture);
  g_autoptr (GPtrArray) after = NULL;

  read_calendar (share, 3, 0);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);

  /* P32: what is wanted without network is done once there is one, also after a restart. */
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  tog_calendar_share_set_enabled (share, FALSE);
  g_assert_true (tog_calendar_share_get_pending (share));
  close_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  open_account (fixture);
  share = open_share (fixture);
  g_assert_true (tog_calendar_share_get_counts (share, CALENDAR));
  g_assert_false (tog_calendar_share_get_enabled (share));
  settle (share);
  g_assert_null (tog_calendar_share_find_source (share, CALENDAR));
  after = load_sources (fixture);
  g_assert_cmpuint (after->len, ==, before->len);
}

/* What somebody who signs out has shared is gone, or they don't wait long. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  gboolean reached = GPOINTER_TO_INT (data);
  TogCalendarShare *share = open_share (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = load_sources (fixture);
  g_autoptr (GPtrArray) after = NULL;

  read_calendar (share, 3, 0);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  settle (share);
  tog_rude_server_set (fixture->rude, reached ? TOG_RUDE_PASS : TOG_RUDE_CLOSE);
  tog_calendar_share_leave_async (share, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_cmpint (tog_calendar_share_leave_finish (share, result, &error), ==, reached);
  g_assert_no_error (error);
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  after = load_sources (fixture);
  /* What was given up on may reach the server all the same. */
  g_assert_cmpuint (after->len, >=, before->len);
  g_assert_cmpuint (after->len, <=, before->len + (reached ? 0 : 1));
}

/* Inês at another computer. */
static void
open_other (Fixture *fixture, Fixture *other)
{
  *other = (Fixture){ .server = fixture->server, .rude = fixture->rude, .direct = TRUE };
  other->token = g_strdup (fixture->token);
  other->directory = g_dir_make_tmp ("tog-other-XXXXXX", NULL);
  open_account (other);
}

/* Who stays after all shares what they shared. */
static void
test_stay (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  read_calendar (share, 3, 0);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  settle (share);
  tog_calendar_share_leave_async (share, cancellable, done_cb, &result);
  g_assert_true (tog_calendar_share_get_pending (share));
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_false (tog_calendar_share_leave_finish (share, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (tog_calendar_share_get_enabled (share));
  do
    g_main_context_iteration (NULL, TRUE);
  while (tog_calendar_share_get_pending (share) ||
         tog_calendar_share_find_source (share, CALENDAR) == NULL);
  g_assert_true (tog_calendar_share_get_counts (share, CALENDAR));
}

static void
close_other (Fixture *other)
{
  close_account (other);
  tog_test_remove_tree (other->directory);
  g_free (other->directory);
  g_free (other->token);
}

/* Stops there what is shared here. */
static void
stop_there (Fixture *other, TogCalendarShare *share)
{
  g_autofree char *id = g_strdup (tog_calendar_share_find_source (share, CALENDAR)->id);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_delete_source_async (other->account, id, NULL, done_cb, &result);
  wait_for (&result);
  left = tog_account_delete_source_finish (other->account, result, &error);
  g_assert_no_error (error);
}

static void
await_removed (TogCalendarShare *share)
{
  while (!tog_calendar_share_was_removed (share, CALENDAR))
    g_main_context_iteration (NULL, TRUE);
  settle (share);
  g_assert_false (tog_calendar_share_get_counts (share, CALENDAR));
  g_assert_false (tog_calendar_share_get_enabled (share));
  g_assert_null (tog_calendar_share_find_source (share, CALENDAR));
}

/* What is stopped elsewhere stops here, at once, and until it is asked for again. */
static void
test_stopped_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  TogCalendarShare *share;
  Fixture other;

  /* The stub hands on only what has ended. */
  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  share = open_share (fixture);
  before = load_sources (fixture);
  read_calendar (share, 3, 0);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  while (!tog_account_get_live (fixture->account))
    g_main_context_iteration (NULL, TRUE);

  open_other (fixture, &other);
  stop_there (&other, share);
  await_removed (share);

  /* Also after a restart, whatever is in the calendar by then. */
  close_account (fixture);
  open_account (fixture);
  share = open_share (fixture);
  read_calendar (share, 5, 0);
  settle (share);
  g_assert_true (tog_calendar_share_was_removed (share, CALENDAR));
  after = load_sources (&other);
  g_assert_cmpuint (after->len, ==, before->len);

  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  read_calendar (share, 5, 0);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 5);
  g_assert_false (tog_calendar_share_was_removed (share, CALENDAR));
  close_other (&other);
}

/* It does not come back either where the server did not get to tell of it. */
static void
test_stopped_unheard (Fixture *fixture, gconstpointer data)
{
  gboolean changes = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  TogCalendarShare *share;
  Fixture other;

  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  share = open_share (fixture);
  before = load_sources (fixture);
  read_calendar (share, 3, 300);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  settle (share);

  open_other (fixture, &other);
  stop_there (&other, share);
  tog_calendar_share_set_pace (share, &(TogSharePace){ TOG_DAY_SECONDS, 0, TOG_HOUR, 1 });
  read_calendar (share, changes ? 5 : 3, 0);
  await_removed (share);
  g_assert_cmpuint (count (fixture, "PUT /v1/me/sources"), ==, changes ? 2 : 1);
  after = load_sources (&other);
  g_assert_cmpuint (after->len, ==, before->len);
  close_other (&other);
}

/* What this computer itself takes away and shares again is no surprise to it. */
static void
test_share_again (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);

  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  read_calendar (share, 3, 0);
  tog_calendar_share_set_enabled (share, TRUE);
  await_digest (share, 3);
  for (int i = 0; i < 2; i++)
    {
      tog_calendar_share_set_enabled (share, FALSE);
      /* Once while the server is still at it. */
      if (i == 0)
        settle (share);
      tog_calendar_share_set_enabled (share, TRUE);
      do
        g_main_context_iteration (NULL, TRUE);
      while (tog_calendar_share_get_pending (share) ||
             tog_calendar_share_find_source (share, CALENDAR) == NULL);
      g_assert_true (tog_calendar_share_get_counts (share, CALENDAR));
      g_assert_false (tog_calendar_share_was_removed (share, CALENDAR));
    }
}

/* Whoever shows them is told at once. */
static void
titles_changed_cb (TogAccount *account, guint *n_times)
{
  ++*n_times;
}

static void
test_titles_news (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  guint n_times = 0;

  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  settle (share);
  g_signal_connect (fixture->account, "titles-changed", G_CALLBACK (titles_changed_cb), &n_times);
  for (guint i = 1; i <= 2; i++)
    {
      guint before = n_times;

      if (i == 1)
        read_calendar (share, 3, 0);
      else
        tog_calendar_share_set_counts (share, CALENDAR, FALSE);
      while (n_times == before)
        g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handlers_disconnect_by_data (fixture->account, &n_times);
}

static GPtrArray *
load_upcoming (Fixture *fixture)
{
  const TogSessionFilter filter = { .state = TOG_ANY_STATE, .when = TOG_SESSIONS_UPCOMING };
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_load_history_async (fixture->account, &filter, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_load_history_finish (fixture->account, result, NULL);
}

static gboolean
passes_over (TogCalendarShare *share, const char *uid)
{
  g_autoptr (TogBusyQuery) query =
      tog_calendars_make_query (tog_calendar_share_get_calendars (share));

  return query->own_uids != NULL && g_hash_table_contains (query->own_uids, uid);
}

/* However many sessions of a match are to come, none of those that were mailed makes its
 * owner busy: whoever moves it would find it in the way. */
static void
test_own_sessions (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = open_share (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;

  fixture->direct = TRUE;
  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  while (tog_account_get_sync_progress (fixture->account) < 1)
    g_main_context_iteration (NULL, TRUE);
  items = load_upcoming (fixture);
  g_assert_cmpuint (items->len, >, 0);
  for (guint i = 0; i < items->len; i++)
    while (!passes_over (share, ((TogHistoryItem *) items->pdata[i])->session->uid))
      g_main_context_iteration (NULL, TRUE);
}

static void
put_busy (Fixture *fixture, guint n_days)
{
  g_autoptr (TogBusyTimes) times = make_times (n_days, 0);
  TogBusyRequest request = {
    .name = (char *) "Work",
    .complete = times->known,
    .refreshed_at = times->read_at,
    .refresh_within = TOG_DAY_SECONDS,
    .busy = times->busy,
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSource) source = NULL;

  tog_account_put_busy_async (
      fixture->account, "desktop-1", &request, FALSE, NULL, done_cb, &result);
  wait_for (&result);
  source = tog_account_source_finish (fixture->account, result, &error);
  g_assert_no_error (error);
}

static void
times_changed_cb (TogAccount *account, const char *id, GPtrArray *ids)
{
  g_ptr_array_add (ids, g_strdup (id));
}

static gboolean
is_my_match (Fixture *fixture, const char *id)
{
  GPtrArray *matches = tog_account_get_home (fixture->account)->matches;

  for (guint i = 0; i < matches->len; i++)
    if (g_str_equal (((TogMatch *) g_ptr_array_index (matches, i))->team.id, id))
      return TRUE;
  return FALSE;
}

/* When somebody else can meet is told of, though nothing else of the match is another. */
static void
test_times_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  Fixture other;

  fixture->direct = TRUE;
  tog_account_set_poll_interval (fixture->account, 60 * 60 * 1000);
  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  while (!tog_account_get_live (fixture->account))
    g_main_context_iteration (NULL, TRUE);
  open_other (fixture, &other);
  g_free (other.token);
  other.token = tog_test_server_make_token (fixture->server, "asha@meridian.example");
  g_signal_connect (fixture->account, "times-changed", G_CALLBACK (times_changed_cb), ids);
  for (guint i = 1; i <= 3; i++)
    {
      g_ptr_array_set_size (ids, 0);
      put_busy (&other, i);
      while (ids->len == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (is_my_match (fixture, g_ptr_array_index (ids, 0)));
    }
  g_signal_handlers_disconnect_by_data (fixture->account, ids);
  close_other (&other);
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  TogAddressRequest wanted = { (char *) "Cloud", (char *) "https://cloud.example/a.ics" };
  TogAddressRequest bad = { (char *) "Home", (char *) "https://192.168.0.1/a.ics" };
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSource) source = NULL;
  g_autoptr (GPtrArray) left = NULL;

  tog_account_put_address_async (fixture->account, "address-1", &wanted, NULL, done_cb, &made);
  wait_for (&made);
  source = tog_account_source_finish (fixture->account, made, &error);
  g_assert_no_error (error);
  g_assert_cmpint (source->kind, ==, TOG_SOURCE_ADDRESS);
  g_assert_cmpint (source->state, ==, TOG_SOURCE_WAITING);

  tog_account_put_address_async (fixture->account, "address-2", &bad, NULL, done_cb, &refused);
  wait_for (&refused);
  g_assert_null (tog_account_source_finish (fixture->account, refused, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "this address"));
  g_clear_error (&error);

  tog_account_delete_source_async (fixture->account, "address-1", NULL, done_cb, &deleted);
  wait_for (&deleted);
  left = tog_account_delete_source_finish (fixture->account, deleted, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpstr (((TogSource *) g_ptr_array_index (left, i))->id, !=, "address-1");
}

int
main (int argc, char **argv)
{
  account_test_init (&argc, &argv);
  /* There is no data server here, and no bus to find one on. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  ADD ("/account/availability/P06/P31/settings", test_settings);
  ADD ("/account/availability/P25/kept", test_kept);
  ADD ("/account/availability/named", test_named);
  ADD ("/account/availability/P20/share", test_share);
  ADD ("/account/availability/P16/unknown", test_unknown);
  ADD ("/account/availability/P20/titles", test_titles);
  ADD ("/account/availability/P32/stop", test_stop);
  g_test_add ("/account/availability/P20/leave",
              Fixture,
              GINT_TO_POINTER (TRUE),
              set_up,
              test_leave,
              tear_down);
  g_test_add ("/account/availability/P32/leave-unreachable",
              Fixture,
              GINT_TO_POINTER (FALSE),
              set_up,
              test_leave,
              tear_down);
  ADD ("/account/availability/P20/stay", test_stay);
  ADD ("/account/availability/P20/stopped-elsewhere", test_stopped_elsewhere);
  g_test_add ("/account/availability/P20/stopped-unheard/changed",
              Fixture,
              GINT_TO_POINTER (TRUE),
              set_up,
              test_stopped_unheard,
              tear_down);
  g_test_add ("/account/availability/P20/stopped-unheard/same",
              Fixture,
              GINT_TO_POINTER (FALSE),
              set_up,
              test_stopped_unheard,
              tear_down);
  ADD ("/account/availability/P20/share-again", test_share_again);
  ADD ("/account/availability/titles-news", test_titles_news);
  ADD ("/account/availability/times-news", test_times_news);
  ADD ("/account/availability/P04/own-sessions", test_own_sessions);
  ADD ("/account/availability/address", test_address);
  return g_test_run ();
}
