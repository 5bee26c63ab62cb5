-- Less to write for each booking.

-- Ids without AUTOINCREMENT, which writes the newest into a table of its own with each
-- commit. Instead the newest row always stays, so that none comes twice.
CREATE TABLE newer_change (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES member,
  kind TEXT NOT NULL CHECK (kind = 'me' OR kind = 'match' OR kind = 'group' OR kind = 'session'),
  item_key TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change = 'created' OR change = 'updated' OR change = 'deleted'),
  changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO newer_change (id, member_id, kind, item_key, change, changed_at)
  SELECT id, member_id, kind, item_key, change, changed_at FROM change;

-- Where that was tidied away, one takes its place. Nobody is told of it: whoever knows
-- less than was tidied away starts again.
INSERT INTO newer_change (id, member_id, kind, item_key, change, changed_at)
  SELECT seq, member.id, 'me', member.key, 'updated', 0 FROM sqlite_sequence, member
  WHERE sqlite_sequence.name = 'change' AND seq > (SELECT coalesce (max (id), 0) FROM change)
  LIMIT 1;
DROP TABLE change;
ALTER TABLE newer_change RENAME TO change;
CREATE INDEX change_member ON change (member_id); -- and id, as every index has

-- Who makes somebody take part has it looked when they want to be reminded, too: within
-- a trigger their wishes' JSON is read for each of them anew, and each page that is
-- changed is copied first.
DROP TRIGGER reminder_of_participant;
