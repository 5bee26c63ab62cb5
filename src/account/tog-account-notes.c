#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"
#include "tog-model-limits.h"

/*
 * Notes are work: what was written is kept on this computer before the network is
 * asked, and until the server has it. Copies of what the server has are kept in
 * the store as everything else is.
 */

#define KEY_PREFIX "note/"

/**
 * TogUnsentNote:
 * @text: (owned): for me alone
 * @shared: (owned): what the others see
 * @etag: (owned): the version it was written over
 * @key: (owned): idempotency key; the same again after a crash
 * @sending: whether the server is being asked
 * @newer: whether something newer was written meanwhile
 * @waiting: (owned) (element-type GTask): who wants to know what comes of it
 *
 * What I wrote about a session and the server doesn't have yet.
 */
struct _TogUnsentNote
{
  char *session_id; /* (owned) */
  char *text;
  char *shared;
  char *etag;
  char *key;
  gboolean sending;
  gboolean newer;
  GPtrArray *waiting;
};

void
tog_unsent_note_free (TogUnsentNote *unsent)
{
  g_free (unsent->session_id);
  g_free (unsent->text);
  g_free (unsent->shared);
  g_free (unsent->etag);
  g_free (unsent->key);
  g_ptr_array_unref (unsent->waiting);
  g_free (unsent);
}

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

static TogUnsentNote *
unsent_new (const char *session_id)
{
  TogUnsentNote *unsent = g_new0 (TogUnsentNote, 1);

  unsent->session_id = g_strdup (session_id);
  unsent->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return unsent;
}

/* Another text is another request. */
static void
unsent_set (TogUnsentNote *unsent, const char *text, const char *shared, const char *etag)
{
  char *new_text = g_strdup (text);
  char *new_shared = g_strdup (shared);
  char *new_etag = g_strdup (etag);

  g_free (unsent->text);
  g_free (unsent->shared);
  g_free (unsent->etag);
  g_free (unsent->key);
  unsent->text = new_text;
  unsent->shared = new_shared;
  unsent->etag = new_etag;
  unsent->key = g_uuid_string_random ();
}

static void
unsent_save (TogAccount *self, TogUnsentNote *unsent)
{
  g_autofree char *store_key = make_key (unsent->session_id);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "session_id", unsent->session_id);
  json_object_set_string_member (object, "key", unsent->key);
  json_object_set_string_member (object, "text", unsent->text);
  json_object_set_string_member (object, "shared", unsent->shared);
  node = tog_json_take_object (object);
  text = tog_json_print (node);
  tog_store_save (
      self->drafts, store_key, text, unsent->etag, g_get_real_time () / G_USEC_PER_SEC, 0);
}

static char *
read_text (TogJsonReader *reader, const char *member)
{
  const char *text = tog_json_reader_opt_text (reader, member, TOG_MAX_NOTE_LENGTH);

  return g_strdup (text != NULL ? text : "");
}

