#include "config.h"

#include "tog-calendar-reading.h"

#include "tog-error.h"
#include "tog-recurrence.h"

#include <string.h>

/* Wall time differs from UTC by less than this, in any zone. */
#define SLACK_DAYS 2

/* The longest event that is believed: what is longer ends here. */
#define MAX_LENGTH (400 * 366 * (gint64) TOG_DAY_SECONDS)

/* When an event of a series is, apart from its start. */
typedef struct
{
  gboolean blocks;
  gint64 days;
  gint64 seconds;
  gint64 shift; /* by the clock on the wall, from where the series would have it */
} Shape;

/* From an occurrence on, all are of another shape (RANGE=THISANDFUTURE). */
typedef struct
{
  TogInstant from;
  Shape shape;
} Split;

/* A series while it is expanded. */
typedef struct
{
  TogCalendarReading *reading;
  TogZone *zone; /* (not owned) */
  gboolean is_date;
  Shape shape;
  GArray *instants; /* (owned) (element-type TogInstant): that it does not occur at, sorted */
  GArray *days;     /* (owned) (element-type TogDay): that it does not occur on, sorted */
  GArray *splits;   /* (owned) (element-type Split): sorted */
} Series;

static gint64
count_seconds (TogWallTime wall)
{
  return (gint64) wall.day * TOG_DAY_SECONDS + wall.second;
}

static TogWallTime
to_wall (gint64 seconds)
{
  return tog_zone_to_wall (tog_zone_utc (), seconds);
}

