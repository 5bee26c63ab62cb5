#include "config.h"

#include "tog-calendars-private.h"

/*
 * In place of the registry where the data server's libraries were not there to build
 * with. What isn't built is never opened.
 */

gboolean
tog_calendars_registry_is_built (void)
{
  return FALSE;
}

void
tog_calendars_registry_open (TogCalendars *self)
{
}

void
tog_calendars_registry_watch (TogCalendarsRegistry *registry, const char *id)
{
}

void
tog_calendars_registry_unwatch (TogCalendarsRegistry *registry, const char *id)
{
}

void
tog_calendars_registry_change (TogCalendarsRegistry *registry, const char *id, GTask *task)
{
}

void
tog_calendars_registry_reread (TogCalendarsRegistry *registry)
{
}

void
tog_calendars_registry_free (TogCalendarsRegistry *registry)
{
}
