#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks where to save @contents, and saves them there; says in the window of @widget how
 * that went. */
void  tog_file_save          (GtkWidget    *widget,
                              const char   *title,
                              const char   *name,
                              GBytes       *contents,
                              GCancellable *cancellable);
char *tog_file_dup_base_name (const char *title);
char *tog_file_dup_name      (const char *title, const char *extension);

AdwToast *tog_file_toast_new (GFile *file);

G_END_DECLS
