#include "config.h"

#include "tog-zone-picker.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-chooser.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

struct _TogZonePicker
{
  GtkWidget parent_instance;

  TogAccount *account;       /* (owned) */
  TogZone *zone;             /* (owned) */
  GCancellable *cancellable; /* (owned) */

  GtkListBox *list;
  AdwActionRow *zone_row;
  GtkWidget *profile_box;
  GtkLabel *profile_label;
  GtkWidget *profile_button;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogZonePicker, tog_zone_picker, GTK_TYPE_WIDGET)

static void
update_profile (TogZonePicker *self)
{
  TogHome *home = tog_account_get_home (self->account);
  TogMe *me = home != NULL ? home->me : NULL;
  gboolean differs =
      me != NULL && g_strcmp0 (me->member->zone, tog_zone_get_name (self->zone)) != 0;

  gtk_widget_set_visible (self->profile_box, differs);
  if (!differs)
    return;

  g_autofree char *city = tog_zone_name_to_city (me->member->zone);
  g_autofree char *text =
      g_strdup_printf (_ ("Your profile says %s. Your working hours are counted there."), city);

  gtk_label_set_label (self->profile_label, text);
}

static void
update (TogZonePicker *self)
{
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (self->zone));
  g_autofree char *time = tog_format_time (self->zone, tog_format_get_now ());
  g_autofree char *text = g_strdup_printf (_ ("%s now for you"), time);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->zone_row), city);
  adw_action_row_set_subtitle (self->zone_row, text);
  update_profile (self);
}

static void
zone_chosen_cb (TogZonePicker *self, const char *name, TogZoneChooser *chooser)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (name, NULL);

  if (zone == NULL || g_strcmp0 (name, tog_zone_get_name (self->zone)) == 0)
    return;
  tog_zone_unref (self->zone);
  self->zone = g_steal_pointer (&zone);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose_zone_cb (TogZonePicker *self)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *chooser = tog_zone_chooser_new (root, tog_zone_get_name (self->zone));

  g_signal_connect_object (chooser, "chosen", G_CALLBACK (zone_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (chooser);
}

static void
zone_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogZonePicker) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tog_account_set_zone_finish (TOG_ACCOUNT (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      gtk_widget_set_sensitive (self->profile_button, TRUE);
      gtk_label_set_label (self->profile_label, error->message);
      return;
    }
  gtk_widget_set_sensitive (self->profile_button, TRUE);
  update_profile (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
use_for_profile_cb (TogZonePicker *self)
{
  gtk_widget_set_sensitive (self->profile_button, FALSE);
  tog_account_set_zone_async (self->account,
                              tog_zone_get_name (self->zone),
                              self->cancellable,
                              zone_set_cb,
                              g_object_ref (self));
}

static void
tog_zone_picker_dispose (GObject *object)
{
  TogZonePicker *self = TOG_ZONE_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_ZONE_PICKER);
  G_OBJECT_CLASS (tog_zone_picker_parent_class)->dispose (object);
}

static void
tog_zone_picker_finalize (GObject *object)
{
  TogZonePicker *self = TOG_ZONE_PICKER (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->zone, tog_zone_unref);
  G_OBJECT_CLASS (tog_zone_picker_parent_class)->finalize (object);
}

static void
tog_zone_picker_class_init (TogZonePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_zone_picker_dispose;
  object_class->finalize = tog_zone_picker_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-zone-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, TogZonePicker, list);
  gtk_widget_class_bind_template_child (widget_class, TogZonePicker, zone_row);
  gtk_widget_class_bind_template_child (widget_class, TogZonePicker, profile_box);
  gtk_widget_class_bind_template_child (widget_class, TogZonePicker, profile_label);
  gtk_widget_class_bind_template_child (widget_class, TogZonePicker, profile_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_zone_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_for_profile_cb);
}

static void
tog_zone_picker_init (TogZonePicker *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_zone_picker_new:
 *
 * Begins with the desktop's zone.
 */
GtkWidget *
tog_zone_picker_new (TogAccount *account)
{
  TogZonePicker *self = g_object_new (TOG_TYPE_ZONE_PICKER, NULL);

  self->account = g_object_ref (account);
  self->zone = tog_format_get_local_zone ();
  update (self);
  g_signal_connect_object (account, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * tog_zone_picker_get_zone:
 *
 * Returns: (transfer none): the zone in which times are looked at
 */
TogZone *
tog_zone_picker_get_zone (TogZonePicker *self)
{
  g_return_val_if_fail (TOG_IS_ZONE_PICKER (self), NULL);

  return self->zone;
}

/**
 * tog_zone_picker_add_row:
 * @row: tells of another zone
 */
void
tog_zone_picker_add_row (TogZonePicker *self, GtkWidget *row)
{
  g_return_if_fail (TOG_IS_ZONE_PICKER (self));

  gtk_list_box_append (self->list, row);
}
