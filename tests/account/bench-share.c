#include "account-fixture.h"
#include "tog-calendar-share.h"

#include "../calendars/calendars-fixture.h"

#include <stdio.h>

#define MATCH "asha-ines"
#define CALENDAR "work"
#define N_RUNS 5

/* Saturday of the week that the fixture's calendar begins with, an hour for each run. */
#define DAY 5
#define FIRST_HOUR 9

static TogSlot
get_slot (int run)
{
  TogInstant start = get_monday () + DAY * TOG_DAY_SECONDS + (FIRST_HOUR + run) * TOG_HOUR;

  return (TogSlot){ start, start + TOG_HOUR };
}

static void
write_event (CalendarsFixture *desktop, const char *uid, int hour, const char *lines)
{
  g_autofree char *text = g_strdup_printf ("BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\n"
                                           "DTSTART;TZID=Asia/Kolkata:{%d}T%02d0000\r\n"
                                           "DURATION:PT1H\r\nSUMMARY:Dentist\r\n%sEND:VEVENT\r\n",
                                           uid,
                                           DAY,
                                           hour,
                                           lines);

  write_events (desktop, text);
}

/* The wizard of somebody else: what is told of the match has its times loaded. */
typedef struct
{
  TogSlot range;
  TogTimes *times; /* (owned) (nullable) */
} Wizard;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wizard *self = data;
  g_autoptr (GError) error = NULL;
  TogTimes *times = tog_account_load_times_finish (TOG_ACCOUNT (source), result, NULL, &error);

  g_assert_no_error (error);
  g_clear_object (&self->times);
  self->times = times;
}

static void
times_changed_cb (TogAccount *account, const char *id, Wizard *self)
{
  if (g_str_equal (id, MATCH))
    tog_account_load_times_async (account, id, self->range, NULL, loaded_cb, self);
}

static gboolean
is_shown (const Wizard *self, TogSlot slot)
{
  TogPersonTimes *other;

  if (self->times == NULL)
    return FALSE;
  other = g_ptr_array_index (self->times->people, 1);
  return tog_slot_set_overlaps (other->busy, slot);
}

static void
share_calendar (TogCalendarShare *share)
{
  tog_calendar_share_look (share);
  tog_calendar_share_set_counts (share, CALENDAR, TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  while (tog_calendar_share_find_source (share, CALENDAR) == NULL ||
         tog_calendar_share_get_pending (share))
    g_main_context_iteration (NULL, TRUE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a;
  const gint64 *y = b;

  return (*x > *y) - (*x < *y);
}

/* From when the event is written until it stands in the other one's way. */
static void
measure_way (CalendarsFixture *desktop, const Wizard *wizard)
{
  gint64 runs[N_RUNS];

  for (int run = 0; run < N_RUNS; run++)
    {
      g_autofree char *uid = g_strdup_printf ("run-%d", run);
      gint64 before = g_get_monotonic_time ();

      g_assert_false (is_shown (wizard, get_slot (run)));
      write_event (desktop, uid, FIRST_HOUR + run, "");
      while (!is_shown (wizard, get_slot (run)))
        g_main_context_iteration (NULL, TRUE);
      runs[run] = g_get_monotonic_time () - before;
    }
  qsort (runs, N_RUNS, sizeof *runs, compare);
  printf ("from a change in a desktop calendar to another member's wizard, s\t%.2f\t-\t-\t<= 2\n",
          (double) runs[N_RUNS - 1] / 1e6);
}

/* What is written blocks nothing, so that the calendar is read for nothing new. */
static void
measure_unchanged (Fixture *mine, TogCalendarShare *share, CalendarsFixture *desktop)
{
  TogDesktopCalendar *calendar =
      tog_calendars_find (tog_calendar_share_get_calendars (share), CALENDAR);
  guint n_requests = tog_rude_server_get_n_requests (mine->rude);

  for (int run = 0; run < N_RUNS; run++)
    {
      g_autofree char *uid = g_strdup_printf ("free-%d", run);
      TogBusyTimes *times = tog_desktop_calendar_get_times (calendar);

      write_event (desktop, uid, FIRST_HOUR + run, "TRANSP:TRANSPARENT\r\n");
      while (tog_desktop_calendar_get_times (calendar) == times)
        g_main_context_iteration (NULL, TRUE);
      while (tog_calendar_share_get_pending (share) || g_main_context_pending (NULL))
        g_main_context_iteration (NULL, TRUE);
    }
  printf ("for five readings of a shared calendar that is as it was, requests\t%u\t-\t-\t<= 0\n",
          tog_rude_server_get_n_requests (mine->rude) - n_requests);
}

/* Run by tests/bench.sh, in tests/support/with-calendars.sh. */
int
main (void)
{
  Fixture mine = { NULL };
  CalendarsFixture desktop = { NULL };
  g_autofree char *directory = g_dir_make_tmp ("tog-other-XXXXXX", NULL);
  Fixture other = { .direct = TRUE, .directory = directory };
  Wizard wizard = { .times = NULL };
  g_autoptr (GError) error = NULL;
  TogCalendarShare *share;

  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  set_up (&mine, NULL);
  fixture_set_up (&desktop, NULL);
  add_local (&desktop, CALENDAR, "Work");
  open_client (&desktop, CALENDAR);

  other.server = mine.server;
  other.token = tog_test_server_make_token (mine.server, "asha@meridian.example");
  open_account (&other);
  tog_account_set_poll_interval (mine.account, 60 * 60 * 1000);
  tog_account_set_poll_interval (other.account, 60 * 60 * 1000);
  g_assert_true (refresh (&other, &error));
  g_assert_no_error (error);
  while (!tog_account_get_live (other.account))
    g_main_context_iteration (NULL, TRUE);
  wizard.range = (TogSlot){ get_monday (), get_monday () + 7 * TOG_DAY_SECONDS };
  g_signal_connect (other.account, "times-changed", G_CALLBACK (times_changed_cb), &wizard);

  share = tog_account_get_share (mine.account);
  share_calendar (share);
  while (wizard.times == NULL)
    g_main_context_iteration (NULL, TRUE);
  measure_way (&desktop, &wizard);
  measure_unchanged (&mine, share, &desktop);

  g_signal_handlers_disconnect_by_data (other.account, &wizard);
  g_clear_object (&wizard.times);
  close_account (&other);
  tog_test_remove_tree (directory);
  g_free (other.token);
  fixture_tear_down (&desktop, NULL);
  tear_down (&mine, NULL);
  return 0;
}
