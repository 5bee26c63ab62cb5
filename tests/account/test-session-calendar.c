#include "config.h"

#include "calendars-fixture.h"
#include "match-fixture.h"
#include "tog-calendar-share.h"
#include "tog-invite.h"
#include "tog-session-calendar-keep.h"
#include "tog-session-calendar.h"

#include <string.h>

/*
 * An account at the real server, and a desktop with the real data server: what becomes of
 * sessions in a calendar, and of what their owner does to them there.
 */

typedef struct
{
  Fixture account;
  CalendarsFixture desktop;
  TogSessionCalendar *calendar;
  TogSession *session;
} Both;

/* The data server goes on from test to test: each has calendars of its own. */
static char *
name_calendar (const char *name)
{
  static guint n;

  return g_strdup_printf ("%s-%u", name, n++);
}

static void
open_calendar (Both *both)
{
  TogCalendarShare *share = tog_account_get_share (both->account.account);

  tog_calendars_set_pace (tog_calendar_share_get_calendars (share),
                          &(TogCalendarsPace){
                              .slow = 500,
                              .give_up = 20 * 1000,
                              .settle = 50,
                              .refresh = 1000,
                              .retry = 200,
                          });
  both->calendar = tog_account_get_session_calendar (both->account.account);
  tog_session_calendar_start (both->calendar);
  tog_calendar_share_start (share);
  while (!tog_session_calendar_get_ready (both->calendar))
    g_main_context_iteration (NULL, TRUE);
}

static void
sync_all (Both *both)
{
  g_autoptr (GError) error = NULL;

  refresh (&both->account, &error);
  g_assert_no_error (error);
  while (tog_account_get_sync_progress (both->account.account) < 1)
    g_main_context_iteration (NULL, TRUE);
}

static void
both_set_up (Both *both, gconstpointer data)
{
  fixture_set_up (&both->desktop, NULL);
  set_up (&both->account, NULL);
  sync_all (both);
  both->session = book (&both->account);
  open_calendar (both);
}

static void
both_tear_down (Both *both, gconstpointer data)
{
  g_clear_object (&both->session);
  tear_down (&both->account, NULL);
  fixture_tear_down (&both->desktop, NULL);
}

static void
restart (Both *both)
{
  close_account (&both->account);
  open_account (&both->account);
  open_calendar (both);
  sync_all (both);
}

static gboolean
timed_out_cb (gpointer data)
{
  g_error ("Waited in vain: %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

#define AWAIT(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint deadline = g_timeout_add_seconds (60, timed_out_cb, (gpointer) #condition);              \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (1000);                                                                           \
      }                                                                                            \
    g_source_remove (deadline);                                                                    \
  }                                                                                                \
  G_STMT_END

