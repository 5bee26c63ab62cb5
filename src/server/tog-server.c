#include "config.h"

#include "tog-server-private.h"

#include "tog-database.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define DEFAULT_THREADS 2
#define DEFAULT_TIMEOUT 15
#define DEFAULT_REQUEST_TIMEOUT 60
#define DEFAULT_CONNECTIONS 1024
#define DEFAULT_CONNECTIONS_EACH 256
#define DEFAULT_STREAMS 1024
#define DEFAULT_HEARTBEAT 15000

/* For the head of a request and of its answer. */
#define CONNECTION_BYTES (32 * 1024)

/* Where no mail is configured, invites still need a domain and an organizer:
 * ".invalid" never exists (RFC 2606). */
#define NO_DOMAIN "together.invalid"

/* What RFC 8996 gave up, and what lets who gets the key later read all of it. */
#define TLS_PRIORITIES "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:-RSA"

G_DEFINE_QUARK (tog - server - error - quark, tog_server_error)

static void
copy_options (TogServer *self, const TogServerOptions *options)
{
  self->options = *options;
  self->options.database = g_strdup (options->database);
  self->options.address = g_strdup (options->address != NULL ? options->address : "127.0.0.1");
  self->options.name = g_strdup (options->name);
  self->options.certificate = g_strdup (options->certificate);
  self->options.key = g_strdup (options->key);
  self->options.public_url = g_strdup (options->public_url);
  self->options.mail = NULL;
  self->options.calendar_networks = NULL;
  if (options->n_threads == 0)
    self->options.n_threads = DEFAULT_THREADS;
  if (options->timeout == 0)
    self->options.timeout = DEFAULT_TIMEOUT;
  if (options->request_timeout == 0)
    self->options.request_timeout = DEFAULT_REQUEST_TIMEOUT;
  if (options->max_connections == 0)
    self->options.max_connections = DEFAULT_CONNECTIONS;
  if (options->max_connections_each == 0 && !options->behind_proxy)
    self->options.max_connections_each = DEFAULT_CONNECTIONS_EACH;
  if (options->max_streams == 0)
    self->options.max_streams = DEFAULT_STREAMS;
  if (options->heartbeat == 0)
    self->options.heartbeat = DEFAULT_HEARTBEAT;
  if (options->get_now == NULL)
    self->options.get_now = tog_clock_now;
}

static char *
find_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return g_strdup (at != NULL && at[1] != '\0' ? at + 1 : NO_DOMAIN);
}

/* Others may see that somebody can or can't meet now. */
static void
calendar_read_cb (gpointer data)
{
  TogServer *self = data;

  tog_streams_wake (self->streams);
}

/**
 * tog_server_new:
 * @options: how it is to be; copied
 * @error: return location
 *
 * Makes a server and opens its database. It does not listen yet.
 *
 * Returns: (transfer full) (nullable): the server, or %NULL with an error of
 *   %TOG_DB_ERROR, or of %TOG_ERROR where a network is none
 */
