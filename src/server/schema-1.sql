-- Everything an organization owns carries its organization_id, so that one
-- condition, in one place, keeps tenants apart. "key" is the id that clients
-- and organization files know; "id" never leaves the database.
-- Instants are seconds since 1970-01-01T00:00:00Z.
-- Each index is one more page that a booking writes and waits for, so there is
-- none that only states what is so anyway; and where IN lists more than two values,
-- each insert builds a table to look them up in, hence the ORs.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  calendar_sharing INTEGER NOT NULL DEFAULT 1,
  heat_map_names INTEGER NOT NULL DEFAULT 1, -- whether a group's may name who can't meet
  horizon_days INTEGER NOT NULL DEFAULT 182
) STRICT;

CREATE TABLE provider (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  link TEXT NOT NULL,             -- https, "{id}" stands for what is random
  position INTEGER NOT NULL,
  UNIQUE (organization_id, key)
) STRICT;

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE,
  share_email INTEGER NOT NULL DEFAULT 1,
  zone TEXT NOT NULL,
  working_hours TEXT NOT NULL,    -- JSON, as on the wire
  exceptions TEXT NOT NULL DEFAULT '[]', -- JSON, as on the wire
  buffer_before INTEGER NOT NULL DEFAULT 0,
  buffer_after INTEGER NOT NULL DEFAULT 0,
  minimum_notice INTEGER NOT NULL DEFAULT 0,
  week_limit INTEGER NOT NULL DEFAULT 0, -- sessions a week; 0 is any number
  visibility TEXT NOT NULL DEFAULT 'busy' -- what others see of their calendars
    CHECK (visibility = 'busy' OR visibility = 'nothing'),
  own_availability INTEGER NOT NULL DEFAULT 0, -- whether they said the above themselves, from
                                  -- zone on: what an organization file says then doesn't count
  heat_map_name INTEGER NOT NULL DEFAULT 1,  -- whether it may name this member
  reminders TEXT NOT NULL         -- JSON, as on the wire
    DEFAULT '{"mail":[1440,10],"desktop":[1440,10]}',
  reminders_version INTEGER NOT NULL DEFAULT 1,
  active INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organization_id, key),
  UNIQUE (organization_id, email)
) STRICT;

CREATE TABLE token (
  digest BLOB PRIMARY KEY,        -- SHA-256 of the token; the token itself is not kept
  member_id INTEGER NOT NULL REFERENCES member,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_member ON token (member_id);

-- The address of a member's calendar feed, of which only this is kept.
CREATE TABLE feed (
  digest BLOB PRIMARY KEY,        -- SHA-256 of the secret in the address
  member_id INTEGER NOT NULL UNIQUE REFERENCES member,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A calendar, as a file or at an address that the server reads itself, or on a
-- desktop that uploads, and the busy intervals it came to.
CREATE TABLE calendar (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  member_id INTEGER NOT NULL REFERENCES member,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'file'
    CHECK (kind = 'file' OR kind = 'desktop' OR kind = 'address'),
  text BLOB,                      -- iCalendar, of a file
  url TEXT,                       -- of an address
  busy BLOB,                      -- tog_slot_set_to_bytes(); NULL until read
  known_from INTEGER,
  known_to INTEGER,
  checked_at INTEGER,             -- of a file when it was last read, whatever came of it;
                                  -- else as of when its busy intervals are
  refresh_within INTEGER NOT NULL DEFAULT 172800, -- seconds; later it is unknown, but for a file
  broken_since INTEGER,           -- NULL while it can be read
  broken_reason TEXT,             -- of an address what went wrong last, broken or not
  etag TEXT,                      -- of an address: what it was last, as it says itself
  modified TEXT,
  tried_at INTEGER,               -- of an address: when it was last asked
  due_at INTEGER,                 -- of an address: when to ask next
  failures INTEGER NOT NULL DEFAULT 0, -- of an address: how often in a row it failed
  UNIQUE (member_id, key)
) STRICT;
CREATE INDEX calendar_due ON calendar (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE program (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('1-on-1', 'group')),
  UNIQUE (organization_id, key)
) STRICT;

CREATE TABLE planned_session (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  program_id INTEGER NOT NULL REFERENCES program,
  key TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  title TEXT NOT NULL,
  duration INTEGER NOT NULL,      -- seconds
  agenda TEXT NOT NULL,           -- JSON, as on the wire
  resources TEXT NOT NULL,        -- JSON, as on the wire
  active INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organization_id, key)
) STRICT;
CREATE INDEX planned_session_program ON planned_session (program_id, ordinal);

CREATE TABLE match (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  program_id INTEGER NOT NULL REFERENCES program,
  key TEXT NOT NULL,
  mentor_id INTEGER NOT NULL REFERENCES member,
  mentee_id INTEGER NOT NULL REFERENCES member,
  created_at INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organization_id, key),
  CHECK (mentor_id <> mentee_id)
) STRICT;
CREATE INDEX match_mentor ON match (mentor_id);
CREATE INDEX match_mentee ON match (mentee_id);

