#include "config.h"

#include "tog-account-sync.h"

#include "tog-account-private.h"
#include "tog-error.h"
#include "tog-store-history.h"

/*
 * One request at a time, and its answers are read and go to the store in their order:
 * what is taken in later was read later, so that nothing older takes the place of
 * something newer. While the store takes in a page, the one after it is read and the
 * next is asked for already, as the head of each answer says where that begins.
 *
 * What changed is only noted as stale and asked for by its id, be it new, changed or
 * gone: told twice, late or in another order, it comes to the same. The token since
 * when to ask for changes is kept once nothing is stale, so that whatever happens
 * before that is told once more.
 */

#define PATH "/v1/history"

/* How many pages may wait for the store. */
#define MAX_MERGES 2

/* Seconds before it is tried again to write what couldn't be written. */
#define STORAGE_PAUSE 60

typedef struct
{
  char *session_id; /* (owned) */
  GTask *task;      /* (owned) */
} Wait;

typedef struct _Ask Ask;

struct _TogSync
{
  TogAccount *account; /* it owns this */
  GCancellable *stop;  /* (owned): ends all of this */

  gboolean loading;
  gboolean loaded;      /* whether the store was asked how far the history is */
  TogHistoryMark *mark; /* (owned) (nullable): how far it is */
  char *cursor;         /* (owned) (nullable): of the page to ask for next */
  gboolean at_end;      /* whether the last page was asked for, or is not known to follow */
  guint run;            /* how often it went back to the mark */
  gboolean begin_anew;
  gboolean beginning;
  gboolean paused;
  guint page_size; /* how many sessions to ask for at once */

  GHashTable *stale; /* (owned) (element-type utf8): ids of what to ask for */
  gboolean asking;   /* a request is under way */
  gboolean reading;  /* an answer is being read */
  Ask *unread;       /* (owned) (nullable): whose answer is to be read after it */
  guint n_merges;    /* that the store is at */
  GPtrArray *waits;  /* (owned) (element-type Wait) */
  guint retry;       /* source that goes on after a failure */
  guint n_failures;  /* in a row */
  char *notice;      /* (owned) (nullable) */
};

/* What was asked for. */
struct _Ask
{
  TogSync *sync;       /* of the account that is held */
  TogAccount *account; /* (owned) */
  GCancellable *stop;  /* (owned) */
  guint generation;
  guint run;
  GStrv ids;          /* (owned) (nullable): NULL for a page of all */
  char *cursor;       /* (owned) (nullable): of that page */
  char *next;         /* (owned) (nullable): of the one after it, if the answer's head said so */
  TogApiReply *reply; /* (owned) (nullable): to be read */
};

static void
wait_free (Wait *wait)
{
  g_free (wait->session_id);
  g_object_unref (wait->task);
  g_free (wait);
}

static void
ask_free (Ask *ask)
{
  g_object_unref (ask->account);
  g_object_unref (ask->stop);
  g_strfreev (ask->ids);
  g_free (ask->cursor);
  g_free (ask->next);
  g_clear_pointer (&ask->reply, tog_api_reply_free);
  g_free (ask);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, ask_free)

static Ask *
ask_new (TogSync *self)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->sync = self;
  ask->account = g_object_ref (self->account);
  ask->stop = g_object_ref (self->stop);
  ask->generation = self->mark != NULL ? self->mark->generation : 0;
  ask->run = self->run;
  return ask;
}

/* Whether it is a page that will be asked for once more. */
static gboolean
is_outrun (const Ask *ask)
{
  return ask->ids == NULL && ask->run != ask->sync->run;
}

static void
set_notice (TogSync *self, const char *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_object_notify (G_OBJECT (self->account), "sync-notice");
}

static void
set_mark (TogSync *self, TogHistoryMark *mark)
{
  guint n_before = tog_sync_get_n_unreadable (self);

  g_clear_pointer (&self->mark, tog_history_mark_free);
  self->mark = mark;
  g_object_notify (G_OBJECT (self->account), "sync-progress");
  if (tog_sync_get_n_unreadable (self) != n_before)
    g_object_notify (G_OBJECT (self->account), "n-unreadable");
}

/* Goes on where the store has got to. Pages that are on their way are asked for again. */
static void
rewind_to_mark (TogSync *self)
{
  self->run++;
  g_free (self->cursor);
  self->cursor = self->mark != NULL ? g_strdup (self->mark->cursor) : NULL;
  self->at_end = self->mark != NULL && self->mark->is_current;
}

