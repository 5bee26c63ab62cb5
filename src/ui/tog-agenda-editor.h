#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogAgendaEditor:
 *
 * What to talk about in a session: items to tick off, and talking points that
 * participants add. What is done here is shown at once and sent one after another;
 * where somebody was quicker it is done again to what they made of it.
 */
#define TOG_TYPE_AGENDA_EDITOR (tog_agenda_editor_get_type ())
G_DECLARE_FINAL_TYPE (TogAgendaEditor, tog_agenda_editor, TOG, AGENDA_EDITOR, GtkWidget)

void tog_agenda_editor_set_session (TogAgendaEditor *self,
                                    TogAccount      *account,
                                    TogSession      *session);

G_END_DECLS