/* Whatever is under way is done, and no more follows from it. */
static void
settle (Both *both)
{
  gint64 quiet = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < quiet)
    {
      if (tog_session_calendar_get_pending (both->calendar))
        quiet = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Returns: (transfer full) (nullable): as the calendar has it */
static ICalComponent *
read_event (Both *both)
{
  ICalComponent *event = NULL;

  e_cal_client_get_object_sync (both->desktop.client, both->session->uid, NULL, &event, NULL, NULL);
  return event;
}

static TogInstant
read_start (Both *both)
{
  ICalComponent *event = read_event (both);
  ICalTime *time;
  TogInstant start;

  if (event == NULL)
    return 0;
  time = i_cal_component_get_dtstart (event);
  start = i_cal_time_as_timet (time);
  g_object_unref (time);
  g_object_unref (event);
  return start;
}

static guint
count_events (Both *both)
{
  GSList *objects = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  e_cal_client_get_object_list_sync (both->desktop.client, "#t", &objects, NULL, &error);
  g_assert_no_error (error);
  n = g_slist_length (objects);
  g_slist_free_full (objects, g_object_unref);
  return n;
}

/* As its owner does in a calendar program. @event is given away. */
static void
change_event (Both *both, ICalComponent *event)
{
  g_autoptr (GError) error = NULL;

  e_cal_client_modify_object_sync (
      both->desktop.client, event, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (event);
}

static void
drag (Both *both, TogInstant start, TogInstant end)
{
  ICalComponent *event = read_event (both);
  ICalTime *from =
      i_cal_time_new_from_timet_with_zone (start, FALSE, i_cal_timezone_get_utc_timezone ());
  ICalTime *to =
      i_cal_time_new_from_timet_with_zone (end, FALSE, i_cal_timezone_get_utc_timezone ());

  i_cal_component_set_dtstart (event, from);
  i_cal_component_set_dtend (event, to);
  change_event (both, event);
  g_object_unref (from);
  g_object_unref (to);
}

static void
delete_event (Both *both)
{
  g_autoptr (GError) error = NULL;

  e_cal_client_remove_object_sync (both->desktop.client,
                                   both->session->uid,
                                   NULL,
                                   E_CAL_OBJ_MOD_ALL,
                                   E_CAL_OPERATION_FLAG_NONE,
                                   NULL,
                                   &error);
  g_assert_no_error (error);
}

static TogCalendarOffer *
find_offer (Both *both)
{
  return tog_session_calendar_find_offer (both->calendar, both->session->id);
}

static void
move (Both *both, Fixture *by, TogSlot slot)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogSession) seen = load_session (by, both->session->id);
  g_autoptr (TogBooking) booking = tog_booking_new (NULL, slot, "Europe/Lisbon", NULL, NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;

  tog_account_move_async (by->account, seen, booking, key, NULL, done_cb, &result);
  wait_for (&result);
  g_clear_object (&both->session);
  both->session = tog_account_change_finish (by->account, result, &error);
  g_assert_no_error (error);
}

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

/* Puts the sessions into a calendar that is new. */
static char *
choose (Both *both)
{
  char *id = name_calendar ("sessions");

  add_local (&both->desktop, id, "Private");
  open_client (&both->desktop, id);
  tog_session_calendar_set_choice (both->calendar, id);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  return id;
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

/* As a mail program does with an invite, into the calendar that is open. */
static void
receive_mail (Both *both)
{
  g_autofree char *text = tog_invite_to_ical (both->session,
                                              TOG_INVITE_REQUEST,
                                              "Meridian",
                                              "calendar@meridian.example",
                                              both->session->slot.start - TOG_DAY_SECONDS);
  ICalComponent *mail = i_cal_component_new_from_string (text);
  g_autoptr (GError) error = NULL;

  e_cal_client_receive_objects_sync (
      both->desktop.client, mail, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (mail);
}

/* Returns: (transfer full): the desktop's name for another calendar, which has the mail */
static char *
open_work (Both *both)
{
  char *work = name_calendar ("work");

  add_local (&both->desktop, work, "Work");
  open_client (&both->desktop, work);
  receive_mail (both);
  return work;
}

/* What mail brought is not put there twice, nor where it is in another calendar. */
static void
check_invite (Both *both, gconstpointer data)
{
  g_autofree char *chosen = choose (both);
  g_autofree char *work = open_work (both);

  open_client (&both->desktop, chosen);
  AWAIT (read_start (both) == 0);
  settle (both);
  g_assert_null (find_offer (both));

  /* It is said where that one is deleted, and then it can be had in the calendar of choice. */
  open_client (&both->desktop, work);
  delete_event (both);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (find_offer (both)->kind, ==, TOG_CALENDAR_OFFER_DELETED);
  g_assert_cmpstr (find_offer (both)->calendar_name, ==, "Work");
  open_client (&both->desktop, chosen);
  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
}

/* Who moves what a mail brought is asked as well; a mail that is late asks nothing. */
static void
check_invite_moved (Both *both, gconstpointer data)
{
  g_autofree char *chosen = choose (both);
  g_autofree char *work = open_work (both);
  TogSlot slot = find_slot (&both->account, both->session, 4);
  ICalComponent *event;
  g_autofree char *text = NULL;
  Fixture asha;

  drag (both, slot.start, slot.end);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (find_offer (both)->kind, ==, TOG_CALENDAR_OFFER_MOVED);
  g_assert_cmpint (find_offer (both)->slot.start, ==, slot.start);
  g_assert_cmpstr (find_offer (both)->calendar_name, ==, "Work");
  settle (both);
  g_assert_cmpint (read_start (both), ==, slot.start);

  /* Its time is what is put back; all else of it is the mail's. */
  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));
  event = read_event (both);
  text = i_cal_component_as_ical_string (event);
  g_object_unref (event);
  g_assert_nonnull (strstr (text, "ORGANIZER"));
  g_assert_nonnull (strstr (text, "asha@meridian.example"));

  /* The session is moved, which the mail says later; until then nobody moved the event. */
  open_other (&both->account, &asha, "asha@meridian.example");
  move (both, &asha, find_slot (&both->account, both->session, 6));
  close_other (&asha);
  sync_all (both);
  settle (both);
  g_assert_null (find_offer (both));
  receive_mail (both);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));

  /* As it is after a restart, also where it was moved meanwhile. */
  close_account (&both->account);
  drag (both, slot.start, slot.end);
  open_account (&both->account);
  open_calendar (both);
  sync_all (both);
  AWAIT (find_offer (both) != NULL);

  /* The event stays as its owner has it where they say so. */
  tog_session_calendar_leave_out (both->calendar, both->session);
  settle (both);
  g_assert_null (find_offer (both));
  g_assert_cmpint (read_start (both), ==, slot.start);
  open_client (&both->desktop, chosen);
  g_assert_cmpint (read_start (both), ==, 0);
}

