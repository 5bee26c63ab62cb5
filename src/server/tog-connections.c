#include "config.h"

#include "tog-connections.h"

#include <arpa/inet.h>
#include <sys/socket.h>

/* How often it is looked whether a connection takes too long. */
#define SWEEP_USEC G_USEC_PER_SEC

typedef struct
{
  int fd;       /* (not owned) */
  gint64 since; /* (atomic): when it was made or its last request was done with */
  gboolean is_kept;
  char address[INET6_ADDRSTRLEN];
  GList link;
} Connection;

struct _TogConnections
{
  gint64 max_usec;
  guint max_each;
  GThread *thread; /* (owned) */
  GMutex mutex;    /* guards what follows */
  GCond cond;
  GQueue open;        /* (element-type Connection): not owned */
  GHashTable *n_each; /* (owned) (element-type utf8 guint): how many of them are of each
                       * address, without those that are kept */
  gboolean stopping;
};

/* A connection that was shut down is closed by libmicrohttpd, which tells of it
 * before it gives the file descriptor back. */
static void
sweep (TogConnections *self)
{
  gint64 now = g_get_monotonic_time ();

  for (GList *link = self->open.head; link != NULL; link = link->next)
    {
      Connection *connection = link->data;

      if (now - __atomic_load_n (&connection->since, __ATOMIC_RELAXED) > self->max_usec)
        shutdown (connection->fd, SHUT_RDWR);
    }
}

static gpointer
sweep_thread (gpointer data)
{
  TogConnections *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      if (self->open.length == 0)
        g_cond_wait (&self->cond, &self->mutex);
      else if (!g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + SWEEP_USEC))
        sweep (self);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * tog_connections_new:
 * @max_seconds: how long a request may take from the end of the one before, or
 *   from when its connection was made, until it is answered
 * @max_each: how many connections there may be from one address, besides those that
 *   are kept; 0 for any number
 *
 * Returns: (transfer full): no connections
 */
TogConnections *
tog_connections_new (guint max_seconds, guint max_each)
{
  TogConnections *self = g_new0 (TogConnections, 1);

  self->max_usec = max_seconds * G_USEC_PER_SEC;
  self->max_each = max_each;
  self->n_each = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("connections", sweep_thread, self);
  return self;
}

/**
 * tog_connections_free:
 * @self: (transfer full) (nullable): connections, all of which were closed
 *
 * Ends watching.
 */
void
tog_connections_free (TogConnections *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_hash_table_unref (self->n_each);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
read_address (struct MHD_Connection *connection, char address[INET6_ADDRSTRLEN])
{
  const struct sockaddr *from =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;

  if (from->sa_family == AF_INET6)
    inet_ntop (AF_INET6,
               &((const struct sockaddr_in6 *) (gconstpointer) from)->sin6_addr,
               address,
               INET6_ADDRSTRLEN);
  else
    inet_ntop (AF_INET,
               &((const struct sockaddr_in *) (gconstpointer) from)->sin_addr,
               address,
               INET6_ADDRSTRLEN);
}

/* Returns: how many there are of an address then */
static guint
count (TogConnections *self, const char *address, int change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_each, address)) + change;

  if (n > 0)
    g_hash_table_insert (self->n_each, g_strdup (address), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->n_each, address);
  return n;
}

static void
open_connection (TogConnections *self, Connection *item)
{
  guint n = count (self, item->address, 1);

  g_queue_push_tail_link (&self->open, &item->link);
  if (self->open.length == 1)
    g_cond_signal (&self->cond);
  if (self->max_each > 0 && n > self->max_each)
    shutdown (item->fd, SHUT_RDWR);
}

static void
close_connection (TogConnections *self, Connection *item)
{
  g_queue_unlink (&self->open, &item->link);
  if (!item->is_kept)
    count (self, item->address, -1);
}

/**
 * tog_connections_notify_cb:
 *
 * Is called by libmicrohttpd when a connection was made and before it is closed.
 */
void
tog_connections_notify_cb (void *data,
                           struct MHD_Connection *connection,
                           void **context,
                           enum MHD_ConnectionNotificationCode what)
{
  TogConnections *self = data;
  Connection *item = *context;

  g_mutex_lock (&self->mutex);
  if (what == MHD_CONNECTION_NOTIFY_STARTED)
    {
      item = g_new0 (Connection, 1);
      item->fd =
          MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
      item->since = g_get_monotonic_time ();
      item->link.data = item;
      read_address (connection, item->address);
      open_connection (self, item);
    }
  else
    {
      close_connection (self, item);
      g_clear_pointer (&item, g_free);
    }
  g_mutex_unlock (&self->mutex);
  *context = item;
}

/**
 * tog_connections_request_done:
 * @connection: one that is still open
 *
 * Tells that a request was done with, so that the next may take its time.
 */
void
tog_connections_request_done (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Connection *item = info->socket_context;

  __atomic_store_n (&item->since, g_get_monotonic_time (), __ATOMIC_RELAXED);
}

/**
 * tog_connections_keep:
 * @self: connections
 * @connection: one of them
 *
 * Tells that a request is answered for as long as that may take, and that its
 * connection takes no place of others.
 */
void
tog_connections_keep (TogConnections *self, struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Connection *item = info->socket_context;

  __atomic_store_n (&item->since, G_MAXINT64, __ATOMIC_RELAXED);
  g_mutex_lock (&self->mutex);
  if (!item->is_kept)
    count (self, item->address, -1);
  item->is_kept = TRUE;
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_connections_drain:
 * @self: the connections of a daemon that accepts no more
 * @deadline: until when to wait, by the monotonic clock
 *
 * Reads nothing more from anybody, and waits until all are gone. libmicrohttpd
 * 0.9.75 crashes over a malformed request that it reads while it is stopped.
 */
void
tog_connections_drain (TogConnections *self, gint64 deadline)
{
  g_mutex_lock (&self->mutex);
  for (GList *link = self->open.head; link != NULL; link = link->next)
    shutdown (((Connection *) link->data)->fd, SHUT_RD);
  while (self->open.length > 0 && g_get_monotonic_time () < deadline)
    {
      g_mutex_unlock (&self->mutex);
      g_usleep (1000);
      g_mutex_lock (&self->mutex);
    }
  g_mutex_unlock (&self->mutex);
}
