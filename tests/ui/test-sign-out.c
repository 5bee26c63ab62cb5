#include "fake-availability.h"
#include "fake-outbox.h"
#include "fake-session-calendar.h"
#include "page-fixture.h"
#include "tog-session-request.h"
#include "tog-sign-out.h"
#include "tog-window.h"

#include <string.h>

#define REMOVING "Signing out…"

static AdwMessageDialog *
ask (Fixture *fixture)
{
  tog_sign_out_ask (TOG_WINDOW (fixture->window), fixture->accounts, fixture->account);
  settle ();
  return (AdwMessageDialog *) find_dialog (fixture->window);
}

/* As pressing one of its buttons does. */
static void
respond (AdwMessageDialog *dialog, const char *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
}

/* What stays at the server is said where it can't be taken away, and only there. */
static void
check_offline (Fixture *fixture, gconstpointer data)
{
  for (int offline = 0; offline < 2; offline++)
    for (int shares = 0; shares < 2; shares++)
      {
        AdwMessageDialog *dialog;
        const char *body;

        tog_calendar_share_set_enabled (tog_account_get_share (fixture->account), shares);
        fake_fail_with (offline ? TOG_ACCOUNT_ERROR_OFFLINE : -1, "The server can’t be reached.");
        dialog = ask (fixture);
        body = adw_message_dialog_get_body (dialog);
        g_assert_true (g_str_has_prefix (body, "You are signed in as Inês Marques.\n"));
        g_assert_nonnull (strstr (body, "Booked sessions stand."));
        g_assert_cmpint (strstr (body, "stays at the server. It counts as unknown within a day.") !=
                             NULL,
                         ==,
                         offline && shares);
        respond (dialog, "cancel");
      }
  fake_fail_with (-1, NULL);
  g_assert_cmpuint (fake_accounts_get_n_sign_outs (), ==, 0);
}

static char *
dup_body (Fixture *fixture)
{
  AdwMessageDialog *dialog = ask (fixture);
  char *body = g_strdup (adw_message_dialog_get_body (dialog));

  respond (dialog, "cancel");
  return body;
}

/* What was put into a calendar is taken out again, where the calendar lets that happen. */
static void
check_calendar (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gboolean known;
    TogDesktopCalendarState state;
    guint n_events;
    const char *text;
  } cases[] = {
    { TRUE, TOG_DESKTOP_CALENDAR_OK, 0, NULL },
    { FALSE,
      TOG_DESKTOP_CALENDAR_OK,
      2,
      "The calendar that your sessions are in does not answer: 2 upcoming sessions stay in it." },
    { TRUE, TOG_DESKTOP_CALENDAR_OK, 1, "1 upcoming session is taken out of “Private”." },
    { TRUE, TOG_DESKTOP_CALENDAR_OK, 2, "2 upcoming sessions are taken out of “Private”." },
    { TRUE,
      TOG_DESKTOP_CALENDAR_FAILED,
      2,
      "“Private” does not answer: 2 upcoming sessions stay in it." },
    { TRUE,
      TOG_DESKTOP_CALENDAR_UNKNOWN,
      1,
      "“Private” does not answer: 1 upcoming session stays in it." },
  };
  TogSessionCalendar *sessions = tog_account_get_session_calendar (fixture->account);
  TogDesktopCalendar *calendar = fake_calendar_add ("one", "Private");
  g_autofree char *plain = dup_body (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = NULL;
      g_autofree char *expected = cases[i].text != NULL
                                      ? g_strdup_printf ("%s\n\n%s", plain, cases[i].text)
                                      : g_strdup (plain);

      tog_session_calendar_set_choice (sessions, cases[i].known ? "one" : "gone");
      tog_desktop_calendar_set_state (calendar, cases[i].state, NULL);
      fake_session_calendar_set_state (FALSE, cases[i].n_events, NULL);
      body = dup_body (fixture);
      g_assert_cmpstr (body, ==, expected);
    }
}

