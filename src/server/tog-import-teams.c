#include "config.h"

#include "tog-import-private.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-query.h"
#include "tog-random.h"

/* 128 bits, which nobody guesses. */
#define LINK_RANDOM_BYTES 16

/* Matches, groups and sessions show what their program and its steps are called. Of
 * the sessions those that stand, for all who see them; @which says which of them. */
#define NOTE_OF_PROGRAM(program, which)                                                            \
  "INSERT INTO change (member_id, kind, item_key, change, changed_at) "                            \
  "SELECT mentor_id, 'match', key, 'updated', :now FROM match "                                    \
  "WHERE program_id = " program " AND active "                                                     \
  "UNION ALL SELECT mentee_id, 'match', key, 'updated', :now FROM match "                          \
  "WHERE program_id = " program " AND active "                                                     \
  "UNION ALL SELECT member_id, 'group', key, 'updated', :now FROM group_member "                   \
  "JOIN member_group ON member_group.id = group_id "                                               \
  "WHERE program_id = " program " AND active "                                                     \
  "UNION ALL SELECT member_id, 'session', session.key, 'updated', :now FROM match "                \
  "JOIN session ON session.match_id = match.id AND session.state <> 'cancelled' " which            \
  "JOIN participant ON session_id = session.id WHERE program_id = " program " "                    \
  "UNION SELECT member_id, 'session', session.key, 'updated', :now FROM member_group AS team "     \
  "JOIN session ON session.group_id = team.id AND session.state <> 'cancelled' " which             \
  "JOIN participant ON session_id = session.id WHERE program_id = " program " "                    \
  "UNION SELECT member_id, 'session', session.key, 'updated', :now FROM member_group AS team "     \
  "JOIN session ON session.group_id = team.id AND session.state <> 'cancelled' " which             \
  "JOIN group_member ON group_member.group_id = team.id "                                          \
  "WHERE program_id = " program " AND team.active"

static const char NOTE_PROGRAM[] = NOTE_OF_PROGRAM (":row", "");
static const char NOTE_PLANNED_SESSION[] =
    NOTE_OF_PROGRAM ("(SELECT program_id FROM planned_session WHERE id = :row)",
                     "AND session.planned_session_id = :row ");

