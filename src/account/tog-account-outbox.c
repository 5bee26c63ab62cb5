#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"
#include "tog-session-request.h"

#include <glib/gi18n.h>

/*
 * Sends what is in the outbox, and makes out what the server's answer means for it.
 */

/* Milliseconds until a request is given up and sent again later. Where several in a row
 * take longer, it is the way that is slow. */
#define PATIENCE 10000
#define MAX_PATIENCE_DOUBLINGS 4

/* Somebody may answer at the very moment, and another one after that. */
#define MAX_REPEATS 10

typedef struct
{
  TogAccount *account;       /* (owned) */
  TogOutboxItem *item;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gulong closed_handler;
  guint timeout; /* source id, 0 once it is over */
  GError *error; /* (owned) (nullable) */
} Send;

static void
send_free (Send *send)
{
  g_cancellable_disconnect (send->account->closed, send->closed_handler);
  g_clear_handle_id (&send->timeout, g_source_remove);
  g_object_unref (send->account);
  g_object_unref (send->item);
  g_object_unref (send->cancellable);
  g_clear_error (&send->error);
  g_free (send);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Send, send_free)

static gboolean
is_about_session (TogOutboxItem *item)
{
  return item->kind == TOG_OUTBOX_AGENDA || item->kind == TOG_OUTBOX_ANSWER ||
         item->kind == TOG_OUTBOX_CANCEL || item->kind == TOG_OUTBOX_COMPLETE;
}

static gpointer
read_note (TogAccount *self, const TogApiReply *reply, GError **error)
{
  return TOG_DOCUMENT_NOTE.parse (reply->text, reply->length, error);
}

static const char *
get_session_path (TogOutboxItem *item)
{
  switch (item->kind)
    {
    case TOG_OUTBOX_NOTE:
      return "/note";
    case TOG_OUTBOX_AGENDA:
      return "/agenda";
    case TOG_OUTBOX_ANSWER:
      return "/answer";
    case TOG_OUTBOX_CANCEL:
      return "/cancel";
    case TOG_OUTBOX_COMPLETE:
    case TOG_OUTBOX_RECORD:
    case TOG_OUTBOX_REQUEST:
    default:
      return "/complete";
    }
}

static TogChange *
make_change (TogOutboxItem *item)
{
  const TogTeamKind *kind = item->group_id != NULL ? &TOG_TEAM_KIND_GROUP : &TOG_TEAM_KIND_MATCH;
  const char *team_id = item->group_id != NULL ? item->group_id : item->match_id;
  g_autofree char *key = tog_outbox_item_dup_key (item);
  const char *method = "POST";
  TogChange *change;
  char *path, *body;

  if (item->session_id != NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (item->session_id, NULL, FALSE);

      path = g_strconcat ("/v1/sessions/", escaped, get_session_path (item), NULL);
      if (item->kind == TOG_OUTBOX_NOTE || item->kind == TOG_OUTBOX_AGENDA)
        method = "PUT";
    }
  else
    {
      path = tog_team_kind_make_path (
          kind, team_id, item->kind == TOG_OUTBOX_RECORD ? "/records" : "/sessions");
    }
  if (item->kind == TOG_OUTBOX_REQUEST)
    {
      g_autoptr (JsonNode) node = tog_booking_to_json (tog_outbox_item_get_choice (item));

      body = tog_json_print (node);
    }
  else
    {
      body = g_strdup (item->request != NULL ? item->request : item->body);
    }

  change = tog_change_new (method, path, body, key, item->etag);
  change->read = item->kind == TOG_OUTBOX_NOTE ? read_note : tog_account_read_session;
  change->unref = g_object_unref;
  if (item->kind != TOG_OUTBOX_NOTE)
    {
      change->team_kind = kind;
      change->team_id = g_strdup (team_id);
    }
  return change;
}

/* The server's word is still unknown. */
static gboolean
may_have_arrived (const GError *error)
{
  return !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE) &&
         !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CERTIFICATE) &&
         !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_ADDRESS) &&
         !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_KEYRING) &&
         !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
}

