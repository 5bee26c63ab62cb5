#include "config.h"

#include "tog-store-history.h"

#include "tog-history-search.h"
#include "tog-history-table.h"
#include "tog-store-private.h"
#include "tog-unsent-table.h"

/* What is passed to the thread. */
typedef struct
{
  GPtrArray *unsent;   /* (owned) (nullable) (element-type TogUnsent) */
  GPtrArray *changed;  /* (owned) (nullable) (element-type utf8): ids of sessions */
  char *session_id;    /* (owned) (nullable) */
  TogNote *note;       /* (owned) (nullable) */
  TogSession *session; /* (owned) (nullable) */
  char *my_id;         /* (owned) */
} Request;

static void
request_free (Request *request)
{
  g_clear_pointer (&request->unsent, g_ptr_array_unref);
  g_clear_pointer (&request->changed, g_ptr_array_unref);
  g_clear_object (&request->note);
  g_clear_object (&request->session);
  g_free (request->session_id);
  g_free (request->my_id);
  g_free (request);
}

/**
 * tog_unsent_new:
 * @session_id: about which session
 *
 * Returns: (transfer full): nothing yet, to be filled in
 */
TogUnsent *
tog_unsent_new (const char *session_id)
{
  TogUnsent *unsent = g_new0 (TogUnsent, 1);

  unsent->session_id = g_strdup (session_id);
  return unsent;
}

void
tog_unsent_free (TogUnsent *unsent)
{
  g_free (unsent->session_id);
  g_free (unsent->text);
  g_free (unsent->shared);
  g_free (unsent->changes);
  g_free (unsent);
}

static gboolean
is_same (const TogUnsent *one, const TogUnsent *other)
{
  return g_strcmp0 (one->text, other->text) == 0 && g_strcmp0 (one->shared, other->shared) == 0 &&
         one->in_conflict == other->in_conflict && g_strcmp0 (one->changes, other->changes) == 0;
}

static const TogUnsent *
find (GPtrArray *all, const char *session_id)
{
  for (guint i = 0; i < all->len; i++)
    {
      const TogUnsent *unsent = g_ptr_array_index (all, i);

      if (g_str_equal (unsent->session_id, session_id))
        return unsent;
    }
  return NULL;
}

/* Of which sessions it is other than what is there. */
static gboolean
compare (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_unsent_free);

  g_ptr_array_set_size (request->changed, 0);
  if (!tog_unsent_table_read (db, before, error))
    return FALSE;
  for (guint i = 0; i < before->len; i++)
    {
      const TogUnsent *old = g_ptr_array_index (before, i);

      if (find (request->unsent, old->session_id) == NULL)
        g_ptr_array_add (request->changed, g_strdup (old->session_id));
    }
  for (guint i = 0; i < request->unsent->len; i++)
    {
      const TogUnsent *unsent = g_ptr_array_index (request->unsent, i);
      const TogUnsent *old = find (before, unsent->session_id);

      if (old == NULL || !is_same (old, unsent))
        g_ptr_array_add (request->changed, g_strdup (unsent->session_id));
    }
  return TRUE;
}

static gboolean
set_changed (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  for (guint i = 0; i < request->changed->len; i++)
    {
      const char *id = g_ptr_array_index (request->changed, i);

      if (!tog_unsent_table_set (db, id, find (request->unsent, id), error) ||
          !tog_history_index (db, id, request->my_id, error))
        return FALSE;
    }
  return TRUE;
}

/* Nothing is written where nothing changed, as at most starts. */
static gpointer
call_set_unsent (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;

  request->changed = g_ptr_array_new_with_free_func (g_free);
  if (!tog_store_file_read (file, compare, request, error) ||
      (request->changed->len > 0 && !tog_store_file_write (file, set_changed, request, error)))
    return NULL;
  return g_ptr_array_ref (request->changed);
}

/**
 * tog_store_set_unsent_async:
 * @self: a store
 * @unsent: (transfer full) (element-type TogUnsent): all there is, one for a session
 * @my_id: who I am
 * @cancellable: (nullable): stops it
 *
 * Has what I did and wrote last found and shown, though the server doesn't have it yet.
 */
void
tog_store_set_unsent_async (TogStore *self,
                            GPtrArray *unsent,
                            const char *my_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->unsent = unsent;
  request->my_id = g_strdup (my_id);
  tog_store_call_async (self,
                        call_set_unsent,
                        request,
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) g_ptr_array_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_set_unsent_finish:
 *
 * Returns: (transfer full) (nullable) (element-type utf8): ids of sessions that are
 *   found or shown otherwise now
 */
GPtrArray *
tog_store_set_unsent_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_set_unsent, error);
}

static gboolean
set_note (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_set_note (db, request->session_id, request->note, error) &&
         tog_history_index (db, request->session_id, request->my_id, error);
}

static gpointer
call_set_note (TogStoreFile *file, gpointer data, GError **error)
{
  tog_store_file_write (file, set_note, data, error);
  return NULL;
}

/**
 * tog_store_set_note:
 * @self: a store
 * @session_id: about which session
 * @note: as the server has it since just now
 * @my_id: who I am
 *
 * Keeps a note with its session until that is read anew, so that nobody finds for a
 * while what was there before.
 */
void
tog_store_set_note (TogStore *self, const char *session_id, TogNote *note, const char *my_id)
{
  Request *request = g_new0 (Request, 1);

  request->session_id = g_strdup (session_id);
  request->note = g_object_ref (note);
  request->my_id = g_strdup (my_id);
  tog_store_call_async (
      self, call_set_note, request, (GDestroyNotify) request_free, NULL, NULL, NULL, NULL);
}

static gboolean
set_session (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  g_ptr_array_set_size (request->changed, 0);
  return tog_history_set_session (db, request->session, request->my_id, request->changed, error);
}

static gpointer
call_set_session (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;

  request->changed = g_ptr_array_new_with_free_func (g_free);
  if (!tog_store_file_write (file, set_session, request, error))
    return NULL;
  return g_ptr_array_ref (request->changed);
}

/**
 * tog_store_set_session_async:
 * @self: a store
 * @session: as the server has it since just now
 * @my_id: who I am
 * @cancellable: (nullable): stops it
 *
 * Keeps a session until its history is read anew, so that nobody sees for a while what
 * was there before.
 */
void
tog_store_set_session_async (TogStore *self,
                             TogSession *session,
                             const char *my_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->session = g_object_ref (session);
  request->my_id = g_strdup (my_id);
  tog_store_call_async (self,
                        call_set_session,
                        request,
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) g_ptr_array_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_set_session_finish:
 *
 * Returns: (transfer full) (nullable) (element-type utf8): its id if it is shown otherwise
 *   now
 */
GPtrArray *
tog_store_set_session_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_set_session, error);
}