/* Starts the account anew as if all that waits for a mail had done so for that much longer. */
static void
restart_later (Both *both, TogInstant seconds)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogDocument) document = NULL;
  g_autofree char *text = NULL;
  TogSessionCalendarKeep keep;
  GHashTableIter iter;
  gpointer event;

  close_account (&both->account);
  open_account (&both->account);
  tog_store_load_async (
      tog_account_get_drafts (both->account.account), "session-calendar", NULL, done_cb, &result);
  wait_for (&result);
  document = tog_store_load_finish (tog_account_get_drafts (both->account.account), result, NULL);
  tog_session_calendar_keep_init (&keep);
  tog_session_calendar_keep_parse (&keep, document->text);
  g_hash_table_iter_init (&iter, keep.events);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    ((TogKeptEvent *) event)->awaited_since -= seconds;
  text = tog_session_calendar_keep_to_text (&keep);
  tog_session_calendar_keep_clear (&keep);
  tog_store_save (
      tog_account_get_drafts (both->account.account), "session-calendar", text, NULL, 1, 0);
  open_calendar (both);
  sync_all (both);
}

/* The mail of a move that doesn't come within an hour leaves somebody waiting at the wrong
 * time: they are told, and may have it moved without it. */
static void
check_invite_late (Both *both, gconstpointer data)
{
  g_autofree char *chosen = choose (both);
  g_autofree char *work = open_work (both);
  TogInstant before = both->session->slot.start;
  Fixture asha;

  settle (both);
  open_other (&both->account, &asha, "asha@meridian.example");
  move (both, &asha, find_slot (&both->account, both->session, 6));
  close_other (&asha);
  sync_all (both);
  settle (both);
  restart_later (both, 59 * TOG_MINUTE);
  settle (both);
  g_assert_null (find_offer (both));
  restart_later (both, TOG_MINUTE);
  AWAIT (find_offer (both) != NULL);
  g_assert_cmpint (find_offer (both)->kind, ==, TOG_CALENDAR_OFFER_LATE);
  g_assert_cmpint (find_offer (both)->slot.start, ==, before);
  g_assert_cmpstr (find_offer (both)->calendar_name, ==, "Work");

  tog_session_calendar_restore (both->calendar, both->session);
  AWAIT (read_start (both) == both->session->slot.start);
  settle (both);
  g_assert_null (find_offer (both));
  receive_mail (both);
  settle (both);
  g_assert_cmpint (read_start (both), ==, both->session->slot.start);
  g_assert_null (find_offer (both));
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

#define ADD_BOTH(path, function)                                                                   \
  g_test_add (path, Both, NULL, both_set_up, function, both_tear_down)
  ADD_BOTH ("/session-calendar/follows", check_follows);
  ADD_BOTH ("/session-calendar/moved", check_moved);
  ADD_BOTH ("/session-calendar/deleted", check_deleted);
  ADD_BOTH ("/session-calendar/killed", check_killed);
  ADD_BOTH ("/session-calendar/other-choice", check_other_choice);
  ADD_BOTH ("/session-calendar/moved-before-choice", check_moved_before_choice);
  ADD_BOTH ("/session-calendar/left-out", check_left_out);
  ADD_BOTH ("/session-calendar/silent-before-choice", check_silent_before_choice);
  ADD_BOTH ("/session-calendar/gone", check_gone);
  ADD_BOTH ("/session-calendar/leave", check_leave);
  ADD_BOTH ("/session-calendar/invite", check_invite);
  ADD_BOTH ("/session-calendar/invite-moved", check_invite_moved);
  ADD_BOTH ("/session-calendar/invite-late", check_invite_late);
  ADD_BOTH ("/session-calendar/two-accounts", check_two_accounts);
  ADD_BOTH ("/session-calendar/two-calendars", check_two_calendars);
  ADD_BOTH ("/session-calendar/takes-along", check_takes_along);
  ADD_BOTH ("/session-calendar/unknown-zone", check_unknown_zone);
  ADD_BOTH ("/session-calendar/read-only", check_read_only);
  return g_test_run ();
}