TogServer *
tog_server_new (const TogServerOptions *options, GError **error)
{
  g_autoptr (TogServer) self = g_new0 (TogServer, 1);
  const char *from = options->mail != NULL ? options->mail->from_address : NULL;

  copy_options (self, options);
  self->guard = tog_guard_new ();
  self->networks = tog_networks_new (options->calendar_networks, error);
  if (self->networks == NULL)
    return NULL;
  self->storage = tog_storage_new (options->database, error);
  if (self->storage == NULL)
    return NULL;
  if (options->reserve_log && !tog_writer_reserve_log (tog_storage_get_writer (self->storage)))
    g_message ("There is little room beside the database: its log grows as it is needed");

  self->mail_domain = find_domain (from);
  self->mail_from = from != NULL ? g_strdup (from) : g_strconcat ("noreply@", NO_DOMAIN, NULL);
  self->settings = (TogSettings){
    .name = self->options.name,
    .mail_name = options->mail != NULL ? options->mail->from_name : NULL,
    .mail_from = self->mail_from,
    .mail_domain = self->mail_domain,
    .secret = tog_storage_get_secret (self->storage),
    .calendar_networks = self->networks,
  };
  self->settings.streams = self->streams = tog_streams_new (&(TogStreamsOptions){
      .database = self->options.database,
      .secret = self->settings.secret,
      .max_streams = self->options.max_streams,
      .heartbeat = self->options.heartbeat,
      .get_now = self->options.get_now,
  });
  if (options->mail != NULL)
    self->mailer = tog_mailer_new (options->database,
                                   tog_storage_get_writer (self->storage),
                                   options->mail,
                                   self->options.get_now);
  self->refresh = tog_calendar_refresh_new (options->database,
                                            tog_storage_get_writer (self->storage),
                                            self->options.get_now,
                                            calendar_read_cb,
                                            self);
  self->addresses = tog_address_reader_new (&(TogAddressReaderOptions){
      .database = self->options.database,
      .writer = tog_storage_get_writer (self->storage),
      .networks = self->networks,
      .patience = self->options.calendar_patience,
      .get_now = self->options.get_now,
      .was_read = calendar_read_cb,
      .data = self,
  });
  return g_steal_pointer (&self);
}

typedef union
{
  struct sockaddr any;
  struct sockaddr_in ip4;
  struct sockaddr_in6 ip6;
} Address;

static gboolean
parse_address (TogServer *self, Address *address, GError **error)
{
  const char *text = self->options.address;

  memset (address, 0, sizeof *address);
  if (inet_pton (AF_INET, text, &address->ip4.sin_addr) == 1)
    {
      address->ip4.sin_family = AF_INET;
      address->ip4.sin_port = g_htons (self->options.port);
      return TRUE;
    }
  if (inet_pton (AF_INET6, text, &address->ip6.sin6_addr) == 1)
    {
      address->ip6.sin6_family = AF_INET6;
      address->ip6.sin6_port = g_htons (self->options.port);
      return TRUE;
    }
  g_set_error (error,
               TOG_SERVER_ERROR,
               TOG_SERVER_ERROR_ADDRESS,
               "“%s” is not an IP address: use 127.0.0.1, ::1, or one of this machine",
               text);
  return FALSE;
}

static gboolean
is_loopback (const Address *address)
{
  if (address->any.sa_family == AF_INET)
    return g_ntohl (address->ip4.sin_addr.s_addr) >> 24 == 127;
  return IN6_IS_ADDR_LOOPBACK (&address->ip6.sin6_addr);
}

static gboolean
check_safety (TogServer *self, const Address *address, GError **error)
{
  if (is_loopback (address) || self->options.certificate != NULL || self->options.behind_proxy)
    return TRUE;

  g_set_error (error,
               TOG_SERVER_ERROR,
               TOG_SERVER_ERROR_UNSAFE,
               "At %s access tokens would cross the network unencrypted: give --certificate and "
               "--key, or --behind-proxy if a reverse proxy in front of it encrypts",
               self->options.address);
  return FALSE;
}

static gboolean
load_pem (const char *path, char **pem, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (path != NULL && g_file_get_contents (path, pem, NULL, &failure))
    return TRUE;
  g_set_error (error,
               TOG_SERVER_ERROR,
               TOG_SERVER_ERROR_TLS,
               "Can't read the certificate or its key: %s",
               failure != NULL ? failure->message : "give both --certificate and --key");
  return FALSE;
}

