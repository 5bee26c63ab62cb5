#include "config.h"

#include "tog-store-history.h"

#include "tog-gap-table.h"
#include "tog-history-search.h"
#include "tog-history-table.h"
#include "tog-store-private.h"

/* What is passed to the thread, and what it makes of it. Each call uses some. */
typedef struct
{
  guint generation;
  char *text;           /* (owned) (nullable): a token, cursor or id, what is searched for */
  GStrv ids;            /* (owned) (nullable) */
  TogHistoryPage *page; /* (owned) (nullable) */
  char *my_id;          /* (owned) (nullable) */
  TogHistoryQuery query;
  GArray *rows;    /* (owned) (nullable) (element-type TogHistoryRow) */
  TogZone *zone;   /* (owned) (nullable) */
  gpointer result; /* what the call is about to return */
} Request;

static Request *
request_new (const char *text)
{
  Request *request = g_new0 (Request, 1);

  request->text = g_strdup (text);
  return request;
}

static Request *
request_new_query (const TogHistoryQuery *query)
{
  Request *request = request_new (NULL);

  request->query = *query;
  tog_session_filter_copy (&query->filter, &request->query.filter);
  return request;
}

static void
request_free (Request *request)
{
  g_free (request->text);
  g_strfreev (request->ids);
  g_clear_pointer (&request->page, tog_history_page_free);
  g_free (request->my_id);
  tog_session_filter_clear (&request->query.filter);
  g_clear_pointer (&request->rows, g_array_unref);
  g_clear_pointer (&request->zone, tog_zone_unref);
  g_free (request);
}

void
tog_history_mark_free (TogHistoryMark *self)
{
  g_free (self->token);
  g_free (self->cursor);
  g_strfreev (self->untried);
  g_free (self);
}

void
tog_history_merge_free (TogHistoryMerge *self)
{
  g_clear_pointer (&self->mark, tog_history_mark_free);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->gone);
  g_free (self);
}

/* A row that is gone has no hit. */
static void
clear_hit (gpointer hit)
{
  if (hit != NULL)
    g_object_unref (hit);
}

static gboolean
read_mark (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_read_mark (db, (TogHistoryMark **) &request->result, error);
}

static gpointer
call_load_mark (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;

  return tog_store_file_read (file, read_mark, request, error) ? request->result : NULL;
}

/**
 * tog_store_load_mark_async:
 * @self: a store
 * @cancellable: (nullable): stops it
 *
 * Loads how far the history is.
 */
void
tog_store_load_mark_async (TogStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  tog_store_call_async (self,
                        call_load_mark,
                        request_new (NULL),
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) tog_history_mark_free,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_load_mark_finish:
 *
 * Returns: (transfer full) (nullable): how far it is; %NULL without an error where it
 *   wasn't begun
 */
TogHistoryMark *
tog_store_load_mark_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_load_mark, error);
}

static gboolean
begin (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_begin (db, request->text, error) && read_mark (db, request, error);
}

static gpointer
call_begin (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;

  if (tog_store_file_write (file, begin, request, error))
    return request->result;
  g_clear_pointer ((TogHistoryMark **) &request->result, tog_history_mark_free);
  return NULL;
}

/**
 * tog_store_begin_history_async:
 * @self: a store
 * @token: since when changes will have to be asked for
 * @cancellable: (nullable): stops it
 *
 * Begins to read all of the history anew. What is there stays until that is done.
 */
void
tog_store_begin_history_async (TogStore *self,
                               const char *token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  tog_store_call_async (self,
                        call_begin,
                        request_new (token),
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) tog_history_mark_free,
                        cancellable,
                        callback,
                        user_data);
}

TogHistoryMark *
tog_store_begin_history_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_begin, error);
}

static gboolean
save_token (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_set_token (db, request->generation, request->text, error);
}

static gpointer
call_save_token (TogStoreFile *file, gpointer data, GError **error)
{
  tog_store_file_write (file, save_token, data, error);
  return NULL;
}

/**
 * tog_store_save_token:
 * @self: a store
 * @generation: of the history it belongs to; another one keeps its own
 * @token: since when changes aren't in yet
 */
