#include "config.h"

#include "tog-busy-digest.h"

#include "tog-error.h"

#include <string.h>

#define LENGTH 64

/**
 * tog_busy_digest:
 * @busy: busy intervals
 *
 * Sums up busy intervals, so that those that have not changed need not be sent: as
 * SHA-256 of "START/END" and a line feed for each of them, in their order.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
tog_busy_digest (const TogSlotSet *busy)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const TogSlot *slots;
  gsize n_slots;

  slots = tog_slot_set_get_slots (busy, &n_slots);
  for (gsize i = 0; i < n_slots; i++)
    {
      char start[TOG_INSTANT_LENGTH + 1];
      char end[TOG_INSTANT_LENGTH + 1];

      tog_instant_write (slots[i].start, start);
      tog_instant_write (slots[i].end, end);
      g_string_append_printf (text, "%s/%s\n", start, end);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}

/**
 * tog_json_reader_opt_digest:
 * @reader: a reader
 * @member: which may be absent or null
 *
 * Returns: (transfer none) (nullable): what has the form of a digest of busy
 *   intervals; %NULL where it is not there, or something is wrong
 */
const char *
tog_json_reader_opt_digest (TogJsonReader *reader, const char *member)
{
  const char *digest = tog_json_reader_opt_line (reader, member, LENGTH);

  if (digest == NULL ||
      (strlen (digest) == LENGTH && strspn (digest, "0123456789abcdef") == LENGTH))
    return digest;
  tog_json_reader_fail (
      reader, TOG_ERROR_MALFORMED, member, "must be %d hexadecimal digits in lower case", LENGTH);
  return NULL;
}
