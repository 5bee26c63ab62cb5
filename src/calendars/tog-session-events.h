#pragma once

#include "tog-slot.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TogSessionEvent:
 * @slot: when it is, of a series when it is first; empty where that can't be told
 * @is_invite: whether somebody organizes it: it came by mail
 * @is_series: whether its owner has it recur
 * @sequence: of the invite, as its last mail had it or a calendar program raised it
 * @ical: (owned) (nullable): all that it says, unless it is an invite
 *
 * The event of a session in a calendar.
 */
typedef struct
{
  TogSlot slot;
  gboolean is_invite;
  gboolean is_series;
  int sequence;
  char *ical;
} TogSessionEvent;

/**
 * TogSessionEvents:
 *
 * The events that a calendar has of sessions that were asked for, by their UIDs.
 * Reference counted across threads; not changed any more once it is shared.
 */
typedef struct _TogSessionEvents TogSessionEvents;

#define TOG_TYPE_SESSION_EVENTS (tog_session_events_get_type ())

GType                  tog_session_events_get_type  (void);
TogSessionEvents      *tog_session_events_new       (GHashTable *sought, gint64 asked_at);
TogSessionEvents      *tog_session_events_ref       (TogSessionEvents *self);
void                   tog_session_events_unref     (TogSessionEvents *self);
void                   tog_session_events_add       (TogSessionEvents *self,
                                                     const char       *uid,
                                                     TogSessionEvent   event);
gboolean               tog_session_events_answers   (const TogSessionEvents *self,
                                                     const char             *uid,
                                                     gint64                  since);
const TogSessionEvent *tog_session_events_find      (const TogSessionEvents *self,
                                                     const char             *uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogSessionEvents, tog_session_events_unref)

G_END_DECLS