void
tog_store_save_token (TogStore *self, guint generation, const char *token)
{
  Request *request = request_new (token);

  request->generation = generation;
  tog_store_call_async (
      self, call_save_token, request, (GDestroyNotify) request_free, NULL, NULL, NULL, NULL);
}

static gboolean
merge (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;
  TogHistoryMerge *result = request->result;
  const char *const *ids = (const char *const *) request->ids;

  g_ptr_array_set_size (result->changed, 0);
  g_ptr_array_set_size (result->gone, 0);
  g_clear_pointer (&result->mark, tog_history_mark_free);
  if (!tog_history_read_mark (db, &result->mark, error))
    return FALSE;
  if (result->mark == NULL || result->mark->generation != request->generation)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The history was begun anew meanwhile");
      return FALSE;
    }
  result->taken = ids != NULL || (!result->mark->is_current &&
                                  g_strcmp0 (result->mark->cursor, request->text) == 0);
  if (!result->taken)
    return TRUE;

  if (!tog_history_add (
          db, request->generation, request->page, request->my_id, result->changed, error) ||
      !tog_gap_table_update (db, request->generation, request->page, ids, error) ||
      !(ids != NULL
            ? tog_history_remove_missing (db, request->page, ids, result->gone, error)
            : tog_history_turn_page (db, request->generation, request->page, result->gone, error)))
    return FALSE;
  g_clear_pointer (&result->mark, tog_history_mark_free);
  return tog_history_read_mark (db, &result->mark, error);
}

static gpointer
call_merge (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (TogHistoryMerge) result = g_new0 (TogHistoryMerge, 1);

  request->result = result;
  result->changed = g_ptr_array_new_with_free_func (g_free);
  result->gone = g_ptr_array_new_with_free_func (g_free);
  /* What a loss of power takes back is asked for again: how far the history is goes back
   * with it. */
  if (!tog_store_file_write_lazily (file, merge, request, error))
    return NULL;

  /* Freeing thousands of objects takes the main thread longer than a frame. */
  g_clear_pointer (&request->page, tog_history_page_free);
  return g_steal_pointer (&result);
}

/**
 * tog_store_merge_async:
 * @self: a store
 * @generation: of the history that it was asked for on behalf of
 * @ids: (nullable) (array zero-terminated=1): the sessions asked for, or %NULL for a
 *   page of all
 * @cursor: (nullable): where that page begins
 * @page: (transfer full): what the server answered
 * @my_id: who I am
 * @cancellable: (nullable): stops it
 *
 * Takes in what the server answered, all of it or nothing.
 */
void
tog_store_merge_async (TogStore *self,
                       guint generation,
                       const char *const *ids,
                       const char *cursor,
                       TogHistoryPage *page,
                       const char *my_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Request *request = request_new (cursor);

  request->generation = generation;
  request->ids = g_strdupv ((GStrv) ids);
  request->page = page;
  request->my_id = g_strdup (my_id);
  tog_store_call_async (self,
                        call_merge,
                        request,
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) tog_history_merge_free,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_merge_finish:
 *
 * Returns: (transfer full) (nullable): what came of it
 */
TogHistoryMerge *
tog_store_merge_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_merge, error);
}

static gboolean
find (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_find (db, &request->query, request->result, error);
}

static gpointer
call_find (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TogHistoryRow));

  request->result = rows;
  return tog_store_file_read (file, find, request, error) ? g_steal_pointer (&rows) : NULL;
}

/**
 * tog_store_find_async:
 * @self: a store
 * @query: what to look for
 * @cancellable: (nullable): stops it
 *
 * Finds what fits.
 */
void
tog_store_find_async (TogStore *self,
                      const TogHistoryQuery *query,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  tog_store_call_async (self,
                        call_find,
                        request_new_query (query),
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) g_array_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_find_finish:
 *
 * Returns: (transfer full) (element-type TogHistoryRow): what fits, in its order
 */
GArray *
tog_store_find_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_find, error);
}

