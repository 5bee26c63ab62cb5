#include "config.h"

#include "tog-calendar-refresh.h"

#include "tog-calendar-worker.h"
#include "tog-database.h"
#include "tog-error.h"
#include "tog-repeater.h"
#include "tog-source-store.h"
#include "tog-zone.h"

/* One that can't be read now is tried again sooner: what is wrong may be here. */
#define MAX_BROKEN_AGE TOG_HOUR

/* How long the thread sleeps when nothing is due and nobody wakes it. */
#define PAUSE_SECONDS (10 * TOG_MINUTE)

/* The range that is read begins before today, for weeks that began already, and
 * ends later than anybody can book: it has to last until the next time. */
#define PAST_DAYS 15
#define SPARE_DAYS 8

struct _TogCalendarRefresh
{
  TogRepeater *repeater; /* (owned) */
  TogWriter *writer;     /* (not owned) */
  TogCalendarReadFunc was_read;
  gpointer data;
  TogInstant (*get_now) (void);
  TogInstant looked_at; /* until when it was looked for what became too old */
};

/**
 * Due:
 *
 * A calendar that has to be read, and then what that came to.
 */
typedef struct
{
  gint64 row;
  TogIdentity owner;
  GBytes *text; /* (owned) */
  char *email;  /* (owned) */
  GStrv uids;   /* (owned): of the member's sessions */
  char *zone;   /* (owned) */
  TogSlot known;
  TogInstant now;
  TogSlotSet *busy; /* (owned) (nullable) */
  char *reason;     /* (owned) (nullable) */
} Due;

static void
clear_due (Due *due)
{
  g_clear_pointer (&due->text, g_bytes_unref);
  g_clear_pointer (&due->email, g_free);
  g_clear_pointer (&due->zone, g_free);
  g_clear_pointer (&due->uids, g_strfreev);
  g_clear_pointer (&due->busy, tog_slot_set_unref);
  g_clear_pointer (&due->reason, g_free);
}

/**
 * tog_calendar_refresh_get_range:
 * @now: the present
 * @horizon_days: how many days ahead can be booked
 *
 * Returns: the range for which a calendar is read now
 */
TogSlot
tog_calendar_refresh_get_range (TogInstant now, int horizon_days)
{
  TogInstant today = now - now % TOG_DAY_SECONDS;

  return (TogSlot){ today - PAST_DAYS * TOG_DAY_SECONDS,
                    today + (TogInstant) (horizon_days + SPARE_DAYS) * TOG_DAY_SECONDS };
}

/* Finds the calendar that waits longest. Returns: whether there is one */
static gboolean
find_due (TogDb *db, Due *due, GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db,
      "SELECT calendar.id, text, email, zone, horizon_days, member_id, calendar.organization_id "
      "FROM calendar "
      "JOIN member ON member.id = member_id "
      "JOIN organization ON organization.id = calendar.organization_id "
      "WHERE active AND kind = 'file' AND (checked_at IS NULL OR checked_at <= "
      "CASE WHEN broken_since IS NULL THEN :old ELSE :old_broken END) "
      "ORDER BY checked_at LIMIT 1",
      error);
  gconstpointer text;
  gsize size;

  if (find == NULL)
    return FALSE;
  due->now = tog_clock_now ();
  tog_statement_bind_int (find, ":old", due->now - TOG_CALENDAR_MAX_AGE);
  tog_statement_bind_int (find, ":old_broken", due->now - MAX_BROKEN_AGE);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;

  due->row = tog_statement_get_int (find, 0);
  text = tog_statement_get_blob (find, 1, &size);
  due->text = g_bytes_new (text, size);
  due->email = g_strdup (tog_statement_get_text (find, 2));
  due->zone = g_strdup (tog_statement_get_text (find, 3));
  due->known = tog_calendar_refresh_get_range (due->now, tog_statement_get_int (find, 4));
  due->owner.member = tog_statement_get_int (find, 5);
  due->owner.organization = tog_statement_get_int (find, 6);
  due->uids = tog_source_list_session_uids (db, due->owner.member, error);
  return due->uids != NULL;
}

static void
read_due (Due *due)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) zone = tog_zone_lookup (due->zone, &error);

  if (zone != NULL)
    due->busy = tog_calendar_read_in_child (g_bytes_get_data (due->text, NULL),
                                            g_bytes_get_size (due->text),
                                            due->email,
                                            (const char *const *) due->uids,
                                            zone,
                                            due->known,
                                            &error);
  if (due->busy == NULL)
    due->reason = g_strdup (error->message);
}

/* A calendar that can't be read says nothing about the time to come any more,
 * but what it last said is still kept busy. The text may have been replaced by
 * an import meanwhile, which then knows better. */
