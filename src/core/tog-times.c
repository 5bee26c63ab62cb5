#include "config.h"

#include "tog-times.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-range-json.h"
#include "tog-session-nicks.h"
#include "tog-session-week.h"
#include "tog-working-hours-json.h"

#include <string.h>

static const char *const sharing_nicks[] = { "shared", "not_shared", "off", NULL };

G_DEFINE_FINAL_TYPE (TogPersonTimes, tog_person_times, G_TYPE_OBJECT)

static void
tog_person_times_finalize (GObject *object)
{
  TogPersonTimes *self = TOG_PERSON_TIMES (object);

  g_clear_object (&self->member);
  g_clear_pointer (&self->hours, tog_working_hours_unref);
  g_clear_pointer (&self->busy, tog_slot_set_unref);
  g_clear_pointer (&self->full_weeks, tog_slot_set_unref);
  g_clear_pointer (&self->starts, g_array_unref);

  G_OBJECT_CLASS (tog_person_times_parent_class)->finalize (object);
}

static void
tog_person_times_class_init (TogPersonTimesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_person_times_finalize;
}

static void
tog_person_times_init (TogPersonTimes *self)
{
}

/**
 * tog_person_times_new:
 *
 * Returns: (transfer full): a person's times whose fields the caller fills in; it
 *   takes over what they hold
 */
TogPersonTimes *
tog_person_times_new (void)
{
  return g_object_new (TOG_TYPE_PERSON_TIMES, NULL);
}

/**
 * tog_person_times_fill_weeks:
 * @self: whose week_limit and starts are set
 *
 * Finds the weeks in which there are as many sessions as this person takes.
 *
 * Returns: whether that could be told; %FALSE with %TOG_ERROR_UNKNOWN_ZONE where
 *   this system does not know their zone
 */
gboolean
tog_person_times_fill_weeks (TogPersonTimes *self, GError **error)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (self->member->zone, error);

  if (zone == NULL)
    return FALSE;
  g_clear_pointer (&self->full_weeks, tog_slot_set_unref);
  self->full_weeks = tog_session_week_find_full (zone,
                                                 (const TogInstant *) (gpointer) self->starts->data,
                                                 self->starts->len,
                                                 (guint) self->week_limit);
  return TRUE;
}

G_DEFINE_FINAL_TYPE (TogTimes, tog_times, G_TYPE_OBJECT)

static void
tog_times_finalize (GObject *object)
{
  TogTimes *self = TOG_TIMES (object);

  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->counted, tog_counted_times_unref);

  G_OBJECT_CLASS (tog_times_parent_class)->finalize (object);
}

static void
tog_times_class_init (TogTimesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_times_finalize;
}

static void
tog_times_init (TogTimes *self)
{
}

/**
 * tog_times_new:
 *
 * Returns: (transfer full): times whose fields the caller fills in; it takes over
 *   what they hold
 */
TogTimes *
tog_times_new (void)
{
  return g_object_new (TOG_TYPE_TIMES, NULL);
}

static TogPersonTimes *
read_person (JsonNode *node, GError **error)
{
  g_autoptr (TogPersonTimes) self = tog_person_times_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->member = tog_json_reader_child (&reader, "member", (TogJsonFunc) tog_member_from_json);
  self->role = tog_json_reader_enum (&reader, "role", tog_role_nicks);
  self->hours = tog_working_hours_read (&reader);
  self->sharing_off =
      g_str_equal (sharing_nicks[tog_json_reader_enum (&reader, "sharing", sharing_nicks)], "off");
  self->known = tog_json_reader_opt_range (&reader, "known");
  self->checked_at = tog_json_reader_opt_instant (&reader, "checked_at", 0);
  self->busy = tog_json_reader_ranges (&reader, "busy", TOG_MAX_BUSY_INTERVALS);
  self->buffer_before = tog_json_reader_int (&reader, "buffer_before", 0, TOG_MAX_BUFFER);
  self->buffer_after = tog_json_reader_int (&reader, "buffer_after", 0, TOG_MAX_BUFFER);
  self->minimum_notice = tog_json_reader_int (&reader, "minimum_notice", 0, TOG_MAX_NOTICE);
  if (tog_json_reader_has (&reader, "full_weeks"))
    self->full_weeks = tog_json_reader_ranges (&reader, "full_weeks", TOG_MAX_FULL_WEEKS);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_times_from_json:
 * @node: a Times of the API document
 *
 * Returns: (transfer full): the times, or %NULL
 */
TogTimes *
tog_times_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogTimes) self = tog_times_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->range = tog_json_reader_range (&reader, "range");
  self->now = tog_json_reader_instant (&reader, "now");
  self->latest_end = tog_json_reader_instant (&reader, "latest_end");
  self->people =
      tog_json_reader_list (&reader, "people", TOG_MAX_PARTICIPANTS, (TogJsonFunc) read_person);
  self->counted =
      tog_json_reader_opt_child (&reader, "counted", (TogJsonFunc) tog_counted_times_from_json);
  if (self->people != NULL && self->people->len == 0)
    tog_json_reader_fail (&reader, TOG_ERROR_MISSING, "people", "must not be empty");
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static void
append_person (GString *json, TogPersonTimes *person)
{
  gboolean is_known = !tog_slot_is_empty (person->known);

  g_string_append (json, "{\"member\":");
  tog_member_append_json (json, person->member);
  g_string_append_printf (
      json, ",\"role\":\"%s\",\"working_hours\":", tog_role_nicks[person->role]);
  tog_working_hours_append_json (json, person->hours);
  g_string_append (json, ",\"exceptions\":");
  tog_working_hours_append_exceptions_json (json, person->hours);
  g_string_append_printf (json,
                          ",\"sharing\":\"%s\",\"known\":",
                          person->sharing_off ? "off"
                          : is_known          ? "shared"
                                              : "not_shared");
  if (is_known)
    tog_json_append_range (json, person->known);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"checked_at\":");
  if (person->checked_at != 0)
    tog_json_append_instant (json, person->checked_at);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"busy\":");
  tog_json_append_ranges (json, person->busy);
  g_string_append_printf (
      json,
      ",\"buffer_before\":%d,\"buffer_after\":%d,\"minimum_notice\":%d,\"full_weeks\":",
      person->buffer_before,
      person->buffer_after,
      person->minimum_notice);
  if (person->full_weeks != NULL)
    tog_json_append_ranges (json, person->full_weeks);
  else
    g_string_append (json, "[]");
  g_string_append_c (json, '}');
}

