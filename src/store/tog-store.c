#include "config.h"

#include "tog-store-private.h"

/* What the store and its thread share. */
typedef struct
{
  GAsyncQueue *jobs;     /* (owned) (element-type Job) */
  char *directory;       /* (owned) */
  GMainContext *context; /* (owned): where troubles are told */
  GWeakRef store;
} Worker;

struct _TogStore
{
  GObject parent_instance;

  Worker *worker;  /* (owned): reference counted, shared with the thread */
  GThread *thread; /* (owned) (nullable): NULL before the first job */
};

G_DEFINE_FINAL_TYPE (TogStore, tog_store, G_TYPE_OBJECT)

enum
{
  TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  JOB_LOAD,
  JOB_LIST,
  JOB_SAVE,
  JOB_CONFIRM,
  JOB_REMOVE,
  JOB_ERASE,
  JOB_CALL,
  JOB_FLUSH,
  JOB_QUIT,
} JobKind;

/* On the stack of who waits. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean done;
} Flush;

typedef struct
{
  JobKind kind;
  char *key;             /* (owned) (nullable) */
  TogDocument *document; /* (owned) (nullable) */
  GPtrArray *documents;  /* (owned) (nullable) (element-type TogDocument) */
  TogInstant instant;
  Flush *flush; /* (nullable) */
  TogStoreCall call;
  gpointer data; /* (owned) (nullable): of @call */
  GDestroyNotify free_data;
  gpointer result; /* (owned) (nullable): likewise */
  GDestroyNotify free_result;
  GError *error; /* (owned) (nullable) */
  GTask *task;   /* (owned) (nullable): only where somebody waits */
} Job;

typedef struct
{
  Worker *worker; /* (owned) */
  TogStoreTrouble trouble;
  char *detail; /* (owned) */
} Telling;

TogDocument *
tog_document_new (const char *text, const char *etag, TogInstant fetched_at)
{
  TogDocument *document = g_new0 (TogDocument, 1);

  document->text = g_strdup (text);
  document->etag = g_strdup (etag);
  document->fetched_at = fetched_at;
  return document;
}

void
tog_document_free (TogDocument *document)
{
  g_free (document->text);
  g_free (document->etag);
  g_free (document);
}

static void
job_free (Job *job)
{
  g_free (job->key);
  g_clear_pointer (&job->document, tog_document_free);
  g_clear_pointer (&job->documents, g_ptr_array_unref);
  if (job->data != NULL)
    job->free_data (job->data);
  if (job->result != NULL)
    job->free_result (job->result);
  g_clear_error (&job->error);
  g_clear_object (&job->task);
  g_free (job);
}

static void
clear_worker (gpointer data)
{
  Worker *worker = data;

  g_async_queue_unref (worker->jobs);
  g_free (worker->directory);
  g_main_context_unref (worker->context);
  g_weak_ref_clear (&worker->store);
}

static void
worker_unref (Worker *worker)
{
  g_atomic_rc_box_release_full (worker, clear_worker);
}

static void
telling_free (Telling *telling)
{
  worker_unref (telling->worker);
  g_free (telling->detail);
  g_free (telling);
}

/* Calls back on the main context, and drops there what is passed: never here on
 * the thread, not even where nobody happens to iterate that context. */
static void
call_back (GMainContext *context, GSourceFunc callback, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, data, destroy);
  g_source_attach (source, context);
}

static gboolean
tell_cb (gpointer user_data)
{
  Telling *telling = user_data;
  g_autoptr (TogStore) self = g_weak_ref_get (&telling->worker->store);

  if (self != NULL)
    g_signal_emit (self, signals[TROUBLE], 0, telling->trouble, telling->detail);
  return G_SOURCE_REMOVE;
}

static void
trouble_cb (TogStoreTrouble trouble, const char *detail, gpointer user_data)
{
  Worker *worker = user_data;
  Telling *telling = g_new0 (Telling, 1);

  telling->worker = g_atomic_rc_box_acquire (worker);
  telling->trouble = trouble;
  telling->detail = g_strdup (detail);
  call_back (worker->context, tell_cb, telling, (GDestroyNotify) telling_free);
}

