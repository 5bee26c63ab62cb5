#include "config.h"

#include "fake-availability.h"

#include "fake-organization.h"
#include "tog-calendars-private.h"
#include "tog-format.h"

static TogAvailabilitySettings settings, kept;
static char *etag, *kept_etag;
static guint version, n_puts;
static int fail_code = -1;
static char *fail_message;
static GPtrArray *sources;
static char *last_url;
static gboolean heat_map_name;

struct _TogCalendarShare
{
  GObject parent_instance;

  TogCalendars *calendars; /* (owned) */
  GHashTable *counted;     /* (owned) (element-type utf8 utf8) */
  GHashTable *removed;     /* (owned) (element-type utf8 utf8) */
  gboolean enabled;
};

G_DEFINE_FINAL_TYPE (TogCalendarShare, tog_calendar_share, G_TYPE_OBJECT)

static TogCalendarShare *share;

static void
tog_calendar_share_finalize (GObject *object)
{
  TogCalendarShare *self = TOG_CALENDAR_SHARE (object);

  g_object_unref (self->calendars);
  g_hash_table_unref (self->counted);
  g_hash_table_unref (self->removed);
  G_OBJECT_CLASS (tog_calendar_share_parent_class)->finalize (object);
}

static void
tog_calendar_share_class_init (TogCalendarShareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_calendar_share_finalize;
  g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_calendar_share_init (TogCalendarShare *self)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();

  self->calendars = tog_calendars_new (zone, TOG_SHARE_DAYS);
  self->counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
say_changed (void)
{
  if (share != NULL)
    g_signal_emit_by_name (share, "changed");
}

static void
set_version (void)
{
  g_free (etag);
  etag = g_strdup_printf ("\"%u\"", ++version);
}

void
fake_availability_reset (void)
{
  static const TogWorkingRange ranges[] = {
    { 1, 9 * 60, 17 * 60 }, { 2, 9 * 60, 17 * 60 },  { 3, 9 * 60, 17 * 60 },
    { 4, 9 * 60, 17 * 60 }, { 5, 22 * 60, 26 * 60 },
  };

  tog_availability_settings_clear (&settings);
  tog_availability_settings_clear (&kept);
  g_clear_pointer (&kept_etag, g_free);
  settings.zone = g_strdup ("Europe/Lisbon");
  settings.hours = tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
  settings.minimum_notice = 4 * TOG_HOUR;
  set_version ();
  n_puts = 0;
  fail_code = -1;
  g_clear_pointer (&sources, g_ptr_array_unref);
  sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_pointer (&last_url, g_free);
  heat_map_name = TRUE;
  g_clear_object (&share);
}

void
fake_availability_fail (int code, const char *message)
{
  fail_code = code;
  g_free (fail_message);
  fail_message = g_strdup (message);
}

TogAvailabilitySettings *
fake_availability_get (void)
{
  return &settings;
}

void
fake_availability_change (void)
{
  gsize n_ranges;
  const TogWorkingRange *ranges = tog_working_hours_get_ranges (settings.hours, &n_ranges);
  TogWorkingHours *hours = tog_working_hours_new (ranges + 1, n_ranges - 1, NULL);

  g_assert_cmpint (ranges[0].weekday, ==, 1);
  tog_working_hours_unref (settings.hours);
  settings.hours = hours;
  set_version ();
}

guint
fake_availability_count_puts (void)
{
  return n_puts;
}

gboolean
fake_availability_has_kept (void)
{
  return kept.zone != NULL;
}

void
fake_sources_add (TogSource *source)
{
  g_ptr_array_add (sources, source);
  say_changed ();
}

const char *
fake_sources_get_url (void)
{
  return last_url;
}

gboolean
fake_heat_map_name_get (void)
{
  return heat_map_name;
}

TogDesktopCalendar *
fake_calendar_add (const char *id, const char *name)
{
  g_autoptr (TogDesktopCalendar) calendar = tog_desktop_calendar_new (id);
  TogCalendarShare *self = tog_account_get_share (NULL);

  tog_desktop_calendar_describe (calendar, name, "Nextcloud", "#3584e4", TRUE);
  tog_calendars_add (self->calendars, calendar);
  say_changed ();
  return calendar; /* The list keeps it. */
}

void
fake_calendar_read (TogDesktopCalendar *calendar, const TogSlot *busy, gsize n_busy)
{
  TogInstant now = tog_format_get_now ();
  TogInstant today = now - now % TOG_DAY_SECONDS;
  g_autoptr (TogSlotSet) set = tog_slot_set_new (busy, n_busy);
  g_autoptr (TogBusyTimes) times =
      tog_busy_times_new (set, (TogSlot){ today, today + TOG_SHARE_DAYS * TOG_DAY_SECONDS }, now);

  tog_desktop_calendar_set_times (calendar, times);
  tog_desktop_calendar_set_state (calendar, TOG_DESKTOP_CALENDAR_OK, NULL);
  say_changed ();
}

void
fake_calendar_remove_elsewhere (TogDesktopCalendar *calendar)
{
  TogCalendarShare *self = tog_account_get_share (NULL);
  const char *id = tog_desktop_calendar_get_id (calendar);

  g_assert_true (g_hash_table_remove (self->counted, id));
  g_hash_table_add (self->removed, g_strdup (id));
  self->enabled = g_hash_table_size (self->counted) > 0;
  say_changed ();
}

void
fake_calendars_set_status (TogCalendarsStatus status, const char *notice)
{
  tog_calendars_set_status (tog_account_get_share (NULL)->calendars, status, notice);
  say_changed ();
}

static gboolean
end_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (fail_code >= 0)
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, fail_code, "%s", fail_message);
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static GTask *
task_new (gpointer self,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  return g_task_new (self, cancellable, callback, user_data);
}

