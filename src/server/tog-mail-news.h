#pragma once

#include "tog-mail.h"

G_BEGIN_DECLS

/*
 * What a mail is about, in words: who did what.
 */

TogParticipant *tog_mail_find_participant  (const TogMail *mail, const char *id);
char           *tog_mail_dup_start         (const char *text, glong length);
char           *tog_mail_describe_late     (const TogMail *mail, glong length);
char           *tog_mail_describe_occasion (const TogMail *mail);
const char     *tog_mail_get_news_label    (const TogMail *mail);
const char     *tog_mail_get_reason        (const TogMail *mail);
gboolean        tog_mail_tells_of_move     (const TogMail *mail);

G_END_DECLS
