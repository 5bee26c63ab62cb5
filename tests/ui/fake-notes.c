#include "config.h"

#include "fake-notes.h"

#include "tog-format.h"

static char *note_etag, *note_text, *note_shared;
static char *unsent_etag, *unsent_text, *unsent_shared;
static GPtrArray *others;
static guint n_puts;
static int fail_code = -1;
static char *fail_message;
static GPtrArray *agendas;
static GPtrArray *series;
static GPtrArray *series_keys;
static GPtrArray *refusals;
static gboolean loses_series;
static TogReminders reminders;
static guint n_reminders;
static guint n_feeds[TOG_FEED_REVOKE + 1];
static gboolean has_feed;

static void
set (char **location, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*location);
  *location = copy;
}

static void
refusal_free (gpointer data)
{
  TogBookingRefusal *refusal = data;

  g_free (refusal->message);
  g_free (refusal);
}

void
fake_notes_reset (void)
{
  fake_notes_set ("\"0\"", "", "");
  set (&unsent_etag, NULL);
  set (&unsent_text, NULL);
  set (&unsent_shared, NULL);
  g_clear_pointer (&others, g_ptr_array_unref);
  others = g_ptr_array_new_with_free_func (g_object_unref);
  n_puts = 0;
  fail_code = -1;
  g_clear_pointer (&agendas, g_ptr_array_unref);
  agendas = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_clear_pointer (&series, g_ptr_array_unref);
  series = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_clear_pointer (&series_keys, g_ptr_array_unref);
  series_keys = g_ptr_array_new_with_free_func (g_free);
  g_clear_pointer (&refusals, g_ptr_array_unref);
  refusals = g_ptr_array_new_with_free_func (refusal_free);
  loses_series = FALSE;
  reminders = TOG_REMINDERS_DEFAULT;
  n_reminders = 0;
  memset (n_feeds, 0, sizeof n_feeds);
  has_feed = FALSE;
}

void
fake_notes_set (const char *etag, const char *text, const char *shared)
{
  set (&note_etag, etag);
  set (&note_text, text);
  set (&note_shared, shared);
}

void
fake_notes_share (const char *name, const char *text)
{
  g_autoptr (TogMember) member = tog_member_new (name, name, NULL, "UTC");

  g_ptr_array_add (others, tog_shared_note_new (member, text));
}

void
fake_notes_fail (int code, const char *message)
{
  fail_code = code;
  set (&fail_message, message);
}

guint
fake_notes_count_puts (void)
{
  return n_puts;
}

const char *
fake_notes_get_text (void)
{
  return note_text;
}

const char *
fake_notes_get_shared (void)
{
  return note_shared;
}

gboolean
fake_notes_is_unsent (void)
{
  return unsent_text != NULL;
}

static gboolean
end_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GObject *object = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (object != NULL)
    g_task_return_pointer (task, g_object_ref (object), g_object_unref);
  else
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, fail_code, "%s", fail_message);
  return G_SOURCE_REMOVE;
}

/* Answers from the main loop; takes over both. */
static void
answer (GTask *task, gpointer object)
{
  if (object != NULL)
    g_task_set_task_data (task, object, g_object_unref);
  g_idle_add (end_cb, task);
}

static TogNote *
make_note (void)
{
  return tog_note_new (note_etag, note_text, note_shared, others);
}

void
tog_account_load_note_async (TogAccount *self,
                             const char *session_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TogNote *note;

  if (unsent_text == NULL)
    {
      answer (task, fail_code >= 0 ? NULL : make_note ());
      return;
    }
  note = tog_note_new (unsent_etag, unsent_text, unsent_shared, others);
  note->unsent = TRUE;
  if (fail_code < 0 && !g_str_equal (unsent_etag, note_etag))
    note->elsewhere = make_note ();
  answer (task, note);
}

TogNote *
tog_account_load_note_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

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
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *etag = NULL;

  n_puts++;
  set (&unsent_etag, seen->etag);
  set (&unsent_text, text);
  set (&unsent_shared, shared);
  if (fail_code >= 0)
    {
      answer (task, NULL);
      return;
    }
  if (!g_str_equal (seen->etag, note_etag))
    {
      g_task_return_new_error (task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED, "Changed.");
      g_object_unref (task);
      return;
    }
  etag = g_strdup_printf ("\"put-%u\"", n_puts);
  fake_notes_set (etag, text, shared);
  set (&unsent_text, NULL);
  answer (task, make_note ());
}

TogNote *
tog_account_put_note_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
fake_agenda_count (void)
{
  return agendas->len;
}

