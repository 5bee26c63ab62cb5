#include "config.h"

#include "tog-calendar-worker.h"

#include "tog-calendar.h"
#include "tog-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child may use. Calendars of 16 MiB, the largest that are looked at,
 * take a fifth of the memory; the time on the clock is longer than that of the
 * processor, so that a busy machine does not break good calendars. */
#define MAX_CPU_SECONDS 5
#define MAX_WALL_USEC (20 * G_USEC_PER_SEC)
#define MAX_MEMORY_BYTES (768 * 1024 * 1024)
#define MAX_OPEN_FILES 16

#define MAX_EMAIL_BYTES 320
#define MAX_ZONE_BYTES 64
#define MAX_REASON_BYTES 1000

/* Of some thousand sessions. */
#define MAX_UIDS_BYTES (1024 * 1024)

/* More than 50,000 busy intervals of two instants each would be. */
#define MAX_ANSWER_BYTES (2 * 1024 * 1024)

/* The two processes are of one program, so that they share the struct's layout. */
typedef struct
{
  char email[MAX_EMAIL_BYTES + 1];
  char zone[MAX_ZONE_BYTES + 1];
  TogSlot range;
  guint64 uids_length; /* each with a NUL at its end */
  guint64 length;
} Request;

typedef enum
{
  ANSWER_BUSY = 'B',
  ANSWER_ERROR = 'E',
} AnswerKind;

static const char *worker_program;

static void
limit (int resource, rlim_t soft, rlim_t hard)
{
  const struct rlimit limits = { soft, hard };

  if (setrlimit (resource, &limits) != 0)
    g_error ("Can't limit what a calendar may use: %s", g_strerror (errno));
}

static void
give_up_rights (void)
{
  limit (RLIMIT_CORE, 0, 0);
  /* At the soft limit comes SIGXCPU, which says what it was, at the hard one SIGKILL. */
  limit (RLIMIT_CPU, MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1);
  limit (RLIMIT_FSIZE, 0, 0);
  limit (RLIMIT_NOFILE, MAX_OPEN_FILES, MAX_OPEN_FILES);
#ifndef __SANITIZE_ADDRESS__
  /* The sanitizer reserves terabytes of addresses. */
  limit (RLIMIT_AS, MAX_MEMORY_BYTES, MAX_MEMORY_BYTES);
#endif
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static gboolean
read_all (int fd, gpointer data, gsize size)
{
  char *cursor = data;

  while (size > 0)
    {
      gssize n_read = read (fd, cursor, size);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        return FALSE;
      cursor += n_read;
      size -= n_read;
    }
  return TRUE;
}

static int
answer (AnswerKind kind, gconstpointer data, gsize size)
{
  const char head = kind;
  /* Who is always free has no bytes at all. */
  gboolean good = fwrite (&head, 1, 1, stdout) == 1 &&
                  (size == 0 || fwrite (data, 1, size, stdout) == size) && fflush (stdout) == 0;

  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Splits what build_request() joined; the keys stay in @uids. */
static GHashTable *
split_uids (const char *uids, gsize length)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < length; i += strlen (uids + i) + 1)
    g_hash_table_add (set, (gpointer) (uids + i));
  return set;
}

/**
 * tog_calendar_worker_main:
 *
 * Reads one calendar from standard input and writes when its owner is busy to
 * standard output, having first limited what this process may use. It is the
 * other side of tog_calendar_read_in_child().
 *
 * Returns: the status for the process to end with
 */
