#include "config.h"

#include "tog-streams.h"

#include "tog-change-token.h"
#include "tog-database.h"

#include <string.h>
#include <sys/socket.h>

/* How often it is looked for changes that nobody told of, and how often at the most:
 * of many at once one look tells. */
#define POLL_USEC (G_USEC_PER_SEC / 2)
#define PAUSE_USEC (G_USEC_PER_SEC / 50)

/* More than the longest of the events takes. */
#define MAX_EVENT_BYTES 256

/* What the system may hold for somebody who doesn't read. */
#define SEND_BUFFER_BYTES 8192

/* After how many milliseconds a client that lost a stream opens another. */
#define RETRY "2000"

typedef struct
{
  gboolean greeting;
  gboolean changes;
  gboolean heartbeat;
  gboolean end;
} Pending;

struct _TogStream
{
  TogStreams *streams;               /* (not owned) */
  struct MHD_Connection *connection; /* (not owned): outlives it */
  guint8 token[TOG_TOKEN_DIGEST_BYTES];
  gint64 member;
  guint64 number; /* tells it from one that had the same place in memory before */
  gint64 told;    /* number of the newest change it says, or will say next */
  gint64 due;     /* when it beats next, by the monotonic clock */
  Pending pending;
  gboolean is_suspended;
  GList link;
};

struct _TogStreams
{
  TogStreamsOptions options; /* its strings are owned */
  GThread *thread;           /* (owned) (nullable): until it is stopped */
  int n_open;                /* (atomic): length of @open */
  GMutex mutex;              /* guards what follows, and what is in the streams */
  GCond cond;
  GQueue open;      /* (element-type TogStream): not owned, the one that beats next first */
  guint64 n_opened; /* ever */
  gint64 seen;      /* number up to which changes were looked at */
  gint64 looked_at; /* by the monotonic clock */
  gboolean is_woken;
  gboolean is_stopping;
};

/* Has libmicrohttpd ask what there is to say. */
static void
resume (TogStream *stream)
{
  if (!stream->is_suspended)
    return;
  stream->is_suspended = FALSE;
  MHD_resume_connection (stream->connection);
}

static gsize
write_event (TogStream *stream, char *buffer)
{
  Pending pending = stream->pending;
  g_autofree char *token = NULL;

  stream->pending = (Pending){ 0 };
  if (!pending.changes)
    return g_strlcpy (buffer, ": heartbeat\n\n", MAX_EVENT_BYTES);
  token = tog_change_token_make (stream->streams->options.secret, stream->member, stream->told);
  return g_snprintf (buffer,
                     MAX_EVENT_BYTES,
                     "%sevent: changes\nid: %s\ndata: {\"next\":\"%s\"}\n\n",
                     pending.greeting ? "retry: " RETRY "\n\n" : "",
                     token,
                     token);
}

/* Called by libmicrohttpd when the connection can take more. */
static ssize_t
read_cb (void *data, uint64_t position, char *buffer, size_t max)
{
  TogStream *self = data;
  TogStreams *streams = self->streams;
  ssize_t n = 0;

  /* The head of a request may have left too little to write in. */
  if (max < MAX_EVENT_BYTES)
    return MHD_CONTENT_READER_END_WITH_ERROR;

  g_mutex_lock (&streams->mutex);
  if (streams->is_stopping || self->pending.end)
    n = MHD_CONTENT_READER_END_OF_STREAM;
  else if (self->pending.changes || self->pending.heartbeat)
    n = write_event (self, buffer);
  else
    {
      self->is_suspended = TRUE;
      MHD_suspend_connection (self->connection);
    }
  g_mutex_unlock (&streams->mutex);
  return n;
}

/* A stream that is to beat, while nobody holds the lock. */
typedef struct
{
  guint64 number;
  guint8 token[TOG_TOKEN_DIGEST_BYTES];
  gboolean is_over;
} Beat;

static GArray *
list_beats (TogStreams *self, gint64 now)
{
  GArray *beats = g_array_new (FALSE, FALSE, sizeof (Beat));

  for (GList *link = self->open.head; link != NULL; link = link->next)
    {
      TogStream *stream = link->data;
      Beat beat = { .number = stream->number };

      if (stream->due > now)
        break;
      memcpy (beat.token, stream->token, sizeof beat.token);
      g_array_append_val (beats, beat);
    }
  return beats;
}

/* Finds whose access has ended. */
static gboolean
check_access (TogStreams *self, TogDb *db, GArray *beats, GError **error)
{
  TogInstant now = self->options.get_now ();

  for (guint i = 0; i < beats->len; i++)
    {
      Beat *beat = &g_array_index (beats, Beat, i);
      TogIdentity identity;
      gboolean found;

      if (!tog_token_find (db, beat->token, now, &identity, &found, error))
        return FALSE;
      beat->is_over = !found;
    }
  return TRUE;
}

