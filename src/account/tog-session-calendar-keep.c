#include "config.h"

#include "tog-session-calendar-keep.h"

#define GROUP "calendar"
#define EVENT_PREFIX "event "
#define LEAVING_PREFIX "leaving "

/* What the words are on disk. */
static const char *const origin_nicks[] = { "none", "ours", "invite", "left-out", NULL };

/**
 * tog_kept_event_new:
 * @uid: of a session's invite
 * @calendar: the desktop's name for the calendar in which its event is
 *
 * Returns: (transfer full): an event that is called like its session
 */
TogKeptEvent *
tog_kept_event_new (const char *uid, const char *calendar)
{
  TogKeptEvent *self = g_new0 (TogKeptEvent, 1);

  self->uid = g_strdup (uid);
  self->event = g_strdup (uid);
  self->calendar = g_strdup (calendar);
  return self;
}

/**
 * tog_kept_event_free:
 * @self: (transfer full): an event
 */
void
tog_kept_event_free (TogKeptEvent *self)
{
  g_free (self->uid);
  g_free (self->calendar);
  g_free (self->event);
  g_free (self->ical);
  g_free (self);
}

/**
 * tog_kept_event_set_name:
 * @event: what the calendar calls it
 */
void
tog_kept_event_set_name (TogKeptEvent *self, const char *event)
{
  g_free (self->event);
  self->event = g_strdup (event);
}

/**
 * tog_session_calendar_keep_init:
 * @self: (out caller-allocates): what a desktop begins with that never had a session in
 *   a calendar
 */
void
tog_session_calendar_keep_init (TogSessionCalendarKeep *self)
{
  self->calendar = NULL;
  self->events =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) tog_kept_event_free);
  self->leaving = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_kept_event_free);
}

void
tog_session_calendar_keep_clear (TogSessionCalendarKeep *self)
{
  g_clear_pointer (&self->calendar, g_free);
  g_clear_pointer (&self->events, g_hash_table_unref);
  g_clear_pointer (&self->leaving, g_ptr_array_unref);
}

static TogEventOrigin
read_origin (GKeyFile *file, const char *group)
{
  g_autofree char *nick = g_key_file_get_string (file, group, "origin", NULL);

  for (guint i = 0; nick != NULL && origin_nicks[i] != NULL; i++)
    if (g_str_equal (origin_nicks[i], nick))
      return i;
  return TOG_EVENT_NONE;
}

/**
 * tog_session_calendar_keep_add:
 * @event: (transfer full): in place of what was kept of its session
 */
void
tog_session_calendar_keep_add (TogSessionCalendarKeep *self, TogKeptEvent *event)
{
  g_hash_table_replace (self->events, event->uid, event);
}

/* Returns: (transfer full) (nullable) */
static TogKeptEvent *
read_event (GKeyFile *file, const char *group)
{
  g_autofree char *uid = g_key_file_get_string (file, group, "uid", NULL);
  g_autofree char *calendar = g_key_file_get_string (file, group, "calendar", NULL);
  g_autofree char *event = g_key_file_get_string (file, group, "event", NULL);
  TogKeptEvent *self;

  if (uid == NULL || calendar == NULL || event == NULL)
    return NULL;
  self = tog_kept_event_new (uid, calendar);
  tog_kept_event_set_name (self, event);
  self->origin = read_origin (file, group);
  self->slot.start = g_key_file_get_int64 (file, group, "start", NULL);
  self->slot.end = g_key_file_get_int64 (file, group, "end", NULL);
  self->coming.start = g_key_file_get_int64 (file, group, "coming-start", NULL);
  self->coming.end = g_key_file_get_int64 (file, group, "coming-end", NULL);
  self->stamp = g_key_file_get_int64 (file, group, "stamp", NULL);
  self->awaited = g_key_file_get_integer (file, group, "awaited", NULL);
  self->awaited_since = g_key_file_get_int64 (file, group, "awaited-since", NULL);
  self->ical = g_key_file_get_string (file, group, "ical", NULL);
  return self;
}

