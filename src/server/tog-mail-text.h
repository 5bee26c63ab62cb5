#pragma once

#include "tog-mail.h"

G_BEGIN_DECLS

char *tog_mail_dup_line (const char *text);
char *tog_mail_write_subject (const TogMail *mail);
char *tog_mail_write_text (const TogMail *mail);
char *tog_mail_write_html (const TogMail *mail);

G_END_DECLS
