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
 * tog_session_path_propose:
 * @slot: to when it is to be moved, if that suits
 */
void
tog_session_path_propose (TogSessionPath path, GtkWidget *button, TogSlot slot)
{
  act (button,
       "win.propose",
       g_variant_new ("(sssxx)",
                      or_empty (path.match_id),
                      or_empty (path.group_id),
                      or_empty (path.id),
                      slot.start,
                      slot.end));
}

/**
 * tog_session_restore_event:
 *
 * Has its event in my own calendar be as the session is.
 */
void
tog_session_restore_event (TogSession *session, GtkWidget *button)
{
  act (button, "win.restore-event", g_variant_new_string (session->id));
}

/**
 * tog_session_leave_out_event:
 *
 * Has it stay out of my own calendar.
 */
void
tog_session_leave_out_event (TogSession *session, GtkWidget *button)
{
  act (button, "win.leave-out-event", g_variant_new_string (session->id));
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

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* A menu that is open must not be replaced by the same one. */
static void
set_menu (GtkWidget *button, GMenu *menu, const char *key)
{
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  g_object_set_data_full (G_OBJECT (button), "session", g_strdup (key), g_free);
}

static gboolean
has_menu (GtkWidget *button, const char *key)
{
  return g_strcmp0 (g_object_get_data (G_OBJECT (button), "session"), key) == 0;
}

static void
append_late (GMenu *menu, const char *label, TogSession *session, int minutes)
{
  append (menu,
          label,
          "win.say-late",
          g_variant_new ("(sssi)",
                         or_empty (session->match_id),
                         or_empty (session->group_id),
                         session->id,
                         minutes));
}

/**
 * tog_session_update_late:
 * @button: a #GtkMenuButton, "Running Late"
 * @my_id: (nullable): who is signed in
 *
 * Offers to tell the others that one is running late, or isn't any more, while that
 * makes sense.
 */
void
tog_session_update_late (TogSession *session, GtkWidget *button, const char *my_id, TogInstant now)
{
  gboolean can_say = tog_session_can (session, TOG_ACTION_SAY_LATE, now);
  TogParticipant *me = tog_session_find_participant (session, my_id);
  gboolean is_late = me != NULL && me->late > 0;
  g_autofree char *key = g_strdup_printf ("%s %d", session->id, is_late);
  g_autoptr (GMenu) menu = NULL;

  gtk_widget_set_visible (button, can_say);
  if (!can_say || has_menu (button, key))
    return;

  menu = g_menu_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (late_minutes); i++)
    {
      g_autofree char *label = g_strdup_printf (
          ngettext ("About %d Minute", "About %d Minutes", late_minutes[i]), late_minutes[i]);

      append_late (menu, label, session, late_minutes[i]);
    }
  if (is_late)
    append_late (menu, _ ("On Time After All"), session, 0);
  set_menu (button, menu, key);
}

/**
 * tog_session_update_more:
 * @button: a #GtkMenuButton
 *
 * Offers what is done seldom with a session.
 *
 * Returns: whether there is anything
 */
gboolean
tog_session_update_more (TogSession *session, GtkWidget *button, TogInstant now)
{
  gboolean can_add = session->state == TOG_SESSION_SCHEDULED && !tog_session_is_over (session, now);
  gboolean can_cancel = tog_session_can (session, TOG_ACTION_CANCEL, now);
  g_autofree char *key = g_strdup_printf ("%s %d %d", session->id, can_add, can_cancel);
  g_autoptr (GMenu) menu = NULL;

  gtk_widget_set_visible (button, can_add || can_cancel);
  if (has_menu (button, key))
    return can_add || can_cancel;

  menu = g_menu_new ();
  if (can_add)
    append (menu, _ ("Add to Calendar…"), "session.add-to-calendar", NULL);
  if (can_cancel)
    append (menu,
            _ ("Cancel Session…"),
            "win.cancel-session",
            g_variant_new (
                "(sss)", or_empty (session->match_id), or_empty (session->group_id), session->id));
  set_menu (button, menu, key);
  return can_add || can_cancel;
}