static void
retry_cb (gpointer user_data)
{
  TogSync *self = user_data;

  self->retry = 0;
  tog_sync_go_on (self);
}

static void
retry_later (TogSync *self, guint milliseconds)
{
  g_clear_handle_id (&self->retry, g_source_remove);
  self->retry = g_timeout_add_once (milliseconds, retry_cb, self);
}

/* Those who wait for one of these sessions, or all, are told that it is in the store or
 * why it isn't. */
static void
end_waits (TogSync *self, const char *const *ids, const GError *error)
{
  for (guint i = self->waits->len; i > 0; i--)
    {
      Wait *wait = g_ptr_array_index (self->waits, i - 1);
      g_autoptr (GTask) task = NULL;

      if (ids != NULL && !g_strv_contains (ids, wait->session_id))
        continue;
      task = g_object_ref (wait->task);
      g_ptr_array_remove_index_fast (self->waits, i - 1);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        tog_account_load_kept_entry (g_steal_pointer (&task));
    }
}

static void
note_failure (TogSync *self, Ask *ask, const GError *error)
{
  gboolean of_store = error->domain == G_IO_ERROR;
  g_autoptr (GError) failure = of_store ? tog_account_error_from_store (error)
                                        : tog_account_error_from_api (error, self->account->host);

  for (guint i = 0; ask->ids != NULL && ask->ids[i] != NULL; i++)
    g_hash_table_add (self->stale, g_strdup (ask->ids[i]));
  end_waits (self, (const char *const *) ask->ids, failure);
  self->n_failures++;

  /* A place in the history that the server doesn't know is another server's. */
  if (ask->cursor != NULL && g_error_matches (error, TOG_API_ERROR, TOG_API_ERROR_REFUSED))
    self->begin_anew = TRUE;

  /* What keeps everything else from coming in, too, is shown elsewhere; what is wrong
   * with the store is the account's notice. */
  if (!of_store && !g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE))
    set_notice (self, failure->message);
  if (of_store)
    retry_later (self, STORAGE_PAUSE * 1000);
  else if (self->account->client != NULL)
    retry_later (self, tog_client_pick_pause (self->account->client, self->n_failures));
}

static void
tell_each (TogSync *self, GPtrArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_signal_emit_by_name (
        self->account, "session-changed", (const char *) g_ptr_array_index (ids, i));
}

/* What fills the history for the first time is news to nobody. */
static void
tell_changed (TogSync *self, const TogHistoryMerge *merge, gboolean is_news)
{
  for (guint i = 0; i < merge->gone->len; i++)
    tog_account_forget_note (self->account, g_ptr_array_index (merge->gone, i));
  if (is_news)
    {
      tell_each (self, merge->changed);
      tell_each (self, merge->gone);
    }
  if (merge->changed->len > 0 || merge->gone->len > 0)
    g_signal_emit_by_name (self->account, "history-changed");
}

static void
merged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ask) ask = user_data;
  TogSync *self = ask->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryMerge) merge = tog_store_merge_finish (TOG_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (ask->stop))
    return;
  self->n_merges--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      /* The file was set aside, or all is being read anew since. */
      if (self->mark != NULL && ask->generation == self->mark->generation)
        self->begin_anew = TRUE;
      g_clear_error (&error);
      for (guint i = 0; ask->ids != NULL && ask->ids[i] != NULL; i++)
        g_hash_table_add (self->stale, g_strdup (ask->ids[i]));
    }
  else if (merge == NULL)
    {
      rewind_to_mark (self);
      note_failure (self, ask, error);
    }
  else
    {
      gboolean is_news = ask->ids != NULL || merge->mark->was_complete;

      set_mark (self, g_steal_pointer (&merge->mark));
      if (merge->taken)
        {
          self->n_failures = 0;
          set_notice (self, NULL);
        }
      /* It comes too early; or what came after it failed, and goes on after it now. */
      if (ask->ids == NULL && merge->taken == is_outrun (ask))
        rewind_to_mark (self);
      tell_changed (self, merge, is_news);
      if (ask->ids != NULL)
        end_waits (self, (const char *const *) ask->ids, NULL);
    }
  tog_sync_go_on (self);
}

static void
read_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TogApiReply *reply = data;
  TogHistoryPage *page = tog_history_page_from_text (reply->text, reply->length, &error);

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) tog_history_page_free);
  else
    g_task_return_error (task, error);
}

