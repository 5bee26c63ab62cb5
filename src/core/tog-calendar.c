#include "config.h"

#include "tog-calendar.h"

#include "tog-calendar-reading.h"

const TogCalendarLimits TOG_CALENDAR_DEFAULT_LIMITS = {
  .bytes = 16 * 1024 * 1024,
  .line_bytes = 256 * 1024,
  .components = 50000,
  .depth = 4,
  .occurrences = 2000000,
};

static gboolean
is_own (TogCalendarReading *self, const TogIcalComponent *event)
{
  return self->own_uids != NULL &&
         g_hash_table_contains (self->own_uids, tog_ical_component_get (event, "UID"));
}

static void
index_series (TogCalendarReading *self, TogIcalComponent *event)
{
  if (is_own (self, event) && (tog_ical_component_find (event, "RRULE") != NULL ||
                               tog_ical_component_find (event, "RDATE") != NULL))
    g_hash_table_insert (self->own_series, (gpointer) tog_ical_component_get (event, "UID"), event);
}

/* Notes what events and zones refer to, wherever in the calendar it stands. */
static void
index_component (TogCalendarReading *self, TogIcalComponent *component)
{
  const char *uid;
  GPtrArray *overrides;

  if (component->lines == NULL)
    return;
  if (tog_ical_component_is (component, "VTIMEZONE"))
    {
      const char *tzid = tog_ical_component_get (component, "TZID");

      if (!g_hash_table_contains (self->vtimezones, tzid))
        g_hash_table_insert (self->vtimezones, (gpointer) tzid, component);
      return;
    }
  if (!tog_ical_component_is (component, "VEVENT"))
    return;
  if (tog_ical_component_find (component, "RECURRENCE-ID") == NULL)
    {
      index_series (self, component);
      return;
    }
  uid = tog_ical_component_get (component, "UID");
  if (*uid == '\0')
    return;
  overrides = g_hash_table_lookup (self->overrides, uid);
  if (overrides == NULL)
    {
      overrides = g_ptr_array_new ();
      g_hash_table_insert (self->overrides, (gpointer) uid, overrides);
    }
  g_ptr_array_add (overrides, component);
}

/* What its owner made of an event by having it recur, nobody else knows of. */
static gboolean
is_passed_over (TogCalendarReading *self, const TogIcalComponent *event)
{
  return is_own (self, event) &&
         !g_hash_table_contains (self->own_series, tog_ical_component_get (event, "UID"));
}

static gboolean
read_component (TogCalendarReading *self, TogIcalComponent *component, GError **error)
{
  if (tog_ical_component_is (component, "VEVENT"))
    return is_passed_over (self, component) || tog_calendar_read_event (self, component, error);
  if (tog_ical_component_is (component, "VFREEBUSY"))
    return tog_calendar_read_free_busy (self, component, error);
  return TRUE;
}

static gboolean
read_all (TogCalendarReading *self, const TogIcalTree *tree, GError **error)
{
  GPtrArray *calendars = tree->root->children;

  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    {
      TogIcalComponent *calendar = g_ptr_array_index (calendars, i);

      for (guint j = 0; calendar->children != NULL && j < calendar->children->len; j++)
        index_component (self, g_ptr_array_index (calendar->children, j));
    }
  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    {
      TogIcalComponent *calendar = g_ptr_array_index (calendars, i);

      for (guint j = 0; calendar->children != NULL && j < calendar->children->len; j++)
        if (!read_component (self, g_ptr_array_index (calendar->children, j), error))
          return FALSE;
    }
  return TRUE;
}

/**
 * tog_calendar_check:
 * @text: iCalendar text, or what somebody took for it
 * @length: bytes in @text
 * @limits: what is accepted
 *
 * Checks that a text is a whole calendar within the limits, in linear time. The
 * errors say what it is instead, or in which line what is wrong.
 *
 * Returns: whether it is worth reading
 */
