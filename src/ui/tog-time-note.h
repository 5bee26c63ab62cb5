#pragma once

#include "tog-week-speech.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogTimeNote:
 *
 * What a popover tells of a cell: the day, when it is for everybody, and why it
 * can't be booked if it can't.
 */
#define TOG_TYPE_TIME_NOTE (tog_time_note_get_type ())
G_DECLARE_FINAL_TYPE (TogTimeNote, tog_time_note, TOG, TIME_NOTE, GtkWidget)

TogTimeNote *tog_time_note_new  (void);
void         tog_time_note_show (TogTimeNote   *self,
                                 TogWeekModel  *model,
                                 TogWeekSpeech *speech,
                                 guint          column,
                                 guint          row);

G_END_DECLS
