#include "config.h"

#include "tog-calendar-zone.h"

#include "tog-error.h"
#include "tog-recurrence.h"
#include "tog-zone-names.h"

#include <string.h>

/* How far around the range of interest the rules of a zone are expanded, so that
 * at least one change of each kind is before it. */
#define MARGIN (3 * 366 * (gint64) TOG_DAY_SECONDS)

/* Finds a zone by one name; by another it has if the system doesn't know it. */
static TogZone *
find_zone (const char *name)
{
  const char *windows = tog_zone_names_from_windows (name);
  const char *alias;
  TogZone *zone;

  if (windows != NULL)
    name = windows;
  zone = tog_zone_lookup (name, NULL);
  if (zone != NULL)
    return zone;
  alias = tog_zone_names_from_alias (name);
  return alias == NULL ? NULL : tog_zone_lookup (alias, NULL);
}

/**
 * tog_calendar_lookup_zone:
 * @tzid: what a calendar calls a zone
 *
 * Finds the zone of the tz database that a calendar means: by the database's
 * name, one it had before, Windows' name (by CLDR's table), or one of these after
 * the slashes that some programs put before it, such as
 * "/freeassociation.sourceforge.net/Europe/London".
 *
 * Returns: (transfer full): the zone, or %NULL with %TOG_ERROR_UNKNOWN_ZONE
 */
TogZone *
tog_calendar_lookup_zone (const char *tzid, GError **error)
{
  g_autofree char *shown = NULL;
  TogZone *zone;

  zone = find_zone (tzid);
  if (zone != NULL)
    return zone;
  if (tzid[0] == '/')
    for (const char *slash = tzid; slash != NULL; slash = strchr (slash + 1, '/'))
      {
        zone = find_zone (slash + 1);
        if (zone != NULL)
          return zone;
      }

  shown = g_utf8_make_valid (tzid, strnlen (tzid, 80));
  for (char *c = shown; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_UNKNOWN_ZONE,
               "The calendar uses a time zone that is not known: “%s”",
               shown);
  return NULL;
}

typedef struct
{
  GArray *transitions; /* (element-type TogTransition) */
  gint32 offset_from;
  gint32 offset_to;
} Observance;

static TogInstant
to_instant (TogWallTime wall, gint32 offset)
{
  return (gint64) wall.day * TOG_DAY_SECONDS + wall.second - offset;
}

static TogWallTime
to_wall (TogInstant instant, gint32 offset)
{
  return tog_zone_to_wall (tog_zone_utc (), instant + offset);
}

static void
add_transition_cb (TogWallTime wall, gpointer data)
{
  Observance *self = data;
  TogTransition transition = { to_instant (wall, self->offset_from), self->offset_to };

  g_array_append_val (self->transitions, transition);
}

static gboolean
fail (const TogIcalComponent *component, const char *what, GError **error)
{
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "Line %u of the calendar: the time zone %s",
               component->number,
               what);
  return FALSE;
}

static gboolean
expand_rule (Observance *self,
             const TogIcalLine *line,
             TogWallTime start,
             TogSlot range,
             guint *budget,
             GError **error)
{
  TogInstant from = range.start - MARGIN;
  TogRecurrence rule;

  if (!tog_recurrence_parse (line->value, &rule, error))
    return FALSE;
  if (rule.has_until)
    {
      if (rule.until.is_utc)
        rule.until.wall = to_wall (to_instant (rule.until.wall, 0), self->offset_from);
      /* The last change that a rule makes holds on after the rule has ended. */
      from = MIN (from, to_instant (rule.until.wall, 0) - MARGIN);
    }
  return tog_recurrence_expand (&rule,
                                start,
                                to_wall (from, 0),
                                to_wall (range.end + MARGIN, 0),
                                budget,
                                add_transition_cb,
                                self,
                                error);
}

static void
add_dates (Observance *self, const char *values)
{
  g_auto (GStrv) words = g_strsplit (values, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      TogIcalTime time;

      if (tog_ical_parse_time (words[i], strlen (words[i]), &time))
        add_transition_cb (time.wall, self);
    }
}

