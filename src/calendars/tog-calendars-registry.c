#include "config.h"

#include "tog-calendar-watch.h"
#include "tog-event-writer.h"

#include <glib/gi18n.h>
#include <gmodule.h>

struct _TogCalendarsRegistry
{
  TogCalendars *calendars;   /* (not owned): owns this */
  ESourceRegistry *registry; /* (owned) */
  GHashTable *watches;       /* (owned) (element-type utf8 TogCalendarWatch): by id */
};

/* Weather is on a calendar, too, but nobody is at it. */
static gboolean
is_wanted (ESource *source)
{
  ESourceBackend *backend;

  if (!e_source_has_extension (source, E_SOURCE_EXTENSION_CALENDAR))
    return FALSE;
  backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);
  return g_strcmp0 (e_source_backend_get_backend_name (backend), "weather") != 0;
}

static char *
dup_host (ESource *source)
{
  g_autofree char *host = NULL;

  if (e_source_has_extension (source, E_SOURCE_EXTENSION_AUTHENTICATION))
    host = e_source_authentication_dup_host (
        e_source_get_extension (source, E_SOURCE_EXTENSION_AUTHENTICATION));
  return host == NULL || *host == '\0' ? NULL : g_steal_pointer (&host);
}

/* The account that a calendar is one of, or else the computer that has it. */
static char *
dup_account (ESourceRegistry *registry, ESource *source)
{
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);
  const char *name = e_source_backend_get_backend_name (backend);
  g_autoptr (ESource) account =
      e_source_registry_find_extension (registry, source, E_SOURCE_EXTENSION_COLLECTION);
  g_autofree char *host = NULL;

  if (account != NULL)
    return e_source_dup_display_name (account);
  if (g_strcmp0 (name, "local") == 0)
    return g_strdup (_ ("On this computer"));
  if (g_strcmp0 (name, "contacts") == 0)
    return g_strdup (_ ("Contacts"));
  host = dup_host (source);
  return host != NULL ? g_steal_pointer (&host) : g_strdup (name);
}

/* Whether one can be written to is only known of a calendar that is open; but of these
 * kinds none can. */
static gboolean
is_read_only (ESource *source)
{
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR);
  const char *name = e_source_backend_get_backend_name (backend);

  return g_strcmp0 (name, "contacts") == 0 || g_strcmp0 (name, "webcal") == 0;
}

static void
describe (TogCalendarsRegistry *self, TogDesktopCalendar *calendar, ESource *source)
{
  g_autofree char *account = dup_account (self->registry, source);
  g_autofree char *name = e_source_dup_display_name (source);
  g_autofree char *colour =
      e_source_selectable_dup_color (e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR));

  tog_desktop_calendar_describe (
      calendar, name, account, colour, e_source_registry_check_enabled (self->registry, source));
  tog_desktop_calendar_set_read_only (calendar, is_read_only (source));
}

/* Watches a calendar that is wanted, there, and in use on this desktop. */
static void
update_watch (TogCalendarsRegistry *self, TogDesktopCalendar *calendar, ESource *source)
{
  const char *id = tog_desktop_calendar_get_id (calendar);

  if (!g_hash_table_contains (self->calendars->watched, id))
    return;
  if (!tog_desktop_calendar_get_enabled (calendar))
    {
      g_hash_table_remove (self->watches, id);
      tog_desktop_calendar_set_events (calendar, NULL);
      tog_desktop_calendar_set_state (calendar,
                                      TOG_DESKTOP_CALENDAR_UNKNOWN,
                                      _ ("The calendar is switched off on this desktop"));
      return;
    }
  if (!g_hash_table_contains (self->watches, id))
    g_hash_table_insert (
        self->watches, g_strdup (id), tog_calendar_watch_new (self->calendars, calendar, source));
}

static void
add_source (TogCalendarsRegistry *self, ESource *source)
{
  TogDesktopCalendar *calendar;
  g_autoptr (TogDesktopCalendar) added = NULL;

  if (!is_wanted (source))
    return;
  calendar = tog_calendars_find (self->calendars, e_source_get_uid (source));
  if (calendar == NULL)
    {
      calendar = added = tog_desktop_calendar_new (e_source_get_uid (source));
      describe (self, calendar, source);
      tog_calendars_add (self->calendars, calendar);
    }
  else
    {
      describe (self, calendar, source);
      tog_calendars_sort (self->calendars);
    }
  update_watch (self, calendar, source);
}

static void
source_cb (ESourceRegistry *registry, ESource *source, TogCalendarsRegistry *self)
{
  add_source (self, source);
}

