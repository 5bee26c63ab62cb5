#include "config.h"

#include "tog-range-button.h"

#include "tog-hours-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define DAY_MINUTES 1440
#define STEP 15

struct _TogRangeButton
{
  GtkWidget parent_instance;

  TogWorkingRange range;
  char *day;      /* (owned): which one, for assistive technology */
  GArray *starts; /* (owned) (element-type int): minutes that are offered */
  GArray *ends;   /* (owned) (element-type int) */
  gboolean updating;

  GtkWidget *button;
  GtkLabel *label;
  GtkWidget *popover;
  GtkWidget *from;
  GtkWidget *to;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogRangeButton, tog_range_button, GTK_TYPE_WIDGET)

/* Quarters of an hour, and what was chosen elsewhere in its place among them. */
static void
offer (GtkWidget *chooser, GArray *minutes, int first, int last, int chosen)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  g_array_set_size (minutes, 0);
  for (int minute = first; minute <= last; minute = minute / STEP * STEP + STEP)
    {
      if (chosen < minute &&
          (minutes->len == 0 || g_array_index (minutes, int, minutes->len - 1) < chosen))
        g_array_append_val (minutes, chosen);
      g_array_append_val (minutes, minute);
    }
  if (chosen > g_array_index (minutes, int, minutes->len - 1))
    g_array_append_val (minutes, chosen);
  for (guint i = 0; i < minutes->len; i++)
    {
      int minute = g_array_index (minutes, int, i);
      g_autofree char *text = tog_hours_text_dup_time (minute);

      gtk_string_list_append (list, text);
      if (minute == chosen)
        selected = i;
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (chooser), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), selected);
}

static void
update (TogRangeButton *self)
{
  g_autofree char *text = tog_hours_text_dup_range (self->range.from, self->range.to);
  /* Translators: a weekday or date, and from when to when. */
  g_autofree char *name = g_strdup_printf (_ ("%s, %s"), self->day, text);

  self->updating = TRUE;
  offer (self->from, self->starts, 0, DAY_MINUTES - STEP, self->range.from);
  offer (self->to,
         self->ends,
         self->range.from / STEP * STEP + STEP,
         self->range.from + DAY_MINUTES,
         self->range.to);
  self->updating = FALSE;
  gtk_label_set_label (self->label, text);
  tog_widget_set_name (self->button, name);
  /* Within it there is the button that has the focus. */
  tog_widget_set_name (gtk_widget_get_first_child (self->button), name);
}

static int
get_minute (GtkWidget *chooser, GArray *minutes)
{
  return g_array_index (minutes, int, gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser)));
}

/* Another start keeps the length, as far as the end isn't chosen anew. */
static void
from_chosen_cb (TogRangeButton *self)
{
  int length = self->range.to - self->range.from;

  if (self->updating)
    return;
  self->range.from = (gint16) get_minute (self->from, self->starts);
  if (self->range.to <= self->range.from || self->range.to > self->range.from + DAY_MINUTES)
    self->range.to = (gint16) (self->range.from + length);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
to_chosen_cb (TogRangeButton *self)
{
  if (self->updating)
    return;
  self->range.to = (gint16) get_minute (self->to, self->ends);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (TogRangeButton *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
tog_range_button_dispose (GObject *object)
{
  TogRangeButton *self = TOG_RANGE_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (tog_range_button_parent_class)->dispose (object);
}

static void
tog_range_button_finalize (GObject *object)
{
  TogRangeButton *self = TOG_RANGE_BUTTON (object);

  g_free (self->day);
  g_array_unref (self->starts);
  g_array_unref (self->ends);
  G_OBJECT_CLASS (tog_range_button_parent_class)->finalize (object);
}

static void
tog_range_button_class_init (TogRangeButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_range_button_dispose;
  object_class->finalize = tog_range_button_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new (
      "removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_chooser (GtkGrid *grid, int row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *chooser = gtk_drop_down_new (NULL, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (chooser, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, chooser, 1, row, 1, 1);
  tog_widget_name_choices (chooser);
  tog_widget_set_name (chooser, text);
  return chooser;
}

static void
tog_range_button_init (TogRangeButton *self)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  GtkWidget *remove_button = gtk_button_new_with_label (_ ("Remove"));

  self->starts = g_array_new (FALSE, FALSE, sizeof (int));
  self->ends = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_grid_set_row_spacing (grid, 6);
  gtk_grid_set_column_spacing (grid, 12);
  self->from = add_chooser (grid, 0, C_ ("working hours", "From"));
  self->to = add_chooser (grid, 1, C_ ("working hours", "To"));
  gtk_grid_attach (grid, remove_button, 0, 2, 2, 1);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (grid));
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (self->button, "range");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->from, "notify::selected", G_CALLBACK (from_chosen_cb), self);
  g_signal_connect_swapped (self->to, "notify::selected", G_CALLBACK (to_chosen_cb), self);
  g_signal_connect_swapped (remove_button, "clicked", G_CALLBACK (remove_cb), self);
}

/**
 * tog_range_button_new:
 * @range: from when to when
 * @day: of which day, for assistive technology
 */
GtkWidget *
tog_range_button_new (const TogWorkingRange *range, const char *day)
{
  TogRangeButton *self = g_object_new (TOG_TYPE_RANGE_BUTTON, NULL);

  self->range = *range;
  self->day = g_strdup (day);
  update (self);
  return GTK_WIDGET (self);
}

TogWorkingRange
tog_range_button_get_range (TogRangeButton *self)
{
  g_return_val_if_fail (TOG_IS_RANGE_BUTTON (self), (TogWorkingRange){ 0 });

  return self->range;
}

/**
 * tog_range_button_open:
 *
 * Lets choose at once.
 */
void
tog_range_button_open (TogRangeButton *self)
{
  g_return_if_fail (TOG_IS_RANGE_BUTTON (self));

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
}
