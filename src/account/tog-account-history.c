#include "config.h"

#include "tog-account-private.h"

#include <glib/gi18n.h>

/**
 * tog_account_get_sync_progress:
 * @self: an account
 *
 * Returns: how much of the history is on this computer, from 0 to 1
 */
double
tog_account_get_sync_progress (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  return tog_sync_get_progress (self->sync);
}

/**
 * tog_account_get_sync_counts:
 * @self: an account
 * @n_done: (out): how many sessions were fetched so far, of the last time that all were
 * @n_total: (out): of how many, 0 while that isn't known
 */
void
tog_account_get_sync_counts (TogAccount *self, guint *n_done, guint *n_total)
{
  const TogHistoryMark *mark;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  mark = tog_sync_get_mark (self->sync);
  *n_total = mark != NULL ? mark->n_total : 0;
  *n_done = mark != NULL ? MIN (mark->n_done, mark->n_total) : 0;
}

/**
 * tog_account_get_n_unreadable:
 * @self: an account
 *
 * Returns: how many sessions only a newer version of the app can read
 */
guint
tog_account_get_n_unreadable (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  return tog_sync_get_n_unreadable (self->sync);
}

/**
 * tog_account_get_sync_notice:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): why the history could not be brought up to date
 *   the last time
 */
const char *
tog_account_get_sync_notice (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return tog_sync_get_notice (self->sync);
}

gboolean
tog_account_get_sync_paused (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), FALSE);

  return tog_sync_get_paused (self->sync);
}

/**
 * tog_account_set_sync_paused:
 * @self: an account
 * @paused: whether to hold fetching the whole history
 */
void
tog_account_set_sync_paused (TogAccount *self, gboolean paused)
{
  g_return_if_fail (TOG_IS_ACCOUNT (self));

  tog_sync_set_paused (self->sync, paused);
}

static TogZone *
get_zone (TogAccount *self)
{
  TogHome *home = tog_account_get_home (self);
  TogZone *zone = home != NULL ? tog_zone_lookup (home->me->member->zone, NULL) : NULL;

  return zone != NULL ? zone : tog_zone_ref (tog_zone_utc ());
}

static TogInstant
find_new_year (const TogZone *zone, int year)
{
  return tog_zone_from_wall (zone, (TogWallTime){ tog_day_from_civil (year, 1, 1), 0 });
}

/**
 * tog_account_make_query:
 * @self: an account
 * @filter: what to look for; stays the caller's
 * @query: (out caller-allocates): the same, with what the account knows; it borrows
 *   the filter's texts
 */
void
tog_account_make_query (TogAccount *self, const TogSessionFilter *filter, TogHistoryQuery *query)
{
  *query = (TogHistoryQuery){ .filter = *filter, .now = tog_account_get_now (self) };
  if (filter->year != 0)
    {
      g_autoptr (TogZone) zone = get_zone (self);

      query->year.start = find_new_year (zone, filter->year);
      query->year.end = find_new_year (zone, filter->year + 1);
    }
}

/**
 * tog_account_search:
 * @self: an account
 * @filter: what to look for
 *
 * Lists sessions of the history.
 *
 * Returns: (transfer full): a list that is filled in soon, and follows what changes
 */
TogSessionList *
tog_account_search (TogAccount *self, const TogSessionFilter *filter)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return tog_session_list_new (self, filter);
}

static void
kept_entry_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  TogHistoryItem *item = tog_store_load_item_finish (TOG_STORE (source), result, &error);

  if (item != NULL)
    g_task_return_pointer (task, item, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, tog_account_error_from_store (error));
  else
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE, _ ("This session is not there any more."));
}

/**
 * tog_account_load_kept_entry:
 * @task: (transfer full): of tog_account_load_entry_async()
 *
 * Ends with what the store has, after the server was asked.
 */
void
tog_account_load_kept_entry (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);

  tog_store_load_item_async (
      self->store, g_task_get_task_data (task), g_task_get_cancellable (task), kept_entry_cb, task);
}

static void
entry_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  TogHistoryItem *item = tog_store_load_item_finish (TOG_STORE (source), result, &error);

  if (item != NULL)
    g_task_return_pointer (task, item, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, tog_account_error_from_store (error));
  else if (self->client == NULL || !self->online)
    g_task_return_error (task, tog_account_error_new_offline (self->host));
  else
    tog_sync_want (self->sync, g_task_get_task_data (task), g_object_ref (task));
}

/**
 * tog_account_load_entry_async:
 * @self: an account
 * @session_id: which session
 * @cancellable: (nullable): stops it
 *
 * Loads one session with all that is kept of it.
 */
void
tog_account_load_entry_async (TogAccount *self,
                              const char *session_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_entry_async);
  g_task_set_task_data (task, g_strdup (session_id), g_free);
  tog_store_load_item_async (self->store, session_id, cancellable, entry_cb, task);
}

/**
 * tog_account_load_entry_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the session
 */
TogHistoryItem *
tog_account_load_entry_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_entry_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
history_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = tog_store_load_items_finish (TOG_STORE (source), result, &error);

  if (items != NULL)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, tog_account_error_from_store (error));
}

/**
 * tog_account_load_history_async:
 * @self: an account
 * @filter: what to look for
 * @cancellable: (nullable): stops it
 *
 * Loads all sessions that fit, whole.
 */
void
tog_account_load_history_async (TogAccount *self,
                                const TogSessionFilter *filter,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TogHistoryQuery query;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_history_async);
  tog_account_make_query (self, filter, &query);
  tog_store_load_items_async (self->store, &query, cancellable, history_cb, task);
}

/**
 * tog_account_load_history_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type TogHistoryItem): the sessions
 */
GPtrArray *
tog_account_load_history_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_history_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
facets_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  TogSessionFacets *facets = tog_store_load_facets_finish (TOG_STORE (source), result, &error);

  if (facets != NULL)
    g_task_return_pointer (task, facets, (GDestroyNotify) tog_session_facets_free);
  else
    g_task_return_error (task, tog_account_error_from_store (error));
}

/**
 * tog_account_load_facets_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Loads what the history can be filtered by.
 */
void
tog_account_load_facets_async (TogAccount *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (TogZone) zone = NULL;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_facets_async);
  zone = get_zone (self);
  tog_store_load_facets_async (self->store, zone, cancellable, facets_cb, task);
}

/**
 * tog_account_load_facets_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the facets
 */
TogSessionFacets *
tog_account_load_facets_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_facets_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
session_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) self = user_data;
  g_autoptr (GPtrArray) changed = tog_store_set_session_finish (TOG_STORE (source), result, NULL);

  for (guint i = 0; changed != NULL && i < changed->len; i++)
    g_signal_emit_by_name (self, "session-changed", (const char *) g_ptr_array_index (changed, i));
  if (changed != NULL && changed->len > 0)
    g_signal_emit_by_name (self, "history-changed");
}

/**
 * tog_account_keep_session:
 * @self: an account
 * @session: as the server has it since just now
 *
 * Has the history show it at once, where it is in it already.
 */
void
tog_account_keep_session (TogAccount *self, TogSession *session)
{
  if (tog_account_get_home (self) == NULL)
    return;
  tog_store_set_session_async (self->store,
                               session,
                               tog_account_get_my_id (self),
                               self->closed,
                               session_kept_cb,
                               g_object_ref (self));
}
