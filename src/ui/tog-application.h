#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogApplication:
 *
 * The app: its one window, its actions and what they are called by on the keyboard.
 */
#define TOG_TYPE_APPLICATION (tog_application_get_type ())
G_DECLARE_FINAL_TYPE (TogApplication, tog_application, TOG, APPLICATION, AdwApplication)

TogApplication *tog_application_new (void);

G_END_DECLS
