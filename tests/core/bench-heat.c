/*
 * Measures how long a group of a thousand takes, with 200 busy intervals a week
 * each: to count who can at every quarter hour of a week, and to rank the starts
 * of four weeks. Prints the medians of many runs as tests/bench.sh tells figures.
 */
#include "config.h"

#include "tog-heat-map.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_RUNS 101
#define N_PEOPLE 1000
#define N_BUSY 200
#define WEEK (7 * (gint64) TOG_DAY_SECONDS)
#define N_BEST 10

/* Between two of 200 intervals a week there is no room for more. */
#define DURATION (30 * TOG_MINUTE)

static gint64
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* One interval in each of as many equal parts, so that none are merged into one. */
static TogSlotSet *
make_busy (GRand *rand, TogSlot range, int n)
{
  g_autofree TogSlot *slots = g_new (TogSlot, n);

  for (int i = 0; i < n; i++)
    {
      slots[i].start = range.start + (range.end - range.start) / n * i;
      slots[i].end = slots[i].start + g_rand_int_range (rand, 15, 45) * TOG_MINUTE;
    }
  return tog_slot_set_new (slots, (gsize) n);
}

static void
make_people (GRand *rand, TogSlot range, TogAttendee *people)
{
  static const char *const zones[] = {
    "Europe/Lisbon", "Europe/Berlin", "Asia/Kathmandu",   "Asia/Kolkata",
    "Africa/Lagos",  "Asia/Tokyo",    "America/New_York", "America/Sao_Paulo",
  };
  int n_busy = (int) (N_BUSY * ((range.end - range.start) / WEEK));

  for (int i = 0; i < N_PEOPLE; i++)
    {
      TogWorkingRange ranges[5];
      g_autoptr (TogWorkingHours) hours = NULL;

      for (int day = 0; day < 5; day++)
        ranges[day] = (TogWorkingRange){ (gint8) (day + 1), 480, 1140 };
      hours = tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
      people[i].zone = tog_zone_lookup (zones[i % (int) G_N_ELEMENTS (zones)], NULL);
      people[i].required = i % 20 == 0;
      people[i].availability = (TogAvailability){
        .busy = make_busy (rand, range, n_busy),
        .hours = tog_working_hours_expand (
            hours, people[i].zone, (TogSlot){ range.start, range.end + TOG_HOUR }),
        .known = range,
        .buffer_before = i % 3 * 5 * TOG_MINUTE,
      };
    }
}

static double
find_median (gint64 *times)
{
  qsort (times, N_RUNS, sizeof *times, compare_times);
  return times[N_RUNS / 2] / 1e6;
}

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree TogAttendee *people = g_new0 (TogAttendee, N_PEOPLE);
  TogInstant first = tog_day_from_civil (2026, 11, 23) * (gint64) TOG_DAY_SECONDS;
  TogSlot week = { first, first + WEEK };
  TogSlot weeks = { first, first + 4 * WEEK };
  TogBestTime best[N_BEST];
  gint64 times[N_RUNS];
  gsize n_best = 0;

  make_people (rand, week, people);
  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 before = read_clock ();
      g_autoptr (TogHeatMap) map =
          tog_heat_map_new (people, N_PEOPLE, NULL, week, DURATION, first, first + 30 * WEEK);

      times[run] = read_clock () - before;
    }
  printf ("heat map of 1,000 people over a week, 200 busy intervals each, ms\t%.3f\t-\t-\t<= 2\n",
          find_median (times));
  for (int i = 0; i < N_PEOPLE; i++)
    tog_attendee_clear (&people[i]);

  make_people (rand, weeks, people);
  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 before = read_clock ();
      g_autoptr (TogHeatMap) map =
          tog_heat_map_new (people, N_PEOPLE, NULL, weeks, DURATION, first, first + 30 * WEEK);

      n_best = tog_heat_map_rank (map, best, N_BEST);
      times[run] = read_clock () - before;
    }
  printf ("the same over four weeks, and the best starts ranked, ms\t%.3f\t-\t-\t<= 10\n",
          find_median (times));
  for (int i = 0; i < N_PEOPLE; i++)
    tog_attendee_clear (&people[i]);

  /* A figure about people who can never meet would be worth nothing. */
  return n_best == N_BEST && best[0].heat.n_can > 0 ? 0 : 1;
}
