#include "config.h"

#include "tog-team-page.h"

#include "tog-clock.h"
#include "tog-connection-button.h"
#include "tog-format.h"
#include "tog-group-header.h"
#include "tog-life-text.h"
#include "tog-people-list.h"
#include "tog-person-header.h"
#include "tog-planned-row.h"
#include "tog-question-row.h"
#include "tog-session-pane.h"
#include "tog-team-load.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What comes sooner needs no word that it is coming. */
#define SPINNER_DELAY_MS 300

struct _TogTeamPage
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable): NULL only while disposed */
  GCancellable *cancellable; /* (owned) */
  GType type;                /* TOG_TYPE_MATCH or TOG_TYPE_GROUP */
  char *id;                  /* (owned) */
  char *wanted_id;           /* (owned) (nullable): the session to show first */
  TogTeam *team;             /* (owned) (nullable): with its planned sessions */
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
  GtkWidget *team_pane;
  AdwBin *head;
  GtkLabel *progress_label;
  TogQuestionRow *finished_row;
  GtkListBox *list;
  GtkWidget *members_section;
  GtkLabel *n_members_label;
  TogPeopleList *members_list;
  TogSessionPane *session_pane;
};

G_DEFINE_FINAL_TYPE (TogTeamPage, tog_team_page, GTK_TYPE_WIDGET)

static TogAccount *
get_account (TogTeamPage *self)
{
  return tog_connection_get_account (self->connection);
}

static void
update_members (TogTeamPage *self, TogGroup *group, TogInstant now)
{
  TogHome *home = tog_account_get_home (get_account (self));
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TogPerson));
  g_autofree char *n_members = g_strdup_printf ("%d", group->n_members);

  for (guint i = 0; i < group->members->len; i++)
    {
      TogGroupMember *member = g_ptr_array_index (group->members, i);
      TogPerson person = { member->member, member->role, NULL, NULL, NULL };

      g_array_append_val (people, person);
    }
  gtk_label_set_label (self->n_members_label, n_members);
  tog_people_list_set_people (
      self->members_list, people, home != NULL ? home->me->member->id : NULL, now, group->team.id);
}

/* What is said of the people, with the time on their clocks. */
static void
update_people (TogTeamPage *self)
{
  TogInstant now = tog_format_get_now ();
  GtkWidget *head = adw_bin_get_child (self->head);

  if (self->type == TOG_TYPE_GROUP)
    {
      tog_group_header_set_group (TOG_GROUP_HEADER (head), TOG_GROUP (self->team));
      update_members (self, TOG_GROUP (self->team), now);
    }
  else
    {
      tog_person_header_set_match (TOG_PERSON_HEADER (head), TOG_MATCH (self->team), now);
    }
}

static void
update_progress (TogTeamPage *self)
{
  g_autofree char *progress =
      g_strdup_printf (_ ("%d of %d done"), self->team->n_completed, self->team->n_planned);

  adw_window_title_set_title (self->window_title, self->team->program_name);
  gtk_label_set_label (self->progress_label, progress);

  gtk_widget_set_visible (GTK_WIDGET (self->finished_row), tog_team_is_finished (self->team));
  if (tog_team_is_finished (self->team))
    {
      g_autofree char *finished = tog_team_dup_finished (self->team);

      tog_question_row_set_text (self->finished_row, "starred-symbolic", "success", finished, NULL);
    }
}

static gboolean
is_wanted (TogTeamPage *self, TogPlannedSession *planned)
{
  if (self->wanted_id == NULL)
    return self->team->next != NULL && g_str_equal (planned->id, self->team->next->id);

  return g_str_equal (planned->id, self->wanted_id) ||
         (planned->session != NULL && g_str_equal (planned->session->id, self->wanted_id));
}

static void
set_planned (TogTeamPage *self, GtkListBoxRow *row, TogPlannedSession *planned)
{
  TogAccount *account = get_account (self);

  tog_planned_row_set_planned (TOG_PLANNED_ROW (row),
                               self->team,
                               planned,
                               tog_account_get_outbox (account),
                               tog_account_get_now (account));
}

/* The last one, where nothing is left to do. */
static GtkListBoxRow *
get_default_row (TogTeamPage *self)
{
  guint n = self->team->planned->len;

  return gtk_list_box_get_row_at_index (
      self->list, tog_team_is_finished (self->team) && n > 0 ? (int) n - 1 : 0);
}

