#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogNoteConflict:
 *
 * A window that shows two versions of my notes, of which one has to be chosen, or both.
 */
#define TOG_TYPE_NOTE_CONFLICT (tog_note_conflict_get_type ())
G_DECLARE_FINAL_TYPE (TogNoteConflict, tog_note_conflict, TOG, NOTE_CONFLICT, AdwWindow)

GtkWindow *tog_note_conflict_new (GtkWindow     *parent,
                                  TogAccount    *account,
                                  TogOutboxItem *item);

G_END_DECLS