static gboolean
return_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->kind == JOB_LOAD)
    g_task_return_pointer (
        job->task, g_steal_pointer (&job->document), (GDestroyNotify) tog_document_free);
  else if (job->kind == JOB_LIST)
    g_task_return_pointer (
        job->task, g_steal_pointer (&job->documents), (GDestroyNotify) g_ptr_array_unref);
  else if (job->kind == JOB_CALL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->free_result);
  else
    g_task_return_boolean (job->task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
do_job (TogStoreFile *file, Job *job)
{
  switch (job->kind)
    {
    case JOB_LOAD:
      job->document = tog_store_file_load (file, job->key);
      break;
    case JOB_LIST:
      job->documents = tog_store_file_list (file, job->key, &job->error);
      break;
    case JOB_SAVE:
      tog_store_file_save (file, job->key, job->document, job->instant, &job->error);
      break;
    case JOB_CONFIRM:
      tog_store_file_confirm (file, job->key, job->instant);
      break;
    case JOB_REMOVE:
      tog_store_file_remove (file, job->key);
      break;
    case JOB_ERASE:
      tog_store_file_erase (file, &job->error);
      break;
    case JOB_CALL:
      /* Of what somebody types, only the last is worth looking for. */
      if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
        job->result = job->call (file, job->data, &job->error);
      break;
    case JOB_FLUSH:
      tog_store_file_retry (file);
      g_mutex_lock (&job->flush->mutex);
      job->flush->done = TRUE;
      g_cond_signal (&job->flush->cond);
      g_mutex_unlock (&job->flush->mutex);
      break;
    case JOB_QUIT:
      tog_store_file_retry (file);
      break;
    default:
      break;
    }
}

/* Where something could not be written, that is tried again now and then. */
static Job *
next_job (Worker *worker, TogStoreFile *file)
{
  for (;;)
    {
      gint64 retry_at = tog_store_file_get_retry_at (file);
      gint64 wait = retry_at - g_get_monotonic_time ();
      Job *job;

      if (retry_at == 0)
        return g_async_queue_pop (worker->jobs);
      job = wait > 0 ? g_async_queue_timeout_pop (worker->jobs, wait) : NULL;
      if (job != NULL)
        return job;
      tog_store_file_retry (file);
    }
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  TogStoreFile *file = tog_store_file_new (worker->directory, trouble_cb, worker);
  gboolean quit = FALSE;

  while (!quit)
    {
      Job *job = next_job (worker, file);

      do_job (file, job);
      quit = job->kind == JOB_QUIT;
      if (job->task != NULL)
        call_back (g_task_get_context (job->task), return_cb, job, (GDestroyNotify) job_free);
      else
        job_free (job);
    }
  tog_store_file_free (file);
  worker_unref (worker);
  return NULL;
}

static Job *
job_new (JobKind kind, const char *key)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->key = g_strdup (key);
  return job;
}

static void
submit (TogStore *self, Job *job)
{
  if (self->thread == NULL)
    self->thread = g_thread_new ("store", work, g_atomic_rc_box_acquire (self->worker));
  g_async_queue_push (self->worker->jobs, job);
}

static void
tog_store_finalize (GObject *object)
{
  TogStore *self = TOG_STORE (object);

  if (self->thread != NULL)
    {
      submit (self, job_new (JOB_QUIT, NULL));
      g_thread_join (self->thread);
    }
  worker_unref (self->worker);

  G_OBJECT_CLASS (tog_store_parent_class)->finalize (object);
}

static void
tog_store_class_init (TogStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_store_finalize;

  /**
   * TogStore::trouble:
   * @self: the store
   * @trouble: a #TogStoreTrouble
   * @detail: a path or an error message, as the trouble says
   */
  signals[TROUBLE] = g_signal_new ("trouble",
                                   TOG_TYPE_STORE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_INT,
                                   G_TYPE_STRING);
}

static void
tog_store_init (TogStore *self)
{
  self->worker = g_atomic_rc_box_new0 (Worker);
  self->worker->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  self->worker->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->worker->store, self);
}

/**
 * tog_store_new:
 * @directory: the folder, made at first use
 *
 * A store in a folder. Nothing is opened before it is used.
 *
 * Returns: (transfer full): the store
 */
TogStore *
tog_store_new (const char *directory)
{
  TogStore *self = g_object_new (TOG_TYPE_STORE, NULL);

  self->worker->directory = g_strdup (directory);
  return self;
}

/**
 * tog_store_load_async:
 * @self: a store
 * @key: which document, such as "home"
 * @cancellable: (nullable): stops it
 *
 * Loads a document.
 */
void
tog_store_load_async (TogStore *self,
                      const char *key,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_LOAD, key);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, tog_store_load_async);
  submit (self, job);
}

/**
 * tog_store_load_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * A database that can't be read is told by the signal and is no error: it holds
 * nothing.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL if there is none
 */
TogDocument *
tog_store_load_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_store_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_store_list_async:
 * @self: a store
 * @prefix: what their keys begin with, such as "match/"
 * @cancellable: (nullable): stops it
 *
 * Loads several documents.
 */