/* As many files as connections and streams are allowed, and some for the database. */
static void
raise_file_limit (TogServer *self)
{
  struct rlimit limit;
  rlim_t wanted = self->options.max_connections + self->options.max_streams + 128;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted)
    {
      limit.rlim_cur = MIN (wanted, limit.rlim_max);
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

static void
log_cb (void *data, const char *format, va_list arguments)
{
  g_logv (G_LOG_DOMAIN, G_LOG_LEVEL_DEBUG, format, arguments);
}

/* An escaped NUL would end a path or a value before its end; it stays as it is,
 * which is nothing that anybody asks for. */
static gsize
unescape_cb (void *data, struct MHD_Connection *connection, char *text)
{
  return strstr (text, "%00") == NULL ? MHD_http_unescape (text) : strlen (text);
}

static struct MHD_Daemon *
start_daemon (TogServer *self, const Address *address, char *certificate, char *key)
{
  /* Streams come on top, so that they take no place of what is answered at once. */
  guint max_connections = self->options.max_connections + self->options.max_streams;
  guint flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  struct MHD_OptionItem options[] = {
    { MHD_OPTION_EXTERNAL_LOGGER, (intptr_t) log_cb, NULL },
    { MHD_OPTION_SOCK_ADDR, 0, (gpointer) address },
    { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t) unescape_cb, NULL },
    { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t) tog_completed_cb, self },
    { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t) tog_connections_notify_cb, self->connections },
    { MHD_OPTION_THREAD_POOL_SIZE, self->options.n_threads, NULL },
    { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL },
    { MHD_OPTION_CONNECTION_LIMIT, max_connections, NULL },
    { MHD_OPTION_CONNECTION_TIMEOUT, self->options.timeout, NULL },
    { certificate != NULL ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, key },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (gpointer) TLS_PRIORITIES },
    { MHD_OPTION_END, 0, NULL },
  };

  if (certificate != NULL)
    flags |= MHD_USE_TLS;
  if (address->any.sa_family == AF_INET6)
    flags |= MHD_USE_IPv6;
  return MHD_start_daemon (flags,
                           self->options.port,
                           NULL,
                           NULL,
                           tog_dispatch_cb,
                           self,
                           MHD_OPTION_ARRAY,
                           options,
                           MHD_OPTION_END);
}

static void
reminded_cb (gpointer data)
{
  TogServer *self = data;

  if (self->mailer != NULL)
    tog_mailer_wake (self->mailer);
}

/**
 * tog_server_start:
 * @self: a server that was not started
 * @error: return location
 *
 * Begins to listen, to send mail, to remind and to keep calendars fresh. It refuses to
 * listen where others could reach it unencrypted, unless it is told that a proxy
 * takes care of that.
 *
 * Returns: whether it listens; otherwise @error is of %TOG_SERVER_ERROR
 */
gboolean
tog_server_start (TogServer *self, GError **error)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  Address address;
  int code;

  if (!parse_address (self, &address, error) || !check_safety (self, &address, error))
    return FALSE;
  if ((self->options.certificate != NULL || self->options.key != NULL) &&
      (!load_pem (self->options.certificate, &certificate, error) ||
       !load_pem (self->options.key, &key, error)))
    return FALSE;
  if (certificate != NULL && MHD_is_feature_supported (MHD_FEATURE_TLS) != MHD_YES)
    {
      g_set_error_literal (
          error,
          TOG_SERVER_ERROR,
          TOG_SERVER_ERROR_TLS,
          "This libmicrohttpd was built without TLS: put a reverse proxy before it");
      return FALSE;
    }

  raise_file_limit (self);
  self->connections =
      tog_connections_new (self->options.request_timeout, self->options.max_connections_each);
  errno = 0;
  self->daemon = start_daemon (self, &address, certificate, key);
  if (self->daemon == NULL)
    {
      code = errno;
      g_set_error (error,
                   TOG_SERVER_ERROR,
                   certificate != NULL && code == 0 ? TOG_SERVER_ERROR_TLS
                                                    : TOG_SERVER_ERROR_ADDRESS,
                   "Can't listen at %s port %u: %s",
                   self->options.address,
                   self->options.port,
                   code != 0 ? g_strerror (code) : "the certificate or the address can't be used");
      return FALSE;
    }

  self->public_url = self->options.public_url != NULL ? g_strdup (self->options.public_url)
                                                      : tog_server_dup_address (self);
  g_atomic_pointer_set (&self->settings.public_url, self->public_url);
  self->reminders = tog_reminder_scheduler_new (self->options.database,
                                                tog_storage_get_writer (self->storage),
                                                self->options.get_now,
                                                reminded_cb,
                                                self);
  tog_reminder_scheduler_start (self->reminders);
  tog_calendar_refresh_start (self->refresh);
  tog_address_reader_start (self->addresses);
  if (self->mailer != NULL)
    tog_mailer_start (self->mailer);
  return TRUE;
}

