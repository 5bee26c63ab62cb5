#pragma once

#include "tog-account.h"

/*
 * What a TogAccount does with notes, agendas, series, reminders and the feed, without
 * a server, beside a fake that has the rest: it keeps what it was asked, and answers
 * what the test says.
 */

void         fake_notes_reset        (void);

/* The note as the server has it, and what others share of theirs. */
void         fake_notes_set          (const char *etag, const char *text, const char *shared);
void         fake_notes_share        (const char *name, const char *text);
/* What follows ends with an error; a negative code ends that. */
void         fake_notes_fail         (int code, const char *message);
guint        fake_notes_count_puts   (void);
const char  *fake_notes_get_text     (void);
const char  *fake_notes_get_shared   (void);
gboolean     fake_notes_is_unsent    (void);

/* Agendas that were put, from the first on. */
guint        fake_agenda_count       (void);
GPtrArray   *fake_agenda_get         (guint i);

guint        fake_series_count       (void);
GPtrArray   *fake_series_get         (guint i);
const char  *fake_series_get_key     (guint i);
/* The next is refused because of its session @index. */
void         fake_series_refuse      (guint index, const char *message);
/* Nothing is heard of the next. */
void         fake_series_lose        (void);

TogReminders *fake_reminders_get     (void);
guint         fake_reminders_count   (void);
guint         fake_feed_count        (TogFeedAction action);
