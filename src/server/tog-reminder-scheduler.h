#pragma once

#include "tog-time.h"
#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TogReminderScheduler:
 *
 * Queues the mails that remind people of sessions when they are due, on a thread
 * of its own.
 */
typedef struct _TogReminderScheduler TogReminderScheduler;

/**
 * TogRemindedFunc:
 * @data: what was given with the function
 *
 * Is told, in the scheduler's thread, that mails were queued.
 */
typedef void (*TogRemindedFunc) (gpointer data);

TogReminderScheduler *tog_reminder_scheduler_new   (const char     *database,
                                                    TogWriter      *writer,
                                                    TogInstant    (*get_now) (void),
                                                    TogRemindedFunc reminded,
                                                    gpointer        data);
void                  tog_reminder_scheduler_start (TogReminderScheduler *self);
void                  tog_reminder_scheduler_wake  (TogReminderScheduler *self);
void                  tog_reminder_scheduler_free  (TogReminderScheduler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogReminderScheduler, tog_reminder_scheduler_free)

G_END_DECLS
