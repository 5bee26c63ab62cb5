#include "config.h"

#include "session-calendar-fixture.h"
#include "tog-calendar-share.h"

#include <string.h>

static void
check_other_choice (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = choose (both);
  guint n_events = count_events (both);

  open_client (&both->desktop, first);
  AWAIT (count_events (both) == 0);
  open_client (&both->desktop, second);
  g_assert_cmpuint (count_events (both), ==, n_events);

  /* Nothing is left behind. */
  tog_session_calendar_set_choice (both->calendar, NULL);
  AWAIT (!tog_session_calendar_get_pending (both->calendar));
  g_assert_cmpuint (count_events (both), ==, 0);
  g_assert_cmpuint (tog_session_calendar_get_n_events (both->calendar), ==, 0);

  /* One that is removed from the desktop is named. */
  tog_session_calendar_set_choice (both->calendar, second);
  AWAIT (read_start (both) == both->session->slot.start);
  remove_source (&both->desktop, second);
  AWAIT (tog_session_calendar_get_notice (both->calendar) != NULL);
  g_assert_null (find_offer (both));
}

/* What its owner moved is not undone by another choice: they are still asked, and it is
 * only then that it goes where the others are. */
static void
check_moved_before_choice (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = name_calendar ("second");
  TogSlot slot = find_slot (&both->account, both->session, 4);
  guint n_events = count_events (both);

  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  add_local (&both->desktop, second, "Second");
  tog_session_calendar_set_choice (both->calendar, second);
  open_client (&both->desktop, second);
  AWAIT (count_events (both) == n_events - 1);
  settle (both);
  g_assert_nonnull (find_offer (both));
  g_assert_cmpint (read_start (both), ==, 0);
  open_client (&both->desktop, first);
  g_assert_cmpint (read_start (both), ==, slot.start);
  g_assert_cmpuint (count_events (both), ==, 1);

  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (count_events (both) == 0);
  open_client (&both->desktop, second);
  AWAIT (read_start (both) == both->session->slot.start);

  /* Nor where none is chosen and then the same again, when nobody remembers. */
  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  tog_session_calendar_set_choice (both->calendar, NULL);
  AWAIT (!tog_session_calendar_get_pending (both->calendar) && find_offer (both) == NULL);
  g_assert_cmpint (read_start (both), ==, slot.start);
  tog_session_calendar_set_choice (both->calendar, second);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (read_start (both), ==, slot.start);
}

static void
show (Both *both, const char *id, gboolean shown)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (both->desktop.registry, id);

  e_source_set_enabled (source, shown);
  commit (&both->desktop, source);
}

/* A calendar that does not answer is in no other one's way, and is named. */
static void
check_silent_before_choice (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = NULL;
  const char *notice;

  show (both, first, FALSE);
  AWAIT (tog_session_calendar_get_notice (both->calendar) != NULL);
  second = name_calendar ("second");
  add_local (&both->desktop, second, "Second");
  open_client (&both->desktop, second);
  tog_session_calendar_set_choice (both->calendar, second);
  AWAIT (read_start (both) == both->session->slot.start);
  g_assert_true (tog_session_calendar_get_pending (both->calendar));
  notice = tog_session_calendar_get_notice (both->calendar);
  g_assert_nonnull (strstr (notice, "“Private”"));

  show (both, first, TRUE);
  AWAIT (!tog_session_calendar_get_pending (both->calendar));
  open_client (&both->desktop, first);
  g_assert_cmpuint (count_events (both), ==, 0);
  AWAIT (tog_session_calendar_get_notice (both->calendar) == NULL);
}

/* Who signs out leaves nothing behind that nobody would keep up to date, and who stays
 * after all has it as before. */