static gboolean
store_due (TogDb *db, gpointer data, GError **error)
{
  Due *due = data;
  g_autoptr (TogScope) scope = tog_scope_new (db, due->owner, due->now);
  g_autoptr (TogStatement) write = tog_db_prepare (
      db,
      due->busy != NULL
          ? "UPDATE calendar SET busy = :busy, known_from = :from, known_to = :to, "
            "checked_at = :now, broken_since = NULL, broken_reason = NULL "
            "WHERE id = :row AND text = :text"
          : "UPDATE calendar SET checked_at = :now, known_from = NULL, known_to = NULL, "
            "broken_since = COALESCE (broken_since, :now), broken_reason = :reason "
            "WHERE id = :row AND text = :text",
      error);
  gboolean changed;

  if (write == NULL ||
      !tog_source_is_changed (scope, due->row, due->busy, due->known, &changed, error))
    return FALSE;
  tog_statement_bind_int (write, ":row", due->row);
  tog_statement_bind_blob (
      write, ":text", g_bytes_get_data (due->text, NULL), g_bytes_get_size (due->text));
  tog_statement_bind_int (write, ":now", due->now);
  if (due->busy != NULL)
    {
      tog_source_bind_busy (write, due->busy);
      tog_statement_bind_int (write, ":from", due->known.start);
      tog_statement_bind_int (write, ":to", due->known.end);
    }
  else
    {
      tog_statement_bind_text (write, ":reason", due->reason);
    }
  return tog_statement_run (write, error) && (!changed || tog_source_note_change (scope, error));
}

/* Tells of the sources that were not refreshed as they promised, of those that became so
 * since it was looked last: what they say is unknown from then on (P16). */
static gboolean
note_stale (TogDb *db, gpointer data, GError **error)
{
  TogCalendarRefresh *self = data;
  TogInstant now = self->get_now ();
  g_autoptr (TogStatement) list = tog_db_prepare (
      db,
      "SELECT DISTINCT organization_id, member_id FROM calendar WHERE kind <> 'file' "
      "AND checked_at + refresh_within >= :from AND checked_at + refresh_within < :now",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":from", self->looked_at);
  tog_statement_bind_int (list, ":now", now);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      const TogIdentity owner = { tog_statement_get_int (list, 0),
                                  tog_statement_get_int (list, 1) };
      g_autoptr (TogScope) scope = tog_scope_new (db, owner, now);

      if (!tog_source_note_change (scope, error))
        return FALSE;
    }
  self->looked_at = now;
  return step == TOG_STEP_DONE;
}

/* Returns: seconds to sleep until a source may be too old, or there may be more to do */
static gint64
find_pause (TogCalendarRefresh *self, TogDb *db)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db,
                      "SELECT min (checked_at + refresh_within) FROM calendar "
                      "WHERE kind <> 'file' AND checked_at + refresh_within >= :now",
                      NULL);
  TogInstant now = self->get_now ();

  if (find == NULL)
    return PAUSE_SECONDS;
  tog_statement_bind_int (find, ":now", now);
  if (tog_statement_step (find, NULL) != TOG_STEP_ROW || tog_statement_is_null (find, 0))
    return PAUSE_SECONDS;
  return CLAMP (tog_statement_get_int (find, 0) + 1 - now, 1, PAUSE_SECONDS);
}

/* Reads one. Returns: seconds to sleep, or 0 where there may be more to do at once */
static gint64
refresh_one (TogDb *db, gpointer data)
{
  TogCalendarRefresh *self = data;
  g_autoptr (GError) error = NULL;
  Due due = { 0 };
  gboolean found = find_due (db, &due, &error);

  if (found)
    {
      read_due (&due);
      found = tog_writer_run (self->writer, store_due, &due, &error);
      self->was_read (self->data);
    }
  if (error == NULL && !found)
    {
      tog_writer_run (self->writer, note_stale, self, &error);
      self->was_read (self->data);
    }
  if (error != NULL)
    g_message ("Calendars can't be refreshed now: %s", error->message);
  clear_due (&due);
  return found ? 0 : find_pause (self, db);
}

/**
 * tog_calendar_refresh_new:
 * @database: path of the database
 * @writer: writes what was read; has to outlive this
 * @get_now: the clock
 * @was_read: is told after each
 * @data: for @was_read
 *
 * Returns: (transfer full): a refresh that does nothing yet
 */
TogCalendarRefresh *
tog_calendar_refresh_new (const char *database,
                          TogWriter *writer,
                          TogInstant (*get_now) (void),
                          TogCalendarReadFunc was_read,
                          gpointer data)
{
  TogCalendarRefresh *self = g_new0 (TogCalendarRefresh, 1);

  self->repeater = tog_repeater_new ("calendars", database, refresh_one, self);
  self->writer = writer;
  self->get_now = get_now;
  self->looked_at = get_now ();
  self->was_read = was_read;
  self->data = data;
  return self;
}

/**
 * tog_calendar_refresh_start:
 * @self: a refresh that was not started yet
 */
void
tog_calendar_refresh_start (TogCalendarRefresh *self)
{
  tog_repeater_start (self->repeater);
}

/**
 * tog_calendar_refresh_wake:
 * @self: a refresh
 *
 * Has it look now whether there is something to read. From any thread.
 */
void
tog_calendar_refresh_wake (TogCalendarRefresh *self)
{
  tog_repeater_wake (self->repeater);
}

/**
 * tog_calendar_refresh_free:
 * @self: (transfer full) (nullable): a refresh
 *
 * Ends the thread, once the calendar that it reads is read.
 */
void
tog_calendar_refresh_free (TogCalendarRefresh *self)
{
  if (self == NULL)
    return;
  tog_repeater_free (self->repeater);
  g_free (self);
}
