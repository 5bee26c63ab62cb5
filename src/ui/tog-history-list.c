#include "config.h"

#include "tog-history-list.h"

#include "tog-history-rows.h"
#include "tog-session-hit.h"

/*
 * GtkListView goes to the row it takes for the current one, or to the one next to it. That
 * may be a heading, which can't be gone to: then it stays where it was, or isn't entered
 * at all. So it is told here where to go.
 */
struct _TogHistoryList
{
  AdwBin parent_instance;

  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (TogHistoryList, tog_history_list, ADW_TYPE_BIN)

static GtkSingleSelection *
get_selection (TogHistoryList *self)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (self->view));
}

/* The session at @position, or the next one in the direction of @step. */
static guint
find_session (TogHistoryList *self, guint position, int step)
{
  GListModel *rows = G_LIST_MODEL (get_selection (self));
  guint n = g_list_model_get_n_items (rows);

  /* Before the first comes what is larger than any. */
  for (; position < n; position += (guint) step)
    {
      g_autoptr (GObject) item = g_list_model_get_item (rows, position);

      if (TOG_IS_SESSION_HIT (item))
        return position;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* What is scrolled to has a widget, even before it is in view. */
static gboolean
focus_row (GtkWidget *view, guint position)
{
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", position);
  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      if (tog_history_rows_get_position (row) == position)
        return gtk_widget_grab_focus (row);
    }
  return FALSE;
}

static gboolean
go_to (TogHistoryList *self, guint position)
{
  if (position == GTK_INVALID_LIST_POSITION || !focus_row (GTK_WIDGET (self->view), position))
    return FALSE;

  /* The first is read below its heading. */
  if (position == find_session (self, 0, 1))
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), 0);
  return TRUE;
}

static gboolean
enter (TogHistoryList *self)
{
  guint selected = gtk_single_selection_get_selected (get_selection (self));

  return go_to (self, selected != GTK_INVALID_LIST_POSITION ? selected : find_session (self, 0, 1));
}

/* Where one is: a screen reader goes to a row without selecting it. */
static guint
find_current (TogHistoryList *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  guint position = row != NULL ? tog_history_rows_get_position (row) : GTK_INVALID_LIST_POSITION;

  return position != GTK_INVALID_LIST_POSITION
             ? position
             : gtk_single_selection_get_selected (get_selection (self));
}

/* How many rows a page up or down leads on. */
static int
count_page (TogHistoryList *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  int height = row != NULL ? gtk_widget_get_height (row) : 0;

  return height > 0 ? MAX (1, gtk_widget_get_height (GTK_WIDGET (self->view)) / height - 1) : 1;
}

static gboolean
key_pressed_cb (TogHistoryList *self, guint keyval, guint keycode, GdkModifierType state)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (get_selection (self)));
  guint current = find_current (self);
  guint next;
  int by;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      by = -1;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      by = 1;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      by = -n;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      by = n;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      by = -count_page (self);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      by = count_page (self);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (n == 0)
    return GDK_EVENT_PROPAGATE;

  /* One that can't be gone on from is come to from the top. */
  current = current != GTK_INVALID_LIST_POSITION ? (guint) CLAMP ((int) current + by, 0, n - 1) : 0;
  next = find_session (self, current, by < 0 ? -1 : 1);
  if (next == GTK_INVALID_LIST_POSITION)
    next = find_session (self, current, by < 0 ? 1 : -1);
  if (next != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (get_selection (self), next);
  return go_to (self, next);
}

static gboolean
tog_history_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return GTK_WIDGET_CLASS (tog_history_list_parent_class)->focus (widget, direction);
  return enter (TOG_HISTORY_LIST (widget));
}

static gboolean
tog_history_list_grab_focus (GtkWidget *widget)
{
  return enter (TOG_HISTORY_LIST (widget));
}

static void
tog_history_list_class_init (TogHistoryListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = tog_history_list_focus;
  widget_class->grab_focus = tog_history_list_grab_focus;
}

static void
tog_history_list_init (TogHistoryList *self)
{
}

/**
 * tog_history_list_set_view:
 * @view: somewhere within, of a single selection
 *
 * Says which list it is that is gone through.
 */
void
tog_history_list_set_view (TogHistoryList *self, GtkListView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (TOG_IS_HISTORY_LIST (self));
  g_return_if_fail (self->view == NULL);

  self->view = view;
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}

/**
 * tog_history_list_enter_first:
 *
 * Goes to the first session, and selects it.
 *
 * Returns: whether there is one
 */
gboolean
tog_history_list_enter_first (TogHistoryList *self)
{
  guint first;

  g_return_val_if_fail (TOG_IS_HISTORY_LIST (self), FALSE);

  first = find_session (self, 0, 1);
  if (first != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (get_selection (self), first);
  return go_to (self, first);
}
