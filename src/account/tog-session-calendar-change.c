#include "config.h"

#include "tog-session-calendar-private.h"

#include "tog-account-private.h"
#include "tog-invite.h"

#include <glib/gi18n.h>

/* A calendar that takes longer to change an event than this is tried again later. */
#define GIVE_UP_MS (60 * 1000)
#define FIRST_RETRY_MS (5 * 1000)
#define LONGEST_RETRY_MS (300 * 1000)

/**
 * tog_event_failure_free:
 * @data: (transfer full): a failure
 */
void
tog_event_failure_free (gpointer data)
{
  TogEventFailure *self = data;

  g_free (self->calendar);
  g_free (self->message);
  g_free (self);
}

/**
 * tog_session_calendar_get_my_answer:
 * @session: a session
 *
 * Returns: what I said to its invite; %TOG_ANSWER_DECLINED where I take no part
 */
TogAnswer
tog_session_calendar_get_my_answer (TogSessionCalendar *self, TogSession *session)
{
  const char *my_id = tog_account_get_my_id (self->account);

  for (guint i = 0; session->participants != NULL && i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_strcmp0 (participant->member->id, my_id) == 0)
        return participant->answer;
    }
  /* Who is not asked to it doesn't come. */
  return TOG_ANSWER_DECLINED;
}

/* What it is called in a calendar, where nothing around it says with whom it is. */
static char *
dup_summary (TogSessionCalendar *self, TogSession *session)
{
  const char *my_id = tog_account_get_my_id (self->account);
  TogMember *other = NULL;

  for (guint i = 0; session->group_id == NULL && i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_strcmp0 (participant->member->id, my_id) != 0)
        other = participant->member;
    }
  if (other != NULL)
    /* Translators: a session's title and a person, as an event in a calendar. */
    return g_strdup_printf (_ ("%s with %s"), session->title, other->name);
  /* Translators: a session's title and a program, as an event in a calendar. */
  return g_strdup_printf (_ ("%s (%s)"), session->title, session->program_name);
}

/**
 * tog_session_calendar_is_written_anew:
 * @session: as it is now
 * @kept: its event as it was written
 *
 * Returns: whether the event has to say another thing
 */
gboolean
tog_session_calendar_is_written_anew (TogSessionCalendar *self,
                                      TogSession *session,
                                      const TogKeptEvent *kept)
{
  g_autofree char *summary = dup_summary (self, session);
  g_autofree char *ical = tog_event_to_ical (
      session, summary, tog_session_calendar_get_my_answer (self, session), kept->stamp);

  return g_strcmp0 (ical, kept->ical) != 0;
}

static char *
make_key (const char *calendar, const char *uid)
{
  return g_strconcat (calendar, "\n", uid, NULL);
}

static void
retry_cb (gpointer user_data)
{
  TogSessionCalendar *self = user_data;

  self->retry_source = 0;
  tog_session_calendar_go_on (self);
  tog_session_calendar_schedule_retry (self);
}

/**
 * tog_session_calendar_schedule_retry:
 *
 * Goes on when the first of what failed is to be tried again.
 */
void
tog_session_calendar_schedule_retry (TogSessionCalendar *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 first = G_MAXINT64;
  GHashTableIter iter;
  gpointer failure;

  g_hash_table_iter_init (&iter, self->failures);
  while (g_hash_table_iter_next (&iter, NULL, &failure))
    if (((TogEventFailure *) failure)->retry_at > now)
      first = MIN (first, ((TogEventFailure *) failure)->retry_at);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (first != G_MAXINT64 && !g_cancellable_is_cancelled (self->cancellable))
    self->retry_source = g_timeout_add_once ((guint) ((first - now) / 1000) + 1, retry_cb, self);
}

/* One that is done, or tried again after a while. */
static gboolean
end_change (TogSessionCalendar *self, const TogKeptEvent *event, const GError *error)
{
  g_autofree char *key = make_key (event->calendar, event->uid);
  TogEventFailure *before = g_hash_table_lookup (self->failures, key);
  guint n = before != NULL ? before->n : 0;
  TogEventFailure *failure;

  g_hash_table_remove (self->busy, event->calendar);
  if (error == NULL)
    {
      g_hash_table_remove (self->failures, key);
      return TRUE;
    }
  failure = g_new0 (TogEventFailure, 1);
  failure->calendar = g_strdup (event->calendar);
  failure->message = g_strdup (error->message);
  failure->n = n + 1;
  failure->retry_at = g_get_monotonic_time () +
                      1000 * MIN ((gint64) FIRST_RETRY_MS << MIN (n, 8), LONGEST_RETRY_MS);
  g_hash_table_replace (self->failures, g_steal_pointer (&key), failure);
  tog_session_calendar_schedule_retry (self);
  return FALSE;
}

