#pragma once

#include "tog-mail-reply.h"
#include "tog-storage.h"

G_BEGIN_DECLS

GPtrArray *tog_mail_answer_to_words (const TogMailReply *reply);
gboolean tog_mail_answer_apply (TogDb *db,
                                const char *const *words,
                                TogInstant now,
                                GString *out,
                                GError **error);

#define TOG_MAIL_ANSWER_COMMAND "answer"
#define TOG_MAIL_ANSWER_N_WORDS 8

G_END_DECLS
