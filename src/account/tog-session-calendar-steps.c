#include "config.h"

#include "tog-session-calendar-private.h"

#include "tog-account-private.h"
#include "tog-event-plan.h"

/* Within so long a mail comes, and is read by whatever keeps the calendar. */
#define MAIL_SECONDS (60 * 60)

/**
 * tog_session_calendar_find_kept:
 * @uid: of a session
 *
 * Returns: (transfer none) (nullable): what is kept of its event
 */
TogKeptEvent *
tog_session_calendar_find_kept (TogSessionCalendar *self, const char *uid)
{
  return g_hash_table_lookup (self->keep.events, uid);
}

/**
 * tog_session_calendar_find_leaving:
 * @uid: of a session
 *
 * Returns: (transfer none) (nullable): what is kept of its event in a calendar that isn't
 *   the one any more
 */
TogKeptEvent *
tog_session_calendar_find_leaving (TogSessionCalendar *self, const char *uid)
{
  for (guint i = 0; i < self->keep.leaving->len; i++)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i);

      if (g_str_equal (event->uid, uid))
        return event;
    }
  return NULL;
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

/**
 * tog_session_calendar_is_gone:
 * @id: the desktop's name for a calendar
 *
 * Returns: whether it isn't on this desktop any more
 */
gboolean
tog_session_calendar_is_gone (TogSessionCalendar *self, const char *id)
{
  return tog_calendars_get_status (self->calendars) == TOG_CALENDARS_READY &&
         tog_calendars_find (self->calendars, id) == NULL;
}

/**
 * tog_session_calendar_look_up:
 * @id: the desktop's name for a calendar
 * @uid: what that calls an event
 * @since: by the monotonic clock, in microseconds
 * @event: (out) (transfer none) (nullable): what it has of it by now
 *
 * Returns: whether that is known, as it was after @since
 */
gboolean
tog_session_calendar_look_up (TogSessionCalendar *self,
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
      if (!tog_session_calendar_look_up (self, id, uid, 0, &event) &&
          tog_desktop_calendar_get_enabled (calendar) &&
          tog_desktop_calendar_get_reason (calendar) == NULL)
        *is_known = FALSE;
      if (event != NULL && event->is_invite)
        return id;
    }
  return NULL;
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

static gboolean
is_wanted (TogSessionCalendar *self, TogSession *session)
{
  return session->state == TOG_SESSION_SCHEDULED &&
         tog_session_calendar_get_my_answer (self, session) != TOG_ANSWER_DECLINED;
}

/**
 * tog_session_calendar_wants:
 * @calendar: the desktop's name for a calendar
 * @uid: of a session
 *
 * Returns: whether its event is to be in that calendar
 */
gboolean
tog_session_calendar_wants (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  TogSession *session = self->sessions != NULL ? find_session (self, uid) : NULL;
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, uid);

  return g_strcmp0 (self->keep.calendar, calendar) == 0 && session != NULL &&
         is_wanted (self, session) && (kept == NULL || kept->origin == TOG_EVENT_OURS);
}

/* Whether a session is still to be put into the calendar of choice. */
static gboolean
is_awaited (TogSessionCalendar *self, const char *uid)
{
  TogSession *session;

  if (self->keep.calendar == NULL || tog_session_calendar_find_kept (self, uid) != NULL ||
      tog_session_calendar_is_gone (self, self->keep.calendar) ||
      tog_session_calendar_is_anothers (self, self->keep.calendar, uid))
    return FALSE;
  session = self->sessions != NULL ? find_session (self, uid) : NULL;
  return self->sessions == NULL || (session != NULL && is_wanted (self, session));
}

/* Takes away what is still in calendars that aren't the one any more, as soon as each
 * answers, and no sooner than it is in the one of choice. What is not there, or not ours by
 * now, need not be. */
