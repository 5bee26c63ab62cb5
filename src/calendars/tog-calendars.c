#include "config.h"

#include "tog-calendars.h"

#include "tog-calendars-private.h"

#include <glib/gi18n.h>
#include <gmodule.h>

#define SOURCES_NAME "org.gnome.evolution.dataserver.Sources"

enum
{
  PROP_0,
  PROP_STATUS,
  PROP_NOTICE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void tog_calendars_list_model_init (GListModelInterface *iface);

G_DEFINE_ENUM_TYPE (TogCalendarsStatus,
                    tog_calendars_status,
                    G_DEFINE_ENUM_VALUE (TOG_CALENDARS_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (TOG_CALENDARS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TOG_CALENDARS_MISSING, "missing"),
                    G_DEFINE_ENUM_VALUE (TOG_CALENDARS_FAILED, "failed"))

G_DEFINE_FINAL_TYPE_WITH_CODE (TogCalendars,
                               tog_calendars,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tog_calendars_list_model_init))

static int
compare_calendars (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TogDesktopCalendar *x = (TogDesktopCalendar *) a;
  TogDesktopCalendar *y = (TogDesktopCalendar *) b;
  int order;

  order =
      g_utf8_collate (tog_desktop_calendar_get_account (x), tog_desktop_calendar_get_account (y));
  if (order == 0)
    order = g_utf8_collate (tog_desktop_calendar_get_name (x), tog_desktop_calendar_get_name (y));
  if (order == 0)
    order = g_strcmp0 (tog_desktop_calendar_get_id (x), tog_desktop_calendar_get_id (y));
  return order;
}

/* Which versions of its names a data server has differs between distributions. */
static gboolean
has_data_server (GVariant *names)
{
  g_autofree const char **words = NULL;
  g_autoptr (GVariant) array = g_variant_get_child_value (names, 0);

  words = g_variant_get_strv (array, NULL);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], SOURCES_NAME))
      return TRUE;
  return FALSE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  const TogDataServer *server = tog_data_server_load_finish (result, &error);
  g_autofree char *notice = NULL;
  TogCalendars *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = TOG_CALENDARS (data);
  if (server != NULL)
    {
      self->server = server;
      server->open (self);
      return;
    }
  if (g_error_matches (error, G_MODULE_ERROR, G_MODULE_ERROR_CHECK_FAILED))
    notice = g_strdup (_ ("This desktop’s calendars can’t be read: the app was updated, and "
                          "has to be started again"));
  else
    notice = g_strdup_printf (_ ("This desktop’s calendars can’t be read: %s"), error->message);
  tog_calendars_set_status (self, TOG_CALENDARS_MISSING, notice);
}

static void
listed_names_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) names =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TogCalendars *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = TOG_CALENDARS (data);
  if (names == NULL || !has_data_server (names))
    tog_calendars_set_status (
        self,
        TOG_CALENDARS_MISSING,
        _ ("This desktop’s calendars can’t be read: Evolution Data Server is not installed"));
  else
    tog_data_server_load_async (self->cancellable, loaded_cb, self);
}

static void
got_bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  TogCalendars *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = TOG_CALENDARS (data);
  if (bus == NULL)
    {
      tog_calendars_set_status (
          self,
          TOG_CALENDARS_MISSING,
          _ ("This desktop’s calendars can’t be read: there is no session bus"));
      return;
    }
  g_dbus_connection_call (bus,
                          "org.freedesktop.DBus",
                          "/org/freedesktop/DBus",
                          "org.freedesktop.DBus",
                          "ListActivatableNames",
                          NULL,
                          G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          self->cancellable,
                          listed_names_cb,
                          self);
}

static GType
tog_calendars_get_item_type (GListModel *list)
{
  return TOG_TYPE_DESKTOP_CALENDAR;
}

static guint
tog_calendars_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TOG_CALENDARS (list)->list));
}

static gpointer
tog_calendars_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TOG_CALENDARS (list)->list), position);
}

static void
tog_calendars_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tog_calendars_get_item_type;
  iface->get_n_items = tog_calendars_get_n_items;
  iface->get_item = tog_calendars_get_item;
}

