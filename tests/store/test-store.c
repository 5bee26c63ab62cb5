#include "config.h"

#include "tog-store.h"
#include "tog-test-files.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *root;      /* (owned) */
  char *directory; /* (owned) */
  char *file;      /* (owned) */
  TogStore *store; /* (owned) (nullable) */
  guint n_troubles;
  TogStoreTrouble trouble;
  char *detail; /* (owned) (nullable) */
} Fixture;

static void
trouble_cb (TogStore *store, TogStoreTrouble trouble, const char *detail, Fixture *fixture)
{
  fixture->n_troubles++;
  fixture->trouble = trouble;
  g_free (fixture->detail);
  fixture->detail = g_strdup (detail);
}

static void
open_store (Fixture *fixture)
{
  fixture->store = tog_store_new (fixture->directory);
  g_signal_connect (fixture->store, "trouble", G_CALLBACK (trouble_cb), fixture);
}

static void
close_store (Fixture *fixture)
{
  if (fixture->store != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("tog-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->directory = g_build_filename (fixture->root, "one", NULL);
  fixture->file = g_build_filename (fixture->directory, "cache.sqlite", NULL);
  open_store (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_store (fixture);
  tog_test_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->directory);
  g_free (fixture->file);
  g_free (fixture->detail);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static TogDocument *
load (Fixture *fixture, const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogDocument *document;

  tog_store_load_async (fixture->store, key, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  document = tog_store_load_finish (fixture->store, result, &error);
  g_assert_no_error (error);

  /* The task holds the store until its last source is gone. */
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return document;
}

static void
assert_text (Fixture *fixture, const char *key, const char *text)
{
  g_autoptr (TogDocument) document = load (fixture, key);

  if (text == NULL)
    {
      g_assert_null (document);
      return;
    }
  g_assert_nonnull (document);
  g_assert_cmpstr (document->text, ==, text);
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogDocument) document = NULL;

  assert_text (fixture, "home", NULL);
  tog_store_save (fixture->store, "home", "{\"a\":1}", "\"1\"", 1000, 0);
  tog_store_save (fixture->store, "match/a", "two", NULL, 1001, 0);
  tog_store_save (fixture->store, "home", "{\"a\":2}", "\"2\"", 1002, 0);
  tog_store_confirm (fixture->store, "match/a", 1010);

  /* Closing waits for what was asked for. */
  close_store (fixture);
  open_store (fixture);

  document = load (fixture, "home");
  g_assert_nonnull (document);
  g_assert_cmpstr (document->text, ==, "{\"a\":2}");
  g_assert_cmpstr (document->etag, ==, "\"2\"");
  g_assert_cmpint (document->fetched_at, ==, 1002);

  g_clear_pointer (&document, tog_document_free);
  document = load (fixture, "match/a");
  g_assert_cmpstr (document->text, ==, "two");
  g_assert_null (document->etag);
  g_assert_cmpint (document->fetched_at, ==, 1010);

  tog_store_remove (fixture->store, "match/a");
  assert_text (fixture, "match/a", NULL);
  g_assert_cmpuint (fixture->n_troubles, ==, 0);
}

/* Read by another connection while the store is still held. */
/* Several of a kind, the newest first, and nothing that only looks like them. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;

  tog_store_save (fixture->store, "times/a_b/1", "old", NULL, 100, 0);
  tog_store_save (fixture->store, "times/a_b/2", "new", NULL, 300, 0);
  tog_store_save (fixture->store, "times/a_b/3", "middle", NULL, 200, 0);
  tog_store_save (fixture->store, "times/aXb/1", "other", NULL, 400, 0);
  tog_store_save (fixture->store, "times/a_b", "none", NULL, 500, 0);
  tog_store_list_async (fixture->store, "times/a_b/", NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  documents = tog_store_list_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, ==, 3);
  g_assert_cmpstr (((TogDocument *) g_ptr_array_index (documents, 0))->text, ==, "new");
  g_assert_cmpstr (((TogDocument *) g_ptr_array_index (documents, 1))->text, ==, "middle");
  g_assert_cmpstr (((TogDocument *) g_ptr_array_index (documents, 2))->text, ==, "old");

  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_flush (Fixture *fixture, gconstpointer data)
{
  Fixture other = { NULL, fixture->directory, NULL, NULL, 0, 0, NULL };

  tog_store_flush (fixture->store);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("match/%u", i);

      tog_store_save (fixture->store, key, "{}", NULL, 1, 0);
    }
  tog_store_flush (fixture->store);
  open_store (&other);
  assert_text (&other, "match/99", "{}");
  close_store (&other);
}

static void
test_expire (Fixture *fixture, gconstpointer data)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;

  tog_store_save (fixture->store, "old", "1", NULL, 1, now - 10);
  tog_store_save (fixture->store, "new", "2", NULL, 1, now + 1000);
  tog_store_save (fixture->store, "ever", "3", NULL, 1, 0);
  close_store (fixture);
  open_store (fixture);
  assert_text (fixture, "old", NULL);
  assert_text (fixture, "new", "2");
  assert_text (fixture, "ever", "3");
}

static void
write_garbage (Fixture *fixture, const char *contents, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (fixture->directory, 0700);
  g_file_set_contents (fixture->file, contents, length, &error);
  g_assert_no_error (error);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  const char *garbage = "This is a letter to my aunt, and no database. It is long enough "
                        "to look like something, and it must not be lost.";
  g_autofree char *kept = NULL;

  write_garbage (fixture, garbage, strlen (garbage));
  assert_text (fixture, "home", NULL);
  tog_store_save (fixture->store, "home", "again", NULL, 1, 0);
  assert_text (fixture, "home", "again");

  g_assert_cmpuint (fixture->n_troubles, ==, 1);
  g_assert_cmpint (fixture->trouble, ==, TOG_STORE_SET_ASIDE);
  g_assert_true (g_file_get_contents (fixture->detail, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, garbage);
}

/* Overwrites the pages of a good database one stretch at a time: whatever is
 * hit, the store ends up working and says so if it lost something. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;
  guint n_noticed = 0;

  while (text->len < 20000)
    g_string_append_printf (text, "%" G_GSIZE_FORMAT " ", text->len);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("match/%u", i);

      tog_store_save (fixture->store, key, text->str, "\"x\"", 1, 0);
    }
  close_store (fixture);
  g_assert_true (g_file_get_contents (fixture->file, &good, &length, NULL));

  for (gsize at = 0; at + 512 <= length; at += 4096)
    {
      g_autofree char *bad = g_memdup2 (good, length);

      fixture->n_troubles = 0;
      memset (bad + at, 0xa5, 512);
      write_garbage (fixture, bad, length);
      open_store (fixture);
      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *key = g_strdup_printf ("match/%u", i);
          g_autoptr (TogDocument) document = load (fixture, key);
        }
      tog_store_save (fixture->store, "home", "again", NULL, 1, 0);
      assert_text (fixture, "home", "again");
      if (fixture->n_troubles > 0)
        {
          g_assert_cmpint (fixture->trouble, ==, TOG_STORE_SET_ASIDE);
          g_assert_true (g_file_test (fixture->detail, G_FILE_TEST_EXISTS));
          n_noticed++;
        }
      close_store (fixture);
    }
  g_assert_cmpuint (n_noticed, >=, 3);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  tog_store_save (fixture->store, "home", "kept", NULL, 1, 0);
  close_store (fixture);

  /* PRAGMA user_version: four bytes at offset 60 of the file's header. */
  g_assert_true (g_file_get_contents (fixture->file, &before, &before_length, NULL));
  before[60] = 0x7f;
  write_garbage (fixture, before, before_length);

  open_store (fixture);
  assert_text (fixture, "home", NULL);
  tog_store_save (fixture->store, "home", "lost", NULL, 1, 0);
  assert_text (fixture, "home", NULL);
  g_assert_cmpuint (fixture->n_troubles, ==, 1);
  g_assert_cmpint (fixture->trouble, ==, TOG_STORE_NEWER);
  close_store (fixture);

  g_assert_true (g_file_get_contents (fixture->file, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
wait_for_trouble (Fixture *fixture, TogStoreTrouble trouble)
{
  while (fixture->n_troubles == 0 || fixture->trouble != trouble)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  /* A file where the folder should be: no user can write there, root included. */
  g_assert_true (g_file_set_contents (fixture->directory, "", 0, NULL));
  tog_store_save (fixture->store, "home", "late", NULL, 1, 0);
  assert_text (fixture, "home", "late");
  g_assert_cmpuint (fixture->n_troubles, ==, 1);
  g_assert_cmpint (fixture->trouble, ==, TOG_STORE_READ_ONLY);

  g_assert_cmpint (unlink (fixture->directory), ==, 0);
  wait_for_trouble (fixture, TOG_STORE_RECOVERED);
  close_store (fixture);
  open_store (fixture);
  assert_text (fixture, "home", "late");
}

static gboolean
keep (Fixture *fixture, const char *key, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean kept;

  tog_store_keep_async (fixture->store, key, text, 1, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  kept = tog_store_keep_finish (fixture->store, result, error);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return kept;
}

/* Permissions mean nothing to root: from now on it is somebody whose folder this is. */
static gboolean
become_owner (Fixture *fixture)
{
  const uid_t nobody = 65534;

  if (geteuid () != 0)
    return FALSE;
  g_assert_cmpint (chown (fixture->root, nobody, nobody), ==, 0);
  g_assert_cmpint (seteuid (nobody), ==, 0);
  return TRUE;
}

/* What was there can be read, nothing new is lost, and it is written once it may be. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  gboolean was_root = become_owner (fixture);
  g_autoptr (GError) error = NULL;

  tog_store_save (fixture->store, "home", "kept", NULL, 1, 0);
  close_store (fixture);
  g_assert_cmpint (chmod (fixture->file, 0400), ==, 0);
  g_assert_cmpint (chmod (fixture->directory, 0500), ==, 0);

  open_store (fixture);
  assert_text (fixture, "home", "kept");
  wait_for_trouble (fixture, TOG_STORE_READ_ONLY);
  g_assert_cmpstr (fixture->detail, ==, fixture->directory);
  g_assert_false (keep (fixture, "note", "new", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_text (fixture, "note", "new");
  tog_store_remove (fixture->store, "home");
  assert_text (fixture, "home", NULL);
  g_assert_cmpuint (fixture->n_troubles, ==, 1);

  /* The file that is there was not touched. */
  close_store (fixture);
  open_store (fixture);
  assert_text (fixture, "home", "kept");
  g_clear_error (&error);
  g_assert_false (keep (fixture, "note", "new", &error));

  g_assert_cmpint (chmod (fixture->directory, 0700), ==, 0);
  g_assert_cmpint (chmod (fixture->file, 0600), ==, 0);
  wait_for_trouble (fixture, TOG_STORE_RECOVERED);
  close_store (fixture);
  open_store (fixture);
  fixture->n_troubles = 0;
  assert_text (fixture, "note", "new");
  assert_text (fixture, "home", "kept");
  g_assert_cmpuint (fixture->n_troubles, ==, 0);
  close_store (fixture);
  if (was_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* Files can't grow any more while it is open, as where a quota is used up. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_true (keep (fixture, "home", "kept", &error));
  g_assert_no_error (error);

  limit_files (1);
  g_assert_false (keep (fixture, "home", text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  wait_for_trouble (fixture, TOG_STORE_FULL);
  g_assert_cmpstr (fixture->detail, ==, fixture->directory);
  g_clear_error (&error);
  g_assert_false (keep (fixture, "note", text, &error));
  assert_text (fixture, "note", text);
  g_assert_cmpuint (fixture->n_troubles, ==, 1);

  limit_files (RLIM_INFINITY);
  wait_for_trouble (fixture, TOG_STORE_RECOVERED);
  g_assert_cmpuint (fixture->n_troubles, ==, 2);
  close_store (fixture);
  open_store (fixture);
  assert_text (fixture, "home", text);
  assert_text (fixture, "note", text);
  g_assert_cmpuint (fixture->n_troubles, ==, 2);

  /* It is told again when it happens again. */
  limit_files (1);
  g_clear_error (&error);
  g_assert_false (keep (fixture, "home", "other", &error));
  limit_files (RLIM_INFINITY);
  wait_for_trouble (fixture, TOG_STORE_RECOVERED);
  g_assert_cmpuint (fixture->n_troubles, ==, 4);
}

/* Returns: whether there is a small disk of its own now, with the store's folder on it */
static gboolean
mount_disk (Fixture *fixture)
{
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", fixture->root, "tmpfs", 0, "size=4m") != 0)
    {
      g_test_skip ("This user can't mount a disk");
      return FALSE;
    }
  return TRUE;
}

static char *
fill_disk (Fixture *fixture)
{
  char *path = g_build_filename (fixture->root, "filler", NULL);
  g_autofree char *block = g_strnfill (4096, 'x');
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, 4096) > 0)
    ;
  close (fd);
  return path;
}

static gint64
get_log_size (Fixture *fixture)
{
  g_autofree char *log = g_strconcat (fixture->file, "-wal", NULL);
  struct stat buf;

  g_assert_cmpint (stat (log, &buf), ==, 0);
  return buf.st_size;
}

/* No byte is left on the disk when it starts: not even what reading a log takes. */
static void
test_full_at_start (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filler = NULL;
  g_autofree char *probe = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  if (!mount_disk (fixture))
    return;
  probe = g_strconcat (fixture->file, ".probe", NULL);
  tog_store_save (fixture->store, "home", "kept", NULL, 1, 0);
  close_store (fixture);
  filler = fill_disk (fixture);

  open_store (fixture);
  assert_text (fixture, "home", "kept");
  wait_for_trouble (fixture, TOG_STORE_FULL);
  g_assert_false (keep (fixture, "note", text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpuint (fixture->n_troubles, ==, 1);

  g_assert_cmpint (unlink (filler), ==, 0);
  wait_for_trouble (fixture, TOG_STORE_RECOVERED);
  /* To find that out took no room for good: the text is in 7 pages of 16 KiB. */
  g_assert_cmpint (get_log_size (fixture), <, 20 * 16384);
  g_assert_false (g_file_test (probe, G_FILE_TEST_EXISTS));
  close_store (fixture);
  open_store (fixture);
  assert_text (fixture, "home", "kept");
  assert_text (fixture, "note", text);
  close_store (fixture);
  g_assert_cmpint (umount (fixture->root), ==, 0);
}

static void
test_erase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_store_save (fixture->store, "home", "secret", NULL, 1, 0);
  tog_store_erase_async (fixture->store, NULL, done_cb, &result);
  tog_store_save (fixture->store, "home", "late", NULL, 1, 0);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tog_store_erase_finish (fixture->store, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  close_store (fixture);
  g_assert_false (g_file_test (fixture->directory, G_FILE_TEST_EXISTS));
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  struct stat buf;

  tog_store_save (fixture->store, "home", "mine", NULL, 1, 0);
  close_store (fixture);
  g_assert_cmpint (stat (fixture->directory, &buf), ==, 0);
  g_assert_cmpuint (buf.st_mode & 077, ==, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_store_load_async (fixture->store, "home", cancellable, done_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tog_store_load_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/store/P31/keep", test_keep);
  ADD ("/store/P31/list", test_list);
  ADD ("/store/P31/flush", test_flush);
  ADD ("/store/expire", test_expire);
  ADD ("/store/P27/foreign", test_foreign);
  ADD ("/store/P27/damaged", test_damaged);
  ADD ("/store/P27/newer", test_newer);
  ADD ("/store/P26/unwritable", test_unwritable);
  ADD ("/store/P26/read-only", test_read_only);
  ADD ("/store/P26/full", test_full);
  ADD ("/store/P26/full-at-start", test_full_at_start);
  ADD ("/store/erase", test_erase);
  ADD ("/store/private", test_private);
  ADD ("/store/cancel", test_cancel);
#undef ADD

  return g_test_run ();
}
