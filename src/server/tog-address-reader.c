#include "config.h"

#include "tog-address-reader.h"

#include "tog-address-fetch.h"
#include "tog-calendar-refresh.h"
#include "tog-calendar-worker.h"
#include "tog-repeater.h"
#include "tog-source-store.h"
#include "tog-text.h"
#include "tog-zone.h"

#include <curl/curl.h>

/* How many are read at once. As those of one member are read one after another, who
 * gives addresses that never answer keeps one of them busy, and nobody waiting. */
#define N_THREADS 4

#define DEFAULT_PATIENCE 60

/* What was read is read again after this. */
#define INTERVAL TOG_HOUR

/* What could not be read is tried again after this, and after twice as long each time. */
#define FIRST_RETRY (2 * TOG_MINUTE)
#define LAST_RETRY (12 * TOG_HOUR)

/* How long a thread sleeps at the most when nothing is due. */
#define MAX_PAUSE (10 * TOG_MINUTE)

struct _TogAddressReader
{
  TogAddressReaderOptions options; /* its strings and objects are not owned */
  TogRepeater *threads[N_THREADS]; /* (owned) */
  int stopping;                    /* (atomic) */
  GMutex mutex;                    /* guards @taken */
  GHashTable *taken; /* (owned) (element-type gint64): members one of whose is being read */
};

/**
 * Due:
 *
 * An address that has to be read, and then what that came to.
 */
typedef struct
{
  gint64 row;
  TogIdentity owner;
  TogInstant now;
  TogInstant due_at;
  char *url;   /* (owned) */
  char *email; /* (owned) */
  char *zone;  /* (owned) */
  GStrv uids;  /* (owned): of the member's sessions */
  gint64 failures;
  char *known_reason; /* (owned) (nullable) */
  TogSlot known;
  TogSlotSet *busy;   /* (owned) (nullable): as it was, and then as it is */
  TogFetched fetched; /* (owned) */
  char *reason;       /* (owned) (nullable): why it could not be read */
} Due;

static void
clear_due (Due *due)
{
  g_clear_pointer (&due->url, g_free);
  g_clear_pointer (&due->email, g_free);
  g_clear_pointer (&due->zone, g_free);
  g_clear_pointer (&due->uids, g_strfreev);
  g_clear_pointer (&due->known_reason, g_free);
  g_clear_pointer (&due->busy, tog_slot_set_unref);
  g_clear_pointer (&due->reason, g_free);
  tog_fetched_clear (&due->fetched);
}

/* What was read is of use once more if it was for the same time and no session came to
 * be or moved since, of which the calendar may hold a copy. */
#define SELECT_DUE                                                                                 \
  "SELECT calendar.id, member.id, member.organization_id, due_at, url, email, zone, failures, "    \
  "broken_reason, horizon_days, known_from, known_to, busy, "                                      \
  "iif (EXISTS (SELECT 1 FROM participant JOIN session ON session.id = session_id "                \
  "WHERE participant.member_id = member.id AND booked_at >= checked_at), NULL, etag), "            \
  "iif (EXISTS (SELECT 1 FROM participant JOIN session ON session.id = session_id "                \
  "WHERE participant.member_id = member.id AND booked_at >= checked_at), NULL, modified) "         \
  "FROM calendar JOIN member ON member.id = member_id "                                            \
  "JOIN organization ON organization.id = calendar.organization_id "                               \
  "WHERE due_at <= :now AND kind = 'address' AND active AND calendar_sharing ORDER BY due_at"

enum
{
  ROW,
  MEMBER,
  ORGANIZATION,
  DUE_AT,
  ADDRESS,
  EMAIL,
  ZONE,
  FAILURES,
  REASON,
  HORIZON_DAYS,
  KNOWN_FROM,
  KNOWN_TO,
  BUSY,
  ETAG,
  MODIFIED,
};

