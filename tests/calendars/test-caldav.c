#include "config.h"

#include "calendars-fixture.h"

#include <signal.h>
#include <string.h>

#define PYTHON "/usr/bin/python3"

/* Longer than it takes to connect, on a busy machine too. */
#define GIVE_AGAIN_AFTER (20 * G_USEC_PER_SEC)

/* As write-caldav.py filled it. */
#define BUSY "1 14:00/1 15:15 2 00:00/3 00:00 3 10:00/3 10:45 5 09:00/5 10:00 14 09:00/14 10:00"

/* A real CalDAV server, and its address. */
typedef struct
{
  CalendarsFixture base;
  GSubprocess *server; /* (nullable): radicale */
  guint16 port;
  const char *id;  /* the calendar's */
  gint64 given_at; /* when the password was */
} CaldavFixture;

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static gboolean
answers (CalendarsFixture *base, const char *what)
{
  CaldavFixture *self = (CaldavFixture *) base;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);

  return connection != NULL;
}

static void
start_server (CaldavFixture *self)
{
  const char *home = g_getenv ("TOG_TEST_CALENDARS");
  g_autofree char *path = g_build_filename (home, "radicale.conf", NULL);
  g_autofree char *users = g_build_filename (home, "users", NULL);
  g_autofree char *config = NULL;
  g_autoptr (GError) error = NULL;

  config = g_strdup_printf ("[server]\nhosts = 127.0.0.1:%u\n"
                            "[auth]\ntype = htpasswd\nhtpasswd_filename = %s\n"
                            "htpasswd_encryption = plain\ndelay = 0\n"
                            "[storage]\nfilesystem_folder = %s/dav\n"
                            "[logging]\nlevel = critical\n",
                            self->port,
                            users,
                            home);
  g_file_set_contents (path, config, -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (users, "ines:secret\n", -1, &error);
  g_assert_no_error (error);
  self->server = g_subprocess_new (
      G_SUBPROCESS_FLAGS_NONE, &error, PYTHON, "-m", "radicale", "--config", path, NULL);
  g_assert_no_error (error);
  await (answers, &self->base, "radicale");
}

static void
stop_server (CaldavFixture *self)
{
  if (self->server == NULL)
    return;
  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

static char *
fill_server (CaldavFixture *self)
{
  g_autofree char *script =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "calendars", "write-caldav.py", NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/", self->port);
  g_autofree char *monday = fill_days ("{0}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) writer = NULL;
  char *path = NULL;

  writer = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PYTHON, script, address, monday, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (writer, NULL, NULL, &path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (writer));
  return path;
}

/* As the desktop's settings make an account. */
static void
add_caldav (CaldavFixture *self, const char *id, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (id, NULL, &error);
  ESourceAuthentication *authentication;
  ESourceSecurity *security;
  ESourceWebdav *webdav;

  g_assert_no_error (error);
  e_source_set_parent (source, "caldav-stub");
  e_source_set_display_name (source, "Work");
  e_source_backend_set_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_CALENDAR),
                                     "caldav");
  authentication = e_source_get_extension (source, E_SOURCE_EXTENSION_AUTHENTICATION);
  e_source_authentication_set_host (authentication, "127.0.0.1");
  e_source_authentication_set_port (authentication, self->port);
  e_source_authentication_set_user (authentication, "ines");
  e_source_authentication_set_method (authentication, "plain/password");
  security = e_source_get_extension (source, E_SOURCE_EXTENSION_SECURITY);
  e_source_security_set_secure (security, FALSE);
  webdav = e_source_get_extension (source, E_SOURCE_EXTENSION_WEBDAV_BACKEND);
  e_source_webdav_set_resource_path (webdav, path);
  commit (&self->base, source);
}

static gboolean
asks_for_password (CalendarsFixture *base, const char *id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (base->calendars, id);
  const char *reason = calendar == NULL ? NULL : tog_desktop_calendar_get_reason (calendar);

  return reason != NULL && strstr (reason, "password") != NULL;
}

/* As the desktop does once its user has typed it. */
static void
give_password (CaldavFixture *self)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (self->base.registry, self->id);
  g_autoptr (GError) error = NULL;
  ENamedParameters *credentials = e_named_parameters_new ();

  e_named_parameters_set (credentials, E_SOURCE_CREDENTIAL_USERNAME, "ines");
  e_named_parameters_set (credentials, E_SOURCE_CREDENTIAL_PASSWORD, "secret");
  e_source_invoke_authenticate_sync (source, credentials, NULL, &error);
  g_assert_no_error (error);
  e_named_parameters_free (credentials);
  self->given_at = g_get_monotonic_time ();
}

/* A password that comes while the data server still connects without one may be lost; one
 * that comes while it connects with one makes it begin again, and one for a calendar that
 * nobody has open is for nothing. */
static gboolean
give_again_cb (gpointer data)
{
  CaldavFixture *self = data;
  g_autoptr (ESource) source = e_source_registry_ref_source (self->base.registry, self->id);

  if (g_get_monotonic_time () - self->given_at >= GIVE_AGAIN_AFTER &&
      e_source_get_connection_status (source) == E_SOURCE_CONNECTION_STATUS_AWAITING_CREDENTIALS)
    {
      g_test_message ("The password is given again");
      give_password (self);
    }
  return G_SOURCE_CONTINUE;
}

/* Waits until the calendar is read, as whoever would type the password again does. */
static void
await_read (CaldavFixture *self)
{
  guint again = g_timeout_add_seconds (1, give_again_cb, self);

  await_busy (&self->base, self->id, BUSY);
  g_source_remove (again);
}

