/*
 * Answers questions about zones, one a line, so that test-zone-oracle.py can
 * compare the answers with those of another implementation:
 *
 *   zone NAME       from now on about this zone; answers "known" or "unknown"
 *   changes FROM TO   the transitions after FROM and before TO: "INSTANT:OFFSET" each
 *   instant T       the wall time at T: "DAY SECOND"
 *   wall DAY SECOND   the instant, and then every instant at which the clock shows it
 */
#include "config.h"

#include "tog-zone.h"

#include <inttypes.h>
#include <stdio.h>

static void
list_changes (const TogZone *zone, TogInstant from, TogInstant to)
{
  TogTransition transition = { .at = from };

  while (tog_zone_get_next_transition (zone, transition.at, &transition) && transition.at < to)
    printf ("%" PRId64 ":%d ", transition.at, transition.offset);
  printf ("\n");
}

static void
tell_wall (const TogZone *zone, TogInstant instant)
{
  TogWallTime wall = tog_zone_to_wall (zone, instant);

  printf ("%d %d\n", wall.day, wall.second);
}

static void
tell_instants (const TogZone *zone, TogWallTime wall)
{
  TogInstant instants[2];
  guint n_instants = tog_zone_find_instants (zone, wall, instants);

  printf ("%" PRId64, tog_zone_from_wall (zone, wall));
  for (guint i = 0; i < n_instants; i++)
    printf (" %" PRId64, instants[i]);
  printf ("\n");
}

int
main (void)
{
  g_autoptr (TogZone) zone = NULL;
  char line[256];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      char name[80];
      TogInstant from, to;
      TogWallTime wall;

      if (sscanf (line, "zone %79s", name) == 1)
        {
          g_clear_pointer (&zone, tog_zone_unref);
          zone = tog_zone_lookup (name, NULL);
          puts (zone != NULL ? "known" : "unknown");
        }
      else if (zone == NULL)
        return 1;
      else if (sscanf (line, "changes %" SCNd64 " %" SCNd64, &from, &to) == 2)
        list_changes (zone, from, to);
      else if (sscanf (line, "instant %" SCNd64, &from) == 1)
        tell_wall (zone, from);
      else if (sscanf (line, "wall %d %d", &wall.day, &wall.second) == 2)
        tell_instants (zone, wall);
      else
        return 1;
    }

  return 0;
}
