#include "config.h"

#include "tog-first-session-dialog.h"

#include <glib/gi18n.h>

static GtkWidget *
advice_new (const char *icon_name, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name",
                                  icon_name,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (icon, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

/**
 * tog_first_session_dialog_new:
 * @person: whom one is about to meet
 *
 * Asks to get in touch before the first session with @person is booked.
 */
GtkWidget *
tog_first_session_dialog_new (GtkWindow *parent, TogMember *person)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, NULL, NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *advice = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *given_name = tog_member_dup_given_name (person);
  g_autofree char *touch = g_strdup_printf (_ ("Get in touch with %s before you book"), given_name);

  adw_message_dialog_format_heading (message, _ ("Your First Session with %s"), person->name);
  adw_message_dialog_set_body (message,
                               _ ("A few words beforehand make the first session a better one. "
                                  "Continue shows the times when both of you can meet."));

  gtk_box_append (GTK_BOX (advice), advice_new ("mail-unread-symbolic", touch));
  gtk_box_append (GTK_BOX (advice),
                  advice_new ("avatar-default-symbolic", _ ("Introduce yourself")));
  gtk_box_append (
      GTK_BOX (advice),
      advice_new ("preferences-system-time-symbolic", _ ("Ask which times suit them best")));
  adw_message_dialog_set_extra_child (message, advice);

  adw_message_dialog_add_response (message, "cancel", _ ("Cancel"));
  if (person->email != NULL)
    {
      g_autofree char *email = g_strdup_printf (_ ("Email %s"), given_name);

      adw_message_dialog_add_response (message, "email", email);
    }
  adw_message_dialog_add_response (message, "continue", _ ("Continue"));
  adw_message_dialog_set_response_appearance (message, "continue", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "continue");
  adw_message_dialog_set_close_response (message, "cancel");

  return dialog;
}
