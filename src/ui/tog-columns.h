#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogColumns:
 *
 * Two children side by side, each as wide as the other, or one below the other where
 * there is not enough width for both.
 */
#define TOG_TYPE_COLUMNS (tog_columns_get_type ())
G_DECLARE_FINAL_TYPE (TogColumns, tog_columns, TOG, COLUMNS, GtkWidget)

GtkWidget *tog_columns_new (GtkWidget *first, GtkWidget *second);

G_END_DECLS