gboolean
tog_calendar_check (const char *text, gsize length, const TogCalendarLimits *limits, GError **error)
{
  g_auto (TogIcalTree) tree = { 0 };

  return tog_ical_tree_init (&tree, text, length, limits, error);
}

static TogSlotSet *
read_busy (const char *text,
           gsize length,
           const char *owner_email,
           GHashTable *own_uids,
           TogZone *owner_zone,
           TogSlot range,
           const TogCalendarLimits *limits,
           TogEventTitles *titles,
           GError **error)
{
  g_auto (TogIcalTree) tree = { 0 };
  g_autoptr (GHashTable) zones = NULL;
  g_autoptr (GHashTable) own_series = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) vtimezones = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) overrides = NULL;
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  TogCalendarReading self = {
    .owner_email = owner_email,
    .own_uids = own_uids,
    .own_series = own_series,
    .owner_zone = owner_zone,
    .range = range,
    .budget = limits->occurrences,
    .vtimezones = vtimezones,
    .slots = slots,
    .titles = titles,
  };

  if (!tog_ical_tree_init (&tree, text, length, limits, error))
    return NULL;

  self.zones = zones =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tog_zone_unref);
  self.overrides = overrides =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  if (!read_all (&self, &tree, error))
    return NULL;
  return tog_slot_set_new ((const TogSlot *) (void *) slots->data, slots->len);
}

/**
 * tog_calendar_read_busy:
 * @text: iCalendar text (RFC 5545)
 * @length: bytes in @text
 * @owner_email: (nullable): whose calendar it is; what they declined doesn't block
 * @own_uids: (nullable) (element-type utf8 utf8): UIDs of events that whoever asks
 *   knows better than the calendar, and that block nothing here; where one recurs, that
 *   holds for its first occurrence alone
 * @owner_zone: where dates and times without a zone are
 * @range: what to look at
 * @limits: what is accepted
 *
 * Reads when somebody can't meet: the opaque events that are neither cancelled
 * nor declined, at each of their occurrences, and the busy periods of free-busy
 * calendars. All-day events block from midnight to midnight in @owner_zone. What
 * comes out is padded outward to the quantum, and holds no word of what it is.
 *
 * Unknown is not free: an event that would block, but can't be understood (a zone
 * that neither the system nor the calendar knows, a malformed time or rule), is an
 * error about the calendar as a whole, and so is %TOG_ERROR_LIMIT. Time and memory
 * are bounded by the limits, whatever the text.
 *
 * Returns: (transfer full): the busy intervals within @range, or %NULL
 */
TogSlotSet *
tog_calendar_read_busy (const char *text,
                        gsize length,
                        const char *owner_email,
                        GHashTable *own_uids,
                        TogZone *owner_zone,
                        TogSlot range,
                        const TogCalendarLimits *limits,
                        GError **error)
{
  return read_busy (text, length, owner_email, own_uids, owner_zone, range, limits, NULL, error);
}

/**
 * tog_calendar_read_own:
 * @text: iCalendar text, whose events may have %TOG_CALENDAR_TITLE
 * @length: bytes in @text
 * @owner_email: (nullable): whose calendar it is
 * @own_uids: (nullable) (element-type utf8 utf8): as tog_calendar_read_busy() has it
 * @owner_zone: where dates and times without a zone are
 * @range: what to look at
 * @limits: what is accepted
 * @titles: where to note what somebody is busy with, at what is busy because of it
 *
 * Reads the same as tog_calendar_read_busy(), for the calendar's owner.
 *
 * Returns: (transfer full): the busy intervals within @range, or %NULL
 */
TogSlotSet *
tog_calendar_read_own (const char *text,
                       gsize length,
                       const char *owner_email,
                       GHashTable *own_uids,
                       TogZone *owner_zone,
                       TogSlot range,
                       const TogCalendarLimits *limits,
                       TogEventTitles *titles,
                       GError **error)
{
  return read_busy (text, length, owner_email, own_uids, owner_zone, range, limits, titles, error);
}
