#pragma once

#include "tog-storage.h"
#include "tog-token.h"

#include <microhttpd.h>

G_BEGIN_DECLS

/**
 * TOG_MAX_STREAMS_EACH:
 *
 * How many streams one member may have open: one a device, and some that are dead
 * already without anybody having noticed.
 */
#define TOG_MAX_STREAMS_EACH 16

/**
 * TogStreams:
 *
 * Who waits to hear that something changed. A stream costs a connection of
 * libmicrohttpd that is suspended, and no thread. One thread for all of them looks
 * for changes in the database, at once when it is told to and otherwise twice a
 * second, as other processes write there, too.
 */
typedef struct _TogStreams TogStreams;

/**
 * TogStream:
 *
 * One stream of server-sent events (HTML Living Standard, section 9.2).
 */
typedef struct _TogStream TogStream;

/**
 * TogStreamsOptions:
 * @database: what is looked at
 * @secret: what tokens of changes are signed with
 * @max_streams: how many there may be at once
 * @heartbeat: after how many milliseconds a stream shows that it is alive, and its
 *   member's access is looked at again
 * @get_now: the clock that access tokens expire by
 *
 * How streams are to be.
 */
typedef struct
{
  const char *database;
  GBytes *secret;
  guint max_streams;
  guint heartbeat;
  TogInstant (*get_now) (void);
} TogStreamsOptions;

/**
 * TogStreamOutcome:
 * @TOG_STREAM_OPENED: there is a stream
 * @TOG_STREAM_TOO_MANY_OF_MEMBER: the member has as many as one may have
 * @TOG_STREAM_TOO_MANY: there are as many as there may be
 *
 * What came of asking for a stream.
 */
typedef enum
{
  TOG_STREAM_OPENED,
  TOG_STREAM_TOO_MANY_OF_MEMBER,
  TOG_STREAM_TOO_MANY,
} TogStreamOutcome;

TogStreams      *tog_streams_new  (const TogStreamsOptions *options);
void             tog_streams_wake (TogStreams *self);
void             tog_streams_stop (TogStreams *self);
void             tog_streams_free (TogStreams *self);

TogStreamOutcome tog_streams_open (TogStreams            *self,
                                   struct MHD_Connection *connection,
                                   const guint8           token[TOG_TOKEN_DIGEST_BYTES],
                                   gint64                 member,
                                   gint64                 newest,
                                   TogStream            **stream);
void             tog_stream_close (TogStream *self);
struct MHD_Response *tog_stream_make_response (TogStream *self);

G_END_DECLS
