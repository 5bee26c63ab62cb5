#include "config.h"

#include "tog-sign-out.h"

#include "tog-calendar-share.h"
#include "tog-delayed-sends.h"
#include "tog-session-calendar.h"

#include <glib/gi18n.h>

/* Of an account that is being signed out of: it is not asked about again. */
#define LEAVING "tog-leaving"

/* Who is about to sign out of what. It lives as long as the window's dialog, and as
 * somebody waits for what is left to be sent. */
typedef struct
{
  TogWindow *window;     /* (owned) */
  TogAccounts *accounts; /* (owned) */
  TogAccount *account;   /* (owned) */
} SignOut;

static SignOut *
sign_out_new (TogWindow *window, TogAccounts *accounts, TogAccount *account)
{
  SignOut *sign_out = g_new0 (SignOut, 1);

  sign_out->window = g_object_ref (window);
  sign_out->accounts = g_object_ref (accounts);
  sign_out->account = g_object_ref (account);
  return sign_out;
}

static void
sign_out_free (SignOut *sign_out)
{
  g_object_unref (sign_out->window);
  g_object_unref (sign_out->accounts);
  g_object_unref (sign_out->account);
  g_free (sign_out);
}

static void
destroy_notify (gpointer data, GClosure *closure)
{
  sign_out_free (data);
}

static gboolean
is_signed_in (SignOut *sign_out)
{
  return tog_accounts_find (sign_out->accounts, tog_account_get_id (sign_out->account)) ==
         sign_out->account;
}

/* Most of the time this is done before anybody would have read that it is under way. */
#define TOAST_DELAY_MS 300

