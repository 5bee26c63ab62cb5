#pragma once

#include "account-fixture.h"

G_BEGIN_DECLS

/*
 * What is done with a match at the fixture's server, and somebody else who does it.
 */

/* Of the demo: Inês' match with Asha. */
#define MATCH "asha-ines"

void open_other (Fixture *fixture, Fixture *other, const char *email);
void close_other (Fixture *other);
TogMatch *load_match (Fixture *fixture);
TogPlannedSession *find_planned (TogMatch *match, const char *session_id);
TogSession *load_session (Fixture *fixture, const char *session_id);
TogSlot find_slot (Fixture *fixture, TogSession *session, guint nth);
TogSession *book (Fixture *fixture);
TogParticipant *find_participant (TogSession *session, const char *member_id);

G_END_DECLS
