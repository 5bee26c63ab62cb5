#include "config.h"

#include "tog-question-row.h"

#include "tog-stacking-box.h"

struct _TogQuestionRow
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *title_label;
  GtkWidget *detail_label;
  GtkWidget *buttons;
  const char *style_class; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TogQuestionRow, tog_question_row, GTK_TYPE_WIDGET)

static void
tog_question_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_question_row_parent_class)->dispose (object);
}

static void
tog_question_row_class_init (TogQuestionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_question_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 25);

  return label;
}

static void
tog_question_row_init (TogQuestionRow *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *box;

  self->icon = g_object_new (GTK_TYPE_IMAGE,
                             "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "valign",
                             GTK_ALIGN_CENTER,
                             NULL);
  gtk_widget_add_css_class (self->icon, "badge");
  self->title_label = label_new ();
  gtk_label_set_width_chars (GTK_LABEL (self->title_label), 18);
  self->detail_label = label_new ();
  gtk_widget_add_css_class (self->detail_label, "caption");
  gtk_widget_add_css_class (self->detail_label, "dim-label");
  gtk_box_append (GTK_BOX (labels), self->title_label);
  gtk_box_append (GTK_BOX (labels), self->detail_label);
  gtk_widget_set_valign (labels, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_box_append (GTK_BOX (head), self->icon);
  gtk_box_append (GTK_BOX (head), labels);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->buttons, FALSE);

  box = tog_stacking_box_new (head, self->buttons);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "question");
}

/**
 * tog_question_row_new:
 */
GtkWidget *
tog_question_row_new (void)
{
  return g_object_new (TOG_TYPE_QUESTION_ROW, NULL);
}

/**
 * tog_question_row_set_text:
 * @style_class: of the icon's badge: accent, success or warning
 * @title: plain text
 * @detail: (nullable): plain text
 */
void
tog_question_row_set_text (TogQuestionRow *self,
                           const char *icon_name,
                           const char *style_class,
                           const char *title,
                           const char *detail)
{
  g_return_if_fail (TOG_IS_QUESTION_ROW (self));

  if (self->style_class != NULL)
    gtk_widget_remove_css_class (self->icon, self->style_class);
  self->style_class = style_class;
  gtk_widget_add_css_class (self->icon, style_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_label_set_label (GTK_LABEL (self->detail_label), detail != NULL ? detail : "");
  gtk_widget_set_visible (self->detail_label, detail != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  detail != NULL ? detail : "",
                                  -1);
}

/**
 * tog_question_row_add_button:
 *
 * Returns: (transfer none): a button, at the end
 */
GtkWidget *
tog_question_row_add_button (TogQuestionRow *self, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (self->buttons), button);
  gtk_widget_set_visible (self->buttons, TRUE);

  return button;
}