/**
 * tog_session_calendar_is_blocked:
 * @calendar: the desktop's name for a calendar
 * @uid: of a session
 *
 * Changes of one calendar are made one after another, and what failed waits.
 *
 * Returns: whether its event can't be changed now
 */
gboolean
tog_session_calendar_is_blocked (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  g_autofree char *key = make_key (calendar, uid);
  TogEventFailure *failure = g_hash_table_lookup (self->failures, key);

  return g_hash_table_contains (self->busy, calendar) ||
         (failure != NULL && failure->retry_at > g_get_monotonic_time ());
}

typedef struct _Changing Changing;

/* A change of an event that a calendar was asked for. */
struct _Changing
{
  TogSessionCalendar *self;  /* (owned) */
  TogKeptEvent *event;       /* (owned): what is kept of it once it is written */
  GCancellable *cancellable; /* (owned) */
  gulong closed_id;          /* ends it with the account */
  guint give_up_source;
  gboolean gave_up;
  void (*done) (Changing *changing, const char *name); /* once it is, with the event's name */
};

static void
closed_cb (GCancellable *closed, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
give_up_cb (gpointer user_data)
{
  Changing *changing = user_data;

  changing->give_up_source = 0;
  changing->gave_up = TRUE;
  g_cancellable_cancel (changing->cancellable);
}

static Changing *
changing_new (TogSessionCalendar *self,
              TogKeptEvent *event,
              void (*done) (Changing *changing, const char *name))
{
  Changing *changing = g_new0 (Changing, 1);

  changing->self = g_object_ref (self);
  changing->event = event;
  changing->done = done;
  changing->cancellable = g_cancellable_new ();
  changing->closed_id = g_cancellable_connect (
      self->cancellable, G_CALLBACK (closed_cb), changing->cancellable, NULL);
  changing->give_up_source = g_timeout_add_once (GIVE_UP_MS, give_up_cb, changing);
  g_hash_table_replace (self->busy, g_strdup (event->calendar), g_strdup (event->uid));
  return changing;
}

static void
changing_free (Changing *changing)
{
  g_cancellable_disconnect (changing->self->cancellable, changing->closed_id);
  g_clear_handle_id (&changing->give_up_source, g_source_remove);
  g_clear_pointer (&changing->event, tog_kept_event_free);
  g_object_unref (changing->cancellable);
  g_object_unref (changing->self);
  g_free (changing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Changing, changing_free)

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Changing) changing = user_data;
  TogSessionCalendar *self = changing->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = tog_calendars_change_event_finish (self->calendars, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (changing->gave_up)
    {
      g_clear_error (&error);
      g_set_error_literal (
          &error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("The calendar does not answer"));
    }
  if (end_change (self, changing->event, error))
    changing->done (changing, name);
  tog_session_calendar_go_on (self);
  tog_session_calendar_say_changed (self);
}

/* Where another calendar was chosen before its owner was asked about it, it is still in
 * the one before. */
static void
leave_behind (TogSessionCalendar *self, const TogKeptEvent *event)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, event->uid);
  TogKeptEvent *left;

  if (kept == NULL || kept->origin != TOG_EVENT_OURS ||
      g_str_equal (kept->calendar, event->calendar))
    return;
  left = tog_kept_event_new (kept->uid, kept->calendar);
  tog_kept_event_set_name (left, kept->event);
  left->origin = TOG_EVENT_OURS;
  left->slot = kept->slot;
  g_ptr_array_add (self->keep.leaving, left);
}

static void
keep_written (Changing *changing, const char *name)
{
  TogSessionCalendar *self = changing->self;
  TogKeptEvent *event = g_steal_pointer (&changing->event);

  tog_kept_event_set_name (event, name);
  event->changed_at = g_get_monotonic_time ();
  g_hash_table_remove (self->restoring, event->uid);
  leave_behind (self, event);
  tog_session_calendar_keep_add (&self->keep, event);
  tog_session_calendar_save (self);
}

/* What its owner made of it in the calendar that it is leaving, as far as that is known.
 * Returns: (nullable): what is kept of it there */
static const TogKeptEvent *
find_elsewhere (TogSessionCalendar *self, const char *uid, const char **ical)
{
  const TogKeptEvent *event = tog_session_calendar_find_kept (self, uid);
  const TogSessionEvent *found;

  if (event == NULL || event->origin != TOG_EVENT_OURS)
    event = tog_session_calendar_find_leaving (self, uid);
  if (event == NULL || g_str_equal (event->calendar, self->keep.calendar))
    return NULL;
  if (tog_session_calendar_look_up (self, event->calendar, event->event, 0, &found) &&
      found != NULL)
    *ical = found->ical;
  return event;
}