/* A page that leads to itself, or on without having anything, leads nowhere. */
static gboolean
check_page (const Ask *ask, const TogHistoryPage *page, GError **error)
{
  gboolean is_as_said = ask->next == NULL || g_strcmp0 (page->next, ask->next) == 0;

  if (is_as_said && (page->next == NULL || (page->items->len + page->gaps->len > 0 &&
                                            g_strcmp0 (page->next, ask->cursor) != 0)))
    return TRUE;
  g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "/next: does not lead to the end");
  return FALSE;
}

/* What can't be read is left out, and asked for by a version of the app that may. Who
 * waits for it is told why. */
static void
note_gaps (TogSync *self, GPtrArray *gaps)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      const TogHistoryGap *gap = g_ptr_array_index (gaps, i);
      const char *ids[] = { gap->id, NULL };

      g_message ("Left out a session of %s, %s, that can't be read: %s",
                 self->account->host,
                 gap->id != NULL ? gap->id : "without an id",
                 gap->error->message);
      if (gap->id != NULL)
        {
          g_autoptr (GError) error = tog_account_error_from_api (gap->error, self->account->host);

          end_waits (self, ids, error);
        }
    }
}

static void
set_cursor (TogSync *self, const char *cursor)
{
  g_free (self->cursor);
  self->cursor = g_strdup (cursor);
  self->at_end = cursor == NULL;
}

static void page_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Thousands of sessions in a row would be felt in what is being typed. */
static void
read_answer (Ask *ask)
{
  g_autoptr (GTask) task = g_task_new (NULL, ask->stop, page_cb, ask);

  ask->sync->reading = TRUE;
  g_task_set_task_data (task, ask->reply, NULL);
  g_task_run_in_thread (task, read_page);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ask) ask = user_data;
  TogSync *self = ask->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryPage) page = g_task_propagate_pointer (G_TASK (result), &error);
  TogHome *home;

  if (g_cancellable_is_cancelled (ask->stop))
    return;
  self->reading = FALSE;
  g_clear_pointer (&ask->reply, tog_api_reply_free);
  if (self->unread != NULL)
    read_answer (g_steal_pointer (&self->unread));
  if (is_outrun (ask))
    {
      tog_sync_go_on (self);
      return;
    }
  home = tog_account_get_home (self->account);
  if (page == NULL || !check_page (ask, page, &error))
    {
      if (ask->ids == NULL)
        rewind_to_mark (self);
      note_failure (self, ask, error);
      tog_sync_go_on (self);
      return;
    }

  note_gaps (self, page->gaps);
  if (ask->ids == NULL)
    {
      if (ask->next == NULL)
        set_cursor (self, page->next);
    }
  else if (page->next != NULL)
    {
      g_auto (GStrv) rest = g_strsplit (page->next, ",", -1);

      for (guint i = 0; rest[i] != NULL; i++)
        g_hash_table_add (self->stale, g_strdup (rest[i]));
    }
  self->n_merges++;
  tog_store_merge_async (self->account->store,
                         ask->generation,
                         (const char *const *) ask->ids,
                         ask->cursor,
                         g_steal_pointer (&page),
                         home->me->member->id,
                         ask->stop,
                         merged_cb,
                         ask);
  g_steal_pointer (&ask);
  tog_sync_go_on (self);
}

/* Returns: (transfer full) (nullable): the cursor in the reference to the next page */
static char *
find_cursor (const char *reference)
{
  const char *query = reference != NULL ? strchr (reference, '?') : NULL;
  g_autoptr (GHashTable) parameters =
      query != NULL ? g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;

  return parameters != NULL ? g_strdup (g_hash_table_lookup (parameters, "cursor")) : NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ask) ask = user_data;
  TogSync *self = ask->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);

  if (g_cancellable_is_cancelled (ask->stop))
    return;
  self->asking = FALSE;
  if (reply == NULL || is_outrun (ask))
    {
      if (!is_outrun (ask))
        note_failure (self, ask, error);
      tog_sync_go_on (self);
      return;
    }
  if (ask->ids == NULL)
    {
      ask->next = find_cursor (reply->next);
      set_cursor (self, ask->next);
    }
  ask->reply = g_steal_pointer (&reply);
  if (self->reading)
    self->unread = g_steal_pointer (&ask);
  else
    read_answer (g_steal_pointer (&ask));
  tog_sync_go_on (self);
}

