#pragma once

#include "tog-history-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogExportFormat:
 * @TOG_EXPORT_JSON: all that is kept, as items of the API document
 * @TOG_EXPORT_ICS: a calendar (RFC 5545), without notes and participants
 *
 * As what sessions can be saved.
 */
typedef enum
{
  TOG_EXPORT_JSON,
  TOG_EXPORT_ICS,
} TogExportFormat;

gboolean tog_export_format_from_string (const char *text, TogExportFormat *format);

void     tog_history_export_async      (GPtrArray          *items,
                                        TogExportFormat     format,
                                        const char         *name,
                                        TogInstant          now,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GBytes  *tog_history_export_finish     (GAsyncResult *result, GError **error);

/* Asks where to save sessions, and saves them there. */
void     tog_history_save              (GtkWidget      *widget,
                                        GPtrArray      *items,
                                        TogExportFormat format,
                                        const char     *name);

G_END_DECLS
