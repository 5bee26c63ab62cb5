#include "config.h"

#include "calendars-fixture.h"

#include <string.h>

#define PYTHON "/usr/bin/python3"

/* As write-caldav.py filled it. */
#define BUSY "1 14:00/1 15:15 2 00:00/3 00:00 3 10:00/3 10:45 5 09:00/5 10:00 14 09:00/14 10:00"

/* A real CalDAV server, and its address. */
typedef struct
{
  CalendarsFixture base;
  GSubprocess *server; /* (nullable): radicale */
  guint16 port;
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

/* As the desktop's settings make an account; @password is what they remember. */
static void
add_caldav (CaldavFixture *self, const char *id, const char *path, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (id, NULL, &error);
  ESourceAuthentication *authentication;
  ESourceWebdav *webdav;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *address = NULL;

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
  e_source_security_set_secure (e_source_get_extension (source, E_SOURCE_EXTENSION_SECURITY),
                                FALSE);
  webdav = e_source_get_extension (source, E_SOURCE_EXTENSION_WEBDAV_BACKEND);
  e_source_webdav_set_resource_path (webdav, path);
  /* The keyring is asked first: none is here, so that it is remembered at once. */
  if (password != NULL)
    e_source_set_remember_password (source, FALSE);
  commit (&self->base, source);
}
