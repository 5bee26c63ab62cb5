#include "config.h"

#include "tog-hours-editor.h"

#include "tog-day-hours-row.h"
#include "tog-format.h"
#include "tog-hours-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define WEEK_DAYS 7

struct _TogHoursEditor
{
  GtkWidget parent_instance;

  TogDay today;
  GPtrArray *exceptions; /* (owned) (element-type TogDayHoursRow): children, in order of day */

  AdwPreferencesGroup *week_group;
  GtkLabel *city_label;
  TogDayHoursRow *weekdays[WEEK_DAYS]; /* from Monday on */
  AdwPreferencesGroup *exceptions_group;
  GtkWidget *none_row;
  GtkWidget *add_button;
  GtkWidget *popover;
  GtkCalendar *calendar;
  GtkWidget *choose_button; /* adds the day that is chosen in it */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogHoursEditor, tog_hours_editor, GTK_TYPE_WIDGET)

static void
changed_cb (TogHoursEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static TogDay
get_day (gpointer row)
{
  return GPOINTER_TO_INT (g_object_get_data (row, "day"));
}

static void
update_none (TogHoursEditor *self)
{
  gtk_widget_set_visible (self->none_row, self->exceptions->len == 0);
  gtk_widget_set_sensitive (self->add_button, self->exceptions->len < TOG_MAX_HOURS_EXCEPTIONS);
}

static void
remove_cb (GtkWidget *button, TogHoursEditor *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, TOG_TYPE_DAY_HOURS_ROW);

  g_ptr_array_remove (self->exceptions, row);
  adw_preferences_group_remove (self->exceptions_group, row);
  update_none (self);
  gtk_widget_grab_focus (self->add_button);
  changed_cb (self);
}

static TogDayHoursRow *
make_exception (TogHoursEditor *self, TogDay day)
{
  g_autofree char *title = tog_format_day (day, self->today);
  g_autofree char *name = g_strdup_printf (_ ("Remove Exception: %s"), title);
  GtkWidget *row = tog_day_hours_row_new (title, TOG_MAX_EXCEPTION_RANGES);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove Exception"));
  tog_widget_set_name (button, name);
  g_object_set_data (G_OBJECT (row), "day", GINT_TO_POINTER (day));
  tog_day_hours_row_add_button (TOG_DAY_HOURS_ROW (row), button);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return TOG_DAY_HOURS_ROW (row);
}

/* A group only appends: those after a day are taken out and put back. */
static void
insert_exception (TogHoursEditor *self, TogDayHoursRow *row)
{
  guint at = 0;

  while (at < self->exceptions->len &&
         get_day (g_ptr_array_index (self->exceptions, at)) < get_day (row))
    at++;
  g_ptr_array_insert (self->exceptions, (int) at, row);
  for (guint i = at; i < self->exceptions->len; i++)
    {
      GtkWidget *one = g_object_ref (g_ptr_array_index (self->exceptions, i));

      if (i > at)
        adw_preferences_group_remove (self->exceptions_group, one);
      adw_preferences_group_add (self->exceptions_group, one);
      g_object_unref (one);
    }
}

static TogDay
get_chosen (TogHoursEditor *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  return tog_day_from_civil (g_date_time_get_year (date),
                             g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date));
}

/* A calendar tells assistive technology nothing by itself. */
static void
name_chosen (TogHoursEditor *self)
{
  g_autofree char *day = tog_format_day (get_chosen (self), self->today);
  /* Translators: a day, to be added to those with other working hours. */
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), day);

  gtk_button_set_label (GTK_BUTTON (self->choose_button), add);
  tog_widget_set_name (GTK_WIDGET (self->calendar), day);
}

/* It begins with today, as far as is known. */
static void
show_cb (TogHoursEditor *self)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  tog_day_to_civil (self->today, &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  gtk_calendar_select_day (self->calendar, date);
  name_chosen (self);
}

static void
choose_cb (TogHoursEditor *self)
{
  TogDay day = get_chosen (self);

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  for (guint i = 0; i < self->exceptions->len; i++)
    if (get_day (g_ptr_array_index (self->exceptions, i)) == day)
      {
        gtk_widget_child_focus (g_ptr_array_index (self->exceptions, i), GTK_DIR_TAB_FORWARD);
        return;
      }
  insert_exception (self, make_exception (self, day));
  update_none (self);
  changed_cb (self);
}

static void
tog_hours_editor_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_hours_editor_parent_class)->dispose (object);
}

static void
tog_hours_editor_finalize (GObject *object)
{
  g_ptr_array_unref (TOG_HOURS_EDITOR (object)->exceptions);
  G_OBJECT_CLASS (tog_hours_editor_parent_class)->finalize (object);
}

static void
tog_hours_editor_class_init (TogHoursEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_hours_editor_dispose;
  object_class->finalize = tog_hours_editor_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
add_week (TogHoursEditor *self)
{
  int first = tog_format_get_first_weekday ();

  self->week_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->week_group, _ ("Working Hours"));
  self->city_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->city_label), "dim-label");
  adw_preferences_group_set_header_suffix (self->week_group, GTK_WIDGET (self->city_label));
  for (int i = 0; i < WEEK_DAYS; i++)
    {
      int day = (first - 1 + i) % WEEK_DAYS;
      g_autofree char *name = tog_hours_text_dup_weekday (day + 1);
      GtkWidget *row = tog_day_hours_row_new (name, TOG_WORKING_HOURS_MAX_RANGES / WEEK_DAYS);

      self->weekdays[day] = TOG_DAY_HOURS_ROW (row);
      g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->week_group, row);
    }
  gtk_widget_set_parent (GTK_WIDGET (self->week_group), GTK_WIDGET (self));
}