/* While the server is waited for the window says so, and one can stay. */
static void
check_waiting (Fixture *fixture, gconstpointer data)
{
  for (int stays = 0; stays < 2; stays++)
    {
      guint n_sign_outs = fake_accounts_get_n_sign_outs ();

      respond (ask (fixture), "sign-out");
      wait_for (find (fixture->window, says, REMOVING, 0) != NULL);
      g_assert_cmpuint (fake_accounts_get_n_sign_outs (), ==, n_sign_outs + 1);
      /* It is under way already. */
      g_assert_null (ask (fixture));

      if (stays)
        click (find_button (fixture->window, "Stay Signed In", 0));
      else
        fake_accounts_end_sign_out ();
      wait_for (find (fixture->window, says, REMOVING, 0) == NULL);
    }
  /* Who stayed can leave later. */
  respond (ask (fixture), "sign-out");
  fake_accounts_end_sign_out ();
  settle ();
  g_assert_null (find (fixture->window, says, REMOVING, 0));
}

static void
add_cancel (const char *title)
{
  TogCancelRequest request = { NULL };
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_CANCEL, key);

  item->session_id = g_strdup (title);
  item->match_id = g_strdup ("amara");
  g_free (item->title);
  item->title = g_strdup (title);
  item->body = tog_cancel_request_to_text (&request);
  fake_outbox_add (item);
}

/* What is asked once it is clear what could be sent. */
static AdwMessageDialog *
wait_for_answer (Fixture *fixture, const char *reason)
{
  AdwMessageDialog *dialog;

  wait_for ((dialog = (AdwMessageDialog *) find_dialog (fixture->window)) != NULL &&
            strstr (adw_message_dialog_get_body (dialog), reason) != NULL);
  return dialog;
}

/* What would be lost is named; it can be sent before, and what became of that is told. */
static void
check_unsent (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  guint n_sign_outs = fake_accounts_get_n_sign_outs ();
  AdwMessageDialog *dialog;

  add_cancel ("First");
  add_cancel ("Second");
  dialog = ask (fixture);
  g_assert_nonnull (find (GTK_WIDGET (dialog), says, "Cancel “First”", 0));
  g_assert_nonnull (find (GTK_WIDGET (dialog), says, "Cancel “Second”", 0));

  /* Nothing gets through, and that is said. */
  respond (dialog, "send");
  dialog = wait_for_answer (fixture, "Not everything could be sent.");
  g_assert_true (adw_message_dialog_has_response (dialog, "send"));

  /* It takes a while, and need not be waited for. */
  fake_outbox_set_way (FAKE_OUTBOX_SILENT);
  respond (dialog, "send");
  wait_for (find_dialog (fixture->window) != NULL);
  g_assert_cmpstr (
      adw_message_dialog_get_heading ((AdwMessageDialog *) find_dialog (fixture->window)),
      ==,
      "Sending What Is Left…");
  respond ((AdwMessageDialog *) find_dialog (fixture->window), "cancel");
  g_assert_null (find_dialog (fixture->window));

  /* What is refused says why; to send it again would not help. */
  respond (ask (fixture), "send");
  fake_outbox_set_way (FAKE_OUTBOX_REFUSED);
  wait_for (find_dialog (fixture->window) != NULL &&
            find (GTK_WIDGET (find_dialog (fixture->window)),
                  says,
                  "Could not be sent. It is over.",
                  0) != NULL);
  dialog = (AdwMessageDialog *) find_dialog (fixture->window);
  g_assert_false (adw_message_dialog_has_response (dialog, "send"));
  respond (dialog, "outbox");
  g_assert_nonnull (find_dialog (fixture->window));
  gtk_window_destroy (GTK_WINDOW (find_dialog (fixture->window)));
  fake_outbox_reset ();
  g_assert_cmpuint (fake_accounts_get_n_sign_outs (), ==, n_sign_outs);

  /* All of it arrives: that was all that stood in the way. */
  fake_outbox_set_way (FAKE_OUTBOX_OFFLINE);
  add_cancel ("Third");
  fake_outbox_set_way (FAKE_OUTBOX_SENT);
  respond (ask (fixture), "send");
  wait_for (fake_accounts_get_n_sign_outs () == n_sign_outs + 1);
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 0);
  fake_accounts_end_sign_out ();
  fake_outbox_set_way (FAKE_OUTBOX_OFFLINE);
  settle ();
}

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/ui/sign-out/offline", 3, check_offline);
  add ("/ui/sign-out/calendar", 3, check_calendar);
  add ("/ui/sign-out/P32/unsent", 3, check_unsent);
  add ("/ui/sign-out/waiting", 3, check_waiting);

  return g_test_run ();
}
