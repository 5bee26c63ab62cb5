#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"
#include "tog-series.h"
#include "tog-session-request.h"

/*
 * What a participant does with a session from the booking on.
 */

static char *
make_path (TogSession *session, const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (session->id, NULL, FALSE);

  return g_strconcat ("/v1/sessions/", escaped, rest, NULL);
}

/* Sends a change of the version that was seen, and ends with the newer one. */
static void
change_session (TogAccount *self,
                TogSession *session,
                const char *rest,
                char *body,
                const char *if_match,
                const char *key,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TogChange *change = tog_change_new ("POST", make_path (session, rest), body, key, if_match);

  g_task_set_source_tag (task, tog_account_change_finish);
  change->team_kind = session->group_id != NULL ? &TOG_TEAM_KIND_GROUP : &TOG_TEAM_KIND_MATCH;
  change->team_id = g_strdup (session->group_id != NULL ? session->group_id : session->match_id);
  change->read = tog_account_read_session;
  change->unref = g_object_unref;
  tog_account_write (task, change);
}

/* Takes over @body. What I said of the same before and could still take back, I take
 * back by it. */
static void
put_out (TogAccount *self,
         TogOutboxKind kind,
         TogSession *session,
         char *body,
         const char *key,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TogOutboxItem *before = tog_outbox_find_session (self->outbox, kind, session->id);

  g_task_set_source_tag (task, tog_account_change_finish);
  if (before != NULL && before->state == TOG_OUTBOX_WAITING && !before->tried)
    {
      g_free (before->body);
      before->body = body;
      tog_outbox_rewrite (self->outbox, before, task);
      return;
    }
  tog_outbox_add (self->outbox, tog_outbox_item_new_session (kind, key, session, body), task);
}

/**
 * tog_account_answer_async:
 * @self: an account
 * @session: as it was seen
 * @answer: accepted, tentative or declined
 * @reason: (nullable): why I decline, one line
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Answers an invite, or answers it again.
 */
void
tog_account_answer_async (TogAccount *self,
                          TogSession *session,
                          TogAnswer answer,
                          const char *reason,
                          const char *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TogAnswerRequest request = { answer, (char *) reason };

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  put_out (self,
           TOG_OUTBOX_ANSWER,
           session,
           tog_answer_request_to_text (&request),
           key,
           cancellable,
           callback,
           user_data);
}

/**
 * tog_account_move_async:
 * @self: an account
 * @session: as it was seen
 * @move: when it shall be, without a planned session
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Moves a session; everybody gets the invite anew.
 */
void
tog_account_move_async (TogAccount *self,
                        TogSession *session,
                        TogBooking *move,
                        const char *key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));
  g_return_if_fail (move->planned_session_id == NULL);

  node = tog_booking_to_json (move);
  change_session (self,
                  session,
                  "/move",
                  tog_json_print (node),
                  session->etag,
                  key,
                  cancellable,
                  callback,
                  user_data);
}

/**
 * tog_account_cancel_session_async:
 * @self: an account
 * @session: as it was seen
 * @reason: (nullable): why, one line
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops the request, not the session
 *
 * Calls a session off.
 */
void
tog_account_cancel_session_async (TogAccount *self,
                                  TogSession *session,
                                  const char *reason,
                                  const char *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  TogCancelRequest request = { (char *) reason };

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  put_out (self,
           TOG_OUTBOX_CANCEL,
           session,
           tog_cancel_request_to_text (&request),
           key,
           cancellable,
           callback,
           user_data);
}

/**
 * tog_account_complete_async:
 * @self: an account
 * @session: as it was seen
 * @held: whether we met, yes or no
 * @rating: what I thought of it, 1 to %TOG_MAX_RATING; 0 where I don't say
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * States whether we met.
 */
void
tog_account_complete_async (TogAccount *self,
                            TogSession *session,
                            TogHeld held,
                            int rating,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TogCompleteRequest request = { held, rating };

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  put_out (self,
           TOG_OUTBOX_COMPLETE,
           session,
           tog_complete_request_to_text (&request),
           key,
           cancellable,
           callback,
           user_data);
}

/**
 * tog_account_say_late_async:
 * @self: an account
 * @session: which; any version will do
 * @minutes: by how many, 1 to %TOG_MAX_LATE_MINUTES
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Tells the others that I am running late.
 */
void
tog_account_say_late_async (TogAccount *self,
                            TogSession *session,
                            int minutes,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TogLateRequest request = { minutes };

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  change_session (self,
                  session,
                  "/late",
                  tog_late_request_to_text (&request),
                  NULL,
                  key,
                  cancellable,
                  callback,
                  user_data);
}

/**
 * tog_account_change_agenda_async:
 * @self: an account
 * @session: as it was seen
 * @change: what to do to its agenda
 * @cancellable: (nullable): stops waiting for it
 *
 * Changes talking points, and ticks items off. Where somebody was quicker it is done
 * again to what they made of it.
 */
void
tog_account_change_agenda_async (TogAccount *self,
                                 TogSession *session,
                                 const TogAgendaChange *change,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TogAgendaChange *copy =
      tog_agenda_change_new (change->kind, change->id, change->title, change->done);
  TogOutboxItem *before, *item;
  g_autofree char *key = NULL;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_change_finish);
  before = tog_outbox_find_session (self->outbox, TOG_OUTBOX_AGENDA, session->id);
  if (before != NULL &&
      (before->state == TOG_OUTBOX_WAITING || before->state == TOG_OUTBOX_KEEPING) &&
      !before->tried)
    {
      g_ptr_array_add (before->changes, copy);
      tog_outbox_rewrite (self->outbox, before, task);
      return;
    }
  key = g_uuid_string_random ();
  item = tog_outbox_item_new_session (TOG_OUTBOX_AGENDA, key, session, NULL);
  item->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
  g_ptr_array_add (item->changes, copy);
  tog_outbox_add (self->outbox, item, task);
}