/* Whether one of the attendees is the calendar's owner, who declined. */
static gboolean
is_declined (TogCalendarReading *self, const TogIcalComponent *event)
{
  static const char mailto[] = "mailto:";

  if (self->owner_email == NULL)
    return FALSE;
  for (guint i = 0; i < event->lines->len; i++)
    {
      const TogIcalLine *line = &g_array_index (event->lines, TogIcalLine, i);
      g_autofree char *status = NULL;
      const char *address = line->value;

      if (!g_str_equal (line->name, "ATTENDEE"))
        continue;
      if (g_ascii_strncasecmp (address, mailto, strlen (mailto)) == 0)
        address += strlen (mailto);
      if (g_ascii_strcasecmp (address, self->owner_email) != 0)
        continue;
      status = tog_ical_line_dup_parameter (line, "PARTSTAT");
      if (status != NULL && g_ascii_strcasecmp (status, "DECLINED") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_value (const TogIcalComponent *event, const char *name, const char *value)
{
  return g_ascii_strcasecmp (tog_ical_component_get (event, name), value) == 0;
}

static gboolean
is_blocking (TogCalendarReading *self, const TogIcalComponent *event)
{
  return !has_value (event, "TRANSP", "TRANSPARENT") && !has_value (event, "STATUS", "CANCELLED") &&
         !has_value (event, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE") && !is_declined (self, event);
}

/* How long an event is: DTEND, or DURATION, or a day if it starts on a date, or
 * nothing (RFC 5545 section 3.6.1). */
static gboolean
read_shape (TogCalendarReading *self,
            const TogIcalComponent *event,
            const TogCalendarMoment *start,
            Shape *shape,
            GError **error)
{
  const TogIcalLine *end_line = tog_ical_component_find (event, "DTEND");
  const TogIcalLine *duration_line = tog_ical_component_find (event, "DURATION");

  *shape = (Shape){ .blocks = is_blocking (self, event) };
  if (end_line != NULL)
    {
      TogCalendarMoment end;

      if (!tog_calendar_read_moment (
              self, end_line, end_line->value, strlen (end_line->value), &end, error))
        return FALSE;
      if (start->time.is_date && end.time.is_date)
        shape->days = (gint64) end.time.wall.day - start->time.wall.day;
      else
        shape->seconds =
            tog_calendar_moment_to_instant (&end) - tog_calendar_moment_to_instant (start);
    }
  else if (duration_line != NULL)
    {
      TogIcalDuration duration;

      if (!tog_ical_parse_duration (duration_line->value, strlen (duration_line->value), &duration))
        return tog_calendar_fail (error, duration_line->number, "holds no valid duration");
      shape->days = duration.days;
      shape->seconds = duration.seconds;
    }
  else if (start->time.is_date)
    {
      shape->days = 1;
    }
  shape->seconds = CLAMP (shape->seconds, -MAX_LENGTH, MAX_LENGTH);
  shape->days = CLAMP (shape->days, -MAX_LENGTH / TOG_DAY_SECONDS, MAX_LENGTH / TOG_DAY_SECONDS);
  return TRUE;
}

static void
add_occurrence (TogCalendarReading *self, TogZone *zone, TogWallTime wall, const Shape *shape)
{
  TogWallTime end = to_wall (count_seconds (wall) + shape->shift);
  TogSlot slot;

  slot.start = tog_zone_from_wall (zone, end);
  /* Days are days of the calendar, however long they are; the rest is exact. */
  end.day += shape->days;
  slot.end = (shape->days != 0 ? tog_zone_from_wall (zone, end) : slot.start) + shape->seconds;
  if (shape->blocks)
    tog_calendar_add_slot (self, slot);
}

static int
compare_instants (gconstpointer a, gconstpointer b)
{
  const TogInstant *x = a;
  const TogInstant *y = b;

  return (*x > *y) - (*x < *y);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const TogDay *x = a;
  const TogDay *y = b;

  return (*x > *y) - (*x < *y);
}

static int
compare_splits (gconstpointer a, gconstpointer b)
{
  return compare_instants (&((const Split *) a)->from, &((const Split *) b)->from);
}

/* The shape that holds at @instant. */
static const Shape *
find_shape (const Series *self, TogInstant instant)
{
  guint first = 0;
  guint last = self->splits->len;

  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (g_array_index (self->splits, Split, middle).from <= instant)
        first = middle + 1;
      else
        last = middle;
    }
  return first == 0 ? &self->shape : &g_array_index (self->splits, Split, first - 1).shape;
}

static void
add_occurrence_cb (TogWallTime wall, gpointer data)
{
  Series *self = data;
  TogInstant instant = tog_zone_from_wall (self->zone, wall);

  if (g_array_binary_search (self->days, &wall.day, compare_days, NULL) ||
      g_array_binary_search (self->instants, &instant, compare_instants, NULL))
    return;
  add_occurrence (self->reading, self->zone, wall, find_shape (self, instant));
}

/* Notes that the series does not occur at a moment. An all-day series knows only
 * days; a date takes out all of a day. */
static void
exclude (Series *self, const TogCalendarMoment *moment)
{
  TogInstant instant;

  if (self->is_date || moment->time.is_date)
    {
      g_array_append_val (self->days, moment->time.wall.day);
      return;
    }
  instant = tog_calendar_moment_to_instant (moment);
  g_array_append_val (self->instants, instant);
}

typedef gboolean (*ValueFunc) (Series *self,
                               const TogIcalLine *line,
                               const char *text,
                               gsize length,
                               GError **error);

/* Calls @func for each of the values of a property, which are parted by commas. */
static gboolean
for_each_value (Series *self, const TogIcalLine *line, ValueFunc func, GError **error)
{
  for (const char *text = line->value;; text++)
    {
      gsize length = strcspn (text, ",");

      if (length > 0 && !func (self, line, text, length, error))
        return FALSE;
      text += length;
      if (*text == '\0')
        return TRUE;
    }
}

static gboolean
exclude_value (Series *self,
               const TogIcalLine *line,
               const char *text,
               gsize length,
               GError **error)
{
  TogCalendarMoment moment;

  if (!tog_calendar_read_moment (self->reading, line, text, length, &moment, error))
    return FALSE;
  exclude (self, &moment);
  return TRUE;
}

static gboolean
add_date (Series *self, const TogIcalLine *line, const char *text, gsize length, GError **error)
{
  TogWallTime wall;
  TogCalendarMoment moment;
  TogSlot slot;

  if (memchr (text, '/', length) != NULL)
    {
      if (!tog_calendar_read_period (self->reading, line, text, length, &slot, error))
        return FALSE;
      if (self->shape.blocks)
        tog_calendar_add_slot (self->reading, slot);
      return TRUE;
    }

  if (!tog_calendar_read_moment (self->reading, line, text, length, &moment, error))
    return FALSE;
  wall = moment.time.wall;
  if (!self->is_date)
    wall = tog_zone_to_wall (self->zone, tog_calendar_moment_to_instant (&moment));
  add_occurrence_cb (wall, self);
  return TRUE;
}

static gboolean
for_each_line (Series *self,
               const TogIcalComponent *event,
               const char *name,
               gboolean (*func) (Series *, const TogIcalLine *, GError **),
               GError **error)
{
  for (guint i = 0; i < event->lines->len; i++)
    {
      const TogIcalLine *line = &g_array_index (event->lines, TogIcalLine, i);

      if (g_str_equal (line->name, name) && !func (self, line, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
exclude_line (Series *self, const TogIcalLine *line, GError **error)
{
  return for_each_value (self, line, exclude_value, error);
}

static gboolean
add_dates (Series *self, const TogIcalLine *line, GError **error)
{
  return for_each_value (self, line, add_date, error);
}

/* What was moved or cancelled of a series stands in an event of its own. */
static gboolean
exclude_override (Series *self, const TogIcalComponent *override, GError **error)
{
  const TogIcalLine *line = tog_ical_component_find (override, "RECURRENCE-ID");
  const TogIcalLine *start_line = tog_ical_component_find (override, "DTSTART");
  g_autofree char *scope = tog_ical_line_dup_parameter (line, "RANGE");
  TogCalendarMoment moment;
  TogCalendarMoment start;
  Split split;

  if (!tog_calendar_read_moment (
          self->reading, line, line->value, strlen (line->value), &moment, error))
    return FALSE;
  exclude (self, &moment);
  if (scope == NULL || g_ascii_strcasecmp (scope, "THISANDFUTURE") != 0 || start_line == NULL)
    return TRUE;

  if (!tog_calendar_read_moment (self->reading,
                                 start_line,
                                 start_line->value,
                                 strlen (start_line->value),
                                 &start,
                                 error) ||
      !read_shape (self->reading, override, &start, &split.shape, error))
    return FALSE;
  split.from = tog_calendar_moment_to_instant (&moment);
  split.shape.shift = CLAMP (
      count_seconds (tog_zone_to_wall (self->zone, tog_calendar_moment_to_instant (&start))) -
          count_seconds (tog_zone_to_wall (self->zone, split.from)),
      -MAX_LENGTH,
      MAX_LENGTH);
  g_array_append_val (self->splits, split);
  return TRUE;
}

static gboolean
exclude_overrides (Series *self, const TogIcalComponent *event, GError **error)
{
  const char *uid = tog_ical_component_get (event, "UID");
  GPtrArray *overrides = g_hash_table_lookup (self->reading->overrides, uid);
  guint *budget = &self->reading->budget;

  if (overrides == NULL)
    return TRUE;
  /* Many series of one UID would each go through all that was moved of any. */
  if (*budget < overrides->len)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "Line %u of the calendar: more was moved than can be looked at",
                   event->number);
      return FALSE;
    }
  *budget -= overrides->len;
  for (guint i = 0; i < overrides->len; i++)
    if (!exclude_override (self, g_ptr_array_index (overrides, i), error))
      return FALSE;
  return TRUE;
}

/* How far outside of the range an occurrence may start, and still be in it. */
static gint64
count_reach (const Series *self)
{
  gint64 reach = 0;

  for (guint i = 0; i <= self->splits->len; i++)
    {
      const Shape *shape =
          i == 0 ? &self->shape : &g_array_index (self->splits, Split, i - 1).shape;

      reach = MAX (reach,
                   ABS (shape->seconds) + ABS (shape->days) * TOG_DAY_SECONDS + ABS (shape->shift));
    }
  return reach + SLACK_DAYS * TOG_DAY_SECONDS;
}

static gboolean
expand_rule (Series *self, const TogIcalLine *line, const TogCalendarMoment *start, GError **error)
{
  TogSlot range = self->reading->range;
  gint64 reach = count_reach (self);
  TogRecurrence rule;

  if (tog_recurrence_parse (line->value, &rule, error))
    {
      if (rule.has_until && self->is_date)
        rule.until.is_date = TRUE;
      else if (rule.has_until && rule.until.is_utc)
        rule.until.wall = tog_zone_to_wall (self->zone, count_seconds (rule.until.wall));
      if (tog_recurrence_expand (&rule,
                                 start->time.wall,
                                 to_wall (range.start - reach),
                                 to_wall (range.end + reach),
                                 &self->reading->budget,
                                 add_occurrence_cb,
                                 self,
                                 error))
        return TRUE;
    }
  g_prefix_error (error, "Line %u of the calendar: ", line->number);
  return FALSE;
}

static gboolean
expand (Series *self, const TogIcalComponent *event, const TogCalendarMoment *start, GError **error)
{
  gboolean has_rule = FALSE;

  if (!for_each_line (self, event, "EXDATE", exclude_line, error) ||
      !exclude_overrides (self, event, error))
    return FALSE;
  g_array_sort (self->instants, compare_instants);
  g_array_sort (self->days, compare_days);
  g_array_sort (self->splits, compare_splits);

  for (guint i = 0; i < event->lines->len; i++)
    {
      const TogIcalLine *line = &g_array_index (event->lines, TogIcalLine, i);

      if (!g_str_equal (line->name, "RRULE"))
        continue;
      has_rule = TRUE;
      if (!expand_rule (self, line, start, error))
        return FALSE;
    }
  if (!has_rule)
    add_occurrence_cb (start->time.wall, self);
  return for_each_line (self, event, "RDATE", add_dates, error);
}

/* Whether an occurrence that stands in an event of its own is the first of its series. */
static gboolean
find_is_first (TogCalendarReading *self,
               const TogIcalComponent *override,
               const TogIcalComponent *series,
               gboolean *is_first,
               GError **error)
{
  const TogIcalLine *line = tog_ical_component_find (override, "RECURRENCE-ID");
  const TogIcalLine *start_line = tog_ical_component_find (series, "DTSTART");
  TogCalendarMoment moment;
  TogCalendarMoment start;

  *is_first = FALSE;
  if (start_line == NULL)
    return TRUE;
  if (!tog_calendar_read_moment (self, line, line->value, strlen (line->value), &moment, error) ||
      !tog_calendar_read_moment (
          self, start_line, start_line->value, strlen (start_line->value), &start, error))
    return FALSE;
  if (moment.time.is_date || start.time.is_date)
    *is_first = moment.time.wall.day == start.time.wall.day;
  else
    *is_first = tog_calendar_moment_to_instant (&moment) == tog_calendar_moment_to_instant (&start);
  return TRUE;
}

/**
 * tog_calendar_read_event:
 * @self: a calendar that is being read
 * @event: a VEVENT (RFC 5545 section 3.6.1)
 *
 * Notes when its owner can't meet because of an event, at each of its occurrences; of a
 * series in @self's own_series, at all but the first.
 *
 * Returns: whether it could be understood, or needn't be
 */
gboolean
tog_calendar_read_event (TogCalendarReading *self, const TogIcalComponent *event, GError **error)
{
  g_autoptr (GArray) instants = NULL;
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) splits = NULL;
  const TogIcalComponent *own;
  const TogIcalLine *line;
  Series series;
  TogCalendarMoment start;

  /* What has no time, or was cancelled as a whole, need not be understood. */
  if (event->lines == NULL || (line = tog_ical_component_find (event, "DTSTART")) == NULL)
    return TRUE;
  if (!is_blocking (self, event) &&
      !g_hash_table_contains (self->overrides, tog_ical_component_get (event, "UID")))
    return TRUE;

  if (!tog_calendar_read_moment (self, line, line->value, strlen (line->value), &start, error))
    return FALSE;
  self->title = tog_ical_component_get (event, TOG_CALENDAR_TITLE);
  series = (Series){ .reading = self, .zone = start.zone, .is_date = start.time.is_date };
  if (!read_shape (self, event, &start, &series.shape, error))
    return FALSE;
  own = g_hash_table_lookup (self->own_series, tog_ical_component_get (event, "UID"));
  if (tog_ical_component_find (event, "RECURRENCE-ID") != NULL)
    {
      gboolean is_first = FALSE;

      if (own != NULL && !find_is_first (self, event, own, &is_first, error))
        return FALSE;
      if (!is_first)
        add_occurrence (self, start.zone, start.time.wall, &series.shape);
      return TRUE;
    }

  series.instants = instants = g_array_new (FALSE, FALSE, sizeof (TogInstant));
  series.days = days = g_array_new (FALSE, FALSE, sizeof (TogDay));
  series.splits = splits = g_array_new (FALSE, FALSE, sizeof (Split));
  if (own != NULL)
    exclude (&series, &start);
  return expand (&series, event, &start, error);
}

static gboolean
add_busy_period (Series *self,
                 const TogIcalLine *line,
                 const char *text,
                 gsize length,
                 GError **error)
{
  TogSlot slot;

  if (!tog_calendar_read_period (self->reading, line, text, length, &slot, error))
    return FALSE;
  tog_calendar_add_slot (self->reading, slot);
  return TRUE;
}

/* FREEBUSY says busy in several ways, and free in one (RFC 5545 section 3.2.9);
 * what it says in words of its own counts as busy. */
static gboolean
add_busy_line (Series *self, const TogIcalLine *line, GError **error)
{
  g_autofree char *type = tog_ical_line_dup_parameter (line, "FBTYPE");

  if (type != NULL && g_ascii_strcasecmp (type, "FREE") == 0)
    return TRUE;
  return for_each_value (self, line, add_busy_period, error);
}

/**
 * tog_calendar_read_free_busy:
 * @self: a calendar that is being read
 * @component: a VFREEBUSY (RFC 5545 section 3.6.4)
 *
 * Notes when its owner is busy.
 *
 * Returns: whether it could be understood
 */
gboolean
tog_calendar_read_free_busy (TogCalendarReading *self,
                             const TogIcalComponent *component,
                             GError **error)
{
  Series series = { .reading = self };

  return component->lines == NULL ||
         for_each_line (&series, component, "FREEBUSY", add_busy_line, error);
}
