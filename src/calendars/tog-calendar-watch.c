#include "config.h"

#include "tog-calendar-watch.h"

#include "tog-busy-reader.h"

#include <glib/gi18n.h>

/* The UID of an event that no calendar has. */
#define NOWHERE "nowhere@together.invalid"

struct _TogCalendarWatch
{
  GObject parent_instance;

  TogCalendars *calendars;      /* (not owned): owns this, by its registry */
  TogDesktopCalendar *calendar; /* (owned) */
  ESource *source;              /* (owned) */
  gboolean is_remote;           /* whether another computer has it */

  ECalClient *client;        /* (owned) (nullable) */
  ECalClientView *view;      /* (owned) (nullable): tells of changes */
  GCancellable *cancellable; /* (owned) (nullable): what is being waited for */
  gboolean reading;
  gboolean changed; /* since the reading that is going on began */
  guint n_failures; /* since it last went well */

  guint slow_timer;
  guint give_up_timer;
  guint next_timer; /* of whatever comes next */
};

G_DEFINE_FINAL_TYPE (TogCalendarWatch, tog_calendar_watch, G_TYPE_OBJECT)

static void connect_client (TogCalendarWatch *self);
static void read_calendar (TogCalendarWatch *self);

static void
stop_waiting (TogCalendarWatch *self)
{
  g_clear_handle_id (&self->slow_timer, g_source_remove);
  g_clear_handle_id (&self->give_up_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->reading = FALSE;
}

static void
drop_client (TogCalendarWatch *self)
{
  stop_waiting (self);
  g_clear_handle_id (&self->next_timer, g_source_remove);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
}

static void
connect_cb (gpointer data)
{
  TogCalendarWatch *self = data;

  self->next_timer = 0;
  connect_client (self);
}

/* Comes back after a while that grows with each failure. */
static void
retry_later (TogCalendarWatch *self, GSourceOnceFunc callback)
{
  const TogCalendarsPace *pace = &self->calendars->pace;
  guint64 pause = (guint64) pace->retry << MIN (self->n_failures, 16);

  self->n_failures++;
  self->next_timer = g_timeout_add_once (MIN (pause, pace->refresh), callback, self);
}

/* Which sessions are in a calendar can't be told as long as it isn't reached; when its
 * owner is busy may be of any age. */
static void
lose (TogCalendarWatch *self, TogDesktopCalendarState state, const char *reason)
{
  g_object_freeze_notify (G_OBJECT (self->calendar));
  tog_desktop_calendar_set_events (self->calendar, NULL);
  tog_desktop_calendar_set_state (self->calendar, state, reason);
  g_object_thaw_notify (G_OBJECT (self->calendar));
}

/* Begins anew. */
static void
fail (TogCalendarWatch *self, TogDesktopCalendarState state, const char *reason)
{
  lose (self, state, reason);
  drop_client (self);
  retry_later (self, connect_cb);
}

/* Why nothing comes, as far as the desktop tells. */
static const char *
explain_silence (TogCalendarWatch *self)
{
  switch (e_source_get_connection_status (self->source))
    {
    case E_SOURCE_CONNECTION_STATUS_AWAITING_CREDENTIALS:
      return _ ("The account asks for a password");
    case E_SOURCE_CONNECTION_STATUS_SSL_FAILED:
      return _ ("The certificate of the account’s server is not trusted");
    case E_SOURCE_CONNECTION_STATUS_CONNECTED:
      return _ ("The calendar does not answer");
    case E_SOURCE_CONNECTION_STATUS_DISCONNECTED:
    case E_SOURCE_CONNECTION_STATUS_CONNECTING:
    default:
      return self->is_remote ? _ ("The account’s server can’t be reached")
                             : _ ("The calendar does not answer");
    }
}

static void
slow_cb (gpointer data)
{
  TogCalendarWatch *self = data;

  self->slow_timer = 0;
  tog_desktop_calendar_set_state (
      self->calendar, TOG_DESKTOP_CALENDAR_SLOW, _ ("The calendar takes long to answer"));
}

static void
give_up_cb (gpointer data)
{
  TogCalendarWatch *self = data;

  self->give_up_timer = 0;
  fail (self, TOG_DESKTOP_CALENDAR_UNKNOWN, explain_silence (self));
}

/* Begins to wait for something that is cancelled when it takes too long. */
static void
start_waiting (TogCalendarWatch *self)
{
  const TogCalendarsPace *pace = &self->calendars->pace;

  stop_waiting (self);
  self->cancellable = g_cancellable_new ();
  self->slow_timer = g_timeout_add_once (pace->slow, slow_cb, self);
  self->give_up_timer = g_timeout_add_once (pace->give_up, give_up_cb, self);
}

/* An error that nobody waits for any more says nothing about this watch, which may
 * be gone. Otherwise its words are shown; the desktop's are translated. */
static gboolean
is_over (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
reread_cb (gpointer data)
{
  TogCalendarWatch *self = data;

  self->next_timer = 0;
  read_calendar (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  ICalComponent *event = NULL;
  TogCalendarWatch *self;

  e_cal_client_get_object_finish (E_CAL_CLIENT (source), result, &event, &error);
  g_clear_object (&event);
  if (is_over (error))
    return;
  self = TOG_CALENDAR_WATCH (data);
  self->next_timer = g_timeout_add_once (self->calendars->pace.settle, reread_cb, self);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  TogCalendarWatch *self;

  e_client_refresh_finish (E_CLIENT (source), result, &error);
  if (is_over (error))
    return;
  self = TOG_CALENDAR_WATCH (data);
  e_cal_client_get_object (self->client, NOWHERE, NULL, self->cancellable, asked_cb, self);
}

/* What another computer has is read once it was spoken with: what the desktop kept
 * from earlier may be of any age. The data server doesn't tell when a refresh went
 * well; but one that fails is told at once as the client's error, and an event that it
 * hasn't is asked of that computer, for as long as that doesn't answer. */
static void
ask_server (TogCalendarWatch *self)
{
  start_waiting (self);
  self->reading = TRUE;
  e_client_refresh (E_CLIENT (self->client), self->cancellable, refreshed_cb, self);
}

static void
refresh_cb (gpointer data)
{
  TogCalendarWatch *self = data;

  self->next_timer = 0;
  if (self->is_remote)
    ask_server (self);
  else
    read_calendar (self);
}

static void
set_read (TogCalendarWatch *self,
          TogBusyTimes *times,
          TogEventTitles *titles,
          TogSessionEvents *events)
{
  self->n_failures = 0;
  g_object_freeze_notify (G_OBJECT (self->calendar));
  tog_desktop_calendar_set_titles (self->calendar, titles);
  tog_desktop_calendar_set_events (self->calendar, events);
  tog_desktop_calendar_set_times (self->calendar, times);
  tog_desktop_calendar_set_state (self->calendar, TOG_DESKTOP_CALENDAR_OK, NULL);
  g_object_thaw_notify (G_OBJECT (self->calendar));
  self->next_timer = g_timeout_add_once (self->calendars->pace.refresh, refresh_cb, self);
}

/* Something in the calendar can't be understood. It stays open: sessions are put into it
 * all the same, and it tells when that is mended. */
static void
set_misread (TogCalendarWatch *self, TogSessionEvents *events, const char *reason)
{
  g_object_freeze_notify (G_OBJECT (self->calendar));
  tog_desktop_calendar_set_events (self->calendar, events);
  tog_desktop_calendar_set_state (self->calendar, TOG_DESKTOP_CALENDAR_FAILED, reason);
  g_object_thaw_notify (G_OBJECT (self->calendar));
  retry_later (self, refresh_cb);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogEventTitles) titles = NULL;
  g_autoptr (TogSessionEvents) events = NULL;
  g_autoptr (TogBusyTimes) times =
      tog_busy_reader_read_finish (result, NULL, &titles, &events, &error);
  TogCalendarWatch *self;

  if (is_over (error))
    return;
  self = TOG_CALENDAR_WATCH (data);
  stop_waiting (self);
  if (events == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      fail (self, TOG_DESKTOP_CALENDAR_FAILED, error->message);
      return;
    }
  if (times != NULL)
    set_read (self, times, titles, events);
  else
    set_misread (self, events, error->message);
  if (self->changed)
    tog_calendar_watch_reread (self);
}

static void
read_calendar (TogCalendarWatch *self)
{
  start_waiting (self);
  self->reading = TRUE;
  self->changed = FALSE;
  tog_busy_reader_read_async (
      self->client, tog_calendars_make_query (self->calendars), self->cancellable, read_cb, self);
}

static void
begin_if_connected (TogCalendarWatch *self)
{
  if (self->view == NULL || self->reading)
    return;
  g_clear_handle_id (&self->next_timer, g_source_remove);
  if (!self->is_remote)
    read_calendar (self);
  else if (e_source_get_connection_status (self->source) == E_SOURCE_CONNECTION_STATUS_CONNECTED)
    ask_server (self);
}

static void
connection_status_cb (TogCalendarWatch *self)
{
  ESourceConnectionStatus status = e_source_get_connection_status (self->source);

  if (self->client == NULL)
    return;
  if (status == E_SOURCE_CONNECTION_STATUS_CONNECTED)
    begin_if_connected (self);
  else if (status == E_SOURCE_CONNECTION_STATUS_AWAITING_CREDENTIALS ||
           status == E_SOURCE_CONNECTION_STATUS_SSL_FAILED)
    lose (self, TOG_DESKTOP_CALENDAR_UNKNOWN, explain_silence (self));
}

static void
changed_cb (ECalClientView *view, gpointer objects, TogCalendarWatch *self)
{
  tog_calendar_watch_reread (self);
}

static void
client_error_cb (EClient *client, const char *message, TogCalendarWatch *self)
{
  fail (self, TOG_DESKTOP_CALENDAR_FAILED, message);
}

static void
client_died_cb (EClient *client, TogCalendarWatch *self)
{
  fail (self,
        TOG_DESKTOP_CALENDAR_FAILED,
        _ ("The desktop’s calendar service ended; it is started again"));
}

static void
got_view_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  ECalClientView *view = NULL;
  TogCalendarWatch *self;

  e_cal_client_get_view_finish (E_CAL_CLIENT (source), result, &view, &error);
  if (is_over (error))
    return;
  self = TOG_CALENDAR_WATCH (data);
  self->view = view;
  /* Only what changes from now on. */
  if (view != NULL)
    e_cal_client_view_set_flags (view, E_CAL_CLIENT_VIEW_FLAGS_NONE, &error);
  if (view != NULL && error == NULL)
    e_cal_client_view_start (view, &error);
  if (error != NULL)
    {
      fail (self, TOG_DESKTOP_CALENDAR_FAILED, error->message);
      return;
    }
  g_signal_connect (self->view, "objects-added", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->view, "objects-modified", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->view, "objects-removed", G_CALLBACK (changed_cb), self);
  begin_if_connected (self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EClient) client = e_cal_client_connect_finish (result, &error);
  TogCalendarWatch *self;

  if (is_over (error))
    return;
  self = TOG_CALENDAR_WATCH (data);
  if (client == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      fail (self, TOG_DESKTOP_CALENDAR_FAILED, error->message);
      return;
    }
  self->client = E_CAL_CLIENT (g_steal_pointer (&client));
  g_signal_connect (self->client, "backend-error", G_CALLBACK (client_error_cb), self);
  g_signal_connect (self->client, "backend-died", G_CALLBACK (client_died_cb), self);
  e_cal_client_get_view (self->client, "#t", self->cancellable, got_view_cb, self);
  /* What the desktop asks for it may have asked for before. */
  connection_status_cb (self);
}

static void
connect_client (TogCalendarWatch *self)
{
  start_waiting (self);
  e_cal_client_connect (self->source,
                        E_CAL_CLIENT_SOURCE_TYPE_EVENTS,
                        (guint32) -1, /* not to wait for its server */
                        self->cancellable,
                        connected_cb,
                        self);
}

static gboolean
find_is_remote (ESource *source)
{
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);
  const char *name = e_source_backend_get_backend_name (backend);

  return g_strcmp0 (name, "local") != 0 && g_strcmp0 (name, "contacts") != 0;
}

