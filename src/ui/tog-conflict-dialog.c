#include "config.h"

#include "tog-conflict-dialog.h"

#include "tog-life-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

/* So narrow that two stand beside each other on a phone. */
#define VERSION_CHARS 10

static GtkWidget *
label_new (const char *text, const char *style)
{
  return g_object_new (GTK_TYPE_LABEL,
                       "label",
                       text,
                       "xalign",
                       0.0,
                       "wrap",
                       TRUE,
                       "wrap-mode",
                       PANGO_WRAP_WORD_CHAR,
                       "width-chars",
                       VERSION_CHARS,
                       "css-classes",
                       (const char *[]){ style, NULL },
                       NULL);
}

static GtkWidget *
version_new (const char *title, const char *text)
{
  GtkWidget *card = g_object_new (GTK_TYPE_BOX,
                                  "orientation",
                                  GTK_ORIENTATION_VERTICAL,
                                  "spacing",
                                  6,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_GROUP,
                                  NULL);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "version");
  gtk_box_append (GTK_BOX (card), label_new (title, "caption-heading"));
  gtk_box_append (GTK_BOX (card), label_new (text, "body"));
  tog_widget_set_name (card, title);
  return card;
}

static GtkWidget *
versions_new (const char *mine, const char *theirs)
{
  GtkWidget *versions = g_object_new (GTK_TYPE_BOX,
                                      "homogeneous",
                                      TRUE,
                                      "spacing",
                                      12,
                                      "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_GROUP,
                                      NULL);

  tog_widget_set_name (versions, _ ("Both Versions"));
  gtk_box_append (GTK_BOX (versions), version_new (_ ("Yours"), mine));
  gtk_box_append (GTK_BOX (versions), version_new (_ ("Now"), theirs));
  return versions;
}

static GtkWidget *
dialog_new (GtkWindow *parent,
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

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), versions_new (mine, theirs));
  return dialog;
}

/**
 * tog_conflict_dialog_new_versions:
 * @title: of the session that somebody else changed
 * @mine: what I wanted
 * @theirs: what it is now
 * @can_repeat: whether what I wanted can still be done
 *
 * Shows both versions of what is kept until it is settled. Its signal "response" says
 * "mine" where what I wanted shall be done all the same, which is offered only while it
 * can be, "keep" where it shall not, and "later" where nothing is settled yet.
 */
GtkWidget *
tog_conflict_dialog_new_versions (GtkWindow *parent,
                                  const char *title,
                                  const char *mine,
                                  const char *theirs,
                                  gboolean can_repeat)
{
  GtkWidget *widget = dialog_new (parent, title, mine, theirs, can_repeat);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_responses (
      dialog, "later", _ ("Decide Later"), "keep", _ ("Keep as It Is Now"), NULL);
  if (can_repeat)
    adw_message_dialog_add_response (dialog, "mine", _ ("Use Yours"));
  adw_message_dialog_set_close_response (dialog, "later");
  return widget;
}

/**
 * tog_conflict_dialog_new:
 * @deed: what could not be done because somebody else changed the session
 *
 * The same for what was only just tried, and is not kept: "response" says "mine" or
 * "keep".
 */
GtkWidget *
tog_conflict_dialog_new (GtkWindow *parent, TogDeed *deed, TogInstant now)
{
  TogSession *newest = tog_deed_get_newest (deed);
  gboolean can_repeat = tog_deed_can_repeat (deed, now);
  g_autofree char *mine = tog_deed_dup_mine (deed, now);
  g_autofree char *theirs = tog_session_dup_version (newest, now);
  GtkWidget *widget = dialog_new (parent, newest->title, mine, theirs, can_repeat);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_response (
      dialog, "keep", can_repeat ? _ ("Keep as It Is Now") : _ ("Close"));
  if (can_repeat)
    adw_message_dialog_add_response (dialog, "mine", _ ("Use Yours"));
  adw_message_dialog_set_close_response (dialog, "keep");
  return widget;
}