/* Nothing but the numbers is read, so it matters to nobody whose they are. One writer
 * gives them out, so that none comes up later than one that is higher. Returns:
 * (element-type gint64 gint64): the newest change of each member who has one */
static GHashTable *
list_changed (TogDb *db, gint64 since, gint64 *newest, GError **error)
{
  g_autoptr (GHashTable) changed =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TogStatement) list = tog_db_prepare (
      db, "SELECT member_id, max (id) FROM change WHERE id > :since GROUP BY member_id", error);
  TogStep step;

  if (list == NULL)
    return NULL;
  *newest = since;
  tog_statement_bind_int (list, ":since", since);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      /* The member and, behind it, the change. */
      gint64 *pair = g_new (gint64, 2);

      pair[0] = tog_statement_get_int (list, 0);
      pair[1] = tog_statement_get_int (list, 1);
      *newest = MAX (*newest, pair[1]);
      g_hash_table_insert (changed, &pair[0], &pair[1]);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&changed) : NULL;
}

static void
tell_changes (TogStreams *self, GHashTable *changed, gint64 newest)
{
  for (GList *link = self->open.head; link != NULL; link = link->next)
    {
      TogStream *stream = link->data;
      const gint64 *change = g_hash_table_lookup (changed, &stream->member);

      if (change == NULL || *change <= stream->told)
        continue;
      stream->told = newest;
      stream->pending.changes = TRUE;
      resume (stream);
    }
}

/* They stand at the head, in this order, but for those that were closed meanwhile. */
static void
beat (TogStreams *self, GArray *beats, gint64 now)
{
  for (guint i = 0; i < beats->len; i++)
    {
      const Beat *beat = &g_array_index (beats, Beat, i);
      TogStream *stream = g_queue_peek_head (&self->open);

      if (stream == NULL || stream->number != beat->number)
        continue;
      stream->pending.heartbeat = TRUE;
      stream->pending.end = beat->is_over;
      stream->due = now + self->options.heartbeat * 1000;
      g_queue_unlink (&self->open, &stream->link);
      g_queue_push_tail_link (&self->open, &stream->link);
      resume (stream);
    }
}

/* Called with the lock, which is not held while the database is read. */
static void
look (TogStreams *self, TogDb **db)
{
  gint64 now = self->looked_at = g_get_monotonic_time ();
  gint64 since = self->seen;
  gint64 newest = since;
  g_autoptr (GArray) beats = list_beats (self, now);
  g_autoptr (GHashTable) changed = NULL;
  g_autoptr (GError) error = NULL;

  self->is_woken = FALSE;
  g_mutex_unlock (&self->mutex);
  if (*db == NULL)
    *db = tog_database_open (self->options.database, TOG_DB_READER, &error);
  if (*db != NULL && check_access (self, *db, beats, &error))
    changed = list_changed (*db, since, &newest, &error);
  if (error != NULL)
    {
      g_message ("Can't look for changes: %s", error->message);
      g_clear_pointer (db, tog_db_close);
    }
  g_mutex_lock (&self->mutex);

  if (changed != NULL)
    tell_changes (self, changed, newest);
  /* Whoever came meanwhile may know less than was looked at. */
  if (self->seen == since)
    self->seen = newest;
  beat (self, beats, now);
}

static gint64
find_next_look (TogStreams *self)
{
  TogStream *first = g_queue_peek_head (&self->open);

  return MIN (first->due, self->looked_at + (self->is_woken ? PAUSE_USEC : POLL_USEC));
}