static void
tog_calendar_watch_dispose (GObject *object)
{
  TogCalendarWatch *self = TOG_CALENDAR_WATCH (object);

  drop_client (self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_clear_object (&self->calendar);
  G_OBJECT_CLASS (tog_calendar_watch_parent_class)->dispose (object);
}

static void
tog_calendar_watch_class_init (TogCalendarWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_calendar_watch_dispose;
}

static void
tog_calendar_watch_init (TogCalendarWatch *self)
{
}

/**
 * tog_calendar_watch_new:
 * @calendars: (not owned): has the pace and the query, and outlives the watch
 * @calendar: what is told of what is read
 * @source: the desktop's description of it
 *
 * Begins to watch a calendar.
 *
 * Returns: (transfer full): the watch, which ends with its last reference
 */
TogCalendarWatch *
tog_calendar_watch_new (TogCalendars *calendars, TogDesktopCalendar *calendar, ESource *source)
{
  TogCalendarWatch *self = g_object_new (TOG_TYPE_CALENDAR_WATCH, NULL);

  self->calendars = calendars;
  self->calendar = g_object_ref (calendar);
  self->source = g_object_ref (source);
  self->is_remote = find_is_remote (source);
  g_signal_connect_swapped (
      source, "notify::connection-status", G_CALLBACK (connection_status_cb), self);
  connect_client (self);
  return self;
}

/**
 * tog_calendar_watch_reread:
 *
 * Reads the calendar again, soon: what changes until then is read with it.
 */
void
tog_calendar_watch_reread (TogCalendarWatch *self)
{
  self->changed = TRUE;
  /* Before the first reading, and while one is going on, the next one will come. */
  if (self->view == NULL || self->reading || self->cancellable != NULL)
    return;
  g_clear_handle_id (&self->next_timer, g_source_remove);
  self->next_timer = g_timeout_add_once (self->calendars->pace.settle, reread_cb, self);
}

/**
 * tog_calendar_watch_get_client:
 *
 * Returns: (transfer none) (nullable): the open calendar, where it answers
 */
ECalClient *
tog_calendar_watch_get_client (TogCalendarWatch *self)
{
  return self->view != NULL ? self->client : NULL;
}