static void
tog_calendars_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TogCalendars *self = TOG_CALENDARS (object);

  switch (id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_NOTICE:
      g_value_set_string (value, self->notice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tog_calendars_dispose (GObject *object)
{
  TogCalendars *self = TOG_CALENDARS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->registry != NULL)
    self->server->free (g_steal_pointer (&self->registry));
  G_OBJECT_CLASS (tog_calendars_parent_class)->dispose (object);
}

static void
tog_calendars_finalize (GObject *object)
{
  TogCalendars *self = TOG_CALENDARS (object);

  g_clear_pointer (&self->zone, tog_zone_unref);
  g_free (self->email);
  g_clear_pointer (&self->own_uids, g_hash_table_unref);
  g_clear_pointer (&self->sought, g_hash_table_unref);
  g_free (self->notice);
  g_clear_object (&self->list);
  g_clear_pointer (&self->watched, g_hash_table_unref);
  G_OBJECT_CLASS (tog_calendars_parent_class)->finalize (object);
}

static void
tog_calendars_class_init (TogCalendarsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tog_calendars_get_property;
  object_class->dispose = tog_calendars_dispose;
  object_class->finalize = tog_calendars_finalize;

  props[PROP_STATUS] = g_param_spec_enum (
      "status", NULL, NULL, TOG_TYPE_CALENDARS_STATUS, TOG_CALENDARS_STARTING, flags);
  props[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tog_calendars_init (TogCalendars *self)
{
  self->list = g_list_store_new (TOG_TYPE_DESKTOP_CALENDAR);
  g_signal_connect_object (self->list,
                           "items-changed",
                           G_CALLBACK (g_list_model_items_changed),
                           self,
                           G_CONNECT_SWAPPED);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pace = (TogCalendarsPace){
    .slow = 5 * 1000,
    .give_up = 60 * 1000,
    .settle = 500,
    .refresh = 10 * 60 * 1000,
    .retry = 2 * 1000,
  };
}

/**
 * tog_calendars_new:
 * @zone: where their owner is
 * @horizon_days: how far ahead to look, from today on
 *
 * Makes a list that is empty until tog_calendars_start().
 *
 * Returns: (transfer full): the list
 */
TogCalendars *
tog_calendars_new (TogZone *zone, guint horizon_days)
{
  TogCalendars *self = g_object_new (TOG_TYPE_CALENDARS, NULL);

  self->zone = tog_zone_ref (zone);
  self->days = horizon_days;
  return self;
}

/**
 * tog_calendars_set_pace:
 * @pace: how long to wait for what; holds for what begins from now on
 */
void
tog_calendars_set_pace (TogCalendars *self, const TogCalendarsPace *pace)
{
  self->pace = *pace;
}

/**
 * tog_calendars_set_zone:
 * @zone: where the calendars' owner is now
 *
 * Reads what is watched anew, if that is elsewhere.
 */
void
tog_calendars_set_zone (TogCalendars *self, TogZone *zone)
{
  if (g_str_equal (tog_zone_get_name (self->zone), tog_zone_get_name (zone)))
    return;
  tog_zone_unref (self->zone);
  self->zone = tog_zone_ref (zone);
  if (self->registry != NULL)
    self->server->reread (self->registry);
}

static gboolean
same_uids (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer uid;

  if (a == NULL || b == NULL)
    return a == b;
  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!g_hash_table_contains (b, uid))
      return FALSE;
  return TRUE;
}

/**
 * tog_calendars_set_owner:
 * @email: (nullable): the owner's address: what they declined doesn't block
 * @own_uids: (nullable) (element-type utf8 utf8): UIDs of our own sessions, which are
 *   passed over; not changed any more
 *
 * Reads what is watched anew, if that is news.
 */
void
tog_calendars_set_owner (TogCalendars *self, const char *email, GHashTable *own_uids)
{
  if (g_strcmp0 (self->email, email) == 0 && same_uids (self->own_uids, own_uids))
    return;
  g_free (self->email);
  self->email = g_strdup (email);
  if (own_uids != NULL)
    g_hash_table_ref (own_uids);
  g_clear_pointer (&self->own_uids, g_hash_table_unref);
  self->own_uids = own_uids;
  if (self->registry != NULL)
    self->server->reread (self->registry);
}

/**
 * tog_calendars_set_sought:
 * @uids: (nullable) (element-type utf8 utf8): UIDs of events of our own sessions; not
 *   changed any more
 *
 * Has those looked for in what is watched, and reads it anew, if that is news. They
 * are passed over as tog_calendars_set_owner() has it.
 */
void
tog_calendars_set_sought (TogCalendars *self, GHashTable *uids)
{
  if (same_uids (self->sought, uids))
    return;
  if (uids != NULL)
    g_hash_table_ref (uids);
  g_clear_pointer (&self->sought, g_hash_table_unref);
  self->sought = uids;
  if (self->registry != NULL)
    self->server->reread (self->registry);
}

static void
look_again_cb (gpointer data)
{
  TogCalendars *self = data;

  self->retry_source = 0;
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, got_bus_cb, self);
}

/**
 * tog_calendars_start:
 *
 * Looks for the desktop's calendars, and follows them from then on.
 */
void
tog_calendars_start (TogCalendars *self)
{
  if (self->cancellable != NULL)
    return;
  if (!tog_data_server_is_installed ())
    {
      tog_calendars_set_status (
          self,
          TOG_CALENDARS_MISSING,
          _ ("This desktop’s calendars can’t be read: the app was built without support for them"));
      return;
    }
  self->cancellable = g_cancellable_new ();
  look_again_cb (self);
}

/**
 * tog_calendars_get_status:
 *
 * Returns: whether the desktop's calendars can be read
 */
TogCalendarsStatus
tog_calendars_get_status (TogCalendars *self)
{
  return self->status;
}

/**
 * tog_calendars_get_notice:
 *
 * Returns: (nullable): what is missing or fails, fit to show
 */
const char *
tog_calendars_get_notice (TogCalendars *self)
{
  return self->notice;
}

/**
 * tog_calendars_find:
 * @id: the desktop's name for a calendar
 *
 * Returns: (transfer none) (nullable): the calendar, if it is there
 */
TogDesktopCalendar *
tog_calendars_find (TogCalendars *self, const char *id)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TogDesktopCalendar) calendar =
          g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_str_equal (tog_desktop_calendar_get_id (calendar), id))
        return calendar; /* The list keeps it. */
    }
  return NULL;
}