static gpointer
watch_thread (gpointer data)
{
  TogStreams *self = data;
  g_autoptr (TogDb) db = NULL;

  g_mutex_lock (&self->mutex);
  while (!self->is_stopping)
    {
      if (self->open.length == 0)
        g_cond_wait (&self->cond, &self->mutex);
      else if (g_get_monotonic_time () >= find_next_look (self))
        look (self, &db);
      else
        g_cond_wait_until (&self->cond, &self->mutex, find_next_look (self));
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * tog_streams_new:
 * @options: how they are to be; copied
 *
 * Returns: (transfer full): no streams
 */
TogStreams *
tog_streams_new (const TogStreamsOptions *options)
{
  TogStreams *self = g_new0 (TogStreams, 1);

  self->options = *options;
  self->options.database = g_strdup (options->database);
  self->options.secret = g_bytes_ref (options->secret);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("streams", watch_thread, self);
  return self;
}

/**
 * tog_streams_wake:
 * @self: streams
 *
 * Tells that something was written. May be called from any thread.
 */
void
tog_streams_wake (TogStreams *self)
{
  if (g_atomic_int_get (&self->n_open) == 0)
    return;

  g_mutex_lock (&self->mutex);
  if (!self->is_woken)
    g_cond_signal (&self->cond);
  self->is_woken = TRUE;
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_streams_stop:
 * @self: streams
 *
 * Ends all streams, those that are yet to come as well, and looks at the database no
 * more. libmicrohttpd can't stop before.
 */
void
tog_streams_stop (TogStreams *self)
{
  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  for (GList *link = self->open.head; link != NULL; link = link->next)
    resume (link->data);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * tog_streams_free:
 * @self: (transfer full) (nullable): streams, all of which were closed
 *
 * Frees streams.
 */
void
tog_streams_free (TogStreams *self)
{
  if (self == NULL)
    return;

  tog_streams_stop (self);
  g_assert (self->open.length == 0);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_bytes_unref (self->options.secret);
  g_free ((char *) self->options.database);
  g_free (self);
}

static TogStreamOutcome
check_limits (TogStreams *self, gint64 member)
{
  guint n_own = 0;

  for (GList *link = self->open.head; link != NULL; link = link->next)
    n_own += ((TogStream *) link->data)->member == member;
  if (n_own >= TOG_MAX_STREAMS_EACH)
    return TOG_STREAM_TOO_MANY_OF_MEMBER;
  return self->open.length >= self->options.max_streams ? TOG_STREAM_TOO_MANY : TOG_STREAM_OPENED;
}

static void
add (TogStreams *self, TogStream *stream)
{
  stream->number = self->n_opened++;
  stream->due = g_get_monotonic_time () + self->options.heartbeat * 1000;
  self->seen = self->open.length == 0 ? stream->told : MIN (self->seen, stream->told);
  g_queue_push_tail_link (&self->open, &stream->link);
  g_atomic_int_inc (&self->n_open);
  /* Something may have been written since it was looked for what is newest. */
  self->is_woken = TRUE;
  g_cond_signal (&self->cond);
}

static void
limit_send_buffer (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  int size = SEND_BUFFER_BYTES;

  setsockopt (info->connect_fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

/**
 * tog_streams_open:
 * @self: streams
 * @connection: by which it was asked for one
 * @token: digest of the access token that it came with
 * @member: id in the database of the member whose it is
 * @newest: number of the newest change of all
 * @stream: (out) (transfer full): the stream, to be closed; it says what is newest
 *   and then whenever something changed for the member
 *
 * Returns: whether it was opened
 */
TogStreamOutcome
tog_streams_open (TogStreams *self,
                  struct MHD_Connection *connection,
                  const guint8 token[TOG_TOKEN_DIGEST_BYTES],
                  gint64 member,
                  gint64 newest,
                  TogStream **stream)
{
  TogStreamOutcome outcome;
  TogStream *opened;

  g_mutex_lock (&self->mutex);
  outcome = check_limits (self, member);
  if (outcome == TOG_STREAM_OPENED)
    {
      *stream = opened = g_new0 (TogStream, 1);
      opened->streams = self;
      opened->connection = connection;
      memcpy (opened->token, token, TOG_TOKEN_DIGEST_BYTES);
      opened->member = member;
      opened->told = newest;
      opened->pending.greeting = opened->pending.changes = TRUE;
      opened->link.data = opened;
      add (self, opened);
      limit_send_buffer (connection);
    }
  g_mutex_unlock (&self->mutex);
  return outcome;
}

/**
 * tog_stream_close:
 * @self: (transfer full): a stream
 *
 * Ends a stream whose connection is not suspended.
 */
void
tog_stream_close (TogStream *self)
{
  TogStreams *streams = self->streams;

  g_mutex_lock (&streams->mutex);
  g_queue_unlink (&streams->open, &self->link);
  g_atomic_int_add (&streams->n_open, -1);
  g_mutex_unlock (&streams->mutex);
  g_free (self);
}

static void
close_cb (void *data)
{
  tog_stream_close (data);
}

/**
 * tog_stream_make_response:
 * @self: (transfer full): a stream
 *
 * Returns: (transfer full) (nullable): what has libmicrohttpd send it, and close it in
 *   the end
 */
struct MHD_Response *
tog_stream_make_response (TogStream *self)
{
  struct MHD_Response *response = MHD_create_response_from_callback (
      MHD_SIZE_UNKNOWN, MAX_EVENT_BYTES, read_cb, self, close_cb);

  if (response == NULL)
    {
      tog_stream_close (self);
      return NULL;
    }
  /* Nothing follows on its connection, and a proxy is not to collect what it says. */
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
  MHD_add_response_header (response, "X-Accel-Buffering", "no");
  return response;
}
