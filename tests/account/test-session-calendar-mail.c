#include "config.h"

#include "session-calendar-fixture.h"
#include "tog-invite.h"
#include "tog-session-calendar-keep.h"

#include <string.h>

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

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD_BOTH ("/session-calendar/invite", check_invite);
  ADD_BOTH ("/session-calendar/invite-moved", check_invite_moved);
  ADD_BOTH ("/session-calendar/invite-late", check_invite_late);
  return g_test_run ();
}
