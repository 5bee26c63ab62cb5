#include "config.h"

#include "tog-import-private.h"

#include "tog-calendar-refresh.h"
#include "tog-query.h"
#include "tog-source-store.h"

#include <string.h>

static const char NOTE_MEMBER[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT id, 'me', key, 'updated', :now FROM member WHERE id = :row UNION ALL "
    "SELECT mentee_id, 'match', key, 'updated', :now FROM match "
    "WHERE mentor_id = :row AND active UNION ALL "
    "SELECT mentor_id, 'match', key, 'updated', :now FROM match "
    "WHERE mentee_id = :row AND active UNION ALL " TOG_QUERY_MET_CHANGES (":row");

static const char NOTE_PROVIDERS[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT id, 'me', key, 'updated', :now FROM member WHERE organization_id = :row";

static const char NOTE_ORGANIZATION[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT id, 'me', key, 'updated', :now FROM member WHERE organization_id = :row UNION ALL "
    "SELECT member_id, 'group', key, 'updated', :now FROM group_member "
    "JOIN member_group ON member_group.id = group_id WHERE organization_id = :row AND active "
    "UNION ALL SELECT mentor_id, 'match', key, 'updated', :now FROM match "
    "WHERE organization_id = :row AND active "
    "UNION ALL SELECT mentee_id, 'match', key, 'updated', :now FROM match "
    "WHERE organization_id = :row AND active";

/* Prepares a statement, bound to the organization where it asks for it. */
TogStatement *
tog_import_prepare (TogImportRun *run, const char *sql, GError **error)
{
  TogStatement *statement = tog_db_prepare (run->db, sql, error);

  if (statement != NULL && strstr (sql, ":organization") != NULL)
    tog_statement_bind_int (statement, ":organization", run->organization);
  return statement;
}

/* Finds the row that a statement selects; 0 if there is none. */
gboolean
tog_import_find (TogStatement *statement, gint64 *row, GError **error)
{
  TogStep step = tog_statement_step (statement, error);

  *row = step == TOG_STEP_ROW ? tog_statement_get_int (statement, 0) : 0;
  return step != TOG_STEP_ERROR;
}

gboolean
tog_import_find_key (TogImportRun *run,
                     const char *sql,
                     const char *key,
                     gint64 *row,
                     GError **error)
{
  g_autoptr (TogStatement) find = tog_import_prepare (run, sql, error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", key);
  return tog_import_find (find, row, error);
}

/* Runs an INSERT … ON CONFLICT DO UPDATE … WHERE something differs, counts what
 * it came to, and sees to it that @row is that of the thing afterwards. */
TogImportOutcome
tog_import_upsert (TogImportRun *run,
                   TogStatement *statement,
                   gint64 *row,
                   TogImportCounts *counts,
                   GError **error)
{
  if (!tog_statement_run (statement, error))
    return TOG_IMPORT_FAILED;
  if (tog_db_get_changes (run->db) == 0)
    {
      counts->unchanged++;
      return TOG_IMPORT_UNCHANGED;
    }
  if (*row != 0)
    {
      counts->changed++;
      return TOG_IMPORT_CHANGED;
    }
  counts->added++;
  *row = tog_db_get_last_row_id (run->db);
  return TOG_IMPORT_ADDED;
}

static gboolean
run_with_row (TogImportRun *run, const char *sql, gint64 row, GError **error)
{
  g_autoptr (TogStatement) statement = tog_import_prepare (run, sql, error);

  if (statement == NULL)
    return FALSE;
  tog_statement_bind_int (statement, ":row", row);
  if (strstr (sql, ":now") != NULL)
    tog_statement_bind_int (statement, ":now", run->now);
  return tog_statement_run (statement, error);
}

/* Tells the clients of those who see it that something changed, by an INSERT
 * into the table of changes with :row, :now and, where that differs, :change. */
gboolean
tog_import_note (TogImportRun *run,
                 const char *sql,
                 gint64 row,
                 TogImportOutcome outcome,
                 GError **error)
{
  g_autoptr (TogStatement) insert = NULL;

  if (outcome == TOG_IMPORT_FAILED)
    return FALSE;
  if (outcome == TOG_IMPORT_UNCHANGED)
    return TRUE;
  insert = tog_import_prepare (run, sql, error);
  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":row", row);
  tog_statement_bind_int (insert, ":now", run->now);
  if (strstr (sql, ":change") != NULL)
    tog_statement_bind_text (
        insert, ":change", outcome == TOG_IMPORT_ADDED ? "created" : "updated");
  return tog_statement_run (insert, error);
}

static GArray *
list_others (TogImportRun *run,
             const char *list_sql,
             const gint64 *kept,
             gsize n_kept,
             GError **error)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TogStatement) list = tog_import_prepare (run, list_sql, error);
  TogStep step;

  if (list == NULL)
    return NULL;
  for (gsize i = 0; i < n_kept; i++)
    g_hash_table_add (rows, (gpointer) &kept[i]);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      gint64 row = tog_statement_get_int (list, 0);

      if (!g_hash_table_contains (rows, &row))
        g_array_append_val (others, row);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&others) : NULL;
}

