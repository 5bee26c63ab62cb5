/* Prints what it costs the main thread to turn a week of the grid, and of the heat
 * map of a large group, drawing included, in milliseconds of processor time, as tests/bench.sh
 * wants it:
 *
 *   name, value, floor, ratio, target
 *
 * once as it is for most people, and once with something that has read every
 * cell, as a screen reader does. It wants a session bus of its own. */

#include "fake-account.h"
#include "fake-group.h"
#include "tog-heat-grid.h"
#include "tog-resources.h"
#include "tog-week-grid.h"

#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#define N_TURNS 200
#define N_WARM_UP 10
#define TARGET_MS 3
#define HEAT_TARGET_MS 4
#define N_MEMBERS 50

#define ATSPI_ROOT "/org/a11y/atspi/accessible/root"

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
get_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * (gint64) 1000000000 + now.tv_nsec;
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

static guint
attach_reader (void)
{
  gint done = FALSE;
  GThread *thread = g_thread_new ("reader", wait_for_reader, &done);

  while (!g_atomic_int_get (&done))
    g_main_context_iteration (NULL, TRUE);
  return GPOINTER_TO_UINT (g_thread_join (thread));
}

static gint64
draw (GtkWidget *grid)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gint64 before = get_ns ();

  GTK_WIDGET_GET_CLASS (grid)->snapshot (grid, snapshot);
  return get_ns () - before;
}

/* Shows a week in a grid. */
typedef void (*Turn) (GtkWidget *grid, TogWeek *week, TogTimes *times, TogInstant now);

static void
turn_grid (GtkWidget *grid, TogWeek *week, TogTimes *times, TogInstant now)
{
  g_autoptr (TogZone) other = tog_zone_lookup ("Asia/Kathmandu", NULL);
  g_autoptr (TogWeekModel) model = tog_week_model_new (week, times, 45 * TOG_MINUTE, now);

  tog_week_grid_set_model (TOG_WEEK_GRID (grid), model, other);
}

static void
turn_heat (GtkWidget *grid, TogWeek *week, TogTimes *times, TogInstant now)
{
  g_autoptr (TogHeatModel) model = tog_heat_model_new (week, times, NULL, 60 * TOG_MINUTE, now);
  TogBestTime best[3];

  tog_heat_grid_set_model (TOG_HEAT_GRID (grid), model);
  tog_heat_grid_set_best (
      TOG_HEAT_GRID (grid),
      best,
      tog_heat_map_rank (tog_heat_model_get_map (model), best, G_N_ELEMENTS (best)));
}

typedef struct
{
  const char *name;
  const char *name_with_reader;
  GtkWidget *(*make_grid) (void);
  Turn turn;
  TogTimes *times;
  int target;
} Bench;

static GtkWidget *
show (GtkWidget *window, const Bench *bench)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = bench->make_grid ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  return grid;
}

static void
measure (GtkWidget *grid, const Bench *bench, TogDay monday, TogInstant now, const char *name)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  gint64 turns[N_TURNS];

  for (int i = -N_WARM_UP; i < N_TURNS; i++)
    {
      gint64 start = get_ns ();
      g_autoptr (TogWeek) week = tog_week_new (zone, monday + 7 * (i & 7));

      bench->turn (grid, week, bench->times, now);
      if (i >= 0)
        turns[i] = get_ns () - start + draw (grid);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  qsort (turns, N_TURNS, sizeof *turns, compare);
  printf ("%s\t%.2f\t-\t-\t<= %d\n", name, turns[N_TURNS / 2] / 1e6, bench->target);
}

/* The app does this by itself; what has no style has nothing to draw. */
static void
add_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  tog_register_resource ();
  gtk_css_provider_load_from_resource (style, "/org/together/Scheduler/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  TogDay monday = tog_day_from_civil (2026, 11, 23);
  TogInstant now = (TogInstant) monday * TOG_DAY_SECONDS + 10 * TOG_HOUR;
  TogSlot range = { now - 8 * TOG_DAY_SECONDS, now + 60 * TOG_DAY_SECONDS };
  GtkWidget *window;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogTimes) group = NULL;
  gboolean listens = FALSE;

  adw_init ();
  add_style ();
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_present (GTK_WINDOW (window));
  fake_times_set_monday (monday);
  times = fake_times_make (range);
  group = fake_group_make_large (monday, range, N_MEMBERS);

  const Bench benches[] = {
    { "week turned, ms",
      "week turned while a screen reader listens, ms",
      tog_week_grid_new,
      turn_grid,
      times,
      TARGET_MS },
    { "week of a group of 50 turned, ms",
      "week of a group of 50 turned while a screen reader listens, ms",
      tog_heat_grid_new,
      turn_heat,
      group,
      HEAT_TARGET_MS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (benches); i++)
    measure (show (window, &benches[i]), &benches[i], monday, now, benches[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (benches); i++)
    {
      GtkWidget *grid = show (window, &benches[i]);
      g_autoptr (TogZone) utc = tog_zone_utc ();
      g_autoptr (TogWeek) week = tog_week_new (utc, monday);

      benches[i].turn (grid, week, benches[i].times, now);
      listens = attach_reader () > 7 * 96;
      if (listens)
        measure (grid, &benches[i], monday, now, benches[i].name_with_reader);
    }
  if (!listens)
    fprintf (stderr, "bench-grid: no accessibility bus, not measured with a reader\n");
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