static void
add_exceptions (TogHoursEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "choose-day");
  self->exceptions_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->exceptions_group, _ ("Exceptions"));
  self->none_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->none_row), _ ("No Exceptions"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->none_row),
                               _ ("Days off, and days with other hours"));
  adw_preferences_group_add (self->exceptions_group, self->none_row);

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  tog_widget_name_arrows (self->calendar);
  self->choose_button = gtk_button_new ();
  self->popover = gtk_popover_new ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
  gtk_box_append (GTK_BOX (box), self->choose_button);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  self->add_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add_button), "list-add-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->add_button), self->popover);
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_tooltip_text (self->add_button, _ ("Add Exception"));
  tog_widget_set_name (self->add_button, _ ("Add Exception"));
  adw_preferences_group_set_header_suffix (self->exceptions_group, self->add_button);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  /* Its arrows select a day of another month without saying so. */
  g_signal_connect_object (
      self->calendar, "notify", G_CALLBACK (name_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->calendar, "day-selected", G_CALLBACK (name_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->choose_button, "clicked", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->exceptions_group), GTK_WIDGET (self));
}

static void
tog_hours_editor_init (TogHoursEditor *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  self->exceptions = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 24);
  add_week (self);
  add_exceptions (self);
}

/**
 * tog_hours_editor_new:
 */
GtkWidget *
tog_hours_editor_new (void)
{
  return g_object_new (TOG_TYPE_HOURS_EDITOR, NULL);
}

/**
 * tog_hours_editor_set_today:
 * @today: years are named that are not its
 */
void
tog_hours_editor_set_today (TogHoursEditor *self, TogDay today)
{
  g_return_if_fail (TOG_IS_HOURS_EDITOR (self));

  self->today = today;
}

/**
 * tog_hours_editor_set_city:
 * @city: by whose clock the hours are
 */
void
tog_hours_editor_set_city (TogHoursEditor *self, const char *city)
{
  /* Translators: a city, by whose clock hours are meant. */
  g_autofree char *text = g_strdup_printf (_ ("%s Time"), city);

  g_return_if_fail (TOG_IS_HOURS_EDITOR (self));

  gtk_label_set_label (self->city_label, text);
}

/**
 * tog_hours_editor_set_hours:
 * @hours: to begin with
 */
void
tog_hours_editor_set_hours (TogHoursEditor *self, const TogWorkingHours *hours)
{
  gsize n_ranges, n_exceptions;
  const TogWorkingRange *ranges = tog_working_hours_get_ranges (hours, &n_ranges);
  const TogHoursException *exceptions = tog_working_hours_get_exceptions (hours, &n_exceptions);

  g_return_if_fail (TOG_IS_HOURS_EDITOR (self));

  for (int day = 0; day < WEEK_DAYS; day++)
    {
      g_autoptr (GArray) of_day = g_array_new (FALSE, FALSE, sizeof (TogWorkingRange));

      for (gsize i = 0; i < n_ranges; i++)
        if (ranges[i].weekday == day + 1)
          g_array_append_val (of_day, ranges[i]);
      tog_day_hours_row_set_ranges (
          self->weekdays[day], (const TogWorkingRange *) (void *) of_day->data, of_day->len);
    }

  for (guint i = 0; i < self->exceptions->len; i++)
    adw_preferences_group_remove (self->exceptions_group, g_ptr_array_index (self->exceptions, i));
  g_ptr_array_set_size (self->exceptions, 0);
  for (gsize i = 0; i < n_exceptions; i++)
    {
      TogDayHoursRow *row = make_exception (self, exceptions[i].day);

      tog_day_hours_row_set_ranges (row, exceptions[i].ranges, exceptions[i].n_ranges);
      insert_exception (self, row);
    }
  update_none (self);
}

/**
 * tog_hours_editor_get_hours:
 * @error: return location for what tog_working_hours_new() says
 *
 * Returns: (transfer full) (nullable): what was entered
 */
TogWorkingHours *
tog_hours_editor_get_hours (TogHoursEditor *self, GError **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (TogWorkingRange));
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (TogHoursException));
  g_autoptr (TogWorkingHours) week = NULL;

  g_return_val_if_fail (TOG_IS_HOURS_EDITOR (self), NULL);

  for (int day = 0; day < WEEK_DAYS; day++)
    tog_day_hours_row_append_ranges (self->weekdays[day], (gint8) (day + 1), ranges);
  week =
      tog_working_hours_new ((const TogWorkingRange *) (void *) ranges->data, ranges->len, error);
  if (week == NULL)
    return NULL;
  for (guint i = 0; i < self->exceptions->len; i++)
    {
      TogDayHoursRow *row = g_ptr_array_index (self->exceptions, i);
      TogHoursException exception = { .day = get_day (row) };
      g_autoptr (GArray) of_day = g_array_new (FALSE, FALSE, sizeof (TogWorkingRange));

      tog_day_hours_row_append_ranges (row, (gint8) tog_day_get_weekday (exception.day), of_day);
      exception.n_ranges = of_day->len;
      for (guint j = 0; j < of_day->len; j++)
        exception.ranges[j] = g_array_index (of_day, TogWorkingRange, j);
      g_array_append_val (exceptions, exception);
    }
  return tog_working_hours_with_exceptions (
      week, (const TogHoursException *) (void *) exceptions->data, exceptions->len, error);
}
