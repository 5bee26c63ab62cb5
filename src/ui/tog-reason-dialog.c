#include "config.h"

#include "tog-reason-dialog.h"

#include "tog-session.h"

#include <glib/gi18n.h>

static const char ENTRY[] = "tog-reason-entry";

static void
entry_activated_cb (GtkWidget *dialog)
{
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "do");
}

/**
 * tog_reason_dialog_new:
 * @heading: the question, plain text
 * @body: what comes of it, plain text
 * @keep: what the button says that leaves everything as it is
 * @action: what the button says that does it
 */
GtkWidget *
tog_reason_dialog_new (GtkWindow *parent,
                       const char *heading,
                       const char *body,
                       const char *keep,
                       const char *action)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_entry_row_new ();
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Reason, optional"));
  if (GTK_IS_TEXT (text))
    gtk_text_set_max_length (GTK_TEXT (text), TOG_MAX_REASON_LENGTH);
  g_signal_connect_object (
      row, "entry-activated", G_CALLBACK (entry_activated_cb), dialog, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", keep, "do", action, NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_object_set_data (G_OBJECT (dialog), ENTRY, row);
  gtk_window_set_focus (GTK_WINDOW (dialog), row);

  return dialog;
}

/**
 * tog_reason_dialog_dup_reason:
 *
 * Returns: (nullable): the reason, one line; %NULL where none was given
 */
char *
tog_reason_dialog_dup_reason (GtkWidget *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), ENTRY);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  return *reason != '\0' ? g_steal_pointer (&reason) : NULL;
}