int
tog_calendar_worker_main (void)
{
  Request request;
  g_autofree char *uids = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) own_uids = NULL;
  g_autoptr (TogZone) zone = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  give_up_rights ();
  if (!read_all (STDIN_FILENO, &request, sizeof request) ||
      request.length > TOG_CALENDAR_DEFAULT_LIMITS.bytes || request.uids_length > MAX_UIDS_BYTES)
    return EXIT_FAILURE;
  request.email[MAX_EMAIL_BYTES] = '\0';
  request.zone[MAX_ZONE_BYTES] = '\0';
  uids = g_malloc (request.uids_length + 1);
  if (!read_all (STDIN_FILENO, uids, request.uids_length))
    return EXIT_FAILURE;
  uids[request.uids_length] = '\0';
  own_uids = split_uids (uids, request.uids_length);
  text = g_malloc (request.length + 1);
  if (!read_all (STDIN_FILENO, text, request.length))
    return EXIT_FAILURE;
  text[request.length] = '\0';

  zone = tog_zone_lookup (request.zone, &error);
  if (zone != NULL)
    busy = tog_calendar_read_busy (text,
                                   request.length,
                                   request.email,
                                   own_uids,
                                   zone,
                                   request.range,
                                   &TOG_CALENDAR_DEFAULT_LIMITS,
                                   &error);
  if (busy == NULL)
    return answer (ANSWER_ERROR, error->message, MIN (strlen (error->message), MAX_REASON_BYTES));
  bytes = tog_slot_set_to_bytes (busy);
  return answer (ANSWER_BUSY, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/**
 * tog_calendar_worker_set_program:
 * @program: path of a program that runs tog_calendar_worker_main() when its first
 *   argument is %TOG_CALENDAR_WORKER_COMMAND; it is not copied
 *
 * Says which program tog_calendar_read_in_child() starts. To be called before
 * there are threads.
 */
void
tog_calendar_worker_set_program (const char *program)
{
  worker_program = program;
}

static GPid
spawn (int fd, GError **error)
{
  const char *const arguments[] = { worker_program, TOG_CALENDAR_WORKER_COMMAND, NULL };
  GPid pid;

  if (!g_spawn_async_with_fds (NULL,
                               (char **) arguments,
                               NULL,
                               G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                               NULL,
                               NULL,
                               &pid,
                               fd,
                               fd,
                               -1,
                               error))
    return 0;
  return pid;
}

/* Sends as much as the child takes. Returns: FALSE once there is no use in it */
static gboolean
send_some (int fd, const char *data, gsize size, gsize *sent)
{
  gssize n_sent = send (fd, data + *sent, size - *sent, MSG_NOSIGNAL | MSG_DONTWAIT);

  if (n_sent < 0)
    return errno == EAGAIN || errno == EINTR;
  *sent += n_sent;
  if (*sent == size)
    shutdown (fd, SHUT_WR);
  return *sent < size;
}

/* Returns: whether to go on reading */
static gboolean
receive_some (int fd, GByteArray *received)
{
  guint8 buffer[16384];
  gssize n_received = recv (fd, buffer, sizeof buffer, MSG_DONTWAIT);

  if (n_received < 0)
    return errno == EAGAIN || errno == EINTR;
  g_byte_array_append (received, buffer, n_received);
  return n_received > 0 && received->len <= MAX_ANSWER_BYTES;
}

/* Exchanges request and answer. Returns: FALSE if time ran out */
static gboolean
talk (int fd, GByteArray *request, GByteArray *received)
{
  gint64 deadline = g_get_monotonic_time () + MAX_WALL_USEC;
  gboolean sending = TRUE;
  gsize sent = 0;

  for (;;)
    {
      struct pollfd poller = { fd, POLLIN | (sending ? POLLOUT : 0), 0 };
      gint64 left = deadline - g_get_monotonic_time ();

      if (left <= 0)
        return FALSE;
      if (poll (&poller, 1, left / 1000 + 1) <= 0)
        continue;
      if (sending && (poller.revents & POLLOUT))
        sending = send_some (fd, (const char *) request->data, request->len, &sent);
      if ((poller.revents & (POLLIN | POLLHUP | POLLERR)) && !receive_some (fd, received))
        return TRUE;
    }
}

static TogSlotSet *
read_answer (GByteArray *received, int status, gboolean in_time, GError **error)
{
  const char *data = (const char *) received->data;

  if (!in_time || (WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU))
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_LIMIT,
                 "reading it takes too long; it may hold a rule that never ends");
  else if (received->len > MAX_ANSWER_BYTES)
    g_set_error (error, TOG_ERROR, TOG_ERROR_LIMIT, "it holds too many busy times");
  else if (!WIFEXITED (status) || WEXITSTATUS (status) != EXIT_SUCCESS || received->len == 0)
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_LIMIT,
                 "reading it takes too much memory, or it made the reader fail");
  else if (data[0] == ANSWER_BUSY)
    return tog_slot_set_from_bytes (data + 1, received->len - 1, error);
  else
    {
      g_autofree char *reason = g_utf8_make_valid (data + 1, received->len - 1);

      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, reason);
    }
  return NULL;
}

