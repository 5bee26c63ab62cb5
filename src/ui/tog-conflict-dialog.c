#include "config.h"

#include "tog-conflict-dialog.h"

#include "tog-life-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

static GtkWidget *
version_new (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, text);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 4);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  tog_widget_set_name (row, spoken);

  return row;
}

/**
 * tog_conflict_dialog_new_versions:
 * @title: of the session that somebody else changed
 * @mine: what I wanted
 * @theirs: what it is now
 * @can_repeat: whether what I wanted can still be done
 *
 * Shows both versions. Its signal "response" says "mine" where what I wanted shall be
 * done all the same, which is offered only while it can be, and "keep" otherwise.
 */
GtkWidget *
tog_conflict_dialog_new_versions (GtkWindow *parent,
                                  const char *title,
                                  const char *mine,
                                  const char *theirs,
                                  gboolean can_repeat)
{
  g_autofree char *heading = g_strdup_printf (_ ("“%s” Was Changed Meanwhile"), title);
  GtkWidget *dialog = adw_message_dialog_new (
      parent,
      heading,
      can_repeat ? _ ("Somebody else was quicker. Nothing of yours was sent yet.")
                 : _ ("Somebody else was quicker. What you wanted can’t be done any more."));
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Both Versions"), -1);
  gtk_list_box_append (GTK_LIST_BOX (list), version_new (_ ("Yours"), mine));
  gtk_list_box_append (GTK_LIST_BOX (list), version_new (_ ("Now"), theirs));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  if (can_repeat)
    adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                      "keep",
                                      _ ("Keep as It Is Now"),
                                      "mine",
                                      _ ("Use Yours"),
                                      NULL);
  else
    adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Close"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");

  return dialog;
}

/**
 * tog_conflict_dialog_new:
 * @deed: what could not be done because somebody else changed the session
 *
 * The same for what was only just tried.
 */
GtkWidget *
tog_conflict_dialog_new (GtkWindow *parent, TogDeed *deed, TogInstant now)
{
  TogSession *newest = tog_deed_get_newest (deed);
  g_autofree char *mine = tog_deed_dup_mine (deed, now);
  g_autofree char *theirs = tog_session_dup_version (newest, now);

  return tog_conflict_dialog_new_versions (
      parent, newest->title, mine, theirs, tog_deed_can_repeat (deed, now));
}
