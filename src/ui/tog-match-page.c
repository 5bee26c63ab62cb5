#include "config.h"

#include "tog-match-page.h"

#include "tog-clock.h"
#include "tog-connection-button.h"
#include "tog-format.h"
#include "tog-planned-row.h"
#include "tog-session-pane.h"
#include "tog-session-text.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What comes sooner needs no word that it is coming. */
#define SPINNER_DELAY_MS 300

struct _TogMatchPage
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable): NULL only while disposed */
  GCancellable *cancellable; /* (owned) */
  char *match_id;            /* (owned) */
  char *wanted_id;           /* (owned) (nullable): the session to show first */
  TogMatch *match;           /* (owned) (nullable): with its planned sessions */
  guint spinner_id;
  gboolean loading;

  AdwWindowTitle *window_title;
  TogConnectionButton *connection_button;
  GtkWidget *back_button;
  GtkWidget *menu_button;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failed_page;
  AdwLeaflet *leaflet;
  GtkWidget *person_pane;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *role_label;
  GtkWidget *email_button;
  AdwButtonContent *email_content;
  GtkLabel *time_label;
  GtkLabel *progress_label;
  GtkListBox *list;
  TogSessionPane *session_pane;
};

G_DEFINE_FINAL_TYPE (TogMatchPage, tog_match_page, GTK_TYPE_WIDGET)

static TogAccount *
get_account (TogMatchPage *self)
{
  return tog_connection_get_account (self->connection);
}

static void
update_local_time (TogMatchPage *self)
{
  TogInstant now = tog_format_get_now ();
  TogMember *person = self->match->person;
  g_autoptr (TogZone) mine = tog_format_get_local_zone ();
  g_autoptr (TogZone) theirs = tog_zone_lookup (person->zone, NULL);
  g_autofree char *city = tog_zone_name_to_city (person->zone);
  g_autofree char *time = NULL;
  g_autofree char *ahead = NULL;
  g_autofree char *markup = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->time_label), theirs != NULL);
  if (theirs == NULL)
    return;

  time = tog_format_time (theirs, now);
  ahead = tog_format_ahead (tog_zone_get_offset (theirs, now) - tog_zone_get_offset (mine, now));
  /* Translators: Pango markup; the time, the city, how it stands to the user's:
   * "15:57 in Kathmandu, 5 h 45 min ahead of you". */
  markup = g_markup_printf_escaped (_ ("<b>%s</b> in %s, %s"), time, city, ahead);
  gtk_label_set_markup (self->time_label, markup);
}

static void
update_person (TogMatchPage *self)
{
  TogMatch *match = self->match;
  g_autofree char *given_name = tog_member_dup_given_name (match->person);
  g_autofree char *email = g_strdup_printf (_ ("Email %s"), given_name);
  g_autofree char *progress =
      g_strdup_printf (_ ("%d of %d done"), match->team.n_completed, match->team.n_planned);

  adw_window_title_set_title (self->window_title, match->team.program_name);
  adw_avatar_set_text (self->avatar, match->person->name);
  gtk_label_set_label (self->name_label, match->person->name);
  gtk_label_set_label (self->role_label, tog_role_get_label_of_mine (match->their_role));
  gtk_widget_set_visible (self->email_button, match->person->email != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->email_button), "s", match->team.id);
  adw_button_content_set_label (self->email_content, email);
  gtk_label_set_label (self->progress_label, progress);
  update_local_time (self);
}

static gboolean
is_wanted (TogMatchPage *self, TogPlannedSession *planned)
{
  if (self->wanted_id == NULL)
    return self->match->team.next != NULL && g_str_equal (planned->id, self->match->team.next->id);

  return g_str_equal (planned->id, self->wanted_id) ||
         (planned->session != NULL && g_str_equal (planned->session->id, self->wanted_id));
}

/* Rows are changed in place, so that selection and focus stay where they are. */
static void
update_list (TogMatchPage *self)
{
  GPtrArray *planned = self->match->team.planned;
  TogInstant now = tog_format_get_now ();
  GtkListBoxRow *row, *selected = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *wanted = NULL;

  for (guint i = 0; i < planned->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (tog_planned_row_new ());
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      tog_planned_row_set_planned (
          TOG_PLANNED_ROW (row), self->match, g_ptr_array_index (planned, i), now);
      if (is_wanted (self, g_ptr_array_index (planned, i)))
        wanted = row;
    }

  while ((row = gtk_list_box_get_row_at_index (self->list, (int) planned->len)) != NULL)
    {
      if (row == selected)
        selected = NULL;
      gtk_list_box_remove (self->list, GTK_WIDGET (row));
    }

  if (selected == NULL)
    {
      selected = wanted != NULL ? wanted : gtk_list_box_get_row_at_index (self->list, 0);
      gtk_list_box_select_row (self->list, selected);
    }
  else
    {
      tog_session_pane_set_planned (self->session_pane,
                                    self->match,
                                    tog_planned_row_get_planned (TOG_PLANNED_ROW (selected)));
    }
}