static void
leave (TogSessionCalendar *self)
{
  for (guint i = self->keep.leaving->len; i > 0; i--)
    {
      TogKeptEvent *event = g_ptr_array_index (self->keep.leaving, i - 1);
      const TogSessionEvent *found;
      gboolean is_known =
          tog_session_calendar_look_up (self, event->calendar, event->event, 0, &found);

      if (is_awaited (self, event->uid))
        continue;
      if (is_known && found != NULL && !found->is_invite &&
          !tog_session_calendar_hand_over (self, event->calendar, event->uid))
        {
          if (!tog_session_calendar_is_blocked (self, event->calendar, event->uid))
            tog_session_calendar_leave (self, event);
        }
      else if (is_known || tog_session_calendar_is_gone (self, event->calendar))
        {
          g_ptr_array_remove_index (self->keep.leaving, i - 1);
          tog_session_calendar_save (self);
        }
    }
}

static void
note_invite (TogSessionCalendar *self, const char *uid, const char *calendar)
{
  TogKeptEvent *event = tog_kept_event_new (uid, calendar);

  event->origin = TOG_EVENT_INVITE;
  tog_session_calendar_keep_add (&self->keep, event);
  tog_session_calendar_save (self);
}

static void
forget (TogSessionCalendar *self, const char *uid)
{
  g_hash_table_remove (self->restoring, uid);
  if (g_hash_table_remove (self->keep.events, uid))
    tog_session_calendar_save (self);
}

static void
add_offer (TogSessionCalendar *self,
           GPtrArray *offers,
           TogSession *session,
           TogCalendarOfferKind kind,
           TogSlot slot)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, session->uid);
  TogDesktopCalendar *calendar =
      tog_calendars_find (self->calendars, kept != NULL ? kept->calendar : self->keep.calendar);

  g_ptr_array_add (
      offers,
      tog_calendar_offer_new (
          session, kind, slot, calendar != NULL ? tog_desktop_calendar_get_name (calendar) : NULL));
}

static void look_at_session (TogSessionCalendar *self, TogSession *session, GPtrArray *offers);

static void
write_event (TogSessionCalendar *self, TogSession *session)
{
  if (!tog_session_calendar_is_blocked (self, self->keep.calendar, session->uid))
    tog_session_calendar_write (self, session);
}

static void
put_back (TogSessionCalendar *self, TogSession *session)
{
  const TogKeptEvent *invite = tog_session_calendar_find_kept (self, session->uid);

  if (!tog_session_calendar_is_blocked (self, invite->calendar, session->uid))
    tog_session_calendar_put_back (self, session, invite);
}

static void
take_away (TogSessionCalendar *self, const char *uid)
{
  const TogKeptEvent *kept = tog_session_calendar_find_kept (self, uid);

  if (!tog_session_calendar_is_blocked (self, kept->calendar, uid))
    tog_session_calendar_remove (self, kept);
}