static TogUnsentNote *
unsent_new_from_document (const TogDocument *document)
{
  g_autoptr (JsonNode) node = tog_json_parse (document->text, -1, NULL);
  TogUnsentNote *unsent;
  TogJsonReader reader;

  if (node == NULL || document->etag == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  unsent = unsent_new (tog_json_reader_id (&reader, "session_id"));
  unsent->key = g_strdup (tog_json_reader_line (&reader, "key", 128));
  unsent->text = read_text (&reader, "text");
  unsent->shared = read_text (&reader, "shared");
  unsent->etag = g_strdup (document->etag);
  if (tog_json_reader_finish (&reader, NULL))
    return unsent;
  tog_unsent_note_free (unsent);
  return NULL;
}

static TogUnsentNote *
find_unsent (TogAccount *self, const char *session_id)
{
  return g_hash_table_lookup (self->unsent_notes, session_id);
}

static void
take_unsent (TogAccount *self, TogUnsentNote *unsent)
{
  g_hash_table_insert (self->unsent_notes, unsent->session_id, unsent);
}

/* What was read from disk is older than what is in memory. */
static void
note_document (TogAccount *self, const TogDocument *document)
{
  TogUnsentNote *unsent = unsent_new_from_document (document);

  if (unsent != NULL && find_unsent (self, unsent->session_id) == NULL)
    take_unsent (self, unsent);
  else
    g_clear_pointer (&unsent, tog_unsent_note_free);
}

/* The server has it: nothing is left to keep. */
static void
forget_unsent (TogAccount *self, TogUnsentNote *unsent)
{
  g_autofree char *store_key = make_key (unsent->session_id);

  tog_store_remove (self->drafts, store_key);
  g_hash_table_remove (self->unsent_notes, unsent->session_id);
}

static gpointer
read_note (TogAccount *self, const TogApiReply *reply, GError **error)
{
  return TOG_DOCUMENT_NOTE.parse (reply->text, reply->length, error);
}

static void
keep_note (TogAccount *self, const char *session_id, TogNote *note)
{
  g_autofree char *store_key = make_key (session_id);
  g_autoptr (JsonNode) node = tog_note_to_json (note);
  g_autofree char *text = tog_json_print (node);

  tog_store_save (self->store, store_key, text, note->etag, g_get_real_time () / G_USEC_PER_SEC, 0);
}

static void send_unsent (TogAccount *self, TogUnsentNote *unsent);

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogAccount *self = TOG_ACCOUNT (source);
  g_autofree char *session_id = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNote) note = g_task_propagate_pointer (G_TASK (result), &error);
  TogUnsentNote *unsent = find_unsent (self, session_id);
  g_autoptr (GPtrArray) waiting = NULL;

  unsent->sending = FALSE;
  if (note != NULL)
    keep_note (self, session_id, note);
  if (note != NULL && unsent->newer)
    {
      /* It was written by who wrote what has just arrived, so it is over that. */
      unsent->newer = FALSE;
      g_free (unsent->etag);
      unsent->etag = g_strdup (note->etag);
      unsent_save (self, unsent);
      send_unsent (self, unsent);
      return;
    }

  unsent->newer = FALSE;
  waiting = g_steal_pointer (&unsent->waiting);
  unsent->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  if (note != NULL)
    forget_unsent (self, unsent);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (note != NULL)
        g_task_return_pointer (g_ptr_array_index (waiting, i), g_object_ref (note), g_object_unref);
      else
        g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
    }
}

static void
send_unsent (TogAccount *self, TogUnsentNote *unsent)
{
  TogNoteRequest request = { unsent->text, unsent->shared };
  GTask *task = g_task_new (self, self->closed, sent_cb, g_strdup (unsent->session_id));
  TogChange *change = tog_change_new ("PUT",
                                      make_path (unsent->session_id),
                                      tog_note_request_to_text (&request),
                                      unsent->key,
                                      unsent->etag);

  unsent->sending = TRUE;
  change->read = read_note;
  change->unref = g_object_unref;
  tog_account_write (task, change);
}

