#pragma once

#include "tog-accounts.h"
#include "tog-reminder-service.h"

G_BEGIN_DECLS

/**
 * TogNotifier:
 *
 * Tells on the desktop of what happens in any of the accounts, whichever is shown and
 * also without a window, for as long as it lives: reminders of sessions, and what
 * became of requests made offline. Notifications stay when the app ends, and start it
 * again: what they offer are actions of the application,
 *
 * - app.open-session (account id, match id, group id, session id; "" for what there
 *   isn't),
 * - app.reschedule-session (the same),
 * - app.join-session (address).
 */
#define TOG_TYPE_NOTIFIER (tog_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TogNotifier, tog_notifier, TOG, NOTIFIER, GObject)

TogNotifier        *tog_notifier_new         (GApplication *application, TogAccounts *accounts);
TogReminderService *tog_notifier_get_service (TogNotifier *self, TogAccount *account);

G_END_DECLS
