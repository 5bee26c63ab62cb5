#pragma once

/*
 * What came with version 2 of the store: sessions with all that is kept of them.
 *
 * What lists and filters need stands apart from the bulk of a session, so that ten
 * thousand of them are gone through in no time. The first two letters of words have an
 * index of their own for searching as one types; more of them would make the first sync
 * take much longer, and the search hardly shorter. "version" is another whenever a row
 * was written.
 *
 * "history" is one row: how far the history on this computer is.
 */
#define TOG_HISTORY_SCHEMA                                                                         \
  "CREATE TABLE history ("                                                                         \
  "  id INTEGER PRIMARY KEY CHECK (id = 1),"                                                       \
  "  generation INTEGER NOT NULL,"   /* rises with each time that all is read anew */              \
  "  token TEXT NOT NULL,"           /* since when changes aren't in yet */                        \
  "  cursor TEXT,"                   /* of the page to read next, NULL for the first */            \
  "  is_current INTEGER NOT NULL,"   /* whether all was read in this generation */                 \
  "  was_complete INTEGER NOT NULL," /* whether all was read in any */                             \
  "  n_done INTEGER NOT NULL,"                                                                     \
  "  n_total INTEGER NOT NULL,"                                                                    \
  "  newest_version INTEGER NOT NULL"                                                              \
  ") STRICT;"                                                                                      \
  "CREATE TABLE session ("                                                                         \
  "  row INTEGER PRIMARY KEY,"                                                                     \
  "  version INTEGER NOT NULL,"                                                                    \
  "  generation INTEGER NOT NULL,"                                                                 \
  "  id TEXT NOT NULL UNIQUE,"                                                                     \
  "  starts_at INTEGER NOT NULL,"                                                                  \
  "  ends_at INTEGER NOT NULL,"                                                                    \
  "  state TEXT NOT NULL,"                                                                         \
  "  title TEXT NOT NULL,"                                                                         \
  "  program TEXT NOT NULL,"                                                                       \
  "  match_id TEXT,"                                                                               \
  "  group_id TEXT,"                                                                               \
  "  names TEXT NOT NULL," /* of the first who take part beside me, a line each */                 \
  "  n_people INTEGER NOT NULL"                                                                    \
  ") STRICT;"                                                                                      \
  "CREATE INDEX session_start ON session"                                                          \
  " (starts_at, id, ends_at, state, program, version);" /* lists are made of it alone */           \
  "CREATE TABLE session_item ("                                                                    \
  "  row INTEGER PRIMARY KEY REFERENCES session ON DELETE CASCADE,"                                \
  "  json TEXT NOT NULL" /* a HistoryItem of the API document */                                   \
  ") STRICT;"                                                                                      \
  "CREATE TABLE session_person ("                                                                  \
  "  row INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,"                                   \
  "  member_id TEXT NOT NULL,"                                                                     \
  "  name TEXT NOT NULL,"                                                                          \
  "  PRIMARY KEY (row, member_id)"                                                                 \
  ") STRICT, WITHOUT ROWID;"                                                                       \
  "CREATE VIRTUAL TABLE session_text USING fts5 ("                                                 \
  "  title, people, program, agenda, my_note, shared_notes,"                                       \
  "  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2');"

/*
 * What came with version 5 of the store: the full-text table merges what it has written
 * once sixteen parts are alike in size, not four, which the first sync goes through twice
 * instead of three times. It notes that for itself, and the search is no slower.
 */
#define TOG_HISTORY_SCHEMA_5                                                                       \
  "INSERT INTO session_text (session_text, rank) VALUES ('automerge', 16);"
