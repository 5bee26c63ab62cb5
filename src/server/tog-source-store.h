#pragma once

#include "tog-slot-set.h"
#include "tog-storage.h"

G_BEGIN_DECLS

/*
 * What all have in common that put busy intervals into the database: uploads, files
 * and published addresses.
 */

GStrv tog_source_list_session_uids (TogDb *db, gint64 member, GError **error);
gboolean
tog_source_is_changed (TogDb *db, gint64 row, TogSlotSet *busy, gboolean *changed, GError **error);
gboolean tog_source_note_change (TogDb *db, TogIdentity owner, TogInstant now, GError **error);

G_END_DECLS