void
tog_account_load_availability_async (TogAccount *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_idle_add (end_cb, task_new (self, cancellable, callback, user_data));
}

gboolean
tog_account_load_availability_finish (TogAccount *self,
                                      GAsyncResult *result,
                                      TogAvailabilitySettings *out,
                                      char **out_etag,
                                      GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  tog_availability_settings_copy (out, &settings);
  *out_etag = g_strdup (etag);
  return TRUE;
}

static gboolean
put_cb (gpointer user_data)
{
  GTask *task = user_data;
  g_autofree char **put = g_task_get_task_data (task);
  g_autofree char *seen = put[0];
  g_autofree char *text = put[1];
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  if (fail_code >= 0)
    return end_cb (task);
  if (!g_str_equal (seen, etag))
    {
      g_task_return_new_error (
          task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED, "Somebody was quicker.");
      g_object_unref (task);
      return G_SOURCE_REMOVE;
    }
  tog_availability_settings_clear (&settings);
  g_assert_true (tog_availability_settings_read (&settings, node, NULL));
  set_version ();
  n_puts++;
  return end_cb (task);
}

void
tog_account_put_availability_async (TogAccount *self,
                                    const TogAvailabilitySettings *put,
                                    const char *seen,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = task_new (self, cancellable, callback, user_data);
  char **data = g_new0 (char *, 2);

  data[0] = g_strdup (seen);
  data[1] = tog_availability_settings_to_text (put);
  g_task_set_task_data (task, data, NULL);
  g_idle_add (put_cb, task);
}

gboolean
tog_account_put_availability_finish (TogAccount *self,
                                     GAsyncResult *result,
                                     TogAvailabilitySettings *out,
                                     char **out_etag,
                                     GError **error)
{
  return tog_account_load_availability_finish (self, result, out, out_etag, error);
}

void
tog_account_keep_availability (TogAccount *self,
                               const TogAvailabilitySettings *edited,
                               const char *seen)
{
  tog_availability_settings_clear (&kept);
  g_clear_pointer (&kept_etag, g_free);
  if (edited == NULL)
    return;
  tog_availability_settings_copy (&kept, edited);
  kept_etag = g_strdup (seen);
}

static gboolean
kept_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, kept.zone != NULL);
  return G_SOURCE_REMOVE;
}

void
tog_account_load_kept_availability_async (TogAccount *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_idle_add (kept_cb, task_new (self, cancellable, callback, user_data));
}