static void
hold (Send *send, const GError *error)
{
  tog_outbox_hold (send->account->outbox, send->item, may_have_arrived (error), error);
}

static void
refuse (Send *send, TogOutboxState state, const GError *error)
{
  tog_outbox_refuse (send->account->outbox, send->item, state, error);
}

static gboolean
has_answer (TogOutboxItem *item, TogParticipant *me, JsonNode *body)
{
  g_auto (TogAnswerRequest) request;

  return tog_answer_request_read (&request, body, NULL) && me->answer == request.answer &&
         g_strcmp0 (me->reason, request.reason) == 0;
}

static gboolean
has_statement (TogSession *session, TogParticipant *me, JsonNode *body)
{
  TogCompleteRequest request;

  return tog_complete_request_read (&request, body, NULL) && me->held == request.held &&
         (request.rating == 0 || request.rating == session->my_rating);
}

/* Whether the session is as it was to become, be it that it was sent long ago and the
 * answer never came back. */
static gboolean
is_done (TogAccount *self, TogOutboxItem *item, TogSession *newest)
{
  g_autoptr (JsonNode) body = item->body != NULL ? tog_json_parse (item->body, -1, NULL) : NULL;
  TogParticipant *me = tog_session_find_participant (newest, tog_account_get_my_id (self));

  switch (item->kind)
    {
    case TOG_OUTBOX_ANSWER:
      return body != NULL && me != NULL && has_answer (item, me, body);
    case TOG_OUTBOX_CANCEL:
      return newest->state == TOG_SESSION_CANCELLED;
    case TOG_OUTBOX_COMPLETE:
      return body != NULL && me != NULL && has_statement (newest, me, body);
    case TOG_OUTBOX_AGENDA:
      for (guint i = 0; i < item->changes->len; i++)
        if (!tog_agenda_change_is_done (
                g_ptr_array_index (item->changes, i), newest->agenda, tog_account_get_my_id (self)))
          return FALSE;
      return TRUE;
    case TOG_OUTBOX_NOTE:
    case TOG_OUTBOX_RECORD:
    case TOG_OUTBOX_REQUEST:
    default:
      return FALSE;
    }
}

/* Changes to an agenda are made again to whatever it is by now, and each states for
 * themselves whether they met. */
static gboolean
goes_on_from (TogOutboxItem *item, TogSession *newest)
{
  if (item->attempt >= MAX_REPEATS || newest->state == TOG_SESSION_CANCELLED)
    return FALSE;
  return item->kind == TOG_OUTBOX_AGENDA ||
         (item->kind == TOG_OUTBOX_COMPLETE && newest->state == TOG_SESSION_COMPLETED) ||
         !tog_session_differs (item->session, newest);
}

static void
end_done (Send *send, TogSession *newest)
{
  tog_account_keep_session (send->account, newest);
  tog_outbox_sent (send->account->outbox, send->item, newest->etag, newest);
}

/* Somebody changed the session meanwhile: it was read anew by now. */
static void
settle_session (Send *send, const GError *error)
{
  TogOutboxItem *item = send->item;
  TogSession *newest = tog_account_find_known_session (send->account, item);

  if (newest == NULL)
    refuse (send, TOG_OUTBOX_FAILED, error);
  else if (g_strcmp0 (newest->etag, item->etag) == 0)
    hold (send, error); /* That could not be read; the next try finds out. */
  else if (is_done (send->account, item, newest))
    end_done (send, newest);
  else if (goes_on_from (item, newest))
    tog_outbox_repeat (send->account->outbox, item, newest->etag);
  else
    refuse (send, TOG_OUTBOX_CONFLICT, error);
}

/* It can't be done with the session any more, unless that is because somebody did it. */
static void
settle_gone (Send *send, const GError *error)
{
  TogOutboxItem *item = send->item;
  TogSession *newest = tog_account_find_known_session (send->account, item);

  if (newest != NULL && is_done (send->account, item, newest))
    end_done (send, newest);
  else
    refuse (send, TOG_OUTBOX_FAILED, error);
}

