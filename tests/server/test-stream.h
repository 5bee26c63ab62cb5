#pragma once

#include "test-support.h"

G_BEGIN_DECLS

/**
 * TestStream:
 * @fd: the connection
 * @text: (owned): what came so far
 *
 * A stream of events, as it comes over the wire.
 */
typedef struct
{
  int fd;
  GString *text;
} TestStream;

TestStream *test_stream_open     (guint16 port, const char *token, const char *headers);
guint       test_stream_count    (TestStream *self, const char *what);
gboolean    test_stream_read_head (TestStream *self);
void        test_stream_wait     (TestStream *self, const char *what, guint n);
void        test_stream_wait_end (TestStream *self);
char       *test_stream_dup_id   (TestStream *self);
void        test_stream_free     (TestStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestStream, test_stream_free)

G_END_DECLS
