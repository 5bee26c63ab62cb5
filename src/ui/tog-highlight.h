#pragma once

#include "tog-text-search.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * How words that were searched for look: bold, on a background of the style's.
 */

void           tog_highlight_append    (PangoAttrList *attributes,
                                        GArray        *ranges,
                                        guint          offset,
                                        GtkWidget     *widget);
PangoAttrList *tog_highlight_new       (const char *text, const char *query, GtkWidget *widget);
char          *tog_highlight_to_markup (const char *text, const char *query, GtkWidget *widget);

G_END_DECLS
