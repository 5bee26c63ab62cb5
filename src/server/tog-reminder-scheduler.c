#include "config.h"

#include "tog-reminder-scheduler.h"

#include "tog-reminder-queue.h"
#include "tog-repeater.h"

/* How long the thread sleeps at the most. What is due is due by the clock on the
 * wall, which is set, and goes on while the machine is suspended; no timer tells. */
#define MAX_PAUSE_SECONDS 15

struct _TogReminderScheduler
{
  TogRepeater *repeater; /* (owned) */
  TogWriter *writer;     /* (not owned) */
  TogInstant (*get_now) (void);
  TogRemindedFunc reminded;
  gpointer data;
};

typedef struct
{
  TogInstant now;
  guint n_mails;
} Work;

static gboolean
work_cb (TogDb *db, gpointer data, GError **error)
{
  Work *work = data;

  return tog_reminder_queue_work (db, work->now, &work->n_mails, error);
}

/* Does what is due. Returns: seconds to sleep then */
static gint64
remind (TogDb *db, gpointer data)
{
  TogReminderScheduler *self = data;
  g_autoptr (GError) error = NULL;
  Work work = { self->get_now (), 0 };
  TogInstant due;
  gboolean found;

  if (tog_reminder_queue_next (db, &due, &found, &error))
    {
      if (!found || due > work.now)
        return found ? MIN (due - work.now, MAX_PAUSE_SECONDS) : MAX_PAUSE_SECONDS;
      if (tog_writer_run (self->writer, work_cb, &work, &error))
        {
          if (work.n_mails > 0)
            self->reminded (self->data);
          return 0;
        }
    }
  g_message ("Nobody can be reminded now: %s", error->message);
  return MAX_PAUSE_SECONDS;
}

/**
 * tog_reminder_scheduler_new:
 * @database: path of the database
 * @writer: queues the mails; has to outlive this
 * @get_now: the clock
 * @reminded: is told when mails were queued
 * @data: for @reminded
 *
 * Returns: (transfer full): a scheduler that does nothing yet
 */
TogReminderScheduler *
tog_reminder_scheduler_new (const char *database,
                            TogWriter *writer,
                            TogInstant (*get_now) (void),
                            TogRemindedFunc reminded,
                            gpointer data)
{
  TogReminderScheduler *self = g_new0 (TogReminderScheduler, 1);

  self->repeater = tog_repeater_new ("reminders", database, remind, self);
  self->writer = writer;
  self->get_now = get_now;
  self->reminded = reminded;
  self->data = data;
  return self;
}

/**
 * tog_reminder_scheduler_start:
 * @self: a scheduler that was not started yet
 */
void
tog_reminder_scheduler_start (TogReminderScheduler *self)
{
  tog_repeater_start (self->repeater);
}

/**
 * tog_reminder_scheduler_wake:
 * @self: a scheduler
 *
 * Has it look now whether something is due. From any thread.
 */
void
tog_reminder_scheduler_wake (TogReminderScheduler *self)
{
  tog_repeater_wake (self->repeater);
}

/**
 * tog_reminder_scheduler_free:
 * @self: (transfer full) (nullable): a scheduler
 *
 * Ends the thread.
 */
void
tog_reminder_scheduler_free (TogReminderScheduler *self)
{
  if (self == NULL)
    return;
  tog_repeater_free (self->repeater);
  g_free (self);
}