static gboolean
read_row (Due *due, TogStatement *row, GError **error)
{
  TogSlot known = { tog_statement_get_int (row, KNOWN_FROM),
                    tog_statement_get_int (row, KNOWN_TO) };
  gconstpointer data;
  gsize size;

  due->row = tog_statement_get_int (row, ROW);
  due->owner.member = tog_statement_get_int (row, MEMBER);
  due->owner.organization = tog_statement_get_int (row, ORGANIZATION);
  due->due_at = tog_statement_get_int (row, DUE_AT);
  due->url = g_strdup (tog_statement_get_text (row, ADDRESS));
  due->email = g_strdup (tog_statement_get_text (row, EMAIL));
  due->zone = g_strdup (tog_statement_get_text (row, ZONE));
  due->failures = tog_statement_get_int (row, FAILURES);
  due->known_reason = g_strdup (tog_statement_get_text (row, REASON));
  due->known =
      tog_calendar_refresh_get_range (due->now, (int) tog_statement_get_int (row, HORIZON_DAYS));
  if (known.start != due->known.start || known.end != due->known.end)
    return TRUE;

  data = tog_statement_get_blob (row, BUSY, &size);
  due->busy = tog_slot_set_from_bytes (data, size, error);
  due->fetched.etag = g_strdup (tog_statement_get_text (row, ETAG));
  due->fetched.modified = g_strdup (tog_statement_get_text (row, MODIFIED));
  return due->busy != NULL;
}

/* Takes the address that waits longest, of the members none of whose is being read.
 * Returns: whether there is one */
static gboolean
take_due (TogAddressReader *self, TogDb *db, Due *due, GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (db, SELECT_DUE, error);
  gboolean found = FALSE;

  if (find == NULL)
    return FALSE;
  due->now = self->options.get_now ();
  tog_statement_bind_int (find, ":now", due->now);
  g_mutex_lock (&self->mutex);
  while (!found && tog_statement_step (find, error) == TOG_STEP_ROW)
    {
      gint64 member = tog_statement_get_int (find, MEMBER);

      if (g_hash_table_contains (self->taken, &member))
        continue;
      found = TRUE;
      g_hash_table_add (self->taken, g_memdup2 (&member, sizeof member));
    }
  g_mutex_unlock (&self->mutex);
  if (!found)
    return FALSE;

  due->owner.member = tog_statement_get_int (find, MEMBER);
  if (!read_row (due, find, error))
    return FALSE;
  due->uids = tog_source_list_session_uids (db, due->owner.member, error);
  return due->uids != NULL;
}

static void
give_back (TogAddressReader *self, const Due *due)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->taken, &due->owner.member);
  g_mutex_unlock (&self->mutex);
}

/* Fetches it, and has a child read it: nothing that comes from outside is parsed here. */
static void
read_due (TogAddressReader *self, Due *due)
{
  const TogFetchOptions options = { self->options.networks,
                                    self->options.patience,
                                    &self->stopping };
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) zone = tog_zone_lookup (due->zone, &error);
  g_autoptr (TogSlotSet) busy = NULL;

  if (zone == NULL || !tog_address_fetch (&due->fetched, due->url, &options, &error))
    {
      due->reason = g_strdup (error->message);
      return;
    }
  if (due->fetched.text == NULL)
    return;
  busy = tog_calendar_read_in_child (g_bytes_get_data (due->fetched.text, NULL),
                                     g_bytes_get_size (due->fetched.text),
                                     due->email,
                                     (const char *const *) due->uids,
                                     zone,
                                     due->known,
                                     &error);
  if (busy == NULL)
    {
      due->reason = g_strdup_printf ("What is at the address can't be read as a calendar: %s",
                                     error->message);
      return;
    }
  g_clear_pointer (&due->busy, tog_slot_set_unref);
  due->busy = g_steal_pointer (&busy);
}

static TogInstant
find_retry (const Due *due)
{
  gint64 pause = FIRST_RETRY << MIN (due->failures, 16);

  return due->now + MIN (pause, LAST_RETRY);
}

/* What it last said still counts, until it is too old. */
static gboolean
store_failure (TogScope *scope, const Due *due, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE calendar SET failures = failures + 1, broken_reason = :reason, tried_at = :now, "
      "due_at = :next WHERE id = :row AND organization_id = :org AND url = :url AND due_at = :due",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":row", due->row);
  tog_statement_bind_text (update, ":url", due->url);
  tog_statement_bind_int (update, ":due", due->due_at);
  tog_statement_bind_int (update, ":now", due->now);
  tog_statement_bind_text (update, ":reason", due->reason);
  tog_statement_bind_int (update, ":next", find_retry (due));
  return tog_statement_run (update, error) &&
         (g_strcmp0 (due->reason, due->known_reason) == 0 || tog_source_note_own (scope, error));
}