static void
note_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Send) send = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  TogOutboxItem *item = send->item;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (self, result, &error);
  TogNote *note = known != NULL ? known->object : NULL;
  g_auto (TogNoteRequest) mine;

  if (!tog_outbox_item_read_note (item, &mine) || known == NULL)
    {
      if (error != NULL && tog_account_error_is_of_the_way (error))
        hold (send, error);
      else
        refuse (send, TOG_OUTBOX_FAILED, send->error);
    }
  else if (known->failure != NULL)
    {
      hold (send, known->failure);
    }
  else if (g_str_equal (mine.text, note->text) && g_str_equal (mine.shared, note->shared))
    {
      tog_outbox_sent (self->outbox, item, note->etag, note);
    }
  else if (*note->text == '\0' && *note->shared == '\0' && item->attempt < MAX_REPEATS)
    {
      tog_outbox_repeat (self->outbox, item, note->etag);
    }
  else
    {
      refuse (send, TOG_OUTBOX_CONFLICT, send->error);
    }
}

/* I wrote something else on another computer, or the same. */
static void
settle_note (Send *send, const GError *error)
{
  TogOutboxItem *item = send->item;
  g_autofree char *key = g_strconcat ("note/", item->session_id, NULL);
  g_autofree char *escaped = g_uri_escape_string (item->session_id, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/sessions/", escaped, "/note", NULL);

  send->error = g_error_copy (error);
  tog_account_fetch_async (
      send->account, &TOG_DOCUMENT_NOTE, key, path, 0, send->account->closed, note_read_cb, send);
}

/* Whether what is there by now is what this asked for. */
static TogSession *
find_own (TogAccount *self, TogOutboxItem *item)
{
  TogTeam *team = tog_account_get_known_team (self, item->match_id, item->group_id);
  g_autoptr (JsonNode) body = item->body != NULL ? tog_json_parse (item->body, -1, NULL) : NULL;
  g_auto (TogRecordRequest) record = { 0 };
  TogSlot slot = { 0, 0 };

  if (item->kind == TOG_OUTBOX_REQUEST)
    slot = tog_outbox_item_get_choice (item)->slot;
  else if (body != NULL && tog_record_request_read (&record, body, NULL))
    slot = record.slot;
  for (guint i = 0; team != NULL && team->planned != NULL && i < team->planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);
      TogSession *session = planned->session;

      if (g_str_equal (planned->id, item->planned_id) && session != NULL &&
          g_strcmp0 (session->booked_by, tog_account_get_my_id (self)) == 0 &&
          session->slot.start == slot.start && session->slot.end == slot.end)
        return session;
    }
  return NULL;
}

static void
settle_planned (Send *send, const GError *error)
{
  TogOutboxItem *item = send->item;
  TogSession *own = find_own (send->account, item);
  g_autoptr (GError) none = NULL;

  if (own != NULL && g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    {
      end_done (send, own);
      return;
    }
  if (item->kind == TOG_OUTBOX_REQUEST &&
      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN))
    {
      if (item->choice + 1 < item->choices->len)
        {
          item->choice++;
          tog_outbox_repeat (send->account->outbox, item, NULL);
          return;
        }
      none = g_error_new_literal (TOG_ACCOUNT_ERROR,
                                  TOG_ACCOUNT_ERROR_TAKEN,
                                  _ ("None of the times you asked for could be booked any more. "
                                     "Choose another one."));
    }
  refuse (send, TOG_OUTBOX_FAILED, none != NULL ? none : error);
}

static gboolean
is_word_of_server (const GError *error)
{
  return error->domain == TOG_ACCOUNT_ERROR && !tog_account_error_is_of_the_way (error) &&
         error->code != TOG_ACCOUNT_ERROR_TOKEN;
}