gboolean
tog_account_load_kept_availability_finish (TogAccount *self,
                                           GAsyncResult *result,
                                           TogAvailabilitySettings *out,
                                           char **out_etag)
{
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return FALSE;
  tog_availability_settings_copy (out, &kept);
  *out_etag = g_strdup (kept_etag);
  return TRUE;
}

void
tog_account_delete_source_async (TogAccount *self,
                                 const char *source_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  for (guint i = 0; fail_code < 0 && i < sources->len; i++)
    if (g_str_equal (((TogSource *) g_ptr_array_index (sources, i))->id, source_id))
      g_ptr_array_remove_index (sources, i);
  g_idle_add (end_cb, task_new (self, cancellable, callback, user_data));
}

GPtrArray *
tog_account_delete_source_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) ? g_ptr_array_ref (sources) : NULL;
}

void
tog_account_put_address_async (TogAccount *self,
                               const char *source_id,
                               const TogAddressRequest *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TogSource *source = tog_source_new ();

  source->id = g_strdup (source_id);
  source->name = g_strdup (address->name);
  source->kind = TOG_SOURCE_ADDRESS;
  source->url = g_strdup (address->url);
  source->state = TOG_SOURCE_WAITING;
  source->refresh_within = TOG_DAY_SECONDS;
  g_free (last_url);
  last_url = g_strdup (address->url);
  if (fail_code < 0)
    g_ptr_array_add (sources, g_steal_pointer (&source));
  g_clear_object (&source);
  g_idle_add (end_cb, task_new (self, cancellable, callback, user_data));
}

TogSource *
tog_account_source_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error)
             ? g_object_ref (g_ptr_array_index (sources, sources->len - 1))
             : NULL;
}

void
tog_account_set_heat_map_name_async (TogAccount *self,
                                     gboolean named,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  if (fail_code < 0)
    heat_map_name = named;
  g_idle_add (end_cb, task_new (self, cancellable, callback, user_data));
}

TogCalendarShare *
tog_account_get_share (TogAccount *account)
{
  if (share == NULL)
    share = g_object_new (TOG_TYPE_CALENDAR_SHARE, NULL);
  return share;
}

void
tog_calendar_share_start (TogCalendarShare *self)
{
}

void
tog_calendar_share_look (TogCalendarShare *self)
{
}

TogCalendars *
tog_calendar_share_get_calendars (TogCalendarShare *self)
{
  return self->calendars;
}

gboolean
tog_calendar_share_get_counts (TogCalendarShare *self, const char *calendar_id)
{
  return g_hash_table_contains (self->counted, calendar_id);
}

void
tog_calendar_share_set_counts (TogCalendarShare *self, const char *calendar_id, gboolean counts)
{
  if (counts)
    g_hash_table_add (self->counted, g_strdup (calendar_id));
  else
    g_hash_table_remove (self->counted, calendar_id);
  if (counts)
    g_hash_table_remove (self->removed, calendar_id);
  say_changed ();
}

gboolean
tog_calendar_share_was_removed (TogCalendarShare *self, const char *calendar_id)
{
  return g_hash_table_contains (self->removed, calendar_id);
}

GPtrArray *
tog_calendar_share_list_counted (TogCalendarShare *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->counted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (list, g_strdup (id));
  return list;
}

gboolean
tog_calendar_share_get_enabled (TogCalendarShare *self)
{
  return self->enabled;
}

void
tog_calendar_share_set_enabled (TogCalendarShare *self, gboolean enabled)
{
  self->enabled = enabled;
  say_changed ();
}

GPtrArray *
tog_calendar_share_get_sources (TogCalendarShare *self)
{
  return sources;
}

void
tog_calendar_share_load_sources (TogCalendarShare *self)
{
  say_changed ();
}

TogSource *
tog_calendar_share_find_source (TogCalendarShare *self, const char *calendar_id)
{
  return NULL;
}

gboolean
tog_calendar_share_is_ours (TogCalendarShare *self, TogSource *source)
{
  return FALSE;
}

gboolean
tog_calendar_share_get_pending (TogCalendarShare *self)
{
  return FALSE;
}

const char *
tog_calendar_share_get_notice (TogCalendarShare *self)
{
  return NULL;
}