static void
source_removed_cb (ESourceRegistry *registry, ESource *source, TogCalendarsRegistry *self)
{
  g_hash_table_remove (self->watches, e_source_get_uid (source));
  tog_calendars_remove (self->calendars, e_source_get_uid (source));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESourceRegistry) registry = e_source_registry_new_finish (result, &error);
  TogCalendars *calendars;
  TogCalendarsRegistry *self;
  GList *sources;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  calendars = TOG_CALENDARS (data);
  if (registry == NULL)
    {
      g_autofree char *notice = NULL;

      g_dbus_error_strip_remote_error (error);
      notice = g_strdup_printf (_ ("This desktop’s calendars can’t be read: %s"), error->message);
      tog_calendars_set_status (calendars, TOG_CALENDARS_FAILED, notice);
      tog_calendars_retry_later (calendars);
      return;
    }

  calendars->registry = self = g_new0 (TogCalendarsRegistry, 1);
  self->calendars = calendars;
  self->registry = g_steal_pointer (&registry);
  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < 4; i++)
    {
      const char *names[] = {
        "source-added", "source-changed", "source-enabled", "source-disabled"
      };

      g_signal_connect (self->registry, names[i], G_CALLBACK (source_cb), self);
    }
  g_signal_connect (self->registry, "source-removed", G_CALLBACK (source_removed_cb), self);

  sources = e_source_registry_list_sources (self->registry, E_SOURCE_EXTENSION_CALENDAR);
  for (GList *l = sources; l != NULL; l = l->next)
    add_source (self, l->data);
  g_list_free_full (sources, g_object_unref);
  tog_calendars_set_status (calendars, TOG_CALENDARS_READY, NULL);
}

static void
open_registry (TogCalendars *self)
{
  e_source_registry_new (self->cancellable, opened_cb, self);
}

static void
watch_calendar (TogCalendarsRegistry *self, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->calendars, id);
  g_autoptr (ESource) source = e_source_registry_ref_source (self->registry, id);

  if (calendar != NULL && source != NULL)
    update_watch (self, calendar, source);
}

static void
unwatch_calendar (TogCalendarsRegistry *self, const char *id)
{
  g_hash_table_remove (self->watches, id);
}

typedef struct
{
  ECalClient *client; /* (owned) */
  char *id;           /* (owned): the calendar's */
  GTask *task;        /* (owned): keeps the calendars */
} Changing;

static void
changing_free (gpointer data)
{
  Changing *changing = data;

  g_object_unref (changing->client);
  g_free (changing->id);
  g_object_unref (changing->task);
  g_free (changing);
}

static void
change_in_thread (GTask *inner, gpointer source, gpointer data, GCancellable *cancellable)
{
  Changing *changing = data;
  TogEventChange *change = g_task_get_task_data (changing->task);
  GError *error = NULL;
  char *name = NULL;

  if (change->is_move)
    name = tog_event_writer_move_sync (
        changing->client, change->uid, change->ical, cancellable, &error);
  else if (change->ical != NULL)
    name = tog_event_writer_write_sync (changing->client,
                                        change->uid,
                                        change->ical,
                                        change->before,
                                        change->elsewhere,
                                        cancellable,
                                        &error);
  else if (tog_event_writer_remove_sync (changing->client, change->uid, cancellable, &error))
    name = g_strdup (change->uid);
  if (name != NULL)
    g_task_return_pointer (inner, name, g_free);
  else
    g_task_return_error (inner, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Changing *changing = g_task_get_task_data (G_TASK (result));
  TogCalendars *calendars = g_task_get_source_object (changing->task);
  TogCalendarWatch *watch = g_hash_table_lookup (calendars->registry->watches, changing->id);
  GError *error = NULL;
  char *name = g_task_propagate_pointer (G_TASK (result), &error);

  if (watch != NULL)
    tog_calendar_watch_reread (watch);
  if (name != NULL)
    {
      g_task_return_pointer (changing->task, name, g_free);
    }
  else
    {
      g_dbus_error_strip_remote_error (error);
      g_task_return_error (changing->task, error);
    }
}

static void
change_event (TogCalendarsRegistry *self, const char *id, GTask *task)
{
  TogCalendarWatch *watch = g_hash_table_lookup (self->watches, id);
  ECalClient *client = watch != NULL ? tog_calendar_watch_get_client (watch) : NULL;
  g_autoptr (GTask) inner = NULL;
  Changing *changing;

  if (client == NULL)
    {
      g_task_return_new_error (
          task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _ ("The calendar does not answer"));
      return;
    }
  changing = g_new (Changing, 1);
  *changing = (Changing){ g_object_ref (client), g_strdup (id), g_object_ref (task) };
  inner = g_task_new (NULL, g_task_get_cancellable (task), changed_cb, NULL);
  g_task_set_task_data (inner, changing, changing_free);
  g_task_set_return_on_cancel (inner, TRUE);
  g_task_run_in_thread (inner, change_in_thread);
}

static void
reread_all (TogCalendarsRegistry *self)
{
  GHashTableIter iter;
  gpointer watch;

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    tog_calendar_watch_reread (watch);
}

static void
free_registry (TogCalendarsRegistry *self)
{
  g_hash_table_unref (self->watches);
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_object_unref (self->registry);
  g_free (self);
}

G_MODULE_EXPORT const TogDataServer tog_data_server = {
  .version = TOG_VERSION,
  .open = open_registry,
  .watch = watch_calendar,
  .unwatch = unwatch_calendar,
  .change = change_event,
  .reread = reread_all,
  .free = free_registry,
};
