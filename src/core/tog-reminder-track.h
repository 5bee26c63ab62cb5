#pragma once

#include "tog-time.h"

G_BEGIN_DECLS

/**
 * TogReminderTrack:
 * @start: when the session starts
 * @known_since: since when it is known that it starts then; what would have been
 *   due before came too early for anybody to be reminded
 * @shown: how many minutes before the start the last reminder was for, 0 for none
 *
 * What became of the reminders of one session on one desktop. A session that moved
 * gets a new one.
 */
typedef struct
{
  TogInstant start;
  TogInstant known_since;
  int shown;
} TogReminderTrack;

int        tog_reminder_track_find_due   (const TogReminderTrack *track,
                                          const int              *minutes,
                                          guint                   n_minutes,
                                          TogInstant              now);
TogInstant tog_reminder_track_find_next  (const TogReminderTrack *track,
                                          const int              *minutes,
                                          guint                   n_minutes,
                                          TogInstant              now);
gboolean   tog_reminder_track_note_clock (TogReminderTrack *track, TogInstant now);
char      *tog_reminder_track_to_text    (const TogReminderTrack *track);
gboolean   tog_reminder_track_parse      (TogReminderTrack *track, const char *text);

G_END_DECLS
