#include "config.h"

#include "tog-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/file.h>
#include <unistd.h>

struct _TogLock
{
  int file; /* (owned) */
};

/**
 * tog_lock_take:
 * @database: path of the database
 * @taken: (out): whether another process has it
 * @error: return location
 *
 * Takes the right to write to a database, by a lock on the file of its name
 * with ".lock" added. The kernel drops the lock when the process ends, however
 * it ends; the file stays.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL where another process
 *   has it (and @error is not set) or the file can't be made
 */
TogLock *
tog_lock_take (const char *database, gboolean *taken, GError **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  int file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  TogLock *self;
  int code;

  *taken = FALSE;
  if (file >= 0 && flock (file, LOCK_EX | LOCK_NB) == 0)
    {
      self = g_new0 (TogLock, 1);
      self->file = file;
      return self;
    }

  code = errno;
  *taken = file >= 0 && code == EWOULDBLOCK;
  if (file >= 0)
    close (file);
  if (!*taken)
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (code),
                 "Can't lock “%s”: %s",
                 path,
                 g_strerror (code));
  return NULL;
}

/**
 * tog_lock_free:
 * @self: (transfer full) (nullable): a lock
 *
 * Gives the right back.
 */
void
tog_lock_free (TogLock *self)
{
  if (self == NULL)
    return;

  close (self->file);
  g_free (self);
}
