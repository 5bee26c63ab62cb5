#include "config.h"

#include "tog-message-box.h"

#include "tog-session.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

/* How many characters are left when counting begins to be shown. */
#define COUNT_FROM 200

struct _TogMessageBox
{
  GtkWidget parent_instance;

  GtkLabel *title_label;
  GtkTextView *view;
  GtkWidget *counter_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogMessageBox, tog_message_box, GTK_TYPE_WIDGET)

static int
count_left (TogMessageBox *self)
{
  return TOG_MAX_MESSAGE_LENGTH -
         gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->view));
}

static void
changed_cb (TogMessageBox *self)
{
  int left = count_left (self);
  g_autofree char *count = NULL;

  gtk_widget_set_visible (self->counter_label, left <= COUNT_FROM);
  if (left >= 0)
    count = g_strdup_printf (ngettext ("%d character left", "%d characters left", left), left);
  else
    count = g_strdup_printf (ngettext ("%d character too many", "%d characters too many", -left),
                             -left);
  gtk_label_set_label (GTK_LABEL (self->counter_label), count);
  if (left < 0)
    gtk_widget_add_css_class (self->counter_label, "error");
  else
    gtk_widget_remove_css_class (self->counter_label, "error");
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tog_message_box_dispose (GObject *object)
{
  tog_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_MESSAGE_BOX);

  G_OBJECT_CLASS (tog_message_box_parent_class)->dispose (object);
}

static void
tog_message_box_class_init (TogMessageBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_message_box_dispose;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-message-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TogMessageBox, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogMessageBox, view);
  gtk_widget_class_bind_template_child (widget_class, TogMessageBox, counter_label);
}

static void
tog_message_box_init (TogMessageBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * tog_message_box_get_view:
 *
 * Returns: (transfer none): what has the keyboard focus while somebody writes
 */
GtkWidget *
tog_message_box_get_view (TogMessageBox *self)
{
  g_return_val_if_fail (TOG_IS_MESSAGE_BOX (self), NULL);

  return GTK_WIDGET (self->view);
}

/**
 * tog_message_box_set_title:
 * @title: what the message is
 */
void
tog_message_box_set_title (TogMessageBox *self, const char *title)
{
  g_return_if_fail (TOG_IS_MESSAGE_BOX (self));

  gtk_label_set_label (self->title_label, title);
}

/**
 * tog_message_box_set_editable:
 * @editable: whether it can be changed; it can be read anyway
 */
void
tog_message_box_set_editable (TogMessageBox *self, gboolean editable)
{
  g_return_if_fail (TOG_IS_MESSAGE_BOX (self));

  gtk_text_view_set_editable (self->view, editable);
}

/**
 * tog_message_box_dup_text:
 *
 * Returns: (nullable): what is written, without the white space around it; %NULL
 *   where that is nothing
 */
char *
tog_message_box_dup_text (TogMessageBox *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  g_return_val_if_fail (TOG_IS_MESSAGE_BOX (self), NULL);

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * tog_message_box_fits:
 *
 * Returns: whether it isn't too long to be sent
 */
gboolean
tog_message_box_fits (TogMessageBox *self)
{
  g_return_val_if_fail (TOG_IS_MESSAGE_BOX (self), FALSE);

  return count_left (self) >= 0;
}
