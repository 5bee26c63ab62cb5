#include "config.h"

#include "tog-busy-query.h"

/**
 * tog_busy_query_new:
 * @zone: where the calendar's owner is
 * @now: the present
 * @days: how many days to look at, from today on
 * @email: (nullable): the owner's address
 * @own_uids: (nullable) (element-type utf8 utf8): UIDs of our own sessions; not changed
 *   any more
 *
 * Makes a query that begins at the local midnight before @now, so that what is read
 * twice on a day is the same if nothing changed.
 *
 * Returns: (transfer full): a query
 */
TogBusyQuery *
tog_busy_query_new (TogZone *zone,
                    TogInstant now,
                    guint days,
                    const char *email,
                    GHashTable *own_uids)
{
  TogBusyQuery *self = g_new0 (TogBusyQuery, 1);
  TogWallTime midnight = { tog_zone_to_wall (zone, now).day, 0 };

  self->zone = tog_zone_ref (zone);
  self->range.start = tog_zone_from_wall (zone, midnight);
  midnight.day += days;
  self->range.end = tog_zone_from_wall (zone, midnight);
  /* Midnight is not always on a quarter of an hour of UTC: Monrovia until 1972. */
  self->range = tog_slot_quantize (self->range);
  self->email = g_strdup (email);
  self->own_uids = own_uids != NULL ? g_hash_table_ref (own_uids) : NULL;
  return self;
}

/**
 * tog_busy_query_free:
 * @self: (transfer full): a query
 */
void
tog_busy_query_free (TogBusyQuery *self)
{
  tog_zone_unref (self->zone);
  g_free (self->email);
  g_clear_pointer (&self->own_uids, g_hash_table_unref);
  g_clear_pointer (&self->sought, g_hash_table_unref);
  g_free (self);
}
