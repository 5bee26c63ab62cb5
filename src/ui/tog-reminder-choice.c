#include "config.h"

#include "tog-reminder-choice.h"

#include "tog-format.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

/* Minutes that are offered, longest first. What was chosen elsewhere is offered, too. */
static const int offered[] = { 7 * 1440, 1440, 120, 60, 30, 10, 5 };

struct _TogReminderChoice
{
  AdwExpanderRow parent_instance;

  GPtrArray *checks; /* (owned) (element-type GtkCheckButton): longest first */
  gboolean updating;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogReminderChoice, tog_reminder_choice, ADW_TYPE_EXPANDER_ROW)

static int
get_minutes (GtkWidget *check)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "minutes"));
}

/* "1 week", "1 day", "1 hour 30 minutes". */
static char *
format_minutes (int minutes)
{
  int days = minutes / 1440;

  if (minutes % (7 * 1440) == 0)
    return g_strdup_printf (ngettext ("%d week", "%d weeks", days / 7), days / 7);
  if (minutes % 1440 == 0)
    return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
  return tog_format_duration (minutes * TOG_MINUTE);
}

/* All of them in a sentence; and no more than can be kept. */
static void
update (TogReminderChoice *self)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;
  g_autofree char *subtitle = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_ptr_array_add (chosen, format_minutes (get_minutes (check)));
    }
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      gtk_widget_set_sensitive (gtk_widget_get_ancestor (check, GTK_TYPE_LIST_BOX_ROW),
                                chosen->len < TOG_MAX_REMINDERS ||
                                    gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
    }

  if (chosen->len == 0)
    {
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), _ ("Never"));
      return;
    }
  g_ptr_array_add (chosen, NULL);
  /* Translators: between durations: "1 day, 10 minutes". */
  list = g_strjoinv (C_ ("between durations", ", "), (char **) chosen->pdata);
  /* Translators: durations: "1 day, 10 minutes before". */
  subtitle = g_strdup_printf (_ ("%s before"), list);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

static void
toggled_cb (TogReminderChoice *self)
{
  if (self->updating)
    return;
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_check (TogReminderChoice *self, int minutes)
{
  g_autofree char *duration = format_minutes (minutes);
  g_autofree char *title = g_strdup_printf (_ ("%s before"), duration);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (check), "minutes", GINT_TO_POINTER (minutes));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  tog_widget_set_name (check, title);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->checks, g_object_ref (check));
}

static gboolean
has_check (TogReminderChoice *self, int minutes)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (get_minutes (g_ptr_array_index (self->checks, i)) == minutes)
      return TRUE;
  return FALSE;
}

static gboolean
contains (const int *minutes, guint n_minutes, int wanted)
{
  for (guint i = 0; i < n_minutes; i++)
    if (minutes[i] == wanted)
      return TRUE;
  return FALSE;
}

static void
tog_reminder_choice_finalize (GObject *object)
{
  g_clear_pointer (&TOG_REMINDER_CHOICE (object)->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_reminder_choice_parent_class)->finalize (object);
}

static void
tog_reminder_choice_class_init (TogReminderChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_reminder_choice_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_reminder_choice_init (TogReminderChoice *self)
{
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (offered); i++)
    add_check (self, offered[i]);
}

/**
 * tog_reminder_choice_new:
 * @title: in which way one is reminded
 */
GtkWidget *
tog_reminder_choice_new (const char *title, const char *icon_name)
{
  TogReminderChoice *self = g_object_new (TOG_TYPE_REMINDER_CHOICE, "title", title, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name",
                                  icon_name,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL);

  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), icon);
  tog_widget_set_name (GTK_WIDGET (self), title);
  return GTK_WIDGET (self);
}

/**
 * tog_reminder_choice_set_minutes:
 * @minutes: (array length=n_minutes): before the start
 */
void
tog_reminder_choice_set_minutes (TogReminderChoice *self, const int *minutes, guint n_minutes)
{
  g_return_if_fail (TOG_IS_REMINDER_CHOICE (self));

  self->updating = TRUE;
  for (guint i = 0; i < n_minutes; i++)
    if (!has_check (self, minutes[i]))
      add_check (self, minutes[i]);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   contains (minutes, n_minutes, get_minutes (check)));
    }
  self->updating = FALSE;
  update (self);
}

/**
 * tog_reminder_choice_get_minutes:
 * @minutes: (out caller-allocates): before the start, longest first
 *
 * Returns: how many
 */
guint
tog_reminder_choice_get_minutes (TogReminderChoice *self, int minutes[TOG_MAX_REMINDERS])
{
  guint n = 0;

  g_return_val_if_fail (TOG_IS_REMINDER_CHOICE (self), 0);

  for (guint i = 0; i < self->checks->len && n < TOG_MAX_REMINDERS; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      guint at = n;

      if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        continue;
      for (; at > 0 && minutes[at - 1] < get_minutes (check); at--)
        minutes[at] = minutes[at - 1];
      minutes[at] = get_minutes (check);
      n++;
    }
  return n;
}
