#include "config.h"

#include "tog-session-calendar.h"

#include "tog-account-private.h"
#include "tog-calendar-share.h"
#include "tog-event-plan.h"
#include "tog-invite.h"
#include "tog-leave.h"
#include "tog-session-calendar-keep.h"

#include <glib/gi18n.h>

/* Among what the server doesn't have: it is nowhere else. */
#define KEY "session-calendar"

/* Time alone ends a session. */
#define CHECK_SECONDS 60

/* A calendar that takes longer to change an event than this is tried again later. */
#define GIVE_UP_MS (60 * 1000)
#define FIRST_RETRY_MS (5 * 1000)
#define LONGEST_RETRY_MS (300 * 1000)

struct _TogSessionCalendar
{
  GObject parent_instance;

  TogAccount *account;     /* (not owned): it owns this */
  TogCalendars *calendars; /* (owned) */
  TogSessionCalendarKeep keep;
  gboolean started;    /* whether what was kept is being read */
  gboolean kept_known; /* and was */
  GPtrArray *sessions; /* (owned) (nullable) (element-type TogSession): that are to come */
  gboolean loading;
  gboolean load_again;
  GHashTable *restoring; /* (owned) (element-type utf8 utf8): UIDs whose owner wants them back */
  GHashTable *watched;   /* (owned) (element-type utf8 utf8): ids of calendars */
  GListStore *offers;    /* (owned) (element-type TogCalendarOffer): the soonest first */
  GHashTable *busy;      /* (owned) (element-type utf8 utf8): ids of calendars that are at it */
  GHashTable *failures;  /* (owned) (element-type utf8 Failure): by calendar and event */
  char *notice;          /* (owned) (nullable): what was said last */
  guint retry_source;
  guint check_source;
  guint changed_source;
  GCancellable *cancellable; /* (owned) */
};

/* A change of an event that was refused, and is tried again later: neither another event
 * nor another calendar waits for it. */
typedef struct
{
  char *calendar; /* (owned) */
  char *message;  /* (owned) */
  guint n;
  gint64 retry_at; /* by the monotonic clock, in microseconds */
} Failure;

static void
failure_free (gpointer data)
{
  Failure *self = data;

  g_free (self->calendar);
  g_free (self->message);
  g_free (self);
}

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogSessionCalendar, tog_session_calendar, G_TYPE_OBJECT)

static void go_on (TogSessionCalendar *self);

static void
say_changed (TogSessionCalendar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
save (TogSessionCalendar *self)
{
  g_autofree char *text = tog_session_calendar_keep_to_text (&self->keep);

  tog_store_save (tog_account_get_drafts (self->account),
                  KEY,
                  text,
                  NULL,
                  tog_account_get_now (self->account),
                  0);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static TogKeptEvent *
find_kept (TogSessionCalendar *self, const char *uid)
{
  return g_hash_table_lookup (self->keep.events, uid);
}

/* Into any calendar that the desktop shows a mail may have put a session. */
static void
add_shown (TogSessionCalendar *self, GHashTable *ids)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calendars));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar =
          g_list_model_get_item (G_LIST_MODEL (self->calendars), i);

      if (tog_desktop_calendar_get_enabled (calendar) &&
          !tog_desktop_calendar_get_read_only (calendar))
        g_hash_table_add (ids, g_strdup (tog_desktop_calendar_get_id (calendar)));
    }
}

/* All calendars in which an event of a session may be. */
static GHashTable *
list_calendars (TogSessionCalendar *self)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  if (self->keep.calendar != NULL)
    {
      g_hash_table_add (ids, g_strdup (self->keep.calendar));
      add_shown (self, ids);
    }
  g_hash_table_iter_init (&iter, self->keep.events);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TogKeptEvent *event = value;

      if (event->origin != TOG_EVENT_LEFT_OUT)
        g_hash_table_add (ids, g_strdup (event->calendar));
    }
  for (guint i = 0; i < self->keep.leaving->len; i++)
    g_hash_table_add (ids, g_strdup (((TogKeptEvent *) self->keep.leaving->pdata[i])->calendar));
  return ids;
}

static void
watch (TogSessionCalendar *self)
{
  g_autoptr (GHashTable) wanted = list_calendars (self);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->watched, id))
      tog_calendars_watch (self->calendars, id);
  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (wanted, id))
      tog_calendars_unwatch (self->calendars, id);
  if (g_hash_table_size (wanted) > 0)
    tog_calendars_start (self->calendars);
  g_hash_table_unref (self->watched);
  self->watched = g_steal_pointer (&wanted);
}

