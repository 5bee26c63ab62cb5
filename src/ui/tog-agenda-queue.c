#include "config.h"

#include "tog-agenda-queue.h"

/* So often a change is done again where somebody was quicker. */
#define MAX_TRIES 3

struct _TogAgendaQueue
{
  GObject parent_instance;

  TogAccount *account; /* (owned) */
  TogSession *session; /* (owned): as the server has it */
  GPtrArray *changes;  /* (owned) (element-type TogAgendaChange): not there yet */
  guint n_sent;        /* how many of these are under way */
  guint n_tries;
};

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogAgendaQueue, tog_agenda_queue, G_TYPE_OBJECT)

static void send (TogAgendaQueue *self);

/* As the account knows it by now. */
static TogSession *
find_newest (TogAgendaQueue *self)
{
  TogTeam *team = NULL;

  if (self->session->match_id != NULL)
    team = (TogTeam *) tog_account_peek_match (self->account, self->session->match_id);
  else if (self->session->group_id != NULL)
    team = (TogTeam *) tog_account_peek_group (self->account, self->session->group_id);
  for (guint i = 0; team != NULL && team->planned != NULL && i < team->planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

      if (planned->session != NULL && g_str_equal (planned->session->id, self->session->id))
        return planned->session;
    }
  return NULL;
}

/* What was typed is given back: it is the only copy. */
static void
fail (TogAgendaQueue *self, const char *message)
{
  g_autofree char *title = g_strdup ("");

  for (guint i = self->changes->len; i > 0; i--)
    {
      TogAgendaChange *change = g_ptr_array_index (self->changes, i - 1);

      if (change->kind != TOG_AGENDA_ADD)
        continue;
      g_free (title);
      title = g_strdup (change->title);
    }
  g_ptr_array_set_size (self->changes, 0);
  self->n_tries = 0;
  g_signal_emit (self, signals[FAILED], 0, message, title);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAgendaQueue) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_account_change_finish (TOG_ACCOUNT (source), result, &error);
  TogSession *newest = find_newest (self);

  if (session != NULL)
    {
      g_set_object (&self->session, session);
      g_ptr_array_remove_range (self->changes, 0, self->n_sent);
      self->n_tries = 0;
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED) &&
           self->n_tries < MAX_TRIES && newest != NULL)
    {
      g_set_object (&self->session, newest);
    }
  else
    {
      fail (self, error->message);
    }
  self->n_sent = 0;
  send (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send (TogAgendaQueue *self)
{
  g_autoptr (GPtrArray) agenda = NULL;
  g_autofree char *key = NULL;

  if (self->n_sent > 0 || self->changes->len == 0)
    return;
  agenda = tog_agenda_queue_list (self);
  key = g_uuid_string_random ();
  self->n_sent = self->changes->len;
  self->n_tries++;
  tog_account_update_agenda_async (
      self->account, self->session, agenda, key, NULL, sent_cb, g_object_ref (self));
}

static void
tog_agenda_queue_finalize (GObject *object)
{
  TogAgendaQueue *self = TOG_AGENDA_QUEUE (object);

  g_clear_object (&self->account);
  g_clear_object (&self->session);
  g_clear_pointer (&self->changes, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_agenda_queue_parent_class)->finalize (object);
}

static void
tog_agenda_queue_class_init (TogAgendaQueueClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_agenda_queue_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed",
                                  type,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  G_TYPE_STRING,
                                  G_TYPE_STRING);
}

static void
tog_agenda_queue_init (TogAgendaQueue *self)
{
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
}

/**
 * tog_agenda_queue_new:
 * @session: whose agenda
 */
TogAgendaQueue *
tog_agenda_queue_new (TogAccount *account, TogSession *session)
{
  TogAgendaQueue *self = g_object_new (TOG_TYPE_AGENDA_QUEUE, NULL);

  self->account = g_object_ref (account);
  self->session = g_object_ref (session);
  return self;
}

/**
 * tog_agenda_queue_get_session:
 *
 * Returns: (transfer none): as the server has it
 */
TogSession *
tog_agenda_queue_get_session (TogAgendaQueue *self)
{
  return self->session;
}

/**
 * tog_agenda_queue_set_session:
 * @session: the same as before, as it was read
 */
void
tog_agenda_queue_set_session (TogAgendaQueue *self, TogSession *session)
{
  g_return_if_fail (TOG_IS_AGENDA_QUEUE (self));

  /* While a change is under way its answer is newer. */
  if (self->n_sent == 0)
    g_set_object (&self->session, session);
}

/**
 * tog_agenda_queue_get_me:
 *
 * Returns: id of who is signed in, "" while that is not known
 */
const char *
tog_agenda_queue_get_me (TogAgendaQueue *self)
{
  TogHome *home = tog_account_get_home (self->account);

  return home != NULL ? home->me->member->id : "";
}

/**
 * tog_agenda_queue_list:
 *
 * Returns: (transfer full) (element-type TogAgendaItem): the agenda with all that
 *   was done to it; what is only just being added has no id
 */
GPtrArray *
tog_agenda_queue_list (TogAgendaQueue *self)
{
  return tog_agenda_change_all (
      self->session->agenda, self->changes, tog_agenda_queue_get_me (self));
}

/**
 * tog_agenda_queue_get_busy:
 *
 * Returns: whether something is still to be sent
 */
gboolean
tog_agenda_queue_get_busy (TogAgendaQueue *self)
{
  return self->changes->len > 0;
}

/**
 * tog_agenda_queue_push:
 * @change: (transfer full)
 */
void
tog_agenda_queue_push (TogAgendaQueue *self, TogAgendaChange *change)
{
  g_return_if_fail (TOG_IS_AGENDA_QUEUE (self));

  g_ptr_array_add (self->changes, change);
  send (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
