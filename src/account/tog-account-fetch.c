#include "config.h"

#include "tog-account-private.h"
#include "tog-error.h"
#include "tog-json.h"

typedef struct
{
  const TogDocumentKind *kind;
  char *key;  /* (owned) */
  char *path; /* (owned) */
  TogInstant expires_at;
  TogKnown *known; /* (owned) (nullable): what was known before */
} Fetch;

static gpointer
parse_json (const char *text,
            gsize length,
            gpointer (*from_json) (JsonNode *node, GError **error),
            GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, length, error);

  return node != NULL ? from_json (node, error) : NULL;
}

static gpointer
parse_home (const char *text, gsize length, GError **error)
{
  return parse_json (
      text, length, (gpointer (*) (JsonNode *, GError **)) tog_home_from_json, error);
}

static gpointer
parse_match (const char *text, gsize length, GError **error)
{
  return parse_json (
      text, length, (gpointer (*) (JsonNode *, GError **)) tog_match_from_json, error);
}

static gpointer
parse_group (const char *text, gsize length, GError **error)
{
  return parse_json (
      text, length, (gpointer (*) (JsonNode *, GError **)) tog_group_from_json, error);
}

static gpointer
parse_times (const char *text, gsize length, GError **error)
{
  return parse_json (
      text, length, (gpointer (*) (JsonNode *, GError **)) tog_times_from_json, error);
}

static gpointer
parse_note (const char *text, gsize length, GError **error)
{
  return parse_json (
      text, length, (gpointer (*) (JsonNode *, GError **)) tog_note_from_json, error);
}

static gpointer
read_reminders (JsonNode *node, GError **error)
{
  TogReminders reminders;

  if (!tog_reminders_read (&reminders, node, error))
    return NULL;
  return g_rc_box_dup (sizeof reminders, &reminders);
}

static gpointer
parse_reminders (const char *text, gsize length, GError **error)
{
  return parse_json (text, length, read_reminders, error);
}

static gpointer
parse_invite (const char *text, gsize length, GError **error)
{
  if (!g_str_has_prefix (text, "BEGIN:VCALENDAR"))
    {
      g_set_error_literal (
          error, TOG_ERROR, TOG_ERROR_MALFORMED, "an invite has to begin with BEGIN:VCALENDAR");
      return NULL;
    }
  return g_ref_string_new_len (text, length);
}

const TogDocumentKind TOG_DOCUMENT_HOME = {
  TOG_CONTENT_JSON, TRUE, parse_home, g_object_ref, g_object_unref,
};

const TogDocumentKind TOG_DOCUMENT_MATCH = {
  TOG_CONTENT_JSON, TRUE, parse_match, g_object_ref, g_object_unref,
};

const TogDocumentKind TOG_DOCUMENT_GROUP = {
  TOG_CONTENT_JSON, TRUE, parse_group, g_object_ref, g_object_unref,
};

const TogDocumentKind TOG_DOCUMENT_TIMES = {
  TOG_CONTENT_JSON, FALSE, parse_times, g_object_ref, g_object_unref,
};

const TogDocumentKind TOG_DOCUMENT_INVITE = {
  TOG_CONTENT_CALENDAR,
  FALSE,
  parse_invite,
  (gpointer (*) (gpointer)) g_ref_string_acquire,
  (void (*) (gpointer)) g_ref_string_release,
};

const TogDocumentKind TOG_DOCUMENT_NOTE = {
  TOG_CONTENT_JSON, FALSE, parse_note, g_object_ref, g_object_unref,
};

const TogDocumentKind TOG_DOCUMENT_REMINDERS = {
  TOG_CONTENT_JSON, TRUE, parse_reminders, g_rc_box_acquire, g_rc_box_release,
};

const TogTeamKind TOG_TEAM_KIND_MATCH = {
  "match/",
  "times/",
  "/v1/matches/",
  &TOG_DOCUMENT_MATCH,
};

const TogTeamKind TOG_TEAM_KIND_GROUP = {
  "group/",
  "group-times/",
  "/v1/groups/",
  &TOG_DOCUMENT_GROUP,
};

/**
 * tog_team_kind_make_path:
 * @kind: matches or groups
 * @id: which one
 * @rest: what follows the id, such as "/sessions"
 *
 * Returns: (transfer full): where the server has it
 */
char *
tog_team_kind_make_path (const TogTeamKind *kind, const char *id, const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (kind->path, escaped, rest, NULL);
}

static TogInstant
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Takes over the reference to @object. */
static TogKnown *
known_new (const TogDocumentKind *kind, gpointer object, const char *etag, TogInstant fetched_at)
{
  TogKnown *known = g_new0 (TogKnown, 1);

  known->kind = kind;
  known->object = object;
  known->etag = g_strdup (etag);
  known->fetched_at = fetched_at;
  return known;
}

/**
 * tog_known_new_from_document:
 * @kind: what it is
 * @document: from the store
 *
 * Returns: (transfer full) (nullable): what the document says, or %NULL if it is
 *   something that this version can't read, and has to be read from the server again
 */