static void
seek (TogSessionCalendar *self)
{
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer event;

  for (guint i = 0;
       self->keep.calendar != NULL && self->sessions != NULL && i < self->sessions->len;
       i++)
    g_hash_table_add (uids, g_strdup (((TogSession *) self->sessions->pdata[i])->uid));
  g_hash_table_iter_init (&iter, self->keep.events);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    g_hash_table_add (uids, g_strdup (((TogKeptEvent *) event)->event));
  for (guint i = 0; i < self->keep.leaving->len; i++)
    g_hash_table_add (uids, g_strdup (((TogKeptEvent *) self->keep.leaving->pdata[i])->event));
  tog_calendars_set_sought (self->calendars, g_hash_table_size (uids) > 0 ? uids : NULL);
}

/* Whether a calendar isn't on this desktop any more. */
static gboolean
is_gone (TogSessionCalendar *self, const char *id)
{
  return tog_calendars_get_status (self->calendars) == TOG_CALENDARS_READY &&
         tog_calendars_find (self->calendars, id) == NULL;
}

/* What a calendar has of an event by now. FALSE where that isn't known. */
static gboolean
look_up (TogSessionCalendar *self,
         const char *id,
         const char *uid,
         gint64 since,
         const TogSessionEvent **event)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);
  TogSessionEvents *events = calendar != NULL ? tog_desktop_calendar_get_events (calendar) : NULL;

  *event = NULL;
  /* There are none where the calendar doesn't answer; that its busy times can't be told, as
   * of an event in a zone that nobody knows, is no reason to leave sessions out of it. */
  if (events == NULL || !tog_session_events_answers (events, uid, since))
    return FALSE;
  *event = tog_session_events_find (events, uid);
  return TRUE;
}

/* Another calendar than @home that a mail put the session into, and whether all of them
 * were read that can be. */
static const char *
find_invite (TogSessionCalendar *self, const char *uid, const char *home, gboolean *is_known)
{
  GHashTableIter iter;
  gpointer id;

  *is_known = TRUE;
  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);
      const TogSessionEvent *event;

      if (calendar == NULL || g_str_equal (id, home))
        continue;
      if (!look_up (self, id, uid, 0, &event) && tog_desktop_calendar_get_enabled (calendar) &&
          tog_desktop_calendar_get_reason (calendar) == NULL)
        *is_known = FALSE;
      if (event != NULL && event->is_invite)
        return id;
    }
  return NULL;
}

static TogAnswer
get_my_answer (TogSessionCalendar *self, TogSession *session)
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

