#include "config.h"

#include "tog-sync-row.h"

#include <glib/gi18n.h>

/* A long text gets more lines and makes nothing wider. */
#define MAX_CHARS 24

struct _TogSyncRow
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) (nullable) */

  GtkLabel *label;
  GtkProgressBar *bar;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TogSyncRow, tog_sync_row, GTK_TYPE_WIDGET)

/* What was held up by something is tried again by itself, but who knows that it is
 * mended need not wait. */
static gboolean
is_failing (TogSyncRow *self)
{
  return tog_account_get_sync_notice (self->account) != NULL &&
         !tog_account_get_sync_paused (self->account);
}

static char *
dup_text (TogSyncRow *self)
{
  guint n_done, n_total;

  if (is_failing (self))
    return g_strdup (tog_account_get_sync_notice (self->account));

  tog_account_get_sync_counts (self->account, &n_done, &n_total);
  if (n_total == 0)
    return g_strdup (_ ("Fetching your sessions"));
  return g_strdup_printf (tog_account_get_sync_paused (self->account)
                              ? _ ("Paused, %'u of %'u sessions are here")
                              : _ ("Fetching your sessions, %'u of %'u"),
                          n_done,
                          n_total);
}

static const char *
get_button (TogSyncRow *self)
{
  if (is_failing (self))
    return _ ("Try Again");
  return tog_account_get_sync_paused (self->account) ? _ ("Resume") : _ ("Pause");
}

static void
update (TogSyncRow *self)
{
  double progress = tog_account_get_sync_progress (self->account);
  g_autofree char *text = dup_text (self);

  gtk_label_set_label (self->label, text);
  gtk_progress_bar_set_fraction (self->bar, progress);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_button_set_label (self->button, get_button (self));
  gtk_widget_set_visible (GTK_WIDGET (self), progress < 1);
}

static void
clicked_cb (TogSyncRow *self)
{
  if (is_failing (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.refresh", NULL);
  else
    tog_account_set_sync_paused (self->account, !tog_account_get_sync_paused (self->account));
  update (self);
}

static void
tog_sync_row_dispose (GObject *object)
{
  TogSyncRow *self = TOG_SYNC_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_sync_row_parent_class)->dispose (object);
}

static void
tog_sync_row_class_init (TogSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_sync_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tog_sync_row_init (TogSyncRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *button = gtk_button_new ();

  self->label = GTK_LABEL (label);
  self->bar = GTK_PROGRESS_BAR (bar);
  self->button = GTK_BUTTON (button);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, MAX_CHARS);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked_cb), self);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_box_append (GTK_BOX (texts), bar);
  gtk_widget_set_parent (texts, GTK_WIDGET (self));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tog_sync_row_set_account:
 * @account: whose history it is; set once
 */
void
tog_sync_row_set_account (TogSyncRow *self, TogAccount *account)
{
  g_return_if_fail (TOG_IS_SYNC_ROW (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (
      account, "notify::sync-progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::sync-notice", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
