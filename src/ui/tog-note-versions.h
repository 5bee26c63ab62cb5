#pragma once

#include "tog-note.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogNoteVersions:
 *
 * Two versions of what I noted, side by side where there is room. "settled" tells which
 * texts shall stay, for me alone and shared.
 */
#define TOG_TYPE_NOTE_VERSIONS (tog_note_versions_get_type ())
G_DECLARE_FINAL_TYPE (TogNoteVersions, tog_note_versions, TOG, NOTE_VERSIONS, AdwBin)

void tog_note_versions_set_note  (TogNoteVersions *self, TogNote *note);
void tog_note_versions_keep_both (TogNoteVersions *self);

G_END_DECLS
