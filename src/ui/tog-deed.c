#include "config.h"

#include "tog-deed.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-team-load.h"

#include <glib/gi18n.h>

/* Somebody may answer at the very moment, and another one after that. */
#define MAX_TRIES 5

typedef enum
{
  ANSWER,
  MOVE,
  CANCEL,
  LATE,
  HELD,
  RECORD,
} Kind;

struct _TogDeed
{
  GObject parent_instance;

  Kind kind;
  TogSession *session; /* (owned) (nullable): as it was seen; NULL for RECORD */
  TogSession *newest;  /* (owned) (nullable): what somebody else made of it */
  char *key;           /* (owned) */
  guint n_tries;

  TogAnswer answer;
  char *reason;     /* (owned) (nullable) */
  TogBooking *move; /* (owned) (nullable) */
  int minutes;
  TogHeld held;
  int rating;

  TogTeam *team;              /* (owned) (nullable): of RECORD */
  TogPlannedSession *planned; /* (owned) (nullable): of RECORD */
  TogSlot slot;
  char *note; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TogDeed, tog_deed, G_TYPE_OBJECT)

static const TogSessionAction actions[] = {
  [ANSWER] = TOG_ACTION_ANSWER, [MOVE] = TOG_ACTION_RESCHEDULE, [CANCEL] = TOG_ACTION_CANCEL,
  [LATE] = TOG_ACTION_SAY_LATE, [HELD] = TOG_ACTION_STATE,
};

static const char *
get_title (TogDeed *self)
{
  return self->session != NULL ? self->session->title : self->planned->title;
}

static void
tog_deed_finalize (GObject *object)
{
  TogDeed *self = TOG_DEED (object);

  g_clear_object (&self->session);
  g_clear_object (&self->newest);
  g_clear_object (&self->move);
  g_clear_object (&self->team);
  g_clear_object (&self->planned);
  g_free (self->key);
  g_free (self->reason);
  g_free (self->note);

  G_OBJECT_CLASS (tog_deed_parent_class)->finalize (object);
}

static void
tog_deed_class_init (TogDeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tog_deed_finalize;
}

static void
tog_deed_init (TogDeed *self)
{
  self->key = g_uuid_string_random ();
}

static TogDeed *
deed_new (Kind kind, TogSession *session)
{
  TogDeed *self = g_object_new (TOG_TYPE_DEED, NULL);

  self->kind = kind;
  g_set_object (&self->session, session);

  return self;
}

/**
 * tog_deed_new_answer:
 * @session: as it was seen
 * @reason: (nullable): why I decline
 */
TogDeed *
tog_deed_new_answer (TogSession *session, TogAnswer answer, const char *reason)
{
  TogDeed *self = deed_new (ANSWER, session);

  self->answer = answer;
  self->reason = g_strdup (reason);

  return self;
}

/**
 * tog_deed_new_move:
 * @session: as it was seen
 * @move: when it shall be
 */
TogDeed *
tog_deed_new_move (TogSession *session, TogBooking *move)
{
  TogDeed *self = deed_new (MOVE, session);

  self->move = g_object_ref (move);

  return self;
}

/**
 * tog_deed_new_cancel:
 * @session: as it was seen
 * @reason: (nullable): why
 */
TogDeed *
tog_deed_new_cancel (TogSession *session, const char *reason)
{
  TogDeed *self = deed_new (CANCEL, session);

  self->reason = g_strdup (reason);

  return self;
}

/**
 * tog_deed_new_late:
 * @session: as it was seen
 * @minutes: by how many
 */
TogDeed *
tog_deed_new_late (TogSession *session, int minutes)
{
  TogDeed *self = deed_new (LATE, session);

  self->minutes = minutes;

  return self;
}

/**
 * tog_deed_new_held:
 * @session: as it was seen
 * @rating: 1 to %TOG_MAX_RATING, 0 where I don't say
 */
TogDeed *
tog_deed_new_held (TogSession *session, TogHeld held, int rating)
{
  TogDeed *self = deed_new (HELD, session);

  self->held = held;
  self->rating = rating;

  return self;
}

/**
 * tog_deed_new_record:
 * @team: with whom
 * @planned: what was held elsewhere
 * @slot: when
 * @note: (nullable): for me alone
 * @rating: 1 to %TOG_MAX_RATING, 0 where I don't say
 */
