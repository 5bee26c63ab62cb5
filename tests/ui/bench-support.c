#include "bench-support.h"

#include "tog-resources.h"

#include <stdlib.h>
#include <time.h>

#define ATSPI_ROOT "/org/a11y/atspi/accessible/root"

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

gint64
bench_get_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * (gint64) 1000000000 + now.tv_nsec;
}

void
bench_sort (gint64 *times, gsize n_times)
{
  qsort (times, n_times, sizeof *times, compare);
}

/* Reads all that is below an accessible object; returns how many there are. */
static guint
read_below (GDBusConnection *bus, const char *name, const char *path)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus,
                                                             name,
                                                             path,
                                                             "org.a11y.atspi.Accessible",
                                                             "GetChildren",
                                                             NULL,
                                                             G_VARIANT_TYPE ("(a(so))"),
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             NULL);
  g_autoptr (GVariantIter) children = NULL;
  const char *child_name, *child_path;
  guint n = 1;

  if (answer == NULL)
    return n;
  g_variant_get (answer, "(a(so))", &children);
  while (g_variant_iter_next (children, "(&s&o)", &child_name, &child_path))
    n += read_below (bus, child_name, child_path);
  return n;
}

/* What a screen reader does when it comes to the window. */
static gpointer
read_all (gpointer user_data)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) address = NULL;
  const char *text;

  if (session == NULL)
    return GUINT_TO_POINTER (0);
  address = g_dbus_connection_call_sync (session,
                                         "org.a11y.Bus",
                                         "/org/a11y/bus",
                                         "org.a11y.Bus",
                                         "GetAddress",
                                         NULL,
                                         G_VARIANT_TYPE ("(s)"),
                                         G_DBUS_CALL_FLAGS_NONE,
                                         -1,
                                         NULL,
                                         NULL);
  if (address == NULL)
    return GUINT_TO_POINTER (0);
  g_variant_get (address, "(&s)", &text);
  bus = g_dbus_connection_new_for_address_sync (text,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL,
                                                NULL,
                                                NULL);
  if (bus == NULL)
    return GUINT_TO_POINTER (0);
  return GUINT_TO_POINTER (read_below (bus, "org.a11y.atspi.Registry", ATSPI_ROOT));
}

static gpointer
wait_for_reader (gpointer user_data)
{
  gint *done = user_data;
  guint n = GPOINTER_TO_UINT (read_all (NULL));

  g_atomic_int_set (done, TRUE);
  g_main_context_wakeup (NULL);
  return GUINT_TO_POINTER (n);
}

guint
bench_attach_reader (void)
{
  gint done = FALSE;
  GThread *thread = g_thread_new ("reader", wait_for_reader, &done);

  while (!g_atomic_int_get (&done))
    g_main_context_iteration (NULL, TRUE);
  return GPOINTER_TO_UINT (g_thread_join (thread));
}

void
bench_add_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  tog_register_resource ();
  gtk_css_provider_load_from_resource (style, "/org/together/Scheduler/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
