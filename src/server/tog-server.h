#pragma once

#include "tog-mailer.h"
#include "tog-time.h"

G_BEGIN_DECLS

/**
 * TOG_SERVER_ERROR:
 *
 * Why a server does not start.
 */
#define TOG_SERVER_ERROR (tog_server_error_quark ())

GQuark tog_server_error_quark (void);

/**
 * TogServerError:
 * @TOG_SERVER_ERROR_ADDRESS: it can't listen where it was told to
 * @TOG_SERVER_ERROR_UNSAFE: it would be reached from outside without encryption
 * @TOG_SERVER_ERROR_TLS: the certificate or its key can't be used
 */
typedef enum
{
  TOG_SERVER_ERROR_ADDRESS,
  TOG_SERVER_ERROR_UNSAFE,
  TOG_SERVER_ERROR_TLS,
} TogServerError;

/**
 * TogServerOptions:
 * @database: where the database is or shall be
 * @reserve_log: whether to take room for the database's log at once, some 20 MiB
 * @address: (nullable): IP address to listen at, %NULL for 127.0.0.1
 * @port: to listen at; the system chooses one where it is 0
 * @name: (nullable): what the server calls itself
 * @certificate: (nullable): PEM file of the certificate chain
 * @key: (nullable): PEM file of the certificate's key
 * @behind_proxy: whether a reverse proxy stands before it, encrypts, and says
 *   in X-Forwarded-For who asks
 * @n_threads: how many threads answer, 0 for 2
 * @timeout: seconds after which a silent connection is closed, 0 for 15
 * @request_timeout: seconds after which a request that is not answered yet, since
 *   it is sent too slowly, or its answer read, is cut off, 0 for 60
 * @max_connections: 0 for 1024
 * @max_connections_each: from one address; 0 for 256, none behind a proxy
 * @max_streams: how many members may wait for changes at once, besides these
 *   connections; 0 for 1024
 * @heartbeat: milliseconds after which a stream of changes shows that it is alive, 0
 *   for 15000
 * @public_url: (nullable): http or https URL by which members reach it; %NULL for
 *   where it listens
 * @calendar_networks: (nullable) (array zero-terminated=1): networks, besides public
 *   addresses, from which calendars may be read that members give the address of
 * @calendar_patience: seconds that reading such a calendar may take, 0 for 60
 * @mail: (nullable): how mail leaves; without it mails wait in the database
 * @get_now: (nullable): the clock, for tests
 *
 * How a server is to be.
 */
typedef struct
{
  const char *database;
  gboolean reserve_log;
  const char *address;
  guint16 port;
  const char *name;
  const char *certificate;
  const char *key;
  gboolean behind_proxy;
  guint n_threads;
  guint timeout;
  guint request_timeout;
  guint max_connections;
  guint max_connections_each;
  guint max_streams;
  guint heartbeat;
  const char *public_url;
  const char *const *calendar_networks;
  guint calendar_patience;
  const TogMailOptions *mail;
  TogInstant (*get_now) (void);
} TogServerOptions;

/**
 * TogServer:
 *
 * The whole server: the database, HTTP and mail. It runs on threads of its own.
 */
typedef struct _TogServer TogServer;

TogServer *tog_server_new        (const TogServerOptions *options, GError **error);
gboolean   tog_server_start      (TogServer *self, GError **error);
guint16    tog_server_get_port   (TogServer *self);
char      *tog_server_dup_address (TogServer *self);
TogWriter *tog_server_get_writer (TogServer *self);
void       tog_server_wake       (TogServer *self);
void       tog_server_free       (TogServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogServer, tog_server_free)

G_END_DECLS
