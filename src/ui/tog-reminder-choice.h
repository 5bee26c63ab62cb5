#pragma once

#include "tog-reminders.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogReminderChoice:
 *
 * A row that says how long before a session one wants to be reminded in some way,
 * and folds out to change it. Signal "changed": the user did.
 */
#define TOG_TYPE_REMINDER_CHOICE (tog_reminder_choice_get_type ())
G_DECLARE_FINAL_TYPE (TogReminderChoice,
                      tog_reminder_choice,
                      TOG,
                      REMINDER_CHOICE,
                      AdwExpanderRow)

GtkWidget *tog_reminder_choice_new         (const char *title, const char *icon_name);
void       tog_reminder_choice_set_minutes (TogReminderChoice *self,
                                            const int         *minutes,
                                            guint              n_minutes);
guint      tog_reminder_choice_get_minutes (TogReminderChoice *self,
                                            int                minutes[TOG_MAX_REMINDERS]);

G_END_DECLS
