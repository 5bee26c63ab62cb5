#include "config.h"

#include "tog-booking-sender.h"

struct _TogBookingSender
{
  GObject parent_instance;

  TogAccount *account; /* (owned) */
  TogTeam *team;       /* (owned) */
  TogSession *moved;   /* (owned) (nullable): what is moved, as it was seen */

  char *key;       /* (owned) */
  GPtrArray *sent; /* (owned) (nullable) (element-type TogBooking): with @key */
  TogDeed *deed;   /* (owned) (nullable): the move in @sent, which has its own key */
  gboolean open;   /* whether @sent may have got through */
  gboolean bygone; /* whether what was sent before that may have */
};

G_DEFINE_FINAL_TYPE (TogBookingSender, tog_booking_sender, G_TYPE_OBJECT)

static void
tog_booking_sender_finalize (GObject *object)
{
  TogBookingSender *self = TOG_BOOKING_SENDER (object);

  g_clear_object (&self->account);
  g_clear_object (&self->team);
  g_clear_object (&self->moved);
  g_clear_object (&self->deed);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_free (self->key);

  G_OBJECT_CLASS (tog_booking_sender_parent_class)->finalize (object);
}

static void
tog_booking_sender_class_init (TogBookingSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_booking_sender_finalize;
}

static void
tog_booking_sender_init (TogBookingSender *self)
{
  self->key = g_uuid_string_random ();
}

/**
 * tog_booking_sender_new:
 * @team: with whom
 */
TogBookingSender *
tog_booking_sender_new (TogAccount *account, TogTeam *team)
{
  TogBookingSender *self = g_object_new (TOG_TYPE_BOOKING_SENDER, NULL);

  self->account = g_object_ref (account);
  self->team = g_object_ref (team);
  return self;
}

/**
 * tog_booking_sender_set_moved:
 * @session: as it was seen
 *
 * Lets it move @session instead of booking another one.
 */
void
tog_booking_sender_set_moved (TogBookingSender *self, TogSession *session)
{
  g_return_if_fail (TOG_IS_BOOKING_SENDER (self));

  g_set_object (&self->moved, session);
}

/**
 * tog_booking_sender_get_moved:
 *
 * Returns: (transfer none) (nullable): what is moved; %NULL where something is booked
 */
TogSession *
tog_booking_sender_get_moved (TogBookingSender *self)
{
  return self->moved;
}

/**
 * tog_booking_sender_is_uncertain:
 *
 * Returns: whether anything that was sent may have got through, though no answer came
 */
gboolean
tog_booking_sender_is_uncertain (TogBookingSender *self)
{
  return self->open || self->bygone;
}

/**
 * tog_booking_sender_get_conflict:
 *
 * Returns: (transfer none) (nullable): the move that was not made because somebody
 *   else changed the session meanwhile
 */
TogDeed *
tog_booking_sender_get_conflict (TogBookingSender *self)
{
  return self->deed != NULL && tog_deed_get_newest (self->deed) != NULL ? self->deed : NULL;
}

/* What is sent next is another request. */
static void
renew (TogBookingSender *self)
{
  self->bygone |= self->open;
  self->open = FALSE;
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_object (&self->deed);
  g_free (self->key);
  self->key = g_uuid_string_random ();
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!tog_booking_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* Whether it is the server's last word on the key: asking with that again would only
 * give the same. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN) ||
         g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE) ||
         g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);
}

/* Whether the server said no to it, for now at least. */
static gboolean
is_refusal (const GError *error)
{
  return is_final (error) ||
         g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
         g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
}

/* What got through did, also where it was to be stopped. */
static GTask *
begin (TogBookingSender *self,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_booking_sender_send_async);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Takes over all that it is given. */
static void
end (GTask *task, TogSession *session, GError *error)
{
  g_autoptr (GTask) owned = task;
  TogBookingSender *self = g_task_get_source_object (task);

  self->open = error != NULL && !is_refusal (error);
  if (error == NULL)
    {
      g_task_return_pointer (task, session, g_object_unref);
      return;
    }
  if (is_final (error) && tog_booking_sender_get_conflict (self) == NULL)
    renew (self);
  g_task_return_error (task, error);
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  TogSession *session = tog_account_book_finish (TOG_ACCOUNT (source), result, &error);

  end (user_data, session, error);
}

static void
group_booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  TogSession *session = tog_account_book_group_finish (TOG_ACCOUNT (source), result, &error);

  end (user_data, session, error);
}

static void
series_booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) sessions =
      tog_account_book_series_finish (TOG_ACCOUNT (source), result, &error);

  end (user_data, sessions != NULL ? g_object_ref (g_ptr_array_index (sessions, 0)) : NULL, error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  TogSession *session = tog_deed_send_finish (TOG_DEED (source), result, &error);

  end (user_data, session, error);
}

/* Takes over the reference to @task. */
static void
book (TogBookingSender *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->sent->len > 1)
    tog_account_book_series_async (
        self->account, self->team, self->sent, self->key, cancellable, series_booked_cb, task);
  else if (TOG_IS_GROUP (self->team))
    tog_account_book_group_async (self->account,
                                  self->team->id,
                                  g_ptr_array_index (self->sent, 0),
                                  self->key,
                                  cancellable,
                                  group_booked_cb,
                                  task);
  else
    tog_account_book_async (self->account,
                            self->team->id,
                            g_ptr_array_index (self->sent, 0),
                            self->key,
                            cancellable,
                            booked_cb,
                            task);
}

/* Takes over the reference to @task. */
static void
move (TogBookingSender *self, GTask *task)
{
  tog_deed_send_async (self->deed, self->account, g_task_get_cancellable (task), moved_cb, task);
}

/**
 * tog_booking_sender_send_async:
 * @bookings: (element-type TogBooking): one, or what all is booked or nothing; kept
 *
 * Books them, or moves the one that is moved to where the first is. An earlier try
 * with others may have got through all the same; then this one finds the time taken.
 */
void
tog_booking_sender_send_async (TogBookingSender *self,
                               GPtrArray *bookings,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_BOOKING_SENDER (self));

  task = begin (self, cancellable, callback, user_data);
  if (self->sent != NULL && !is_same (self->sent, bookings))
    renew (self);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  self->sent = g_ptr_array_ref (bookings);
  if (self->moved == NULL)
    {
      book (self, task);
      return;
    }
  if (self->deed == NULL)
    self->deed = tog_deed_new_move (self->moved, g_ptr_array_index (self->sent, 0));
  move (self, task);
}

/**
 * tog_booking_sender_insist_async:
 *
 * Makes the move of tog_booking_sender_get_conflict() all the same. Ends with
 * tog_booking_sender_send_finish(), too.
 */
void
tog_booking_sender_insist_async (TogBookingSender *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_BOOKING_SENDER (self));
  g_return_if_fail (tog_booking_sender_get_conflict (self) != NULL);

  task = begin (self, cancellable, callback, user_data);
  tog_deed_repeat (self->deed);
  move (self, task);
}

/**
 * tog_booking_sender_send_finish:
 *
 * Returns: (transfer full): what was booked, the first of several, or what was
 *   moved; %NULL with an error of #TogAccountError's or GIO's
 */
TogSession *
tog_booking_sender_send_finish (TogBookingSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_booking_sender_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