static gboolean
load_hits (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_load_hits (db,
                                (const TogHistoryRow *) request->rows->data,
                                request->rows->len,
                                request->text,
                                request->result,
                                error);
}

static gpointer
call_load_hits (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (clear_hit);

  request->result = hits;
  return tog_store_file_read (file, load_hits, request, error) ? g_steal_pointer (&hits) : NULL;
}

/**
 * tog_store_load_hits_async:
 * @self: a store
 * @rows: (array length=n_rows): which
 * @n_rows: how many
 * @text: (nullable): what is searched for
 * @cancellable: (nullable): stops it
 *
 * Loads what a list shows.
 */
void
tog_store_load_hits_async (TogStore *self,
                           const TogHistoryRow *rows,
                           guint n_rows,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = request_new (text);

  request->rows = g_array_sized_new (FALSE, FALSE, sizeof (TogHistoryRow), n_rows);
  g_array_append_vals (request->rows, rows, n_rows);
  tog_store_call_async (self,
                        call_load_hits,
                        request,
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) g_ptr_array_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_load_hits_finish:
 *
 * Returns: (transfer full) (element-type TogSessionHit): one for each row
 */
GPtrArray *
tog_store_load_hits_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_load_hits, error);
}

static gboolean
load_item (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_load_item (db, request->text, (TogHistoryItem **) &request->result, error);
}

static gpointer
call_load_item (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;

  return tog_store_file_read (file, load_item, request, error) ? request->result : NULL;
}

/**
 * tog_store_load_item_async:
 * @self: a store
 * @id: which session
 * @cancellable: (nullable): stops it
 *
 * Loads one session.
 */
void
tog_store_load_item_async (TogStore *self,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  tog_store_call_async (self,
                        call_load_item,
                        request_new (id),
                        (GDestroyNotify) request_free,
                        g_object_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_load_item_finish:
 *
 * Returns: (transfer full) (nullable): the session; %NULL without an error where there
 *   is none
 */
TogHistoryItem *
tog_store_load_item_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_load_item, error);
}

static gboolean
load_items (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_load_items (db, &request->query, request->result, error);
}

static gpointer
call_load_items (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  request->result = items;
  return tog_store_file_read (file, load_items, request, error) ? g_steal_pointer (&items) : NULL;
}

/**
 * tog_store_load_items_async:
 * @self: a store
 * @query: what to look for
 * @cancellable: (nullable): stops it
 *
 * Loads all that fits.
 */
void
tog_store_load_items_async (TogStore *self,
                            const TogHistoryQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  tog_store_call_async (self,
                        call_load_items,
                        request_new_query (query),
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) g_ptr_array_unref,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_load_items_finish:
 *
 * Returns: (transfer full) (element-type TogHistoryItem): what fits, in its order
 */
GPtrArray *
tog_store_load_items_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_load_items, error);
}

static gboolean
load_facets (TogDb *db, gpointer data, GError **error)
{
  Request *request = data;

  return tog_history_load_facets (db, request->zone, request->result, error);
}

static gpointer
call_load_facets (TogStoreFile *file, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (TogSessionFacets) facets = tog_session_facets_new ();

  request->result = facets;
  return tog_store_file_read (file, load_facets, request, error) ? g_steal_pointer (&facets) : NULL;
}

/**
 * tog_store_load_facets_async:
 * @self: a store
 * @zone: whose years
 * @cancellable: (nullable): stops it
 *
 * Loads what the history can be filtered by.
 */
void
tog_store_load_facets_async (TogStore *self,
                             TogZone *zone,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Request *request = request_new (NULL);

  request->zone = tog_zone_ref (zone);
  tog_store_call_async (self,
                        call_load_facets,
                        request,
                        (GDestroyNotify) request_free,
                        (GDestroyNotify) tog_session_facets_free,
                        cancellable,
                        callback,
                        user_data);
}

/**
 * tog_store_load_facets_finish:
 *
 * Returns: (transfer full): what there is
 */
TogSessionFacets *
tog_store_load_facets_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  return tog_store_call_finish (self, result, call_load_facets, error);
}
