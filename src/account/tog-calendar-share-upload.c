#include "config.h"

#include "tog-calendar-share-private.h"

#include "tog-account-availability.h"
#include "tog-account-private.h"
#include "tog-busy-digest.h"
#include "tog-busy-query.h"

#include <glib/gi18n.h>

/* In seconds. */
#define LONGEST_RETRY 300
#define REFUSED_RETRY 3600

/**
 * tog_calendar_share_find_id:
 * @source_id: of a source
 *
 * Returns: (transfer none) (nullable): it, as the server has it
 */
TogSource *
tog_calendar_share_find_id (TogCalendarShare *self, const char *source_id)
{
  for (guint i = 0; self->sources != NULL && i < self->sources->len; i++)
    {
      TogSource *source = g_ptr_array_index (self->sources, i);

      if (g_str_equal (source->id, source_id))
        return source;
    }
  return NULL;
}

static void
forget_source (TogCalendarShare *self, const char *source_id)
{
  TogSource *source = tog_calendar_share_find_id (self, source_id);

  if (source != NULL)
    g_ptr_array_remove (self->sources, source);
}

static void
set_notice (TogCalendarShare *self, const char *notice)
{
  g_free (self->notice);
  self->notice = g_strdup (notice);
}

static void
retry_cb (gpointer user_data)
{
  TogCalendarShare *self = user_data;

  self->retry_source = 0;
  tog_calendar_share_go_on (self);
}

/* What could not be done is tried again after a while, and when the server is there. */
static void
note_failure (TogCalendarShare *self, const GError *error)
{
  guint64 seconds = MIN ((guint64) self->pace.retry << MIN (self->n_failed, 16), LONGEST_RETRY);

  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED))
    seconds = REFUSED_RETRY;
  set_notice (self, error->message);
  self->n_failed++;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add_once ((guint) seconds * 1000, retry_cb, self);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
note_success (TogCalendarShare *self)
{
  self->n_failed = 0;
  set_notice (self, NULL);
}

/* Takes in what the server says that it has. */
static void
note_sources (TogCalendarShare *self)
{
  guint n_shared = g_hash_table_size (self->keep.shared);
  g_autoptr (GPtrArray) removed = tog_share_keep_take_removed (&self->keep, self->sources);

  for (guint i = 0; i < removed->len; i++)
    tog_calendars_unwatch (self->calendars, g_ptr_array_index (removed, i));
  if (removed->len > 0 || g_hash_table_size (self->keep.shared) != n_shared)
    tog_calendar_share_save (self);
}

static void
sources_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogCalendarShare) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean newest;
  g_autoptr (GPtrArray) sources =
      tog_account_load_sources_finish (TOG_ACCOUNT (source), result, &newest, &error);

  self->loading = FALSE;
  if (is_cancelled (error))
    return;
  if (sources == NULL)
    {
      note_failure (self, error);
    }
  else
    {
      g_clear_pointer (&self->sources, g_ptr_array_unref);
      self->sources = g_steal_pointer (&sources);
      self->sources_fresh = TRUE;
      /* What was last known doesn't tell of what was shared or removed since. */
      if (newest)
        note_sources (self);
    }
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

/**
 * tog_calendar_share_load_sources:
 *
 * Asks the server what it has.
 */
void
tog_calendar_share_load_sources (TogCalendarShare *self)
{
  if (self->loading || self->writing || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->loading = TRUE;
  tog_account_load_sources_async (
      self->account, self->cancellable, sources_loaded_cb, g_object_ref (self));
}

/* A failed write is found out again by what the server has then. */
static gboolean
end_write (TogCalendarShare *self, const GError *error)
{
  self->writing = FALSE;
  if (error == NULL)
    {
      note_success (self);
      return TRUE;
    }
  if (is_cancelled (error))
    return FALSE;
  self->sources_fresh = FALSE;
  if (!g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE) &&
      !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    note_failure (self, error);
  return FALSE;
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogCalendarShare) self = user_data;
  g_autoptr (GError) error = NULL;
  TogSource *source = tog_account_source_finish (TOG_ACCOUNT (object), result, &error);

  if (end_write (self, error))
    {
      forget_source (self, source->id);
      g_ptr_array_add (self->sources, source);
      if (g_hash_table_add (self->keep.shared, g_strdup (source->id)))
        tog_calendar_share_save (self);
    }
  if (is_cancelled (error))
    return;
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

typedef struct
{
  TogCalendarShare *share; /* (owned) */
  char *source_id;         /* (owned) */
} Stopping;

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Stopping *stopping = user_data;
  g_autoptr (TogCalendarShare) self = g_steal_pointer (&stopping->share);
  g_autofree char *source_id = g_steal_pointer (&stopping->source_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      tog_account_delete_source_finish (TOG_ACCOUNT (object), result, &error);

  g_free (stopping);
  if (end_write (self, error))
    {
      g_clear_pointer (&self->sources, g_ptr_array_unref);
      self->sources = g_steal_pointer (&sources);
      self->sources_fresh = TRUE;
      note_sources (self);
    }
  if (is_cancelled (error))
    return;
  /* What isn't there need not be removed. */
  if (error == NULL || g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE))
    {
      g_hash_table_remove (self->keep.stopping, source_id);
      tog_calendar_share_save (self);
    }
  tog_calendar_share_go_on (self);
  tog_calendar_share_say_changed (self);
}