static gboolean
takes_part (TogSessionCalendar *self, TogSession *session)
{
  return get_my_answer (self, session) != TOG_ANSWER_DECLINED;
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

static gboolean
is_written_anew (TogSessionCalendar *self, TogSession *session, const TogKeptEvent *kept)
{
  g_autofree char *summary = dup_summary (self, session);
  g_autofree char *ical =
      tog_event_to_ical (session, summary, get_my_answer (self, session), kept->stamp);

  return g_strcmp0 (ical, kept->ical) != 0;
}

static char *
make_key (const char *calendar, const char *uid)
{
  return g_strconcat (calendar, "\n", uid, NULL);
}

static void schedule_retry (TogSessionCalendar *self);

static void
retry_cb (gpointer user_data)
{
  TogSessionCalendar *self = user_data;

  self->retry_source = 0;
  go_on (self);
  schedule_retry (self);
}

/* With the first of those whose time comes. */
static void
schedule_retry (TogSessionCalendar *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 first = G_MAXINT64;
  GHashTableIter iter;
  gpointer failure;

  g_hash_table_iter_init (&iter, self->failures);
  while (g_hash_table_iter_next (&iter, NULL, &failure))
    if (((Failure *) failure)->retry_at > now)
      first = MIN (first, ((Failure *) failure)->retry_at);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (first != G_MAXINT64 && !g_cancellable_is_cancelled (self->cancellable))
    self->retry_source = g_timeout_add_once ((guint) ((first - now) / 1000) + 1, retry_cb, self);
}

/* One that is done, or tried again after a while. */
static gboolean
end_change (TogSessionCalendar *self, const TogKeptEvent *event, const GError *error)
{
  g_autofree char *key = make_key (event->calendar, event->uid);
  Failure *before = g_hash_table_lookup (self->failures, key);
  guint n = before != NULL ? before->n : 0;
  Failure *failure;

  g_hash_table_remove (self->busy, event->calendar);
  if (error == NULL)
    {
      g_hash_table_remove (self->failures, key);
      return TRUE;
    }
  failure = g_new0 (Failure, 1);
  failure->calendar = g_strdup (event->calendar);
  failure->message = g_strdup (error->message);
  failure->n = n + 1;
  failure->retry_at = g_get_monotonic_time () +
                      1000 * MIN ((gint64) FIRST_RETRY_MS << MIN (n, 8), LONGEST_RETRY_MS);
  g_hash_table_replace (self->failures, g_steal_pointer (&key), failure);
  schedule_retry (self);
  return FALSE;
}

/* Changes of one calendar are made one after another, and what failed waits. */
static gboolean
is_blocked (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  g_autofree char *key = make_key (calendar, uid);
  Failure *failure = g_hash_table_lookup (self->failures, key);

  return g_hash_table_contains (self->busy, calendar) ||
         (failure != NULL && failure->retry_at > g_get_monotonic_time ());
}

/* A change of an event that a calendar was asked for. */
typedef struct
{
  TogSessionCalendar *self;  /* (owned) */
  TogKeptEvent *event;       /* (owned): what is kept of it once it is written */
  GCancellable *cancellable; /* (owned) */
  gulong closed_id;          /* ends it with the account */
  guint give_up_source;
  gboolean gave_up;
} Changing;

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
changing_new (TogSessionCalendar *self, TogKeptEvent *event)
{
  Changing *changing = g_new0 (Changing, 1);

  changing->self = g_object_ref (self);
  changing->event = event;
  changing->cancellable = g_cancellable_new ();
  changing->closed_id = g_cancellable_connect (
      self->cancellable, G_CALLBACK (closed_cb), changing->cancellable, NULL);
  changing->give_up_source = g_timeout_add_once (GIVE_UP_MS, give_up_cb, changing);
  g_hash_table_add (self->busy, g_strdup (event->calendar));
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

/* Ends a change. Returns: (transfer full) (nullable): what the calendar calls the event */
static char *
finish_change (Changing *changing, GAsyncResult *result)
{
  TogSessionCalendar *self = changing->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = tog_calendars_change_event_finish (self->calendars, result, &error);

  if (changing->gave_up)
    {
      g_clear_error (&error);
      g_set_error_literal (
          &error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("The calendar does not answer"));
    }
  return end_change (self, changing->event, error) ? g_steal_pointer (&name) : NULL;
}

/* Where another calendar was chosen before its owner was asked about it, it is still in
 * the one before. */
static void
leave_behind (TogSessionCalendar *self, const TogKeptEvent *event)
{
  TogKeptEvent *kept = find_kept (self, event->uid);
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
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Changing) changing = user_data;
  TogSessionCalendar *self = changing->self;
  g_autofree char *name = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  name = finish_change (changing, result);
  if (name != NULL)
    {
      TogKeptEvent *event = g_steal_pointer (&changing->event);

      tog_kept_event_set_name (event, name);
      event->changed_at = g_get_monotonic_time ();
      g_hash_table_remove (self->restoring, event->uid);
      leave_behind (self, event);
      tog_session_calendar_keep_add (&self->keep, event);
      save (self);
    }
  go_on (self);
  say_changed (self);
}

static void
write_event (TogSessionCalendar *self, TogSession *session)
{
  TogKeptEvent *kept = find_kept (self, session->uid);
  gboolean is_ours = kept != NULL && kept->origin == TOG_EVENT_OURS &&
                     g_str_equal (kept->calendar, self->keep.calendar);
  TogKeptEvent *event = tog_kept_event_new (session->uid, self->keep.calendar);
  g_autofree char *summary = dup_summary (self, session);
  Changing *changing;

  if (is_ours)
    {
      tog_kept_event_set_name (event, kept->event);
      kept->coming = session->slot;
      save (self);
    }
  event->origin = TOG_EVENT_OURS;
  event->slot = session->slot;
  event->stamp = tog_account_get_now (self->account);
  event->ical = tog_event_to_ical (session, summary, get_my_answer (self, session), event->stamp);
  changing = changing_new (self, event);
  tog_calendars_write_event_async (self->calendars,
                                   event->calendar,
                                   event->event,
                                   event->ical,
                                   is_ours ? kept->ical : NULL,
                                   changing->cancellable,
                                   written_cb,
                                   changing);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Changing) changing = user_data;
  TogSessionCalendar *self = changing->self;
  g_autofree char *name = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  name = finish_change (changing, result);
  if (name != NULL)
    {
      g_hash_table_remove (self->keep.events, changing->event->uid);
      save (self);
    }
  go_on (self);
  say_changed (self);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Changing) changing = user_data;
  TogSessionCalendar *self = changing->self;
  g_autofree char *name = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  name = finish_change (changing, result);
  for (guint i = 0; name != NULL && i < self->keep.leaving->len; i++)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i);

      if (g_str_equal (event->uid, changing->event->uid) &&
          g_str_equal (event->calendar, changing->event->calendar))
        {
          g_ptr_array_remove_index (self->keep.leaving, i);
          save (self);
          break;
        }
    }
  go_on (self);
  say_changed (self);
}

