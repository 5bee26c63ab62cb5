#include "config.h"

#include "tog-window-private.h"

#include "tog-first-session-dialog.h"
#include "tog-format.h"
#include "tog-group-wizard.h"
#include "tog-link.h"
#include "tog-team-load.h"
#include "tog-team-page.h"
#include "tog-team-text.h"
#include "tog-wizard.h"

#include <glib/gi18n.h>

static TogMatch *
find_match (TogWindow *self, const char *match_id)
{
  TogAccount *account;
  TogHome *home;
  TogTeam *match = NULL;

  if (self->connection == NULL)
    return NULL;

  account = tog_connection_get_account (self->connection);
  home = tog_account_get_home (account);
  if (home != NULL)
    match = tog_home_find_team (home, match_id, NULL);

  return match != NULL ? TOG_MATCH (match) : tog_account_peek_match (account, match_id);
}

/* Home knows only a group's first members; its page knows them all. */
static TogGroup *
find_group (TogWindow *self, const char *group_id)
{
  TogAccount *account;
  TogHome *home;
  TogGroup *group;

  if (self->connection == NULL)
    return NULL;

  account = tog_connection_get_account (self->connection);
  home = tog_account_get_home (account);
  group = tog_account_peek_group (account, group_id);
  if (group == NULL && home != NULL)
    group = (TogGroup *) tog_home_find_team (home, NULL, group_id);

  return group;
}

static void
wizard_back_cb (TogWindow *self, GtkWidget *wizard)
{
  tog_page_stack_pop_page (self->stack, wizard);
}

static void
wizard_done_cb (TogWindow *self, TogSession *session, GtkWidget *wizard)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_when_within (zone, session->slot.start, tog_format_get_now ());
  guint n = TOG_IS_WIZARD (wizard) ? tog_wizard_get_n_booked (TOG_WIZARD (wizard)) : 1;
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (n > 1)
    title = g_strdup_printf (
        ngettext ("%u session booked, the first: %s", "%u sessions booked, the first: %s", n),
        n,
        when);
  else
    /* Translators: when the session is: "Session booked: tomorrow, 11:15". */
    title = g_strdup_printf (_ ("Session booked: %s"), when);
  toast = tog_window_toast_new (title);
  tog_page_stack_pop_page (self->stack, wizard);
  tog_window_add_toast (self, toast);
  if (self->connection != NULL)
    tog_connection_refresh (self->connection);
}

/* What others made of it is shown where the wizard was opened, or on its team's page. */
static void
wizard_overtaken_cb (TogWindow *self, TogSession *session, GtkWidget *wizard)
{
  gboolean is_group = session->group_id != NULL;

  tog_page_stack_pop_page (self->stack, wizard);
  if (!TOG_IS_TEAM_PAGE (tog_page_stack_get_visible (self->stack)))
    gtk_widget_activate_action (GTK_WIDGET (self),
                                is_group ? "win.open-group" : "win.open-match",
                                "(ss)",
                                is_group ? session->group_id : session->match_id,
                                session->id);
}

static void
requested_cb (TogWindow *self, AdwToast *toast, GtkWidget *wizard)
{
  tog_page_stack_pop_page (self->stack, wizard);
  if (toast != NULL)
    tog_window_add_toast (self, g_object_ref (toast));
}

