#include "config.h"

#include "session-calendar-fixture.h"
#include "tog-calendar-share.h"
#include "tog-session-calendar-keep.h"

#include <string.h>

static void
cancel (Both *both)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (TogSession) session = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_cancel_session_async (
      both->account.account, both->session, NULL, key, NULL, done_cb, &result);
  wait_for (&result);
  session = tog_account_change_finish (both->account.account, result, &error);
  g_assert_no_error (error);
}

static void
check_follows (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  g_autofree char *text = NULL;
  ICalComponent *event;
  Fixture asha;
  guint n_events;

  event = read_event (both);
  text = i_cal_component_as_ical_string (event);
  g_object_unref (event);
  g_assert_nonnull (strstr (text, " with Asha"));
  g_assert_null (strstr (text, "ATTENDEE"));
  n_events = count_events (both);
  g_assert_cmpuint (n_events, ==, tog_session_calendar_get_n_events (both->calendar));
  g_assert_cmpuint (n_events, >=, 1);

  /* The other one moves it: so does the event, of which there stays one. */
  open_other (&both->account, &asha, "asha@meridian.example");
  move (both, &asha, find_slot (&both->account, both->session, 3));
  AWAIT (read_start (both) == both->session->slot.start);
  g_assert_cmpuint (count_events (both), ==, n_events);
  g_assert_null (find_offer (both));

  /* The same while the app is not running. */
  close_account (&both->account);
  move (both, &asha, find_slot (&asha, both->session, 5));
  open_account (&both->account);
  open_calendar (both);
  sync_all (both);
  AWAIT (read_start (both) == both->session->slot.start);
  g_assert_cmpstr (tog_session_calendar_get_choice (both->calendar), ==, id);
  settle (both);
  g_assert_cmpuint (count_events (both), ==, n_events);
  g_assert_cmpuint (
      g_list_model_get_n_items (tog_session_calendar_get_offers (both->calendar)), ==, 0);
  close_other (&asha);

  cancel (both);
  AWAIT (read_start (both) == 0);
  settle (both);
  g_assert_cmpuint (count_events (both), ==, n_events - 1);
  g_assert_null (find_offer (both));
}

static void
check_moved (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  TogSlot slot = find_slot (&both->account, both->session, 4);

  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (find_offer (both)->kind, ==, TOG_CALENDAR_OFFER_MOVED);
  g_assert_cmpint (find_offer (both)->slot.start, ==, slot.start);
  g_assert_cmpint (find_offer (both)->slot.end, ==, slot.end);
  g_assert_cmpstr (find_offer (both)->calendar_name, ==, "Private");
  g_assert_cmpint (find_offer (both)->session->slot.start, ==, both->session->slot.start);

  /* It stands, also after a restart: nothing is undone without asking. */
  restart (both);
  AWAIT (find_offer (both) != NULL);
  settle (both);
  g_assert_cmpint (read_start (both), ==, slot.start);

  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));

  /* Where the session is moved to the same time, there is nothing left to ask. */
  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  move (both, &both->account, slot);
  AWAIT (find_offer (both) == NULL);
  settle (both);
  g_assert_cmpint (read_start (both), ==, slot.start);
  g_assert_null (find_offer (both));
}

static void
check_deleted (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);

  delete_event (both);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (find_offer (both)->kind, ==, TOG_CALENDAR_OFFER_DELETED);
  settle (both);
  g_assert_cmpint (read_start (both), ==, 0);

  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));

  delete_event (both);
  AWAIT (find_offer (both) != NULL);
  tog_session_calendar_leave_out (both->calendar, both->session);
  g_assert_null (find_offer (both));
  restart (both);
  settle (both);
  g_assert_null (find_offer (both));
  g_assert_cmpint (read_start (both), ==, 0);
}

/* The service ends and is started again: no session is taken for deleted. */
static void
check_killed (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  TogDesktopCalendar *calendar = tog_calendars_find (
      tog_calendar_share_get_calendars (tog_account_get_share (both->account.account)), id);
  Fixture asha;

  kill_service ("org.gnome.evolution.dataserver.Calendar8");
  AWAIT (tog_desktop_calendar_get_state (calendar) == TOG_DESKTOP_CALENDAR_FAILED);
  open_other (&both->account, &asha, "asha@meridian.example");
  move (both, &asha, find_slot (&both->account, both->session, 2));
  close_other (&asha);
  open_client (&both->desktop, id);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));
  g_assert_null (tog_session_calendar_get_notice (both->calendar));
}