static void
remove_event (TogSessionCalendar *self, const TogKeptEvent *event, GAsyncReadyCallback callback)
{
  TogKeptEvent *copy = tog_kept_event_new (event->uid, event->calendar);
  Changing *changing;

  tog_kept_event_set_name (copy, event->event);
  changing = changing_new (self, copy);
  tog_calendars_remove_event_async (
      self->calendars, copy->calendar, copy->event, changing->cancellable, callback, changing);
}

/* Takes away what is still in calendars that aren't the one any more, as soon as each
 * answers. What is not there, or not ours by now, need not be. */
static void
leave (TogSessionCalendar *self)
{
  for (guint i = self->keep.leaving->len; i > 0; i--)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i - 1);
      const TogSessionEvent *found;
      gboolean is_known = look_up (self, event->calendar, event->event, 0, &found);

      if (is_known && found != NULL && !found->is_invite)
        {
          if (!is_blocked (self, event->calendar, event->uid))
            remove_event (self, event, left_cb);
        }
      else if (is_known || is_gone (self, event->calendar))
        {
          g_ptr_array_remove_index (self->keep.leaving, i - 1);
          save (self);
        }
    }
}

static void
note_invite (TogSessionCalendar *self, const char *uid, const char *calendar)
{
  TogKeptEvent *event = tog_kept_event_new (uid, calendar);

  event->origin = TOG_EVENT_INVITE;
  tog_session_calendar_keep_add (&self->keep, event);
  save (self);
}

static void
forget (TogSessionCalendar *self, const char *uid)
{
  g_hash_table_remove (self->restoring, uid);
  if (g_hash_table_remove (self->keep.events, uid))
    save (self);
}

static void
add_offer (TogSessionCalendar *self, GPtrArray *offers, TogSession *session, TogSlot slot)
{
  TogKeptEvent *kept = find_kept (self, session->uid);
  TogDesktopCalendar *calendar =
      tog_calendars_find (self->calendars, kept != NULL ? kept->calendar : self->keep.calendar);

  g_ptr_array_add (
      offers,
      tog_calendar_offer_new (session,
                              slot.end == slot.start,
                              slot,
                              calendar != NULL ? tog_desktop_calendar_get_name (calendar) : NULL));
}

static void
do_step (TogSessionCalendar *self,
         TogSession *session,
         TogEventStep step,
         const TogEventFacts *facts,
         const char *invite,
         GPtrArray *offers)
{
  const char *uid = session->uid;

  if ((step == TOG_EVENT_ASK_MOVED || step == TOG_EVENT_ASK_DELETED) &&
      g_hash_table_contains (self->restoring, uid))
    step = TOG_EVENT_WRITE;
  if ((step == TOG_EVENT_WRITE && is_blocked (self, self->keep.calendar, uid)) ||
      (step == TOG_EVENT_TAKE_AWAY && is_blocked (self, find_kept (self, uid)->calendar, uid)))
    return;

  switch (step)
    {
    case TOG_EVENT_WRITE:
      write_event (self, session);
      break;
    case TOG_EVENT_TAKE_AWAY:
      remove_event (self, find_kept (self, uid), removed_cb);
      break;
    case TOG_EVENT_FORGET:
      forget (self, uid);
      break;
    case TOG_EVENT_NOTE_INVITE:
      note_invite (self, uid, invite != NULL ? invite : self->keep.calendar);
      break;
    case TOG_EVENT_ASK_MOVED:
      add_offer (self, offers, session, facts->found_slot);
      break;
    case TOG_EVENT_ASK_DELETED:
      add_offer (self, offers, session, (TogSlot){ 0, 0 });
      break;
    case TOG_EVENT_LEAVE:
    default:
      break;
    }
}

