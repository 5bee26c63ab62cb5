#include "config.h"

#include "tog-rating-box.h"

#include "tog-life-text.h"

#include <glib/gi18n.h>

struct _TogRatingBox
{
  GtkWidget parent_instance;

  GtkWidget *label;                   /* (owned by parent) */
  GtkWidget *choices[TOG_MAX_RATING]; /* (owned by parent) */
  GtkWidget *hint;                    /* (owned by parent) */
  int rating;
};

G_DEFINE_FINAL_TYPE (TogRatingBox, tog_rating_box, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
toggled_cb (TogRatingBox *self, GtkCheckButton *choice)
{
  if (!gtk_check_button_get_active (choice))
    return;

  for (int i = 0; i < TOG_MAX_RATING; i++)
    {
      if (self->choices[i] == GTK_WIDGET (choice) && self->rating != i + 1)
        {
          self->rating = i + 1;
          g_signal_emit (self, signals[CHANGED], 0);
        }
    }
}

static void
tog_rating_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_rating_box_parent_class)->dispose (object);
}

static void
tog_rating_box_class_init (TogRatingBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_rating_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
label_new (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);

  return label;
}

static void
tog_rating_box_init (TogRatingBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  self->label = label_new (_ ("How useful was it?"), "heading");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  self->hint = label_new (_ ("Optional. Only you see this."), "caption");
  gtk_widget_add_css_class (self->hint, "dim-label");
  gtk_widget_set_parent (self->hint, GTK_WIDGET (self));
  for (int i = 0; i < TOG_MAX_RATING; i++)
    {
      self->choices[i] = gtk_check_button_new_with_label (tog_rating_get_label (i + 1));
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (self->choices[i]),
                                    GTK_CHECK_BUTTON (self->choices[0]));
      g_signal_connect_swapped (self->choices[i], "toggled", G_CALLBACK (toggled_cb), self);
      gtk_widget_set_parent (self->choices[i], GTK_WIDGET (self));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How useful was it?"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Optional. Only you see this."),
                                  -1);
}

/**
 * tog_rating_box_new:
 */
GtkWidget *
tog_rating_box_new (void)
{
  return g_object_new (TOG_TYPE_RATING_BOX, NULL);
}

/**
 * tog_rating_box_get_rating:
 *
 * Returns: 1 to %TOG_MAX_RATING, 0 where nothing is said
 */
int
tog_rating_box_get_rating (TogRatingBox *self)
{
  g_return_val_if_fail (TOG_IS_RATING_BOX (self), 0);

  return self->rating;
}

/**
 * tog_rating_box_set_rating:
 * @rating: 1 to %TOG_MAX_RATING, 0 where nothing is said
 */
void
tog_rating_box_set_rating (TogRatingBox *self, int rating)
{
  g_return_if_fail (TOG_IS_RATING_BOX (self));

  self->rating = rating;
  for (int i = 0; i < TOG_MAX_RATING; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->choices[i]), i + 1 == rating);
}
