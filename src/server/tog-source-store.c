#include "config.h"

#include "tog-source-store.h"

/* So many of a member's sessions are looked for in their calendars. */
#define MAX_UIDS 2000

/**
 * tog_source_list_session_uids:
 * @db: a connection
 * @member: whose
 * @error: return location
 *
 * Lists the UIDs of the sessions that a member takes or took part in. A copy of an
 * invite in somebody's calendar stays behind when the session is moved or called
 * off: it must not block the time that became free.
 *
 * Returns: (transfer full) (nullable): the UIDs, of the newest 2,000 sessions
 */
GStrv
tog_source_list_session_uids (TogDb *db, gint64 member, GError **error)
{
  g_autoptr (GStrvBuilder) uids = g_strv_builder_new ();
  g_autoptr (TogStatement) list =
      tog_db_prepare (db,
                      "SELECT uid FROM participant JOIN session ON session.id = session_id "
                      "WHERE member_id = :member ORDER BY session_id DESC LIMIT :limit",
                      error);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":member", member);
  tog_statement_bind_int (list, ":limit", MAX_UIDS);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    g_strv_builder_add (uids, tog_statement_get_text (list, 0));
  return step == TOG_STEP_DONE ? g_strv_builder_end (uids) : NULL;
}

/**
 * tog_source_is_changed:
 * @db: the writer's connection
 * @row: a calendar
 * @busy: (nullable): what it comes to now; %NULL if it can't be read
 * @changed: (out): whether that makes a difference to anybody
 * @error: return location
 *
 * Compares a calendar with what is known of it. That it was read another day, and
 * so is known for some more, is no difference.
 *
 * Returns: whether it could be compared
 */
gboolean
tog_source_is_changed (TogDb *db, gint64 row, TogSlotSet *busy, gboolean *changed, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT busy, known_from, known_to FROM calendar WHERE id = :row", error);
  g_autoptr (TogSlotSet) all = NULL;
  g_autoptr (TogSlotSet) before = NULL;
  g_autoptr (TogSlotSet) after = NULL;
  TogSlot known;
  TogStep step;
  gsize size;
  gconstpointer data;

  *changed = FALSE;
  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":row", row);
  step = tog_statement_step (find, error);
  if (step != TOG_STEP_ROW)
    return step == TOG_STEP_DONE;

  if (tog_statement_is_null (find, 1) || busy == NULL)
    {
      *changed = tog_statement_is_null (find, 1) != (busy == NULL);
      return TRUE;
    }
  data = tog_statement_get_blob (find, 0, &size);
  known = (TogSlot){ tog_statement_get_int (find, 1), tog_statement_get_int (find, 2) };
  all = tog_slot_set_from_bytes (data, size, error);
  if (all == NULL)
    return FALSE;
  before = tog_slot_set_clip (all, known);
  after = tog_slot_set_clip (busy, known);
  *changed = !tog_slot_set_equal (before, after);
  return TRUE;
}

/* Nobody hears of what they don't see. */
#define SELECT_SEEING                                                                              \
  "WITH owner (id, hidden) AS (SELECT id, visibility = 'nothing' FROM member WHERE id = :owner) "

#define SELECT_MATCHES                                                                             \
  "SELECT person.id, 'match', match.key FROM owner "                                               \
  "JOIN match ON (mentor_id = owner.id OR mentee_id = owner.id) AND match.active "                 \
  "JOIN member AS person ON person.id = mentor_id OR person.id = mentee_id "                       \
  "WHERE NOT hidden OR person.id = owner.id "

#define SELECT_GROUPS                                                                              \
  "SELECT theirs.member_id, 'group', member_group.key FROM owner "                                 \
  "JOIN group_member AS mine ON mine.member_id = owner.id "                                        \
  "JOIN member_group ON member_group.id = mine.group_id AND member_group.active "                  \
  "JOIN group_member AS theirs ON theirs.group_id = mine.group_id "                                \
  "WHERE NOT hidden OR theirs.member_id = owner.id "

/**
 * tog_source_note_change:
 * @db: the writer's connection
 * @owner: whose time is another now
 * @now: the present
 * @error: return location
 *
 * Lets all know who share a match or group with a member, and the member's own other
 * devices, that when they can meet is another now.
 *
 * Returns: whether that was noted
 */
gboolean
tog_source_note_change (TogDb *db, TogIdentity owner, TogInstant now, GError **error)
{
  g_autoptr (TogStatement) insert = tog_db_prepare (
      db,
      SELECT_SEEING "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                    "SELECT *, 'updated', :now FROM (" SELECT_MATCHES "UNION ALL " SELECT_GROUPS
                    ")",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":owner", owner.member);
  tog_statement_bind_int (insert, ":now", now);
  return tog_statement_run (insert, error);
}
