#include "config.h"

#include "tog-account-private.h"

/**
 * tog_account_fetch_home:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Reads home, as tog_account_fetch_async() does, and ends likewise.
 */
void
tog_account_fetch_home (TogAccount *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  tog_account_fetch_async (
      self, &TOG_DOCUMENT_HOME, TOG_KEY_HOME, "/v1/home", 0, cancellable, callback, user_data);
}

/**
 * tog_account_fetch_team:
 * @self: an account
 * @kind: a match or a group
 * @id: which
 * @cancellable: (nullable): stops it
 *
 * Reads a match or a group, as tog_account_fetch_async() does, and ends likewise.
 */
void
tog_account_fetch_team (TogAccount *self,
                        const TogTeamKind *kind,
                        const char *id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *key = g_strconcat (kind->key, id, NULL);
  g_autofree char *path = tog_team_kind_make_path (kind, id, "");

  tog_account_fetch_async (self, kind->document, key, path, 0, cancellable, callback, user_data);
}

static void
reload_team (TogAccount *self, const TogTeamKind *kind, const char *key)
{
  if (g_str_has_prefix (key, kind->key))
    tog_account_fetch_team (
        self, kind, key + strlen (kind->key), self->poll_cancellable, NULL, NULL);
}

/**
 * tog_account_reload:
 * @self: an account
 *
 * Asks again for everything that is in memory, because it may have changed.
 * What did not costs an answer without a body.
 */
void
tog_account_reload (TogAccount *self)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (self->known);

  tog_account_fetch_home (self, self->poll_cancellable, NULL, NULL);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      reload_team (self, &TOG_TEAM_KIND_MATCH, l->data);
      reload_team (self, &TOG_TEAM_KIND_GROUP, l->data);
    }
}

static void
outbox_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tog_outbox_load_finish (TOG_OUTBOX (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, &error);
  TogKnown *known;

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  known = document != NULL ? tog_known_new_from_document (&TOG_DOCUMENT_HOME, document) : NULL;
  if (known != NULL)
    tog_account_note_known (self, TOG_KEY_HOME, known, TRUE);
  tog_outbox_load_async (
      self->outbox, g_task_get_cancellable (task), outbox_loaded_cb, g_object_ref (task));
}

/**
 * tog_account_restore_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Loads home as it was last seen, from the store alone, and what waits to be sent.
 */
void
tog_account_restore_async (TogAccount *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_account_restore_async);
  tog_store_load_async (
      self->store, TOG_KEY_HOME, cancellable, restored_cb, g_steal_pointer (&task));
  /* From a store of its own, at the same time. */
  tog_outbox_ensure_loaded (self->outbox);
}

gboolean
tog_account_restore_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_restore_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  GError *error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (self, result, &error);

  if (known != NULL && known->failure != NULL)
    error = g_steal_pointer (&known->failure);
  if (self->connector != NULL)
    tog_account_start_polling (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * tog_account_refresh_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Brings home up to date. From the first time on, news are asked for now and
 * then without being told to.
 */
void
tog_account_refresh_async (TogAccount *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_refresh_async);
  tog_account_fetch_home (self, cancellable, refreshed_cb, g_steal_pointer (&task));
}

/**
 * tog_account_refresh_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the server confirmed home
 */
gboolean
tog_account_refresh_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_refresh_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Whatever is known will do, be it old. */
static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TogKnown *known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, &error);

  if (known != NULL)
    g_task_return_pointer (task, known, (GDestroyNotify) tog_known_free);
  else
    g_task_return_error (task, error);
}

static gpointer
finish_fetched (TogAccount *self, GAsyncResult *result, gpointer source_tag, GError **error)
{
  g_autoptr (TogKnown) known = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  known = g_task_propagate_pointer (G_TASK (result), error);
  if (known == NULL)
    return NULL;
  return known->kind->ref (known->object);
}

/**
 * tog_account_load_match_async:
 * @self: an account
 * @match_id: which
 * @cancellable: (nullable): stops it
 *
 * Reads a match with its planned sessions.
 */
void
tog_account_load_match_async (TogAccount *self,
                              const char *match_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_match_async);
  tog_account_fetch_team (
      self, &TOG_TEAM_KIND_MATCH, match_id, cancellable, fetched_cb, g_steal_pointer (&task));
}

/**
 * tog_account_load_match_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the match with what waits in the outbox laid over
 *   it, as old as tog_account_peek_match_age() says
 */
TogMatch *
tog_account_load_match_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TogMatch) match = finish_fetched (self, result, tog_account_load_match_async, error);
  TogMatch *shown = match != NULL ? tog_account_peek_match (self, match->team.id) : NULL;

  return shown != NULL ? g_object_ref (shown) : g_steal_pointer (&match);
}

/**
 * tog_account_load_group_async:
 * @self: an account
 * @group_id: which
 * @cancellable: (nullable): stops it
 *
 * Reads a group with its members and planned sessions.
 */
void
tog_account_load_group_async (TogAccount *self,
                              const char *group_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_group_async);
  tog_account_fetch_team (
      self, &TOG_TEAM_KIND_GROUP, group_id, cancellable, fetched_cb, g_steal_pointer (&task));
}

/**
 * tog_account_load_group_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the group with what waits in the outbox laid over
 *   it, as old as tog_account_peek_group_age() says
 */
TogGroup *
tog_account_load_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TogGroup) group = finish_fetched (self, result, tog_account_load_group_async, error);
  TogGroup *shown = group != NULL ? tog_account_peek_group (self, group->team.id) : NULL;

  return shown != NULL ? g_object_ref (shown) : g_steal_pointer (&group);
}

/**
 * tog_account_load_invite_async:
 * @self: an account
 * @session_id: which session
 * @cancellable: (nullable): stops it
 *
 * Reads the calendar invite of a session.
 */
void
tog_account_load_invite_async (TogAccount *self,
                               const char *session_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *key = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_invite_async);
  escaped = g_uri_escape_string (session_id, NULL, FALSE);
  key = g_strconcat ("invite/", session_id, NULL);
  path = g_strdup_printf ("/v1/sessions/%s/invite.ics", escaped);
  tog_account_fetch_async (
      self, &TOG_DOCUMENT_INVITE, key, path, 0, cancellable, fetched_cb, g_steal_pointer (&task));
}

/**
 * tog_account_load_invite_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): iCalendar text (RFC 5545)
 */
char *
tog_account_load_invite_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GRefString) text = finish_fetched (self, result, tog_account_load_invite_async, error);

  return g_strdup (text);
}