/* Both kinds of wizard tell by the same signals how they end. */
static void
show_wizard (TogWindow *self, GtkWidget *wizard)
{
  g_signal_connect_object (
      wizard, "overtaken", G_CALLBACK (wizard_overtaken_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "back", G_CALLBACK (wizard_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "done", G_CALLBACK (wizard_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "requested", G_CALLBACK (requested_cb), self, G_CONNECT_SWAPPED);
  tog_page_stack_push (self->stack, wizard);
}

static void
open_wizard (TogWindow *self, TogMatch *match, TogPlannedSession *planned)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  GtkWidget *wizard = GTK_WIDGET (tog_wizard_new (account, match, planned));

  show_wizard (self, wizard);
}

typedef struct
{
  char *match_id;   /* (owned) */
  char *planned_id; /* (owned) */
} Wanted;

static void
wanted_free (gpointer data, GClosure *closure)
{
  Wanted *wanted = data;

  g_free (wanted->match_id);
  g_free (wanted->planned_id);
  g_free (wanted);
}

static void book (TogWindow *self, const char *match_id, const char *planned_id, gboolean prompted);

static void
prompt_response_cb (GtkWidget *dialog, const char *response, gpointer user_data)
{
  Wanted *wanted = user_data;
  TogWindow *self = TOG_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (g_str_equal (response, "email"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.email", "s", wanted->match_id);
  else if (g_str_equal (response, "continue"))
    book (self, wanted->match_id, wanted->planned_id, TRUE);
}

static void
book (TogWindow *self, const char *match_id, const char *planned_id, gboolean prompted)
{
  TogMatch *match = find_match (self, match_id);
  TogPlannedSession *planned = NULL;

  if (match != NULL)
    planned = tog_team_find_planned (&match->team, planned_id);
  if (match != NULL && planned == NULL)
    planned = tog_team_find_planned (
        TOG_TEAM (tog_account_peek_match (tog_connection_get_account (self->connection), match_id)),
        planned_id);
  if (planned == NULL)
    {
      tog_window_show_message (self, _ ("That session is not there any more"));
      return;
    }

  if (match->first_contact && !prompted)
    {
      GtkWidget *dialog = tog_first_session_dialog_new (GTK_WINDOW (self), match->person);
      Wanted *wanted = g_new0 (Wanted, 1);

      wanted->match_id = g_strdup (match_id);
      wanted->planned_id = g_strdup (planned_id);
      g_signal_connect_data (
          dialog, "response", G_CALLBACK (prompt_response_cb), wanted, wanted_free, 0);
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }

  open_wizard (self, match, planned);
}

static void
book_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *match_id, *planned_id;

  g_variant_get (parameter, "(&s&s)", &match_id, &planned_id);
  book (TOG_WINDOW (widget), match_id, planned_id, FALSE);
}

/* Booking with a group begins on the page with its heat map. */
static void
open_group_wizard (TogWindow *self, TogGroup *group, TogPlannedSession *planned)
{
  TogAccount *account = tog_connection_get_account (self->connection);

  show_wizard (self, GTK_WIDGET (tog_group_wizard_new (account, group, planned)));
}

static void
moved_cb (TogWindow *self, TogSession *session, GtkWidget *wizard)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_when (zone, session->slot.start, tog_format_get_now ());
  g_autofree char *title = g_strdup_printf (_ ("Update on its way: %s"), when);

  tog_page_stack_pop_page (self->stack, wizard);
  tog_window_show_message (self, title);
}

/**
 * tog_window_open_move_wizard:
 * @team: with whom it is
 * @planned: whose session is to be moved
 * @proposed: (nullable): to when who moves it moved it in their own calendar
 *
 * Shows the page on which another time is chosen for a session.
 */
void
tog_window_open_move_wizard (TogWindow *self,
                             TogTeam *team,
                             TogPlannedSession *planned,
                             const TogSlot *proposed)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  GtkWidget *wizard;

  if (TOG_IS_GROUP (team))
    wizard = GTK_WIDGET (tog_group_wizard_new_move (account, TOG_GROUP (team), planned, proposed));
  else
    wizard = GTK_WIDGET (tog_wizard_new_move (account, TOG_MATCH (team), planned, proposed));
  g_signal_connect_object (wizard, "back", G_CALLBACK (wizard_back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "done", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  tog_page_stack_push (self->stack, wizard);
}

static void
book_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  const char *group_id, *planned_id;
  TogGroup *group;
  TogPlannedSession *planned;

  g_variant_get (parameter, "(&s&s)", &group_id, &planned_id);
  group = find_group (self, group_id);
  planned = tog_team_find_planned (TOG_TEAM (group), planned_id);
  if (planned == NULL)
    tog_window_show_message (self, _ ("That session is not there any more"));
  else
    open_group_wizard (self, group, planned);
}

static void
open_team (TogWindow *self, GType type, GVariant *parameter)
{
  const char *id, *session_id;

  if (self->connection == NULL)
    return;

  g_variant_get (parameter, "(&s&s)", &id, &session_id);
  tog_page_stack_push (
      self->stack,
      tog_team_page_new (self->connection, type, id, *session_id != '\0' ? session_id : NULL));
}

static void
open_match_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_team (TOG_WINDOW (widget), TOG_TYPE_MATCH, parameter);
}

static void
open_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_team (TOG_WINDOW (widget), TOG_TYPE_GROUP, parameter);
}

