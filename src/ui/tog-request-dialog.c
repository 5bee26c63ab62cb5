#include "config.h"

#include "tog-request-dialog.h"

#include "tog-choice-list.h"
#include "tog-outbox-item.h"

#include <glib/gi18n.h>

static void
update (AdwMessageDialog *dialog, GPtrArray *choices)
{
  adw_message_dialog_set_response_label (
      dialog, "request", choices->len == 1 ? _ ("Request This Time") : _ ("Request These Times"));
  adw_message_dialog_set_response_enabled (dialog, "more", choices->len < TOG_REQUEST_MAX_CHOICES);
}

static void
changed_cb (AdwMessageDialog *dialog)
{
  update (dialog, g_object_get_data (G_OBJECT (dialog), "choices"));
}

/**
 * tog_request_dialog_new:
 * @title: of the session
 * @choices: (element-type TogBooking): the times that would do, best first; one can be
 *   preferred to others, or left out
 * @waits: whether some of them were asked for before, which is not sent yet
 * @zone: in which I look at times
 *
 * Asks what to do with times that were chosen offline. Its signal "response" says
 * "request" where they shall be asked for, "more" where another is to be chosen too, and
 * "cancel" where all is to be as before.
 */
GtkWidget *
tog_request_dialog_new (GtkWindow *parent,
                        const char *title,
                        GPtrArray *choices,
                        gboolean waits,
                        TogZone *zone,
                        TogInstant now)
{
  g_autofree char *heading = g_strdup_printf (_ ("Request a Time for “%s”?"), title);
  GtkWidget *widget = adw_message_dialog_new (
      parent,
      heading,
      waits ? _ ("You asked for times of this session before, which is not sent yet. Once the "
                 "server can be reached, the first of all these that is still free is booked, "
                 "and you’re told which.")
            : _ ("You’re offline, so nothing is booked yet. Once the server can be reached, the "
                 "first of these times that is still free is booked, and you’re told which."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  GtkWidget *list = tog_choice_list_new (choices, zone, now);

  g_object_set_data_full (
      G_OBJECT (dialog), "choices", g_ptr_array_ref (choices), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (list, "changed", G_CALLBACK (changed_cb), dialog, G_CONNECT_SWAPPED);
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _ ("Back"),
                                    "more",
                                    _ ("Add Another Time"),
                                    "request",
                                    _ ("Request These Times"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "request", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "request");
  adw_message_dialog_set_close_response (dialog, "cancel");
  update (dialog, choices);
  return widget;
}
