#include "config.h"

#include "tog-notice.h"

#define SPACING 12

struct _TogNotice
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *detail;
  GtkWidget *button;
};

enum
{
  PRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogNotice, tog_notice, GTK_TYPE_WIDGET)

static void
clicked_cb (TogNotice *self)
{
  g_signal_emit (self, signals[PRESSED], 0);
}

static void
tog_notice_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tog_notice_parent_class)->dispose (object);
}

static void
tog_notice_class_init (TogNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_notice_dispose;
  signals[PRESSED] = g_signal_new (
      "pressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
tog_notice_init (TogNotice *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
  self->label = add_label (texts);
  self->detail = add_label (texts);
  gtk_widget_add_css_class (self->detail, "caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (texts, GTK_WIDGET (self));
  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tog_notice_new:
 * @icon_name: what kind of news it is, so that colour is not all that says it
 * @css_class: (nullable): "warning" or "error"
 */
GtkWidget *
tog_notice_new (const char *icon_name, const char *css_class)
{
  TogNotice *self = g_object_new (TOG_TYPE_NOTICE, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "icon-name",
                                  icon_name,
                                  NULL);

  gtk_widget_insert_after (icon, GTK_WIDGET (self), NULL);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  return GTK_WIDGET (self);
}

/**
 * tog_notice_show:
 * @text: (nullable): what to say; nothing hides the line
 * @button: (nullable): what can be done about it
 */
void
tog_notice_show (TogNotice *self, const char *text, const char *button)
{
  g_return_if_fail (TOG_IS_NOTICE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_label_set_label (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_widget_set_visible (self->button, button != NULL);
  gtk_button_set_label (GTK_BUTTON (self->button), button != NULL ? button : "");
  tog_notice_set_detail (self, NULL);
}

/**
 * tog_notice_set_detail:
 * @detail: (nullable): what else there is to say, until something else is shown
 */
void
tog_notice_set_detail (TogNotice *self, const char *detail)
{
  const char *text;
  g_autofree char *name = NULL;

  g_return_if_fail (TOG_IS_NOTICE (self));

  text = gtk_label_get_label (GTK_LABEL (self->label));
  name = detail != NULL ? g_strdup_printf ("%s. %s", text, detail) : g_strdup (text);
  gtk_label_set_label (GTK_LABEL (self->detail), detail != NULL ? detail : "");
  gtk_widget_set_visible (self->detail, detail != NULL);
  if (detail != NULL)
    gtk_widget_add_css_class (self->label, "heading");
  else
    gtk_widget_remove_css_class (self->label, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* What the button is for is told where it gets the focus. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

/**
 * tog_notice_focus_button:
 *
 * Gives the focus to its button. The notice itself takes none, or else Tab would end at
 * one that has no button.
 *
 * Returns: whether there is one
 */
gboolean
tog_notice_focus_button (TogNotice *self)
{
  g_return_val_if_fail (TOG_IS_NOTICE (self), FALSE);

  return gtk_widget_get_mapped (self->button) && gtk_widget_grab_focus (self->button);
}