GPtrArray *
fake_agenda_get (guint i)
{
  return g_ptr_array_index (agendas, i);
}

void
tog_account_change_agenda_async (TogAccount *self,
                                 TogSession *session,
                                 const TogAgendaChange *change,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  GPtrArray *items;

  g_ptr_array_add (changes, (gpointer) change);
  items = tog_agenda_change_all (session->agenda, changes, "ines");
  g_ptr_array_add (agendas, items);
  if (fail_code >= 0)
    {
      answer (task, NULL);
      return;
    }
  g_ptr_array_unref (session->agenda);
  session->agenda = g_ptr_array_ref (items);
  for (guint i = 0; i < items->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (items, i);

      if (item->id == NULL)
        item->id = g_strdup_printf ("point-%u", i);
    }
  answer (task, g_object_ref (session));
}

guint
fake_series_count (void)
{
  return series->len;
}

GPtrArray *
fake_series_get (guint i)
{
  return g_ptr_array_index (series, i);
}

const char *
fake_series_get_key (guint i)
{
  return g_ptr_array_index (series_keys, i);
}

void
fake_series_refuse (guint index, const char *message)
{
  TogBookingRefusal *refusal = g_new0 (TogBookingRefusal, 1);

  refusal->index = index;
  refusal->message = g_strdup (message);
  g_ptr_array_add (refusals, refusal);
}

void
fake_series_lose (void)
{
  loses_series = TRUE;
}

GPtrArray *
tog_account_error_list_refusals (const GError *error)
{
  return g_steal_pointer (&refusals) ?: g_ptr_array_new ();
}

void
tog_account_book_series_async (TogAccount *self,
                               TogTeam *team,
                               GPtrArray *bookings,
                               const char *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (series, g_ptr_array_ref (bookings));
  g_ptr_array_add (series_keys, g_strdup (key));
  if (loses_series)
    {
      loses_series = FALSE;
      g_task_return_new_error (
          task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
      return;
    }
  if (refusals != NULL && refusals->len > 0)
    {
      g_task_return_new_error (
          task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN, "Some can’t be booked.");
      return;
    }
  for (guint i = 0; i < bookings->len; i++)
    {
      TogBooking *booking = g_ptr_array_index (bookings, i);
      TogSession *session = tog_session_new ();

      session->id = g_strdup (booking->planned_session_id);
      session->slot = booking->slot;
      g_ptr_array_add (sessions, session);
    }
  g_task_return_pointer (task, g_steal_pointer (&sessions), (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
tog_account_book_series_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

TogReminders *
fake_reminders_get (void)
{
  return &reminders;
}

guint
fake_reminders_count (void)
{
  return n_reminders;
}

void
tog_account_load_reminders_async (TogAccount *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  answer (g_task_new (self, cancellable, callback, user_data),
          fail_code >= 0 ? NULL : g_object_ref (self));
}

gboolean
tog_account_load_reminders_finish (TogAccount *self,
                                   GAsyncResult *result,
                                   TogReminders *loaded,
                                   GError **error)
{
  g_autoptr (GObject) done = g_task_propagate_pointer (G_TASK (result), error);

  *loaded = reminders;
  return done != NULL;
}

void
tog_account_put_reminders_async (TogAccount *self,
                                 const TogReminders *wanted,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  n_reminders++;
  if (fail_code < 0)
    reminders = *wanted;
  tog_account_load_reminders_async (self, cancellable, callback, user_data);
}

gboolean
tog_account_put_reminders_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) done = g_task_propagate_pointer (G_TASK (result), error);

  return done != NULL;
}

guint
fake_feed_count (TogFeedAction action)
{
  return n_feeds[action];
}

void
tog_account_feed_async (TogAccount *self,
                        TogFeedAction action,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  n_feeds[action]++;
  if (action != TOG_FEED_LOOK && fail_code < 0)
    has_feed = action == TOG_FEED_MAKE;
  tog_account_load_reminders_async (self, cancellable, callback, user_data);
}

gboolean
tog_account_feed_finish (TogAccount *self,
                         GAsyncResult *result,
                         char **url,
                         TogInstant *created_at,
                         GError **error)
{
  g_autoptr (GObject) done = g_task_propagate_pointer (G_TASK (result), error);

  *created_at = has_feed ? tog_format_get_now () : 0;
  *url = has_feed && n_feeds[TOG_FEED_MAKE] > 0
             ? g_strdup ("https://meridian.example/feeds/secret.ics")
             : NULL;
  return done != NULL;
}
