#include "config.h"

#include "tog-heat-legend.h"

#include "tog-format.h"
#include "tog-grid-part.h"
#include "tog-heat-model.h"
#include "tog-stacking-box.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

/* Between one pattern with its meaning and the next. */
#define SPACING 14
#define NARROW_SPACING 9

/* Which pattern and line means what. */
static const struct
{
  const char *css_class;
  const char *text;
} keys[] = {
  { "unknown", N_ ("Not shared") },
  { "off", N_ ("Outside hours") },
  { "past", N_ ("Past") },
  { "now", N_ ("Now") },
};

struct _TogHeatLegend
{
  GtkWidget parent_instance;

  guint n_people;
  gboolean narrow;

  GtkWidget *box;
  GtkWidget *patterns;
  GtkWidget *everyone;
  GtkWidget *nobody;
  GtkWidget *steps[TOG_HEAT_N_STEPS];
};

G_DEFINE_FINAL_TYPE (TogHeatLegend, tog_heat_legend, GTK_TYPE_WIDGET)

static void
tog_heat_legend_dispose (GObject *object)
{
  TogHeatLegend *self = TOG_HEAT_LEGEND (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tog_heat_legend_parent_class)->dispose (object);
}

static void
tog_heat_legend_class_init (TogHeatLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_heat_legend_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "heat-legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* What a step stands for: @least to @most can, if any number is shaded so. */
static gboolean
find_range (guint step, guint n_people, guint *least, guint *most)
{
  guint n_steps = TOG_HEAT_N_STEPS - 1;
  guint most_cannot = step * n_people / n_steps;
  guint least_cannot = step == 0 ? 0 : (step - 1) * n_people / n_steps + 1;

  if (least_cannot > most_cannot)
    return FALSE;
  *least = n_people - most_cannot;
  *most = n_people - least_cannot;
  return TRUE;
}

static char *
dup_range (TogHeatLegend *self, guint least, guint most)
{
  /* Where there is little room the swatch before says where a range ends. */
  if (self->narrow && least != most && least > 0)
    /* Translators: at least so many. */
    return g_strdup_printf (C_ ("number", "%u+"), least);
  return tog_format_count_range (least, most);
}

static void
update (TogHeatLegend *self)
{
  g_autofree char *spoken = NULL;

  for (guint step = 0; step < TOG_HEAT_N_STEPS; step++)
    {
      guint least = 0, most = 0;
      gboolean shown = find_range (step, self->n_people, &least, &most);
      g_autofree char *range = shown ? dup_range (self, least, most) : NULL;

      gtk_label_set_label (GTK_LABEL (self->steps[step]), shown ? range : "");
      gtk_widget_set_visible (self->steps[step], shown);
    }
  gtk_box_set_spacing (GTK_BOX (self->patterns), self->narrow ? NARROW_SPACING : SPACING);
  gtk_label_set_label (GTK_LABEL (self->everyone), self->narrow ? _ ("All") : _ ("Everyone can"));
  gtk_label_set_label (GTK_LABEL (self->nobody), self->narrow ? _ ("None") : _ ("Nobody can"));

  /* Translators: what a legend says, for those who don't see it; %u is how many
   * people there are. */
  spoken = g_strdup_printf (
      _ ("Legend: blank means that all %u can, and the stronger the blue the fewer can. "
         "Diagonal lines: somebody’s calendar is not shared. Upright lines: outside "
         "working hours. Grey: past. A red line: now."),
      self->n_people);
  tog_widget_set_name (GTK_WIDGET (self), spoken);
}

static void
tog_heat_legend_init (TogHeatLegend *self)
{
  GtkWidget *scale = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *swatches = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->patterns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->everyone = gtk_label_new (NULL);
  self->nobody = gtk_label_new (NULL);
  for (guint i = 0; i < TOG_HEAT_N_STEPS; i++)
    {
      g_autofree char *css_class = g_strdup_printf ("heat-%u", i);

      self->steps[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->steps[i], "swatch");
      gtk_widget_add_css_class (self->steps[i], css_class);
      gtk_box_append (GTK_BOX (swatches), self->steps[i]);
    }
  gtk_widget_add_css_class (swatches, "swatches");
  gtk_widget_set_overflow (swatches, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (swatches, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (scale), self->everyone);
  gtk_box_append (GTK_BOX (scale), swatches);
  gtk_box_append (GTK_BOX (scale), self->nobody);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_box_append (GTK_BOX (self->patterns),
                    tog_grid_part_new_key (keys[i].css_class, _ (keys[i].text)));
  self->box = tog_stacking_box_new (scale, self->patterns);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "time-legend");
  tog_widget_follow_style (GTK_WIDGET (self));
  update (self);
}

/**
 * tog_heat_legend_new:
 */
GtkWidget *
tog_heat_legend_new (void)
{
  return g_object_new (TOG_TYPE_HEAT_LEGEND, NULL);
}

/**
 * tog_heat_legend_set_people:
 * @n_people: how many there are in the group
 */
void
tog_heat_legend_set_people (TogHeatLegend *self, guint n_people)
{
  g_return_if_fail (TOG_IS_HEAT_LEGEND (self));

  if (self->n_people == n_people)
    return;
  self->n_people = n_people;
  update (self);
}

/**
 * tog_heat_legend_set_narrow:
 * @narrow: whether there is room for few words only
 */
void
tog_heat_legend_set_narrow (TogHeatLegend *self, gboolean narrow)
{
  g_return_if_fail (TOG_IS_HEAT_LEGEND (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  update (self);
}
