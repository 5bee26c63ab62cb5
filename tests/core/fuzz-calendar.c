#include "config.h"

#include "tog-calendar.h"

#include "fuzz.h"

/* Whatever comes in, it is a set within the range, or an error, in bounded time. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const TogCalendarLimits limits = {
    .bytes = 1024 * 1024,
    .line_bytes = 64 * 1024,
    .components = 1000,
    .depth = 4,
    .occurrences = 20000,
  };
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/London", NULL);
  TogSlot range = { 1792368000, 1794182400 };
  g_autoptr (GHashTable) own_uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  const TogSlot *slots;
  gsize n_slots;

  g_hash_table_add (own_uids, (gpointer) "standup@example.org");
  busy = tog_calendar_read_busy ((const char *) data,
                                 size,
                                 "me@example.org",
                                 size % 2 != 0 ? own_uids : NULL,
                                 zone,
                                 range,
                                 &limits,
                                 &error);
  g_assert_true ((busy == NULL) == (error != NULL));
  if (busy == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  slots = tog_slot_set_get_slots (busy, &n_slots);
  for (gsize i = 0; i < n_slots; i++)
    g_assert_true (tog_slot_contains (range, slots[i]));
  return 0;
}