/* Signing out while the server is waited for. */
typedef struct
{
  TogWindow *window;         /* (owned) */
  TogAccount *account;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  AdwToast *toast;           /* (owned) (nullable): once it takes a while */
  guint toast_timeout;
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_clear_handle_id (&leaving->toast_timeout, g_source_remove);
  if (leaving->toast != NULL)
    {
      g_signal_handlers_disconnect_by_data (leaving->toast, leaving->cancellable);
      adw_toast_dismiss (leaving->toast);
    }
  g_clear_object (&leaving->toast);
  g_object_set_data (G_OBJECT (leaving->account), LEAVING, NULL);
  g_object_unref (leaving->cancellable);
  g_object_unref (leaving->account);
  g_object_unref (leaving->window);
  g_free (leaving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_free)

static GtkWidget *
make_title (const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static gboolean
show_toast_cb (gpointer user_data)
{
  Leaving *leaving = user_data;
  const char *text = _ ("Signing out…");

  leaving->toast_timeout = 0;
  if (!gtk_widget_get_realized (GTK_WIDGET (leaving->window)))
    return G_SOURCE_REMOVE;
  leaving->toast = adw_toast_new (text);
  adw_toast_set_custom_title (leaving->toast, make_title (text));
  adw_toast_set_button_label (leaving->toast, _ ("Stay Signed In"));
  adw_toast_set_timeout (leaving->toast, 0);
  adw_toast_set_priority (leaving->toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_swapped (
      leaving->toast, "button-clicked", G_CALLBACK (g_cancellable_cancel), leaving->cancellable);
  tog_window_add_toast (leaving->window, g_object_ref (leaving->toast));
  return G_SOURCE_REMOVE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leaving) leaving = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_accounts_sign_out_finish (TOG_ACCOUNTS (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      gtk_widget_get_realized (GTK_WIDGET (leaving->window)))
    tog_window_show_message (leaving->window, error->message);
}

static void
leave (SignOut *sign_out)
{
  Leaving *leaving = g_new0 (Leaving, 1);

  leaving->window = g_object_ref (sign_out->window);
  leaving->account = g_object_ref (sign_out->account);
  leaving->cancellable = g_cancellable_new ();
  leaving->toast_timeout = g_timeout_add (TOAST_DELAY_MS, show_toast_cb, leaving);
  g_object_set_data (G_OBJECT (leaving->account), LEAVING, leaving);
  tog_accounts_sign_out_async (
      sign_out->accounts, sign_out->account, leaving->cancellable, done_cb, leaving);
}

/* All of it is sent: nothing stands in the way any more. */
static void
sent_cb (TogOutbox *outbox, SignOut *sign_out)
{
  g_autoptr (TogWindow) window = NULL;
  g_autoptr (TogAccounts) accounts = NULL;
  g_autoptr (TogAccount) account = NULL;
  gboolean asks;

  if (tog_outbox_count (outbox) > 0)
    return;
  window = g_object_ref (sign_out->window);
  accounts = g_object_ref (sign_out->accounts);
  account = g_object_ref (sign_out->account);
  asks = is_signed_in (sign_out) && gtk_widget_get_realized (GTK_WIDGET (window));
  g_signal_handlers_disconnect_matched (
      outbox, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer) sent_cb, NULL);
  if (asks)
    tog_sign_out_ask (window, accounts, account);
}

static void
response_cb (GtkWidget *dialog, const char *response, SignOut *sign_out)
{
  gboolean sends = g_str_equal (response, "send");

  if ((!sends && !g_str_equal (response, "sign-out")) || !is_signed_in (sign_out))
    return;

  tog_delayed_sends_flush (tog_delayed_sends_get_default ());
  if (sends)
    {
      TogOutbox *outbox = tog_account_get_outbox (sign_out->account);

      g_signal_handlers_disconnect_matched (
          outbox, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer) sent_cb, NULL);
      g_signal_connect_data (outbox,
                             "changed",
                             G_CALLBACK (sent_cb),
                             sign_out_new (sign_out->window, sign_out->accounts, sign_out->account),
                             destroy_notify,
                             0);
      tog_outbox_send_now (outbox);
      tog_window_show_message (sign_out->window, _ ("Sending what is left…"));
    }
  else
    {
      leave (sign_out);
    }
}

static void
describe_demo (AdwMessageDialog *dialog)
{
  adw_message_dialog_set_heading (dialog, _ ("Leave the Demo?"));
  adw_message_dialog_set_body (dialog, _ ("What you booked in it is removed from this computer."));
  adw_message_dialog_add_response (dialog, "sign-out", _ ("Leave"));
}

static void
add_paragraph (AdwMessageDialog *dialog, const char *text)
{
  g_autofree char *body = g_strconcat (adw_message_dialog_get_body (dialog), "\n\n", text, NULL);

  adw_message_dialog_set_body (dialog, body);
}

/* What becomes of the sessions that are in a calendar of this desktop. */
static void
describe_calendar (AdwMessageDialog *dialog, TogAccount *account)
{
  TogSessionCalendar *sessions = tog_account_get_session_calendar (account);
  const char *choice = tog_session_calendar_get_choice (sessions);
  guint n = tog_session_calendar_get_n_events (sessions);
  TogDesktopCalendar *calendar;
  g_autofree char *text = NULL;

  if (choice == NULL || n == 0)
    return;
  calendar = tog_calendars_find (tog_calendar_share_get_calendars (tog_account_get_share (account)),
                                 choice);
  if (calendar == NULL)
    text = g_strdup_printf (ngettext ("The calendar that your sessions are in does not answer: %u "
                                      "upcoming session stays in it.",
                                      "The calendar that your sessions are in does not answer: %u "
                                      "upcoming sessions stay in it.",
                                      n),
                            n);
  else if (tog_desktop_calendar_get_state (calendar) != TOG_DESKTOP_CALENDAR_OK)
    /* Translators: a calendar's name, then how many sessions are in it. */
    text = g_strdup_printf (ngettext ("“%s” does not answer: %u upcoming session stays in it.",
                                      "“%s” does not answer: %u upcoming sessions stay in it.",
                                      n),
                            tog_desktop_calendar_get_name (calendar),
                            n);
  else
    /* Translators: how many sessions are in a calendar, then its name. */
    text = g_strdup_printf (ngettext ("%u upcoming session is taken out of “%s”.",
                                      "%u upcoming sessions are taken out of “%s”.",
                                      n),
                            n,
                            tog_desktop_calendar_get_name (calendar));
  add_paragraph (dialog, text);
}

/* What was not sent yet is nowhere else. */
static void
describe_account (AdwMessageDialog *dialog, TogAccount *account)
{
  guint n_unsent = tog_outbox_count (tog_account_get_outbox (account)) +
                   tog_delayed_sends_count (tog_delayed_sends_get_default ());

  TogHome *home = tog_account_get_home (account);

  adw_message_dialog_format_heading (dialog, _ ("Sign Out of %s?"), tog_account_get_name (account));
  if (n_unsent > 0)
    adw_message_dialog_format_body (
        dialog,
        ngettext ("%u thing you did was not sent yet. Signing out discards it, with your "
                  "access token and everything kept for reading offline. Booked sessions "
                  "stand.",
                  "%u things you did were not sent yet. Signing out discards them, with your "
                  "access token and everything kept for reading offline. Booked sessions "
                  "stand.",
                  n_unsent),
        n_unsent);
  else
    adw_message_dialog_set_body (
        dialog,
        _ ("Your access token and everything kept for reading offline are removed from "
           "this computer. Booked sessions stand."));
  if (home != NULL)
    {
      TogMember *me = home->me->member;
      /* Translators: who is signed in; %s is a name. */
      g_autofree char *who = g_strdup_printf (_ ("You are signed in as %s."), me->name);
      g_autofree char *body = g_strconcat (who, "\n\n", adw_message_dialog_get_body (dialog), NULL);

      adw_message_dialog_set_body (dialog, body);
    }
  if (!tog_account_get_online (account) &&
      tog_calendar_share_get_enabled (tog_account_get_share (account)))
    add_paragraph (dialog,
                   _ ("You’re offline: what this computer shared of your calendars stays at "
                      "the server. It counts as unknown within a day."));
  describe_calendar (dialog, account);
  adw_message_dialog_add_response (
      dialog, "sign-out", n_unsent > 0 ? _ ("Discard and Sign Out") : _ ("Sign Out"));
  if (n_unsent > 0)
    adw_message_dialog_add_response (dialog, "send", _ ("Send Now"));
}

/**
 * tog_sign_out_ask:
 * @account: the one that is shown
 *
 * Asks whether to sign out, and says what would be lost by it. Other accounts stay
 * as they are. While the server is waited for then, the window says so, and who wants
 * can stay.
 */
void
tog_sign_out_ask (TogWindow *window, TogAccounts *accounts, TogAccount *account)
{
  AdwMessageDialog *dialog;

  if (g_object_get_data (G_OBJECT (account), LEAVING) != NULL)
    return;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), NULL, NULL));
  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  if (tog_account_get_is_demo (account))
    describe_demo (dialog);
  else
    describe_account (dialog, account);
  adw_message_dialog_set_response_appearance (dialog, "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (response_cb),
                         sign_out_new (window, accounts, account),
                         destroy_notify,
                         0);
  gtk_window_present (GTK_WINDOW (dialog));
}
