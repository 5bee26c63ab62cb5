#pragma once

#include "tog-invite.h"

G_BEGIN_DECLS

/**
 * TogMailKind:
 * @TOG_MAIL_INVITE: an invite, or what becomes of it
 * @TOG_MAIL_REMINDER: that the session is soon
 * @TOG_MAIL_LATE: that somebody is running late
 * @TOG_MAIL_DECLINED: that somebody declined
 *
 * What a mail is for. Only the first has a calendar object in it.
 */
typedef enum
{
  TOG_MAIL_INVITE,
  TOG_MAIL_REMINDER,
  TOG_MAIL_LATE,
  TOG_MAIL_DECLINED,
} TogMailKind;

/**
 * TogMail:
 * @session: what it is about, as the recipient may see it: addresses that their
 *   owners don't share are absent, the recipient's own is there
 * @recipient: id of the participant it goes to
 * @kind: what it is for
 * @method: of an invite: asks to the session or calls it off
 * @about: (nullable): id of the participant who booked, moved, cancelled or declined
 *   it, or is running late
 * @from: of an invite: when the recipient last heard that the session is; empty where
 *   they did not hear of it yet
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
  TogMailKind kind;
  TogInviteMethod method;
  const char *about;
  TogSlot from;
  const char *from_name;
  const char *from_address;
  const char *message_id;
  TogInstant stamp;
  TogInstant now;
} TogMail;

void tog_mail_init (void);
gboolean tog_mail_check_address (const char *address, GError **error);
GBytes *tog_mail_compose (const TogMail *mail, GError **error);

G_END_DECLS
