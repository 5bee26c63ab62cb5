#include "config.h"

#include "tog-attendee-list.h"

#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

/* So many are shown before somebody asks for all of them. */
#define FIRST_ATTENDEES 50
#define AVATAR_SIZE 28

struct _TogAttendeeList
{
  GtkWidget parent_instance;

  TogHeatModel *model;   /* (owned) (nullable) */
  TogHeatSpeech *speech; /* (not owned) (nullable): of whoever made the model */
  TogInstant start;
  char *shown;  /* (owned) (nullable): what the rows say, so that the same isn't made anew */
  gboolean all; /* whether all are shown */

  GtkLabel *count_label;
  GtkListBox *list;
};

/* In the order in which they are shown. */
typedef enum
{
  CANNOT,
  UNKNOWN,
  CAN,
  N_STATES
} State;

G_DEFINE_FINAL_TYPE (TogAttendeeList, tog_attendee_list, GTK_TYPE_WIDGET)

static State
get_state (TogVerdict verdict)
{
  if (verdict == TOG_VERDICT_AVAILABLE)
    return CAN;
  return verdict == TOG_VERDICT_UNCONFIRMED ? UNKNOWN : CANNOT;
}

/* "15:30 in Bengaluru", with the weekday where it is another one than mine. */
static char *
dup_local_time (TogAttendeeList *self, const TogZone *zone)
{
  TogZone *mine = tog_week_get_zone (tog_heat_model_get_week (self->model));
  TogDay day = tog_zone_to_wall (zone, self->start).day;
  g_autofree char *city = tog_zone_name_to_city (tog_zone_get_name (zone));
  g_autofree char *time = tog_format_time (zone, self->start);
  g_autofree char *weekday = tog_format_short_weekday (day);

  if (day == tog_zone_to_wall (mine, self->start).day)
    /* Translators: a time, a city. */
    return g_strdup_printf (_ ("%s in %s"), time, city);
  /* Translators: a weekday in short, a time, a city. */
  return g_strdup_printf (_ ("%s %s in %s"), weekday, time, city);
}

static GtkWidget *
chip_new (const char *icon_name, const char *text)
{
  GtkWidget *chip = g_object_new (GTK_TYPE_BOX, "css-name", "chip", "spacing", 5, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "icon-name",
                                  icon_name,
                                  "pixel-size",
                                  12,
                                  NULL);

  gtk_widget_add_css_class (chip, "warning");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (chip), icon);
  gtk_box_append (GTK_BOX (chip), gtk_label_new (text));
  return chip;
}

/* What stands at a row's end, and how it is said. */
static const char *
add_state (AdwActionRow *row, State state)
{
  GtkWidget *check;

  switch (state)
    {
    case CANNOT:
      adw_action_row_add_suffix (row, chip_new ("action-unavailable-symbolic", _ ("Can’t then")));
      return _ ("can’t then");
    case UNKNOWN:
      adw_action_row_add_suffix (row, chip_new ("dialog-question-symbolic", _ ("Not shared")));
      return _ ("not shared");
    case CAN:
    case N_STATES:
    default:
      check = g_object_new (GTK_TYPE_IMAGE,
                            "accessible-role",
                            GTK_ACCESSIBLE_ROLE_PRESENTATION,
                            "icon-name",
                            "object-select-symbolic",
                            NULL);
      gtk_widget_add_css_class (check, "success");
      adw_action_row_add_suffix (row, check);
      return _ ("can");
    }
}

static AdwActionRow *
add_row (TogAttendeeList *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "attendee");
  gtk_list_box_append (self->list, row);
  return ADW_ACTION_ROW (row);
}

static void
add_person (TogAttendeeList *self, gsize who, State state)
{
  TogTimes *times = tog_heat_model_get_times (self->model);
  TogPersonTimes *person = g_ptr_array_index (times->people, who);
  gsize n_attendees;
  const TogAttendee *one =
      &tog_heat_map_get_attendees (tog_heat_model_get_map (self->model), &n_attendees)[who];
  g_autofree char *why = tog_heat_speech_dup_why (self->speech, who, self->start);
  g_autofree char *local = dup_local_time (self, one->zone);
  g_autofree char *detail = NULL;
  g_autofree char *name = NULL;
  const char *said;
  AdwActionRow *row;

  if (state == CAN)
    detail = g_strdup (local);
  else if (one->required)
    /* Translators: why somebody can't who is required. */
    detail = g_strdup_printf (_ ("Required. %s"), why);
  else
    detail = g_strdup (why);
  row = add_row (self, person->member->name, state == CAN ? "" : detail);
  adw_action_row_add_prefix (row, adw_avatar_new (AVATAR_SIZE, person->member->name, TRUE));
  if (state == CAN)
    {
      GtkWidget *label = gtk_label_new (local);

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "wizard-note");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      adw_action_row_add_suffix (row, label);
    }
  said = add_state (row, state);
  /* Translators: a person, whether they can, why not or the time for them. */
  name = g_strdup_printf (_ ("%s, %s: %s"), person->member->name, said, detail);
  tog_widget_set_name (GTK_WIDGET (row), name);
}

