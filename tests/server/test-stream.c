#include "config.h"

#include "test-stream.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* @headers ends each line with \r\n; it may be NULL. */
TestStream *
test_stream_open (guint16 port, const char *token, const char *headers)
{
  TestStream *self = g_new0 (TestStream, 1);
  g_autofree char *request =
      g_strdup_printf ("GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n",
                       token,
                       headers != NULL ? headers : "");

  self->text = g_string_new (NULL);
  self->fd = test_connect (port);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_cmpint (send (self->fd, request, strlen (request), MSG_NOSIGNAL), ==, strlen (request));
  return self;
}

/* Returns: whether it is still open */
static gboolean
read_more (TestStream *self)
{
  char buffer[4096];
  ssize_t n = recv (self->fd, buffer, sizeof buffer, 0);

  if (n > 0)
    g_string_append_len (self->text, buffer, n);
  return n > 0;
}

guint
test_stream_count (TestStream *self, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (self->text->str, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

/* Reads until @what came @n times in all. */
void
test_stream_wait (TestStream *self, const char *what, guint n)
{
  while (test_stream_count (self, what) < n)
    if (!read_more (self))
      g_error ("The stream ended without %u times “%s”: %s", n, what, self->text->str);
}

/* Returns: whether an answer begins, or the connection is closed at once */
gboolean
test_stream_read_head (TestStream *self)
{
  while (test_stream_count (self, "\r\n\r\n") == 0)
    if (!read_more (self))
      return FALSE;
  return TRUE;
}

/* Reads until the server ends it, with the mark of the end of chunks. */
void
test_stream_wait_end (TestStream *self)
{
  while (read_more (self))
    ;
  g_assert_true (g_str_has_suffix (self->text->str, "\r\n0\r\n\r\n"));
}

/* Returns: (transfer full): the id of the last event */
char *
test_stream_dup_id (TestStream *self)
{
  const char *id = g_strrstr (self->text->str, "id: ");

  g_assert_nonnull (id);
  return g_strndup (id + 4, strcspn (id + 4, "\n"));
}

void
test_stream_free (TestStream *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->text, TRUE);
  g_free (self);
}