static gboolean
read_observance (const TogIcalComponent *component,
                 TogSlot range,
                 GArray *transitions,
                 guint *budget,
                 GError **error)
{
  Observance self = { .transitions = transitions };
  const char *start_text = tog_ical_component_get (component, "DTSTART");
  gboolean has_rule = FALSE;
  TogIcalTime start;

  if (!tog_ical_parse_time (start_text, strlen (start_text), &start))
    return fail (component, "has no valid beginning", error);
  if (!tog_ical_parse_offset (tog_ical_component_get (component, "TZOFFSETFROM"),
                              &self.offset_from) ||
      !tog_ical_parse_offset (tog_ical_component_get (component, "TZOFFSETTO"), &self.offset_to))
    return fail (component, "has no valid offsets", error);

  add_transition_cb (start.wall, &self);
  for (guint i = 0; i < component->lines->len; i++)
    {
      const TogIcalLine *line = &g_array_index (component->lines, TogIcalLine, i);

      if (g_str_equal (line->name, "RDATE"))
        add_dates (&self, line->value);
      if (!g_str_equal (line->name, "RRULE"))
        continue;
      /* One rule is what the RFC knows; it keeps the work in proportion. */
      if (has_rule)
        return fail (component, "has two rules for the same change", error);
      has_rule = TRUE;
      if (!expand_rule (&self, line, start.wall, range, budget, error))
        {
          g_prefix_error (error, "Line %u of the calendar: ", line->number);
          return FALSE;
        }
    }
  return TRUE;
}

static int
compare_transitions (gconstpointer a, gconstpointer b)
{
  const TogTransition *x = a;
  const TogTransition *y = b;

  return (x->at > y->at) - (x->at < y->at);
}

/* The offset before anything is said: what the earliest change changes from. */
static gint32
find_first_offset (const TogIcalComponent *vtimezone)
{
  TogInstant earliest = G_MAXINT64;
  gint32 offset = 0;

  for (guint i = 0; i < vtimezone->children->len; i++)
    {
      const TogIcalComponent *child = g_ptr_array_index (vtimezone->children, i);
      const char *text = tog_ical_component_get (child, "DTSTART");
      TogIcalTime start;
      gint32 from;

      if (tog_ical_parse_time (text, strlen (text), &start) &&
          tog_ical_parse_offset (tog_ical_component_get (child, "TZOFFSETFROM"), &from) &&
          to_instant (start.wall, from) < earliest)
        {
          earliest = to_instant (start.wall, from);
          offset = from;
        }
    }
  return offset;
}

/**
 * tog_calendar_zone_new:
 * @vtimezone: a VTIMEZONE (RFC 5545 section 3.6.5)
 * @range: when it has to be right
 * @budget: (inout): how much may still be looked at, see tog_recurrence_expand()
 *
 * Makes a zone of a calendar's own.
 *
 * Returns: (transfer full): the zone, right within @range and some time around it
 */
TogZone *
tog_calendar_zone_new (const TogIcalComponent *vtimezone,
                       TogSlot range,
                       guint *budget,
                       GError **error)
{
  g_autoptr (GArray) transitions = g_array_new (FALSE, FALSE, sizeof (TogTransition));

  if (vtimezone->children == NULL)
    return fail (vtimezone, "says nothing of its offset", error), NULL;
  for (guint i = 0; i < vtimezone->children->len; i++)
    {
      const TogIcalComponent *child = g_ptr_array_index (vtimezone->children, i);

      if (child->lines != NULL &&
          (tog_ical_component_is (child, "STANDARD") ||
           tog_ical_component_is (child, "DAYLIGHT")) &&
          !read_observance (child, range, transitions, budget, error))
        return NULL;
    }
  if (transitions->len == 0)
    return fail (vtimezone, "says nothing of its offset", error), NULL;
  g_array_sort (transitions, compare_transitions);
  return tog_zone_new_from_transitions (tog_ical_component_get (vtimezone, "TZID"),
                                        find_first_offset (vtimezone),
                                        (const TogTransition *) (void *) transitions->data,
                                        transitions->len);
}