static void
ask_server (TogSync *self, const char *path, Ask *ask)
{
  self->asking = TRUE;
  tog_client_read_async (
      self->account->client, path, TOG_CONTENT_JSON, NULL, self->stop, answered_cb, ask);
}

static void
ask_for_stale (TogSync *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree char *joined = NULL;
  g_autofree char *path = NULL;
  GHashTableIter iter;
  gpointer id;
  Ask *ask = ask_new (self);
  guint n = 0;

  g_hash_table_iter_init (&iter, self->stale);
  while (n < TOG_HISTORY_MAX_IDS && g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_strv_builder_add (ids, id);
      g_hash_table_iter_remove (&iter);
      n++;
    }
  ask->ids = g_strv_builder_end (ids);
  joined = g_strjoinv (",", ask->ids);
  path = g_strconcat (PATH "?session=", joined, NULL);
  ask_server (self, path, ask);
}

static void
ask_for_page (TogSync *self)
{
  g_autofree char *path = NULL;
  Ask *ask = ask_new (self);

  ask->cursor = g_strdup (self->cursor);
  if (self->cursor == NULL)
    {
      path = g_strdup_printf (PATH "?limit=%u", self->page_size);
    }
  else
    {
      g_autofree char *escaped = g_uri_escape_string (self->cursor, NULL, FALSE);

      path = g_strdup_printf (PATH "?limit=%u&cursor=%s", self->page_size, escaped);
    }
  ask_server (self, path, ask);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ask) ask = user_data;
  TogSync *self = ask->sync;
  g_autoptr (GError) error = NULL;
  TogHistoryMark *mark = tog_store_begin_history_finish (TOG_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (ask->stop))
    {
      g_clear_pointer (&mark, tog_history_mark_free);
      return;
    }
  self->beginning = FALSE;
  if (mark == NULL)
    {
      note_failure (self, ask, error);
      return;
    }
  self->begin_anew = FALSE;
  set_mark (self, mark);
  rewind_to_mark (self);
  tog_sync_go_on (self);
}

/* What another version of the app couldn't read this one may. */
static void
try_unreadable (TogSync *self)
{
  for (guint i = 0; self->mark->untried[i] != NULL; i++)
    g_hash_table_add (self->stale, g_strdup (self->mark->untried[i]));
  if (self->mark->must_begin_anew)
    self->begin_anew = TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Ask) ask = user_data;
  TogSync *self = ask->sync;
  g_autoptr (TogHistoryMark) mark = tog_store_load_mark_finish (TOG_STORE (source), result, NULL);

  if (g_cancellable_is_cancelled (ask->stop))
    return;
  self->loading = FALSE;
  self->loaded = TRUE;
  if (mark != NULL)
    {
      /* Whatever was told since and didn't get into the store is told once more. */
      g_free (self->account->change_token);
      self->account->change_token = g_strdup (mark->token);
      set_mark (self, g_steal_pointer (&mark));
      rewind_to_mark (self);
      try_unreadable (self);
    }
  tog_account_poll_now (self->account);
}

TogSync *
tog_sync_new (TogAccount *account)
{
  TogSync *self = g_new0 (TogSync, 1);

  self->account = account;
  self->stop = g_cancellable_new ();
  self->page_size = TOG_HISTORY_MAX_ITEMS;
  self->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waits = g_ptr_array_new_with_free_func ((GDestroyNotify) wait_free);
  return self;
}

void
tog_sync_free (TogSync *self)
{
  g_clear_handle_id (&self->retry, g_source_remove);
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  g_clear_pointer (&self->mark, tog_history_mark_free);
  g_free (self->cursor);
  g_hash_table_unref (self->stale);
  g_ptr_array_unref (self->waits);
  g_free (self->notice);
  g_free (self);
}

/**
 * tog_sync_load:
 * @self: a sync
 *
 * Asks the store how far the history is, and has changes asked for since then.
 */
void
tog_sync_load (TogSync *self)
{
  if (self->loading || self->loaded)
    return;
  self->loading = TRUE;
  tog_store_load_mark_async (self->account->store, self->stop, loaded_cb, ask_new (self));
}

gboolean
tog_sync_is_loaded (TogSync *self)
{
  return self->loaded;
}

/**
 * tog_sync_stop:
 * @self: a sync
 *
 * Ends all traffic. What is in the store already stays, and is where it goes on.
 */
