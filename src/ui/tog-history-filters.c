#include "config.h"

#include "tog-history-filters.h"

#include "tog-state-chip.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

typedef enum
{
  PROGRAM,
  PERSON,
  STATE,
  YEAR,
  N_CHOICES,
} Choice;

static const int states[] = { TOG_SESSION_SCHEDULED,
                              TOG_STATE_UNSAID,
                              TOG_SESSION_COMPLETED,
                              TOG_SESSION_CANCELLED };

struct _TogHistoryFilters
{
  GtkWidget parent_instance;

  GtkDropDown *drop_downs[N_CHOICES]; /* (owned by parent) */
  GPtrArray *values[N_CHOICES];       /* (owned) (element-type utf8): of all but the first */
  gboolean updating;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogHistoryFilters, tog_history_filters, GTK_TYPE_WIDGET)

static const char *
get_state_label (int state)
{
  return state == TOG_STATE_UNSAID ? tog_session_state_get_label (TOG_SESSION_SCHEDULED, TRUE)
                                   : tog_session_state_get_label ((TogSessionState) state, FALSE);
}

static const char *
get_any (Choice choice)
{
  switch (choice)
    {
    case PROGRAM:
      return _ ("All Programs");
    case PERSON:
      return _ ("Everyone");
    case STATE:
      return _ ("Any State");
    case YEAR:
      return _ ("Any Year");
    case N_CHOICES:
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
get_name (Choice choice)
{
  switch (choice)
    {
    case PROGRAM:
      return _ ("Program");
    case PERSON:
      return _ ("Person");
    case STATE:
      return _ ("State");
    case YEAR:
      return _ ("Year");
    case N_CHOICES:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* What is chosen, or NULL for any. */
static const char *
get_value (TogHistoryFilters *self, Choice choice)
{
  guint selected = gtk_drop_down_get_selected (self->drop_downs[choice]);

  if (selected == GTK_INVALID_LIST_POSITION || selected == 0)
    return NULL;
  return g_ptr_array_index (self->values[choice], selected - 1);
}

static void
selected_cb (TogHistoryFilters *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* It is the button within that has the focus, and that a screen reader reads. */
static void
update_name (GtkDropDown *drop_down, GParamSpec *pspec, gpointer user_data)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *name = NULL;

  if (chosen == NULL)
    return;
  /* Translators: what is filtered by, and the choice: "Program: All Programs". */
  name = g_strdup_printf (
      _ ("%s: %s"), get_name (GPOINTER_TO_UINT (user_data)), gtk_string_object_get_string (chosen));
  tog_widget_set_name (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), name);
}

static gboolean
says_the_same (GtkStringList *list, GListModel *other)
{
  guint n_items = g_list_model_get_n_items (other);

  if (g_list_model_get_n_items (G_LIST_MODEL (list)) != n_items)
    return FALSE;
  for (guint i = 0; i < n_items; i++)
    {
      if (!g_str_equal (gtk_string_list_get_string (list, i),
                        gtk_string_list_get_string (GTK_STRING_LIST (other), i)))
        return FALSE;
    }
  return TRUE;
}

/* What is chosen stays so, even if nothing is to be found by it any more: it is the
 * user's to take back. */
static void
set_choices (TogHistoryFilters *self, Choice choice, GPtrArray *values, GStrv labels)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_strdup (get_value (self, choice));
  g_autofree char *chosen_label = NULL;
  guint selected = 0;

  if (chosen != NULL)
    chosen_label = g_strdup (
        gtk_string_object_get_string (gtk_drop_down_get_selected_item (self->drop_downs[choice])));
  gtk_string_list_append (list, get_any (choice));
  for (guint i = 0; i < values->len; i++)
    {
      gtk_string_list_append (list, labels[i]);
      if (g_strcmp0 (chosen, g_ptr_array_index (values, i)) == 0)
        selected = i + 1;
    }
  if (chosen != NULL && selected == 0)
    {
      g_ptr_array_add (values, g_strdup (chosen));
      gtk_string_list_append (list, chosen_label);
      selected = values->len;
    }

  if (says_the_same (list, gtk_drop_down_get_model (self->drop_downs[choice])))
    {
      g_object_unref (list);
      g_ptr_array_unref (values);
      return;
    }
  g_clear_pointer (&self->values[choice], g_ptr_array_unref);
  self->values[choice] = values;
  self->updating = TRUE;
  gtk_drop_down_set_model (self->drop_downs[choice], G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->drop_downs[choice], selected);
  self->updating = FALSE;
  g_object_unref (list);
}

static void
tog_history_filters_dispose (GObject *object)
{
  TogHistoryFilters *self = TOG_HISTORY_FILTERS (object);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      if (self->drop_downs[i] == NULL)
        continue;
      gtk_widget_unparent (GTK_WIDGET (self->drop_downs[i]));
      self->drop_downs[i] = NULL;
      g_clear_pointer (&self->values[i], g_ptr_array_unref);
    }

  G_OBJECT_CLASS (tog_history_filters_parent_class)->dispose (object);
}

static void
tog_history_filters_class_init (TogHistoryFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_history_filters_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tog_history_filters_init (TogHistoryFilters *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);

  gtk_grid_layout_set_column_homogeneous (GTK_GRID_LAYOUT (layout), TRUE);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (layout), 6);
  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (layout), 6);
  for (guint i = 0; i < N_CHOICES; i++)
    {
      const char *any[] = { get_any (i), NULL };
      GtkWidget *drop_down = gtk_drop_down_new_from_strings (any);
      GtkLayoutChild *child;

      self->drop_downs[i] = GTK_DROP_DOWN (drop_down);
      self->values[i] = g_ptr_array_new_with_free_func (g_free);
      tog_widget_name_choices (drop_down);
      tog_widget_set_name (drop_down, get_name (i));
      gtk_widget_set_hexpand (drop_down, TRUE);
      gtk_widget_set_parent (drop_down, GTK_WIDGET (self));
      child = gtk_layout_manager_get_layout_child (layout, drop_down);
      gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), (int) i % 2);
      gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), (int) i / 2);
      g_signal_connect_swapped (drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
      g_signal_connect (
          drop_down, "notify::selected-item", G_CALLBACK (update_name), GUINT_TO_POINTER (i));
      update_name (self->drop_downs[i], NULL, GUINT_TO_POINTER (i));
    }

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_ptr_array_add (values, g_strdup_printf ("%d", states[i]));
      g_ptr_array_add (labels, (char *) get_state_label (states[i]));
    }
  g_ptr_array_add (labels, NULL);
  set_choices (self, STATE, values, (char **) labels->pdata);
}

