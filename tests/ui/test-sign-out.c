#include "fake-availability.h"
#include "page-fixture.h"
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

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/ui/sign-out/offline", 3, check_offline);
  add ("/ui/sign-out/waiting", 3, check_waiting);

  return g_test_run ();
}