/* Bytes of a range with its comma, and more than a person without any takes. */
#define RANGE_LENGTH (2 * (TOG_INSTANT_LENGTH + 2) + 4)
#define PERSON_LENGTH 2048

/**
 * tog_times_to_text:
 * @self: times
 *
 * Writes a Times of the API document. It is what a server is asked for most
 * often, and holds hundreds of ranges, so no tree is built of it.
 *
 * Returns: (transfer full): JSON
 */
char *
tog_times_to_text (TogTimes *self)
{
  gsize size = PERSON_LENGTH;
  GString *json;

  for (guint i = 0; i < self->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (self->people, i);
      gsize n_slots;

      tog_slot_set_get_slots (person->busy, &n_slots);
      size += PERSON_LENGTH + n_slots * RANGE_LENGTH;
    }

  json = g_string_sized_new (size);
  g_string_append (json, "{\"range\":");
  tog_json_append_range (json, self->range);
  g_string_append (json, ",\"now\":");
  tog_json_append_instant (json, self->now);
  g_string_append (json, ",\"latest_end\":");
  tog_json_append_instant (json, self->latest_end);
  g_string_append (json, ",\"people\":[");
  for (guint i = 0; i < self->people->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_person (json, g_ptr_array_index (self->people, i));
    }
  g_string_append (json, "],\"counted\":");
  if (self->counted != NULL)
    tog_counted_times_append_json (json, self->counted);
  else
    g_string_append (json, "null");
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static TogSlot
find_extent (const TogInstant *starts, gsize n_starts, gint64 duration)
{
  TogSlot extent = { G_MAXINT64, G_MININT64 };

  for (gsize i = 0; i < n_starts; i++)
    {
      extent.start = MIN (extent.start, starts[i]);
      extent.end = MAX (extent.end, starts[i] + duration);
    }
  return extent;
}

/**
 * tog_times_get_availability:
 * @person: whose, by index
 * @extent: for which time
 * @availability: (out caller-allocates): what is known of it; free with
 *   tog_availability_clear()
 * @zone: (out) (optional) (transfer full): of the clock on their wall
 *
 * Returns: whether it could be told; %FALSE with %TOG_ERROR_UNKNOWN_ZONE where
 *   this system does not know their zone
 */
gboolean
tog_times_get_availability (TogTimes *self,
                            guint person,
                            TogSlot extent,
                            TogAvailability *availability,
                            TogZone **zone,
                            GError **error)
{
  TogPersonTimes *times = g_ptr_array_index (self->people, person);
  g_autoptr (TogZone) wall = tog_zone_lookup (times->member->zone, error);

  if (wall == NULL)
    return FALSE;
  availability->busy = tog_slot_set_ref (times->busy);
  if (times->full_weeks != NULL)
    availability->full_weeks = tog_slot_set_ref (times->full_weeks);
  availability->hours = tog_working_hours_expand (times->hours, wall, extent);
  /* Nothing was said of what lies outside the range that was asked for. */
  availability->known = tog_slot_intersect (times->known, self->range);
  availability->sharing_off = times->sharing_off;
  availability->buffer_before = times->buffer_before;
  availability->buffer_after = times->buffer_after;
  availability->minimum_notice = times->minimum_notice;
  if (zone != NULL)
    *zone = g_steal_pointer (&wall);
  return TRUE;
}

/**
 * tog_times_judge:
 * @self: times
 * @zone: the zone the viewer looks at times in
 * @now: the present, by the server's clock
 * @starts: (array length=n_starts): possible starts
 * @n_starts: how many
 * @duration: of the session, in seconds
 * @judgements: (out caller-allocates) (array length=n_starts): what can be said of each
 *
 * Judges possible sessions by what is known of everybody's time.
 *
 * Returns: whether it could be judged; %FALSE with %TOG_ERROR_UNKNOWN_ZONE where
 *   this system does not know somebody's zone
 */
gboolean
tog_times_judge (TogTimes *self,
                 const TogZone *zone,
                 TogInstant now,
                 const TogInstant *starts,
                 gsize n_starts,
                 gint64 duration,
                 TogJudgement *judgements,
                 GError **error)
{
  TogJudgementRules rules = { .now = now, .latest_end = self->latest_end, .zone = zone };
  TogSlot extent = find_extent (starts, n_starts, duration);
  g_autofree TogAvailability *people = g_new0 (TogAvailability, self->people->len);
  gboolean good = TRUE;

  if (n_starts == 0)
    return TRUE;

  for (guint i = 0; good && i < self->people->len; i++)
    good = tog_times_get_availability (self, i, extent, &people[i], NULL, error);
  if (good)
    tog_availability_judge_many (
        people, self->people->len, &rules, starts, n_starts, duration, judgements);

  for (guint i = 0; i < self->people->len; i++)
    tog_availability_clear (&people[i]);
  return good;
}
