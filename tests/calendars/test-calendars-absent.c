#include "config.h"

#include "tog-calendars.h"

#include "tog-test-files.h"

#include <glib/gstdio.h>

#define MODULE "TOG_CALENDARS_MODULE"

/* Looks for the calendars of a desktop that turns out to have none.
 *
 * Returns: (transfer full): why */
static char *
dup_notice (void)
{
  g_autoptr (TogCalendars) calendars = tog_calendars_new (tog_zone_utc (), 56);

  g_assert_cmpint (tog_calendars_get_status (calendars), ==, TOG_CALENDARS_STARTING);
  tog_calendars_watch (calendars, "mine");
  tog_calendars_start (calendars);
  while (tog_calendars_get_status (calendars) == TOG_CALENDARS_STARTING)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (tog_calendars_get_status (calendars), ==, TOG_CALENDARS_MISSING);
  g_assert_nonnull (tog_calendars_get_notice (calendars));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (calendars)), ==, 0);
  g_assert_null (tog_calendars_find (calendars, "mine"));
  tog_calendars_unwatch (calendars, "mine");
  return g_strdup (tog_calendars_get_notice (calendars));
}

static void
assert_notice (const char *pattern)
{
  g_autofree char *notice = dup_notice ();

  if (!g_pattern_match_simple (pattern, notice))
    g_error ("“%s” is not “%s”", notice, pattern);
}

/* The bus knows of no services. */
static void
test_no_server (void)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  /* Any file will do: where there is nobody to talk to it isn't even loaded. */
  g_setenv (MODULE, "/bin/true", TRUE);
  assert_notice ("*: Evolution Data Server is not installed");
  g_test_dbus_stop (bus);
  g_object_unref (bus);
}

/* There is a data server, but not what it takes to talk to it. */
static void
test_no_module (void)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autofree char *services = g_dir_make_tmp (NULL, NULL);
  g_autofree char *service = g_build_filename (services, "sources.service", NULL);

  g_file_set_contents (service,
                       "[D-BUS Service]\n"
                       "Name=org.gnome.evolution.dataserver.Sources5\n"
                       "Exec=/bin/false\n",
                       -1,
                       NULL);
  g_test_dbus_add_service_dir (bus, services);
  g_test_dbus_up (bus);

  g_setenv (MODULE, "/nonexistent/calendars.so", TRUE);
  assert_notice ("*: the app was built without support for them");
  /* Not a module, but the same to the loader as one of which a library is missing. */
  g_setenv (MODULE, service, TRUE);
  assert_notice ("*/sources.service: *");
  g_setenv (MODULE, g_getenv ("TOG_OTHER_VERSION"), TRUE);
  assert_notice ("*: the app was updated, and has to be started again");

  g_test_dbus_stop (bus);
  g_object_unref (bus);
  tog_test_remove_tree (services);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendars/absent/no-server", test_no_server);
  g_test_add_func ("/calendars/absent/no-module", test_no_module);
  return g_test_run ();
}