/* Drops what the database has and the file has not: of the rows that @list_sql
 * gives, those that are not among @kept. */
gboolean
tog_import_drop (TogImportRun *run,
                 const char *list_sql,
                 const gint64 *kept,
                 gsize n_kept,
                 const char *note_sql,
                 const char *drop_sql,
                 TogImportCounts *counts,
                 GError **error)
{
  g_autoptr (GArray) others = list_others (run, list_sql, kept, n_kept, error);

  if (others == NULL)
    return FALSE;
  for (guint i = 0; i < others->len; i++)
    {
      gint64 row = g_array_index (others, gint64, i);

      if (note_sql != NULL && !run_with_row (run, note_sql, row, error))
        return FALSE;
      if (!run_with_row (run, drop_sql, row, error))
        return FALSE;
      counts->dropped++;
    }
  return TRUE;
}

void
tog_import_report (TogImportRun *run,
                   const char *what,
                   const TogImportCounts *counts,
                   const char *dropped)
{
  g_string_append_printf (run->report,
                          "%s: %u added, %u changed, %u unchanged, %u %s\n",
                          what,
                          counts->added,
                          counts->changed,
                          counts->unchanged,
                          counts->dropped,
                          dropped);
}

static gboolean
apply_organization (TogImportRun *run, GError **error)
{
  const TogOrganizationFile *file = run->file;
  g_autoptr (TogStatement) write = NULL;
  TogImportCounts counts = { 0 };
  TogImportOutcome outcome;

  if (!tog_import_find_key (
          run, "SELECT id FROM organization WHERE key = :key", file->id, &run->organization, error))
    return FALSE;
  write = tog_import_prepare (run,
                              "INSERT INTO organization (key, name, calendar_sharing, "
                              "heat_map_names, horizon_days) "
                              "VALUES (:key, :name, :sharing, :naming, :horizon) "
                              "ON CONFLICT (key) DO UPDATE SET name = excluded.name, "
                              "calendar_sharing = excluded.calendar_sharing, "
                              "heat_map_names = excluded.heat_map_names, "
                              "horizon_days = excluded.horizon_days "
                              "WHERE (name, calendar_sharing, heat_map_names, horizon_days) IS NOT "
                              "(excluded.name, excluded.calendar_sharing, "
                              "excluded.heat_map_names, excluded.horizon_days)",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", file->id);
  tog_statement_bind_text (write, ":name", file->name);
  tog_statement_bind_int (write, ":sharing", file->calendar_sharing);
  tog_statement_bind_int (write, ":naming", file->heat_map_names);
  tog_statement_bind_int (write, ":horizon", file->horizon_days);
  outcome = tog_import_upsert (run, write, &run->organization, &counts, error);
  if (!tog_import_note (run, NOTE_ORGANIZATION, run->organization, outcome, error))
    return FALSE;
  tog_import_report (run, "organization", &counts, "removed");
  return TRUE;
}

static gboolean
apply_provider (TogImportRun *run,
                guint index,
                gint64 *row,
                TogImportCounts *counts,
                GError **error)
{
  const TogFileProvider *provider = &g_array_index (run->file->providers, TogFileProvider, index);
  g_autoptr (TogStatement) write = NULL;

  if (!tog_import_find_key (run,
                            "SELECT id FROM provider "
                            "WHERE organization_id = :organization AND key = :key",
                            provider->id,
                            row,
                            error))
    return FALSE;
  write = tog_import_prepare (run,
                              "INSERT INTO provider (organization_id, key, name, link, position) "
                              "VALUES (:organization, :key, :name, :link, :position) "
                              "ON CONFLICT (organization_id, key) DO UPDATE SET "
                              "name = excluded.name, link = excluded.link, "
                              "position = excluded.position WHERE (name, link, position) IS NOT "
                              "(excluded.name, excluded.link, excluded.position)",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", provider->id);
  tog_statement_bind_text (write, ":name", provider->name);
  tog_statement_bind_text (write, ":link", provider->link);
  tog_statement_bind_int (write, ":position", index);
  return tog_import_upsert (run, write, row, counts, error) != TOG_IMPORT_FAILED;
}

static gboolean
apply_providers (TogImportRun *run, GError **error)
{
  guint length = run->file->providers->len;
  g_autofree gint64 *rows = g_new0 (gint64, length + 1);
  TogImportCounts counts = { 0 };

  for (guint i = 0; i < length; i++)
    if (!apply_provider (run, i, &rows[i], &counts, error))
      return FALSE;
  if (!tog_import_drop (run,
                        "SELECT id FROM provider WHERE organization_id = :organization",
                        rows,
                        length,
                        NULL,
                        "DELETE FROM provider WHERE id = :row",
                        &counts,
                        error))
    return FALSE;
  if (counts.added + counts.changed + counts.dropped > 0 &&
      !tog_import_note (run, NOTE_PROVIDERS, run->organization, TOG_IMPORT_CHANGED, error))
    return FALSE;
  tog_import_report (run, "conferencing providers", &counts, "removed");
  return TRUE;
}

/* Addresses may go from one member to another, also in a circle. All that are to
 * change are taken away first, so that none stands in another's way. */
static gboolean
release_emails (TogImportRun *run, GError **error)
{
  g_autoptr (GHashTable) emails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TogStatement) list = tog_import_prepare (
      run, "SELECT id, key, email FROM member WHERE organization_id = :organization", error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < run->file->members->len; i++)
    {
      const TogFileMember *member = &g_array_index (run->file->members, TogFileMember, i);

      g_hash_table_insert (emails, g_ascii_strdown (member->email, -1), (gpointer) member->id);
    }
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autofree char *email = g_ascii_strdown (tog_statement_get_text (list, 2), -1);
      const char *owner = g_hash_table_lookup (emails, email);
      gint64 row = tog_statement_get_int (list, 0);

      if (owner != NULL && !g_str_equal (owner, tog_statement_get_text (list, 1)))
        g_array_append_val (rows, row);
    }
  if (step == TOG_STEP_ERROR)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    if (!run_with_row (run,
                       "UPDATE member SET email = 'former-' || id || '@invalid' WHERE id = :row",
                       g_array_index (rows, gint64, i),
                       error))
      return FALSE;
  return TRUE;
}

