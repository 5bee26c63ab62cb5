#include "config.h"

#include "tog-session-events.h"

struct _TogSessionEvents
{
  GHashTable *sought; /* (owned) (nullable) (element-type utf8 utf8) */
  GHashTable *events; /* (owned) (element-type utf8 TogSessionEvent) */
  gint64 asked_at;
};

G_DEFINE_BOXED_TYPE (TogSessionEvents,
                     tog_session_events,
                     tog_session_events_ref,
                     tog_session_events_unref)

static void
event_free (gpointer data)
{
  TogSessionEvent *event = data;

  g_free (event->ical);
  g_free (event);
}

/**
 * tog_session_events_new:
 * @sought: (nullable) (element-type utf8 utf8): UIDs that were asked for; not changed
 *   any more
 * @asked_at: when, in microseconds of the monotonic clock
 *
 * Returns: (transfer full): an answer in which nothing was found yet
 */
TogSessionEvents *
tog_session_events_new (GHashTable *sought, gint64 asked_at)
{
  TogSessionEvents *self = g_atomic_rc_box_new0 (TogSessionEvents);

  self->sought = sought != NULL ? g_hash_table_ref (sought) : NULL;
  self->events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, event_free);
  self->asked_at = asked_at;
  return self;
}

/**
 * tog_session_events_ref:
 *
 * Returns: (transfer full): the same
 */
TogSessionEvents *
tog_session_events_ref (TogSessionEvents *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TogSessionEvents *self = data;

  g_clear_pointer (&self->sought, g_hash_table_unref);
  g_hash_table_unref (self->events);
}

/**
 * tog_session_events_unref:
 * @self: (transfer full): an answer
 */
void
tog_session_events_unref (TogSessionEvents *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * tog_session_events_add:
 * @uid: of an event
 * @event: (transfer full): what was found of it
 */
void
tog_session_events_add (TogSessionEvents *self, const char *uid, TogSessionEvent event)
{
  g_hash_table_replace (self->events, g_strdup (uid), g_memdup2 (&event, sizeof event));
}

/**
 * tog_session_events_answers:
 * @uid: of an event
 * @since: in microseconds of the monotonic clock
 *
 * Returns: whether this says how it is with that event, at some moment after @since
 */
gboolean
tog_session_events_answers (const TogSessionEvents *self, const char *uid, gint64 since)
{
  return self->asked_at >= since && self->sought != NULL &&
         g_hash_table_contains (self->sought, uid);
}

/**
 * tog_session_events_find:
 * @uid: of an event
 *
 * Returns: (transfer none) (nullable): it, where the calendar has it
 */
const TogSessionEvent *
tog_session_events_find (const TogSessionEvents *self, const char *uid)
{
  return g_hash_table_lookup (self->events, uid);
}