static void
do_step (TogSessionCalendar *self,
         TogSession *session,
         TogEventStep step,
         const TogEventFacts *facts,
         const char *invite,
         GPtrArray *offers)
{
  gboolean is_restoring = g_hash_table_contains (self->restoring, session->uid);

  switch (step)
    {
    case TOG_EVENT_WRITE:
      write_event (self, session);
      break;
    case TOG_EVENT_TAKE_AWAY:
      take_away (self, session->uid);
      break;
    case TOG_EVENT_FORGET:
      forget (self, session->uid);
      break;
    case TOG_EVENT_NOTE_INVITE:
      note_invite (self, session->uid, invite != NULL ? invite : self->keep.calendar);
      /* Its owner may have moved it already. */
      look_at_session (self, session, offers);
      break;
    case TOG_EVENT_ASK_MOVED:
    case TOG_EVENT_ASK_LATE:
      if (!is_restoring)
        add_offer (self,
                   offers,
                   session,
                   step == TOG_EVENT_ASK_LATE ? TOG_CALENDAR_OFFER_LATE : TOG_CALENDAR_OFFER_MOVED,
                   facts->found_slot);
      else if (facts->found == TOG_EVENT_INVITE)
        put_back (self, session);
      else
        write_event (self, session);
      break;
    case TOG_EVENT_ASK_DELETED:
      if (!is_restoring)
        add_offer (self, offers, session, TOG_CALENDAR_OFFER_DELETED, (TogSlot){ 0, 0 });
      else
        write_event (self, session);
      break;
    case TOG_EVENT_LEAVE:
    default:
      /* It is as it was to be: whoever moves it from now on is asked again. */
      if (facts->is_known)
        g_hash_table_remove (self->restoring, session->uid);
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

/* Whether the calendar lacks this version of a session for longer than its mail takes,
 * counted from when that was first seen. */
static gboolean
is_late (TogSessionCalendar *self, TogSession *session, TogKeptEvent *kept)
{
  TogInstant now = tog_account_get_now (self->account);

  if (kept->awaited != session->sequence)
    {
      kept->awaited = session->sequence;
      kept->awaited_since = now;
      tog_session_calendar_save (self);
    }
  return now - kept->awaited_since >= MAIL_SECONDS;
}

static void
look_at_session (TogSessionCalendar *self, TogSession *session, GPtrArray *offers)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, session->uid);
  const char *home;
  const char *invite;
  const TogSessionEvent *found;
  TogEventFacts facts = { 0 };
  gboolean is_known;

  /* What was in a calendar that isn't there any more is put into the one of choice. */
  if (kept != NULL && kept->origin != TOG_EVENT_LEFT_OUT &&
      g_strcmp0 (kept->calendar, self->keep.calendar) != 0 &&
      tog_session_calendar_is_gone (self, kept->calendar))
    {
      forget (self, session->uid);
      kept = NULL;
    }
  home = kept != NULL ? kept->calendar : self->keep.calendar;
  facts.is_known = tog_session_calendar_look_up (self,
                                                 home,
                                                 kept != NULL ? kept->event : session->uid,
                                                 kept != NULL ? kept->changed_at : 0,
                                                 &found);
  invite = find_invite (self, session->uid, home, &is_known);
  facts.is_known = facts.is_known && is_known;
  facts.is_wanted = is_wanted (self, session);
  facts.slot = session->slot;
  facts.is_invited_elsewhere = invite != NULL;
  if (kept != NULL)
    {
      facts.kept = kept->origin;
      facts.kept_slot = get_kept_slot (kept, found);
      /* Of one that is gone only its name is known. */
      facts.is_written_anew = facts.is_wanted && kept->origin == TOG_EVENT_OURS &&
                              tog_session_calendar_is_written_anew (self, session, kept);
    }
  if (found != NULL)
    {
      facts.found = found->is_invite ? TOG_EVENT_INVITE : TOG_EVENT_OURS;
      facts.found_slot = found->slot;
      facts.is_behind = found->sequence < session->sequence;
      facts.is_late = facts.is_behind && kept != NULL && is_late (self, session, kept);
    }
  if (tog_session_calendar_is_anothers (self, home, session->uid))
    facts.found = TOG_EVENT_ANOTHERS;
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
      TogKeptEvent *kept = tog_session_calendar_find_kept (self, g_ptr_array_index (uids, i));
      g_autoptr (TogSession) session = tog_session_new ();

      session->uid = g_strdup (kept->uid);
      session->slot = kept->slot;
      if (kept->origin == TOG_EVENT_OURS && kept->slot.end > now)
        look_at_session (self, session, NULL);
      else
        forget (self, session->uid);
    }
}

/**
 * tog_session_calendar_go_on:
 *
 * Does what is to be done next of all sessions, and finds out what is to be asked.
 */
void
tog_session_calendar_go_on (TogSessionCalendar *self)
{
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);

  if (!tog_session_calendar_can_go_on (self))
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

      look_at_session (self, session, offers);
    }
  if (self->keep.calendar != NULL)
    look_at_rest (self);
  set_offers (self, offers);
}