/* Takes over the reference to @task. */
static void
await_sent (TogAccount *self, TogUnsentNote *unsent, GTask *task)
{
  g_ptr_array_add (unsent->waiting, task);
  if (!unsent->sending)
    send_unsent (self, unsent);
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
  GTask *task;
  TogUnsentNote *unsent;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_put_note_async);
  unsent = find_unsent (self, session_id);
  if (unsent == NULL)
    {
      unsent = unsent_new (session_id);
      take_unsent (self, unsent);
    }
  unsent->newer = unsent->sending;
  unsent_set (unsent, text, shared, unsent->sending ? unsent->etag : seen->etag);
  unsent_save (self, unsent);
  await_sent (self, unsent, task);
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
make_unsent_note (TogUnsentNote *unsent, TogNote *known)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  TogNote *note = tog_note_new (
      unsent->etag, unsent->text, unsent->shared, known != NULL ? known->others : nobody);

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
  TogUnsentNote *unsent = find_unsent (self, g_task_get_task_data (task));

  if (note == NULL && unsent != NULL)
    note = make_unsent_note (unsent, g_object_get_data (G_OBJECT (task), "known"));
  if (note != NULL)
    g_task_return_pointer (task, note, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Over which version it was written makes no difference where that is the same. */
static gboolean
says_the_same (TogUnsentNote *unsent, TogNote *note)
{
  return g_str_equal (unsent->text, note->text) && g_str_equal (unsent->shared, note->shared);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (self, result, &error);
  TogNote *note = known != NULL ? known->object : NULL;
  TogUnsentNote *unsent = find_unsent (self, g_task_get_task_data (task));

  if (unsent == NULL)
    {
      if (note != NULL)
        g_task_return_pointer (task, g_object_ref (note), g_object_unref);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (known == NULL || known->failure != NULL)
    {
      g_task_return_pointer (task, make_unsent_note (unsent, note), g_object_unref);
      return;
    }

  if (!unsent->sending && !g_str_equal (unsent->etag, note->etag))
    {
      TogNote *both;

      if (says_the_same (unsent, note))
        {
          forget_unsent (self, unsent);
          g_task_return_pointer (task, g_object_ref (note), g_object_unref);
          return;
        }
      /* I wrote something else on another computer: who wrote has to say what stays. */
      both = make_unsent_note (unsent, note);
      both->elsewhere = g_object_ref (note);
      g_task_return_pointer (task, both, g_object_unref);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "known", g_object_ref (note), g_object_unref);
  await_sent (self,
              unsent,
              g_task_new (self, g_task_get_cancellable (task), resent_cb, g_object_ref (task)));
}

static void
fetch (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);
  const char *session_id = g_task_get_task_data (task);
  g_autofree char *store_key = make_key (session_id);
  g_autofree char *path = make_path (session_id);

  tog_account_fetch_async (self,
                           &TOG_DOCUMENT_NOTE,
                           store_key,
                           path,
                           0,
                           g_task_get_cancellable (task),
                           fetched_cb,
                           g_object_ref (task));
}

static void
draft_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (document != NULL)
    note_document (g_task_get_source_object (task), document);
  fetch (task);
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
  g_autofree char *store_key = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_note_async);
  g_task_set_task_data (task, g_strdup (session_id), g_free);
  if (find_unsent (self, session_id) != NULL)
    {
      fetch (task);
      return;
    }
  store_key = make_key (session_id);
  tog_store_load_async (
      self->drafts, store_key, cancellable, draft_loaded_cb, g_steal_pointer (&task));
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

static void
drafts_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) self = user_data;
  g_autoptr (GPtrArray) documents = tog_store_list_finish (TOG_STORE (source), result, NULL);
  GHashTableIter iter;
  gpointer unsent;

  for (guint i = 0; documents != NULL && i < documents->len; i++)
    note_document (self, g_ptr_array_index (documents, i));
  g_hash_table_iter_init (&iter, self->unsent_notes);
  while (g_hash_table_iter_next (&iter, NULL, &unsent))
    if (!((TogUnsentNote *) unsent)->sending)
      send_unsent (self, unsent);
}

/**
 * tog_account_send_notes:
 * @self: an account
 *
 * Sends what was kept while the server could not be reached, also by an earlier
 * run of the app.
 */
void
tog_account_send_notes (TogAccount *self)
{
  tog_store_list_async (
      self->drafts, KEY_PREFIX, self->closed, drafts_listed_cb, g_object_ref (self));
}

/**
 * tog_account_has_unsent_notes:
 * @self: an account
 *
 * Returns: whether something is kept on this computer alone
 */
gboolean
tog_account_has_unsent_notes (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), FALSE);

  return g_hash_table_size (self->unsent_notes) > 0;
}
