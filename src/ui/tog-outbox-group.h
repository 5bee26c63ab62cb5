#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogOutboxGroup:
 *
 * What waits to be sent, or could not be, of one session, or else of what is no session
 * yet, with what can be done about it. It shows as long as there is anything.
 */
#define TOG_TYPE_OUTBOX_GROUP (tog_outbox_group_get_type ())
G_DECLARE_FINAL_TYPE (TogOutboxGroup, tog_outbox_group, TOG, OUTBOX_GROUP, AdwPreferencesGroup)

void tog_outbox_group_set_account     (TogOutboxGroup *self, TogAccount *account);
void tog_outbox_group_show_only_stuck (TogOutboxGroup *self);
void tog_outbox_group_set_session     (TogOutboxGroup *self, const char *session_id);
void tog_outbox_group_set_planned     (TogOutboxGroup    *self,
                                       TogTeam           *team,
                                       TogPlannedSession *planned);

G_END_DECLS