static gboolean
stop_next (TogCalendarShare *self)
{
  GHashTableIter iter;
  gpointer source_id;
  Stopping *stopping;

  g_hash_table_iter_init (&iter, self->keep.stopping);
  if (!g_hash_table_iter_next (&iter, &source_id, NULL))
    return FALSE;
  stopping = g_new (Stopping, 1);
  stopping->share = g_object_ref (self);
  stopping->source_id = g_strdup (source_id);
  /* That it will be missing is no surprise. */
  g_hash_table_remove (self->keep.shared, source_id);
  self->writing = TRUE;
  tog_account_delete_source_async (
      self->account, source_id, self->cancellable, stopped_cb, stopping);
  return TRUE;
}

/* What the server should have of a calendar, or FALSE as long as that is not known.
 * What can't be read any more is said with a promise that is broken already: so it
 * becomes unknown, and what was known of it still counts as busy. */
static gboolean
plan (TogCalendarShare *self, const char *calendar_id, TogBusyRequest *request)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 ahead = tog_account_get_now (self->account) - now;
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, calendar_id);
  TogBusyTimes *times = calendar != NULL ? tog_desktop_calendar_get_times (calendar) : NULL;
  TogDesktopCalendarState state =
      calendar != NULL ? tog_desktop_calendar_get_state (calendar) : TOG_DESKTOP_CALENDAR_FAILED;
  const char *reason = calendar != NULL ? tog_desktop_calendar_get_reason (calendar) : NULL;

  if (calendar == NULL && tog_calendars_get_status (self->calendars) == TOG_CALENDARS_STARTING)
    return FALSE;
  if (calendar != NULL && state != TOG_DESKTOP_CALENDAR_OK && times == NULL && reason == NULL)
    return FALSE; /* It is being read for the first time. */

  *request = (TogBusyRequest){ 0 };
  /* The name tells nothing: what people call their calendars is theirs alone. */
  request->name = g_strdup (_ ("Desktop Calendar"));
  if (times != NULL)
    {
      request->complete = times->known;
      request->refreshed_at = times->read_at + ahead;
      request->busy = tog_slot_set_ref (times->busy);
    }
  else
    {
      g_autoptr (TogZone) zone = tog_calendar_share_get_zone ();
      g_autoptr (TogBusyQuery) query = tog_busy_query_new (zone, now, TOG_SHARE_DAYS, NULL, NULL);

      request->complete = query->range;
      request->refreshed_at = now + ahead - TOG_MAX_REFRESH_WITHIN;
      request->busy = tog_slot_set_new (NULL, 0);
    }
  request->refresh_within = self->pace.refresh_within;
  if (times == NULL ||
      (state != TOG_DESKTOP_CALENDAR_OK && now - times->read_at >= self->pace.unknown_after))
    request->refresh_within = TOG_MIN_REFRESH_WITHIN;
  return TRUE;
}

/* Whether there was something to send of a calendar. */
static gboolean
send_next (TogCalendarShare *self, const char *calendar_id)
{
  g_autofree char *source_id = tog_share_keep_dup_source (&self->keep, calendar_id);
  TogSource *source = tog_calendar_share_find_id (self, source_id);
  g_auto (TogBusyRequest) request = { 0 };
  g_autofree char *digest = NULL;
  gint64 newer;
  gboolean same;

  if (!plan (self, calendar_id, &request))
    return FALSE;
  digest = tog_busy_digest (request.busy);
  newer = source != NULL ? request.refreshed_at - source->refreshed_at : 0;
  same = source != NULL && g_strcmp0 (source->digest, digest) == 0 &&
         source->refresh_within == request.refresh_within;
  /* Of what is unknown there is no news. */
  if (same && (request.refresh_within == TOG_MIN_REFRESH_WITHIN ||
               (source->complete.start == request.complete.start &&
                source->complete.end == request.complete.end &&
                (newer <= 0 || newer < self->pace.confirm_after))))
    return FALSE;

  self->writing = TRUE;
  if (same)
    {
      TogConfirmRequest confirm = { request.complete, request.refreshed_at, digest };

      tog_account_confirm_busy_async (
          self->account, source_id, &confirm, self->cancellable, sent_cb, g_object_ref (self));
    }
  else
    {
      tog_account_put_busy_async (self->account,
                                  source_id,
                                  &request,
                                  g_hash_table_contains (self->keep.shared, source_id),
                                  self->cancellable,
                                  sent_cb,
                                  g_object_ref (self));
    }
  return TRUE;
}

/**
 * tog_calendar_share_go_on:
 *
 * Does what is to be done next, one thing after another.
 */
void
tog_calendar_share_go_on (TogCalendarShare *self)
{
  GHashTableIter iter;
  gpointer id;

  if (!self->kept_known || self->writing || self->loading || self->retry_source != 0 ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!self->sources_fresh &&
      (self->keep.enabled || self->looked_at || g_hash_table_size (self->keep.stopping) > 0))
    {
      tog_calendar_share_load_sources (self);
      return;
    }
  if (stop_next (self) || !self->keep.enabled)
    return;
  g_hash_table_iter_init (&iter, self->keep.counted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (send_next (self, id))
      return;
}