-- Not "group": that is a word of SQL's.
CREATE TABLE member_group (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  program_id INTEGER NOT NULL REFERENCES program,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organization_id, key)
) STRICT;

CREATE TABLE group_member (
  group_id INTEGER NOT NULL REFERENCES member_group,
  member_id INTEGER NOT NULL REFERENCES member,
  facilitator INTEGER NOT NULL,
  PRIMARY KEY (group_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_member ON group_member (member_id);

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  key TEXT NOT NULL,
  planned_session_id INTEGER NOT NULL REFERENCES planned_session,
  match_id INTEGER REFERENCES match,
  group_id INTEGER REFERENCES member_group,
  booked_by INTEGER NOT NULL REFERENCES member,
  state TEXT NOT NULL CHECK (state = 'scheduled' OR state = 'completed' OR state = 'cancelled'),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  uid TEXT NOT NULL,              -- unique, as it is made of key
  sequence INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  agreed_version INTEGER NOT NULL DEFAULT 1, -- with which it was booked, moved or cancelled last
  conference TEXT NOT NULL,       -- JSON, as on the wire
  message TEXT,
  cancel_reason TEXT,
  moved_by INTEGER REFERENCES member, -- who moved it last; NULL where nobody did
  moved_from INTEGER,             -- when it started before, where that is another time
  agenda_state TEXT,              -- JSON of tog_agenda_state_write(); NULL until somebody changes it
  booked_at INTEGER NOT NULL,     -- or moved or cancelled, whatever was last
  UNIQUE (organization_id, key),
  CHECK (ends_at > starts_at),
  CHECK ((match_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX session_match ON session (match_id, planned_session_id)
  WHERE match_id IS NOT NULL AND state <> 'cancelled';
CREATE UNIQUE INDEX session_group ON session (group_id, planned_session_id)
  WHERE group_id IS NOT NULL AND state <> 'cancelled';
CREATE INDEX session_cancelled ON session (planned_session_id) WHERE state = 'cancelled';

CREATE TABLE participant (
  session_id INTEGER NOT NULL REFERENCES session,
  member_id INTEGER NOT NULL REFERENCES member,
  role TEXT NOT NULL
    CHECK (role = 'mentor' OR role = 'mentee' OR role = 'facilitator' OR role = 'member'),
  answer TEXT NOT NULL
    CHECK (answer = 'pending' OR answer = 'accepted' OR answer = 'tentative'
      OR answer = 'declined'),
  reason TEXT,
  answered_at INTEGER NOT NULL DEFAULT 0,    -- when the answer was given
  held TEXT NOT NULL DEFAULT 'unsaid' CHECK (held = 'unsaid' OR held = 'yes' OR held = 'no'),
  rating INTEGER NOT NULL DEFAULT 0,         -- 1 to 4, for nobody else to see
  late INTEGER NOT NULL DEFAULT 0,           -- by how many minutes; 0 where nothing is said
  PRIMARY KEY (member_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_session ON participant (session_id);

CREATE TABLE note (
  session_id INTEGER NOT NULL REFERENCES session,
  member_id INTEGER NOT NULL REFERENCES member,
  text TEXT NOT NULL,             -- for the member alone
  shared TEXT NOT NULL,           -- for all who take part
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;

-- What happened to a session since it was booked, and what it was until then. How it
-- was booked follows from that, so that a booking writes nothing here.
CREATE TABLE invite_event (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session,
  member_id INTEGER NOT NULL REFERENCES member, -- who did it
  at INTEGER NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind = 'moved' OR kind = 'changed' OR kind = 'cancelled' OR kind = 'answered'
      OR kind = 'completed' OR kind = 'missed'),
  answer TEXT,                    -- answered: what was said
  reason TEXT,
  found_booked_at INTEGER NOT NULL, -- of the session, as it was before
  found_start INTEGER NOT NULL,
  found_end INTEGER NOT NULL
) STRICT;
CREATE INDEX invite_event_session ON invite_event (session_id);

-- When it has to be looked whether somebody is to be reminded of a session by mail.
-- Who that is, and whether the session still is then, is decided only when it is
-- due: a row of what was moved or cancelled since does no harm. Whatever books or
-- moves a session, these are here by the triggers.
CREATE TABLE reminder (
  due_at INTEGER NOT NULL,
  session_id INTEGER NOT NULL,
  minutes INTEGER NOT NULL,       -- before the start
  PRIMARY KEY (due_at, session_id, minutes)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reminder_of_participant AFTER INSERT ON participant BEGIN
  INSERT OR IGNORE INTO reminder (due_at, session_id, minutes)
    SELECT starts_at - choice.value * 60, session.id, choice.value
    FROM session, member, json_each (member.reminders, '$.mail') AS choice
    WHERE session.id = NEW.session_id AND session.state = 'scheduled'
    AND member.id = NEW.member_id;
END;

CREATE TRIGGER reminder_of_move AFTER UPDATE OF starts_at ON session
WHEN NEW.state = 'scheduled' AND NEW.starts_at <> OLD.starts_at BEGIN
  INSERT OR IGNORE INTO reminder (due_at, session_id, minutes)
    SELECT NEW.starts_at - choice.value * 60, NEW.id, choice.value
    FROM participant JOIN member ON member.id = member_id,
    json_each (member.reminders, '$.mail') AS choice
    WHERE participant.session_id = NEW.id;
END;

-- Answers already given, by the member and key they were asked with. Their ids
-- rise with time.
CREATE TABLE idempotency (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES member,
  key TEXT NOT NULL,
  request_digest BLOB NOT NULL,   -- SHA-256 of method, path and body
  status INTEGER NOT NULL,
  etag TEXT,
  location TEXT,
  body BLOB NOT NULL,
  answered_at INTEGER NOT NULL,
  UNIQUE (member_id, key)
) STRICT;

-- Mail to be sent: written in the transaction of what it tells about, composed
-- when it is sent. Where there is no relay it becomes a file and reaches nobody:
-- then it is written, not sent.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  session_id INTEGER NOT NULL REFERENCES session,
  recipient_id INTEGER NOT NULL REFERENCES member,
  method TEXT NOT NULL
    CHECK (method = 'REQUEST' OR method = 'CANCEL' OR method = 'DECLINED'
      OR method = 'REMINDER' OR method = 'LATE'),
  sequence INTEGER NOT NULL,      -- DECLINED: the session's version
  about INTEGER NOT NULL DEFAULT 0, -- REMINDER: minutes before the start; else id of who
                                  -- books, moves, cancels, declines or is late
  from_start INTEGER,             -- REQUEST: when the recipient last heard that it is;
  from_end INTEGER,               -- NULL where they were not told of any time yet
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state = 'pending' OR state = 'sent' OR state = 'written' OR state = 'failed'
      OR state = 'dropped'),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  file TEXT,
  UNIQUE (session_id, recipient_id, method, sequence, about)
) STRICT;
CREATE INDEX mail_due ON mail (due_at) WHERE state = 'pending';

-- What changed, once for every member who may see it.
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member,
  kind TEXT NOT NULL CHECK (kind = 'me' OR kind = 'match' OR kind = 'group' OR kind = 'session'),
  item_key TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change = 'created' OR change = 'updated' OR change = 'deleted'),
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX change_member ON change (member_id, id);
