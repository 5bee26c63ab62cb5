#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/*
 * Keeps on this computer when others can meet, and what is planned with them, before
 * anybody looks: so that a time can be asked for without a network, too.
 */
typedef struct _TogTimesAhead TogTimesAhead;

TogTimesAhead *tog_times_ahead_new          (TogAccount *account);
void           tog_times_ahead_free         (TogTimesAhead *self);
void           tog_times_ahead_go_on        (TogTimesAhead *self);
void           tog_times_ahead_note_changed (TogTimesAhead *self, const char *team_id);
void           tog_times_ahead_stop         (TogTimesAhead *self);

G_END_DECLS
