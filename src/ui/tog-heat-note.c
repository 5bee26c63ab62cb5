#include "config.h"

#include "tog-heat-note.h"

#include "tog-format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* So many people are named; the rest are counted. */
#define MAX_ROWS 8

#define AVATAR_SIZE 24
#define MAX_CHARS 34

/* Somebody who can't, or of whom it isn't known. */
typedef struct
{
  GtkWidget *row;
  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *why;
} Row;

struct _TogHeatNote
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *when;
  GtkWidget *reason;
  GtkWidget *list;
  Row rows[MAX_ROWS]; /* in @list; made when needed first */
  guint n_rows;
  GtkWidget *others;
};

G_DEFINE_FINAL_TYPE (TogHeatNote, tog_heat_note, GTK_TYPE_WIDGET)

static void
tog_heat_note_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_heat_note_parent_class)->dispose (object);
}

static void
tog_heat_note_class_init (TogHeatNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_heat_note_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "time-note");
}

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
add_label (TogHeatNote *self, const char *style)
{
  GtkWidget *label = make_label (style);

  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
tog_heat_note_init (TogHeatNote *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  self->title = add_label (self, "heading");
  self->when = add_label (self, "place");
  self->reason = add_label (self, "reason");
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_margin_top (self->list, 8);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  self->others = add_label (self, "place");
  gtk_widget_set_margin_top (self->others, 6);
}

/**
 * tog_heat_note_new:
 */
TogHeatNote *
tog_heat_note_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_NOTE, NULL);
}

static void
make_row (TogHeatNote *self, Row *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  row->avatar = adw_avatar_new (AVATAR_SIZE, NULL, TRUE);
  row->name = make_label (NULL);
  row->why = make_label ("place");
  gtk_widget_add_css_class (row->why, "caption");
  gtk_box_append (GTK_BOX (texts), row->name);
  gtk_box_append (GTK_BOX (texts), row->why);
  gtk_box_append (GTK_BOX (row->row), row->avatar);
  gtk_box_append (GTK_BOX (row->row), texts);
  gtk_box_append (GTK_BOX (self->list), row->row);
}

static void
add_person (TogHeatNote *self, TogHeatModel *model, gsize who, const char *why)
{
  TogPersonTimes *person = g_ptr_array_index (tog_heat_model_get_times (model)->people, who);
  Row *row = &self->rows[self->n_rows++];

  if (row->row == NULL)
    make_row (self, row);
  adw_avatar_set_text (ADW_AVATAR (row->avatar), person->member->name);
  /* The first of them is who looks. */
  gtk_label_set_label (GTK_LABEL (row->name), who == 0 ? _ ("You") : person->member->name);
  gtk_label_set_label (GTK_LABEL (row->why), why);
}

/* Lists those who can't, or those of whom it isn't known; returns how many. */
static guint
add_people (TogHeatNote *self,
            TogHeatModel *model,
            TogHeatSpeech *speech,
            TogInstant start,
            gboolean unknown)
{
  TogHeatMap *map = tog_heat_model_get_map (model);
  gsize n_attendees;
  guint before = self->n_rows;

  tog_heat_map_get_attendees (map, &n_attendees);
  for (gsize who = 0; who < n_attendees && self->n_rows < MAX_ROWS; who++)
    {
      gboolean is_unknown = tog_heat_map_judge (map, who, start) == TOG_VERDICT_UNCONFIRMED;
      g_autofree char *why = NULL;

      if (is_unknown != unknown)
        continue;
      why = tog_heat_speech_dup_why (speech, who, start);
      if (why != NULL)
        add_person (self, model, who, why);
    }
  return self->n_rows - before;
}

/* "12 more can’t", "2 can’t" where nobody was named, and the same of those of whom
 * it isn't known. */
static void
show_others (TogHeatNote *self, guint n_cannot, guint n_unknown)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_cannot > 0)
    g_string_append_printf (text,
                            self->n_rows > 0 ? ngettext ("%u more can’t", "%u more can’t", n_cannot)
                                             : ngettext ("%u can’t", "%u can’t", n_cannot),
                            n_cannot);
  if (n_cannot > 0 && n_unknown > 0)
    g_string_append_c (text, '\n');
  if (n_unknown > 0)
    g_string_append_printf (text,
                            ngettext ("%u more whose calendar isn’t known",
                                      "%u more whose calendars aren’t known",
                                      n_unknown),
                            n_unknown);
  gtk_label_set_label (GTK_LABEL (self->others), text->str);
  gtk_widget_set_visible (self->others, text->len > 0);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

/* "Wednesday 25 November, 14:00 – 15:00", or the day alone. */
static char *
dup_when (TogHeatModel *model, TogHeatSpeech *speech, guint column, const TogHeatCell *cell)
{
  TogZone *zone = tog_week_get_zone (tog_heat_model_get_week (model));
  g_autofree char *day = tog_heat_speech_dup_day (speech, column);
  g_autofree char *range = NULL;

  if (!cell->exists)
    return g_steal_pointer (&day);
  range = tog_format_time_range (
      zone, (TogSlot){ cell->start, cell->start + tog_heat_model_get_duration (model) });
  /* Translators: a day, then a time. */
  return g_strdup_printf (_ ("%s, %s"), day, range);
}

/**
 * tog_heat_note_show:
 *
 * Tells of a cell.
 */
void
tog_heat_note_show (TogHeatNote *self,
                    TogHeatModel *model,
                    TogHeatSpeech *speech,
                    guint column,
                    guint row)
{
  const TogHeatCell *cell = tog_heat_model_get_cell (model, column, row);
  g_autofree char *state = tog_heat_speech_dup_state (speech, column, row);
  g_autofree char *when = dup_when (model, speech, column, cell);
  guint n_cannot = 0, n_unknown = 0;

  g_return_if_fail (TOG_IS_HEAT_NOTE (self));

  self->n_rows = 0;
  if (state == NULL)
    {
      n_unknown = cell->heat.n_unknown;
      n_cannot = (guint) (cell->heat.n_people - cell->heat.n_can) - n_unknown;
      state = tog_heat_speech_dup_available (cell->heat);
      n_cannot -= add_people (self, model, speech, cell->start, FALSE);
      n_unknown -= add_people (self, model, speech, cell->start, TRUE);
    }
  set_text (self->title, state);
  set_text (self->when, when);
  set_text (self->reason, cell->off ? _ ("Outside working hours") : NULL);
  gtk_widget_set_visible (self->list, self->n_rows > 0);
  for (guint i = 0; i < MAX_ROWS && self->rows[i].row != NULL; i++)
    gtk_widget_set_visible (self->rows[i].row, i < self->n_rows);
  show_others (self, n_cannot, n_unknown);
}
