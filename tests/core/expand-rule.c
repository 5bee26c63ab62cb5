#include "config.h"

#include "tog-recurrence.h"

#include <stdio.h>
#include <string.h>

/*
 * Reads lines of a start, a recurrence rule and a range, parted by tabs; writes
 * when the rule occurs, or "error".
 */

static void
append_cb (TogWallTime wall, gpointer data)
{
  int year;
  int month;
  int day;

  tog_day_to_civil (wall.day, &year, &month, &day);
  g_string_append_printf (data,
                          "%04d%02d%02dT%02d%02d%02d ",
                          year,
                          month,
                          day,
                          wall.second / TOG_HOUR,
                          wall.second / TOG_MINUTE % 60,
                          wall.second % 60);
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), "\t", -1);
      g_autoptr (GString) occurrences = g_string_new (NULL);
      guint budget = 2000000;
      TogIcalTime times[3];
      TogRecurrence rule;
      gboolean good;

      good = tog_ical_parse_time (words[0], strlen (words[0]), &times[0]) &&
             tog_ical_parse_time (words[2], strlen (words[2]), &times[1]) &&
             tog_ical_parse_time (words[3], strlen (words[3]), &times[2]) &&
             tog_recurrence_parse (words[1], &rule, NULL) &&
             tog_recurrence_expand (&rule,
                                    times[0].wall,
                                    times[1].wall,
                                    times[2].wall,
                                    &budget,
                                    append_cb,
                                    occurrences,
                                    NULL);
      puts (good ? occurrences->str : "error");
      fflush (stdout);
    }
  free (g_steal_pointer (&line));
  return 0;
}
