#include "config.h"

#include "tog-import-private.h"

/* Who is in a group, and whether as a facilitator. */
static GHashTable *
list_group_members (TogImportRun *run, gint64 group, GError **error)
{
  g_autoptr (GHashTable) members =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TogStatement) list = tog_import_prepare (
      run, "SELECT member_id, facilitator FROM group_member WHERE group_id = :group", error);
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":group", group);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 *member = g_new (gint64, 1);

      *member = tog_statement_get_int (list, 0);
      g_hash_table_insert (members, member, GINT_TO_POINTER (tog_statement_get_int (list, 1)));
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&members) : NULL;
}

static gboolean
write_group_member (TogImportRun *run,
                    gint64 group,
                    gint64 member,
                    gboolean facilitator,
                    GError **error)
{
  g_autoptr (TogStatement) write =
      tog_import_prepare (run,
                          "INSERT OR REPLACE INTO group_member (group_id, member_id, facilitator) "
                          "VALUES (:group, :member, :facilitator)",
                          error);

  if (write == NULL)
    return FALSE;
  tog_statement_bind_int (write, ":group", group);
  tog_statement_bind_int (write, ":member", member);
  tog_statement_bind_int (write, ":facilitator", facilitator);
  return tog_statement_run (write, error);
}

/* Tells somebody that they came to a group or left it. Sessions they took part in stay
 * theirs; the others that stand they see only as long as they are in the group. */
static gboolean
note_membership (TogImportRun *run, gint64 group, gint64 member, const char *change, GError **error)
{
  g_autoptr (TogStatement) note = tog_import_prepare (
      run,
      "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
      "SELECT :member, 'group', key, :change, :now FROM member_group WHERE id = :group "
      "UNION ALL SELECT :member, 'session', key, :change, :now FROM session "
      "WHERE group_id = :group AND state <> 'cancelled' AND NOT EXISTS "
      "(SELECT 1 FROM participant WHERE member_id = :member AND session_id = session.id)",
      error);

  if (note == NULL)
    return FALSE;
  tog_statement_bind_int (note, ":group", group);
  tog_statement_bind_int (note, ":member", member);
  tog_statement_bind_text (note, ":change", change);
  tog_statement_bind_int (note, ":now", run->now);
  return tog_statement_run (note, error);
}

static gboolean
remove_group_member (TogImportRun *run, gint64 group, gint64 member, GError **error)
{
  g_autoptr (TogStatement) remove = tog_import_prepare (
      run, "DELETE FROM group_member WHERE group_id = :group AND member_id = :member", error);

  if (remove == NULL)
    return FALSE;
  tog_statement_bind_int (remove, ":group", group);
  tog_statement_bind_int (remove, ":member", member);
  return note_membership (run, group, member, "deleted", error) &&
         tog_statement_run (remove, error);
}

/* @is_other says whether anybody came, left or became something else, and @is_news
 * whether anybody changed whom the others see. */
gboolean
tog_import_apply_group_members (TogImportRun *run,
                                const TogFileTeam *team,
                                gint64 group,
                                gboolean *is_other,
                                gboolean *is_news,
                                GError **error)
{
  g_autoptr (GHashTable) members = list_group_members (run, group, error);
  GHashTableIter iter;
  gint64 *member;

  if (members == NULL)
    return FALSE;
  for (guint i = 0; i < team->participants->len; i++)
    {
      TogFileParticipant participant = g_array_index (team->participants, TogFileParticipant, i);
      gint64 row = run->members[participant.member];
      gboolean facilitator = participant.role == TOG_ROLE_FACILITATOR;
      gpointer before;

      *is_news = *is_news || g_hash_table_contains (run->changed_members, &row);
      if (g_hash_table_lookup_extended (members, &row, NULL, &before))
        {
          g_hash_table_remove (members, &row);
          if (GPOINTER_TO_INT (before) == facilitator)
            continue;
        }
      else if (!note_membership (run, group, row, "created", error))
        {
          return FALSE;
        }
      *is_other = TRUE;
      if (!write_group_member (run, group, row, facilitator, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &member, NULL))
    {
      *is_other = TRUE;
      if (!remove_group_member (run, group, *member, error))
        return FALSE;
    }
  return TRUE;
}