static void
show_match (TogMatchPage *self, TogMatch *match)
{
  gboolean is_first = self->match == NULL;

  g_set_object (&self->match, match);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);

  update_person (self);
  update_list (self);
  gtk_stack_set_visible_child_name (self->stack, "content");

  /* Somebody who came for one session wants to read that one. */
  if (is_first && self->wanted_id != NULL)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->session_pane));
  if (is_first && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_newest (TogMatchPage *self)
{
  TogMatch *match = tog_account_peek_match (get_account (self), self->match_id);

  if (match != NULL && match->team.planned != NULL)
    show_match (self, match);
}

static gboolean
spinner_cb (gpointer user_data)
{
  TogMatchPage *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");

  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogMatchPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = tog_account_load_match_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->connection == NULL)
    return;

  self->loading = FALSE;
  if (match != NULL && match->team.planned != NULL)
    {
      show_match (self, match);
    }
  else if (self->match == NULL && error != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      g_clear_handle_id (&self->spinner_id, g_source_remove);
      adw_status_page_set_description (self->failed_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
load (TogMatchPage *self)
{
  if (self->loading)
    return;

  self->loading = TRUE;
  if (self->match == NULL && self->spinner_id == 0)
    self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
  tog_account_load_match_async (
      get_account (self), self->match_id, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
match_changed_cb (TogMatchPage *self, const char *match_id)
{
  if (g_str_equal (match_id, self->match_id))
    show_newest (self);
}

static void
minute_cb (TogMatchPage *self)
{
  if (self->match == NULL)
    return;

  update_local_time (self);
  tog_session_pane_update_times (self->session_pane);
}

static void
row_selected_cb (TogMatchPage *self, GtkListBoxRow *row)
{
  if (row != NULL)
    tog_session_pane_set_planned (
        self->session_pane, self->match, tog_planned_row_get_planned (TOG_PLANNED_ROW (row)));
}

static void
row_activated_cb (TogMatchPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->session_pane));
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_child_focus (GTK_WIDGET (self->session_pane), GTK_DIR_TAB_FORWARD);
}

static void
folded_changed_cb (TogMatchPage *self)
{
  /* With both in view a row is chosen by moving to it; alone, by entering it. */
  gtk_list_box_set_selection_mode (self->list,
                                   adw_leaflet_get_folded (self->leaflet) ? GTK_SELECTION_SINGLE
                                                                          : GTK_SELECTION_BROWSE);
}

static gboolean
tog_match_page_grab_focus (GtkWidget *widget)
{
  TogMatchPage *self = TOG_MATCH_PAGE (widget);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->session_pane))
    return gtk_widget_child_focus (GTK_WIDGET (self->session_pane), GTK_DIR_TAB_FORWARD);
  if (selected != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (selected));

  return gtk_widget_grab_focus (self->back_button);
}

static void
tog_match_page_dispose (GObject *object)
{
  TogMatchPage *self = TOG_MATCH_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_account (self), self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_signal_handlers_disconnect_by_data (tog_clock_get_default (), self);
    }
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_MATCH_PAGE);
  g_clear_object (&self->connection);
  g_clear_object (&self->match);

  G_OBJECT_CLASS (tog_match_page_parent_class)->dispose (object);
}

static void
tog_match_page_finalize (GObject *object)
{
  TogMatchPage *self = TOG_MATCH_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->match_id, g_free);
  g_clear_pointer (&self->wanted_id, g_free);

  G_OBJECT_CLASS (tog_match_page_parent_class)->finalize (object);
}

static void
tog_match_page_class_init (TogMatchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_match_page_dispose;
  object_class->finalize = tog_match_page_finalize;
  widget_class->grab_focus = tog_match_page_grab_focus;

  g_type_ensure (TOG_TYPE_CONNECTION_BUTTON);
  g_type_ensure (TOG_TYPE_SESSION_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-match-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, connection_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, person_pane);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, role_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, email_button);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, email_content);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, time_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, list);
  gtk_widget_class_bind_template_child (widget_class, TogMatchPage, session_pane);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
}

static void
tog_match_page_init (TogMatchPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_match_page_new:
 * @session_id: (nullable): id of the planned session, or of the session, to show
 *   first; the one that comes next if %NULL
 */
GtkWidget *
tog_match_page_new (TogConnection *connection, const char *match_id, const char *session_id)
{
  TogMatchPage *self = g_object_new (TOG_TYPE_MATCH_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);

  self->connection = g_object_ref (connection);
  self->match_id = g_strdup (match_id);
  self->wanted_id = g_strdup (session_id);
  tog_connection_button_set_connection (self->connection_button, connection);
  tog_session_pane_set_account (self->session_pane, account);

  g_signal_connect_object (
      account, "match-changed", G_CALLBACK (match_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "refreshed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);

  show_newest (self);
  load (self);

  return GTK_WIDGET (self);
}

/**
 * tog_match_page_go_back:
 *
 * Goes back from the session to the list, where only one of them is in view.
 *
 * Returns: whether it did
 */
gboolean
tog_match_page_go_back (TogMatchPage *self)
{
  g_return_val_if_fail (TOG_IS_MATCH_PAGE (self), FALSE);

  if (!adw_leaflet_get_folded (self->leaflet) ||
      adw_leaflet_get_visible_child (self->leaflet) == self->person_pane)
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, self->person_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self));

  return TRUE;
}
