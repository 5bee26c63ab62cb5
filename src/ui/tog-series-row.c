#include "config.h"

#include "tog-series-row.h"

#include "tog-series-speech.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define MAX_POPOVER_HEIGHT 400

struct _TogSeriesRow
{
  AdwActionRow parent_instance;

  TogSeriesModel *model; /* (owned) */
  guint i;
  TogInstant now;

  GtkWidget *icon;
  GtkWidget *button;
  GtkWidget *list; /* of proposals */
};

G_DEFINE_FINAL_TYPE (TogSeriesRow, tog_series_row, ADW_TYPE_ACTION_ROW)

static const struct
{
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [TOG_SERIES_UNKNOWN] = { "content-loading-symbolic", "dim-label" },
  [TOG_SERIES_FITS] = { "object-select-symbolic", "success" },
  [TOG_SERIES_UNCONFIRMED] = { "dialog-question-symbolic", "warning" },
  [TOG_SERIES_KEPT] = { "object-select-symbolic", "warning" },
  [TOG_SERIES_CONFLICT] = { "dialog-warning-symbolic", "warning" },
};

static void
clear_list (TogSeriesRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
}

static GtkWidget *
proposal_new (TogSeriesRow *self, TogInstant start)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  g_autofree char *when = tog_series_speech_dup_when (self->model, start, self->now);
  g_autofree char *theirs = tog_series_speech_dup_theirs (self->model, start);
  GtkWidget *label = gtk_label_new (when);

  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (theirs != NULL)
    {
      /* Translators: when a session could be, and what time that is for somebody. */
      g_autofree char *spoken = g_strdup_printf (C_ ("proposed time", "%s, %s"), when, theirs);

      label = gtk_label_new (theirs);
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (box), label);
      tog_widget_set_name (row, spoken);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "start", g_memdup2 (&start, sizeof start), g_free);
  return row;
}

static GtkWidget *
nothing_new (void)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_ ("No time in the days around it suits everybody"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

/* Of a group that would meet without some of its members. */
static GtkWidget *
keep_new (const TogSeriesItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *who = tog_attendance_dup_conflict (item->attendance);
  GtkWidget *title = gtk_label_new (_ ("Keep This Time"));
  GtkWidget *subtitle = gtk_label_new (who);
  /* Translators: a button's words, then whom it hits. */
  g_autofree char *spoken =
      g_strdup_printf (C_ ("proposed time", "%s, %s"), _ ("Keep This Time"), who);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (subtitle), 28);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  tog_widget_set_name (row, spoken);
  g_object_set_data (G_OBJECT (row), "keep", row);
  return row;
}

/* What can be chosen is looked for when somebody wants to choose. */
static void
popover_cb (GtkMenuButton *button, gpointer user_data)
{
  TogSeriesRow *self = user_data;
  const TogSeriesItem *item = tog_series_model_get_item (self->model, self->i);
  TogInstant starts[TOG_SERIES_MAX_PROPOSALS];
  gsize n = tog_series_model_propose (self->model, self->i, starts);

  clear_list (self);
  if (item->state == TOG_SERIES_CONFLICT && item->attendance != NULL && item->clash < 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list), keep_new (item));
  for (gsize i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), proposal_new (self, starts[i]));
  if (n == 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list), nothing_new ());
}

static void
chosen_cb (TogSeriesRow *self, GtkListBoxRow *row)
{
  const TogInstant *start = g_object_get_data (G_OBJECT (row), "start");
  gboolean keep = g_object_get_data (G_OBJECT (row), "keep") != NULL;

  if (start == NULL && !keep)
    return;
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  if (keep)
    tog_series_model_keep (self->model, self->i);
  else
    tog_series_model_choose (self->model, self->i, *start);
}

static void
tog_series_row_finalize (GObject *object)
{
  g_clear_object (&TOG_SERIES_ROW (object)->model);

  G_OBJECT_CLASS (tog_series_row_parent_class)->finalize (object);
}

static void
tog_series_row_class_init (TogSeriesRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_series_row_finalize;
}