/* Rows are changed in place, so that selection and focus stay where they are. */
static void
update_list (TogTeamPage *self)
{
  GPtrArray *planned = self->team->planned;
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
      set_planned (self, row, g_ptr_array_index (planned, i));
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
      selected = wanted != NULL ? wanted : get_default_row (self);
      gtk_list_box_select_row (self->list, selected);
    }
  else
    {
      tog_session_pane_set_planned (
          self->session_pane, self->team, tog_planned_row_get_planned (TOG_PLANNED_ROW (selected)));
    }
}

static void
show_team (TogTeamPage *self, TogTeam *team)
{
  gboolean is_first = self->team == NULL;

  g_set_object (&self->team, team);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);

  update_people (self);
  update_progress (self);
  update_list (self);
  gtk_stack_set_visible_child_name (self->stack, "content");

  /* Somebody who came for one session wants to read that one. */
  if (is_first && self->wanted_id != NULL)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->session_pane));
  if (is_first && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_newest (TogTeamPage *self)
{
  TogTeam *team = tog_team_peek (get_account (self), self->type, self->id);

  if (team != NULL && team->planned != NULL)
    show_team (self, team);
}

static gboolean
spinner_cb (gpointer user_data)
{
  TogTeamPage *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");

  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogTeamPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTeam) team = tog_team_load_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->connection == NULL)
    return;

  self->loading = FALSE;
  if (team != NULL && team->planned != NULL)
    {
      show_team (self, team);
    }
  else if (self->team == NULL && error != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      g_clear_handle_id (&self->spinner_id, g_source_remove);
      adw_status_page_set_description (self->failed_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
load (TogTeamPage *self)
{
  if (self->loading)
    return;

  self->loading = TRUE;
  if (self->team == NULL && self->spinner_id == 0)
    self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
  tog_team_load_async (
      get_account (self), self->type, self->id, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
team_changed_cb (TogTeamPage *self, const char *id)
{
  if (g_str_equal (id, self->id))
    show_newest (self);
}

/* Something waits, or doesn't any more: the rest is as it was. */
static void
outbox_changed_cb (TogTeamPage *self)
{
  GtkListBoxRow *row;

  if (self->team == NULL)
    return;

  for (guint i = 0; i < self->team->planned->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row != NULL)
        set_planned (self, row, g_ptr_array_index (self->team->planned, i));
    }
  tog_session_pane_update_times (self->session_pane);
}

static void
minute_cb (TogTeamPage *self)
{
  if (self->team == NULL)
    return;

  update_people (self);
  tog_session_pane_update_times (self->session_pane);
}

static void
today_cb (TogTeamPage *self)
{
  if (self->team != NULL)
    show_team (self, self->team);
}

static void
row_selected_cb (TogTeamPage *self, GtkListBoxRow *row)
{
  if (row != NULL)
    tog_session_pane_set_planned (
        self->session_pane, self->team, tog_planned_row_get_planned (TOG_PLANNED_ROW (row)));
}

static void
forget_focus (GtkWidget *widget)
{
  if (gtk_widget_get_focus_child (widget) != NULL)
    gtk_widget_set_focus_child (widget, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forget_focus (child);
}

/* Every widget remembers where in it the focus was last, even after that has gone or
 * belongs to another session, and would be entered behind it. */
static gboolean
enter (GtkWidget *widget, GtkDirectionType direction)
{
  forget_focus (widget);
  return gtk_widget_child_focus (widget, direction);
}

static void
row_activated_cb (TogTeamPage *self, GtkWidget *row)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->session_pane));

  /* The leaflet takes the focus along, even to what was in view before. */
  if (adw_leaflet_get_folded (self->leaflet))
    enter (GTK_WIDGET (self->session_pane), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (row);
}

/* A list box leads from row to row, and where a row is chosen by moving to it, that
 * would leave no way from one to its session beside the list. */
static gboolean
list_key_pressed_cb (TogTeamPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkDirectionType direction = keyval == GDK_KEY_Tab ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, TOG_TYPE_PLANNED_ROW) : NULL;

  if ((keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab) || row == NULL ||
      adw_leaflet_get_folded (self->leaflet))
    return GDK_EVENT_PROPAGATE;
  if (gtk_widget_child_focus (row, direction))
    return GDK_EVENT_STOP;
  if (direction == GTK_DIR_TAB_BACKWARD)
    return enter (GTK_WIDGET (self->head), direction);
  return enter (self->members_section, direction) ||
         enter (GTK_WIDGET (self->session_pane), direction);
}

static void
folded_changed_cb (TogTeamPage *self)
{
  /* With both in view a row is chosen by moving to it; alone, by entering it. */
  gtk_list_box_set_selection_mode (self->list,
                                   adw_leaflet_get_folded (self->leaflet) ? GTK_SELECTION_SINGLE
                                                                          : GTK_SELECTION_BROWSE);
}

static gboolean
tog_team_page_grab_focus (GtkWidget *widget)
{
  TogTeamPage *self = TOG_TEAM_PAGE (widget);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->session_pane))
    return enter (GTK_WIDGET (self->session_pane), GTK_DIR_TAB_FORWARD);
  if (selected != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (selected));

  return gtk_widget_grab_focus (self->back_button);
}

