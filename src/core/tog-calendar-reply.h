#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogCalendarReply:
 * @uid: of the invite it answers
 * @sequence: of the invite it answers
 * @stamp: when the answer was given
 * @email: address of who answers, as the calendar program knows it
 * @answer: what they say
 * @comment: (nullable): why, one line
 *
 * What a calendar program sends back by mail when somebody answers an invite:
 * METHOD:REPLY of RFC 5546 section 3.2.3.
 */
typedef struct
{
  char *uid;
  int sequence;
  TogInstant stamp;
  char *email;
  TogAnswer answer;
  char *comment;
} TogCalendarReply;

gboolean tog_calendar_reply_read  (TogCalendarReply *self,
                                   const char       *text,
                                   gsize             length,
                                   GError          **error);
void     tog_calendar_reply_clear (TogCalendarReply *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogCalendarReply, tog_calendar_reply_clear)

G_END_DECLS
