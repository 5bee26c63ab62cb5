#pragma once

#include "tog-heat-map.h"

G_BEGIN_DECLS

/*
 * What the files of TogHeatMap share. A set of starts is a row of words, one bit
 * a quarter hour, so that 64 of them are counted at a time.
 */

#define TOG_BITS_PER_WORD 64

struct _TogHeatMap
{
  gatomicrefcount ref_count;

  TogSlot range;
  gint64 duration;
  TogInstant now;
  TogInstant latest_end;
  gsize n_attendees;
  TogAttendee *attendees;
  TogCountedTimes *counted; /* (owned) (nullable) */

  gsize n_starts;
  gsize n_words;
  guint64 *cannot;  /* by attendee: when they can't */
  guint64 *unknown; /* by attendee: when they can or not */
  TogHeat *heat;    /* by start */
};

G_END_DECLS
