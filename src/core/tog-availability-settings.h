#pragma once

#include "tog-working-hours.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TogVisibility:
 * @TOG_VISIBILITY_BUSY: when somebody is busy, and nothing of why
 * @TOG_VISIBILITY_NOTHING: nothing of their calendars: they are not shared
 *
 * What others see of somebody's calendars.
 */
typedef enum
{
  TOG_VISIBILITY_BUSY,
  TOG_VISIBILITY_NOTHING,
} TogVisibility;

/**
 * TogAvailabilitySettings:
 * @zone: (owned): IANA name of the zone of the clock on the member's wall
 * @hours: (owned): when they work, with its exceptions
 * @buffer_before: seconds kept free before a session
 * @buffer_after: seconds kept free after a session
 * @minimum_notice: seconds between now and the earliest start
 * @week_limit: how many sessions they take in a week, which begins on a Monday at
 *   midnight by their clock, wherever they are; 0 is any number
 * @visibility: what others see of their calendars
 *
 * What a member says of when they can meet.
 */
typedef struct
{
  char *zone;
  TogWorkingHours *hours;
  gint32 buffer_before;
  gint32 buffer_after;
  gint32 minimum_notice;
  gint32 week_limit;
  TogVisibility visibility;
} TogAvailabilitySettings;

void        tog_availability_settings_clear   (TogAvailabilitySettings *self);
void        tog_availability_settings_copy    (TogAvailabilitySettings       *self,
                                               const TogAvailabilitySettings *other);
gboolean    tog_availability_settings_read    (TogAvailabilitySettings *self,
                                               JsonNode                *node,
                                               GError                 **error);
char       *tog_availability_settings_to_text (const TogAvailabilitySettings *self);
const char *tog_visibility_to_string          (TogVisibility visibility);
gboolean    tog_visibility_from_string        (const char *text, TogVisibility *visibility);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogAvailabilitySettings, tog_availability_settings_clear)

G_END_DECLS
