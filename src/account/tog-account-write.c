#include "config.h"

#include "tog-account-availability.h"
#include "tog-account-private.h"
#include "tog-json.h"

#include <glib/gi18n.h>

/**
 * tog_change_new:
 * @method: of HTTP
 * @path: (transfer full): where the server has what is changed
 * @body: (transfer full): JSON, or "" where the operation takes none
 * @key: idempotency key
 * @if_match: (nullable): the version that is to be changed
 *
 * Returns: (transfer full): what to send, whose answer has still to be given a
 *   reader and an end
 */
TogChange *
tog_change_new (const char *method, char *path, char *body, const char *key, const char *if_match)
{
  TogChange *change = g_new0 (TogChange, 1);

  change->method = method;
  change->path = path;
  change->body = body;
  change->key = g_strdup (key);
  change->if_match = g_strdup (if_match);
  return change;
}

static void
change_free (TogChange *change)
{
  g_free (change->path);
  g_free (change->body);
  g_free (change->key);
  g_free (change->if_match);
  g_free (change->team_id);
  g_clear_error (&change->failure);
  if (change->object != NULL)
    change->unref (change->object);
  g_free (change);
}

static void
end (GTask *task)
{
  TogChange *change = g_task_get_task_data (task);

  if (change->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&change->failure));
  else
    g_task_return_pointer (task, g_steal_pointer (&change->object), change->unref);
}

static void
home_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, NULL);

  end (task);
}

static void
team_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, NULL);

  tog_account_fetch_home (TOG_ACCOUNT (source), g_task_get_cancellable (task), home_read_cb, task);
}

/* Ends once what came of it is known: who is told that it was done finds it done,
 * and who is told that somebody was quicker finds what they did. */
static void
refresh_and_end (GTask *task)
{
  TogChange *change = g_task_get_task_data (task);
  TogAccount *self = g_task_get_source_object (task);

  if (change->team_id == NULL)
    {
      if (!change->leaves_rest)
        tog_account_reload (self);
      end (task);
      return;
    }
  tog_account_fetch_team (self,
                          change->team_kind,
                          change->team_id,
                          g_task_get_cancellable (task),
                          team_read_cb,
                          g_object_ref (task));
}

static void
return_failure (GTask *task, const GError *error)
{
  TogAccount *self = g_task_get_source_object (task);
  TogChange *change = g_task_get_task_data (task);
  GError *failure = tog_account_error_from_api (error, self->host);

  tog_account_note_outcome (self, failure);

  change->failure = failure;

  /* What is shown can't be right if it led to this. */
  if (g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN) ||
      g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
      g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED) ||
      g_error_matches (failure, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE))
    refresh_and_end (task);
  else
    end (task);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = g_task_get_source_object (task);
  TogChange *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogApiReply) reply = tog_client_write_finish (TOG_CLIENT (source), result, &error);

  if (reply == NULL)
    {
      return_failure (task, error);
      return;
    }

  change->object = change->read (self, reply, &error);
  if (change->object == NULL)
    {
      if (!change->leaves_rest)
        tog_account_reload (self);
      return_failure (task, error);
      return;
    }
  tog_account_note_outcome (self, NULL);
  refresh_and_end (task);
}

/* Takes over the reference to @task. */
static void
write_to_server (GTask *task)
{
  TogAccount *self = g_task_get_source_object (task);
  TogChange *change = g_task_get_task_data (task);

  if (self->client == NULL)
    {
      g_autoptr (GTask) owned = task;

      return_failure (owned, self->connect_error);
      return;
    }
  tog_client_write_async (self->client,
                          change->method,
                          change->path,
                          change->body,
                          change->key,
                          change->if_match,
                          g_task_get_cancellable (task),
                          written_cb,
                          task);
}

/**
 * tog_account_write:
 * @task: (transfer full): of an account; returns what the answer is read as
 * @change: (transfer full): what to send
 *
 * Sends a change, again with the same key for as long as it is not known whether
 * it was made.
 */
void
tog_account_write (GTask *task, TogChange *change)
{
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  tog_account_await_client (g_task_get_source_object (task), task, write_to_server);
}

gpointer
tog_account_read_session (TogAccount *self, const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);
  TogSession *session = node != NULL ? tog_session_from_json (node, error) : NULL;

  if (session != NULL)
    tog_account_keep_session (self, session);
  return session;
}