/**
 * tog_history_filters_set_facets:
 * @facets: what can be chosen; what is chosen stays chosen
 */
void
tog_history_filters_set_facets (TogHistoryFilters *self, TogSessionFacets *facets)
{
  GPtrArray *programs = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *people = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *years = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_if_fail (TOG_IS_HISTORY_FILTERS (self));

  for (guint i = 0; i < facets->programs->len; i++)
    g_ptr_array_add (programs, g_strdup (g_ptr_array_index (facets->programs, i)));
  for (guint i = 0; i < facets->people->len; i++)
    {
      TogMember *member = g_ptr_array_index (facets->people, i);

      g_ptr_array_add (people, g_strdup (member->id));
      g_ptr_array_add (names, member->name);
    }
  for (guint i = 0; i < facets->years->len; i++)
    g_ptr_array_add (years, g_strdup_printf ("%d", g_array_index (facets->years, int, i)));

  set_choices (self, PROGRAM, programs, (char **) programs->pdata);
  set_choices (self, PERSON, people, (char **) names->pdata);
  set_choices (self, YEAR, years, (char **) years->pdata);
}

/**
 * tog_history_filters_apply:
 * @filter: takes over what is chosen
 */
void
tog_history_filters_apply (TogHistoryFilters *self, TogSessionFilter *filter)
{
  const char *state, *year;

  g_return_if_fail (TOG_IS_HISTORY_FILTERS (self));

  state = get_value (self, STATE);
  year = get_value (self, YEAR);
  g_free (filter->program);
  g_free (filter->person);
  filter->program = g_strdup (get_value (self, PROGRAM));
  filter->person = g_strdup (get_value (self, PERSON));
  filter->state = state != NULL ? (int) g_ascii_strtoll (state, NULL, 10) : TOG_ANY_STATE;
  filter->year = year != NULL ? (int) g_ascii_strtoll (year, NULL, 10) : 0;
}

/**
 * tog_history_filters_get_is_set:
 *
 * Whether anything is left out.
 */
gboolean
tog_history_filters_get_is_set (TogHistoryFilters *self)
{
  g_return_val_if_fail (TOG_IS_HISTORY_FILTERS (self), FALSE);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      if (get_value (self, i) != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * tog_history_filters_clear:
 *
 * Lists all again, and says so once.
 */
void
tog_history_filters_clear (TogHistoryFilters *self)
{
  g_return_if_fail (TOG_IS_HISTORY_FILTERS (self));

  self->updating = TRUE;
  for (guint i = 0; i < N_CHOICES; i++)
    gtk_drop_down_set_selected (self->drop_downs[i], 0);
  self->updating = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}
