#include "config.h"

#include "tog-best-list.h"

#include "tog-best-words.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogBestList
{
  GtkWidget parent_instance;

  TogGroupSearch *search; /* (owned) */

  GtkListBox *list;
  GtkWidget *rows[TOG_GROUP_SEARCH_N_BEST];
  TogInstant starts[TOG_GROUP_SEARCH_N_BEST];
  AdwActionRow *empty_row;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogBestList, tog_best_list, GTK_TYPE_WIDGET)

static void
row_activated_cb (TogBestList *self, GtkListBoxRow *row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->rows); i++)
    if (self->rows[i] == GTK_WIDGET (row))
      g_signal_emit (self, signals[CHOSEN], 0, self->starts[i]);
}

static void
tog_best_list_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&TOG_BEST_LIST (object)->search);
  G_OBJECT_CLASS (tog_best_list_parent_class)->dispose (object);
}

static void
tog_best_list_class_init (TogBestListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_best_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_row (TogBestList *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_list_box_append (self->list, row);
  return row;
}

static void
tog_best_list_init (TogBestList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "best-times");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Best Times"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));

  for (gsize i = 0; i < G_N_ELEMENTS (self->rows); i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", (int) i + 1);
      GtkWidget *badge = gtk_label_new (number);

      self->rows[i] = add_row (self);
      gtk_widget_add_css_class (badge, "best-badge");
      gtk_widget_add_css_class (badge, "numeric");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->rows[i]), TRUE);
      adw_action_row_add_prefix (ADW_ACTION_ROW (self->rows[i]), badge);
    }
  self->empty_row = ADW_ACTION_ROW (add_row (self));
}

/**
 * tog_best_list_new:
 * @search: what is looked for
 */
GtkWidget *
tog_best_list_new (TogGroupSearch *search)
{
  TogBestList *self = g_object_new (TOG_TYPE_BEST_LIST, NULL);

  self->search = g_object_ref (search);
  return GTK_WIDGET (self);
}

static void
update_row (TogBestList *self,
            gsize i,
            const TogBestTime *best,
            TogHeatSpeech *speech,
            TogZone *zone,
            TogInstant now)
{
  g_autofree char *when = tog_best_words_dup_when (zone, best->start, now);
  g_autofree char *reason =
      tog_best_words_dup_reason (speech, tog_group_search_get_map (self->search), best);
  /* Translators: a time's rank, when it is, why it is proposed. */
  g_autofree char *name = g_strdup_printf (_ ("Best time %d: %s, %s"), (int) i + 1, when, reason);

  self->starts[i] = best->start;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[i]), reason);
  tog_widget_set_name (self->rows[i], name);
}

/**
 * tog_best_list_update:
 * @speech: how to call people
 * @zone: in which I look at times
 * @now: the present, by the server's clock
 *
 * Shows what the search found. Rows are changed in place, so that the focus stays
 * where it is.
 */
void
tog_best_list_update (TogBestList *self, TogHeatSpeech *speech, TogZone *zone, TogInstant now)
{
  gsize n_best;
  const TogBestTime *best = tog_group_search_get_best (self->search, &n_best);

  g_return_if_fail (TOG_IS_BEST_LIST (self));

  for (gsize i = 0; i < G_N_ELEMENTS (self->rows); i++)
    {
      gtk_widget_set_visible (self->rows[i], i < n_best);
      if (i < n_best)
        update_row (self, i, &best[i], speech, zone, now);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->empty_row), n_best == 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->empty_row),
                                 tog_group_search_get_map (self->search) == NULL
                                     ? _ ("Not known yet")
                                     : _ ("No time at which anybody could meet"));
}
