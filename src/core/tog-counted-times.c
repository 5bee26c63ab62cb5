#include "config.h"

#include "tog-counted-times.h"

#include "tog-availability.h"
#include "tog-error.h"
#include "tog-model-limits.h"

#include <string.h>

/* The durations that are offered, shortest first. */
#define N_DURATIONS 3
static const gint64 durations[N_DURATIONS] = { 30 * TOG_MINUTE, 45 * TOG_MINUTE, 60 * TOG_MINUTE };

struct _TogCountedTimes
{
  gatomicrefcount ref_count;
  TogInstant first;
  gsize n_starts;
  guint n_people;
  TogCount *counts; /* of the first duration at all starts, then of the next */
};

G_DEFINE_BOXED_TYPE (TogCountedTimes,
                     tog_counted_times,
                     tog_counted_times_ref,
                     tog_counted_times_unref)

static int
find_duration (gint64 duration)
{
  for (int i = 0; i < N_DURATIONS; i++)
    if (durations[i] == duration)
      return i;
  return -1;
}

/**
 * tog_counted_times_new:
 * @first: the first start, on a quarter hour in UTC
 * @n_starts: how many quarter hours from it on are told
 * @n_people: how many people are counted
 *
 * Returns: (transfer full): counts that say that nobody can ever, to be set by
 *   tog_counted_times_set() before anybody else sees them
 */
