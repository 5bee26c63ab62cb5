#pragma once

#include "tog-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What a button does with a session, for the pages that offer it.
 */

/**
 * TogSessionPath:
 * @match_id: (nullable): the match it belongs to
 * @group_id: (nullable): or else the group
 * @id: of the session, or of the planned session
 *
 * How the window's actions are told which session is meant.
 */
typedef struct
{
  const char *match_id;
  const char *group_id;
  const char *id;
} TogSessionPath;

TogSessionPath tog_session_get_path (TogSession *session);
TogSessionPath tog_planned_session_get_path (TogTeam *team, TogPlannedSession *planned);

void tog_session_path_act (TogSessionPath path, GtkWidget *button, const char *action);
void tog_session_path_answer (TogSessionPath path, GtkWidget *button, TogAnswer answer);
void tog_session_path_say_held (TogSessionPath path, GtkWidget *button, TogHeld held);

void tog_session_path_propose (TogSessionPath path, GtkWidget *button, TogSlot slot);
void tog_session_restore_event (TogSession *session, GtkWidget *button);
void tog_session_leave_out_event (TogSession *session, GtkWidget *button);

void tog_session_update_join (TogSession *session, GtkWidget *button, TogInstant now);
void
tog_session_update_late (TogSession *session, GtkWidget *button, const char *my_id, TogInstant now);
gboolean tog_session_update_more (TogSession *session, GtkWidget *button, TogInstant now);

G_END_DECLS
