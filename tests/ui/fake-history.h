#pragma once

#include "fake-organization.h"

/*
 * The history of a fake organization: sessions in memory, found and filtered as the
 * local database does. Answers come from the main loop.
 */

void            fake_history_reset      (void);

/* Adds sessions of Inês around @account's present: two upcoming, the rest past. */
void            fake_history_fill       (TogAccount *account);
TogHistoryItem *fake_history_get        (const char *session_id);

/* Tells that a session is another, or with %NULL that any may be. */
void            fake_history_changed    (TogAccount *account, const char *session_id);
void            fake_history_remove     (TogAccount *account, const char *session_id);

/* How many only a newer version of the app can read. */
void            fake_history_set_unreadable (TogAccount *account, guint n);

/* The first sync, as far as it is. */
void            fake_history_set_sync   (TogAccount *account,
                                         guint       n_done,
                                         guint       n_total,
                                         const char *notice);

/* Sessions are not there to be read; a negative code ends that. */
void            fake_history_fail_loads (int code, const char *message);
