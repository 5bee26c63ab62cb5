#pragma once

#include "tog-slot-set.h"
#include "tog-storage.h"

G_BEGIN_DECLS

/*
 * What all have in common that put busy intervals into the database: uploads, files
 * and published addresses.
 */

GStrv    tog_source_list_session_uids (TogDb *db, gint64 member, GError **error);
void     tog_source_bind_busy         (TogStatement *statement, const TogSlotSet *busy);
gboolean tog_source_is_changed        (TogScope         *scope,
                                       gint64            row,
                                       const TogSlotSet *busy,
                                       TogSlot           known,
                                       gboolean         *changed,
                                       GError          **error);
gboolean tog_source_read_again        (TogScope *scope, const char *zone, GError **error);
gboolean tog_source_note_own          (TogScope *scope, GError **error);
gboolean tog_source_note_change       (TogScope *scope, GError **error);

G_END_DECLS
