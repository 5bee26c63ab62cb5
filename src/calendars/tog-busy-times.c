#include "config.h"

#include "tog-busy-times.h"

G_DEFINE_BOXED_TYPE (TogBusyTimes, tog_busy_times, tog_busy_times_ref, tog_busy_times_unref)

/**
 * tog_busy_times_new:
 * @busy: (transfer none): intervals; what is outside of @known doesn't count
 * @known: for when they tell everything
 * @read_at: when that was so
 *
 * Returns: (transfer full): what is known of a calendar
 */
TogBusyTimes *
tog_busy_times_new (TogSlotSet *busy, TogSlot known, TogInstant read_at)
{
  TogBusyTimes *self = g_atomic_rc_box_new0 (TogBusyTimes);

  self->busy = tog_slot_set_clip (busy, known);
  self->known = known;
  self->read_at = read_at;
  return self;
}

/**
 * tog_busy_times_ref:
 *
 * Returns: (transfer full): @self
 */
TogBusyTimes *
tog_busy_times_ref (TogBusyTimes *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TogBusyTimes *self = data;

  tog_slot_set_unref (self->busy);
}

/**
 * tog_busy_times_unref:
 * @self: (transfer full): what is known of a calendar
 */
void
tog_busy_times_unref (TogBusyTimes *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * tog_busy_times_count:
 *
 * Returns: how many intervals there are
 */
gsize
tog_busy_times_count (const TogBusyTimes *self)
{
  gsize n_slots;

  tog_slot_set_get_slots (self->busy, &n_slots);
  return n_slots;
}
