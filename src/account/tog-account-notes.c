#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"

/*
 * Notes are work: what was written is kept on this computer before the network is
 * asked, and until the server has it. Copies of what the server has are kept in
 * the store as everything else is.
 */

#define KEY_PREFIX "note/"

/* Of a task that reads a note: what was in the outbox when it began to. */
#define HAD_UNSENT "had-unsent"

/* What was known of it before, and why there is no more. */
#define KNOWN "known"
#define FAILURE "failure"

static char *
make_key (const char *session_id)
{
  return g_strconcat (KEY_PREFIX, session_id, NULL);
}

static char *
make_path (const char *session_id)
{
  g_autofree char *escaped = g_uri_escape_string (session_id, NULL, FALSE);

  return g_strdup_printf ("/v1/sessions/%s/note", escaped);
}

/* What I wrote last and the server doesn't have yet. */
static TogOutboxItem *
find_unsent (TogAccount *self, const char *session_id)
{
  return tog_outbox_find_session (self->outbox, TOG_OUTBOX_NOTE, session_id);
}

/**
 * tog_account_keep_note:
 * @session_id: about which session
 * @note: as the server has it
 */
void
tog_account_keep_note (TogAccount *self, const char *session_id, TogNote *note)
{
  g_autofree char *store_key = make_key (session_id);
  g_autoptr (JsonNode) node = tog_note_to_json (note);
  g_autofree char *text = tog_json_print (node);

  tog_store_save (self->store, store_key, text, note->etag, g_get_real_time () / G_USEC_PER_SEC, 0);
  tog_store_set_note (self->store, session_id, note, tog_account_get_my_id (self));
}

/**
 * tog_account_forget_note:
 * @session_id: which session is not mine to see any more
 */
void
tog_account_forget_note (TogAccount *self, const char *session_id)
{
  g_autofree char *key = make_key (session_id);

  tog_store_remove (self->store, key);
}

/* Nobody has to know yet what a session is called to write about it. */
static TogSession *
find_session (TogAccount *self, const char *session_id)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TogKnown *known = value;
      gboolean is_team = known->kind == TOG_TEAM_KIND_MATCH.document ||
                         known->kind == TOG_TEAM_KIND_GROUP.document;
      TogTeam *team = is_team ? known->object : NULL;

      for (guint i = 0; team != NULL && team->planned != NULL && i < team->planned->len; i++)
        {
          TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

          if (planned->session != NULL && g_str_equal (planned->session->id, session_id))
            return planned->session;
        }
    }
  return NULL;
}

static TogOutboxItem *
new_item (TogAccount *self, const char *session_id, const char *etag)
{
  TogSession *session = find_session (self, session_id);
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_NOTE, key);

  item->session_id = g_strdup (session_id);
  item->etag = g_strdup (etag);
  if (session != NULL)
    {
      item->match_id = g_strdup (session->match_id);
      item->group_id = g_strdup (session->group_id);
      g_free (item->title);
      item->title = g_strdup (session->title);
    }
  return item;
}

/* What may have arrived is sent again as it was, and this after it; what was refused is
 * settled by this. */
static gboolean
can_rewrite (TogOutboxItem *item)
{
  return tog_outbox_item_is_stuck (item) || (item->state != TOG_OUTBOX_SENDING && !item->tried);
}

/**
 * tog_account_put_note_async:
 * @self: an account
 * @session_id: about which session
 * @seen: the note that was loaded or put last
 * @text: for me alone
 * @shared: what the others see
 * @cancellable: (nullable): stops waiting for it
 *
 * Keeps what I wrote about a session, on this computer first.
 */
void
tog_account_put_note_async (TogAccount *self,
                            const char *session_id,
                            TogNote *seen,
                            const char *text,
                            const char *shared,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TogNoteRequest request = { (char *) text, (char *) shared };
  TogOutboxItem *unsent;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_put_note_async);
  unsent = find_unsent (self, session_id);
  if (unsent != NULL && can_rewrite (unsent))
    {
      if (tog_outbox_item_is_stuck (unsent))
        {
          g_free (unsent->etag);
          unsent->etag = g_strdup (seen->etag);
        }
      g_free (unsent->body);
      unsent->body = tog_note_request_to_text (&request);
      tog_outbox_rewrite (self->outbox, unsent, task);
      return;
    }
  /* It was written by who wrote what is on its way, so it is over that. */
  unsent = new_item (self, session_id, unsent != NULL ? unsent->etag : seen->etag);
  unsent->body = tog_note_request_to_text (&request);
  tog_outbox_add (self->outbox, unsent, task);
}

/**
 * tog_account_put_note_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * After an error too what was written is kept, and sent later. After
 * %TOG_ACCOUNT_ERROR_CHANGED I wrote something else on another computer: loading it
 * answers both versions, and putting one over the other's settles it.
 *
 * Returns: (transfer full) (nullable): the note as the server has it now
 */
TogNote *
tog_account_put_note_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_put_note_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What I wrote, with what is known of the others. */
static TogNote *
make_unsent_note (TogOutboxItem *unsent, TogNote *known)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (TogNoteRequest) mine;
  TogNote *note;

  tog_outbox_item_read_note (unsent, &mine);
  note = tog_note_new (unsent->etag,
                       mine.text != NULL ? mine.text : "",
                       mine.shared != NULL ? mine.shared : "",
                       known != NULL ? known->others : nobody);
  note->unsent = TRUE;
  return note;
}

