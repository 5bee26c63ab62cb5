#pragma once

#include "tog-account.h"
#include "tog-agenda-change.h"

G_BEGIN_DECLS

/**
 * TogAgendaQueue:
 *
 * The agenda of a session with what is done to it, which is sent one after another.
 * Where somebody was quicker it is done again to what they made of it. It stays
 * until all is sent, whoever lets go of it.
 *
 * Signals: "changed": the agenda is another now; "failed" (const char *message,
 * const char *title): what was done could not be kept; the first title that was to
 * be added is given back, "" where there was none.
 */
#define TOG_TYPE_AGENDA_QUEUE (tog_agenda_queue_get_type ())
G_DECLARE_FINAL_TYPE (TogAgendaQueue, tog_agenda_queue, TOG, AGENDA_QUEUE, GObject)

TogAgendaQueue *tog_agenda_queue_new         (TogAccount *account, TogSession *session);
TogSession     *tog_agenda_queue_get_session (TogAgendaQueue *self);
void            tog_agenda_queue_set_session (TogAgendaQueue *self, TogSession *session);
const char     *tog_agenda_queue_get_me      (TogAgendaQueue *self);
GPtrArray      *tog_agenda_queue_list        (TogAgendaQueue *self);
gboolean        tog_agenda_queue_get_busy    (TogAgendaQueue *self);
void            tog_agenda_queue_push        (TogAgendaQueue *self, TogAgendaChange *change);

G_END_DECLS
