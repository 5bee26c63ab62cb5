#include "config.h"

#include "tog-calendar-share-private.h"

#include "tog-account-private.h"
#include "tog-leave.h"
#include "tog-zone-list.h"

/* Among what the server doesn't have yet: it is nowhere else. */
#define KEY "calendar-share"

#define CHECK_SECONDS 60

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogCalendarShare, tog_calendar_share, G_TYPE_OBJECT)

/**
 * tog_calendar_share_say_changed:
 *
 * Tells that anything is another now.
 */
void
tog_calendar_share_say_changed (TogCalendarShare *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_calendar_share_save:
 *
 * Keeps what is known for the next start.
 */
void
tog_calendar_share_save (TogCalendarShare *self)
{
  g_autofree char *text = tog_share_keep_to_text (&self->keep);

  tog_store_save (tog_account_get_drafts (self->account),
                  KEY,
                  text,
                  NULL,
                  tog_account_get_now (self->account),
                  0);
}

/**
 * tog_calendar_share_get_zone:
 *
 * Returns: (transfer full): where dates, and times without a zone, are
 */
TogZone *
tog_calendar_share_get_zone (void)
{
  g_autofree char *name = tog_zone_get_local ();
  TogZone *zone = tog_zone_lookup (name, NULL);

  return zone != NULL ? zone : tog_zone_utc ();
}

static gboolean
changed_idle_cb (gpointer user_data)
{
  TogCalendarShare *self = user_data;

  self->changed_source = 0;
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
  g_signal_emit_by_name (self->account, "titles-changed");
  return G_SOURCE_REMOVE;
}

/* What is read of a calendar, and how that went, come one after the other. */
static void
calendar_changed_cb (TogCalendarShare *self)
{
  if (self->changed_source == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->changed_source = g_idle_add (changed_idle_cb, self);
}

static void
items_changed_cb (TogCalendarShare *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar =
          g_list_model_get_item (G_LIST_MODEL (self->calendars), position + i);

      /* Also those that only moved in the list are added to it. */
      g_signal_handlers_disconnect_by_func (calendar, calendar_changed_cb, self);
      g_signal_connect_object (
          calendar, "notify", G_CALLBACK (calendar_changed_cb), self, G_CONNECT_SWAPPED);
    }
  calendar_changed_cb (self);
}

static void
online_cb (TogCalendarShare *self)
{
  if (!tog_account_get_online (self->account))
    return;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  tog_calendar_share_go_on (self);
}

/* Time alone changes what has to be said; so does going to another place. */
static gboolean
check_cb (gpointer user_data)
{
  TogCalendarShare *self = user_data;
  g_autoptr (TogZone) zone = tog_calendar_share_get_zone ();

  tog_calendars_set_zone (self->calendars, zone);
  tog_calendar_share_go_on (self);
  return G_SOURCE_CONTINUE;
}

static void
kept_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogCalendarShare) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, &error);
  GHashTableIter iter;
  gpointer id;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (document != NULL)
    tog_share_keep_parse (&self->keep, document->text);
  self->kept_known = TRUE;
  g_hash_table_iter_init (&iter, self->keep.counted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    tog_calendars_watch (self->calendars, id);
  if (self->keep.enabled || self->looked_at)
    tog_calendars_start (self->calendars);
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

static void
tog_calendar_share_dispose (GObject *object)
{
  TogCalendarShare *self = TOG_CALENDAR_SHARE (object);

  tog_calendar_share_close (self);
  g_clear_object (&self->calendars);
  G_OBJECT_CLASS (tog_calendar_share_parent_class)->dispose (object);
}

static void
tog_calendar_share_finalize (GObject *object)
{
  TogCalendarShare *self = TOG_CALENDAR_SHARE (object);

  tog_share_keep_clear (&self->keep);
  g_hash_table_unref (self->upcoming);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self->notice);
  G_OBJECT_CLASS (tog_calendar_share_parent_class)->finalize (object);
}

