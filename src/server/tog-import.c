#include "config.h"

#include "tog-import-private.h"

#include "tog-calendar-refresh.h"
#include "tog-calendar-worker.h"
#include "tog-calendar.h"
#include "tog-error.h"
#include "tog-text.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Resolves a name within a folder; what leads out of it, by links too, does not
 * resolve, so that a file from elsewhere can't have the server's own files read. */
static char *
resolve (const char *base_folder, const char *name, GError **error)
{
  g_autofree char *base = base_folder == NULL ? NULL : realpath (base_folder, NULL);
  g_autofree char *joined = NULL;
  g_autofree char *prefix = NULL;
  char *path;

  if (base == NULL)
    {
      g_set_error (error, TOG_ERROR, TOG_ERROR_REFERENCE, "there is no folder to find files in");
      return NULL;
    }
  joined = g_canonicalize_filename (name, base);
  path = realpath (joined, NULL);
  if (path == NULL)
    {
      g_set_error (error, TOG_ERROR, TOG_ERROR_REFERENCE, "%s", g_strerror (errno));
      return NULL;
    }
  prefix = g_str_has_suffix (base, "/") ? g_strdup (base) : g_strconcat (base, "/", NULL);
  if (!g_str_has_prefix (path, prefix))
    {
      g_free (path);
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_REFERENCE,
                   "calendars must lie beside the organization file or in folders below it");
      return NULL;
    }
  return path;
}

static GBytes *
read_bounded (int fd, GError **error)
{
  gsize limit = TOG_CALENDAR_DEFAULT_LIMITS.bytes;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n_read;

  while ((n_read = read (fd, buffer, sizeof buffer)) > 0 && bytes->len <= limit)
    g_byte_array_append (bytes, buffer, n_read);
  if (n_read < 0)
    {
      g_set_error (error, TOG_ERROR, TOG_ERROR_REFERENCE, "%s", g_strerror (errno));
      return NULL;
    }
  if (bytes->len > limit)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "larger than %d MiB; export fewer years of it",
                   (int) (limit / (1024 * 1024)));
      return NULL;
    }
  if (bytes->len > 0 && memchr (bytes->data, '\0', bytes->len) != NULL)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "not a text");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* Opened without waiting, so that a pipe of that name holds up nobody. */
static GBytes *
load (const char *base_folder, const char *name, GError **error)
{
  g_autofree char *path = resolve (base_folder, name, error);
  struct stat status;
  GBytes *bytes = NULL;
  int fd;

  if (path == NULL)
    return NULL;
  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    {
      g_set_error (error, TOG_ERROR, TOG_ERROR_REFERENCE, "%s", g_strerror (errno));
      return NULL;
    }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    g_set_error (error, TOG_ERROR, TOG_ERROR_REFERENCE, "not a regular file");
  else
    bytes = read_bounded (fd, error);
  close (fd);
  return bytes;
}

typedef gboolean (*CalendarFunc) (const TogFileMember *member,
                                  TogFileCalendar *calendar,
                                  gpointer data,
                                  GError **error);

/* Does something with each calendar, and says of which one it went wrong. */
static gboolean
for_each_calendar (TogOrganizationFile *file, CalendarFunc func, gpointer data, GError **error)
{
  for (guint i = 0; i < file->members->len; i++)
    {
      const TogFileMember *member = &g_array_index (file->members, TogFileMember, i);

      for (guint j = 0; j < member->calendars->len; j++)
        {
          TogFileCalendar *calendar = &g_array_index (member->calendars, TogFileCalendar, j);
          g_autoptr (GError) calendar_error = NULL;
          g_autofree char *reason = NULL;

          if (!func (member, calendar, data, &calendar_error))
            {
              reason = tog_text_dup_clause (calendar_error->message);
              tog_organization_file_set_error (file,
                                               error,
                                               TOG_ERROR_MALFORMED,
                                               calendar->pointer,
                                               "the calendar “%s” can't be read: %s",
                                               calendar->file,
                                               reason);
              return FALSE;
            }
        }
    }
  return TRUE;
}

typedef struct
{
  const char *base_folder;
  GHashTable *calendars;
} Loading;

static gboolean
load_calendar (const TogFileMember *member,
               TogFileCalendar *calendar,
               gpointer data,
               GError **error)
{
  Loading *loading = data;
  GBytes *bytes;

  if (g_hash_table_contains (loading->calendars, calendar->file))
    return TRUE;
  bytes = load (loading->base_folder, calendar->file, error);
  if (bytes == NULL)
    return FALSE;
  g_hash_table_insert (loading->calendars, g_strdup (calendar->file), bytes);
  return TRUE;
}