void
tog_sync_stop (TogSync *self)
{
  g_autoptr (GError) error = tog_account_error_new_offline (self->account->host);

  g_clear_handle_id (&self->retry, g_source_remove);
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  self->stop = g_cancellable_new ();
  self->asking = self->reading = self->loading = self->beginning = FALSE;
  g_clear_pointer (&self->unread, ask_free);
  self->loaded = FALSE;
  self->n_merges = 0;
  end_waits (self, NULL, error);
}

static void
begin (TogSync *self)
{
  self->beginning = TRUE;
  tog_store_begin_history_async (
      self->account->store, self->account->change_token, self->stop, begun_cb, ask_new (self));
}

static void
keep_token (TogSync *self)
{
  const char *token = self->account->change_token;

  if (g_str_equal (self->mark->token, token))
    return;
  tog_store_save_token (self->account->store, self->mark->generation, token);
  g_free (self->mark->token);
  self->mark->token = g_strdup (token);
}

/**
 * tog_sync_go_on:
 * @self: a sync
 *
 * Does what is to be done next, if anything can be done now.
 */
void
tog_sync_go_on (TogSync *self)
{
  if (!self->loaded || self->beginning || self->asking || self->unread != NULL ||
      self->retry != 0 || self->account->client == NULL || self->account->change_token == NULL ||
      tog_account_get_home (self->account) == NULL)
    return;

  if (self->mark == NULL || self->begin_anew)
    begin (self);
  else if (g_hash_table_size (self->stale) > 0)
    ask_for_stale (self);
  else if (!self->at_end && !self->paused)
    {
      if (self->n_merges < MAX_MERGES)
        ask_for_page (self);
    }
  else if (!self->reading && self->n_merges == 0)
    {
      keep_token (self);
      tog_times_ahead_go_on (self->account->times_ahead);
    }
}

/**
 * tog_sync_hurry:
 * @self: a sync
 *
 * Does not wait any longer after a failure: the network is there again.
 */
void
tog_sync_hurry (TogSync *self)
{
  g_clear_handle_id (&self->retry, g_source_remove);
  self->n_failures = 0;
}

/**
 * tog_sync_begin_anew:
 * @self: a sync
 *
 * Reads all there is once more: what changed can't be told any more. What is there
 * stays until then.
 */
void
tog_sync_begin_anew (TogSync *self)
{
  self->begin_anew = TRUE;
}

/**
 * tog_sync_note_changed:
 * @self: a sync
 * @session_id: what is new, another or gone; tog_sync_go_on() asks for it
 */
void
tog_sync_note_changed (TogSync *self, const char *session_id)
{
  g_hash_table_add (self->stale, g_strdup (session_id));
}

/**
 * tog_sync_set_page_size:
 * @self: a sync
 * @n_items: how many sessions to ask for at once; %TOG_HISTORY_MAX_ITEMS unless set
 */
void
tog_sync_set_page_size (TogSync *self, guint n_items)
{
  self->page_size = n_items;
}

double
tog_sync_get_progress (TogSync *self)
{
  if (self->mark == NULL)
    return 0;
  if (self->mark->was_complete)
    return 1;
  return self->mark->n_total > 0 ? MIN ((double) self->mark->n_done / self->mark->n_total, 1) : 0;
}

/**
 * tog_sync_get_mark:
 * @self: a sync
 *
 * Returns: (transfer none) (nullable): how far the history is, %NULL where it wasn't begun
 */
const TogHistoryMark *
tog_sync_get_mark (TogSync *self)
{
  return self->mark;
}

/**
 * tog_sync_get_n_unreadable:
 * @self: a sync
 *
 * Returns: how many sessions are not there because this version can't read them
 */
guint
tog_sync_get_n_unreadable (TogSync *self)
{
  return self->mark != NULL ? self->mark->n_unreadable : 0;
}

const char *
tog_sync_get_notice (TogSync *self)
{
  return self->notice;
}

gboolean
tog_sync_get_paused (TogSync *self)
{
  return self->paused;
}

void
tog_sync_set_paused (TogSync *self, gboolean paused)
{
  self->paused = paused;
  tog_sync_go_on (self);
}

/**
 * tog_sync_want:
 * @self: a sync
 * @session_id: what the store hasn't
 * @task: (transfer full): of tog_account_load_entry_async(), which wants it
 *
 * Fetches one session in its turn.
 */
void
tog_sync_want (TogSync *self, const char *session_id, GTask *task)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->session_id = g_strdup (session_id);
  wait->task = task;
  g_ptr_array_add (self->waits, wait);
  tog_sync_note_changed (self, session_id);
  tog_sync_go_on (self);
}
