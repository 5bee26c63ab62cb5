#include "config.h"

#include "tog-leave.h"

/* So long somebody who signs out waits for others, at most. */
#define SECONDS 5

/* What ends the wait besides the leaver: both hold the task. */
typedef struct
{
  TogLeaveFunc is_over;
  TogLeaveUndo undo;
  gpointer before; /* (owned) (nullable) */
  GDestroyNotify free_before;
  GSource *timeout;   /* (owned) */
  GSource *cancelled; /* (owned) */
} Leaving;

static void
leaving_free (gpointer data)
{
  Leaving *self = data;

  g_source_destroy (self->timeout);
  g_source_unref (self->timeout);
  g_source_destroy (self->cancelled);
  g_source_unref (self->cancelled);
  if (self->free_before != NULL)
    self->free_before (self->before);
  g_free (self);
}

static GSource *
attach (GTask *task, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  return source;
}

static void
end (GTask *task, gboolean done)
{
  g_autoptr (GTask) held = g_object_ref (task);

  if (g_task_get_completed (task) || g_task_get_task_data (task) == NULL)
    return;
  g_task_set_task_data (task, NULL, NULL);
  g_task_return_boolean (task, done);
}

static void
changed_cb (gpointer leaver, GTask *task)
{
  Leaving *leaving = g_task_get_task_data (task);
  gboolean done;

  if (leaving != NULL && leaving->is_over (leaver, &done))
    end (task, done);
}

static gboolean
timeout_cb (gpointer user_data)
{
  end (user_data, FALSE);
  return G_SOURCE_REMOVE;
}

/* Who stays after all has everything as before. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Leaving *leaving = g_task_get_task_data (task);

  leaving->undo (g_task_get_source_object (task), leaving->before);
  end (task, FALSE);
  return G_SOURCE_REMOVE;
}

/**
 * tog_leave_wait:
 * @task: (transfer none): of the leaver, which has a signal "changed"; returns whether
 *   all is taken away
 * @is_over: asked now and with each "changed"
 * @undo: called where the task is cancelled
 * @before: (transfer full) (nullable): for @undo
 * @free_before: (nullable): of @before
 *
 * Waits until what belongs to an account is taken away elsewhere: for somebody who is
 * about to sign out, and so for a few seconds at most.
 */
void
tog_leave_wait (GTask *task,
                TogLeaveFunc is_over,
                TogLeaveUndo undo,
                gpointer before,
                GDestroyNotify free_before)
{
  Leaving *leaving = g_new0 (Leaving, 1);

  *leaving = (Leaving){ is_over, undo, before, free_before, NULL, NULL };
  leaving->timeout = attach (task, g_timeout_source_new_seconds (SECONDS), timeout_cb);
  leaving->cancelled = attach (
      task, g_cancellable_source_new (g_task_get_cancellable (task)), G_SOURCE_FUNC (cancelled_cb));
  g_task_set_task_data (task, leaving, leaving_free);
  g_signal_connect_object (
      g_task_get_source_object (task), "changed", G_CALLBACK (changed_cb), task, 0);
  changed_cb (g_task_get_source_object (task), task);
}
