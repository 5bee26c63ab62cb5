#include "config.h"

#include "tog-reminder-scheduler.h"

#include "tog-database.h"
#include "tog-reminder-queue.h"

/* How long the thread sleeps at the most. What is due is due by the clock on the
 * wall, which is set, and goes on while the machine is suspended; no timer tells. */
#define MAX_PAUSE_SECONDS 15

struct _TogReminderScheduler
{
  char *database;    /* (owned) */
  TogWriter *writer; /* (not owned) */
  TogInstant (*get_now) (void);
  TogRemindedFunc reminded;
  gpointer data;
  GThread *thread; /* (owned) (nullable) */
  GMutex mutex;    /* guards what follows */
  GCond cond;
  gboolean woken;
  gboolean stopping;
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
work_once (TogReminderScheduler *self, TogDb *db)
{
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

/* Returns: whether to go on */
static gboolean
pause_thread (TogReminderScheduler *self, gint64 seconds)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  while (seconds > 0 && !self->woken && !self->stopping)
    if (!g_cond_wait_until (&self->cond, &self->mutex, deadline))
      break;
  self->woken = FALSE;
  go_on = !self->stopping;
  g_mutex_unlock (&self->mutex);
  return go_on;
}

static gpointer
remind_thread (gpointer data)
{
  TogReminderScheduler *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_database_open (self->database, TOG_DB_READER, &error);

  if (db == NULL)
    {
      g_message ("Nobody can be reminded: %s", error->message);
      return NULL;
    }
  while (pause_thread (self, work_once (self, db)))
    continue;
  return NULL;
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

  self->database = g_strdup (database);
  self->writer = writer;
  self->get_now = get_now;
  self->reminded = reminded;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * tog_reminder_scheduler_start:
 * @self: a scheduler that was not started yet
 */
void
tog_reminder_scheduler_start (TogReminderScheduler *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("reminders", remind_thread, self);
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
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
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
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self->database);
  g_free (self);
}
