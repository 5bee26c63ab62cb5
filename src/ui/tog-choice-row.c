#include "config.h"

#include "tog-choice-row.h"

#include "tog-widget.h"

struct _TogChoiceRow
{
  AdwComboRow parent_instance;

  TogChoiceText text;
  GArray *values; /* (owned) (element-type gint64): in ascending order */
  gboolean updating;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogChoiceRow, tog_choice_row, ADW_TYPE_COMBO_ROW)

static void
offer (TogChoiceRow *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->values->len; i++)
    {
      g_autofree char *text = self->text (g_array_index (self->values, gint64, i));

      gtk_string_list_append (list, text);
    }
  self->updating = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (list));
  self->updating = FALSE;
}

static void
selected_cb (TogChoiceRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
tog_choice_row_finalize (GObject *object)
{
  g_array_unref (TOG_CHOICE_ROW (object)->values);
  G_OBJECT_CLASS (tog_choice_row_parent_class)->finalize (object);
}

static void
tog_choice_row_class_init (TogChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_choice_row_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_choice_row_init (TogChoiceRow *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/**
 * tog_choice_row_new:
 * @subtitle: (nullable): says more
 * @text: says a number in words
 * @values: (array length=n_values): what is offered, in ascending order
 */
GtkWidget *
tog_choice_row_new (const char *title,
                    const char *subtitle,
                    TogChoiceText text,
                    const gint64 *values,
                    gsize n_values)
{
  TogChoiceRow *self = g_object_new (TOG_TYPE_CHOICE_ROW, "title", title, NULL);

  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  self->text = text;
  g_array_append_vals (self->values, values, (guint) n_values);
  offer (self);
  tog_widget_name_choices (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * tog_choice_row_set_value:
 * @value: chosen from now on, whether it was offered or not
 */
void
tog_choice_row_set_value (TogChoiceRow *self, gint64 value)
{
  guint at = 0;

  g_return_if_fail (TOG_IS_CHOICE_ROW (self));

  while (at < self->values->len && g_array_index (self->values, gint64, at) < value)
    at++;
  if (at == self->values->len || g_array_index (self->values, gint64, at) != value)
    {
      g_array_insert_val (self->values, at, value);
      offer (self);
    }
  self->updating = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), at);
  self->updating = FALSE;
}

gint64
tog_choice_row_get_value (TogChoiceRow *self)
{
  guint selected;

  g_return_val_if_fail (TOG_IS_CHOICE_ROW (self), 0);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return selected < self->values->len ? g_array_index (self->values, gint64, selected) : 0;
}
