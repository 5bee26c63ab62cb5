#include "config.h"

#include "tog-calendars.h"

/* What a desktop without calendars is told. The bus knows of no services. */
static void
test_absent (void)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (TogCalendars) calendars = NULL;

  g_test_dbus_up (bus);
  calendars = tog_calendars_new (tog_zone_utc (), 56);
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
  g_clear_object (&calendars);
  g_test_dbus_stop (bus);
  g_object_unref (bus);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendars/absent", test_absent);
  return g_test_run ();
}
