#include "config.h"

#include "tog-outbox-window.h"

#include "tog-outbox-row.h"

#include <glib/gi18n.h>

#define WIDTH 480
#define HEIGHT 420

struct _TogOutboxWindow
{
  AdwWindow parent_instance;

  TogAccount *account; /* (owned) */
  TogOutbox *outbox;   /* (owned) */

  GtkStack *stack;            /* (owned by parent) */
  AdwPreferencesGroup *group; /* (owned by parent) */
  GtkListBox *list;           /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogOutboxWindow, tog_outbox_window, ADW_TYPE_WINDOW)

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  return tog_outbox_row_new (item, TOG_OUTBOX_WINDOW (user_data)->account);
}

/* What is in the outbox may also be refused, or have been booked since it was asked for. */
static gboolean
is_any_waiting (TogOutboxWindow *self)
{
  return tog_outbox_count (self->outbox) > tog_outbox_count_stuck (self->outbox);
}

static void
update (TogOutboxWindow *self)
{
  adw_preferences_group_set_description (
      self->group,
      is_any_waiting (self)
          ? _ ("Kept on this computer, and sent in this order once the server can be reached.")
          : NULL);
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
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_outbox_window_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tog_outbox_window_init (TogOutboxWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->stack = GTK_STACK (stack);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Outbox"), -1);
  self->group = ADW_PREFERENCES_GROUP (group);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_stack_add_named (self->stack, page, "list");
  gtk_stack_add_named (self->stack,
                       g_object_new (ADW_TYPE_STATUS_PAGE,
                                     "icon-name",
                                     "object-select-symbolic",
                                     "title",
                                     _ ("Nothing Left to Send"),
                                     NULL),
                       "empty");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), stack);
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), overlay);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Outbox"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * tog_outbox_window_new:
 * @parent: the window it stands over
 */
GtkWindow *
tog_outbox_window_new (GtkWindow *parent, TogAccount *account)
{
  TogOutboxWindow *self = g_object_new (TOG_TYPE_OUTBOX_WINDOW, "transient-for", parent, NULL);

  self->account = g_object_ref (account);
  self->outbox = g_object_ref (tog_account_get_outbox (account));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->outbox), row_new, self, NULL);
  g_signal_connect_object (
      self->outbox, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WINDOW (self);
}