static void
caldav_set_up (CaldavFixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;

  self->id = data;
  fixture_set_up (&self->base, NULL);
  self->port = find_port ();
  start_server (self);
  path = fill_server (self);
  add_caldav (self, self->id, path);
  tog_calendars_watch (self->base.calendars, self->id);
  await (asks_for_password, &self->base, self->id);
}

static void
caldav_tear_down (CaldavFixture *self, gconstpointer data)
{
  stop_server (self);
  fixture_tear_down (&self->base, NULL);
}

static void
test_read (CaldavFixture *self, gconstpointer id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->base.calendars, id);

  /* Until somebody types it, all is unknown. */
  g_assert_cmpint (tog_desktop_calendar_get_state (calendar), ==, TOG_DESKTOP_CALENDAR_UNKNOWN);
  g_assert_null (tog_desktop_calendar_get_times (calendar));
  g_assert_cmpstr (tog_desktop_calendar_get_account (calendar), ==, "127.0.0.1");
  give_password (self);
  await_read (self);
}

static gboolean
has_status (CaldavFixture *self, ESourceConnectionStatus status)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (self->base.registry, self->id);

  return e_source_get_connection_status (source) == status;
}

static gboolean
is_waiting (CalendarsFixture *base, const char *what)
{
  return has_status ((CaldavFixture *) base, E_SOURCE_CONNECTION_STATUS_AWAITING_CREDENTIALS);
}

static gboolean
is_connected (CalendarsFixture *base, const char *what)
{
  return has_status ((CaldavFixture *) base, E_SOURCE_CONNECTION_STATUS_CONNECTED);
}

/* What nobody waits for: a test that gets there fails before. */
static void
set_patient (CaldavFixture *self, guint settle)
{
  tog_calendars_set_pace (self->base.calendars,
                          &(TogCalendarsPace){
                              .slow = 500,
                              .give_up = 200 * 1000,
                              .settle = settle,
                              .refresh = 200 * 1000,
                              .retry = 200,
                          });
}

/* Where the desktop asked for the password before, nothing changes any more. */
static void
test_asked_before (CaldavFixture *self, gconstpointer id)
{
  tog_calendars_unwatch (self->base.calendars, id);
  open_client (&self->base, id);
  await (is_waiting, &self->base, "the desktop to ask for a password");
  set_patient (self, 100);
  tog_calendars_watch (self->base.calendars, id);
  await (asks_for_password, &self->base, id);
}

/* It connects anew between being asked and being read. */
static void
test_connected_again (CaldavFixture *self, gconstpointer id)
{
  gint64 connected_at;

  set_patient (self, 3000);
  give_password (self);
  await (is_connected, &self->base, "the connection");
  connected_at = g_get_monotonic_time ();
  while (g_get_monotonic_time () - connected_at < G_USEC_PER_SEC)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * 1000);
    }
  give_password (self);
  await_read (self);
}

static void
test_silent (CaldavFixture *self, gconstpointer id)
{
  TogDesktopCalendar *calendar = tog_calendars_find (self->base.calendars, id);

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("The data server doesn't come back from a silent server at a sanitizer's pace");
  return;
#endif

  give_password (self);
  await_read (self);
  /* Only from here on: a busy machine takes longer to connect. */
  tog_calendars_set_pace (self->base.calendars,
                          &(TogCalendarsPace){
                              .slow = 300,
                              .give_up = 3000,
                              .settle = 100,
                              .refresh = 1000,
                              .retry = 200,
                          });
  add_local (&self->base, "beside", "Mine");
  tog_calendars_watch (self->base.calendars, "beside");
  await_busy (&self->base, "beside", "");
  g_assert_nonnull (tog_desktop_calendar_get_events (calendar));

  /* It takes what is asked, and says nothing. */
  g_subprocess_send_signal (self->server, SIGSTOP);
  await_state (&self->base, id, TOG_DESKTOP_CALENDAR_SLOW);
  await_state (&self->base, id, TOG_DESKTOP_CALENDAR_UNKNOWN);
  g_assert_nonnull (tog_desktop_calendar_get_reason (calendar));
  g_assert_nonnull (tog_desktop_calendar_get_times (calendar));
  g_assert_null (tog_desktop_calendar_get_events (calendar));
  open_client (&self->base, "beside");
  write_events (&self->base,
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:{0}T033000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n");
  await_busy (&self->base, "beside", "0 09:00/0 10:00");
  g_subprocess_send_signal (self->server, SIGCONT);
  await_read (self);

  stop_server (self);
  await_state (&self->base, id, TOG_DESKTOP_CALENDAR_FAILED);
  g_assert_nonnull (tog_desktop_calendar_get_reason (calendar));
  start_server (self);
  await_read (self);
  await_busy (&self->base, "beside", "0 09:00/0 10:00");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/caldav/P14/P15/P17/read",
              CaldavFixture,
              "dav-read",
              caldav_set_up,
              test_read,
              caldav_tear_down);
  g_test_add ("/caldav/P16/asked-before",
              CaldavFixture,
              "dav-asked",
              caldav_set_up,
              test_asked_before,
              caldav_tear_down);
  g_test_add ("/caldav/P16/connected-again",
              CaldavFixture,
              "dav-again",
              caldav_set_up,
              test_connected_again,
              caldav_tear_down);
  g_test_add ("/caldav/P16/silent",
              CaldavFixture,
              "dav-silent",
              caldav_set_up,
              test_silent,
              caldav_tear_down);
  return g_test_run ();
}