static const char NOTE_MATCH[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT mentor_id, 'match', key, :change, :now FROM match WHERE id = :row UNION ALL "
    "SELECT mentee_id, 'match', key, :change, :now FROM match WHERE id = :row";

static const char NOTE_MATCH_DROPPED[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT mentor_id, 'match', key, 'deleted', :now FROM match WHERE id = :row UNION ALL "
    "SELECT mentee_id, 'match', key, 'deleted', :now FROM match WHERE id = :row";

static const char NOTE_GROUP[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT group_member.member_id, 'group', key, 'updated', :now FROM group_member "
    "JOIN member_group ON member_group.id = group_id WHERE group_id = :row";

/* What its members see of its sessions without taking part in them comes and goes
 * with it. */
#define GROUP_AND_SESSIONS(change)                                                                 \
  "INSERT INTO change (member_id, kind, item_key, change, changed_at) "                            \
  "SELECT group_member.member_id, 'group', key, '" change "', :now FROM group_member "             \
  "JOIN member_group ON member_group.id = group_id WHERE group_id = :row "                         \
  "UNION ALL SELECT group_member.member_id, 'session', key, '" change "', :now "                   \
  "FROM group_member JOIN session ON session.group_id = group_member.group_id "                    \
  "AND session.state <> 'cancelled' WHERE group_member.group_id = :row "                           \
  "AND NOT EXISTS (SELECT 1 FROM participant "                                                     \
  "WHERE participant.member_id = group_member.member_id AND session_id = session.id)"

static const char NOTE_GROUP_CREATED[] = GROUP_AND_SESSIONS ("created");
static const char NOTE_GROUP_DROPPED[] = GROUP_AND_SESSIONS ("deleted");

static const char NOTE_SESSION[] =
    "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
    "SELECT participant.member_id, 'session', key, 'created', :now FROM participant "
    "JOIN session ON session.id = session_id WHERE session_id = :row "
    "UNION ALL SELECT participant.member_id, 'match', match.key, 'updated', :now FROM participant "
    "JOIN session ON session.id = session_id JOIN match ON match.id = match_id "
    "WHERE session_id = :row AND match.active "
    "UNION ALL SELECT participant.member_id, 'group', team.key, 'updated', :now FROM participant "
    "JOIN session ON session.id = session_id JOIN member_group AS team ON team.id = group_id "
    "WHERE session_id = :row AND team.active";

#define INSERT_PARTICIPANTS                                                                        \
  "INSERT INTO participant (session_id, member_id, role, answer) "                                 \
  "SELECT :session, person.id, person.role, 'accepted' FROM "

#define INSERT_REMINDERS                                                                           \
  "INSERT OR IGNORE INTO reminder (due_at, session_id, minutes) "                                  \
  "SELECT starts_at - choice.value * 60, session.id, choice.value "                                \
  "FROM session JOIN participant ON session_id = session.id JOIN member ON member.id = "           \
  "member_id, "                                                                                    \
  "json_each (member.reminders, '$.mail') AS choice "                                              \
  "WHERE session.id = :session AND state = 'scheduled'"

static gboolean
apply_program (TogImportRun *run, guint index, TogImportCounts *counts, GError **error)
{
  const TogFileProgram *program = &g_array_index (run->file->programs, TogFileProgram, index);
  const char *kind = program->is_group ? "group" : "1-on-1";
  g_autoptr (TogStatement) find =
      tog_import_prepare (run,
                          "SELECT id, kind FROM program "
                          "WHERE organization_id = :organization AND key = :key",
                          error);
  g_autoptr (TogStatement) write = NULL;
  TogImportOutcome outcome;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", program->id);
  if (!tog_import_find (find, &run->programs[index], error))
    return FALSE;
  if (run->programs[index] != 0 && !g_str_equal (tog_statement_get_text (find, 1), kind))
    {
      tog_organization_file_set_error (
          run->file,
          error,
          TOG_ERROR_MALFORMED,
          program->pointer,
          "the program “%s” was of another kind before; give the new one an id of its own",
          program->id);
      return FALSE;
    }

  write = tog_import_prepare (run,
                              "INSERT INTO program (organization_id, key, name, kind) "
                              "VALUES (:organization, :key, :name, :kind) "
                              "ON CONFLICT (organization_id, key) DO UPDATE SET "
                              "name = excluded.name WHERE name IS NOT excluded.name",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", program->id);
  tog_statement_bind_text (write, ":name", program->name);
  tog_statement_bind_text (write, ":kind", kind);
  outcome = tog_import_upsert (run, write, &run->programs[index], counts, error);
  return tog_import_note (run, NOTE_PROGRAM, run->programs[index], outcome, error);
}

/* A planned session stays in its program: sessions that were booked belong to it. */
static gboolean
find_planned_session (TogImportRun *run,
                      const TogFilePlannedSession *planned,
                      gint64 *row,
                      GError **error)
{
  g_autoptr (TogStatement) find =
      tog_import_prepare (run,
                          "SELECT id, program_id FROM planned_session "
                          "WHERE organization_id = :organization AND key = :key",
                          error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", planned->id);
  if (!tog_import_find (find, row, error))
    return FALSE;
  if (*row == 0 || tog_statement_get_int (find, 1) == run->programs[planned->program])
    return TRUE;
  tog_organization_file_set_error (
      run->file,
      error,
      TOG_ERROR_MALFORMED,
      planned->pointer,
      "the planned session “%s” was in another program before; give the new one an id of its own",
      planned->id);
  return FALSE;
}

static gboolean
apply_planned_session (TogImportRun *run, guint index, TogImportCounts *counts, GError **error)
{
  const TogFilePlannedSession *planned =
      &g_array_index (run->file->planned_sessions, TogFilePlannedSession, index);
  gint64 *row = &run->planned_sessions[index];
  g_autoptr (TogStatement) write = NULL;
  TogImportOutcome outcome;

  if (!find_planned_session (run, planned, row, error))
    return FALSE;
  write = tog_import_prepare (
      run,
      "INSERT INTO planned_session (organization_id, program_id, key, ordinal, title, "
      "duration, agenda, resources) VALUES (:organization, :program, :key, :ordinal, :title, "
      ":duration, :agenda, :resources) "
      "ON CONFLICT (organization_id, key) DO UPDATE SET ordinal = excluded.ordinal, "
      "title = excluded.title, duration = excluded.duration, agenda = excluded.agenda, "
      "resources = excluded.resources, active = 1 "
      "WHERE active = 0 OR (ordinal, title, duration, agenda, resources) IS NOT "
      "(excluded.ordinal, excluded.title, excluded.duration, excluded.agenda, "
      "excluded.resources)",
      error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_int (write, ":program", run->programs[planned->program]);
  tog_statement_bind_text (write, ":key", planned->id);
  tog_statement_bind_int (write, ":ordinal", planned->ordinal);
  tog_statement_bind_text (write, ":title", planned->title);
  tog_statement_bind_int (write, ":duration", planned->duration);
  tog_statement_bind_text (write, ":agenda", planned->agenda);
  tog_statement_bind_text (write, ":resources", planned->resources);
  outcome = tog_import_upsert (run, write, row, counts, error);
  return tog_import_note (run, NOTE_PLANNED_SESSION, *row, outcome, error);
}

gboolean
tog_import_apply_programs (TogImportRun *run, GError **error)
{
  guint n_planned = run->file->planned_sessions->len;
  TogImportCounts programs = { 0 };
  TogImportCounts planned = { 0 };

  for (guint i = 0; i < run->file->programs->len; i++)
    if (!apply_program (run, i, &programs, error))
      return FALSE;
  for (guint i = 0; i < n_planned; i++)
    if (!apply_planned_session (run, i, &planned, error))
      return FALSE;
  if (!tog_import_drop (
          run,
          "SELECT id FROM planned_session WHERE organization_id = :organization AND active",
          run->planned_sessions,
          n_planned,
          NOTE_PLANNED_SESSION,
          "UPDATE planned_session SET active = 0 WHERE id = :row",
          &planned,
          error))
    return FALSE;
  tog_import_report (run, "programs", &programs, "removed");
  tog_import_report (run, "planned sessions", &planned, "set inactive");
  return TRUE;
}

/* A provider's link that the file does not give is made as booking makes it. */
static char *
print_conference (TogImportRun *run, TogConference *conference)
{
  g_autoptr (TogConference) complete = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < run->file->providers->len; i++)
    {
      const TogFileProvider *provider = &g_array_index (run->file->providers, TogFileProvider, i);
      g_autofree char *random = NULL;
      g_autoptr (GString) link = NULL;

      if (g_strcmp0 (conference->provider, provider->id) != 0)
        continue;
      random = tog_random_dup_text (LINK_RANDOM_BYTES);
      link = g_string_new (provider->link);
      g_string_replace (link, "{id}", random, 0);
      complete = tog_conference_new (TOG_CONFERENCE_PROVIDER,
                                     provider->id,
                                     provider->name,
                                     conference->url != NULL ? conference->url : link->str,
                                     NULL);
    }
  node = tog_conference_to_json (complete != NULL ? complete : conference);
  return tog_json_print (node);
}

/* Whether these people already had anything to do with the planned session in
 * the database, a session that was cancelled included. */
static gboolean
find_session (TogImportRun *run,
              const TogFileSession *session,
              gboolean is_group,
              gint64 team,
              gint64 *row,
              GError **error)
{
  g_autoptr (TogStatement) find = tog_import_prepare (
      run,
      is_group ? "SELECT id FROM session WHERE group_id = :team AND planned_session_id = :planned"
               : "SELECT id FROM session WHERE match_id = :team AND planned_session_id = :planned",
      error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":team", team);
  tog_statement_bind_int (find, ":planned", run->planned_sessions[session->planned_session]);
  return tog_import_find (find, row, error);
}

static gboolean
insert_session (TogImportRun *run,
                const TogFileSession *session,
                gboolean is_group,
                gint64 team,
                gint64 *row,
                GError **error)
{
  g_autofree char *key = tog_random_dup_uuid ();
  g_autofree char *uid = g_strdup_printf ("%s@%s", key, run->file->id);
  g_autofree char *conference = print_conference (run, session->conference);
  g_autoptr (TogStatement) insert = tog_import_prepare (
      run,
      "INSERT INTO session (organization_id, key, planned_session_id, match_id, group_id, "
      "booked_by, state, starts_at, ends_at, uid, conference, message, booked_at) "
      "VALUES (:organization, :key, :planned, CASE WHEN :is_group THEN NULL ELSE :team END, "
      "CASE WHEN :is_group THEN :team END, :booked_by, :state, :starts_at, :ends_at, :uid, "
      ":conference, :message, :booked_at)",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_text (insert, ":key", key);
  tog_statement_bind_int (insert, ":planned", run->planned_sessions[session->planned_session]);
  tog_statement_bind_int (insert, ":is_group", is_group);
  tog_statement_bind_int (insert, ":team", team);
  tog_statement_bind_int (insert, ":booked_by", run->members[session->booked_by]);
  tog_statement_bind_text (insert, ":state", session->completed ? "completed" : "scheduled");
  tog_statement_bind_int (insert, ":starts_at", session->slot.start);
  tog_statement_bind_int (insert, ":ends_at", session->slot.end);
  tog_statement_bind_text (insert, ":uid", uid);
  tog_statement_bind_text (insert, ":conference", conference);
  tog_statement_bind_text (insert, ":message", session->message);
  tog_statement_bind_int (insert, ":booked_at", MIN (run->now, session->slot.start));
  if (!tog_statement_run (insert, error))
    return FALSE;
  *row = tog_db_get_last_row_id (run->db);
  return TRUE;
}

/* Has it looked when those who take part want to be reminded. */
static gboolean
insert_reminders (TogImportRun *run, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_import_prepare (run, INSERT_REMINDERS, error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  return tog_statement_run (insert, error);
}

static gboolean
insert_participants (TogImportRun *run,
                     gboolean is_group,
                     gint64 team,
                     gint64 session,
                     GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_import_prepare (run,
                          is_group ? INSERT_PARTICIPANTS TOG_QUERY_GROUP_PEOPLE
                                   : INSERT_PARTICIPANTS TOG_QUERY_MATCH_PEOPLE,
                          error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":team", team);
  return tog_statement_run (insert, error);
}

/* What was agreed on elsewhere comes in as it is; nobody gets mail about it. */
static gboolean
apply_sessions (TogImportRun *run,
                const TogFileTeam *team,
                gboolean is_group,
                gint64 team_row,
                TogImportCounts *counts,
                GError **error)
{
  for (guint i = 0; i < team->sessions->len; i++)
    {
      const TogFileSession *session = &g_array_index (team->sessions, TogFileSession, i);
      gint64 row;

      if (!find_session (run, session, is_group, team_row, &row, error))
        return FALSE;
      if (row != 0)
        {
          counts->unchanged++;
          continue;
        }
      if (!insert_session (run, session, is_group, team_row, &row, error) ||
          !insert_participants (run, is_group, team_row, row, error) ||
          !insert_reminders (run, row, error) ||
          !tog_import_note (run, NOTE_SESSION, row, TOG_IMPORT_ADDED, error))
        return FALSE;
      counts->added++;
    }
  return TRUE;
}

static gint64
get_member (TogImportRun *run, const TogFileTeam *team, guint index)
{
  return run->members[g_array_index (team->participants, TogFileParticipant, index).member];
}

/* A match stays what it is: its sessions belong to its two people. */
static gboolean
find_match (TogImportRun *run, const TogFileTeam *team, gint64 *row, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_import_prepare (run,
                          "SELECT id, program_id, mentor_id, mentee_id FROM match "
                          "WHERE organization_id = :organization AND key = :key",
                          error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", team->id);
  if (!tog_import_find (find, row, error))
    return FALSE;
  if (*row == 0 || (tog_statement_get_int (find, 1) == run->programs[team->program] &&
                    tog_statement_get_int (find, 2) == get_member (run, team, 0) &&
                    tog_statement_get_int (find, 3) == get_member (run, team, 1)))
    return TRUE;
  tog_organization_file_set_error (
      run->file,
      error,
      TOG_ERROR_MALFORMED,
      team->pointer,
      "the match “%s” was of other people or of another program before; "
      "give the new one an id of its own",
      team->id);
  return FALSE;
}

static gboolean
apply_match (TogImportRun *run,
             const TogFileTeam *team,
             gint64 *row,
             TogImportCounts *counts,
             TogImportCounts *sessions,
             GError **error)
{
  g_autoptr (TogStatement) write = NULL;
  TogImportOutcome outcome;

  if (!find_match (run, team, row, error))
    return FALSE;
  write = tog_import_prepare (run,
                              "INSERT INTO match (organization_id, program_id, key, mentor_id, "
                              "mentee_id, created_at) "
                              "VALUES (:organization, :program, :key, :mentor, :mentee, :now) "
                              "ON CONFLICT (organization_id, key) DO UPDATE SET active = 1 "
                              "WHERE active = 0",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_int (write, ":program", run->programs[team->program]);
  tog_statement_bind_text (write, ":key", team->id);
  tog_statement_bind_int (write, ":mentor", get_member (run, team, 0));
  tog_statement_bind_int (write, ":mentee", get_member (run, team, 1));
  tog_statement_bind_int (write, ":now", run->now);
  outcome = tog_import_upsert (run, write, row, counts, error);
  /* All that changes with a match is that it comes back, to who was told it is gone. */
  if (outcome == TOG_IMPORT_CHANGED)
    outcome = TOG_IMPORT_ADDED;
  return tog_import_note (run, NOTE_MATCH, *row, outcome, error) &&
         apply_sessions (run, team, FALSE, *row, sessions, error);
}

static gboolean
find_group (TogImportRun *run,
            const TogFileTeam *team,
            gint64 *row,
            gboolean *is_new,
            GError **error)
{
  g_autoptr (TogStatement) find =
      tog_import_prepare (run,
                          "SELECT id, program_id, active FROM member_group "
                          "WHERE organization_id = :organization AND key = :key",
                          error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", team->id);
  if (!tog_import_find (find, row, error))
    return FALSE;
  *is_new = *row == 0 || tog_statement_get_int (find, 2) == 0;
  if (*row == 0 || tog_statement_get_int (find, 1) == run->programs[team->program])
    return TRUE;
  tog_organization_file_set_error (
      run->file,
      error,
      TOG_ERROR_MALFORMED,
      team->pointer,
      "the group “%s” was of another program before; give the new one an id of its own",
      team->id);
  return FALSE;
}

static gboolean
apply_group (TogImportRun *run,
             const TogFileTeam *team,
             gint64 *row,
             TogImportCounts *counts,
             TogImportCounts *sessions,
             GError **error)
{
  g_autoptr (TogStatement) write = NULL;
  gboolean is_other = FALSE;
  gboolean is_news = FALSE;
  gboolean is_new;
  TogImportOutcome outcome;

  if (!find_group (run, team, row, &is_new, error))
    return FALSE;
  write = tog_import_prepare (run,
                              "INSERT INTO member_group (organization_id, program_id, key, name, "
                              "created_at) VALUES (:organization, :program, :key, :name, :now) "
                              "ON CONFLICT (organization_id, key) DO UPDATE SET "
                              "name = excluded.name, active = 1 "
                              "WHERE active = 0 OR name IS NOT excluded.name",
                              error);
  if (write == NULL)
    return FALSE;
  tog_statement_bind_int (write, ":program", run->programs[team->program]);
  tog_statement_bind_text (write, ":key", team->id);
  tog_statement_bind_text (write, ":name", team->name);
  tog_statement_bind_int (write, ":now", run->now);
  outcome = tog_import_upsert (run, write, row, counts, error);
  if (outcome == TOG_IMPORT_FAILED)
    return FALSE;

  if (!tog_import_apply_group_members (run, team, *row, &is_other, &is_news, error))
    return FALSE;
  if (outcome == TOG_IMPORT_UNCHANGED && is_other)
    {
      counts->unchanged--;
      counts->changed++;
    }
  if (outcome == TOG_IMPORT_UNCHANGED && (is_other || is_news))
    outcome = TOG_IMPORT_CHANGED;
  return tog_import_note (run, is_new ? NOTE_GROUP_CREATED : NOTE_GROUP, *row, outcome, error) &&
         apply_sessions (run, team, TRUE, *row, sessions, error);
}

/* What teams of one kind are written by, and called in the report. */
typedef struct
{
  gboolean (*apply) (TogImportRun *run,
                     const TogFileTeam *team,
                     gint64 *row,
                     TogImportCounts *counts,
                     TogImportCounts *sessions,
                     GError **error);
  const char *list_sql;
  const char *note_sql;
  const char *drop_sql;
  const char *name;
  const char *sessions_name;
} TeamKind;

static gboolean
apply_teams (TogImportRun *run, GArray *teams, const TeamKind *kind, GError **error)
{
  g_autofree gint64 *rows = g_new0 (gint64, teams->len + 1);
  TogImportCounts counts = { 0 };
  TogImportCounts sessions = { 0 };

  for (guint i = 0; i < teams->len; i++)
    if (!kind->apply (
            run, &g_array_index (teams, TogFileTeam, i), &rows[i], &counts, &sessions, error))
      return FALSE;
  if (!tog_import_drop (
          run, kind->list_sql, rows, teams->len, kind->note_sql, kind->drop_sql, &counts, error))
    return FALSE;
  tog_import_report (run, kind->name, &counts, "set inactive");
  tog_import_report (run, kind->sessions_name, &sessions, "removed");
  return TRUE;
}

gboolean
tog_import_apply_matches (TogImportRun *run, GError **error)
{
  static const TeamKind kind = {
    apply_match,        "SELECT id FROM match WHERE organization_id = :organization AND active",
    NOTE_MATCH_DROPPED, "UPDATE match SET active = 0 WHERE id = :row",
    "matches",          "sessions of matches",
  };

  return apply_teams (run, run->file->matches, &kind, error);
}

gboolean
tog_import_apply_groups (TogImportRun *run, GError **error)
{
  static const TeamKind kind = {
    apply_group,
    "SELECT id FROM member_group WHERE organization_id = :organization AND active",
    NOTE_GROUP_DROPPED,
    "UPDATE member_group SET active = 0 WHERE id = :row",
    "groups",
    "sessions of groups",
  };

  return apply_teams (run, run->file->groups, &kind, error);
}
