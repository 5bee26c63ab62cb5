#include "config.h"

#include "invite-sample.h"
#include "tog-invite.h"
#include "tog-json.h"

#include <stdio.h>

/* Reads lines of JSON strings; writes, for each, the invite of a session in which
 * people wrote that, as a JSON string. */
int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr (JsonNode) node = tog_json_parse (line, -1, NULL);
      g_autoptr (TogSession) session = invite_sample_new (json_node_get_string (node));
      g_autofree char *ical = tog_invite_to_ical (
          session, TOG_INVITE_REQUEST, "Example, Inc.", "calendar@example.org", 1795435200);
      g_autoptr (GString) json = g_string_new (NULL);

      tog_json_append_string (json, ical);
      puts (json->str);
      fflush (stdout);
    }
  free (g_steal_pointer (&line));
  return 0;
}