/**
 * tog_session_calendar_write:
 * @session: a session that is to come
 *
 * Has its event be in the calendar of choice as the session is now.
 */
void
tog_session_calendar_write (TogSessionCalendar *self, TogSession *session)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, session->uid);
  gboolean is_ours = kept != NULL && kept->origin == TOG_EVENT_OURS &&
                     g_str_equal (kept->calendar, self->keep.calendar);
  const char *elsewhere = NULL;
  const TogKeptEvent *before = is_ours ? kept : find_elsewhere (self, session->uid, &elsewhere);
  TogKeptEvent *event = tog_kept_event_new (session->uid, self->keep.calendar);
  g_autofree char *summary = dup_summary (self, session);
  Changing *changing;

  if (is_ours)
    {
      tog_kept_event_set_name (event, kept->event);
      kept->coming = session->slot;
      tog_session_calendar_save (self);
    }
  event->origin = TOG_EVENT_OURS;
  event->slot = session->slot;
  event->stamp = tog_account_get_now (self->account);
  event->ical = tog_event_to_ical (
      session, summary, tog_session_calendar_get_my_answer (self, session), event->stamp);
  changing = changing_new (self, event, keep_written);
  tog_calendars_write_event_async (self->calendars,
                                   event->calendar,
                                   event->event,
                                   event->ical,
                                   before != NULL ? before->ical : NULL,
                                   elsewhere,
                                   changing->cancellable,
                                   changed_cb,
                                   changing);
}

static void
end_put_back (Changing *changing, const char *name)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (changing->self, changing->event->uid);

  g_hash_table_remove (changing->self->restoring, changing->event->uid);
  if (kept != NULL)
    kept->changed_at = g_get_monotonic_time ();
}

/**
 * tog_session_calendar_put_back:
 * @session: a session that is to come
 * @invite: what is kept of its event, which a mail put there
 *
 * Has that be when the session is. All else of it is the mail's.
 */
void
tog_session_calendar_put_back (TogSessionCalendar *self,
                               TogSession *session,
                               const TogKeptEvent *invite)
{
  TogKeptEvent *event = tog_kept_event_new (invite->uid, invite->calendar);
  g_autofree char *ical = tog_event_to_ical (session,
                                             session->title,
                                             tog_session_calendar_get_my_answer (self, session),
                                             tog_account_get_now (self->account));
  Changing *changing = changing_new (self, event, end_put_back);

  tog_kept_event_set_name (event, invite->event);
  tog_calendars_move_event_async (self->calendars,
                                  event->calendar,
                                  event->event,
                                  ical,
                                  changing->cancellable,
                                  changed_cb,
                                  changing);
}

static void
forget_removed (Changing *changing, const char *name)
{
  g_hash_table_remove (changing->self->keep.events, changing->event->uid);
  tog_session_calendar_save (changing->self);
}

static void
forget_left (Changing *changing, const char *name)
{
  TogSessionCalendar *self = changing->self;

  for (guint i = 0; i < self->keep.leaving->len; i++)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i);

      if (g_str_equal (event->uid, changing->event->uid) &&
          g_str_equal (event->calendar, changing->event->calendar))
        {
          g_ptr_array_remove_index (self->keep.leaving, i);
          tog_session_calendar_save (self);
          break;
        }
    }
}

static void
remove_event (TogSessionCalendar *self,
              const TogKeptEvent *event,
              void (*done) (Changing *changing, const char *name))
{
  TogKeptEvent *copy = tog_kept_event_new (event->uid, event->calendar);
  Changing *changing;

  tog_kept_event_set_name (copy, event->event);
  changing = changing_new (self, copy, done);
  tog_calendars_remove_event_async (
      self->calendars, copy->calendar, copy->event, changing->cancellable, changed_cb, changing);
}

/**
 * tog_session_calendar_remove:
 * @event: what is kept of an event
 *
 * Deletes it, and forgets it then.
 */
void
tog_session_calendar_remove (TogSessionCalendar *self, const TogKeptEvent *event)
{
  remove_event (self, event, forget_removed);
}

/**
 * tog_session_calendar_leave:
 * @event: one of those that are still in a calendar that isn't the one any more
 *
 * Deletes it there.
 */
void
tog_session_calendar_leave (TogSessionCalendar *self, const TogKeptEvent *event)
{
  remove_event (self, event, forget_left);
}