/* Where the app ended right after it wrote, the calendar knows before it does. */
static TogSlot
get_kept_slot (const TogKeptEvent *kept, const TogSessionEvent *found)
{
  gboolean was_written = found != NULL && found->slot.start == kept->coming.start &&
                         found->slot.end == kept->coming.end;

  return was_written ? kept->coming : kept->slot;
}

static void
look_at_session (TogSessionCalendar *self, TogSession *session, gboolean stands, GPtrArray *offers)
{
  TogKeptEvent *kept = find_kept (self, session->uid);
  const char *home;
  const char *invite;
  const TogSessionEvent *found;
  TogEventFacts facts = { 0 };
  gboolean is_known;

  /* What was in a calendar that isn't there any more is put into the one of choice. */
  if (kept != NULL && kept->origin != TOG_EVENT_LEFT_OUT &&
      g_strcmp0 (kept->calendar, self->keep.calendar) != 0 && is_gone (self, kept->calendar))
    {
      forget (self, session->uid);
      kept = NULL;
    }
  home = kept != NULL ? kept->calendar : self->keep.calendar;
  facts.is_known = look_up (self,
                            home,
                            kept != NULL ? kept->event : session->uid,
                            kept != NULL ? kept->changed_at : 0,
                            &found);
  invite = find_invite (self, session->uid, home, &is_known);
  facts.is_known = facts.is_known && is_known;
  facts.is_wanted = stands && takes_part (self, session);
  facts.slot = session->slot;
  facts.is_invited_elsewhere = invite != NULL;
  if (kept != NULL)
    {
      facts.kept = kept->origin;
      facts.kept_slot = get_kept_slot (kept, found);
      facts.is_written_anew =
          kept->origin == TOG_EVENT_OURS && is_written_anew (self, session, kept);
    }
  if (found != NULL)
    {
      facts.found = found->is_invite ? TOG_EVENT_INVITE : TOG_EVENT_OURS;
      facts.found_slot = found->slot;
    }
  do_step (self, session, tog_event_plan (&facts), &facts, invite, offers);
}

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const TogCalendarOffer *x = *(TogCalendarOffer *const *) a;
  const TogCalendarOffer *y = *(TogCalendarOffer *const *) b;

  return (x->session->slot.start > y->session->slot.start) -
         (x->session->slot.start < y->session->slot.start);
}

/* Nothing moves on a page as long as it is the same. */
static void
set_offers (TogSessionCalendar *self, GPtrArray *offers)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->offers));
  gboolean is_same = n == offers->len;

  g_ptr_array_sort (offers, compare_offers);
  for (guint i = 0; is_same && i < n; i++)
    {
      g_autoptr (TogCalendarOffer) offer = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

      is_same = tog_calendar_offer_equal (offer, g_ptr_array_index (offers, i));
    }
  if (!is_same)
    g_list_store_splice (self->offers, 0, n, offers->pdata, offers->len);
}

static TogSession *
find_session (TogSessionCalendar *self, const char *uid)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      TogSession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (session->uid, uid))
        return session;
    }
  return NULL;
}

/* What is not to come any more: it is over and stays, or it was called off and nothing is
 * known of it but its name. */
static void
look_at_rest (TogSessionCalendar *self)
{
  TogInstant now = tog_account_get_now (self->account);
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer uid;

  g_hash_table_iter_init (&iter, self->keep.events);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (find_session (self, uid) == NULL)
      g_ptr_array_add (uids, g_strdup (uid));
  for (guint i = 0; i < uids->len; i++)
    {
      TogKeptEvent *kept = find_kept (self, g_ptr_array_index (uids, i));
      g_autoptr (TogSession) session = tog_session_new ();

      session->uid = g_strdup (kept->uid);
      session->slot = kept->slot;
      if (kept->origin == TOG_EVENT_OURS && kept->slot.end > now)
        look_at_session (self, session, FALSE, NULL);
      else
        forget (self, session->uid);
    }
}

