/*
 * Measures how long it takes to compute every slot of two people over eight
 * weeks, with 500 busy intervals each: from their weekly hours and busy
 * intervals to a verdict on each quarter of an hour. Prints the median of many
 * runs, in nanoseconds.
 */
#include "config.h"

#include "tog-availability.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_RUNS 501
#define N_BUSY 500
#define N_WEEKS 8
#define N_STARTS (N_WEEKS * 7 * 96)

/* Processor time, which it takes however busy the machine is: there is one thread. */
static gint64
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static TogWorkingHours *
make_hours (int from, int to)
{
  TogWorkingRange ranges[5];

  for (int i = 0; i < 5; i++)
    ranges[i] = (TogWorkingRange){ (gint8) (i + 1), (gint16) from, (gint16) to };

  return tog_working_hours_new (ranges, G_N_ELEMENTS (ranges), NULL);
}

int
main (void)
{
  TogZone *zones[2] = { tog_zone_lookup ("Europe/London", NULL),
                        tog_zone_lookup ("America/New_York", NULL) };
  TogWorkingHours *hours[2] = { make_hours (8 * 60, 18 * 60), make_hours (540, 1020) };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree TogInstant *starts = g_new (TogInstant, N_STARTS);
  g_autofree TogJudgement *judgements = g_new (TogJudgement, N_STARTS);
  TogInstant first = tog_day_from_civil (2026, 9, 28) * (gint64) TOG_DAY_SECONDS;
  TogSlot range = { first, first + N_STARTS * TOG_QUANTUM };
  TogJudgementRules rules = { first, range.end, zones[0] };
  TogSlotSet *busy[2];
  gint64 times[N_RUNS];
  gsize n_offered = 0;

  if (zones[0] == NULL || zones[1] == NULL)
    return 1;

  for (int person = 0; person < 2; person++)
    {
      TogSlot slots[N_BUSY];

      /* One in each of as many equal parts, so that none are merged into one. */
      for (int i = 0; i < N_BUSY; i++)
        {
          slots[i].start =
              first + (range.end - first) / N_BUSY * i + g_rand_int_range (rand, 0, 900);
          slots[i].end = slots[i].start + g_rand_int_range (rand, 15, 60) * TOG_MINUTE;
        }
      busy[person] = tog_slot_set_new (slots, N_BUSY);
    }

  for (int i = 0; i < N_STARTS; i++)
    starts[i] = first + i * TOG_QUANTUM;

  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 before = read_clock ();
      TogAvailability people[2];

      for (int person = 0; person < 2; person++)
        people[person] = (TogAvailability){
          .busy = tog_slot_set_ref (busy[person]),
          .hours = tog_working_hours_expand (hours[person], zones[person], range),
          .known = range,
          .buffer_before = TOG_QUANTUM,
          .buffer_after = TOG_QUANTUM,
        };

      tog_availability_judge_many (people, 2, &rules, starts, N_STARTS, TOG_HOUR, judgements);

      for (int person = 0; person < 2; person++)
        tog_availability_clear (&people[person]);

      times[run] = read_clock () - before;
    }

  for (int person = 0; person < 2; person++)
    {
      tog_slot_set_unref (busy[person]);
      tog_working_hours_unref (hours[person]);
      tog_zone_unref (zones[person]);
    }
  for (int i = 0; i < N_STARTS; i++)
    n_offered += tog_verdict_is_bookable (judgements[i].verdict) ? 1 : 0;

  /* A figure about people who can never meet would be worth nothing. */
  if (n_offered == 0)
    return 1;

  qsort (times, N_RUNS, sizeof *times, compare_times);
  /* name, value, floor, ratio, target, as tests/bench.sh tells them */
  printf ("slots of two people over eight weeks, ms\t%.3f\t-\t-\t<= 0.5\n",
          times[N_RUNS / 2] / 1e6);

  return 0;
}