static void
tog_calendar_share_class_init (TogCalendarShareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_calendar_share_dispose;
  object_class->finalize = tog_calendar_share_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_calendar_share_init (TogCalendarShare *self)
{
  g_autoptr (TogZone) zone = tog_calendar_share_get_zone ();

  tog_share_keep_init (&self->keep);
  self->upcoming = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->pace = (TogSharePace){
    .refresh_within = TOG_DAY_SECONDS,
    .confirm_after = 6 * TOG_HOUR,
    .unknown_after = 30 * TOG_MINUTE,
    .retry = 5,
  };
  self->calendars = tog_calendars_new (zone, TOG_SHARE_DAYS);
  g_signal_connect_object (
      self->calendars, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->calendars, "notify", G_CALLBACK (calendar_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_account_get_share:
 * @account: an account
 *
 * Returns: (transfer none): the desktop's calendars as they count for @account
 */
TogCalendarShare *
tog_account_get_share (TogAccount *account)
{
  TogCalendarShare *self = account->share;

  g_return_val_if_fail (TOG_IS_ACCOUNT (account), NULL);

  if (self != NULL)
    return self;
  self = account->share = g_object_new (TOG_TYPE_CALENDAR_SHARE, NULL);
  self->account = account;
  g_signal_connect_object (
      account, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account,
                           "notify::home",
                           G_CALLBACK (tog_calendar_share_update_owner),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account,
                           "history-changed",
                           G_CALLBACK (tog_calendar_share_load_upcoming),
                           self,
                           G_CONNECT_SWAPPED);
  tog_calendar_share_update_owner (self);
  return self;
}

/**
 * tog_calendar_share_set_pace:
 * @pace: how long to wait for what
 */
void
tog_calendar_share_set_pace (TogCalendarShare *self, const TogSharePace *pace)
{
  self->pace = *pace;
}

/**
 * tog_calendar_share_start:
 *
 * Goes on with what was chosen before. Where nothing is shared the desktop's calendars
 * aren't even looked for.
 */
void
tog_calendar_share_start (TogCalendarShare *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  self->check_source = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
  /* Known before the first calendar is read. */
  tog_calendar_share_load_upcoming (self);
  tog_store_load_async (tog_account_get_drafts (self->account),
                        KEY,
                        self->cancellable,
                        kept_loaded_cb,
                        g_object_ref (self));
}

/**
 * tog_calendar_share_look:
 *
 * Finds out which calendars there are, here and at the server, for somebody who wants
 * to choose among them.
 */
void
tog_calendar_share_look (TogCalendarShare *self)
{
  self->looked_at = TRUE;
  tog_calendar_share_start (self);
  if (self->kept_known)
    {
      tog_calendars_start (self->calendars);
      tog_calendar_share_load_sources (self);
    }
}

/**
 * tog_calendar_share_close:
 *
 * Ends all traffic. What was chosen stays kept.
 */
void
tog_calendar_share_close (TogCalendarShare *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->changed_source, g_source_remove);
}

TogCalendars *
tog_calendar_share_get_calendars (TogCalendarShare *self)
{
  return self->calendars;
}

/**
 * tog_calendar_share_get_counts:
 * @calendar_id: the desktop's name for a calendar
 *
 * Returns: whether it counts
 */
gboolean
tog_calendar_share_get_counts (TogCalendarShare *self, const char *calendar_id)
{
  return g_hash_table_contains (self->keep.counted, calendar_id);
}

/**
 * tog_calendar_share_set_counts:
 * @calendar_id: the desktop's name for a calendar
 * @counts: whether it counts from now on
 *
 * Reads a calendar, so that what would be shared of it is known; and shares it where
 * calendars are shared. One that doesn't count any more is removed from the server.
 */
void
tog_calendar_share_set_counts (TogCalendarShare *self, const char *calendar_id, gboolean counts)
{
  g_autofree char *source_id = tog_share_keep_dup_source (&self->keep, calendar_id);

  if (counts == tog_calendar_share_get_counts (self, calendar_id))
    return;
  if (counts)
    {
      g_hash_table_add (self->keep.counted, g_strdup (calendar_id));
      g_hash_table_remove (self->keep.removed, calendar_id);
      g_hash_table_remove (self->keep.stopping, source_id);
      tog_calendars_watch (self->calendars, calendar_id);
    }
  else
    {
      g_hash_table_remove (self->keep.counted, calendar_id);
      tog_calendars_unwatch (self->calendars, calendar_id);
      if (self->keep.enabled)
        g_hash_table_add (self->keep.stopping, g_steal_pointer (&source_id));
    }
  tog_calendar_share_save (self);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

/**
 * tog_calendar_share_was_removed:
 * @calendar_id: the desktop's name for a calendar
 *
 * Returns: whether it was shared until that was stopped from elsewhere
 */
gboolean
tog_calendar_share_was_removed (TogCalendarShare *self, const char *calendar_id)
{
  return g_hash_table_contains (self->keep.removed, calendar_id);
}

/**
 * tog_calendar_share_list_counted:
 *
 * Returns: (transfer full) (element-type utf8): the desktop's names for the
 *   calendars that count, also of those that are gone
 */
GPtrArray *
tog_calendar_share_list_counted (TogCalendarShare *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->keep.counted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (list, g_strdup (id));
  return list;
}

/**
 * tog_calendar_share_get_enabled:
 *
 * Returns: whether calendars are shared
 */
gboolean
tog_calendar_share_get_enabled (TogCalendarShare *self)
{
  return self->keep.enabled;
}

/**
 * tog_calendar_share_set_enabled:
 * @enabled: whether calendars are shared from now on
 *
 * Uploads when the calendars that count are busy, and keeps that up to date; or removes
 * from the server all that this desktop uploaded, as soon as it can be reached.
 */
void
tog_calendar_share_set_enabled (TogCalendarShare *self, gboolean enabled)
{
  g_autoptr (GPtrArray) counted = tog_calendar_share_list_counted (self);

  if (self->keep.enabled == enabled)
    return;
  self->keep.enabled = enabled;
  for (guint i = 0; i < counted->len; i++)
    {
      g_autofree char *source_id =
          tog_share_keep_dup_source (&self->keep, g_ptr_array_index (counted, i));

      if (enabled)
        g_hash_table_remove (self->keep.stopping, source_id);
      else
        g_hash_table_add (self->keep.stopping, g_steal_pointer (&source_id));
    }
  for (guint i = 0; !enabled && self->sources != NULL && i < self->sources->len; i++)
    {
      TogSource *source = g_ptr_array_index (self->sources, i);

      if (tog_share_keep_is_ours (&self->keep, source->id))
        g_hash_table_add (self->keep.stopping, g_strdup (source->id));
    }
  tog_calendar_share_save (self);
  if (enabled)
    tog_calendars_start (self->calendars);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

/**
 * tog_calendar_share_get_sources:
 *
 * Returns: (transfer none) (nullable) (element-type TogSource): all calendars that the
 *   server has of this member, as far as is known
 */
GPtrArray *
tog_calendar_share_get_sources (TogCalendarShare *self)
{
  return self->sources;
}

/**
 * tog_calendar_share_hear:
 *
 * Asks the server what it has, where that matters: something of the member's is another
 * there, and sharing may have been stopped from elsewhere.
 */
void
tog_calendar_share_hear (TogCalendarShare *self)
{
  self->sources_fresh = FALSE;
  tog_calendar_share_go_on (self);
}

/**
 * tog_calendar_share_find_source:
 * @calendar_id: the desktop's name for a calendar
 *
 * Returns: (transfer none) (nullable): what the server has of it
 */
TogSource *
tog_calendar_share_find_source (TogCalendarShare *self, const char *calendar_id)
{
  g_autofree char *source_id = tog_share_keep_dup_source (&self->keep, calendar_id);

  return tog_calendar_share_find_id (self, source_id);
}

/**
 * tog_calendar_share_is_ours:
 * @source: one that the server has
 *
 * Returns: whether it is of this desktop, and not another one's
 */
gboolean
tog_calendar_share_is_ours (TogCalendarShare *self, TogSource *source)
{
  return tog_share_keep_is_ours (&self->keep, source->id);
}

/**
 * tog_calendar_share_get_pending:
 *
 * Returns: whether something is still under way to the server
 */
gboolean
tog_calendar_share_get_pending (TogCalendarShare *self)
{
  return self->writing || g_hash_table_size (self->keep.stopping) > 0;
}

/**
 * tog_calendar_share_get_notice:
 *
 * Returns: (nullable): why the server has not all of it, fit to show
 */
const char *
tog_calendar_share_get_notice (TogCalendarShare *self)
{
  return self->notice;
}

static gboolean
is_left (gpointer leaver, gboolean *done)
{
  TogCalendarShare *self = leaver;

  *done = !tog_calendar_share_get_pending (self);
  return *done || self->n_failed > 0 || !tog_account_get_online (self->account);
}

static void
stay (gpointer leaver, gpointer before)
{
  tog_calendar_share_set_enabled (leaver, GPOINTER_TO_INT (before));
}

/**
 * tog_calendar_share_leave_async:
 * @cancellable: (nullable): stops it, and shares again what was shared
 *
 * Takes away from the server what this desktop shares, as long as it is there to be
 * asked: for somebody who is about to sign out. That waits for a few seconds at most.
 */
void
tog_calendar_share_leave_async (TogCalendarShare *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean was_enabled = self->keep.enabled;

  g_task_set_source_tag (task, tog_calendar_share_leave_async);
  tog_calendar_share_set_enabled (self, FALSE);
  tog_leave_wait (task, is_left, stay, GINT_TO_POINTER (was_enabled), NULL);
}

/**
 * tog_calendar_share_leave_finish:
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the server has nothing of this desktop any more; else that goes stale
 *   by itself
 */
gboolean
tog_calendar_share_leave_finish (TogCalendarShare *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tog_account_dup_titles:
 * @account: an account
 * @range: when they are wanted
 *
 * Returns: (transfer full): what the calendars that count say that one is busy with, as
 *   far as this desktop has been asked for that
 */
TogEventTitles *
tog_account_dup_titles (TogAccount *account, TogSlot range)
{
  TogEventTitles *titles = tog_event_titles_new ();
  g_autoptr (GPtrArray) counted = NULL;

  g_return_val_if_fail (TOG_IS_ACCOUNT (account), titles);

  if (account->share == NULL)
    return titles;
  counted = tog_calendar_share_list_counted (account->share);
  for (guint i = 0; i < counted->len; i++)
    {
      TogDesktopCalendar *calendar =
          tog_calendars_find (account->share->calendars, g_ptr_array_index (counted, i));
      TogEventTitles *theirs = calendar != NULL ? tog_desktop_calendar_get_titles (calendar) : NULL;

      if (theirs != NULL)
        tog_event_titles_add_all (titles, theirs, range);
    }
  return titles;
}
