#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogNoteEditor:
 *
 * My notes about a session, for me alone and shared, with what the others share
 * below. What is typed is saved by itself: a moment after, and when another
 * session is shown or the widget goes.
 */
#define TOG_TYPE_NOTE_EDITOR (tog_note_editor_get_type ())
G_DECLARE_FINAL_TYPE (TogNoteEditor, tog_note_editor, TOG, NOTE_EDITOR, GtkWidget)

void tog_note_editor_set_session (TogNoteEditor *self, TogAccount *account, TogSession *session);
void tog_note_editor_save        (TogNoteEditor *self);

G_END_DECLS
