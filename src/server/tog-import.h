#pragma once

#include "tog-db.h"
#include "tog-time.h"

G_BEGIN_DECLS

/**
 * TogImport:
 *
 * An organization file that was read and found good, its calendars included,
 * and waits to be written. Reading takes as long as the calendars take; writing
 * is quick, so that nobody who books waits for a calendar.
 */
typedef struct _TogImport TogImport;

GHashTable *tog_import_load_calendars (const char *text,
                                       gsize       length,
                                       const char *base_folder,
                                       TogInstant  now,
                                       GError    **error);
TogImport  *tog_import_new   (const char *text,
                              gsize       length,
                              GHashTable *calendars,
                              TogInstant  now,
                              GError    **error);
void        tog_import_free  (TogImport *import);
gboolean    tog_import_apply (TogImport  *import,
                              TogDb      *db,
                              TogInstant  now,
                              GString    *report,
                              GError    **error);

gboolean    tog_import_text  (TogDb      *db,
                              const char *text,
                              gsize       length,
                              const char *base_folder,
                              TogInstant  now,
                              GString    *report,
                              GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogImport, tog_import_free)

G_END_DECLS
