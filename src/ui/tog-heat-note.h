#pragma once

#include "tog-heat-speech.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogHeatNote:
 *
 * What a popover tells of a cell of the heat map: how many can, when it is, and
 * who can't and why.
 */
#define TOG_TYPE_HEAT_NOTE (tog_heat_note_get_type ())
G_DECLARE_FINAL_TYPE (TogHeatNote, tog_heat_note, TOG, HEAT_NOTE, GtkWidget)

TogHeatNote *tog_heat_note_new  (void);
void         tog_heat_note_show (TogHeatNote   *self,
                                 TogHeatModel  *model,
                                 TogHeatSpeech *speech,
                                 guint          column,
                                 guint          row);

G_END_DECLS