static void
tog_team_page_dispose (GObject *object)
{
  TogTeamPage *self = TOG_TEAM_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_account (self), self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_signal_handlers_disconnect_by_data (tog_clock_get_default (), self);
    }
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_TEAM_PAGE);
  g_clear_object (&self->connection);
  g_clear_object (&self->team);

  G_OBJECT_CLASS (tog_team_page_parent_class)->dispose (object);
}

static void
tog_team_page_finalize (GObject *object)
{
  TogTeamPage *self = TOG_TEAM_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->wanted_id, g_free);

  G_OBJECT_CLASS (tog_team_page_parent_class)->finalize (object);
}

static void
tog_team_page_class_init (TogTeamPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_team_page_dispose;
  object_class->finalize = tog_team_page_finalize;
  widget_class->grab_focus = tog_team_page_grab_focus;

  g_type_ensure (TOG_TYPE_CONNECTION_BUTTON);
  g_type_ensure (TOG_TYPE_PEOPLE_LIST);
  g_type_ensure (TOG_TYPE_QUESTION_ROW);
  g_type_ensure (TOG_TYPE_SESSION_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-team-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, connection_button);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, team_pane);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, head);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, finished_row);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, list);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, members_section);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, n_members_label);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, members_list);
  gtk_widget_class_bind_template_child (widget_class, TogTeamPage, session_pane);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
}

static void
tog_team_page_init (TogTeamPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tog_people_list_set_label (self->members_list, _ ("Members"));
}

/**
 * tog_team_page_new:
 * @type: %TOG_TYPE_MATCH or %TOG_TYPE_GROUP
 * @id: which
 * @session_id: (nullable): id of the planned session, or of the session, to show
 *   first; the one that comes next if %NULL
 */
GtkWidget *
tog_team_page_new (TogConnection *connection, GType type, const char *id, const char *session_id)
{
  TogTeamPage *self = g_object_new (TOG_TYPE_TEAM_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);
  gboolean is_group = type == TOG_TYPE_GROUP;

  self->connection = g_object_ref (connection);
  self->type = type;
  self->id = g_strdup (id);
  self->wanted_id = g_strdup (session_id);
  tog_connection_button_set_connection (self->connection_button, connection);
  tog_session_pane_set_account (self->session_pane, account);
  adw_bin_set_child (self->head, is_group ? tog_group_header_new () : tog_person_header_new ());
  gtk_widget_set_visible (self->members_section, is_group);

  g_signal_connect_object (account,
                           is_group ? "group-changed" : "match-changed",
                           G_CALLBACK (team_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tog_account_get_outbox (account),
                           "changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "refreshed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "today", G_CALLBACK (today_cb), self, G_CONNECT_SWAPPED);

  show_newest (self);
  load (self);

  return GTK_WIDGET (self);
}

/**
 * tog_team_page_go_back:
 *
 * Goes back from the session to the list, where only one of them is in view.
 *
 * Returns: whether it did
 */
gboolean
tog_team_page_go_back (TogTeamPage *self)
{
  g_return_val_if_fail (TOG_IS_TEAM_PAGE (self), FALSE);

  if (!adw_leaflet_get_folded (self->leaflet) ||
      adw_leaflet_get_visible_child (self->leaflet) == self->team_pane)
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, self->team_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self));

  return TRUE;
}