static void
end_wait (Send *send)
{
  if (send->timeout != 0)
    send->account->n_slow_sends = 0;
  g_clear_handle_id (&send->timeout, g_source_remove);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Send) send = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  TogOutboxItem *item = send->item;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = g_task_propagate_pointer (G_TASK (result), &error);

  end_wait (send);
  if (object != NULL)
    {
      const char *etag =
          TOG_IS_NOTE (object) ? TOG_NOTE (object)->etag : TOG_SESSION (object)->etag;

      if (TOG_IS_NOTE (object))
        tog_account_keep_note (self, item->session_id, TOG_NOTE (object));
      tog_outbox_sent (self->outbox, item, etag, object);
    }
  else if (!is_word_of_server (error))
    {
      hold (send, error);
    }
  else if (item->session_id == NULL)
    {
      settle_planned (send, error);
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE))
    {
      settle_gone (send, error);
    }
  else if (!g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    {
      refuse (send, TOG_OUTBOX_FAILED, error);
    }
  else if (is_about_session (item))
    {
      settle_session (send, error);
    }
  else
    {
      settle_note (g_steal_pointer (&send), error);
    }
}

/* No answer for so long: what hangs on it goes on, and it is sent again. */
static gboolean
timeout_cb (gpointer user_data)
{
  Send *send = user_data;
  g_autoptr (GError) error = tog_account_error_new_offline (send->account->host);

  send->timeout = 0;
  send->account->n_slow_sends++;
  g_cancellable_cancel (send->cancellable);
  tog_account_note_outcome (send->account, error);
  return G_SOURCE_REMOVE;
}

static void
closed_cb (GCancellable *closed, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/**
 * tog_account_prepare_item:
 * @item: of the outbox, whose turn it is
 * @account: a #TogAccount
 *
 * Changes to an agenda are made to the newest that is known, once and for all.
 */
void
tog_account_prepare_item (TogOutboxItem *item, gpointer account)
{
  TogAccount *self = account;
  TogSession *newest;
  g_autoptr (GPtrArray) agenda = NULL;

  if (item->kind != TOG_OUTBOX_AGENDA || item->request != NULL)
    return;
  newest = tog_account_find_known_session (self, item);
  if (newest == NULL)
    newest = item->session;
  agenda = tog_agenda_change_all (newest->agenda, item->changes, tog_account_get_my_id (self));
  item->request = tog_agenda_request_to_text (agenda);
  g_free (item->etag);
  item->etag = g_strdup (newest->etag);
}

/**
 * tog_account_send_item:
 * @item: of the outbox, whose turn it is
 * @account: a #TogAccount
 *
 * Sends an item and tells the outbox what came of it.
 */
void
tog_account_send_item (TogOutboxItem *item, gpointer account)
{
  TogAccount *self = account;
  Send *send = g_new0 (Send, 1);
  GTask *task;

  send->account = g_object_ref (self);
  send->item = g_object_ref (item);
  send->cancellable = g_cancellable_new ();
  send->closed_handler = g_cancellable_connect (
      self->closed, G_CALLBACK (closed_cb), g_object_ref (send->cancellable), g_object_unref);
  send->timeout = g_timeout_add (
      PATIENCE << MIN (self->n_slow_sends, MAX_PATIENCE_DOUBLINGS), timeout_cb, send);
  task = g_task_new (self, send->cancellable, sent_cb, send);
  tog_account_write (task, make_change (item));
}

/**
 * tog_account_insist:
 * @self: an account
 * @item: of its outbox, in conflict with what somebody else did
 *
 * Does it all the same, with what they made of the session.
 */
void
tog_account_insist (TogAccount *self, TogOutboxItem *item)
{
  TogSession *newest;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  newest = tog_account_find_known_session (self, item);
  if (newest == NULL || item->session == NULL)
    {
      tog_outbox_retry (self->outbox, item);
      return;
    }
  g_set_object (&item->session, newest);
  tog_outbox_repeat (self->outbox, item, newest->etag);
}
