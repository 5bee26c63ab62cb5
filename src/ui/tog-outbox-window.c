#include "config.h"

#include "tog-outbox-window.h"

#include "tog-conflict-dialog.h"
#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-outbox-text.h"
#include "tog-team-load.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define WIDTH 480
#define HEIGHT 420

struct _TogOutboxWindow
{
  AdwWindow parent_instance;

  TogAccount *account; /* (owned) */
  TogOutbox *outbox;   /* (owned) */

  GtkStack *stack;  /* (owned by parent) */
  GtkListBox *list; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogOutboxWindow, tog_outbox_window, ADW_TYPE_WINDOW)

static const char ITEM[] = "tog-item";

static TogOutboxWindow *
get_window (GtkWidget *widget)
{
  return TOG_OUTBOX_WINDOW (gtk_widget_get_ancestor (widget, TOG_TYPE_OUTBOX_WINDOW));
}

/* The row goes, and the keyboard with it. */
static void
discard_cb (GtkButton *button, TogOutboxItem *item)
{
  TogOutboxWindow *self = get_window (GTK_WIDGET (button));

  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
  tog_outbox_discard (self->outbox, item);
}

static void
retry_cb (GtkButton *button, TogOutboxItem *item)
{
  tog_outbox_retry (get_window (GTK_WIDGET (button))->outbox, item);
}

static void
conflict_response_cb (GtkWidget *dialog, const char *response, TogOutboxWindow *self)
{
  TogOutboxItem *item = g_object_get_data (G_OBJECT (dialog), ITEM);

  if (item->state != TOG_OUTBOX_CONFLICT)
    return;
  if (g_str_equal (response, "mine"))
    tog_account_insist (self->account, item);
  else if (g_str_equal (response, "keep"))
    tog_outbox_discard (self->outbox, item);
}

/* Both versions of a note are in its editor, where they can be joined. */
static void
show_note (TogOutboxWindow *self, TogOutboxItem *item)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  gboolean is_group = item->group_id != NULL;

  if (parent != NULL && (is_group || item->match_id != NULL))
    gtk_widget_activate_action (GTK_WIDGET (parent),
                                is_group ? "win.open-group" : "win.open-match",
                                "(ss)",
                                is_group ? item->group_id : item->match_id,
                                item->session_id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
compare_cb (GtkButton *button, TogOutboxItem *item)
{
  TogOutboxWindow *self = get_window (GTK_WIDGET (button));
  TogInstant now = tog_account_get_now (self->account);
  TogSession *newest =
      tog_session_find (self->account, item->match_id, item->group_id, item->session_id);
  g_autofree char *mine = tog_outbox_item_dup_deed (item);
  g_autofree char *theirs = NULL;
  GtkWidget *dialog;

  if (item->kind == TOG_OUTBOX_NOTE)
    {
      show_note (self, item);
      return;
    }
  theirs = newest != NULL ? tog_session_dup_version (newest, now)
                          : g_strdup (_ ("That session is not there any more"));
  dialog = tog_conflict_dialog_new_versions (
      GTK_WINDOW (self), item->title, mine, theirs, newest != NULL);
  g_object_set_data_full (G_OBJECT (dialog), ITEM, g_object_ref (item), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (conflict_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_button (GtkWidget *box,
            TogOutboxItem *item,
            const char *label,
            const char *deed,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  /* Translators: what a button does, then to what. */
  g_autofree char *name = g_strdup_printf (C_ ("button, deed", "%s: %s"), label, deed);

  tog_widget_set_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, item, 0);
  gtk_box_append (GTK_BOX (box), button);
}

static const char *
get_icon_name (TogOutboxItem *item)
{
  switch (item->state)
    {
    case TOG_OUTBOX_FAILED:
    case TOG_OUTBOX_CONFLICT:
      return "dialog-warning-symbolic";
    case TOG_OUTBOX_BOOKED:
      return "object-select-symbolic";
    case TOG_OUTBOX_KEEPING:
    case TOG_OUTBOX_WAITING:
    case TOG_OUTBOX_SENDING:
    default:
      return "document-send-symbolic";
    }
}

static void
update_row (TogOutboxItem *item, GParamSpec *pspec, GtkWidget *row)
{
  GtkWidget *box = g_object_get_data (G_OBJECT (row), "buttons");
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "icon");
  g_autofree char *deed = tog_outbox_item_dup_deed (item);
  g_autofree char *state = tog_outbox_item_dup_state (item, tog_format_get_now ());
  g_autofree char *name = g_strdup_printf ("%s, %s", deed, state);
  GtkWidget *child;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), deed);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  tog_widget_set_name (row, name);
  gtk_image_set_from_icon_name (icon, get_icon_name (item));
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  if (item->state == TOG_OUTBOX_CONFLICT)
    add_button (box, item, _ ("Compare…"), deed, G_CALLBACK (compare_cb));
  if (item->state == TOG_OUTBOX_FAILED)
    add_button (box, item, _ ("Try Again"), deed, G_CALLBACK (retry_cb));
  if (item->state == TOG_OUTBOX_FAILED || item->state == TOG_OUTBOX_CONFLICT)
    add_button (box, item, _ ("Discard"), deed, G_CALLBACK (discard_cb));
  else if (item->state == TOG_OUTBOX_BOOKED)
    add_button (box, item, _ ("Got It"), deed, G_CALLBACK (discard_cb));
  else if (tog_outbox_item_can_undo (item))
    add_button (box, item, _ ("Undo"), deed, G_CALLBACK (discard_cb));
}

static GtkWidget *
row_new (gpointer object, gpointer user_data)
{
  TogOutboxItem *item = object;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  /* Titles come from people: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 6);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "buttons", box);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (update_row), row, 0);
  update_row (item, NULL, row);
  return row;
}

static void
update (TogOutboxWindow *self)
{
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->outbox)) > 0 ? "list" : "empty");
}

static void
tog_outbox_window_finalize (GObject *object)
{
  TogOutboxWindow *self = TOG_OUTBOX_WINDOW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (tog_outbox_window_parent_class)->finalize (object);
}

static void
tog_outbox_window_class_init (TogOutboxWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_outbox_window_finalize;

  gtk_widget_class_add_binding_action (
      GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tog_outbox_window_init (TogOutboxWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->stack = GTK_STACK (stack);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Waiting to Be Sent"), -1);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Kept on this computer, and sent in this order once the server can be reached."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_stack_add_named (self->stack, page, "list");
  gtk_stack_add_named (self->stack,
                       g_object_new (ADW_TYPE_STATUS_PAGE,
                                     "icon-name",
                                     "object-select-symbolic",
                                     "title",
                                     _ ("Everything Was Sent"),
                                     NULL),
                       "empty");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), stack);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Waiting to Be Sent"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * tog_outbox_window_new:
 * @parent: the window it stands over, which opens sessions
 */
GtkWindow *
tog_outbox_window_new (GtkWindow *parent, TogAccount *account)
{
  TogOutboxWindow *self = g_object_new (TOG_TYPE_OUTBOX_WINDOW, "transient-for", parent, NULL);

  self->account = g_object_ref (account);
  self->outbox = g_object_ref (tog_account_get_outbox (account));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->outbox), row_new, NULL, NULL);
  g_signal_connect_object (
      self->outbox, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WINDOW (self);
}