static GByteArray *
build_request (const char *text,
               gsize length,
               const char *owner_email,
               const char *const *own_uids,
               TogZone *owner_zone,
               TogSlot range)
{
  GByteArray *bytes = g_byte_array_sized_new (sizeof (Request) + length);
  Request request = { .range = range, .length = length };
  g_autoptr (GByteArray) uids = g_byte_array_new ();

  for (; own_uids != NULL && *own_uids != NULL; own_uids++)
    if (uids->len + strlen (*own_uids) < MAX_UIDS_BYTES)
      g_byte_array_append (uids, (const guint8 *) *own_uids, strlen (*own_uids) + 1);
  request.uids_length = uids->len;

  g_strlcpy (request.email, owner_email, sizeof request.email);
  g_strlcpy (request.zone, tog_zone_get_name (owner_zone), sizeof request.zone);
  g_byte_array_append (bytes, (const guint8 *) &request, sizeof request);
  g_byte_array_append (bytes, uids->data, uids->len);
  return g_byte_array_append (bytes, (const guint8 *) text, length);
}

/**
 * tog_calendar_read_in_child:
 * @text: iCalendar, from whom ever
 * @length: bytes in @text
 * @owner_email: address of whose calendar it is, to know what they declined
 * @own_uids: (nullable): UIDs of sessions, which the database knows better than a
 *   calendar that holds a copy of the invite
 * @owner_zone: zone of whose calendar it is, for times that name none
 * @range: for which time
 * @error: return location
 *
 * Reads when a calendar's owner is busy, like tog_calendar_read_busy(), in a
 * child process whose time and memory are limited: whatever a hostile calendar
 * may bring the reader to do, the server goes on. Blocks for 20 seconds at the most.
 *
 * Returns: (transfer full) (nullable): the busy times, padded to the quantum, or
 *   %NULL with %TOG_ERROR if the calendar is bad, else why there was no child
 */
TogSlotSet *
tog_calendar_read_in_child (const char *text,
                            gsize length,
                            const char *owner_email,
                            const char *const *own_uids,
                            TogZone *owner_zone,
                            TogSlot range,
                            GError **error)
{
  g_autoptr (GByteArray) request = NULL;
  g_autoptr (GByteArray) received = g_byte_array_new ();
  gboolean in_time;
  int status = 0;
  int fds[2];
  GPid pid;

  /* What is cheap to see needs no child. */
  if (!tog_calendar_check (text, length, &TOG_CALENDAR_DEFAULT_LIMITS, error))
    return NULL;
  if (worker_program == NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_INITIALIZED,
                   "no program was set to read calendars with");
      return NULL;
    }
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "can't start the calendar reader: %s",
                   g_strerror (errno));
      return NULL;
    }

  pid = spawn (fds[1], error);
  close (fds[1]);
  if (pid == 0)
    {
      close (fds[0]);
      return NULL;
    }

  request = build_request (text, length, owner_email, own_uids, owner_zone, range);
  in_time = talk (fds[0], request, received);
  close (fds[0]);
  kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    continue;
  g_spawn_close_pid (pid);
  return read_answer (received, status, in_time, error);
}