/* Does what is to be done next, one thing after another. */
static void
go_on (TogSessionCalendar *self)
{
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);

  if (!self->kept_known || g_cancellable_is_cancelled (self->cancellable))
    return;
  watch (self);
  seek (self);
  leave (self);
  /* What is still to be fetched must not be taken for what was called off. */
  if (self->keep.calendar != NULL &&
      (self->sessions == NULL || tog_account_get_sync_progress (self->account) < 1 ||
       tog_account_get_my_id (self->account) == NULL))
    return;
  for (guint i = 0; self->keep.calendar != NULL && i < self->sessions->len; i++)
    {
      TogSession *session = g_ptr_array_index (self->sessions, i);

      look_at_session (self, session, session->state == TOG_SESSION_SCHEDULED, offers);
    }
  if (self->keep.calendar != NULL)
    look_at_rest (self);
  set_offers (self, offers);
}

static gboolean
changed_idle_cb (gpointer user_data)
{
  TogSessionCalendar *self = user_data;

  self->changed_source = 0;
  go_on (self);
  say_changed (self);
  return G_SOURCE_REMOVE;
}

/* What is read of a calendar, and how that went, come one after the other. */
static void
queue (TogSessionCalendar *self)
{
  if (self->changed_source == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->changed_source = g_idle_add (changed_idle_cb, self);
}

static void load_sessions (TogSessionCalendar *self);

static void
sessions_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSessionCalendar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items =
      tog_account_load_history_finish (TOG_ACCOUNT (source), result, &error);

  self->loading = FALSE;
  if (is_cancelled (error))
    return;
  if (items != NULL)
    {
      g_clear_pointer (&self->sessions, g_ptr_array_unref);
      self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < items->len; i++)
        g_ptr_array_add (self->sessions,
                         g_object_ref (((TogHistoryItem *) items->pdata[i])->session));
    }
  if (self->load_again)
    load_sessions (self);
  else
    queue (self);
}

static void
load_sessions (TogSessionCalendar *self)
{
  const TogSessionFilter filter = { .state = TOG_ANY_STATE, .when = TOG_SESSIONS_UPCOMING };

  if (!self->kept_known || g_cancellable_is_cancelled (self->cancellable) ||
      (self->keep.calendar == NULL && g_hash_table_size (self->keep.events) == 0))
    return;
  self->load_again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  tog_account_load_history_async (
      self->account, &filter, self->cancellable, sessions_loaded_cb, g_object_ref (self));
}

static void
items_changed_cb (TogSessionCalendar *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar =
          g_list_model_get_item (G_LIST_MODEL (self->calendars), position + i);

      /* Also those that only moved in the list are added to it. */
      g_signal_handlers_disconnect_by_func (calendar, queue, self);
      g_signal_connect_object (calendar, "notify", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
    }
  queue (self);
}

static gboolean
check_cb (gpointer user_data)
{
  load_sessions (user_data);
  return G_SOURCE_CONTINUE;
}

static void
kept_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSessionCalendar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, &error);

  if (is_cancelled (error))
    return;
  if (document != NULL)
    tog_session_calendar_keep_parse (&self->keep, document->text);
  self->kept_known = TRUE;
  load_sessions (self);
  queue (self);
}

static void
tog_session_calendar_dispose (GObject *object)
{
  TogSessionCalendar *self = TOG_SESSION_CALENDAR (object);

  tog_session_calendar_close (self);
  g_clear_object (&self->calendars);
  G_OBJECT_CLASS (tog_session_calendar_parent_class)->dispose (object);
}

static void
tog_session_calendar_finalize (GObject *object)
{
  TogSessionCalendar *self = TOG_SESSION_CALENDAR (object);

  tog_session_calendar_keep_clear (&self->keep);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_hash_table_unref (self->restoring);
  g_hash_table_unref (self->watched);
  g_object_unref (self->offers);
  g_hash_table_unref (self->busy);
  g_hash_table_unref (self->failures);
  g_free (self->notice);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (tog_session_calendar_parent_class)->finalize (object);
}

static void
tog_session_calendar_class_init (TogSessionCalendarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_session_calendar_dispose;
  object_class->finalize = tog_session_calendar_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_session_calendar_init (TogSessionCalendar *self)
{
  tog_session_calendar_keep_init (&self->keep);
  self->restoring = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, failure_free);
  self->offers = g_list_store_new (TOG_TYPE_CALENDAR_OFFER);
  self->cancellable = g_cancellable_new ();
}

/**
 * tog_account_get_session_calendar:
 * @account: an account
 *
 * Returns: (transfer none): the desktop calendar in which its sessions are
 */