void
tog_store_list_async (TogStore *self,
                      const char *prefix,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_LIST, prefix);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, tog_store_list_async);
  submit (self, job);
}

/**
 * tog_store_list_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED, or %G_IO_ERROR_FAILED where it is
 *   not known whether there are any
 *
 * Returns: (transfer full) (nullable) (element-type TogDocument): the documents,
 *   newest first; none are no error
 */
GPtrArray *
tog_store_list_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_store_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_store_save:
 * @self: a store
 * @key: which document
 * @text: what the server answered
 * @etag: (nullable): its version
 * @fetched_at: when
 * @expires_at: after this nobody will want it any more; 0 for never
 *
 * Keeps a document in place of the one before it, wholly or not at all.
 */
void
tog_store_save (TogStore *self,
                const char *key,
                const char *text,
                const char *etag,
                TogInstant fetched_at,
                TogInstant expires_at)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_SAVE, key);
  job->document = tog_document_new (text, etag, fetched_at);
  job->instant = expires_at;
  submit (self, job);
}

/**
 * tog_store_keep_async:
 * @self: a store
 * @key: which document
 * @text: what was written
 * @made_at: when
 * @cancellable: (nullable): stops waiting for it
 *
 * Keeps a document as tog_store_save() does, for ever, and tells once it is on the
 * disk and would survive the end of this program or a power cut.
 */
void
tog_store_keep_async (TogStore *self,
                      const char *key,
                      const char *text,
                      TogInstant made_at,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_SAVE, key);
  job->document = tog_document_new (text, NULL, made_at);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, tog_store_keep_async);
  submit (self, job);
}

/**
 * tog_store_keep_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for %G_IO_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is on the disk
 */
gboolean
tog_store_keep_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_store_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tog_store_confirm:
 * @self: a store
 * @key: which document
 * @fetched_at: when
 *
 * Notes that the server said that a document is still right.
 */
void
tog_store_confirm (TogStore *self, const char *key, TogInstant fetched_at)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_CONFIRM, key);
  job->instant = fetched_at;
  submit (self, job);
}

/**
 * tog_store_remove:
 * @self: a store
 * @key: which document
 *
 * Forgets a document that the server does not have any more.
 */
void
tog_store_remove (TogStore *self, const char *key)
{
  g_return_if_fail (TOG_IS_STORE (self));

  submit (self, job_new (JOB_REMOVE, key));
}

/**
 * tog_store_call_async:
 * @self: a store
 * @call: what to do
 * @data: (transfer full): for @call
 * @free_data: of @data
 * @free_result: of what @call returns
 * @cancellable: (nullable): stops it if it wasn't begun, and otherwise waiting for it
 *
 * Has something done in the thread that owns the database, in its turn.
 */
void
tog_store_call_async (TogStore *self,
                      TogStoreCall call,
                      gpointer data,
                      GDestroyNotify free_data,
                      GDestroyNotify free_result,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_CALL, NULL);
  job->call = call;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, call);
  submit (self, job);
}

/**
 * tog_store_call_finish:
 * @self: a store
 * @result: what the callback got
 * @call: what was done
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it came to
 */
gpointer
tog_store_call_finish (TogStore *self, GAsyncResult *result, TogStoreCall call, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, call), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tog_store_flush:
 * @self: a store
 *
 * Waits until what was asked for is written: the one call that blocks, for a
 * program that is about to end while others still hold the store.
 */
void
tog_store_flush (TogStore *self)
{
  Flush flush = { .done = FALSE };
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  if (self->thread == NULL)
    return;
  g_mutex_init (&flush.mutex);
  g_cond_init (&flush.cond);
  job = job_new (JOB_FLUSH, NULL);
  job->flush = &flush;
  submit (self, job);

  g_mutex_lock (&flush.mutex);
  while (!flush.done)
    g_cond_wait (&flush.cond, &flush.mutex);
  g_mutex_unlock (&flush.mutex);
  g_mutex_clear (&flush.mutex);
  g_cond_clear (&flush.cond);
}

/**
 * tog_store_erase_async:
 * @self: a store
 * @cancellable: (nullable): stops waiting for it
 *
 * Deletes the folder with everything in it. The store keeps nothing afterwards.
 */
void
tog_store_erase_async (TogStore *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Job *job;

  g_return_if_fail (TOG_IS_STORE (self));

  job = job_new (JOB_ERASE, NULL);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, tog_store_erase_async);
  submit (self, job);
}

/**
 * tog_store_erase_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for a #GFileError or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is left
 */
gboolean
tog_store_erase_finish (TogStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_store_erase_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
