#pragma once

#include "tog-account.h"

G_BEGIN_DECLS

/**
 * TogReminderService:
 *
 * Knows when to remind of the sessions of an account, on this desktop. It reads all
 * that has to be known for that, and keeps what it reminded of, so that a restart
 * does not do it again. It has no clock of its own: somebody has to ask it to check
 * once a minute, and when the clock was set or the computer wakes up.
 *
 * Signals:
 * - "due" (TogSession *session, int minutes): now is the time to remind of @session;
 *   the reminder is the one for @minutes before the start
 * - "gone" (const char *session_id): what was said of this session does not hold any
 *   more: it was moved or cancelled, or is over
 */
#define TOG_TYPE_REMINDER_SERVICE (tog_reminder_service_get_type ())
G_DECLARE_FINAL_TYPE (TogReminderService, tog_reminder_service, TOG, REMINDER_SERVICE, GObject)

TogReminderService *tog_reminder_service_new           (TogAccount *account);
TogAccount         *tog_reminder_service_get_account   (TogReminderService *self);
void                tog_reminder_service_check         (TogReminderService *self);
void                tog_reminder_service_set_reminders (TogReminderService *self,
                                                        const TogReminders *reminders);
void                tog_reminder_service_stop          (TogReminderService *self);

G_END_DECLS