TogDeed *
tog_deed_new_record (TogTeam *team,
                     TogPlannedSession *planned,
                     TogSlot slot,
                     const char *note,
                     int rating)
{
  TogDeed *self = deed_new (RECORD, NULL);

  self->team = g_object_ref (team);
  self->planned = g_object_ref (planned);
  self->slot = slot;
  self->note = g_strdup (note);
  self->held = TOG_HELD_YES;
  self->rating = rating;

  return self;
}

/**
 * tog_deed_is_record:
 * @team: (out) (transfer none): with whom
 * @planned: (out) (transfer none): what was held elsewhere
 * @slot: (out): when
 * @note: (out) (transfer none) (nullable): for me alone
 *
 * Returns: whether it was made by tog_deed_new_record(); else nothing is set
 */
gboolean
tog_deed_is_record (TogDeed *self,
                    TogTeam **team,
                    TogPlannedSession **planned,
                    TogSlot *slot,
                    const char **note)
{
  if (self->kind != RECORD)
    return FALSE;

  *team = self->team;
  *planned = self->planned;
  *slot = self->slot;
  *note = self->note;
  return TRUE;
}

/**
 * tog_deed_get_id:
 *
 * What it is about: the id of the session, or of the planned session.
 */
const char *
tog_deed_get_id (TogDeed *self)
{
  return self->session != NULL ? self->session->id : self->planned->id;
}

TogHeld
tog_deed_get_held (TogDeed *self)
{
  return self->held;
}

int
tog_deed_get_rating (TogDeed *self)
{
  return self->rating;
}

/**
 * tog_deed_get_newest:
 *
 * Returns: (transfer none) (nullable): what somebody else made of the session
 *   meanwhile, if that is why it could not be done
 */
TogSession *
tog_deed_get_newest (TogDeed *self)
{
  return self->newest;
}

/**
 * tog_deed_find_unsent:
 * @outbox: of the account that it was sent with
 *
 * Returns: (transfer none) (nullable): what waits to be sent of it; %NULL also where it
 *   changed what waited before, which can't be taken back apart from that
 */
TogOutboxItem *
tog_deed_find_unsent (TogDeed *self, TogOutbox *outbox)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outbox)); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);

      if (g_str_equal (item->id, self->key))
        return item;
    }
  return NULL;
}

/**
 * tog_deed_can_repeat:
 *
 * Whether it could still be done with what somebody else made of the session.
 */
gboolean
tog_deed_can_repeat (TogDeed *self, TogInstant now)
{
  return self->newest != NULL && tog_session_can (self->newest, actions[self->kind], now);
}

/**
 * tog_deed_repeat:
 *
 * Takes what somebody else made of the session as seen: sent again, it is meant for
 * that.
 */
void
tog_deed_repeat (TogDeed *self)
{
  g_return_if_fail (self->newest != NULL);

  g_set_object (&self->session, self->newest);
  g_clear_object (&self->newest);
  g_free (self->key);
  self->key = g_uuid_string_random ();
}

/**
 * tog_deed_dup_mine:
 *
 * What I wanted, to be put beside what somebody else did.
 */
char *
tog_deed_dup_mine (TogDeed *self, TogInstant now)
{
  g_autoptr (TogZone) zone = NULL;

  switch (self->kind)
    {
    case ANSWER:
      if (self->answer == TOG_ANSWER_ACCEPTED)
        return g_strdup (_ ("accept it"));
      return g_strdup (self->answer == TOG_ANSWER_DECLINED ? _ ("decline it")
                                                           : _ ("answer “maybe”"));
    case MOVE:
      zone = tog_format_get_local_zone ();
      return tog_format_session_time (zone, self->move->slot, now);
    case CANCEL:
      return g_strdup (_ ("cancel it"));
    case LATE:
      if (self->minutes == 0)
        return g_strdup (_ ("on time"));
      return g_strdup_printf (ngettext ("%d minute late", "%d minutes late", self->minutes),
                              self->minutes);
    case HELD:
    case RECORD:
    default:
      return g_strdup (self->held == TOG_HELD_YES ? _ ("you met") : _ ("you didn’t meet"));
    }
}

/**
 * tog_deed_dup_done:
 *
 * What to say in passing once it is done.
 */
