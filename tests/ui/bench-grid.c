/* Prints what it costs the main thread to turn a week of the grid, and of the heat
 * map of a large group, drawing included, in milliseconds of processor time, as tests/bench.sh
 * wants it:
 *
 *   name, value, floor, ratio, target
 *
 * once as it is for most people, and once with something that has read every
 * cell, as a screen reader does. It wants a session bus of its own. */

#include "bench-support.h"
#include "fake-account.h"
#include "fake-group.h"
#include "tog-heat-grid.h"
#include "tog-week-grid.h"

#include <adwaita.h>
#include <stdio.h>

#define N_TURNS 200
#define N_WARM_UP 10
#define TARGET_MS 3
#define HEAT_TARGET_MS 4
#define N_MEMBERS 50

static gint64
draw (GtkWidget *grid)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gint64 before = bench_get_ns ();

  GTK_WIDGET_GET_CLASS (grid)->snapshot (grid, snapshot);
  return bench_get_ns () - before;
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
      gint64 start = bench_get_ns ();
      g_autoptr (TogWeek) week = tog_week_new (zone, monday + 7 * (i & 7));

      bench->turn (grid, week, bench->times, now);
      if (i >= 0)
        turns[i] = bench_get_ns () - start + draw (grid);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  bench_sort (turns, N_TURNS);
  printf ("%s\t%.2f\t-\t-\t<= %d\n", name, turns[N_TURNS / 2] / 1e6, bench->target);
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
  bench_add_style ();
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
      listens = bench_attach_reader () > 7 * 96;
      if (listens)
        measure (grid, &benches[i], monday, now, benches[i].name_with_reader);
    }
  if (!listens)
    fprintf (stderr, "bench-grid: no accessibility bus, not measured with a reader\n");
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
