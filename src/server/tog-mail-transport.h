#pragma once

#include "tog-mailer.h"

G_BEGIN_DECLS

/**
 * TogMailOutcome:
 * @TOG_MAIL_SENT: the relay has taken it, or the file is on the disk
 * @TOG_MAIL_LATER: not now, for a reason that has to do with this mail
 * @TOG_MAIL_RELAY_FAILED: not now, and no other mail would get through either
 * @TOG_MAIL_REFUSED: never
 *
 * What came of sending a mail.
 */
typedef enum
{
  TOG_MAIL_SENT,
  TOG_MAIL_LATER,
  TOG_MAIL_RELAY_FAILED,
  TOG_MAIL_REFUSED,
} TogMailOutcome;

/**
 * TogMailTransport:
 *
 * The way that mail takes out of the server: a relay or a folder. It belongs to
 * the thread that uses it.
 */
typedef struct _TogMailTransport TogMailTransport;

TogMailTransport *tog_mail_transport_new (const TogMailOptions *options, const gint *stopping);
void tog_mail_transport_free (TogMailTransport *self);
TogMailOutcome tog_mail_transport_send (TogMailTransport *self,
                                        const char *recipient,
                                        const char *file_name,
                                        GBytes *message,
                                        char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogMailTransport, tog_mail_transport_free)

G_END_DECLS
