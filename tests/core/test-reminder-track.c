#include "tog-reminder-track.h"

static TogInstant
at (const char *text)
{
  TogInstant instant;

  g_assert_true (tog_instant_parse (text, &instant, NULL));
  return instant;
}

#define START "2026-11-26T11:15:00Z"

/* P34: once, in time, never too late, whatever the clock does. */
static void
check_due (void)
{
  static const struct
  {
    const char *name;
    int minutes[5];
    const char *known_since;
    int shown;
    const char *now;
    int due;
    const char *next; /* NULL for none */
  } cases[] = {
    { "before all",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      0,
      "2026-11-25T11:14:59Z",
      0,
      "2026-11-25T11:15:00Z" },
    { "a day before, to the second",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      0,
      "2026-11-25T11:15:00Z",
      1440,
      "2026-11-26T11:05:00Z" },
    { "shown once",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      1440,
      "2026-11-25T11:15:00Z",
      0,
      "2026-11-26T11:05:00Z" },
    { "ten minutes before",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      1440,
      "2026-11-26T11:05:00Z",
      10,
      NULL },
    { "all shown", { 1440, 10 }, "2026-11-20T00:00:00Z", 10, "2026-11-26T11:05:30Z", 0, NULL },
    { "slept over one",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      0,
      "2026-11-26T08:00:00Z",
      1440,
      "2026-11-26T11:05:00Z" },
    { "slept over both: only the last",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      0,
      "2026-11-26T11:14:59Z",
      10,
      NULL },
    { "slept until the start", { 1440, 10 }, "2026-11-20T00:00:00Z", 0, START, 0, NULL },
    { "slept over all of it",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      1440,
      "2026-11-27T00:00:00Z",
      0,
      NULL },
    { "booked three hours ahead",
      { 1440, 10 },
      "2026-11-26T08:15:00Z",
      0,
      "2026-11-26T08:15:00Z",
      0,
      "2026-11-26T11:05:00Z" },
    { "booked five minutes ahead",
      { 1440, 10 },
      "2026-11-26T11:10:00Z",
      0,
      "2026-11-26T11:10:30Z",
      0,
      NULL },
    { "set back an hour after the last: not again",
      { 1440, 10 },
      "2026-11-20T00:00:00Z",
      10,
      "2026-11-26T10:05:00Z",
      0,
      NULL },
    { "set back an hour after the first: the second still comes",
      { 1440, 60 },
      "2026-11-20T00:00:00Z",
      1440,
      "2026-11-25T10:30:00Z",
      0,
      "2026-11-26T10:15:00Z" },
    { "no order is asked for",
      { 10, 1440, 60 },
      "2026-11-20T00:00:00Z",
      0,
      "2026-11-26T10:20:00Z",
      60,
      "2026-11-26T11:05:00Z" },
    { "none wanted", { 0 }, "2026-11-20T00:00:00Z", 0, "2026-11-26T11:05:00Z", 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogReminderTrack track = { at (START), at (cases[i].known_since), cases[i].shown };
      TogInstant next;
      guint n = 0;

      g_test_message ("%s", cases[i].name);
      while (n < G_N_ELEMENTS (cases[i].minutes) && cases[i].minutes[n] != 0)
        n++;
      g_assert_cmpint (tog_reminder_track_find_due (&track, cases[i].minutes, n, at (cases[i].now)),
                       ==,
                       cases[i].due);

      /* What is due is shown before anybody asks what comes next. */
      if (cases[i].due != 0)
        track.shown = cases[i].due;
      next = tog_reminder_track_find_next (&track, cases[i].minutes, n, at (cases[i].now));
      g_assert_cmpint (next, ==, cases[i].next != NULL ? at (cases[i].next) : G_MAXINT64);
    }
}

/* P34: a day's minutes one after another, with naps and a clock that is set: each
 * reminder no more than once, and none that the track says is over. */
static void
check_walk (void)
{
  static const int minutes[] = { 1440, 240, 60, 30, 10 };

  for (guint32 seed = 0; seed < 500; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      TogReminderTrack track = { at (START), at (START) - 2 * TOG_DAY_SECONDS, 0 };
      TogInstant now = track.known_since;
      int last = G_MAXINT;

      while (now < track.start + TOG_HOUR)
        {
          int due = tog_reminder_track_find_due (&track, minutes, G_N_ELEMENTS (minutes), now);

          if (due != 0)
            {
              g_assert_cmpint (due, <, last);
              g_assert_cmpint (now, <, track.start);
              g_assert_cmpint (now, >=, track.start - due * TOG_MINUTE);
              last = track.shown = due;
            }
          now += g_rand_int_range (random, -TOG_HOUR / 4, TOG_HOUR);
          tog_reminder_track_note_clock (&track, now);
        }
    }
}

/* A year that was set by mistake does not silence what comes after. */
static void
check_clock (void)
{
  static const int minutes[] = { 1440, 10 };
  TogReminderTrack track = { at (START), at ("2027-11-20T00:00:00Z"), 0 };
  TogInstant now = at ("2026-11-25T00:00:00Z");

  g_assert_cmpint (tog_reminder_track_find_next (&track, minutes, 2, now), ==, G_MAXINT64);
  g_assert_true (tog_reminder_track_note_clock (&track, now));
  g_assert_false (tog_reminder_track_note_clock (&track, now));
  g_assert_cmpint (
      tog_reminder_track_find_next (&track, minutes, 2, now), ==, at ("2026-11-25T11:15:00Z"));
}

static void
check_text (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "2026-11-26T11:15:00Z",
    "2026-11-26T11:15:00Z 2026-11-20T00:00:00Z",
    "2026-11-26T11:15:00Z 2026-11-20T00:00:00Z -1",
    "2026-11-26T11:15:00Z 2026-11-20T00:00:00Z 99999999999",
    "2026-11-26T11:15:00Z 2026-11-20T00:00:00Z 10 10",
    "2026-11-26T11:15:00Z yesterday 10",
    "2026-02-30T11:15:00Z 2026-11-20T00:00:00Z 10",
  };
  TogReminderTrack track = { at (START), at ("2026-11-20T00:00:00Z"), 1440 };
  TogReminderTrack read;
  g_autofree char *text = tog_reminder_track_to_text (&track);

  g_assert_true (tog_reminder_track_parse (&read, text));
  g_assert_cmpint (read.start, ==, track.start);
  g_assert_cmpint (read.known_since, ==, track.known_since);
  g_assert_cmpint (read.shown, ==, track.shown);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tog_reminder_track_parse (&read, bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/reminder-track/P34/due", check_due);
  g_test_add_func ("/core/reminder-track/P34/walk", check_walk);
  g_test_add_func ("/core/reminder-track/P34/clock", check_clock);
  g_test_add_func ("/core/reminder-track/text", check_text);
  return g_test_run ();
}
