-- A database as the first version of the schema had it, with a match that booked its
-- first session. Kept as it is: newer versions have to be able to read it.
PRAGMA application_id = 1416587091;
PRAGMA user_version = 1;
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('secret',X'5f093e31977c8c0f237910899676177f4199eed0dcc2cf08982db6e9f75760e0');
CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  calendar_sharing INTEGER NOT NULL DEFAULT 1,
  heat_map_names INTEGER NOT NULL DEFAULT 1, -- whether a group's may name who can't meet
  horizon_days INTEGER NOT NULL DEFAULT 182
) STRICT;
INSERT INTO organization VALUES(1,'north','North',1,1,182);
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
INSERT INTO member VALUES(1,1,'ana','Ana One','ana@north.example',1,'UTC','[{"weekday":1,"from":"00:00","to":"24:00"},{"weekday":2,"from":"00:00","to":"24:00"},{"weekday":3,"from":"00:00","to":"24:00"},{"weekday":4,"from":"00:00","to":"24:00"},{"weekday":5,"from":"00:00","to":"24:00"},{"weekday":6,"from":"00:00","to":"24:00"},{"weekday":7,"from":"00:00","to":"24:00"}]','[]',0,0,0,0,'busy',0,1,'{"mail":[1440,10],"desktop":[1440,10]}',1,1,1);
INSERT INTO member VALUES(2,1,'ben','Ben Two','ben@north.example',1,'UTC','[{"weekday":1,"from":"00:00","to":"24:00"},{"weekday":2,"from":"00:00","to":"24:00"},{"weekday":3,"from":"00:00","to":"24:00"},{"weekday":4,"from":"00:00","to":"24:00"},{"weekday":5,"from":"00:00","to":"24:00"},{"weekday":6,"from":"00:00","to":"24:00"},{"weekday":7,"from":"00:00","to":"24:00"}]','[]',0,0,0,0,'busy',0,1,'{"mail":[1440,10],"desktop":[1440,10]}',1,1,1);
CREATE TABLE token (
  digest BLOB PRIMARY KEY,        -- SHA-256 of the token; the token itself is not kept
  member_id INTEGER NOT NULL REFERENCES member,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE feed (
  digest BLOB PRIMARY KEY,        -- SHA-256 of the secret in the address
  member_id INTEGER NOT NULL UNIQUE REFERENCES member,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE program (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('1-on-1', 'group')),
  UNIQUE (organization_id, key)
) STRICT;
INSERT INTO program VALUES(1,1,'program','Program','1-on-1');
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
INSERT INTO planned_session VALUES(1,1,1,'p1',1,'First',2700,'[]','[]',1);
INSERT INTO planned_session VALUES(2,1,1,'p2',2,'Second',2700,'[]','[]',1);
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
INSERT INTO "match" VALUES(1,1,1,'first',2,1,1795777770,1);
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
INSERT INTO session VALUES(1,1,'01a21cb2-376d-7336-8348-48fae1bdec33',1,1,NULL,1,'scheduled',1796032800,1796035500,'01a21cb2-376d-7336-8348-48fae1bdec33@together.invalid',0,1,1,'{"kind":"none","provider":null,"name":null,"url":null,"place":null}',NULL,NULL,NULL,NULL,NULL,1795777771);
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
INSERT INTO participant VALUES(1,1,'mentee','accepted',NULL,0,'unsaid',0,0);
INSERT INTO participant VALUES(1,2,'mentor','pending',NULL,0,'unsaid',0,0);
CREATE TABLE note (
  session_id INTEGER NOT NULL REFERENCES session,
  member_id INTEGER NOT NULL REFERENCES member,
  text TEXT NOT NULL,             -- for the member alone
  shared TEXT NOT NULL,           -- for all who take part
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE reminder (
  due_at INTEGER NOT NULL,
  session_id INTEGER NOT NULL,
  minutes INTEGER NOT NULL,       -- before the start
  PRIMARY KEY (due_at, session_id, minutes)
) STRICT, WITHOUT ROWID;
INSERT INTO reminder VALUES(1795946400,1,1440);
INSERT INTO reminder VALUES(1796032200,1,10);
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
INSERT INTO idempotency VALUES(1,1,'0123456789abcdef',X'060fddf302d0ac76b54b8e44faee0d0bc8e09a24c0eefebf48e204592d1c3cf8',201,'"1.b9be1ef0d3912f99"','/v1/sessions/01a21cb2-376d-7336-8348-48fae1bdec33',X'7b226964223a2230316132316362322d333736642d373333362d383334382d343866616531626465633333222c2265746167223a225c22315c22222c22756964223a2230316132316362322d333736642d373333362d383334382d34386661653162646563333340746f6765746865722e696e76616c6964222c2273657175656e6365223a302c227374617465223a227363686564756c6564222c227469746c65223a224669727374222c226f7264696e616c223a312c226e5f706c616e6e6564223a322c2270726f6772616d5f6e616d65223a2250726f6772616d222c226d617463685f6964223a226669727374222c2267726f75705f6964223a6e756c6c2c227374617274223a22323032362d31312d33305431303a30303a30305a222c22656e64223a22323032362d31312d33305431303a34353a30305a222c22636f6e666572656e6365223a7b226b696e64223a226e6f6e65222c2270726f7669646572223a6e756c6c2c226e616d65223a6e756c6c2c2275726c223a6e756c6c2c22706c616365223a6e756c6c7d2c226d657373616765223a6e756c6c2c2263616e63656c5f726561736f6e223a6e756c6c2c226d795f726174696e67223a302c2264656c6976657279223a2270656e64696e67222c22626f6f6b65645f6279223a22616e61222c226d6f7665645f6279223a6e756c6c2c226d6f7665645f66726f6d223a6e756c6c2c227061727469636970616e7473223a5b7b226d656d626572223a7b226964223a2262656e222c226e616d65223a2242656e2054776f222c22656d61696c223a2262656e406e6f7274682e6578616d706c65222c227a6f6e65223a22555443227d2c22726f6c65223a226d656e746f72222c22616e73776572223a2270656e64696e67222c22726561736f6e223a6e756c6c2c2268656c64223a22756e73616964222c226c617465223a307d2c7b226d656d626572223a7b226964223a22616e61222c226e616d65223a22416e61204f6e65222c22656d61696c223a22616e61406e6f7274682e6578616d706c65222c227a6f6e65223a22555443227d2c22726f6c65223a226d656e746565222c22616e73776572223a226163636570746564222c22726561736f6e223a6e756c6c2c2268656c64223a22756e73616964222c226c617465223a307d5d2c226167656e6461223a5b5d2c227265736f7572636573223a5b5d7d',1795777771);
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
INSERT INTO mail VALUES(1,1,1,1,'REQUEST',0,1,NULL,NULL,'written',1,1795777771,NULL,1795777771,1795777771,'mail/1.eml');
INSERT INTO mail VALUES(2,1,1,2,'REQUEST',0,1,NULL,NULL,'pending',0,1795777771,NULL,1795777771,NULL,NULL);
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member,
  kind TEXT NOT NULL CHECK (kind = 'me' OR kind = 'match' OR kind = 'group' OR kind = 'session'),
  item_key TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change = 'created' OR change = 'updated' OR change = 'deleted'),
  changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO change VALUES(1,1,'me','ana','updated',1795777770);
INSERT INTO change VALUES(2,2,'me','ben','updated',1795777770);
INSERT INTO change VALUES(3,2,'match','first','created',1795777770);
INSERT INTO change VALUES(4,1,'match','first','created',1795777770);
INSERT INTO change VALUES(5,1,'session','01a21cb2-376d-7336-8348-48fae1bdec33','created',1795777771);
INSERT INTO change VALUES(6,2,'session','01a21cb2-376d-7336-8348-48fae1bdec33','created',1795777771);
INSERT INTO change VALUES(7,1,'match','first','updated',1795777771);
INSERT INTO change VALUES(8,2,'match','first','updated',1795777771);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('change',8);
CREATE INDEX token_member ON token (member_id);
CREATE INDEX calendar_due ON calendar (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX planned_session_program ON planned_session (program_id, ordinal);
CREATE INDEX match_mentor ON match (mentor_id);
CREATE INDEX match_mentee ON match (mentee_id);
CREATE INDEX group_member_member ON group_member (member_id);
CREATE UNIQUE INDEX session_match ON session (match_id, planned_session_id)
  WHERE match_id IS NOT NULL AND state <> 'cancelled';
CREATE UNIQUE INDEX session_group ON session (group_id, planned_session_id)
  WHERE group_id IS NOT NULL AND state <> 'cancelled';
CREATE INDEX session_cancelled ON session (planned_session_id) WHERE state = 'cancelled';
CREATE INDEX participant_session ON participant (session_id);
CREATE INDEX invite_event_session ON invite_event (session_id);
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
CREATE INDEX mail_due ON mail (due_at) WHERE state = 'pending';
CREATE INDEX change_member ON change (member_id, id);
COMMIT;
