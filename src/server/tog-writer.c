#include "config.h"

#include "tog-writer.h"

#include "tog-database.h"

/* How much work is committed together at the most: bounds how long the first
 * of a group waits. */
#define MAX_GROUP 64

/* Where the disk takes longer, nobody but the writer's thread is to wait for it. */
#define QUICK_COMMIT_USEC 2000

/* How much is written elsewhere at the most before the thread writes something, and
 * tidies the log. */
#define MAX_ALONE 64

typedef struct
{
  gconstpointer who; /* (nullable): stands for who asks */
  TogWriteFunc func;
  TogWrittenFunc written;
  gpointer data;
  GError *error; /* (owned) (nullable) */
} Work;

struct _TogWriter
{
  GMutex mutex;       /* held by who writes: guards what follows up to @n_alone */
  TogDb *db;          /* (owned) */
  gint64 commit_usec; /* how long the last commit took */
  gint64 ended_at;    /* when it had, on the monotonic clock */
  gconstpointer who;  /* (nullable): for whom that was, where it was for one alone */
  guint n_alone;      /* what was written elsewhere since the thread wrote */
  GThread *thread;    /* (owned) */
  GAsyncQueue *queue; /* (owned) (element-type Work) */
};

/* Put into the queue to end the thread. */
static Work LAST;

static void
do_work (TogDb *db, Work *work)
{
  if (!tog_db_savepoint (db, &work->error))
    return;

  if (!work->func (db, work->data, &work->error) || !tog_db_savepoint_release (db, &work->error))
    {
      g_assert (work->error != NULL);
      tog_db_savepoint_rollback (db);
    }
}

/* Gives one failure to everybody in a group whose work it undid. */
static void
fail_group (GPtrArray *group, const GError *error)
{
  for (guint i = 0; i < group->len; i++)
    {
      Work *work = g_ptr_array_index (group, i);

      if (work->error == NULL)
        work->error = g_error_copy (error);
    }
}

static gboolean
commit (TogWriter *self, gboolean is_alone, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  gboolean done =
      is_alone ? tog_db_commit_briefly (self->db, error) : tog_db_commit (self->db, error);

  self->ended_at = g_get_monotonic_time ();
  self->commit_usec = self->ended_at - began;
  self->n_alone = is_alone ? self->n_alone + 1 : 0;
  return done;
}

/* Returns: whether to go on */
static gboolean
fill_group (TogWriter *self, Work *work, GPtrArray *group, GError **error)
{
  gboolean can_write = tog_db_begin (self->db, error);

  for (; work != NULL; work = g_async_queue_try_pop (self->queue))
    {
      if (work == &LAST)
        return FALSE;
      g_ptr_array_add (group, work);
      if (can_write)
        do_work (self->db, work);

      /* On a full disk SQLite undoes the whole transaction by itself. */
      if (can_write && !tog_db_is_in_transaction (self->db))
        {
          g_propagate_error (error, g_error_copy (work->error));
          can_write = FALSE;
        }
      if (group->len == MAX_GROUP)
        break;
    }
  return TRUE;
}

static gpointer
write_thread (gpointer data)
{
  TogWriter *self = data;
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func (g_free);
  gboolean go_on;

  do
    {
      g_autoptr (GError) error = NULL;
      Work *first = g_async_queue_pop (self->queue);

      g_mutex_lock (&self->mutex);
      go_on = fill_group (self, first, group, &error);
      if (error == NULL)
        commit (self, FALSE, &error);
      if (error != NULL)
        {
          if (group->len > 0)
            g_message ("%u writes failed: %s", group->len, error->message);
          tog_db_rollback (self->db);
          fail_group (group, error);
        }
      self->who = group->len == 1 ? ((Work *) g_ptr_array_index (group, 0))->who : NULL;
      g_mutex_unlock (&self->mutex);

      for (guint i = 0; i < group->len; i++)
        {
          Work *work = g_ptr_array_index (group, i);

          work->written (work->data, work->error);
          g_clear_error (&work->error);
        }
      g_ptr_array_set_size (group, 0);
    }
  while (go_on);

  return NULL;
}

/**
 * tog_writer_new:
 * @path: the database
 * @error: return location
 *
 * Opens the database for writing, brings it to the newest version and starts
 * the thread that writes.
 *
 * Returns: (transfer full) (nullable): the writer, or %NULL with an error of
 *   %TOG_DB_ERROR
 */
TogWriter *
tog_writer_new (const char *path, GError **error)
{
  g_autoptr (TogDb) db = tog_database_open (path, TOG_DB_WRITER, error);
  TogWriter *self;

  if (db == NULL)
    return NULL;

  self = g_new0 (TogWriter, 1);
  g_mutex_init (&self->mutex);
  self->db = g_steal_pointer (&db);
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("writer", write_thread, self);
  return self;
}

/**
 * tog_writer_free:
 * @self: (transfer full) (nullable): a writer
 *
 * Finishes what was pushed, ends the thread and closes the database.
 */
