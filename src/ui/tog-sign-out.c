#include "config.h"

#include "tog-sign-out.h"

#include "tog-calendar-share.h"
#include "tog-delayed-sends.h"
#include "tog-format.h"
#include "tog-outbox-sending.h"
#include "tog-outbox-text.h"
#include "tog-session-calendar.h"

#include <glib/gi18n.h>

/* Of an account that is being signed out of: it is not asked about again. */
#define LEAVING "tog-leaving"

/* Of what was not sent. */
#define MAX_LISTED 5

/* Who is about to sign out of what. It lives as long as the window's dialog, and as
 * somebody waits for what is left to be sent. */
typedef struct
{
  TogWindow *window;     /* (owned) */
  TogAccounts *accounts; /* (owned) */
  TogAccount *account;   /* (owned) */
  gboolean had_delayed;  /* whether what could still be taken back was sent, too */
} SignOut;

static void ask (TogWindow *window, TogAccounts *accounts, TogAccount *account, gboolean tried);

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignOut, sign_out_free)

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

/* Where all of it was sent nothing stands in the way any more. What could still be taken
 * back may have been refused, which is said elsewhere: whether that matters is asked. */
static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SignOut) sign_out = user_data;
  g_autoptr (GError) error = NULL;
  gboolean sent = tog_outbox_send_all_finish (TOG_OUTBOX (source), result, &error);

  g_object_set_data (G_OBJECT (sign_out->account), LEAVING, NULL);
  if (error != NULL || !is_signed_in (sign_out) ||
      !gtk_widget_get_realized (GTK_WIDGET (sign_out->window)))
    return;
  if (sent && !sign_out->had_delayed)
    leave (sign_out);
  else
    ask (sign_out->window, sign_out->accounts, sign_out->account, !sent);
}

static void
send_left (SignOut *sign_out)
{
  SignOut *waiting = sign_out_new (sign_out->window, sign_out->accounts, sign_out->account);

  waiting->had_delayed = tog_delayed_sends_count (tog_delayed_sends_get_default ()) > 0;
  g_object_set_data (G_OBJECT (waiting->account), LEAVING, waiting);
  tog_outbox_send_all_async (
      tog_account_get_outbox (waiting->account), GTK_WINDOW (waiting->window), sent_cb, waiting);
}

static void
response_cb (GtkWidget *dialog, const char *response, SignOut *sign_out)
{
  if (!is_signed_in (sign_out))
    return;

  if (g_str_equal (response, "send"))
    {
      send_left (sign_out);
    }
  else if (g_str_equal (response, "outbox"))
    {
      gtk_widget_activate_action (GTK_WIDGET (sign_out->window), "win.show-outbox", NULL);
    }
  else if (g_str_equal (response, "sign-out"))
    {
      tog_delayed_sends_flush (tog_delayed_sends_get_default ());
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

static void
prepend_paragraph (AdwMessageDialog *dialog, const char *text)
{
  g_autofree char *body = g_strconcat (text, "\n\n", adw_message_dialog_get_body (dialog), NULL);

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

/* Takes over both. */
static GtkWidget *
unsent_row_new (char *title, char *subtitle)
{
  g_autofree char *deed = title;
  g_autofree char *why = subtitle;
  GtkWidget *row = adw_action_row_new ();

  /* Titles come from people: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), deed);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  if (why != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), why);
  /* What is there to be read isn't what the keyboard begins with. */
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
list_unsent (AdwMessageDialog *dialog, TogOutbox *outbox, guint n_unsent)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());
  guint n_listed = 0;

  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Not Sent Yet"), -1);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outbox)) && n_listed < MAX_LISTED;
       i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);
      char *why = NULL;

      if (item->state == TOG_OUTBOX_BOOKED)
        continue;
      if (tog_outbox_item_is_stuck (item))
        why = tog_outbox_item_dup_state (item, tog_format_get_now ());
      gtk_list_box_append (list, unsent_row_new (tog_outbox_item_dup_deed (item), why));
      n_listed++;
    }
  if (n_unsent > n_listed)
    {
      guint n_more = n_unsent - n_listed;

      gtk_list_box_append (
          list,
          /* Translators: things that were not sent and are not listed above. */
          unsent_row_new (g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more), NULL));
    }
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (list));
}

/* Why what waits could not be sent now. */
static char *
dup_try_failed (TogAccount *account)
{
  const GError *failure = tog_account_get_failure (account);

  if (tog_account_get_needs_token (account))
    return g_strdup (_ ("Not everything could be sent: your access token is not accepted any "
                        "more."));
  if (failure != NULL)
    /* Translators: a sentence that says why. */
    return g_strdup_printf (_ ("Not everything could be sent. %s"), failure->message);
  return g_strdup (_ ("Not everything could be sent."));
}

/* What was not sent yet is nowhere else. */
static void
describe_account (AdwMessageDialog *dialog, TogAccount *account, gboolean tried)
{
  TogOutbox *outbox = tog_account_get_outbox (account);
  guint n_delayed = tog_delayed_sends_count (tog_delayed_sends_get_default ());
  guint n_unsent = tog_outbox_count (outbox) + n_delayed;
  gboolean can_send = n_unsent > tog_outbox_count_stuck (outbox);
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

      prepend_paragraph (dialog, who);
    }
  if (tried)
    {
      g_autofree char *why = dup_try_failed (account);

      prepend_paragraph (dialog, why);
    }
  if (tog_outbox_count (outbox) > 0)
    list_unsent (dialog, outbox, n_unsent);
  if (!tog_account_get_online (account) &&
      tog_calendar_share_get_enabled (tog_account_get_share (account)))
    add_paragraph (dialog,
                   _ ("You’re offline: what this computer shared of your calendars stays at "
                      "the server. It counts as unknown within a day."));
  describe_calendar (dialog, account);
  adw_message_dialog_add_response (
      dialog, "sign-out", n_unsent > 0 ? _ ("Discard and Sign Out") : _ ("Sign Out"));
  /* What was refused is not sent by sending it again: somebody has to look at it. */
  if (can_send)
    adw_message_dialog_add_response (dialog, "send", _ ("Send Now"));
  else if (n_unsent > 0)
    adw_message_dialog_add_response (dialog, "outbox", _ ("Show Outbox"));
}

static void
ask (TogWindow *window, TogAccounts *accounts, TogAccount *account, gboolean tried)
{
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), NULL, NULL));

  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  if (tog_account_get_is_demo (account))
    describe_demo (dialog);
  else
    describe_account (dialog, account, tried);
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

/**
 * tog_sign_out_ask:
 * @account: the one that is shown
 *
 * Asks whether to sign out, and says what would be lost by it. What waits can be sent
 * before. Other accounts stay as they are. While the server is waited for then, the window
 * says so, and who wants can stay.
 */
void
tog_sign_out_ask (TogWindow *window, TogAccounts *accounts, TogAccount *account)
{
  if (g_object_get_data (G_OBJECT (account), LEAVING) == NULL)
    ask (window, accounts, account, FALSE);
}
