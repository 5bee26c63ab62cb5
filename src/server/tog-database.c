#include "config.h"

#include "tog-database.h"

#include "tog-random.h"
#include "tog-server-resources.h"

/* "TogS", in the header of the file. */
#define APPLICATION_ID 0x546f6753

#define SECRET_BYTES 32

static GBytes *
load_schema (guint version)
{
  g_autofree char *path = g_strdup_printf ("/org/together/server/schema-%u.sql", version);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resource_lookup_data (tog_server_get_resource (), path, 0, &error);

  g_assert_no_error (error);
  return bytes;
}

/**
 * tog_database_open:
 * @path: where the file is or, for a writer, shall be
 * @mode: what for
 * @error: return location
 *
 * Opens the server's database, for a writer at the newest version of its schema.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with an error of
 *   %TOG_DB_ERROR
 */
TogDb *
tog_database_open (const char *path, TogDbMode mode, GError **error)
{
  g_autoptr (GBytes) schema_1 = load_schema (1);
  g_autoptr (GBytes) schema_2 = load_schema (2);
  const char *const migrations[] = {
    g_bytes_get_data (schema_1, NULL),
    g_bytes_get_data (schema_2, NULL),
    NULL,
  };
  g_autoptr (TogDb) db = tog_db_open (path, mode, error);

  if (db == NULL || !tog_db_migrate (db, APPLICATION_ID, migrations, error))
    return NULL;
  return g_steal_pointer (&db);
}

/**
 * tog_database_get_secret:
 * @db: a writer, in a transaction or not
 * @error: return location
 *
 * Gets what this database's tokens of changes are signed with; makes it up the
 * first time.
 *
 * Returns: (transfer full) (nullable): random bytes, or %NULL
 */
GBytes *
tog_database_get_secret (TogDb *db, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT value FROM setting WHERE name = 'secret'", error);
  g_autoptr (TogStatement) insert = NULL;
  guint8 secret[SECRET_BYTES];
  gconstpointer data;
  gsize size;

  if (find == NULL)
    return NULL;
  switch (tog_statement_step (find, error))
    {
    case TOG_STEP_ROW:
      data = tog_statement_get_blob (find, 0, &size);
      return g_bytes_new (data, size);
    case TOG_STEP_DONE:
      break;
    case TOG_STEP_ERROR:
    default:
      return NULL;
    }

  tog_random_fill (secret, sizeof secret);
  insert = tog_db_prepare (db, "INSERT INTO setting VALUES ('secret', :value)", error);
  if (insert == NULL)
    return NULL;
  tog_statement_bind_blob (insert, ":value", secret, sizeof secret);
  if (!tog_statement_run (insert, error))
    return NULL;
  return g_bytes_new (secret, sizeof secret);
}

/**
 * tog_clock_now:
 *
 * Returns: the present, by the system's clock
 */
TogInstant
tog_clock_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}
