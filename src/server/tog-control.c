#include "config.h"

#include "tog-command.h"

#include "tog-control-private.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/*
 * The protocol: who asks sends words, each with a NUL behind it, and ends its
 * half of the connection. The answer is "ok" or "failed", a NUL, and what there
 * is to say.
 */

/* Seconds in which a command has to arrive. */
#define READ_TIMEOUT 10

/* Seconds that a command may take: an organization has many calendars. */
#define ANSWER_TIMEOUT 600

#define MAX_PATH_LENGTH (sizeof (((struct sockaddr_un *) NULL)->sun_path))

#define OK "ok"
#define FAILED "failed"

struct _TogControl
{
  char *path;        /* (owned) */
  TogWriter *writer; /* (not owned) */
  TogControlFunc ran;
  gpointer data;
  GSocket *socket;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GThread *thread;           /* (owned) (nullable) */
};

static char *
find_path (const char *database)
{
  return g_strconcat (database, ".socket", NULL);
}

static GSocketAddress *
make_address (const char *path, GError **error)
{
  if (strlen (path) < MAX_PATH_LENGTH)
    return g_unix_socket_address_new (path);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_FILENAME_TOO_LONG,
               "“%s” is too long for the name of a socket: put the database into a folder with "
               "a shorter name",
               path);
  return NULL;
}

/* Reads until the other side has nothing more to say. */
static GByteArray *
receive (GSocket *socket, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (65536);
  gssize n;

  while ((n = g_socket_receive (socket, buffer, 65536, cancellable, error)) > 0)
    {
      if (bytes->len + n > TOG_COMMAND_MAX_BYTES)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       "The command is longer than %d MiB",
                       TOG_COMMAND_MAX_BYTES / (1024 * 1024));
          return NULL;
        }
      g_byte_array_append (bytes, (guint8 *) buffer, n);
    }
  return n == 0 ? g_steal_pointer (&bytes) : NULL;
}

static gboolean
send_all (GSocket *socket, const char *data, gsize size, GCancellable *cancellable, GError **error)
{
  while (size > 0)
    {
      gssize n = g_socket_send (socket, data, size, cancellable, error);

      if (n < 0)
        return FALSE;
      data += n;
      size -= n;
    }
  return TRUE;
}

static GPtrArray *
split (GByteArray *bytes)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (bytes->len == 0 || bytes->data[bytes->len - 1] != '\0')
    return NULL;
  for (gsize at = 0; at < bytes->len; at += strlen ((char *) bytes->data + at) + 1)
    g_ptr_array_add (words, bytes->data + at);
  g_ptr_array_add (words, NULL);
  return g_steal_pointer (&words);
}

static void
serve (TogControl *self, GSocket *socket)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  const char *result;
  gboolean done;

  g_socket_set_timeout (socket, READ_TIMEOUT);
  bytes = receive (socket, self->cancellable, &error);
  words = bytes != NULL ? split (bytes) : NULL;
  if (words == NULL)
    {
      g_message ("A command was not understood");
      return;
    }

  done = tog_command_run (self->writer, (const char *const *) words->pdata, out, &error);
  result = done ? OK : FAILED;
  if (send_all (socket, result, strlen (result) + 1, self->cancellable, NULL))
    send_all (socket,
              done ? out->str : error->message,
              done ? out->len : strlen (error->message),
              self->cancellable,
              NULL);
  if (done)
    self->ran (self->data);
}

static gpointer
serve_thread (gpointer data)
{
  TogControl *self = data;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GSocket) socket = g_socket_accept (self->socket, self->cancellable, NULL);

      if (socket != NULL)
        serve (self, socket);
    }
  return NULL;
}

/**
 * tog_control_new:
 * @database: path of the database, whose lock this process has
 * @writer: its writer
 * @ran: is told of each command that was run
 * @data: for @ran
 * @error: return location
 *
 * Begins to take commands.
 *
 * Returns: (transfer full) (nullable): the control, or %NULL with an error of
 *   %G_IO_ERROR
 */
TogControl *
tog_control_new (const char *database,
                 TogWriter *writer,
                 TogControlFunc ran,
                 gpointer data,
                 GError **error)
{
  g_autoptr (TogControl) self = g_new0 (TogControl, 1);
  g_autoptr (GSocketAddress) address = NULL;
  mode_t mask;
  gboolean bound;

  self->path = find_path (database);
  self->writer = writer;
  self->ran = ran;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  address = make_address (self->path, error);
  if (address == NULL)
    return NULL;
  self->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (self->socket == NULL)
    return NULL;

  /* What a server that was killed left; the lock says that there is no other. */
  g_unlink (self->path);
  mask = umask (0177);
  bound = g_socket_bind (self->socket, address, FALSE, error);
  umask (mask);
  if (!bound || !g_socket_listen (self->socket, error))
    return NULL;

  self->thread = g_thread_new ("control", serve_thread, self);
  return g_steal_pointer (&self);
}

/**
 * tog_control_free:
 * @self: (transfer full) (nullable): a control
 *
 * Finishes the command that is being run and takes no more.
 */
void
tog_control_free (TogControl *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  if (self->thread != NULL)
    {
      g_thread_join (self->thread);
      g_unlink (self->path);
    }
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

static GSocket *
connect_to (const char *database, GError **error)
{
  g_autofree char *path = find_path (database);
  g_autoptr (GSocketAddress) address = make_address (path, error);
  g_autoptr (GSocket) socket = NULL;

  if (address == NULL)
    return NULL;
  socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL || !g_socket_connect (socket, address, NULL, error))
    {
      g_prefix_error (error, "Another process has the database, but can't be asked: ");
      return NULL;
    }
  g_socket_set_timeout (socket, ANSWER_TIMEOUT);
  return g_steal_pointer (&socket);
}

/* Private to the commands: has the server that has @database run one. */
gboolean
tog_control_ask (const char *database, const char *const *words, GString *out, GError **error)
{
  g_autoptr (GSocket) socket = connect_to (database, error);
  g_autoptr (GByteArray) bytes = NULL;
  const char *text;
  gsize skipped;

  if (socket == NULL)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!send_all (socket, words[i], strlen (words[i]) + 1, NULL, error))
        return FALSE;
    }
  if (!g_socket_shutdown (socket, FALSE, TRUE, error))
    return FALSE;

  bytes = receive (socket, NULL, error);
  if (bytes == NULL)
    return FALSE;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  text = (const char *) bytes->data;
  skipped = strlen (text) + 1;
  if (skipped < bytes->len && g_str_equal (text, OK))
    {
      g_string_append (out, text + skipped);
      return TRUE;
    }
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       skipped < bytes->len && g_str_equal (text, FAILED)
                           ? text + skipped
                           : "The server broke off before it answered");
  return FALSE;
}
