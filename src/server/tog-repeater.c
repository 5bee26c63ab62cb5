#include "config.h"

#include "tog-repeater.h"

#include "tog-database.h"

struct _TogRepeater
{
  const char *name;
  char *database; /* (owned) */
  TogRepeatFunc func;
  gpointer data;
  GThread *thread; /* (owned) (nullable) */
  GMutex mutex;    /* guards what follows */
  GCond cond;
  gboolean is_woken;
  gboolean is_stopping;
};

/* Returns: whether to go on */
static gboolean
pause_thread (TogRepeater *self, gint64 seconds)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  while (seconds > 0 && !self->is_woken && !self->is_stopping)
    if (!g_cond_wait_until (&self->cond, &self->mutex, deadline))
      break;
  self->is_woken = FALSE;
  go_on = !self->is_stopping;
  g_mutex_unlock (&self->mutex);
  return go_on;
}

static gpointer
repeat_thread (gpointer data)
{
  TogRepeater *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_database_open (self->database, TOG_DB_READER, &error);

  if (db == NULL)
    {
      g_message ("The thread for %s can't start: %s", self->name, error->message);
      return NULL;
    }
  while (pause_thread (self, self->func (db, self->data)))
    continue;
  return NULL;
}

/**
 * tog_repeater_new:
 * @name: what it is there for, such as "reminders"; a static string
 * @database: path of the database
 * @func: what to do
 * @data: for @func
 *
 * Returns: (transfer full): a repeater that does nothing yet
 */
TogRepeater *
tog_repeater_new (const char *name, const char *database, TogRepeatFunc func, gpointer data)
{
  TogRepeater *self = g_new0 (TogRepeater, 1);

  self->name = name;
  self->database = g_strdup (database);
  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * tog_repeater_start:
 * @self: a repeater that was not started yet
 */
void
tog_repeater_start (TogRepeater *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new (self->name, repeat_thread, self);
}

/**
 * tog_repeater_wake:
 * @self: a repeater
 *
 * Has it look now whether there is something to do. From any thread.
 */
void
tog_repeater_wake (TogRepeater *self)
{
  g_mutex_lock (&self->mutex);
  self->is_woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_repeater_free:
 * @self: (transfer full) (nullable): a repeater
 *
 * Ends the thread, once it has done what it is at.
 */
void
tog_repeater_free (TogRepeater *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self->database);
  g_free (self);
}
