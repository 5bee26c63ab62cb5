#include "config.h"

#include "tog-reminder-track.h"

/* Whether there is still something to say at @at, @minutes before the start. */
static gboolean
is_open (const TogReminderTrack *track, int minutes, TogInstant at)
{
  return at > track->known_since && (track->shown == 0 || minutes < track->shown);
}

static TogInstant
get_instant (const TogReminderTrack *track, int minutes)
{
  return track->start - minutes * (TogInstant) TOG_MINUTE;
}

/**
 * tog_reminder_track_find_due:
 * @track: of the session
 * @minutes: (array length=n_minutes): before the start, in any order
 * @n_minutes: how many
 * @now: the present
 *
 * Finds what to remind of now. Of several that passed unseen, as they do while the
 * computer sleeps, only the last is worth a word; after the start none is.
 *
 * Returns: how many minutes before the start the reminder is for, 0 where none is due
 */
int
tog_reminder_track_find_due (const TogReminderTrack *track,
                             const int *minutes,
                             guint n_minutes,
                             TogInstant now)
{
  int due = 0;

  if (now >= track->start)
    return 0;
  for (guint i = 0; i < n_minutes; i++)
    {
      TogInstant at = get_instant (track, minutes[i]);

      if (at <= now && (due == 0 || minutes[i] < due) && is_open (track, minutes[i], at))
        due = minutes[i];
    }
  return due;
}

/**
 * tog_reminder_track_find_next:
 *
 * Returns: when the next reminder is due after @now, %G_MAXINT64 where none is
 */
TogInstant
tog_reminder_track_find_next (const TogReminderTrack *track,
                              const int *minutes,
                              guint n_minutes,
                              TogInstant now)
{
  TogInstant next = G_MAXINT64;

  for (guint i = 0; i < n_minutes; i++)
    {
      TogInstant at = get_instant (track, minutes[i]);

      if (at > now && at < next && is_open (track, minutes[i], at))
        next = at;
    }
  return next;
}

/**
 * tog_reminder_track_note_clock:
 * @now: the present
 *
 * Takes note of a clock that was set back: what was learnt in a future that is
 * none any more must not silence what is still to come. What was shown stays shown.
 *
 * Returns: whether @track changed
 */
gboolean
tog_reminder_track_note_clock (TogReminderTrack *track, TogInstant now)
{
  if (track->known_since <= now)
    return FALSE;
  track->known_since = now;
  return TRUE;
}

/**
 * tog_reminder_track_to_text:
 *
 * Returns: (transfer full): what tog_reminder_track_parse() reads, to be kept
 */
char *
tog_reminder_track_to_text (const TogReminderTrack *track)
{
  g_autofree char *start = tog_instant_format (track->start);
  g_autofree char *known_since = tog_instant_format (track->known_since);

  return g_strdup_printf ("%s %s %d", start, known_since, track->shown);
}

/**
 * tog_reminder_track_parse:
 * @track: (out caller-allocates): what was kept
 *
 * Returns: whether @text is a track
 */
gboolean
tog_reminder_track_parse (TogReminderTrack *track, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 4);
  gint64 shown;

  if (g_strv_length (parts) != 3 || !tog_instant_parse (parts[0], &track->start, NULL) ||
      !tog_instant_parse (parts[1], &track->known_since, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT32, &shown, NULL))
    return FALSE;
  track->shown = (int) shown;
  return TRUE;
}