/* Loading it sent it, or tried to. */
static void
resent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  TogNote *note = g_task_propagate_pointer (G_TASK (result), &error);
  TogOutboxItem *unsent = find_unsent (self, g_task_get_task_data (task));

  if (note == NULL && unsent != NULL)
    note = make_unsent_note (unsent, g_object_get_data (G_OBJECT (task), KNOWN));
  if (note != NULL)
    g_task_return_pointer (task, note, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Over which version it was written makes no difference where that is the same. */
static gboolean
says_the_same (TogOutboxItem *unsent, TogNote *note)
{
  g_auto (TogNoteRequest) mine;

  return tog_outbox_item_read_note (unsent, &mine) && g_str_equal (mine.text, note->text) &&
         g_str_equal (mine.shared, note->shared);
}

/* What is sent first: where there is more, the rest goes on from there. */
static TogOutboxItem *
find_first_unsent (TogAccount *self, const char *session_id)
{
  GListModel *items = G_LIST_MODEL (self->outbox);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (items, i);

      if (item->kind == TOG_OUTBOX_NOTE && g_str_equal (item->session_id, session_id))
        return item;
    }
  return NULL;
}

/* The history has the notes of each session, also of those never looked at; and what is
 * written has to be over the newest version known. */
static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  g_autoptr (TogHistoryItem) item = tog_store_load_item_finish (TOG_STORE (source), result, NULL);
  TogNote *note = item != NULL ? item->note : NULL;
  TogOutboxItem *unsent = find_unsent (self, g_task_get_task_data (task));

  if (note == NULL)
    note = g_object_get_data (G_OBJECT (task), KNOWN);
  if (unsent != NULL)
    {
      TogNote *mine = make_unsent_note (unsent, note);

      if (unsent->state == TOG_OUTBOX_CONFLICT && note != NULL)
        g_set_object (&mine->elsewhere, note->elsewhere);
      g_task_return_pointer (task, mine, g_object_unref);
    }
  else if (note != NULL)
    g_task_return_pointer (task, g_object_ref (note), g_object_unref);
  else
    g_task_return_error (task, g_error_copy (g_object_get_data (G_OBJECT (task), FAILURE)));
}

/* Takes over the reference to @task. @note is what was known before, @error why there is
 * no other where there is none. */
static void
load_kept (GTask *task, TogNote *note, const GError *error)
{
  TogAccount *self = g_task_get_source_object (task);

  if (note == NULL && !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE) &&
      find_unsent (self, g_task_get_task_data (task)) == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
      return;
    }
  if (note != NULL)
    g_object_set_data_full (G_OBJECT (task), KNOWN, g_object_ref (note), g_object_unref);
  else
    g_object_set_data_full (
        G_OBJECT (task), FAILURE, g_error_copy (error), (GDestroyNotify) g_error_free);
  tog_store_load_item_async (
      self->store, g_task_get_task_data (task), g_task_get_cancellable (task), kept_cb, task);
}

static void fetch (GTask *task);

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  const char *session_id = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (self, result, &error);
  TogNote *note = known != NULL ? known->object : NULL;
  TogOutboxItem *first = find_first_unsent (self, session_id);

  if (first == NULL && g_object_get_data (G_OBJECT (task), HAD_UNSENT) != NULL)
    {
      /* It was sent meanwhile, perhaps after this was read. */
      fetch (g_steal_pointer (&task));
      return;
    }
  if (known == NULL || known->failure != NULL)
    {
      load_kept (g_steal_pointer (&task), note, error);
      return;
    }
  if (first == NULL)
    {
      g_task_return_pointer (task, g_object_ref (note), g_object_unref);
      return;
    }

  if (first->state != TOG_OUTBOX_SENDING && !g_str_equal (first->etag, note->etag))
    {
      gboolean is_there = says_the_same (first, note);
      TogNote *both;

      if (is_there)
        tog_outbox_sent (self->outbox, first, note->etag, note);
      if (find_unsent (self, session_id) == NULL)
        {
          g_task_return_pointer (task, g_object_ref (note), g_object_unref);
          return;
        }
      /* I wrote something else on another computer: who wrote has to say what stays. */
      both = make_unsent_note (find_unsent (self, session_id), note);
      if (!is_there)
        both->elsewhere = g_object_ref (note);
      g_task_return_pointer (task, both, g_object_unref);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), KNOWN, g_object_ref (note), g_object_unref);
  tog_outbox_await (
      self->outbox,
      find_unsent (self, session_id),
      g_task_new (self, g_task_get_cancellable (task), resent_cb, g_object_ref (task)));
}

/* Takes over the reference to @task. */
static void
fetch (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);
  const char *session_id = g_task_get_task_data (task);
  g_autofree char *store_key = make_key (session_id);
  g_autofree char *path = make_path (session_id);

  g_object_set_data (G_OBJECT (task), HAD_UNSENT, find_unsent (self, session_id));
  tog_account_fetch_async (self,
                           &TOG_DOCUMENT_NOTE,
                           store_key,
                           path,
                           0,
                           g_task_get_cancellable (task),
                           fetched_cb,
                           task);
}

static void
outbox_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tog_outbox_load_finish (TOG_OUTBOX (source), result, &error))
    fetch (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * tog_account_load_note_async:
 * @self: an account
 * @session_id: about which session
 * @cancellable: (nullable): stops it
 *
 * Reads my notes about a session and what the others share. What was not sent yet
 * is sent.
 */
void
tog_account_load_note_async (TogAccount *self,
                             const char *session_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_note_async);
  g_task_set_task_data (task, g_strdup (session_id), g_free);
  tog_outbox_load_async (self->outbox, cancellable, outbox_loaded_cb, g_steal_pointer (&task));
}

/**
 * tog_account_load_note_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the newest note known; it says whether the
 *   server has it
 */
TogNote *
tog_account_load_note_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_note_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