/**
 * tog_session_calendar_keep_parse:
 * @self: initialized
 * @text: of tog_session_calendar_keep_to_text()
 *
 * Adds to @self what was kept, as far as it can be read: an event of which nothing is
 * kept is found again in its calendar.
 */
void
tog_session_calendar_keep_parse (TogSessionCalendarKeep *self, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return;
  g_free (self->calendar);
  self->calendar = g_key_file_get_string (file, GROUP, "id", NULL);
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++)
    {
      g_autoptr (TogKeptEvent) event = read_event (file, *group);

      if (event == NULL)
        continue;
      if (g_str_has_prefix (*group, LEAVING_PREFIX))
        g_ptr_array_add (self->leaving, g_steal_pointer (&event));
      else if (event->origin != TOG_EVENT_NONE)
        tog_session_calendar_keep_add (self, g_steal_pointer (&event));
    }
}

static void
write_event (GKeyFile *file, const char *prefix, guint i, const TogKeptEvent *event)
{
  g_autofree char *group = g_strdup_printf ("%s%u", prefix, i);

  g_key_file_set_string (file, group, "uid", event->uid);
  g_key_file_set_string (file, group, "calendar", event->calendar);
  g_key_file_set_string (file, group, "event", event->event);
  g_key_file_set_string (file, group, "origin", origin_nicks[event->origin]);
  g_key_file_set_int64 (file, group, "start", event->slot.start);
  g_key_file_set_int64 (file, group, "end", event->slot.end);
  g_key_file_set_int64 (file, group, "coming-start", event->coming.start);
  g_key_file_set_int64 (file, group, "coming-end", event->coming.end);
  g_key_file_set_int64 (file, group, "stamp", event->stamp);
  if (event->awaited != 0)
    {
      g_key_file_set_integer (file, group, "awaited", event->awaited);
      g_key_file_set_int64 (file, group, "awaited-since", event->awaited_since);
    }
  if (event->ical != NULL)
    g_key_file_set_string (file, group, "ical", event->ical);
}

/**
 * tog_session_calendar_keep_to_text:
 *
 * Returns: (transfer full): what to keep
 */
char *
tog_session_calendar_keep_to_text (const TogSessionCalendarKeep *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GHashTableIter iter;
  gpointer event;
  guint i = 0;

  if (self->calendar != NULL)
    g_key_file_set_string (file, GROUP, "id", self->calendar);
  g_hash_table_iter_init (&iter, self->events);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    write_event (file, EVENT_PREFIX, i++, event);
  for (i = 0; i < self->leaving->len; i++)
    write_event (file, LEAVING_PREFIX, i, g_ptr_array_index (self->leaving, i));
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * tog_session_calendar_keep_choose:
 * @calendar: (nullable): the desktop's name for another calendar; %NULL for none
 * @touched: (element-type utf8 utf8): UIDs of sessions whose event its owner moved, and
 *   was not asked about yet
 * @now: the present
 *
 * What is still to come leaves the calendar in which it was. What is over stays, as
 * does what its owner moved or took out.
 */
void
tog_session_calendar_keep_choose (TogSessionCalendarKeep *self,
                                  const char *calendar,
                                  GHashTable *touched,
                                  TogInstant now)
{
  GHashTableIter iter;
  gpointer value;

  g_free (self->calendar);
  self->calendar = g_strdup (calendar);
  for (guint i = self->leaving->len; i > 0; i--)
    if (g_strcmp0 (((TogKeptEvent *) self->leaving->pdata[i - 1])->calendar, calendar) == 0)
      g_ptr_array_remove_index (self->leaving, i - 1);
  g_hash_table_iter_init (&iter, self->events);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TogKeptEvent *event = value;
      gboolean is_touched = g_hash_table_contains (touched, event->uid);

      if (event->origin == TOG_EVENT_LEFT_OUT || (calendar != NULL && is_touched))
        continue;
      g_hash_table_iter_steal (&iter);
      if (event->origin == TOG_EVENT_OURS && event->slot.end > now && !is_touched)
        g_ptr_array_add (self->leaving, event);
      else
        tog_kept_event_free (event);
    }
}
