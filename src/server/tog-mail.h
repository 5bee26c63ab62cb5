#pragma once

#include "tog-invite.h"

G_BEGIN_DECLS

/**
 * TogMail:
 * @session: what it is about, as the recipient may see it: addresses that their
 *   owners don't share are absent, the recipient's own is there
 * @recipient: id of the participant it goes to
 * @method: asks to the session or calls it off
 * @from_name: who it comes from: the organization
 * @from_address: address it comes from; the invite's organizer
 * @message_id: without angle brackets; the same each time the mail is composed
 * @stamp: when the session was last changed (DTSTAMP)
 * @now: when it is sent (Date)
 *
 * What a mail is made of.
 */
typedef struct
{
  TogSession *session;
  const char *recipient;
  TogInviteMethod method;
  const char *from_name;
  const char *from_address;
  const char *message_id;
  TogInstant stamp;
  TogInstant now;
} TogMail;

gboolean tog_mail_check_address (const char *address, GError **error);
GBytes  *tog_mail_compose       (const TogMail *mail, GError **error);

G_END_DECLS
