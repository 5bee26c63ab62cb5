#pragma once

#include "tog-calendar-reply.h"

G_BEGIN_DECLS

/**
 * TOG_MAIL_REPLY_MAX_BYTES:
 *
 * The longest mail that is looked at. An answer is short, whatever program sends it.
 */
#define TOG_MAIL_REPLY_MAX_BYTES (1024 * 1024)

/**
 * TogMailReply:
 * @from: address of who sent the mail
 * @reply: the answer in it
 *
 * A mail by which a calendar program answers an invite.
 */
typedef struct
{
  char *from;
  TogCalendarReply reply;
} TogMailReply;

gboolean tog_mail_reply_read (TogMailReply *self, const char *data, gsize size, GError **error);
void tog_mail_reply_clear (TogMailReply *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogMailReply, tog_mail_reply_clear)

G_END_DECLS