/* Zone and email decide what a calendar comes to. */
static const char READ_AGAIN[] = "UPDATE calendar SET etag = NULL, modified = NULL, due_at = 0 "
                                 "WHERE member_id = :row AND kind = 'address'";

static gboolean
apply_member (TogImportRun *run, guint index, TogImportCounts *counts, GError **error)
{
  const TogFileMember *member = &g_array_index (run->file->members, TogFileMember, index);
  gint64 *row = &run->members[index];
  g_autoptr (TogStatement) write = NULL;
  TogImportOutcome outcome;

  if (!tog_import_find_key (run,
                            "SELECT id FROM member "
                            "WHERE organization_id = :organization AND key = :key",
                            member->id,
                            row,
                            error))
    return FALSE;
  write = tog_import_prepare (
      run,
      "INSERT INTO member (organization_id, key, name, email, share_email, zone, "
      "working_hours, buffer_before, buffer_after, minimum_notice, heat_map_name) "
      "VALUES (:organization, :key, :name, :email, :share_email, :zone, :working_hours, "
      ":buffer_before, :buffer_after, :minimum_notice, iif (:choice = 1, 0, 1)) "
      "ON CONFLICT (organization_id, key) DO UPDATE SET name = excluded.name, "
      "email = excluded.email, share_email = excluded.share_email, "
      "zone = iif (own_availability, zone, excluded.zone), "
      "working_hours = iif (own_availability, working_hours, excluded.working_hours), "
      "buffer_before = iif (own_availability, buffer_before, excluded.buffer_before), "
      "buffer_after = iif (own_availability, buffer_after, excluded.buffer_after), "
      "minimum_notice = iif (own_availability, minimum_notice, excluded.minimum_notice), "
      "heat_map_name = iif (:choice = 0, heat_map_name, excluded.heat_map_name), "
      "active = 1, version = version + 1 "
      "WHERE active = 0 OR (:choice <> 0 AND heat_map_name <> excluded.heat_map_name) OR (name, "
      "CAST (email AS BLOB), share_email) IS NOT (excluded.name, "
      "CAST (excluded.email AS BLOB), excluded.share_email) OR NOT own_availability AND (zone, "
      "working_hours, buffer_before, buffer_after, minimum_notice) IS NOT (excluded.zone, "
      "excluded.working_hours, excluded.buffer_before, excluded.buffer_after, "
      "excluded.minimum_notice)",
      error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", member->id);
  tog_statement_bind_text (write, ":name", member->name);
  tog_statement_bind_text (write, ":email", member->email);
  tog_statement_bind_int (write, ":share_email", member->share_email);
  tog_statement_bind_text (write, ":zone", tog_zone_get_name (member->zone));
  tog_statement_bind_text (write, ":working_hours", member->working_hours);
  tog_statement_bind_int (write, ":buffer_before", member->buffer_before);
  tog_statement_bind_int (write, ":buffer_after", member->buffer_after);
  tog_statement_bind_int (write, ":minimum_notice", member->minimum_notice);
  tog_statement_bind_int (write, ":choice", member->heat_map_name);
  outcome = tog_import_upsert (run, write, row, counts, error);
  if (outcome == TOG_IMPORT_CHANGED)
    {
      g_hash_table_add (run->changed_members, row);
      if (!run_with_row (run, READ_AGAIN, *row, error))
        return FALSE;
    }
  return tog_import_note (run, NOTE_MEMBER, *row, outcome, error);
}

static gboolean
apply_members (TogImportRun *run, GError **error)
{
  guint length = run->file->members->len;
  TogImportCounts counts = { 0 };

  if (!release_emails (run, error))
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (!apply_member (run, i, &counts, error))
      return FALSE;
  if (!tog_import_drop (run,
                        "SELECT id FROM member WHERE organization_id = :organization AND active",
                        run->members,
                        length,
                        NULL,
                        "UPDATE member SET active = 0, version = version + 1 WHERE id = :row",
                        &counts,
                        error))
    return FALSE;
  tog_import_report (run, "members", &counts, "set inactive");
  return TRUE;
}

/* Who has sessions may have copies of their invites in the calendar, which only the
 * next reading knows to pass over: it comes at once. */
static gboolean
store_busy (TogImportRun *run, const TogFileCalendar *calendar, gint64 row, GError **error)
{
  g_autoptr (TogStatement) write = tog_import_prepare (
      run,
      "UPDATE calendar SET busy = :busy, known_from = :from, known_to = :to, "
      "checked_at = CASE WHEN EXISTS (SELECT 1 FROM participant "
      "WHERE participant.member_id = calendar.member_id) "
      "THEN :now - :max_age ELSE :now END, broken_since = NULL, broken_reason = NULL "
      "WHERE id = :row",
      error);

  if (write == NULL)
    return FALSE;
  tog_source_bind_busy (write, calendar->busy);
  tog_statement_bind_int (write, ":from", run->known.start);
  tog_statement_bind_int (write, ":to", run->known.end);
  tog_statement_bind_int (write, ":now", run->now);
  tog_statement_bind_int (write, ":max_age", TOG_CALENDAR_MAX_AGE);
  tog_statement_bind_int (write, ":row", row);
  return tog_statement_run (write, error);
}

static gboolean
apply_calendar (TogImportRun *run,
                gint64 member,
                const TogFileCalendar *calendar,
                gint64 *row,
                TogImportCounts *counts,
                GError **error)
{
  g_autoptr (TogStatement) find = tog_import_prepare (
      run, "SELECT id FROM calendar WHERE member_id = :member AND key = :key", error);
  g_autoptr (TogStatement) write = NULL;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":member", member);
  tog_statement_bind_text (find, ":key", calendar->id);
  if (!tog_import_find (find, row, error))
    return FALSE;

  write = tog_import_prepare (run,
                              "INSERT INTO calendar (organization_id, member_id, key, name, text) "
                              "VALUES (:organization, :member, :key, :name, :text) "
                              "ON CONFLICT (member_id, key) DO UPDATE SET kind = 'file', "
                              "name = excluded.name, text = excluded.text, "
                              "url = NULL, due_at = NULL "
                              "WHERE (name, text) IS NOT (excluded.name, excluded.text)",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_int (write, ":member", member);
  tog_statement_bind_text (write, ":key", calendar->id);
  tog_statement_bind_text (write, ":name", calendar->name);
  tog_statement_bind_blob (
      write, ":text", g_bytes_get_data (calendar->text, NULL), g_bytes_get_size (calendar->text));
  return tog_import_upsert (run, write, row, counts, error) != TOG_IMPORT_FAILED &&
         store_busy (run, calendar, *row, error);
}

static gboolean
apply_calendars (TogImportRun *run, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (gint64));
  TogImportCounts counts = { 0 };

  for (guint i = 0; i < run->file->members->len; i++)
    {
      const TogFileMember *member = &g_array_index (run->file->members, TogFileMember, i);

      for (guint j = 0; j < member->calendars->len; j++)
        {
          gint64 row;

          if (!apply_calendar (run,
                               run->members[i],
                               &g_array_index (member->calendars, TogFileCalendar, j),
                               &row,
                               &counts,
                               error))
            return FALSE;
          g_array_append_val (rows, row);
        }
    }
  if (!tog_import_drop (run,
                        "SELECT id FROM calendar WHERE organization_id = :organization "
                        "AND kind = 'file'",
                        (const gint64 *) rows->data,
                        rows->len,
                        NULL,
                        "DELETE FROM calendar WHERE id = :row",
                        &counts,
                        error))
    return FALSE;
  tog_import_report (run, "calendars", &counts, "removed");
  return TRUE;
}

