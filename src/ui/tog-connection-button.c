#include "config.h"

#include "tog-connection-button.h"

#include "tog-outbox-text.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogConnectionButton
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable) */

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkImage *icon;
  AdwSqueezer *squeezer;
  GtkLabel *summary_label;
  GtkLabel *count_label; /* takes its place where there is no room for it */
  GtkLabel *title_label;
  GtkLabel *error_label;
  GtkLabel *unsent_label;
  GtkWidget *retry_button;
  GtkWidget *sign_in_button;
  GtkWidget *outbox_button;
};

G_DEFINE_FINAL_TYPE (TogConnectionButton, tog_connection_button, GTK_TYPE_WIDGET)

static const char *
get_icon_name (TogConnection *connection)
{
  if (tog_connection_get_needs_token (connection))
    return "dialog-password-symbolic";
  if (tog_connection_get_is_offline (connection))
    return "network-offline-symbolic";

  return "dialog-warning-symbolic";
}

static TogOutbox *
get_outbox (TogConnectionButton *self)
{
  return self->connection != NULL
             ? tog_account_get_outbox (tog_connection_get_account (self->connection))
             : NULL;
}

/* What goes out in the blink of an eye is not. */
static gboolean
is_worth_telling (TogOutbox *outbox)
{
  GListModel *items = G_LIST_MODEL (outbox);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (items, i);

      if (item->state != TOG_OUTBOX_KEEPING && item->state != TOG_OUTBOX_SENDING)
        return TRUE;
    }
  return FALSE;
}

static void
update_count (TogConnectionButton *self)
{
  TogOutbox *outbox = get_outbox (self);
  guint n = tog_outbox_count (outbox);
  g_autofree char *count = g_strdup_printf ("%u", n);

  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), n > 0);
  adw_squeezer_set_allow_none (self->squeezer, n == 0);
}

/* @title says it in full where there is room. */
static void
show (TogConnectionButton *self, const char *icon_name, const char *summary, const char *title)
{
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->summary_label, summary);
  update_count (self);
  gtk_label_set_label (self->title_label, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, summary, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* What fits beside the pages' names. That something was booked at last is told before what
 * one may know by now. */
static char *
dup_headline (TogOutbox *outbox)
{
  guint n_stuck = tog_outbox_count_stuck (outbox);
  guint n = tog_outbox_count (outbox);

  if (g_list_model_get_n_items (G_LIST_MODEL (outbox)) > n)
    return g_strdup (_ ("A request was booked"));
  return n_stuck > 0 && n > n_stuck ? tog_outbox_dup_count (outbox)
                                    : tog_outbox_dup_summary (outbox);
}

/* The connection is fine, but not everything could be sent. */
static void
show_outbox (TogConnectionButton *self, TogOutbox *outbox, const char *unsent)
{
  gboolean is_stuck = tog_outbox_count_stuck (outbox) > 0;
  g_autofree char *headline = dup_headline (outbox);

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->unsent_label), FALSE);
  gtk_widget_set_visible (self->retry_button, FALSE);
  gtk_widget_set_visible (self->sign_in_button, FALSE);
  show (self, is_stuck ? "dialog-warning-symbolic" : "document-send-symbolic", headline, unsent);
}

/* How old what is shown is gives way to what waits. */
static void
show_trouble (TogConnectionButton *self, TogOutbox *outbox, const char *unsent)
{
  gboolean busy = tog_connection_get_busy (self->connection);
  g_autofree char *state = tog_connection_dup_state (self->connection);
  g_autofree char *title = tog_connection_dup_summary (self->connection);
  g_autofree char *count = tog_outbox_dup_count (outbox);
  /* Translators: what is wrong with the connection, then how much waits to be sent:
   * "Offline, 2 waiting". */
  g_autofree char *summary =
      count != NULL ? g_strdup_printf (C_ ("connection, outbox", "%s, %s"), state, count)
                    : g_strdup (title);

  gtk_label_set_label (self->error_label, tog_connection_get_error (self->connection));
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_label_set_label (self->unsent_label, unsent != NULL ? unsent : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unsent_label), unsent != NULL);
  gtk_widget_set_visible (self->retry_button, TRUE);
  gtk_widget_set_sensitive (self->retry_button, !busy);
  gtk_button_set_label (GTK_BUTTON (self->retry_button), busy ? _ ("Trying…") : _ ("Try Again"));
  gtk_widget_set_visible (self->sign_in_button, tog_connection_get_needs_token (self->connection));
  show (self, get_icon_name (self->connection), summary, title);
}

static void
update (TogConnectionButton *self)
{
  TogOutbox *outbox = get_outbox (self);
  g_autofree char *unsent =
      outbox != NULL && is_worth_telling (outbox) ? tog_outbox_dup_summary (outbox) : NULL;

  gtk_widget_set_visible (self->outbox_button, unsent != NULL);
  if (self->connection != NULL && !tog_connection_get_is_fine (self->connection))
    {
      show_trouble (self, outbox, unsent);
    }
  else if (unsent != NULL)
    {
      show_outbox (self, outbox, unsent);
    }
  else
    {
      gtk_popover_popdown (self->popover);
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      /* What goes through all that a window has would find what was so once. */
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL);
    }
}

static void
tog_connection_button_dispose (GObject *object)
{
  TogConnectionButton *self = TOG_CONNECTION_BUTTON (object);

  tog_connection_button_set_connection (self, NULL);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_CONNECTION_BUTTON);

  G_OBJECT_CLASS (tog_connection_button_parent_class)->dispose (object);
}

static void
tog_connection_button_class_init (TogConnectionButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_connection_button_dispose;

  g_type_ensure (ADW_TYPE_SQUEEZER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-connection-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, button);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, popover);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, icon);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, squeezer);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, summary_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, count_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, error_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, unsent_label);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, retry_button);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, TogConnectionButton, outbox_button);
}

static void
tog_connection_button_init (TogConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_connection_button_set_connection:
 * @connection: (nullable)
 */
void
tog_connection_button_set_connection (TogConnectionButton *self, TogConnection *connection)
{
  g_return_if_fail (TOG_IS_CONNECTION_BUTTON (self));

  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_signal_handlers_disconnect_by_data (get_outbox (self), self);
    }

  g_set_object (&self->connection, connection);

  if (connection != NULL)
    {
      g_signal_connect_object (connection, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          get_outbox (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
}