char *
tog_deed_dup_done (TogDeed *self)
{
  const char *title = get_title (self);

  switch (self->kind)
    {
    case ANSWER:
      if (self->answer == TOG_ANSWER_ACCEPTED)
        return g_strdup_printf (_ ("You accepted “%s”"), title);
      if (self->answer == TOG_ANSWER_DECLINED)
        return g_strdup_printf (_ ("You declined “%s”"), title);
      return g_strdup_printf (_ ("You may come to “%s”"), title);
    case MOVE:
      return g_strdup_printf (_ ("Moved “%s”"), title);
    case CANCEL:
      return g_strdup_printf (_ ("Cancelled “%s”"), title);
    case LATE:
      return g_strdup (self->minutes > 0 ? _ ("You said that you’re running late")
                                         : _ ("You said that you’re on time"));
    case HELD:
    case RECORD:
    default:
      if (self->kind == HELD && self->rating > 0)
        /* Translators: a session, then how useful it was. */
        return g_strdup_printf (
            _ ("You rated “%s”: %s"), title, tog_rating_get_label (self->rating));
      if (self->held == TOG_HELD_YES)
        return g_strdup_printf (_ ("Marked as done: “%s”"), title);
      return g_strdup_printf (_ ("You didn’t meet: “%s”"), title);
    }
}

/**
 * tog_deed_dup_failed:
 *
 * What to call it that it could not be done.
 */
char *
tog_deed_dup_failed (TogDeed *self)
{
  const char *title = get_title (self);

  switch (self->kind)
    {
    case ANSWER:
      return g_strdup_printf (_ ("Your Answer to “%s” Wasn’t Sent"), title);
    case MOVE:
      return g_strdup_printf (_ ("“%s” Wasn’t Moved"), title);
    case CANCEL:
      return g_strdup_printf (_ ("“%s” Wasn’t Cancelled"), title);
    case LATE:
      return g_strdup (_ ("That You’re Late Wasn’t Told"));
    case HELD:
    case RECORD:
    default:
      return g_strdup_printf (_ ("What You Said of “%s” Wasn’t Sent"), title);
    }
}

static void send (GTask *task, TogAccount *account);

/* Whether somebody did no more than to answer, say: nothing that this hangs on. */
static gboolean
is_repeatable (TogDeed *self, TogAccount *account)
{
  TogSession *newest = tog_session_find (
      account, self->session->match_id, self->session->group_id, self->session->id);

  if (newest == NULL || g_str_equal (newest->etag, self->session->etag))
    return FALSE;
  g_set_object (&self->newest, newest);

  return !tog_session_differs (self->session, newest) && self->n_tries < MAX_TRIES;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  TogDeed *self = g_task_get_source_object (task);
  GError *error = NULL;
  TogSession *session = self->kind == RECORD ? tog_account_record_finish (account, result, &error)
                                             : tog_account_change_finish (account, result, &error);

  if (session != NULL)
    {
      g_task_return_pointer (task, session, g_object_unref);
      return;
    }
  if (self->session != NULL &&
      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED) &&
      is_repeatable (self, account))
    {
      g_error_free (error);
      tog_deed_repeat (self);
      send (g_steal_pointer (&task), account);
      return;
    }

  g_task_return_error (task, error);
}

/* Takes over the reference to @task. */
static void
send (GTask *task, TogAccount *account)
{
  TogDeed *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->n_tries++;
  switch (self->kind)
    {
    case ANSWER:
      tog_account_answer_async (account,
                                self->session,
                                self->answer,
                                self->reason,
                                self->key,
                                cancellable,
                                sent_cb,
                                task);
      break;
    case MOVE:
      tog_account_move_async (
          account, self->session, self->move, self->key, cancellable, sent_cb, task);
      break;
    case CANCEL:
      tog_account_cancel_session_async (
          account, self->session, self->reason, self->key, cancellable, sent_cb, task);
      break;
    case LATE:
      tog_account_say_late_async (
          account, self->session, self->minutes, self->key, cancellable, sent_cb, task);
      break;
    case HELD:
      tog_account_complete_async (
          account, self->session, self->held, self->rating, self->key, cancellable, sent_cb, task);
      break;
    case RECORD:
    default:
      tog_account_record_async (account,
                                self->team,
                                self->planned->id,
                                self->slot,
                                self->note,
                                self->rating,
                                self->key,
                                cancellable,
                                sent_cb,
                                task);
      break;
    }
}

/**
 * tog_deed_send_async:
 *
 * Does it. Where somebody changed the session meanwhile, but nothing that this hangs
 * on, it is done with what they made of it.
 */
void
tog_deed_send_async (TogDeed *self,
                     TogAccount *account,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_DEED (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_deed_send_async);
  self->n_tries = 0;
  send (task, account);
}

/**
 * tog_deed_send_finish:
 *
 * After %TOG_ACCOUNT_ERROR_CHANGED, tog_deed_get_newest() is what to decide about.
 *
 * Returns: (transfer full) (nullable): the session as it is now
 */
TogSession *
tog_deed_send_finish (TogDeed *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_deed_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
