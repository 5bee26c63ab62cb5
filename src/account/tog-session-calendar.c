#include "config.h"

#include "tog-session-calendar-private.h"

#include "tog-account-private.h"
#include "tog-calendar-share.h"
#include "tog-leave.h"

#include <glib/gi18n.h>

/* Among what the server doesn't have: it is nowhere else. */
#define KEY "session-calendar"

/* Time alone ends a session. */
#define CHECK_SECONDS 60

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (element-type TogSessionCalendar): one for each account that is open, none owned. Two that
 * take part in the same session may have it in the same calendar, where it is once. */
static GPtrArray *open_calendars;

G_DEFINE_FINAL_TYPE (TogSessionCalendar, tog_session_calendar, G_TYPE_OBJECT)

/**
 * tog_session_calendar_say_changed:
 *
 * Tells that anything is another now.
 */
void
tog_session_calendar_say_changed (TogSessionCalendar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_session_calendar_save:
 *
 * Keeps what is known of events for the next start.
 */
void
tog_session_calendar_save (TogSessionCalendar *self)
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

static gboolean
changed_idle_cb (gpointer user_data)
{
  TogSessionCalendar *self = user_data;

  self->changed_source = 0;
  tog_session_calendar_go_on (self);
  tog_session_calendar_say_changed (self);
  return G_SOURCE_REMOVE;
}

/* What is read of a calendar, and how that went, come one after the other. */
static void
queue (TogSessionCalendar *self)
{
  if (self->changed_source == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->changed_source = g_idle_add (changed_idle_cb, self);
}

static void
queue_all (void)
{
  for (guint i = 0; i < open_calendars->len; i++)
    queue (g_ptr_array_index (open_calendars, i));
}

/* Whether it is there by this account, or about to be. */
static gboolean
claims (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, uid);

  return (kept != NULL && kept->origin == TOG_EVENT_OURS &&
          g_str_equal (kept->calendar, calendar)) ||
         g_strcmp0 (g_hash_table_lookup (self->busy, calendar), uid) == 0;
}

/**
 * tog_session_calendar_is_anothers:
 * @calendar: the desktop's name for a calendar
 * @uid: of a session
 *
 * Returns: whether its event is there by another account
 */
gboolean
tog_session_calendar_is_anothers (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  for (guint i = 0; i < open_calendars->len; i++)
    {
      TogSessionCalendar *other = g_ptr_array_index (open_calendars, i);

      /* Where both have it, as before this was looked at, it is the first one's. */
      if (other == self && claims (self, calendar, uid))
        return FALSE;
      if (other != self && claims (other, calendar, uid))
        return TRUE;
    }
  return FALSE;
}

/**
 * tog_session_calendar_hand_over:
 * @calendar: the desktop's name for a calendar in which this account has no sessions any more
 * @uid: of one of these
 *
 * Leaves its event to another account that wants it there, with what its owner added.
 *
 * Returns: whether there is one
 */
gboolean
tog_session_calendar_hand_over (TogSessionCalendar *self, const char *calendar, const char *uid)
{
  for (guint i = 0; i < open_calendars->len; i++)
    {
      TogSessionCalendar *other = g_ptr_array_index (open_calendars, i);

      if (other != self && tog_session_calendar_wants (other, calendar, uid))
        {
          queue (other);
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * tog_session_calendar_can_go_on:
 *
 * Returns: whether it is known what this account, and any other, has in calendars
 */
gboolean
tog_session_calendar_can_go_on (TogSessionCalendar *self)
{
  if (!self->kept_known || g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  for (guint i = 0; i < open_calendars->len; i++)
    if (!((TogSessionCalendar *) open_calendars->pdata[i])->kept_known)
      return FALSE;
  return TRUE;
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
  queue_all ();
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
  open_calendars = g_ptr_array_new ();
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_session_calendar_init (TogSessionCalendar *self)
{
  tog_session_calendar_keep_init (&self->keep);
  self->restoring = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tog_event_failure_free);
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
  g_ptr_array_add (open_calendars, self);
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
  if (g_ptr_array_remove (open_calendars, self))
    queue_all ();
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

      if (offer->kind == TOG_CALENDAR_OFFER_MOVED)
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
  tog_session_calendar_schedule_retry (self);
  tog_session_calendar_save (self);
  load_sessions (self);
  queue (self);
  tog_session_calendar_say_changed (self);
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
  for (guint i = 0;
       self->keep.calendar != NULL && self->sessions != NULL && i < self->sessions->len;
       i++)
    n += tog_session_calendar_is_anothers (
        self, self->keep.calendar, ((TogSession *) self->sessions->pdata[i])->uid);
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
    if (g_str_equal (((TogEventFailure *) value)->calendar, id))
      return ((TogEventFailure *) value)->message;
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
    trouble = tog_session_calendar_is_gone (self, self->keep.calendar)
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
  tog_session_calendar_go_on (self);
  tog_session_calendar_say_changed (self);
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
  TogKeptEvent *kept = tog_session_calendar_find_kept (self, session->uid);

  if (kept == NULL)
    return;
  kept->origin = TOG_EVENT_LEFT_OUT;
  tog_session_calendar_save (self);
  tog_session_calendar_go_on (self);
  tog_session_calendar_say_changed (self);
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