static void
link_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogWindow *self = TOG_WINDOW (source);
  g_autoptr (GError) error = NULL;

  if (!tog_link_open_finish (GTK_WINDOW (self), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tog_window_show_message (self, error->message);
}

static void
open_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  const char *address = g_variant_get_string (parameter, NULL);

  /* What came from elsewhere must not reach a mail program either. */
  if (!tog_link_is_web (address))
    {
      tog_window_show_message (self, _ ("Only web addresses are opened, and this is none"));
      return;
    }

  tog_link_open_async (GTK_WINDOW (self), address, self->cancellable, link_opened_cb, NULL);
}

static void
copy_address_cb (TogWindow *self, AdwToast *toast)
{
  const char *address = g_object_get_data (G_OBJECT (toast), "address");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), address);
}

static void
draft_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogWindow *self = TOG_WINDOW (source);
  g_autofree char *address = user_data;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  if (tog_link_open_finish (GTK_WINDOW (self), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  toast = tog_window_toast_new (_ ("No mail program could be opened"));
  adw_toast_set_button_label (toast, _ ("Copy Address"));
  g_object_set_data_full (G_OBJECT (toast), "address", g_steal_pointer (&address), g_free);
  g_signal_connect_object (
      toast, "button-clicked", G_CALLBACK (copy_address_cb), self, G_CONNECT_SWAPPED);
  tog_window_add_toast (self, toast);
}

static void
open_draft (TogWindow *self, TogMember *to, const char *subject, const char *body)
{
  g_autofree char *draft = tog_link_new_draft (to->email, subject, body);

  tog_link_open_async (
      GTK_WINDOW (self), draft, self->cancellable, draft_opened_cb, g_strdup (to->email));
}

static char *
dup_greeting (TogWindow *self, TogMember *to)
{
  TogMember *me = tog_account_get_home (tog_connection_get_account (self->connection))->me->member;
  g_autofree char *given_name = tog_member_dup_given_name (to);

  return g_strdup_printf (_ ("Hello %s,\n\n\n\n%s"), given_name, me->name);
}

static char *
dup_introduction (TogWindow *self, TogMatch *match)
{
  TogMember *me = tog_account_get_home (tog_connection_get_account (self->connection))->me->member;
  g_autofree char *given_name = tog_member_dup_given_name (match->person);

  return g_strdup_printf (_ ("Hello %s,\n\n"
                             "we are matched in %s. A few words about me:\n\n\n"
                             "Which days and times suit you best for our first session?\n\n"
                             "%s"),
                          given_name,
                          match->team.program_name,
                          me->name);
}

static void
email_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  TogMatch *match = find_match (self, g_variant_get_string (parameter, NULL));
  g_autofree char *body = NULL;

  if (match == NULL || match->person->email == NULL)
    return;

  body = match->first_contact ? dup_introduction (self, match) : dup_greeting (self, match->person);
  open_draft (self, match->person, match->team.program_name, body);
}

static void
email_member_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogWindow *self = TOG_WINDOW (widget);
  const char *group_id, *member_id;
  TogGroup *group;

  g_variant_get (parameter, "(&s&s)", &group_id, &member_id);
  group = find_group (self, group_id);
  for (guint i = 0; group != NULL && i < group->members->len; i++)
    {
      TogMember *member = ((TogGroupMember *) g_ptr_array_index (group->members, i))->member;
      g_autofree char *body = NULL;

      if (member->email == NULL || !g_str_equal (member->id, member_id))
        continue;

      body = dup_greeting (self, member);
      open_draft (self, member, group->name, body);
      break;
    }
}

/**
 * tog_window_class_install_team_actions:
 *
 * The actions that are about a match, a group or one of their sessions.
 */
void
tog_window_class_install_team_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-match", "(ss)", open_match_action);
  gtk_widget_class_install_action (widget_class, "win.open-group", "(ss)", open_group_action);
  gtk_widget_class_install_action (widget_class, "win.book", "(ss)", book_action);
  gtk_widget_class_install_action (widget_class, "win.book-group", "(ss)", book_group_action);
  gtk_widget_class_install_action (widget_class, "win.email", "s", email_action);
  gtk_widget_class_install_action (widget_class, "win.email-member", "(ss)", email_member_action);
  gtk_widget_class_install_action (widget_class, "win.open-link", "s", open_link_action);
}