/**
 * tog_calendars_watch:
 * @id: the desktop's name for a calendar, which needn't be there yet
 *
 * Reads a calendar whenever it is there, and again when it changes, until
 * tog_calendars_unwatch() was called as often.
 */
void
tog_calendars_watch (TogCalendars *self, const char *id)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->watched, id));

  g_hash_table_replace (self->watched, g_strdup (id), GUINT_TO_POINTER (n + 1));
  if (n == 0 && self->registry != NULL)
    self->server->watch (self->registry, id);
}

/**
 * tog_calendars_unwatch:
 * @id: the desktop's name for a calendar
 *
 * Stops reading a calendar that nobody else watches, and forgets what was read of it.
 */
void
tog_calendars_unwatch (TogCalendars *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self, id);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->watched, id));

  if (n > 1)
    g_hash_table_replace (self->watched, g_strdup (id), GUINT_TO_POINTER (n - 1));
  if (n != 1)
    return;
  g_hash_table_remove (self->watched, id);
  if (self->registry != NULL)
    self->server->unwatch (self->registry, id);
  if (calendar == NULL)
    return;
  tog_desktop_calendar_set_titles (calendar, NULL);
  tog_desktop_calendar_set_events (calendar, NULL);
  tog_desktop_calendar_set_times (calendar, NULL);
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_UNKNOWN, NULL);
}

static void
change_free (gpointer data)
{
  TogEventChange *change = data;

  g_free (change->uid);
  g_free (change->ical);
  g_free (change->before);
  g_free (change->elsewhere);
  g_free (change);
}

static void
change_event (TogCalendars *self, const char *id, TogEventChange change, GTask *task)
{
  g_task_set_task_data (task, g_memdup2 (&change, sizeof change), change_free);
  if (self->registry != NULL)
    self->server->change (self->registry, id, task);
  else
    g_task_return_new_error (
        task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _ ("The calendar does not answer"));
}