static void
check_leave (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_session_calendar_leave_async (both->calendar, cancellable, done_cb, &result);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_false (tog_session_calendar_leave_finish (both->calendar, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&result);
  settle (both);
  AWAIT (read_start (both) == both->session->slot.start);
  g_assert_cmpstr (tog_session_calendar_get_choice (both->calendar), ==, id);

  tog_session_calendar_leave_async (both->calendar, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_session_calendar_leave_finish (both->calendar, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_events (both), ==, 0);
  g_assert_null (tog_session_calendar_get_choice (both->calendar));
}

static void
rename_event (Both *both, const char *summary)
{
  ICalComponent *event = read_event (both);

  i_cal_component_set_summary (event, summary);
  change_event (both, event);
}

/* Two who meet share a desktop and a calendar: it has their session once, for as long as
 * either of them has it there. */
static void
check_two_accounts (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  Both asha = { .desktop = both->desktop, .session = both->session };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ICalComponent *event;
  TogSlot slot;

  open_other (&both->account, &asha.account, "asha@meridian.example");
  sync_all (&asha);
  open_calendar (&asha);
  tog_session_calendar_set_choice (asha.calendar, id);
  settle (&asha);
  g_assert_null (find_offer (&asha));
  g_assert_cmpuint (tog_session_calendar_get_n_events (asha.calendar), >=, 1);

  /* Only one of them is asked, and only one brings it up to date. */
  slot = find_slot (&both->account, both->session, 4);
  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  settle (&asha);
  g_assert_null (find_offer (&asha));
  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);

  /* Whoever stays takes it over, with what was added to it. */
  rename_event (both, "Coffee");
  settle (both);
  tog_session_calendar_leave_async (both->calendar, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_session_calendar_leave_finish (both->calendar, result, &error));
  g_assert_no_error (error);
  close_account (&both->account);
  settle (&asha);
  g_assert_cmpint (read_start (both), ==, both->session->slot.start);
  event = read_event (both);
  g_assert_cmpstr (i_cal_component_get_summary (event), ==, "Coffee");
  g_object_unref (event);
  g_assert_null (find_offer (&asha));
  tog_session_calendar_set_choice (asha.calendar, NULL);
  AWAIT (read_start (both) == 0);
  open_account (&both->account);
  close_other (&asha.account);
}

/* What another account has in the calendar of choice need not be waited for. */
static void
check_two_calendars (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = name_calendar ("second");
  Both asha = { .desktop = both->desktop, .session = both->session };

  open_other (&both->account, &asha.account, "asha@meridian.example");
  sync_all (&asha);
  open_calendar (&asha);
  add_local (&both->desktop, second, "Second");
  open_client (&both->desktop, second);
  tog_session_calendar_set_choice (asha.calendar, second);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (&asha);
  tog_session_calendar_set_choice (asha.calendar, first);
  AWAIT (!tog_session_calendar_get_pending (asha.calendar));
  g_assert_cmpint (read_start (both), ==, 0);
  open_client (&both->desktop, first);
  g_assert_cmpint (read_start (both), ==, both->session->slot.start);
  close_other (&asha.account);
}

/* What its owner added comes along to another calendar. */
static void
check_takes_along (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  ICalComponent *event = read_event (both);
  ICalComponent *alarm = i_cal_component_new_from_string (
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Go\r\nTRIGGER:-PT7M\r\nEND:VALARM\r\n");

  i_cal_component_set_summary (event, "Coffee with Asha");
  i_cal_component_take_component (event, alarm);
  change_event (both, event);
  settle (both);

  second = choose (both);
  event = read_event (both);
  text = i_cal_component_as_ical_string (event);
  g_object_unref (event);
  g_assert_nonnull (strstr (text, "SUMMARY:Coffee with Asha"));
  g_assert_nonnull (strstr (text, "TRIGGER:-PT7M"));
  open_client (&both->desktop, first);
  AWAIT (count_events (both) == 0);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD_BOTH ("/session-calendar/other-choice", check_other_choice);
  ADD_BOTH ("/session-calendar/moved-before-choice", check_moved_before_choice);
  ADD_BOTH ("/session-calendar/silent-before-choice", check_silent_before_choice);
  ADD_BOTH ("/session-calendar/leave", check_leave);
  ADD_BOTH ("/session-calendar/two-accounts", check_two_accounts);
  ADD_BOTH ("/session-calendar/two-calendars", check_two_calendars);
  ADD_BOTH ("/session-calendar/takes-along", check_takes_along);
  return g_test_run ();
}
