#include "config.h"

#include "fake-life.h"

static GPtrArray *deeds;
static GPtrArray *held; /* (element-type GTask) */
static guint n_failures;
static int fail_code;
static char *fail_message;
static char *me;
static gboolean holds;

static void
deed_free (gpointer data)
{
  FakeDeed *deed = data;

  g_free (deed->id);
  g_free (deed->etag);
  g_free (deed->key);
  g_free (deed->reason);
  g_clear_object (&deed->conference);
  g_free (deed);
}

void
fake_life_reset (const char *my_id)
{
  g_clear_pointer (&deeds, g_ptr_array_unref);
  deeds = g_ptr_array_new_with_free_func (deed_free);
  g_clear_pointer (&held, g_ptr_array_unref);
  held = g_ptr_array_new_with_free_func (g_object_unref);
  n_failures = 0;
  holds = FALSE;
  g_free (me);
  me = g_strdup (my_id);
}

guint
fake_life_count (void)
{
  return deeds->len;
}

const FakeDeed *
fake_life_get (guint i)
{
  g_assert_cmpuint (i, <, deeds->len);
  return g_ptr_array_index (deeds, i);
}

void
fake_life_fail (guint n_times, int code, const char *message)
{
  n_failures = n_times;
  fail_code = code;
  g_free (fail_message);
  fail_message = g_strdup (message);
}

void
fake_life_hold (void)
{
  holds = TRUE;
}

static gboolean
end_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogSession *session = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (session == NULL)
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, fail_code, "%s", fail_message);
  else
    g_task_return_pointer (task, g_object_ref (session), g_object_unref);
  return G_SOURCE_REMOVE;
}

void
fake_life_release (void)
{
  holds = FALSE;
  for (guint i = 0; i < held->len; i++)
    g_idle_add (end_cb, g_object_ref (g_ptr_array_index (held, i)));
  g_ptr_array_set_size (held, 0);
}

static FakeDeed *
add_deed (const char *what, const char *id, const char *etag, const char *key)
{
  FakeDeed *deed = g_new0 (FakeDeed, 1);

  deed->what = what;
  deed->id = g_strdup (id);
  deed->etag = g_strdup (etag);
  deed->key = g_strdup (key);
  g_ptr_array_add (deeds, deed);
  return deed;
}

static TogParticipant *
find_me (TogSession *session)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_strcmp0 (participant->member->id, me) == 0)
        return participant;
    }
  g_error ("%s doesn't take part", me);
}

/* Says whether what was asked is to be done. */
static gboolean
begin (TogAccount *self,
       TogSession *session,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  gboolean fails = n_failures > 0;

  if (fails)
    n_failures--;
  else if (session != NULL)
    g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  if (holds)
    g_ptr_array_add (held, task);
  else
    g_idle_add (end_cb, task);
  return !fails;
}

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
  FakeDeed *deed = add_deed ("answer", session->id, session->etag, key);

  deed->answer = answer;
  deed->reason = g_strdup (reason);
  if (begin (self, session, cancellable, callback, user_data))
    find_me (session)->answer = answer;
}

void
tog_account_move_async (TogAccount *self,
                        TogSession *session,
                        TogBooking *move,
                        const char *key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  FakeDeed *deed = add_deed ("move", session->id, session->etag, key);

  deed->slot = move->slot;
  deed->reason = g_strdup (move->message);
  g_set_object (&deed->conference, move->conference);
  if (begin (self, session, cancellable, callback, user_data))
    session->slot = move->slot;
}

void
tog_account_cancel_session_async (TogAccount *self,
                                  TogSession *session,
                                  const char *reason,
                                  const char *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  FakeDeed *deed = add_deed ("cancel", session->id, session->etag, key);

  deed->reason = g_strdup (reason);
  if (begin (self, session, cancellable, callback, user_data))
    session->state = TOG_SESSION_CANCELLED;
}

void
tog_account_complete_async (TogAccount *self,
                            TogSession *session,
                            TogHeld said,
                            int rating,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  FakeDeed *deed = add_deed ("complete", session->id, session->etag, key);

  deed->held = said;
  deed->number = rating;
  if (!begin (self, session, cancellable, callback, user_data))
    return;
  find_me (session)->held = said;
  session->my_rating = rating;
  if (said == TOG_HELD_YES)
    session->state = TOG_SESSION_COMPLETED;
}

void
tog_account_say_late_async (TogAccount *self,
                            TogSession *session,
                            int minutes,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  FakeDeed *deed = add_deed ("late", session->id, NULL, key);

  deed->number = minutes;
  if (begin (self, session, cancellable, callback, user_data))
    find_me (session)->late = minutes;
}

TogSession *
tog_account_change_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

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
  FakeDeed *deed = add_deed ("record", planned_id, NULL, key);
  g_autoptr (TogSession) session = tog_session_new ();

  deed->slot = slot;
  deed->number = rating;
  deed->reason = g_strdup (note);
  session->id = g_strdup ("recorded");
  begin (self, session, cancellable, callback, user_data);
}

TogSession *
tog_account_record_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
