#pragma once

#include "tog-accounts.h"
#include "tog-reminder-service.h"

G_BEGIN_DECLS

/**
 * TogReminderNotifier:
 *
 * Turns reminders of the current account's sessions into the desktop's
 * notifications, for as long as it lives. They stay when the app ends, and start it
 * again: what they offer are actions of the application,
 *
 * - app.open-session (match id, group id, session id; "" for what there isn't),
 * - app.reschedule-session (the same),
 * - app.join-session (address).
 */
#define TOG_TYPE_REMINDER_NOTIFIER (tog_reminder_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TogReminderNotifier,
                      tog_reminder_notifier,
                      TOG,
                      REMINDER_NOTIFIER,
                      GObject)

TogReminderNotifier *tog_reminder_notifier_new         (GApplication *application,
                                                        TogAccounts  *accounts);
TogReminderService  *tog_reminder_notifier_get_service (TogReminderNotifier *self);

G_END_DECLS