void
tog_writer_free (TogWriter *self)
{
  if (self == NULL)
    return;

  g_async_queue_push (self->queue, &LAST);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  tog_db_close (self->db);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * tog_writer_reserve_log:
 * @self: a writer
 *
 * Has the database's log be as long as it becomes, as of tog_db_reserve_log().
 *
 * Returns: whether there was room
 */
gboolean
tog_writer_reserve_log (TogWriter *self)
{
  gboolean done;

  g_mutex_lock (&self->mutex);
  done = tog_db_reserve_log (self->db);
  g_mutex_unlock (&self->mutex);
  return done;
}

/**
 * tog_writer_push:
 * @self: a writer
 * @who: (nullable): as of tog_writer_try()
 * @func: what to do
 * @written: is told what became of it
 * @data: for both
 *
 * Has something written; returns at once. May be called from any thread.
 */
void
tog_writer_push (TogWriter *self,
                 gconstpointer who,
                 TogWriteFunc func,
                 TogWrittenFunc written,
                 gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->who = who;
  work->func = func;
  work->written = written;
  work->data = data;
  g_async_queue_push (self->queue, work);
}

/* Somebody else who comes right after a commit came while it was under way, and so may
 * others have who are not read yet: one commit for all of them takes less than one each. */
static gboolean
is_only (TogWriter *self, gconstpointer who)
{
  return who == self->who || g_get_monotonic_time () - self->ended_at >= self->commit_usec;
}

/* Returns: whether nobody writes, or waits to, and it won't take long */
static gboolean
begin_alone (TogWriter *self, gconstpointer who)
{
  if (!g_mutex_trylock (&self->mutex))
    return FALSE;
  if (g_async_queue_length (self->queue) <= 0 && self->commit_usec <= QUICK_COMMIT_USEC &&
      self->n_alone < MAX_ALONE && is_only (self, who))
    return TRUE;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

/**
 * tog_writer_try:
 * @self: a writer
 * @who: stands for who asks, such as their connection
 * @func: what to do
 * @written: is told what became of it
 * @data: for both
 *
 * Has something written in the calling thread, at once, if nobody else writes: to
 * wake another one and to wait for it takes as long as a quick disk does. May be
 * called from any thread but the writer's own.
 *
 * Returns: whether that was tried; if not, it has to be pushed
 */
gboolean
tog_writer_try (TogWriter *self,
                gconstpointer who,
                TogWriteFunc func,
                TogWrittenFunc written,
                gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!begin_alone (self, who))
    return FALSE;
  if (!tog_db_begin (self->db, &error) || !func (self->db, data, &error) ||
      !commit (self, TRUE, &error))
    {
      g_assert (error != NULL);
      tog_db_rollback (self->db);
    }
  self->who = who;
  g_mutex_unlock (&self->mutex);
  written (data, error);
  return TRUE;
}

/**
 * tog_writer_try_look:
 * @self: a writer
 * @func: what to look up
 * @data: for it
 *
 * Has something looked up in the calling thread, at once, if nobody writes. The writer's
 * connection has in memory what others fetch again after each write. May be called from
 * any thread but the writer's own.
 *
 * Returns: whether it was looked up; if not, a reader has to do it
 */
gboolean
tog_writer_try_look (TogWriter *self, TogLookFunc func, gpointer data)
{
  if (!g_mutex_trylock (&self->mutex))
    return FALSE;
  func (self->db, data);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

typedef struct
{
  TogWriteFunc func;
  gpointer data;
  GError *error; /* (owned) (nullable) */
  gboolean done;
  GMutex mutex;
  GCond cond;
} Wait;

static gboolean
run_cb (TogDb *db, gpointer data, GError **error)
{
  Wait *wait = data;

  return wait->func (db, wait->data, error);
}

static void
written_cb (gpointer data, const GError *error)
{
  Wait *wait = data;

  g_mutex_lock (&wait->mutex);
  wait->done = TRUE;
  wait->error = error != NULL ? g_error_copy (error) : NULL;
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&wait->mutex);
}

/**
 * tog_writer_run:
 * @self: a writer
 * @func: what to do
 * @data: for @func
 * @error: return location
 *
 * Has something written and waits until it is on the disk. May be called from
 * any thread but the writer's own.
 *
 * Returns: whether it was written
 */
gboolean
tog_writer_run (TogWriter *self, TogWriteFunc func, gpointer data, GError **error)
{
  Wait wait = { .func = func, .data = data };

  g_mutex_init (&wait.mutex);
  g_cond_init (&wait.cond);

  tog_writer_push (self, NULL, run_cb, written_cb, &wait);
  g_mutex_lock (&wait.mutex);
  while (!wait.done)
    g_cond_wait (&wait.cond, &wait.mutex);
  g_mutex_unlock (&wait.mutex);

  g_cond_clear (&wait.cond);
  g_mutex_clear (&wait.mutex);

  if (wait.error == NULL)
    return TRUE;
  g_propagate_error (error, wait.error);
  return FALSE;
}
