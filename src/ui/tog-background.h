#pragma once

#include "tog-accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogBackground:
 *
 * Keeps the application there with its window closed, while the user wants that and
 * is signed in. Where the desktop has a portal for it, the desktop is asked, and
 * starts the app with the session.
 *
 * Property "enabled" (boolean, read-only): whether the user wants that.
 */
#define TOG_TYPE_BACKGROUND (tog_background_get_type ())
G_DECLARE_FINAL_TYPE (TogBackground, tog_background, TOG, BACKGROUND, GObject)

TogBackground *tog_background_new           (GApplication *application,
                                             TogAccounts  *accounts,
                                             GSettings    *settings);
gboolean       tog_background_get_enabled   (TogBackground *self);
void           tog_background_enable_async  (TogBackground      *self,
                                             gboolean            enabled,
                                             GtkWindow          *parent,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
gboolean       tog_background_enable_finish (TogBackground *self,
                                             GAsyncResult  *result,
                                             GError       **error);

G_END_DECLS