static GtkWidget *
popover_new (TogSeriesRow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *popover = gtk_popover_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Other times"), -1);
  g_signal_connect_object (
      self->list, "row-activated", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_POPOVER_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_widget_add_css_class (popover, "menu");
  gtk_widget_add_css_class (popover, "proposals");
  return popover;
}

static void
tog_series_row_init (TogSeriesRow *self)
{
  self->icon = gtk_image_new ();
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->icon);

  /* What is pressed, and has the name, is the button inside. */
  self->button =
      g_object_new (GTK_TYPE_MENU_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover_new (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), popover_cb, self, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);

  /* Titles come from outside: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 6);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "occurrence");
}

/**
 * tog_series_row_new:
 * @i: which session of @model
 */
GtkWidget *
tog_series_row_new (TogSeriesModel *model, guint i)
{
  TogSeriesRow *self = g_object_new (TOG_TYPE_SERIES_ROW, NULL);

  self->model = g_object_ref (model);
  self->i = i;
  return GTK_WIDGET (self);
}

static void
set_look (TogSeriesRow *self, TogSeriesState state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->icon, looks[i].css_class);
  gtk_widget_add_css_class (self->icon, looks[state].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[state].icon_name);
}

static void
set_button (TogSeriesRow *self, const TogSeriesItem *item, const char *when)
{
  gboolean is_conflict = item->state == TOG_SERIES_CONFLICT;
  g_autofree char *name = NULL;

  /* Translators: a day and a time. */
  name = g_strdup_printf (_ ("Choose another time than %s"), when);
  if (is_conflict)
    {
      gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), _ ("Choose Time…"));
      gtk_widget_remove_css_class (self->button, "flat");
    }
  else
    {
      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "document-edit-symbolic");
      gtk_widget_add_css_class (self->button, "flat");
    }
  /* From GTK 4.10 on the tooltip of a menu button becomes the name of what is inside. */
  gtk_widget_set_tooltip_text (self->button, is_conflict ? NULL : name);
  gtk_widget_set_sensitive (self->button, item->state != TOG_SERIES_UNKNOWN);
  tog_widget_set_name (self->button, name);
  tog_widget_set_name (gtk_widget_get_first_child (self->button), name);
}

/**
 * tog_series_row_update:
 * @now: the present
 *
 * Shows what the model says now.
 */
void
tog_series_row_update (TogSeriesRow *self, TogInstant now)
{
  const TogSeriesItem *item = tog_series_model_get_item (self->model, self->i);
  g_autofree char *when = tog_series_speech_dup_when (self->model, item->start, now);
  g_autofree char *verdict = tog_series_speech_dup_verdict (self->model, self->i);
  g_autofree char *drift = tog_series_speech_dup_drift (self->model, self->i);
  g_autofree char *skipped = NULL;
  g_autoptr (GString) subtitle = g_string_new (item->planned->title);
  g_autofree char *spoken = NULL;

  g_return_if_fail (TOG_IS_SERIES_ROW (self));

  self->now = now;
  if (item->skipped && item->start == item->wanted)
    skipped = g_strdup (_ ("Clocks change that day, so it is later"));
  if (item->state != TOG_SERIES_FITS)
    g_string_append_printf (subtitle, "\n%s", verdict);
  if (drift != NULL)
    g_string_append_printf (subtitle, "\n%s", drift);
  if (skipped != NULL)
    g_string_append_printf (subtitle, "\n%s", skipped);

  set_look (self, item->state);
  set_button (self, item, when);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle->str);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, verdict, -1);

  if (item->state == TOG_SERIES_FITS)
    g_string_append_printf (subtitle, "\n%s", verdict);
  g_strdelimit (subtitle->str, "\n", ';');
  /* Translators: when a session is, then which one and what there is to say of it. */
  spoken = g_strdup_printf (C_ ("session of a series", "%s: %s"), when, subtitle->str);
  tog_widget_set_name (GTK_WIDGET (self), spoken);
}
