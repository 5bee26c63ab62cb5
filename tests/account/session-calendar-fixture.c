#include "config.h"

#include "session-calendar-fixture.h"

#include "tog-calendar-share.h"

/* The data server goes on from test to test: each has calendars of its own. */
char *
name_calendar (const char *name)
{
  static guint n;

  return g_strdup_printf ("%s-%u", name, n++);
}

void
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

void
sync_all (Both *both)
{
  g_autoptr (GError) error = NULL;

  refresh (&both->account, &error);
  g_assert_no_error (error);
  while (tog_account_get_sync_progress (both->account.account) < 1)
    g_main_context_iteration (NULL, TRUE);
}

void
both_set_up (Both *both, gconstpointer data)
{
  fixture_set_up (&both->desktop, NULL);
  set_up (&both->account, NULL);
  sync_all (both);
  both->session = book (&both->account);
  open_calendar (both);
}

void
both_tear_down (Both *both, gconstpointer data)
{
  g_clear_object (&both->session);
  tear_down (&both->account, NULL);
  fixture_tear_down (&both->desktop, NULL);
}

void
restart (Both *both)
{
  close_account (&both->account);
  open_account (&both->account);
  open_calendar (both);
  sync_all (both);
}

gboolean
timed_out_cb (gpointer data)
{
  g_error ("Waited in vain: %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

/* Does all that is ready. What a test asks the data server between two turns of the loop may
 * take longer than the account waits for its next poll: of a single turn each, what is idle
 * would never come. */
void
go_on (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Whatever is under way is done, and no more follows from it. */
void
settle (Both *both)
{
  gint64 quiet = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < quiet)
    {
      if (tog_session_calendar_get_pending (both->calendar))
        quiet = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
      go_on ();
      g_usleep (1000);
    }
}

/* Returns: (transfer full) (nullable): as the calendar has it */
ICalComponent *
read_event (Both *both)
{
  ICalComponent *event = NULL;

  e_cal_client_get_object_sync (both->desktop.client, both->session->uid, NULL, &event, NULL, NULL);
  return event;
}

TogInstant
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

guint
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
void
change_event (Both *both, ICalComponent *event)
{
  g_autoptr (GError) error = NULL;

  e_cal_client_modify_object_sync (
      both->desktop.client, event, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (event);
}

void
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

void
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

TogCalendarOffer *
find_offer (Both *both)
{
  return tog_session_calendar_find_offer (both->calendar, both->session->id);
}

void
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

/* Puts the sessions into a calendar that is new. */
char *
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
