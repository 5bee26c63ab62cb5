#pragma once

#include "match-fixture.h"

G_BEGIN_DECLS

/*
 * The history of the fixture's member, all of which was fetched.
 */

/* How many sessions Inês has in the demo. */
#define N_SESSIONS 8

void refresh_well (Fixture *fixture);
void wait_for_all (Fixture *fixture);
void sync_all (Fixture *fixture);
void reopen (Fixture *fixture);
void wait_until_loaded (TogSessionList *list);
TogSessionList *search (Fixture *fixture, const char *text);
guint count (Fixture *fixture, const char *text);
TogSessionHit *wait_for_hit (Fixture *fixture, const char *text);
TogHistoryItem *load_entry (Fixture *fixture, const char *session_id, GError **error);
char *get_first_id (Fixture *fixture);
char *get_match_session (Fixture *fixture);
TogNote *load_note (Fixture *fixture, const char *session_id, GError **error);
void put_note (Fixture *fixture, const char *session_id, const char *text, const char *shared);

G_END_DECLS