TogSessionCalendar *
tog_account_get_session_calendar (TogAccount *account)
{
  TogSessionCalendar *self = account->session_calendar;
  TogCalendarShare *share;

  g_return_val_if_fail (TOG_IS_ACCOUNT (account), NULL);

  if (self != NULL)
    return self;
  share = tog_account_get_share (account);
  self = account->session_calendar = g_object_new (TOG_TYPE_SESSION_CALENDAR, NULL);
  self->account = account;
  self->calendars = g_object_ref (tog_calendar_share_get_calendars (share));
  g_signal_connect_object (
      self->calendars, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calendars, "notify", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  /* Which calendars count, where a mail may have put a session. */
  g_signal_connect_object (share, "changed", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "history-changed", G_CALLBACK (load_sessions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::sync-progress", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::home", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->calendars)));
  return self;
}

/**
 * tog_session_calendar_start:
 *
 * Goes on with what was chosen before. Where nothing was, the desktop's calendars aren't
 * even looked for.
 */
void
tog_session_calendar_start (TogSessionCalendar *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  self->check_source = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
  tog_store_load_async (tog_account_get_drafts (self->account),
                        KEY,
                        self->cancellable,
                        kept_loaded_cb,
                        g_object_ref (self));
}

/**
 * tog_session_calendar_close:
 *
 * Ends all traffic. What was chosen stays kept.
 */
void
tog_session_calendar_close (TogSessionCalendar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->changed_source, g_source_remove);
}

/**
 * tog_session_calendar_get_ready:
 *
 * Returns: whether it is known what was chosen before; there is no choosing sooner
 */
gboolean
tog_session_calendar_get_ready (TogSessionCalendar *self)
{
  return self->kept_known;
}

/**
 * tog_session_calendar_get_choice:
 *
 * Returns: (nullable): the desktop's name for the calendar in which sessions are
 */
const char *
tog_session_calendar_get_choice (TogSessionCalendar *self)
{
  return self->keep.calendar;
}

/* Sessions whose event its owner moved, as long as they were not asked. */
static GHashTable *
list_touched (TogSessionCalendar *self)
{
  GHashTable *uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->offers)); i++)
    {
      g_autoptr (TogCalendarOffer) offer = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

      if (!offer->is_deleted)
        g_hash_table_add (uids, g_strdup (offer->session->uid));
    }
  return uids;
}

/**
 * tog_session_calendar_set_choice:
 * @calendar_id: (nullable): the desktop's name for a calendar; %NULL for none
 *
 * Puts the sessions that are to come into another calendar, and takes them away where
 * they were, each as soon as it answers. What its owner moved stays where it is until
 * they were asked.
 */
void
tog_session_calendar_set_choice (TogSessionCalendar *self, const char *calendar_id)
{
  g_autoptr (GHashTable) touched = NULL;

  g_return_if_fail (self->kept_known);

  if (g_strcmp0 (self->keep.calendar, calendar_id) == 0)
    return;
  touched = list_touched (self);
  tog_session_calendar_keep_choose (
      &self->keep, calendar_id, touched, tog_account_get_now (self->account));
  g_hash_table_remove_all (self->restoring);
  g_hash_table_remove_all (self->failures);
  schedule_retry (self);
  save (self);
  load_sessions (self);
  queue (self);
  say_changed (self);
}

/**
 * tog_session_calendar_get_pending:
 *
 * Returns: whether events have still to be written or deleted
 */
gboolean
tog_session_calendar_get_pending (TogSessionCalendar *self)
{
  return g_hash_table_size (self->busy) > 0 || self->keep.leaving->len > 0;
}

/**
 * tog_session_calendar_get_failed:
 *
 * Returns: whether the last change of an event failed; it is tried again
 */
gboolean
tog_session_calendar_get_failed (TogSessionCalendar *self)
{
  return g_hash_table_size (self->failures) > 0;
}

/**
 * tog_session_calendar_get_n_events:
 *
 * Returns: how many sessions that are to come are in the calendar of choice by the app
 */
guint
tog_session_calendar_get_n_events (TogSessionCalendar *self)
{
  GHashTableIter iter;
  gpointer event;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->keep.events);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    n += ((TogKeptEvent *) event)->origin == TOG_EVENT_OURS;
  return n;
}

