#include "config.h"

#include "tog-request-dialog.h"

#include "tog-format.h"
#include "tog-outbox-item.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

static GtkWidget *
row_new (TogBooking *choice, guint place, TogZone *zone, TogInstant now)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *time = tog_format_session_time (zone, choice->slot, now);
  /* Translators: the place of a time among those that would do. */
  g_autofree char *number =
      place == 0 ? g_strdup (_ ("First choice")) : g_strdup_printf (_ ("Choice %u"), place + 1);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", number, time);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), number);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_add_css_class (row, "numeric");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  tog_widget_set_name (row, spoken);
  return row;
}

/**
 * tog_request_dialog_new:
 * @title: of the session
 * @choices: (element-type TogBooking): the times that would do, best first
 * @zone: in which I look at times
 *
 * Asks what to do with times that were chosen offline. Its signal "response" says
 * "request" where they shall be asked for, "more" where another is to be chosen too, and
 * "cancel" where the last one is not meant.
 */
GtkWidget *
tog_request_dialog_new (GtkWindow *parent,
                        const char *title,
                        GPtrArray *choices,
                        TogZone *zone,
                        TogInstant now)
{
  g_autofree char *heading = g_strdup_printf (_ ("Request a Time for “%s”?"), title);
  GtkWidget *dialog = adw_message_dialog_new (
      parent,
      heading,
      _ ("You’re offline, so nothing is booked yet. Once the server can be reached, the first of "
         "these times that is still free is booked, and you’re told which."));
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Times, Best First"), -1);
  for (guint i = 0; i < choices->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         row_new (g_ptr_array_index (choices, i), i, zone, now));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Back"));
  if (choices->len < TOG_REQUEST_MAX_CHOICES)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "more", _ ("Add Another Time"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog),
                                   "request",
                                   choices->len == 1 ? _ ("Request This Time")
                                                     : _ ("Request These Times"));
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "request", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "request");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}
