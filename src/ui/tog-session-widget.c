#include "config.h"

#include "tog-session-widget.h"

#include "tog-life-text.h"
#include "tog-session-text.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

static const int late_minutes[] = { 5, 10, 15 };

static const char *
or_empty (const char *id)
{
  return id != NULL ? id : "";
}

/**
 * tog_session_get_path:
 */
TogSessionPath
tog_session_get_path (TogSession *session)
{
  return (TogSessionPath){ session->match_id, session->group_id, session->id };
}

/**
 * tog_planned_session_get_path:
 * @team: whose planned session it is
 */
TogSessionPath
tog_planned_session_get_path (TogTeam *team, TogPlannedSession *planned)
{
  if (TOG_IS_GROUP (team))
    return (TogSessionPath){ NULL, team->id, planned->id };

  return (TogSessionPath){ team->id, NULL, planned->id };
}

/* The target comes first, because what has an action of another type than its target
 * complains. */
static void
act (GtkWidget *button, const char *action, GVariant *target)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

/**
 * tog_session_path_act:
 * @action: one that takes no more than the path
 */
void
tog_session_path_act (TogSessionPath path, GtkWidget *button, const char *action)
{
  act (button,
       action,
       g_variant_new (
           "(sss)", or_empty (path.match_id), or_empty (path.group_id), or_empty (path.id)));
}

/**
 * tog_session_path_answer:
 */
void
tog_session_path_answer (TogSessionPath path, GtkWidget *button, TogAnswer answer)
{
  act (button,
       "win.answer",
       g_variant_new ("(ssss)",
                      or_empty (path.match_id),
                      or_empty (path.group_id),
                      or_empty (path.id),
                      tog_answer_to_string (answer)));
}

/**
 * tog_session_path_say_held:
 */
void
tog_session_path_say_held (TogSessionPath path, GtkWidget *button, TogHeld held)
{
  act (button,
       "win.say-held",
       g_variant_new ("(ssssi)",
                      or_empty (path.match_id),
                      or_empty (path.group_id),
                      or_empty (path.id),
                      tog_held_to_string (held),
                      0));
}

/**
 * tog_session_update_join:
 * @button: "Join"
 *
 * Lets @button be pressed while it makes sense, and say from when on until then.
 */
void
tog_session_update_join (TogSession *session, GtkWidget *button, TogInstant now)
{
  gboolean can_join = tog_session_can_join (session, now);
  g_autofree char *hint = tog_session_dup_join_hint (session, now);
  g_autofree char *name = g_strdup_printf (_ ("Join “%s”"), session->title);
  gboolean has_link = session->conference != NULL && session->conference->url != NULL;

  if (can_join)
    act (button, "win.open-link", g_variant_new_string (session->conference->url));
  else
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_widget_set_visible (button, can_join || (has_link && hint != NULL));
  gtk_widget_set_sensitive (button, can_join);
  gtk_widget_set_tooltip_text (button, hint);
  tog_widget_set_name (button, name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint != NULL ? hint : "", -1);
}

/**
 * tog_session_update_late:
 * @button: a #GtkMenuButton, "Running Late"
 *
 * Offers to tell the others that one is running late, while that makes sense.
 */
void
tog_session_update_late (TogSession *session, GtkWidget *button, TogInstant now)
{
  gboolean can_say = tog_session_can (session, TOG_ACTION_SAY_LATE, now);
  g_autoptr (GMenu) menu = NULL;

  gtk_widget_set_visible (button, can_say);
  if (!can_say || g_strcmp0 (g_object_get_data (G_OBJECT (button), "session"), session->id) == 0)
    return;

  menu = g_menu_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (late_minutes); i++)
    {
      g_autofree char *label = g_strdup_printf (
          ngettext ("About %d Minute", "About %d Minutes", late_minutes[i]), late_minutes[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item,
                                         "win.say-late",
                                         "(sssi)",
                                         or_empty (session->match_id),
                                         or_empty (session->group_id),
                                         session->id,
                                         late_minutes[i]);
      g_menu_append_item (menu, item);
    }
  /* A menu that is open must not be replaced by the same one. */
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  g_object_set_data_full (G_OBJECT (button), "session", g_strdup (session->id), g_free);
}
