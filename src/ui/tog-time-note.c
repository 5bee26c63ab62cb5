#include "config.h"

#include "tog-time-note.h"

#include "tog-format.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define MAX_REASON_CHARS 32

struct _TogTimeNote
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *my_time;
  GtkWidget *my_place;
  GtkWidget *their_time;
  GtkWidget *their_place;
  GtkWidget *reason;
};

G_DEFINE_FINAL_TYPE (TogTimeNote, tog_time_note, GTK_TYPE_WIDGET)

static void
tog_time_note_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_time_note_parent_class)->dispose (object);
}

static void
tog_time_note_class_init (TogTimeNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_time_note_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "time-note");
}

static GtkWidget *
add_label (TogTimeNote *self, int column, int row, int span, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkLayoutChild *child;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  child = gtk_layout_manager_get_layout_child (layout, label);
  g_object_set (child, "column", column, "row", row, "column-span", span, NULL);
  return label;
}

static void
tog_time_note_init (TogTimeNote *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (layout), 12);
  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (layout), 4);
  self->title = add_label (self, 0, 0, 2, "heading");
  self->my_time = add_label (self, 0, 1, 1, "numeric");
  self->my_place = add_label (self, 1, 1, 1, "place");
  self->their_time = add_label (self, 0, 2, 1, "numeric");
  self->their_place = add_label (self, 1, 2, 1, "place");
  self->reason = add_label (self, 0, 3, 2, "reason");
  gtk_label_set_wrap (GTK_LABEL (self->reason), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->reason), MAX_REASON_CHARS);
}

/**
 * tog_time_note_new:
 */
TogTimeNote *
tog_time_note_new (void)
{
  return g_object_new (TOG_TYPE_TIME_NOTE, NULL);
}

static void
set_line (GtkWidget *time, GtkWidget *place, const char *time_text, const char *place_text)
{
  gtk_label_set_label (GTK_LABEL (time), time_text != NULL ? time_text : "");
  gtk_label_set_label (GTK_LABEL (place), place_text != NULL ? place_text : "");
  gtk_widget_set_visible (time, time_text != NULL);
  gtk_widget_set_visible (place, place_text != NULL);
}

/* "Asha, Kathmandu", and the weekday where it is another one there. */
static char *
dup_place (const char *who, TogZone *zone, TogInstant start, TogDay my_day)
{
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));
  TogDay day = tog_zone_to_wall (zone, start).day;

  if (day == my_day)
    /* Translators: a person, a city. */
    return g_strdup_printf (C_ ("person, city", "%s, %s"), who, city);

  g_autofree char *weekday = tog_format_weekday (day);

  /* Translators: a person, a city, a weekday. */
  return g_strdup_printf (C_ ("person, city, weekday", "%s, %s, %s"), who, city, weekday);
}

/**
 * tog_time_note_show:
 *
 * Tells of a cell.
 */
void
tog_time_note_show (TogTimeNote *self,
                    TogWeekModel *model,
                    TogWeekSpeech *speech,
                    guint column,
                    guint row)
{
  const TogWeekCell *cell = tog_week_model_get_cell (model, column, row);
  TogZone *mine = tog_week_get_zone (tog_week_model_get_week (model));
  TogDay day = tog_week_get_day (tog_week_model_get_week (model), column);
  TogSlot slot = { cell->start, cell->start + tog_week_model_get_duration (model) };
  gboolean bookable = cell->judged && tog_verdict_is_bookable (cell->judgement.verdict);
  TogZone *theirs = tog_week_speech_get_zone (speech, 1);
  g_autofree char *title = tog_week_speech_dup_day (speech, column);
  g_autofree char *reason = tog_week_speech_dup_reason (speech, column, row);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->reason), reason != NULL ? reason : "");
  gtk_widget_set_visible (self->reason, reason != NULL);
  set_line (self->my_time, self->my_place, NULL, NULL);
  set_line (self->their_time, self->their_place, NULL, NULL);
  if (!cell->exists)
    return;

  g_autofree char *my_time = tog_format_time_range (mine, slot);
  g_autofree char *my_place = bookable ? dup_place (_ ("You"), mine, slot.start, day) : NULL;

  set_line (self->my_time, self->my_place, my_time, my_place);
  if (!bookable || theirs == NULL ||
      tog_zone_get_offset (mine, slot.start) == tog_zone_get_offset (theirs, slot.start))
    return;

  g_autofree char *name = tog_week_speech_dup_name (speech, 1);
  g_autofree char *their_time = tog_format_time_range (theirs, slot);
  g_autofree char *their_place = dup_place (name, theirs, slot.start, day);

  set_line (self->their_time, self->their_place, their_time, their_place);
}