TogKnown *
tog_known_new_from_document (const TogDocumentKind *kind, const TogDocument *document)
{
  gpointer object = kind->parse (document->text, strlen (document->text), NULL);

  if (object == NULL)
    return NULL;
  return known_new (kind, object, document->etag, document->fetched_at);
}

static TogKnown *
known_copy (const TogKnown *known)
{
  return known_new (known->kind, known->kind->ref (known->object), known->etag, known->fetched_at);
}

void
tog_known_free (TogKnown *known)
{
  known->kind->unref (known->object);
  g_free (known->etag);
  g_clear_error (&known->failure);
  g_free (known);
}

static void
fetch_free (Fetch *fetch)
{
  g_free (fetch->key);
  g_free (fetch->path);
  g_clear_pointer (&fetch->known, tog_known_free);
  g_free (fetch);
}

static void
return_failure (GTask *task, const GError *error)
{
  TogAccount *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) failure = tog_account_error_from_api (error, self->host);

  tog_account_note_outcome (self, failure);
  if (g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE))
    {
      tog_store_remove (self->store, fetch->key);
      tog_account_note_gone (self, fetch->key);
    }

  if (fetch->known != NULL && tog_account_error_is_of_the_way (failure))
    {
      fetch->known->failure = g_steal_pointer (&failure);
      g_task_return_pointer (
          task, g_steal_pointer (&fetch->known), (GDestroyNotify) tog_known_free);
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&failure));
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_read_finish (TOG_CLIENT (source), result, &error);
  TogInstant now = get_now ();
  gpointer object;

  if (reply == NULL)
    {
      return_failure (task, error);
      return;
    }

  if (reply->not_modified && fetch->known != NULL)
    {
      fetch->known->fetched_at = now;
      tog_store_confirm (self->store, fetch->key, now);
      tog_account_note_outcome (self, NULL);
      if (fetch->kind->remember)
        tog_account_note_known (self, fetch->key, known_copy (fetch->known), FALSE);
      g_task_return_pointer (
          task, g_steal_pointer (&fetch->known), (GDestroyNotify) tog_known_free);
      return;
    }

  /* Only what makes sense is kept: a bad answer never replaces a good one. */
  object = fetch->kind->parse (reply->text, reply->length, &error);
  if (object == NULL)
    {
      return_failure (task, error);
      return;
    }
  g_clear_pointer (&fetch->known, tog_known_free);
  fetch->known = known_new (fetch->kind, object, reply->etag, now);
  tog_store_save (self->store, fetch->key, reply->text, reply->etag, now, fetch->expires_at);
  tog_account_note_outcome (self, NULL);
  if (fetch->kind->remember)
    tog_account_note_known (self, fetch->key, known_copy (fetch->known), TRUE);
  g_task_return_pointer (task, g_steal_pointer (&fetch->known), (GDestroyNotify) tog_known_free);
}

/* Takes over the reference to @task. */
static void
read_from_server (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);

  if (self->client == NULL)
    {
      g_autoptr (GTask) owned = task;

      return_failure (owned, self->connect_error);
      return;
    }
  tog_client_read_async (self->client,
                         fetch->path,
                         fetch->kind->content_type,
                         fetch->known != NULL ? fetch->known->etag : NULL,
                         g_task_get_cancellable (task),
                         read_cb,
                         task);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (document != NULL)
    fetch->known = tog_known_new_from_document (fetch->kind, document);
  if (fetch->known != NULL && fetch->kind->remember &&
      !g_hash_table_contains (self->known, fetch->key))
    tog_account_note_known (self, fetch->key, known_copy (fetch->known), TRUE);
  tog_account_await_client (self, g_steal_pointer (&task), read_from_server);
}

/**
 * tog_account_fetch_async:
 * @self: an account
 * @kind: what to read
 * @key: under which the store has it
 * @path: where the server has it
 * @expires_at: after this nobody will want it any more; 0 for never
 * @cancellable: (nullable): stops it
 *
 * Reads something, from memory or the store first, then from the server.
 */
void
tog_account_fetch_async (TogAccount *self,
                         const TogDocumentKind *kind,
                         const char *key,
                         const char *path,
                         TogInstant expires_at,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const TogKnown *known = g_hash_table_lookup (self->known, key);
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, tog_account_fetch_async);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  fetch->kind = kind;
  fetch->key = g_strdup (key);
  fetch->path = g_strdup (path);
  fetch->expires_at = expires_at;

  if (known != NULL)
    {
      fetch->known = known_copy (known);
      tog_account_await_client (self, g_steal_pointer (&task), read_from_server);
    }
  else
    {
      tog_store_load_async (self->store, key, cancellable, load_cb, g_steal_pointer (&task));
    }
}

/**
 * tog_account_fetch_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the newest known; its failure says
 *   whether and why the server did not confirm it
 */
TogKnown *
tog_account_fetch_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