/* What was left out stays out, whatever is chosen. */
static void
check_left_out (Both *both, gconstpointer data)
{
  g_autofree char *first = choose (both);
  g_autofree char *second = name_calendar ("second");
  guint n_events = count_events (both);

  delete_event (both);
  AWAIT (find_offer (both) != NULL);
  tog_session_calendar_leave_out (both->calendar, both->session);
  tog_session_calendar_set_choice (both->calendar, NULL);
  AWAIT (count_events (both) == 0);
  restart (both);
  add_local (&both->desktop, second, "Second");
  open_client (&both->desktop, second);
  tog_session_calendar_set_choice (both->calendar, second);
  AWAIT (count_events (both) == n_events - 1);
  settle (both);
  g_assert_cmpint (read_start (both), ==, 0);
  g_assert_null (find_offer (both));
}

/* A session that is not even known any more, as those of a group that one has left. */
static void
check_gone (Both *both, gconstpointer data)
{
  g_autofree char *id = choose (both);
  TogInstant soon = get_monday () + 10 * TOG_HOUR;
  TogSessionCalendarKeep keep;
  TogKeptEvent *event = tog_kept_event_new ("left@together.example", id);
  g_autofree char *text = NULL;
  guint n_events = count_events (both);

  write_events (&both->desktop,
                "BEGIN:VEVENT\r\nUID:left@together.example\r\nDTSTAMP:20260101T000000Z\r\n"
                "DTSTART:{0}T043000Z\r\nDTEND:{0}T053000Z\r\nEND:VEVENT\r\n");
  g_assert_cmpuint (count_events (both), ==, n_events + 1);
  tog_session_calendar_keep_init (&keep);
  keep.calendar = g_strdup (id);
  event->origin = TOG_EVENT_OURS;
  event->slot = (TogSlot){ soon, soon + TOG_HOUR };
  event->ical = g_strdup ("");
  tog_session_calendar_keep_add (&keep, event);
  text = tog_session_calendar_keep_to_text (&keep);
  tog_session_calendar_keep_clear (&keep);

  close_account (&both->account);
  open_account (&both->account);
  tog_store_save (
      tog_account_get_drafts (both->account.account), "session-calendar", text, NULL, 1, 0);
  open_calendar (both);
  sync_all (both);
  AWAIT (count_events (both) == n_events);
  settle (both);
  g_assert_cmpint (read_start (both), ==, both->session->slot.start);
}

/* That an event is in a zone that nobody knows makes all busy times of its calendar unknown;
 * sessions are put there all the same. */
static void
check_unknown_zone (Both *both, gconstpointer data)
{
  g_autofree char *id = name_calendar ("crater");
  TogCalendars *calendars =
      tog_calendar_share_get_calendars (tog_account_get_share (both->account.account));

  add_local (&both->desktop, id, "Private");
  open_client (&both->desktop, id);
  write_events (&both->desktop,
                "BEGIN:VEVENT\r\nUID:far\r\nDTSTAMP:20260101T000000Z\r\n"
                "DTSTART;TZID=Mars/Crater:{1}T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n");
  tog_session_calendar_set_choice (both->calendar, id);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_cmpint (tog_desktop_calendar_get_state (tog_calendars_find (calendars, id)),
                   ==,
                   TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_null (tog_session_calendar_get_notice (both->calendar));
}

/* The calendar can't be written to: that is said, and nothing else happens. */
static void
check_read_only (Both *both, gconstpointer data)
{
  g_autofree char *id = name_calendar ("feed");
  g_autofree char *file_name = g_strdup_printf ("%s.ics", id);
  g_autofree char *path = g_build_filename (g_getenv ("TOG_TEST_CALENDARS"), file_name, NULL);
  g_autoptr (ESource) source = e_source_new_with_uid (id, NULL, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  ESourceLocal *local;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", -1, &error);
  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, "Feed");
  e_source_backend_set_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR),
                                     "local");
  local = e_source_get_extension (source, E_SOURCE_EXTENSION_LOCAL_BACKEND);
  e_source_local_set_custom_file (local, file);
  e_source_local_set_writable (local, FALSE);
  commit (&both->desktop, source);
  tog_session_calendar_set_choice (both->calendar, id);
  AWAIT (tog_session_calendar_get_failed (both->calendar));
  g_assert_nonnull (strstr (tog_session_calendar_get_notice (both->calendar), "Choose another"));
  g_assert_cmpuint (tog_session_calendar_get_n_events (both->calendar), ==, 0);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD_BOTH ("/session-calendar/follows", check_follows);
  ADD_BOTH ("/session-calendar/moved", check_moved);
  ADD_BOTH ("/session-calendar/deleted", check_deleted);
  ADD_BOTH ("/session-calendar/killed", check_killed);
  ADD_BOTH ("/session-calendar/left-out", check_left_out);
  ADD_BOTH ("/session-calendar/gone", check_gone);
  ADD_BOTH ("/session-calendar/unknown-zone", check_unknown_zone);
  ADD_BOTH ("/session-calendar/read-only", check_read_only);
  return g_test_run ();
}
