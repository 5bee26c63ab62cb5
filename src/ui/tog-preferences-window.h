#pragma once

#include "tog-account.h"
#include "tog-background.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogPreferencesWindow:
 *
 * What a member chooses for themselves: when to be reminded, on this desktop and
 * by mail, whether the app stays in the background for that, and the calendar feed.
 *
 * Signal "reminders-changed" (gpointer reminders, a TogReminders): the server has
 * the user's new choice.
 */
#define TOG_TYPE_PREFERENCES_WINDOW (tog_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (TogPreferencesWindow,
                      tog_preferences_window,
                      TOG,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

GtkWindow *tog_preferences_window_new (GtkWindow     *parent,
                                       TogAccount    *account,
                                       TogBackground *background);

G_END_DECLS