/**
 * tog_import_apply:
 * @self: what to import
 * @db: the writer's connection, in a transaction
 * @now: the present
 * @report: what was done is appended, a line for each kind of thing
 * @error: return location
 *
 * Brings the database to what the file says, by the stable ids in it. Members,
 * planned sessions, matches and groups that it does not list are set inactive,
 * never deleted. What people did since, such as booking a session that the file
 * has too, stays as it is. A second time nothing changes.
 *
 * Returns: whether all of it was imported; if not, the caller has to undo
 */
gboolean
tog_import_apply (TogImport *self, TogDb *db, TogInstant now, GString *report, GError **error)
{
  TogImportRun run = {
    .file = self->file, .known = self->known, .db = db, .now = now, .report = report
  };
  gboolean done;

  run.members = g_new0 (gint64, self->file->members->len + 1);
  run.changed_members = g_hash_table_new (g_int64_hash, g_int64_equal);
  run.programs = g_new0 (gint64, self->file->programs->len + 1);
  run.planned_sessions = g_new0 (gint64, self->file->planned_sessions->len + 1);

  done = apply_organization (&run, error) && apply_providers (&run, error) &&
         apply_members (&run, error) && apply_calendars (&run, error) &&
         tog_import_apply_programs (&run, error) && tog_import_apply_matches (&run, error) &&
         tog_import_apply_groups (&run, error);

  g_hash_table_unref (run.changed_members);
  g_free (run.members);
  g_free (run.programs);
  g_free (run.planned_sessions);
  return done;
}