/**
 * tog_account_change_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * After %TOG_ACCOUNT_ERROR_CHANGED the match or group that is known holds what
 * somebody else made of the session, unless that could not be read either.
 *
 * Returns: (transfer full) (nullable): the session as it is now
 */
TogSession *
tog_account_change_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_change_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Takes over @body. */
static TogChange *
change_team (TogTeam *team, const char *rest, char *body, const char *key)
{
  const TogTeamKind *kind = TOG_IS_GROUP (team) ? &TOG_TEAM_KIND_GROUP : &TOG_TEAM_KIND_MATCH;
  TogChange *change =
      tog_change_new ("POST", tog_team_kind_make_path (kind, team->id, rest), body, key, NULL);

  change->team_kind = kind;
  change->team_id = g_strdup (team->id);
  return change;
}

static TogOutboxItem *
new_planned_item (TogOutboxKind kind, const char *key, TogTeam *team, const char *planned_id)
{
  TogOutboxItem *item = tog_outbox_item_new (kind, key);

  if (TOG_IS_GROUP (team))
    item->group_id = g_strdup (team->id);
  else
    item->match_id = g_strdup (team->id);
  item->planned_id = g_strdup (planned_id);
  for (guint i = 0; team->planned != NULL && i < team->planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

      if (!g_str_equal (planned->id, planned_id))
        continue;
      g_free (item->title);
      item->title = g_strdup (planned->title);
    }
  return item;
}

/**
 * tog_account_record_async:
 * @self: an account
 * @team: with whom
 * @planned_id: which planned session
 * @slot: when it was held, in whole minutes
 * @note: (nullable): for me alone, lines parted by \n
 * @rating: what I thought of it, 1 to %TOG_MAX_RATING; 0 where I don't say
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Marks a planned session as done that was held elsewhere. Nobody is invited.
 */
void
tog_account_record_async (TogAccount *self,
                          TogTeam *team,
                          const char *planned_id,
                          TogSlot slot,
                          const char *note,
                          int rating,
                          const char *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TogRecordRequest request = { (char *) planned_id, slot, (char *) note, rating };
  TogOutboxItem *item;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_record_async);
  item = new_planned_item (TOG_OUTBOX_RECORD, key, team, planned_id);
  item->body = tog_record_request_to_text (&request);
  tog_outbox_add (self->outbox, item, task);
}

/**
 * tog_account_record_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the session as it was recorded
 */
TogSession *
tog_account_record_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_record_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_account_request_async:
 * @self: an account
 * @team: with whom
 * @planned: which planned session
 * @choices: (element-type TogBooking): what would do, best first, 1 to
 *   %TOG_REQUEST_MAX_CHOICES
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops waiting for it
 *
 * Asks for the first of several times that is still free once the server can be
 * reached. Nothing is booked before the server said so. What was asked for the same
 * planned session before and did not go out yet, this takes the place of.
 */
void
tog_account_request_async (TogAccount *self,
                           TogTeam *team,
                           TogPlannedSession *planned,
                           GPtrArray *choices,
                           const char *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  TogOutboxItem *item, *earlier;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));
  g_return_if_fail (choices->len > 0 && choices->len <= TOG_REQUEST_MAX_CHOICES);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_request_async);
  item = new_planned_item (TOG_OUTBOX_REQUEST, key, team, planned->id);
  g_free (item->title);
  item->title = g_strdup (planned->title);
  item->choices = g_ptr_array_ref (choices);
  earlier = tog_outbox_find_of_team (self->outbox, team, planned->id);
  tog_outbox_add (self->outbox, item, task);
  if (earlier != NULL && earlier->kind == TOG_OUTBOX_REQUEST && tog_outbox_item_can_undo (earlier))
    tog_outbox_discard (self->outbox, earlier);
}

/**
 * tog_account_request_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the session, where it was booked at once
 */
TogSession *
tog_account_request_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_sessions (TogAccount *self, const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, reply->length, error);
  g_autoptr (GPtrArray) sessions = NULL;
  TogJsonReader reader;

  if (node == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  sessions =
      tog_json_reader_list (&reader, "items", TOG_SERIES_MAX, (TogJsonFunc) tog_session_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&sessions) : NULL;
}

/**
 * tog_account_book_series_async:
 * @self: an account
 * @team: with whom
 * @bookings: (element-type TogBooking): of a planned session each, 1 to %TOG_SERIES_MAX
 * @key: idempotency key, 16 to 128 visible ASCII characters
 * @cancellable: (nullable): stops it
 *
 * Books several planned sessions at one go: all of them, or none.
 */
void
tog_account_book_series_async (TogAccount *self,
                               TogTeam *team,
                               GPtrArray *bookings,
                               const char *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TogSeriesRequest request = { bookings };
  GTask *task;
  TogChange *change;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_book_series_async);
  change = change_team (team, "/series", tog_series_request_to_text (&request), key);
  change->read = read_sessions;
  change->unref = (GDestroyNotify) g_ptr_array_unref;
  tog_account_write (task, change);
}

/**
 * tog_account_book_series_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type TogSession): the sessions as booked
 */
GPtrArray *
tog_account_book_series_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_book_series_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