/**
 * tog_calendars_write_event_async:
 * @id: the desktop's name for a calendar that is watched
 * @uid: what the calendar calls an event, or is to call it
 * @ical: all that the event is to say, as of tog_event_to_ical()
 * @before: (nullable): what was written last: where its owner wrote another title or
 *   another text since, those stay
 * @elsewhere: (nullable): the same event as another calendar has it, which it leaves:
 *   what its owner added there comes along
 * @cancellable: (nullable): stops it
 *
 * Puts an event into a calendar, or brings it up to date there. An event that came by
 * mail is left alone. Then the calendar is read again.
 */
void
tog_calendars_write_event_async (TogCalendars *self,
                                 const char *id,
                                 const char *uid,
                                 const char *ical,
                                 const char *before,
                                 const char *elsewhere,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  TogEventChange change = {
    .uid = g_strdup (uid),
    .ical = g_strdup (ical),
    .before = g_strdup (before),
    .elsewhere = g_strdup (elsewhere),
  };

  g_task_set_source_tag (task, tog_calendars_write_event_async);
  change_event (self, id, change, task);
}

/**
 * tog_calendars_move_event_async:
 * @id: the desktop's name for a calendar that is watched
 * @uid: what the calendar calls an event
 * @ical: when it is to be, as of tog_event_to_ical()
 * @cancellable: (nullable): stops it
 *
 * Gives an event another time, and leaves all else of it: also one that came by mail.
 * Then the calendar is read again.
 */
void
tog_calendars_move_event_async (TogCalendars *self,
                                const char *id,
                                const char *uid,
                                const char *ical,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  TogEventChange change = { .uid = g_strdup (uid), .ical = g_strdup (ical), .is_move = TRUE };

  g_task_set_source_tag (task, tog_calendars_move_event_async);
  change_event (self, id, change, task);
}

/**
 * tog_calendars_remove_event_async:
 * @id: the desktop's name for a calendar that is watched
 * @uid: what the calendar calls an event
 * @cancellable: (nullable): stops it
 *
 * Deletes an event. Then the calendar is read again.
 */
void
tog_calendars_remove_event_async (TogCalendars *self,
                                  const char *id,
                                  const char *uid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_calendars_remove_event_async);
  change_event (self, id, (TogEventChange){ .uid = g_strdup (uid) }, task);
}

/**
 * tog_calendars_change_event_finish:
 * @result: of writing or of deleting an event
 * @error: return location for the desktop's error, fit to show
 *
 * Returns: (transfer full): what the calendar calls the event, or called it
 */
char *
tog_calendars_change_event_finish (TogCalendars *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_calendars_set_status:
 * @status: whether the desktop's calendars can be read
 * @notice: (nullable): what is missing or fails, fit to show
 */
void
tog_calendars_set_status (TogCalendars *self, TogCalendarsStatus status, const char *notice)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->notice, notice) != 0)
    {
      g_free (self->notice);
      self->notice = g_strdup (notice);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTICE]);
    }
  if (self->status != status)
    {
      self->status = status;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tog_calendars_make_query:
 *
 * Returns: (transfer full): what to read of a calendar now
 */
TogBusyQuery *
tog_calendars_make_query (TogCalendars *self)
{
  TogBusyQuery *query = tog_busy_query_new (
      self->zone, g_get_real_time () / G_USEC_PER_SEC, self->days, self->email, self->own_uids);

  query->sought = self->sought != NULL ? g_hash_table_ref (self->sought) : NULL;
  return query;
}

/**
 * tog_calendars_add:
 * @calendar: (transfer none): one that is not in the list
 */
void
tog_calendars_add (TogCalendars *self, TogDesktopCalendar *calendar)
{
  g_list_store_insert_sorted (self->list, calendar, compare_calendars, NULL);
}

/**
 * tog_calendars_remove:
 * @id: of a calendar that is gone
 */
void
tog_calendars_remove (TogCalendars *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self, id);
  guint position;

  if (calendar != NULL && g_list_store_find (self->list, calendar, &position))
    g_list_store_remove (self->list, position);
}

/**
 * tog_calendars_sort:
 *
 * Puts the list in order after something in it was renamed.
 */
void
tog_calendars_sort (TogCalendars *self)
{
  g_list_store_sort (self->list, compare_calendars, NULL);
}

/**
 * tog_calendars_retry_later:
 *
 * Looks for the desktop's calendars again after a while.
 */
void
tog_calendars_retry_later (TogCalendars *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add_once (self->pace.retry, look_again_cb, self);
}