/* Why a calendar does not do what it is asked for. */
static const char *
find_trouble (TogSessionCalendar *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);
  GHashTableIter iter;
  gpointer value;

  if (calendar != NULL && tog_desktop_calendar_get_events (calendar) == NULL &&
      tog_desktop_calendar_get_reason (calendar) != NULL)
    return tog_desktop_calendar_get_reason (calendar);
  g_hash_table_iter_init (&iter, self->failures);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((Failure *) value)->calendar, id))
      return ((Failure *) value)->message;
  return NULL;
}

/* Another calendar than the one of choice is named. */
static char *
dup_leaving_trouble (TogSessionCalendar *self)
{
  for (guint i = 0; i < self->keep.leaving->len; i++)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i);
      TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, event->calendar);
      const char *trouble = find_trouble (self, event->calendar);

      if (calendar != NULL && trouble != NULL)
        /* Translators: a calendar, then why it doesn't do what it is asked for. */
        return g_strdup_printf (_ ("Sessions are still in “%s”: %s"),
                                tog_desktop_calendar_get_name (calendar),
                                trouble);
    }
  return NULL;
}

/**
 * tog_session_calendar_get_notice:
 *
 * Returns: (transfer none) (nullable): why not all sessions are where they should be, fit
 *   to show; until it is asked for again
 */
const char *
tog_session_calendar_get_notice (TogSessionCalendar *self)
{
  const char *trouble = NULL;

  g_clear_pointer (&self->notice, g_free);
  if (self->keep.calendar != NULL)
    trouble = is_gone (self, self->keep.calendar)
                  ? _ ("The calendar is not on this desktop any more. Choose another one.")
                  : find_trouble (self, self->keep.calendar);
  self->notice = trouble != NULL ? g_strdup (trouble) : dup_leaving_trouble (self);
  return self->notice;
}

/**
 * tog_session_calendar_get_offers:
 *
 * Returns: (transfer none): a list of #TogCalendarOffer that follows the calendar, the
 *   soonest session first
 */
GListModel *
tog_session_calendar_get_offers (TogSessionCalendar *self)
{
  return G_LIST_MODEL (self->offers);
}

/**
 * tog_session_calendar_find_offer:
 * @session_id: of a session
 *
 * Returns: (transfer none) (nullable): what its owner did to its event, if that is open
 */
TogCalendarOffer *
tog_session_calendar_find_offer (TogSessionCalendar *self, const char *session_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->offers));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogCalendarOffer) offer = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

      if (g_str_equal (offer->session->id, session_id))
        return offer; /* The list keeps it. */
    }
  return NULL;
}

/**
 * tog_session_calendar_restore:
 * @session: of an offer
 *
 * Puts its event back to when the session is.
 */
void
tog_session_calendar_restore (TogSessionCalendar *self, TogSession *session)
{
  g_hash_table_add (self->restoring, g_strdup (session->uid));
  g_hash_table_remove_all (self->failures);
  go_on (self);
  say_changed (self);
}

/**
 * tog_session_calendar_leave_out:
 * @session: of an offer
 *
 * Leaves a session out of the calendar for good.
 */
void
tog_session_calendar_leave_out (TogSessionCalendar *self, TogSession *session)
{
  TogKeptEvent *kept = find_kept (self, session->uid);

  if (kept == NULL)
    return;
  kept->origin = TOG_EVENT_LEFT_OUT;
  save (self);
  go_on (self);
  say_changed (self);
}

static gboolean
is_left (gpointer leaver, gboolean *done)
{
  TogSessionCalendar *self = leaver;

  *done = !tog_session_calendar_get_pending (self);
  return *done || tog_session_calendar_get_failed (self);
}

static void
stay (gpointer leaver, gpointer before)
{
  tog_session_calendar_set_choice (leaver, before);
}

/**
 * tog_session_calendar_leave_async:
 * @cancellable: (nullable): stops it, and puts the sessions back
 *
 * Takes sessions that are to come out of the calendar, where nobody would keep them up
 * to date any more: for somebody who is about to sign out. That waits for a few seconds
 * at most.
 */
void
tog_session_calendar_leave_async (TogSessionCalendar *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  char *before = g_strdup (self->keep.calendar);

  g_task_set_source_tag (task, tog_session_calendar_leave_async);
  if (self->kept_known)
    tog_session_calendar_set_choice (self, NULL);
  tog_leave_wait (task, is_left, stay, before, g_free);
}

/**
 * tog_session_calendar_leave_finish:
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether no session that is to come is left in a calendar
 */
gboolean
tog_session_calendar_leave_finish (TogSessionCalendar *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