static gpointer
read_me (TogAccount *self, const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);

  return node != NULL ? tog_me_from_json (node, error) : NULL;
}

/* Takes over the reference to @task. */
static void
book (GTask *task, const TogTeamKind *kind, const char *id, TogBooking *booking, const char *key)
{
  g_autoptr (JsonNode) node = tog_booking_to_json (booking);
  TogChange *change = tog_change_new (
      "POST", tog_team_kind_make_path (kind, id, "/sessions"), tog_json_print (node), key, NULL);

  change->read = tog_account_read_session;
  change->unref = g_object_unref;
  tog_account_write (task, change);
}

static TogSession *
finish_book (TogAccount *self, GAsyncResult *result, gpointer source_tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_account_book_async:
 * @self: an account
 * @match_id: which match
 * @booking: what, when, where
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Books a planned session. The request is repeated, with the same @key, for as
 * long as the server may have got it without its answer having come back.
 */
void
tog_account_book_async (TogAccount *self,
                        const char *match_id,
                        TogBooking *booking,
                        const char *key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_book_async);
  book (g_steal_pointer (&task), &TOG_TEAM_KIND_MATCH, match_id, booking, key);
}

/**
 * tog_account_book_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * After being cancelled it is not known whether the session was booked; booking
 * again with the same key finds out.
 *
 * Returns: (transfer full) (nullable): the session as booked
 */
TogSession *
tog_account_book_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return finish_book (self, result, tog_account_book_async, error);
}

/**
 * tog_account_book_group_async:
 * @self: an account
 * @group_id: which group
 * @booking: what, when, where, and whom it is known not to suit
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Books a planned session with all members, as tog_account_book_async() does with one.
 */
void
tog_account_book_group_async (TogAccount *self,
                              const char *group_id,
                              TogBooking *booking,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_book_group_async);
  book (g_steal_pointer (&task), &TOG_TEAM_KIND_GROUP, group_id, booking, key);
}

/**
 * tog_account_book_group_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * After being cancelled it is not known whether the session was booked, as with
 * tog_account_book_finish().
 *
 * Returns: (transfer full) (nullable): the session as booked
 */
TogSession *
tog_account_book_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return finish_book (self, result, tog_account_book_group_async, error);
}

/* Takes over the reference to @task, and @object: what is another in my profile. */
static void
patch_me (GTask *task, JsonObject *object)
{
  TogAccount *self = g_task_get_source_object (task);
  TogHome *home = tog_account_get_home (self);
  g_autoptr (JsonNode) node = tog_json_take_object (object);
  g_autofree char *key = g_uuid_string_random ();
  TogChange *change;

  g_task_set_source_tag (task, tog_account_set_zone_async);
  if (home == NULL)
    {
      g_task_return_new_error (task,
                               TOG_ACCOUNT_ERROR,
                               TOG_ACCOUNT_ERROR_OFFLINE,
                               _ ("Your profile was not loaded yet. Try again in a moment."));
      g_object_unref (task);
      return;
    }
  change =
      tog_change_new ("PATCH", g_strdup ("/v1/me"), tog_json_print (node), key, home->me->etag);
  change->read = read_me;
  change->unref = g_object_unref;
  tog_account_write (task, change);
}

/**
 * tog_account_set_heat_map_name_async:
 * @self: an account whose home is known
 * @named: whether a group's heat map may say when I in particular can't meet
 * @cancellable: (nullable): stops it
 *
 * Changes whether I am named, or only counted.
 */
void
tog_account_set_heat_map_name_async (TogAccount *self,
                                     gboolean named,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  JsonObject *object = json_object_new ();

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  json_object_set_boolean_member (object, "heat_map_name", named);
  patch_me (g_task_new (self, cancellable, callback, user_data), object);
}

/**
 * tog_account_set_zone_async:
 * @self: an account whose home is known
 * @zone: IANA name
 * @cancellable: (nullable): stops it
 *
 * Changes the time zone in the own profile. No session moves by it.
 */
void
tog_account_set_zone_async (TogAccount *self,
                            const char *zone,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  JsonObject *object = json_object_new ();

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  json_object_set_string_member (object, "zone", zone);
  patch_me (g_task_new (self, cancellable, callback, user_data), object);
}

/**
 * tog_account_set_zone_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was changed
 */
gboolean
tog_account_set_zone_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TogMe) me = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_set_zone_async), FALSE);

  me = g_task_propagate_pointer (G_TASK (result), error);
  return me != NULL;
}
