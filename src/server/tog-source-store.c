#include "config.h"

#include "tog-source-store.h"

#include "tog-calendar-refresh.h"

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
 * tog_source_bind_busy:
 * @statement: with a value ":busy"
 * @busy: busy intervals
 *
 * Sets the value. None at all are not NULL, which is what was never read.
 */
void
tog_source_bind_busy (TogStatement *statement, const TogSlotSet *busy)
{
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (busy);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  tog_statement_bind_blob (statement, ":busy", size > 0 ? data : "", size);
}

/* From now on: whether a source knows of what is past makes no difference to anybody,
 * nor does it that it knows of a day more each day. */
static gboolean
is_same_range (TogSlot before, TogSlot after, TogInstant now)
{
  TogSlot to_come = { now, G_MAXINT64 };

  before = tog_slot_intersect (before, to_come);
  after = tog_slot_intersect (after, to_come);
  if (tog_slot_is_empty (before) || tog_slot_is_empty (after))
    return tog_slot_is_empty (before) && tog_slot_is_empty (after);
  return before.start == after.start && ABS (after.end - before.end) <= TOG_DAY_SECONDS;
}

/**
 * tog_source_is_changed:
 * @scope: what the member may see, in the writer's transaction
 * @row: one of their calendars
 * @busy: (nullable): what it comes to now; %NULL if it can't be read
 * @known: for which time that is everything
 * @changed: (out): whether that makes a difference to anybody
 * @error: return location
 *
 * Compares a calendar with what is known of it. That it was read another day, and
 * so is known for some more, is no difference; that it became known again is one.
 *
 * Returns: whether it could be compared
 */
gboolean
tog_source_is_changed (TogScope *scope,
                       gint64 row,
                       const TogSlotSet *busy,
                       TogSlot known,
                       gboolean *changed,
                       GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT busy, known_from, known_to FROM calendar WHERE id = :row "
      "AND organization_id = :org AND (kind = 'file' OR checked_at + refresh_within >= :now)",
      error);
  g_autoptr (TogSlotSet) all = NULL;
  g_autoptr (TogSlotSet) before = NULL;
  g_autoptr (TogSlotSet) after = NULL;
  TogInstant now = tog_scope_get_now (scope);
  TogSlot known_before;
  TogStep step;
  gsize size;
  gconstpointer data;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":row", row);
  tog_statement_bind_int (find, ":now", now);
  step = tog_statement_step (find, error);
  if (step == TOG_STEP_ERROR)
    return FALSE;
  if (step == TOG_STEP_DONE || tog_statement_is_null (find, 1) || busy == NULL)
    {
      gboolean was_known = step == TOG_STEP_ROW && !tog_statement_is_null (find, 1);

      *changed = was_known != (busy != NULL);
      return TRUE;
    }
  data = tog_statement_get_blob (find, 0, &size);
  known_before = (TogSlot){ tog_statement_get_int (find, 1), tog_statement_get_int (find, 2) };
  all = tog_slot_set_from_bytes (data, size, error);
  if (all == NULL)
    return FALSE;
  before = tog_slot_set_clip (all, tog_slot_intersect (known_before, known));
  after = tog_slot_set_clip (busy, tog_slot_intersect (known_before, known));
  *changed = !is_same_range (known_before, known, now) || !tog_slot_set_equal (before, after);
  return TRUE;
}

/**
 * tog_source_read_again:
 * @scope: what the member may see, in the writer's transaction
 * @zone: the zone they are to have
 * @error: return location
 *
 * Has the server read the member's calendars again where they are about to get another
 * zone: days, and times that name no zone, are by it.
 *
 * Returns: whether that was noted
 */
gboolean
tog_source_read_again (TogScope *scope, const char *zone, GError **error)
{
  g_autoptr (TogStatement) update = tog_scope_prepare (
      scope,
      "UPDATE calendar SET "
      "checked_at = iif (kind = 'file', min (checked_at, :now - :max_age), checked_at), "
      "due_at = iif (kind = 'address', :now, NULL), etag = NULL, modified = NULL "
      "WHERE member_id = :me AND organization_id = :org AND kind <> 'desktop' "
      "AND (SELECT member.zone FROM member WHERE member.id = :me) <> :zone",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":now", tog_scope_get_now (scope));
  tog_statement_bind_int (update, ":max_age", TOG_CALENDAR_MAX_AGE);
  tog_statement_bind_text (update, ":zone", zone);
  return tog_statement_run (update, error);
}

/* Nobody hears of what they don't see. */
#define SELECT_SEEING                                                                              \
  "WITH owner (id, hidden) AS (SELECT id, visibility = 'nothing' FROM member "                     \
  "WHERE id = :me AND organization_id = :org) "

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

static gboolean
note (TogScope *scope, const char *sql, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (scope, sql, error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/**
 * tog_source_note_own:
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Lets the member's own devices know that their sources are others now, or how they are.
 *
 * Returns: whether that was noted
 */
gboolean
tog_source_note_own (TogScope *scope, GError **error)
{
  return note (scope,
               "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
               "SELECT id, 'me', key, 'updated', :now FROM member "
               "WHERE id = :me AND organization_id = :org",
               error);
}

/**
 * tog_source_note_change:
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Lets all know who share a match or group with a member, and the member's own
 * devices, that when they can meet is another now.
 *
 * Returns: whether that was noted
 */
gboolean
tog_source_note_change (TogScope *scope, GError **error)
{
  return tog_source_note_own (scope, error) &&
         note (scope,
               SELECT_SEEING "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                             "SELECT *, 'updated', :now FROM (" SELECT_MATCHES
                             "UNION ALL " SELECT_GROUPS ")",
               error);
}