TogCountedTimes *
tog_counted_times_new (TogInstant first, gsize n_starts, guint n_people)
{
  TogCountedTimes *self = g_new0 (TogCountedTimes, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->first = first;
  self->n_starts = n_starts;
  self->n_people = n_people;
  self->counts = g_new0 (TogCount, n_starts * N_DURATIONS);
  return self;
}

TogCountedTimes *
tog_counted_times_ref (TogCountedTimes *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tog_counted_times_unref (TogCountedTimes *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->counts);
  g_free (self);
}

/**
 * tog_counted_times_get_n_people:
 *
 * Returns: how many people are counted
 */
guint
tog_counted_times_get_n_people (const TogCountedTimes *self)
{
  return self->n_people;
}

/**
 * tog_counted_times_get_first:
 *
 * Returns: the first start that is told
 */
TogInstant
tog_counted_times_get_first (const TogCountedTimes *self)
{
  return self->first;
}

/**
 * tog_counted_times_get_n_starts:
 *
 * Returns: how many starts are told, a quarter hour apart
 */
gsize
tog_counted_times_get_n_starts (const TogCountedTimes *self)
{
  return self->n_starts;
}

/**
 * tog_counted_times_set:
 * @duration: one that is offered, in seconds
 * @i: which start, from 0
 * @count: how many can
 *
 * For whoever made the counts, before anybody else has seen them.
 */
void
tog_counted_times_set (TogCountedTimes *self, gint64 duration, gsize i, TogCount count)
{
  int which = find_duration (duration);

  g_return_if_fail (which >= 0 && i < self->n_starts);
  g_return_if_fail ((guint) count.n_can + count.n_unknown <= self->n_people);

  self->counts[(gsize) which * self->n_starts + i] = count;
}

/**
 * tog_counted_times_get:
 * @duration: of the session, in seconds
 * @start: of the session
 * @count: (out): how many can
 *
 * Returns: whether that was told
 */
gboolean
tog_counted_times_get (const TogCountedTimes *self,
                       gint64 duration,
                       TogInstant start,
                       TogCount *count)
{
  int which = find_duration (duration);
  gint64 after = start - self->first;

  *count = (TogCount){ 0, 0 };
  if (which < 0 || after < 0 || after % TOG_QUANTUM != 0 ||
      (gsize) (after / TOG_QUANTUM) >= self->n_starts)
    return FALSE;
  *count = self->counts[(gsize) which * self->n_starts + (gsize) (after / TOG_QUANTUM)];
  return TRUE;
}

static void
copy_into (TogCountedTimes *self, const TogCountedTimes *other)
{
  gsize at = (gsize) ((other->first - self->first) / TOG_QUANTUM);

  for (gsize which = 0; which < N_DURATIONS; which++)
    memcpy (&self->counts[which * self->n_starts + at],
            &other->counts[which * other->n_starts],
            other->n_starts * sizeof (TogCount));
}

/**
 * tog_counted_times_join:
 * @newer: counts
 * @older: counts that were made before @newer
 *
 * Puts together what was counted next to each other. Where both tell something,
 * @newer holds.
 *
 * Returns: (transfer full) (nullable): both, or %NULL where they are of another
 *   number of people or there is a gap between them
 */
TogCountedTimes *
tog_counted_times_join (TogCountedTimes *newer, TogCountedTimes *older)
{
  TogInstant newer_end = newer->first + (gint64) newer->n_starts * TOG_QUANTUM;
  TogInstant older_end = older->first + (gint64) older->n_starts * TOG_QUANTUM;
  TogInstant first = MIN (newer->first, older->first);
  TogCountedTimes *self;

  if (newer->n_people != older->n_people || newer->first > older_end || older->first > newer_end ||
      (newer->first - older->first) % TOG_QUANTUM != 0)
    return NULL;
  self = tog_counted_times_new (
      first, (gsize) ((MAX (newer_end, older_end) - first) / TOG_QUANTUM), newer->n_people);
  copy_into (self, older);
  copy_into (self, newer);
  return self;
}

/* Reads runs of [how many people, how many starts] that together reach over all
 * starts, into one of the two numbers of each count. */
static void
read_runs (TogCountedTimes *self,
           gsize which,
           gboolean unknown,
           TogJsonReader *reader,
           const char *member)
{
  JsonArray *runs = tog_json_reader_array (reader, member, TOG_MAX_COUNTED_STARTS);
  guint n_runs = runs == NULL ? 0 : json_array_get_length (runs);
  gsize start = 0;

  for (guint i = 0; i < n_runs; i++)
    {
      JsonNode *node = json_array_get_element (runs, i);
      JsonArray *run = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      gint64 numbers[2] = { -1, -1 };

      for (guint j = 0; run != NULL && json_array_get_length (run) == 2 && j < 2; j++)
        {
          JsonNode *number = json_array_get_element (run, j);

          if (JSON_NODE_HOLDS_VALUE (number) && json_node_get_value_type (number) == G_TYPE_INT64)
            numbers[j] = json_node_get_int (number);
        }
      if (numbers[0] < 0 || numbers[0] > self->n_people || numbers[1] < 1 ||
          numbers[1] > (gint64) (self->n_starts - start))
        {
          tog_json_reader_fail (reader,
                                TOG_ERROR_MALFORMED,
                                member,
                                "must hold pairs of how many people and how many starts");
          return;
        }
      for (gint64 j = 0; j < numbers[1]; j++, start++)
        {
          TogCount *count = &self->counts[which * self->n_starts + start];

          if (unknown)
            count->n_unknown = (guint16) numbers[0];
          else
            count->n_can = (guint16) numbers[0];
          if ((guint) count->n_can + count->n_unknown > self->n_people)
            {
              tog_json_reader_fail (
                  reader, TOG_ERROR_MALFORMED, member, "counts more people than there are");
              return;
            }
        }
    }
  if (start != self->n_starts)
    tog_json_reader_fail (
        reader, TOG_ERROR_MALFORMED, member, "must reach over all starts that are told");
}

static void
read_durations (TogCountedTimes *self, TogJsonReader *reader)
{
  JsonArray *array = tog_json_reader_array (reader, "durations", N_DURATIONS);

  if (array == NULL)
    return;
  if (json_array_get_length (array) != N_DURATIONS)
    {
      tog_json_reader_fail (
          reader, TOG_ERROR_MALFORMED, "durations", "must tell each duration that is offered");
      return;
    }
  for (guint i = 0; i < N_DURATIONS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/durations/%u", i);
      TogJsonReader duration;
      gint64 minutes = durations[i] / TOG_MINUTE;

      tog_json_reader_init (&duration, json_array_get_element (array, i), path);
      tog_json_reader_int (&duration, "duration", minutes, minutes);
      read_runs (self, i, FALSE, &duration, "can");
      read_runs (self, i, TRUE, &duration, "unknown");
      if (!tog_json_reader_finish (&duration, reader->error == NULL ? &reader->error : NULL))
        return;
    }
}

/**
 * tog_counted_times_from_json:
 * @node: a CountedTimes of the API document
 *
 * Returns: (transfer full): the counts, or %NULL
 */
TogCountedTimes *
tog_counted_times_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogCountedTimes) self = NULL;
  TogJsonReader reader;
  TogInstant first;
  gint64 n_people, n_starts;

  tog_json_reader_init (&reader, node, "");
  n_people = tog_json_reader_int (&reader, "n_people", 1, TOG_MAX_PARTICIPANTS);
  first = tog_json_reader_instant (&reader, "first");
  n_starts = tog_json_reader_int (&reader, "n_starts", 0, TOG_MAX_COUNTED_STARTS);
  self = tog_counted_times_new (first, (gsize) MAX (n_starts, 0), (guint) MAX (n_people, 0));
  read_durations (self, &reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static void
append_runs (GString *json, const TogCountedTimes *self, gsize which, gboolean unknown)
{
  const TogCount *counts = &self->counts[which * self->n_starts];

  g_string_append_c (json, '[');
  for (gsize i = 0; i < self->n_starts;)
    {
      guint n = unknown ? counts[i].n_unknown : counts[i].n_can;
      gsize end = i + 1;

      while (end < self->n_starts && n == (unknown ? counts[end].n_unknown : counts[end].n_can))
        end++;
      g_string_append_printf (json, "%s[%u,%" G_GSIZE_FORMAT "]", i > 0 ? "," : "", n, end - i);
      i = end;
    }
  g_string_append_c (json, ']');
}

/**
 * tog_counted_times_append_json:
 * @json: where it is put
 * @self: counts
 *
 * Appends a CountedTimes of the API document: equal neighbours are told once.
 */
void
tog_counted_times_append_json (GString *json, const TogCountedTimes *self)
{
  g_string_append_printf (json, "{\"n_people\":%u,\"first\":", self->n_people);
  tog_json_append_instant (json, self->first);
  g_string_append_printf (
      json, ",\"n_starts\":%" G_GSIZE_FORMAT ",\"durations\":[", self->n_starts);
  for (gsize which = 0; which < N_DURATIONS; which++)
    {
      g_string_append_printf (json,
                              "%s{\"duration\":%" G_GINT64_FORMAT ",\"can\":",
                              which > 0 ? "," : "",
                              durations[which] / TOG_MINUTE);
      append_runs (json, self, which, FALSE);
      g_string_append (json, ",\"unknown\":");
      append_runs (json, self, which, TRUE);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
}