static gboolean
store_success (TogScope *scope, const Due *due, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE calendar SET busy = :busy, known_from = :from, known_to = :to, checked_at = :now, "
      "refresh_within = :within, etag = :etag, modified = :modified, failures = 0, "
      "broken_reason = NULL, tried_at = :now, due_at = :next "
      "WHERE id = :row AND organization_id = :org AND url = :url AND due_at = :due",
      error);
  gboolean changed;

  if (update == NULL ||
      !tog_source_is_changed (scope, due->row, due->busy, due->known, &changed, error))
    return FALSE;
  tog_statement_bind_int (update, ":row", due->row);
  tog_statement_bind_text (update, ":url", due->url);
  tog_statement_bind_int (update, ":due", due->due_at);
  tog_source_bind_busy (update, due->busy);
  tog_statement_bind_int (update, ":from", due->known.start);
  tog_statement_bind_int (update, ":to", due->known.end);
  tog_statement_bind_int (update, ":now", due->now);
  tog_statement_bind_int (update, ":within", TOG_ADDRESS_REFRESH_WITHIN);
  tog_statement_bind_text (update, ":etag", due->fetched.etag);
  tog_statement_bind_text (update, ":modified", due->fetched.modified);
  tog_statement_bind_int (update, ":next", due->now + INTERVAL);
  if (!tog_statement_run (update, error))
    return FALSE;
  if (changed)
    return tog_source_note_change (scope, error);
  return due->failures == 0 || tog_source_note_own (scope, error);
}

/* Where it was given another address meanwhile, or its owner another zone, this is of no
 * use: it is due again. */
static gboolean
store_due (TogDb *db, gpointer data, GError **error)
{
  const Due *due = data;
  g_autoptr (TogScope) scope = tog_scope_new (db, due->owner, due->now);

  return due->reason != NULL ? store_failure (scope, due, error)
                             : store_success (scope, due, error);
}

/* Returns: seconds to sleep until the next is due */
static gint64
find_pause (TogAddressReader *self, TogDb *db)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT min (due_at) FROM calendar WHERE due_at > :now", NULL);
  TogInstant now = self->options.get_now ();

  if (find == NULL)
    return MAX_PAUSE;
  tog_statement_bind_int (find, ":now", now);
  if (tog_statement_step (find, NULL) != TOG_STEP_ROW || tog_statement_is_null (find, 0))
    return MAX_PAUSE;
  return CLAMP (tog_statement_get_int (find, 0) - now, 1, MAX_PAUSE);
}

static gint64
read_one (TogDb *db, gpointer data)
{
  TogAddressReader *self = data;
  g_autoptr (GError) error = NULL;
  Due due = { 0 };
  gboolean found = take_due (self, db, &due, &error);

  if (found)
    read_due (self, &due);
  if (found && !g_atomic_int_get (&self->stopping))
    {
      found = tog_writer_run (self->options.writer, store_due, &due, &error);
      self->options.was_read (self->options.data);
    }
  if (error != NULL)
    g_message ("Published calendars can't be read now: %s", error->message);
  give_back (self, &due);
  clear_due (&due);
  return found ? 0 : find_pause (self, db);
}

/**
 * tog_address_reader_new:
 * @options: how it is to be
 *
 * Returns: (transfer full): a reader that does nothing yet
 */
TogAddressReader *
tog_address_reader_new (const TogAddressReaderOptions *options)
{
  TogAddressReader *self = g_new0 (TogAddressReader, 1);

  curl_global_init (CURL_GLOBAL_DEFAULT);
  self->options = *options;
  if (options->patience == 0)
    self->options.patience = DEFAULT_PATIENCE;
  g_mutex_init (&self->mutex);
  self->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    self->threads[i] = tog_repeater_new ("addresses", options->database, read_one, self);
  return self;
}

/**
 * tog_address_reader_start:
 * @self: a reader that was not started yet
 */
void
tog_address_reader_start (TogAddressReader *self)
{
  for (guint i = 0; i < N_THREADS; i++)
    tog_repeater_start (self->threads[i]);
}

/**
 * tog_address_reader_wake:
 * @self: a reader
 *
 * Has it look now whether there is something to read. From any thread.
 */
void
tog_address_reader_wake (TogAddressReader *self)
{
  for (guint i = 0; i < N_THREADS; i++)
    tog_repeater_wake (self->threads[i]);
}

/**
 * tog_address_reader_free:
 * @self: (transfer full) (nullable): a reader
 *
 * Ends the threads. What is being fetched is given up, and due again at the next start.
 */
void
tog_address_reader_free (TogAddressReader *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, 1);
  for (guint i = 0; i < N_THREADS; i++)
    tog_repeater_free (self->threads[i]);
  g_hash_table_unref (self->taken);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