static char *
dup_counted (guint n, State state)
{
  switch (state)
    {
    case CANNOT:
      return g_strdup_printf (ngettext ("%u who isn’t named can’t", "%u who aren’t named can’t", n),
                              n);
    case UNKNOWN:
      return g_strdup_printf (ngettext ("%u who isn’t named: calendar not known",
                                        "%u who aren’t named: calendars not known",
                                        n),
                              n);
    case CAN:
    case N_STATES:
    default:
      return g_strdup_printf (ngettext ("%u who isn’t named can", "%u who aren’t named can", n), n);
    }
}

/* How many there are of those who are only counted. */
static guint
count_unnamed (TogAttendeeList *self, State state)
{
  TogTimes *times = tog_heat_model_get_times (self->model);
  guint n_people;
  TogCount count;

  if (times->counted == NULL)
    return 0;
  n_people = tog_counted_times_get_n_people (times->counted);
  if (!tog_counted_times_get (
          times->counted, tog_heat_model_get_duration (self->model), self->start, &count))
    return state == UNKNOWN ? n_people : 0;
  switch (state)
    {
    case CANNOT:
      return n_people - count.n_can - count.n_unknown;
    case UNKNOWN:
      return count.n_unknown;
    case CAN:
    case N_STATES:
    default:
      return count.n_can;
    }
}

/* All of whom something is so, as far as there is room left for them. */
static void
add_state_rows (TogAttendeeList *self, State state, guint *n_left)
{
  TogHeatMap *map = tog_heat_model_get_map (self->model);
  guint n_unnamed = count_unnamed (self, state);
  gsize n_attendees;

  tog_heat_map_get_attendees (map, &n_attendees);
  for (gsize who = 0; who<n_attendees && * n_left> 0; who++)
    {
      if (get_state (tog_heat_map_judge (map, who, self->start)) != state)
        continue;
      add_person (self, who, state);
      (*n_left)--;
    }
  if (n_unnamed > 0)
    {
      g_autofree char *text = dup_counted (n_unnamed, state);

      add_state (add_row (self, text, ""), state);
    }
}

/* Everything that the rows say, in short. */
static char *
dup_summary (TogAttendeeList *self)
{
  TogHeatMap *map = tog_heat_model_get_map (self->model);
  TogTimes *times = tog_heat_model_get_times (self->model);
  GString *summary = g_string_new (NULL);
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (map, &n_attendees);

  g_string_append_printf (summary, "%d %" G_GINT64_FORMAT, self->all, self->start);
  for (State state = 0; state < N_STATES; state++)
    g_string_append_printf (summary, " %u", count_unnamed (self, state));
  for (gsize who = 0; who < n_attendees; who++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, who);

      g_string_append_printf (summary,
                              " %s %d %d",
                              person->member->id,
                              tog_heat_map_judge (map, who, self->start),
                              attendees[who].required);
    }
  return g_string_free (summary, FALSE);
}

static void
fill (TogAttendeeList *self)
{
  TogTimes *times = tog_heat_model_get_times (self->model);
  guint n_left = self->all ? G_MAXUINT : FIRST_ATTENDEES;
  g_autofree char *summary = dup_summary (self);
  GtkListBoxRow *row;

  if (g_strcmp0 (summary, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&summary);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (State state = 0; state < N_STATES; state++)
    add_state_rows (self, state, &n_left);
  if (!self->all && times->people->len > FIRST_ATTENDEES)
    {
      g_autofree char *all = g_strdup_printf (_ ("Show All %u"), times->people->len);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (add_row (self, all, "")), TRUE);
    }
}

static void
row_activated_cb (TogAttendeeList *self)
{
  GtkListBoxRow *row;

  self->all = TRUE;
  fill (self);
  row = gtk_list_box_get_row_at_index (self->list, FIRST_ATTENDEES);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
tog_attendee_list_dispose (GObject *object)
{
  TogAttendeeList *self = TOG_ATTENDEE_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (tog_attendee_list_parent_class)->dispose (object);
}

static void
tog_attendee_list_class_init (TogAttendeeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_attendee_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
tog_attendee_list_init (TogAttendeeList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Attendees"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "wizard-note");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->count_label));
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Attendees"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_parent (head, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}

/**
 * tog_attendee_list_new:
 */
GtkWidget *
tog_attendee_list_new (void)
{
  return g_object_new (TOG_TYPE_ATTENDEE_LIST, NULL);
}

/**
 * tog_attendee_list_update:
 * @model: whose map tells who can
 * @speech: the same in words, for as long as the list is shown
 * @start: of the session
 */
void
tog_attendee_list_update (TogAttendeeList *self,
                          TogHeatModel *model,
                          TogHeatSpeech *speech,
                          TogInstant start)
{
  g_autofree char *count = NULL;
  TogHeat heat;

  g_return_if_fail (TOG_IS_ATTENDEE_LIST (self));

  tog_heat_model_ref (model);
  g_clear_pointer (&self->model, tog_heat_model_unref);
  self->model = model;
  self->speech = speech;
  self->start = start;
  if (!tog_heat_map_get_heat (tog_heat_model_get_map (model), start, &heat))
    return;
  count = tog_heat_speech_dup_available (heat);
  gtk_label_set_label (self->count_label, count);
  fill (self);
}