/**
 * tog_server_get_port:
 * @self: a server that was started
 *
 * Returns: the port it listens on
 */
guint16
tog_server_get_port (TogServer *self)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_BIND_PORT);

  return info->port;
}

/**
 * tog_server_dup_address:
 * @self: a server that was started
 *
 * Returns: (transfer full): the URL it is reached by
 */
char *
tog_server_dup_address (TogServer *self)
{
  gboolean is_ip6 = strchr (self->options.address, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u",
                          self->options.certificate != NULL ? "https" : "http",
                          is_ip6 ? "[" : "",
                          self->options.address,
                          is_ip6 ? "]" : "",
                          tog_server_get_port (self));
}

/**
 * tog_server_get_writer:
 * @self: a server
 *
 * Returns: (transfer none): the one who writes to the database
 */
TogWriter *
tog_server_get_writer (TogServer *self)
{
  return tog_storage_get_writer (self->storage);
}

/**
 * tog_server_wake:
 * @self: a server that was started
 *
 * Tells it that an organization was imported: calendars may have to be read,
 * mails to be sent.
 */
void
tog_server_wake (TogServer *self)
{
  tog_streams_wake (self->streams);
  tog_reminder_scheduler_wake (self->reminders);
  tog_calendar_refresh_wake (self->refresh);
  tog_address_reader_wake (self->addresses);
  if (self->mailer != NULL)
    tog_mailer_wake (self->mailer);
}

/* Suspended connections must be resumed before libmicrohttpd can stop; the
 * writer does that as it finishes. Answers get a moment to leave. */
static void
stop_daemon (TogServer *self)
{
  MHD_socket listener = MHD_quiesce_daemon (self->daemon);
  gint64 deadline;

  g_atomic_int_set (&self->is_stopping, TRUE);
  tog_streams_stop (self->streams);
  while (g_atomic_int_get (&self->n_suspended) > 0)
    g_usleep (1000);
  deadline = g_get_monotonic_time () + G_USEC_PER_SEC;
  while (g_atomic_int_get (&self->n_unanswered) > 0 && g_get_monotonic_time () < deadline)
    g_usleep (1000);
  tog_connections_drain (self->connections, deadline);

  MHD_stop_daemon (self->daemon);
  if (listener != MHD_INVALID_SOCKET)
    close (listener);
}

/**
 * tog_server_free:
 * @self: (transfer full) (nullable): a server
 *
 * Stops a server: what is being written is finished and answered, then all
 * connections and the database are closed.
 */
void
tog_server_free (TogServer *self)
{
  if (self == NULL)
    return;

  if (self->daemon != NULL)
    stop_daemon (self);
  g_clear_pointer (&self->connections, tog_connections_free);
  g_clear_pointer (&self->reminders, tog_reminder_scheduler_free);
  g_clear_pointer (&self->mailer, tog_mailer_free);
  g_clear_pointer (&self->refresh, tog_calendar_refresh_free);
  g_clear_pointer (&self->addresses, tog_address_reader_free);
  if (self->streams != NULL)
    tog_streams_stop (self->streams);
  g_clear_pointer (&self->storage, tog_storage_free);
  g_clear_pointer (&self->streams, tog_streams_free);
  g_clear_pointer (&self->guard, tog_guard_free);
  g_clear_pointer (&self->networks, tog_networks_free);

  g_free ((char *) self->options.database);
  g_free ((char *) self->options.address);
  g_free ((char *) self->options.name);
  g_free ((char *) self->options.certificate);
  g_free ((char *) self->options.key);
  g_free ((char *) self->options.public_url);
  g_free (self->public_url);
  g_free (self->mail_from);
  g_free (self->mail_domain);
  g_free (self);
}