/**
 * tog_import_load_calendars:
 * @text: an organization file, as data/organization.schema.json describes it
 * @length: bytes in @text
 * @base_folder: (nullable): the folder that names of calendar files start from;
 *   with %NULL the file can't have any
 * @now: the present
 * @error: return location
 *
 * Loads the calendar files that an organization file names. That is apart from
 * tog_import_new(), for who may read these files need not be who imports them: a
 * server runs as a user of its own.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 GBytes): what is in each
 *   of them, or %NULL with %TOG_ERROR and a message that begins with the line
 *   that is wrong
 */
GHashTable *
tog_import_load_calendars (const char *text,
                           gsize length,
                           const char *base_folder,
                           TogInstant now,
                           GError **error)
{
  g_autoptr (TogOrganizationFile) file = tog_organization_file_parse (text, length, now, error);
  g_autoptr (GHashTable) calendars = NULL;

  if (file == NULL)
    return NULL;
  calendars =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (!for_each_calendar (file, load_calendar, &(Loading){ base_folder, calendars }, error))
    return NULL;
  return g_steal_pointer (&calendars);
}

typedef struct
{
  TogImport *import;
  GHashTable *calendars;
} Reading;

static gboolean
read_calendar (const TogFileMember *member,
               TogFileCalendar *calendar,
               gpointer data,
               GError **error)
{
  Reading *reading = data;
  TogImport *self = reading->import;
  GBytes *bytes = g_hash_table_lookup (reading->calendars, calendar->file);

  if (bytes == NULL)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_REFERENCE, "it was not sent along");
      return FALSE;
    }
  if (self->file->shift_days == 0)
    calendar->text = g_bytes_ref (bytes);
  else
    calendar->text = tog_organization_file_shift_calendar (bytes, self->file->shift_days);

  calendar->busy = tog_calendar_read_in_child (g_bytes_get_data (calendar->text, NULL),
                                               g_bytes_get_size (calendar->text),
                                               member->email,
                                               NULL,
                                               member->zone,
                                               self->known,
                                               error);
  return calendar->busy != NULL;
}

/**
 * tog_import_new:
 * @text: an organization file, as data/organization.schema.json describes it
 * @length: bytes in @text
 * @calendars: (element-type utf8 GBytes): see tog_import_load_calendars()
 * @now: the present
 * @error: return location
 *
 * Reads an organization file and the calendars it names, and checks all that can
 * be checked without the database. Calendars are read one after the other in
 * child processes, see tog_calendar_worker_set_program(); that can take a while.
 *
 * Returns: (transfer full) (nullable): what to import, or %NULL with %TOG_ERROR
 *   and a message that begins with the line that is wrong
 */
TogImport *
tog_import_new (const char *text,
                gsize length,
                GHashTable *calendars,
                TogInstant now,
                GError **error)
{
  g_autoptr (TogImport) self = g_new0 (TogImport, 1);

  self->file = tog_organization_file_parse (text, length, now, error);
  if (self->file == NULL)
    return NULL;
  self->known = tog_calendar_refresh_get_range (now, self->file->horizon_days);
  if (!for_each_calendar (self->file, read_calendar, &(Reading){ self, calendars }, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tog_import_free:
 * @self: (transfer full) (nullable): an import
 */
void
tog_import_free (TogImport *self)
{
  if (self == NULL)
    return;
  tog_organization_file_free (self->file);
  g_free (self);
}

/**
 * tog_import_text:
 * @db: the writer's connection, in a transaction
 * @text: an organization file
 * @length: bytes in @text
 * @base_folder: (nullable): the folder that names of calendar files start from
 * @now: the present
 * @report: what was done is appended, a line for each kind of thing
 * @error: return location
 *
 * Does tog_import_load_calendars(), tog_import_new() and tog_import_apply() in one
 * go, for where nobody else waits for the writer.
 *
 * Returns: whether all of it was imported; if not, the caller has to undo
 */
gboolean
tog_import_text (TogDb *db,
                 const char *text,
                 gsize length,
                 const char *base_folder,
                 TogInstant now,
                 GString *report,
                 GError **error)
{
  g_autoptr (GHashTable) calendars =
      tog_import_load_calendars (text, length, base_folder, now, error);
  g_autoptr (TogImport) import = NULL;

  if (calendars != NULL)
    import = tog_import_new (text, length, calendars, now, error);
  return import != NULL && tog_import_apply (import, db, now, report, error);
}
