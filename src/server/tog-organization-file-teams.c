#include "config.h"

#include "tog-organization-file-private.h"

#include "tog-error.h"
#include "tog-text.h"

#define MAX_ITEMS 50
#define MAX_PLANNED_SESSIONS 200
#define MAX_MINUTES (24 * 60)
#define MAX_TITLE_LENGTH 300
#define MAX_GROUP_MEMBERS 1000

void
tog_file_program_clear (gpointer data)
{
  TogFileProgram *program = data;

  g_free (program->pointer);
}

void
tog_file_planned_session_clear (gpointer data)
{
  TogFilePlannedSession *planned = data;

  g_free (planned->agenda);
  g_free (planned->resources);
  g_free (planned->pointer);
}

void
tog_file_team_clear (gpointer data)
{
  TogFileTeam *team = data;

  g_clear_pointer (&team->participants, g_array_unref);
  g_clear_pointer (&team->sessions, g_array_unref);
  g_free (team->pointer);
}

static void
clear_session (gpointer data)
{
  TogFileSession *session = data;

  g_clear_object (&session->conference);
}

static gboolean
read_agenda_item (JsonNode *node, const char *path, GString *json, GError **error)
{
  static const char *const members[] = { "title", "minutes", NULL };
  TogJsonReader reader;
  const char *title;
  gint64 minutes;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  title = tog_json_reader_line (&reader, "title", MAX_TITLE_LENGTH);
  minutes = tog_json_reader_opt_int (&reader, "minutes", 0, MAX_MINUTES, 0);
  g_string_append (json, "{\"title\":");
  tog_json_append_string (json, title);
  g_string_append_printf (json, ",\"minutes\":%d}", (int) minutes);
  return tog_json_reader_finish (&reader, error);
}

static gboolean
read_resource (JsonNode *node, const char *path, GString *json, GError **error)
{
  static const char *const members[] = { "title", "url", NULL };
  g_autoptr (GError) url_error = NULL;
  TogJsonReader reader;
  const char *title;
  const char *url;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  title = tog_json_reader_line (&reader, "title", MAX_TITLE_LENGTH);
  url = tog_json_reader_line (&reader, "url", TOG_MAX_URL_LENGTH);
  if (reader.error == NULL && !tog_text_check_url (url, "http", NULL) &&
      !tog_text_check_url (url, "https", &url_error))
    tog_json_reader_fail (&reader, url_error->code, "url", "%s", url_error->message);
  g_string_append (json, "{\"title\":");
  tog_json_append_string (json, title);
  g_string_append (json, ",\"url\":");
  tog_json_append_string (json, url);
  g_string_append_c (json, '}');
  return tog_json_reader_finish (&reader, error);
}

/* Reads a list into JSON as it is on the wire. */
static char *
read_items (JsonArray *array,
            const char *planned_path,
            const char *name,
            gboolean (*read) (JsonNode *, const char *, GString *, GError **),
            GError **error)
{
  g_autoptr (GString) json = g_string_new ("[");
  guint length = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s/%u", planned_path, name, i);

      if (i > 0)
        g_string_append_c (json, ',');
      if (!read (json_array_get_element (array, i), path, json, error))
        return NULL;
    }
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static gboolean
read_planned_session (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = { "id", "title", "duration", "agenda", "resources", NULL };
  GArray *array = parser->file->planned_sessions;
  guint program = parser->file->programs->len - 1;
  TogFilePlannedSession *planned;
  guint ordinal = 1;
  JsonArray *agenda;
  JsonArray *resources;
  TogJsonReader reader;

  if (array->len > 0)
    {
      planned = &g_array_index (array, TogFilePlannedSession, array->len - 1);
      ordinal = planned->program == program ? planned->ordinal + 1 : 1;
    }
  g_array_set_size (array, array->len + 1);
  planned = &g_array_index (array, TogFilePlannedSession, array->len - 1);
  planned->pointer = g_strdup (path);
  planned->program = program;
  planned->ordinal = ordinal;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  planned->id = tog_json_reader_id (&reader, "id");
  tog_file_add_id (parser->planned_sessions, &reader, planned->id, array->len - 1);
  planned->title = tog_json_reader_line (&reader, "title", MAX_TITLE_LENGTH);
  planned->duration = TOG_MINUTE * tog_json_reader_int (&reader, "duration", 1, MAX_MINUTES);
  agenda = tog_json_reader_opt_array (&reader, "agenda", MAX_ITEMS);
  resources = tog_json_reader_opt_array (&reader, "resources", MAX_ITEMS);
  if (!tog_json_reader_finish (&reader, error))
    return FALSE;

  planned->agenda = read_items (agenda, path, "agenda", read_agenda_item, error);
  if (planned->agenda == NULL)
    return FALSE;
  planned->resources = read_items (resources, path, "resources", read_resource, error);
  return planned->resources != NULL;
}

gboolean
tog_file_read_program (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = { "id", "name", "kind", "planned_sessions", NULL };
  static const char *const kinds[] = { "1-on-1", "group", NULL };
  g_autofree char *planned_path = g_strconcat (path, "/planned_sessions", NULL);
  TogFileProgram program;
  JsonArray *planned;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  program.id = tog_json_reader_id (&reader, "id");
  tog_file_add_id (parser->programs, &reader, program.id, parser->file->programs->len);
  program.name = tog_json_reader_line (&reader, "name", 200);
  program.is_group = tog_json_reader_enum (&reader, "kind", kinds) == 1;
  program.pointer = g_strdup (path);
  g_array_append_val (parser->file->programs, program);
  planned = tog_json_reader_array (&reader, "planned_sessions", MAX_PLANNED_SESSIONS);
  return tog_json_reader_finish (&reader, error) &&
         tog_file_read_each (parser, planned, planned_path, read_planned_session, error);
}

/* Moves an instant by whole days so that the clock in the zone shows the same. */
static TogInstant
shift_instant (TogInstant instant, const TogZone *zone, int days)
{
  TogWallTime wall = tog_zone_to_wall (zone, instant);

  if (days == 0)
    return instant;
  wall.day += days;
  return tog_zone_from_wall (zone, wall);
}

static void
check_provider (TogFileParser *parser, TogJsonReader *reader, const TogConference *conference)
{
  GArray *providers = parser->file->providers;

  if (conference == NULL || conference->kind != TOG_CONFERENCE_PROVIDER)
    return;
  for (guint i = 0; i < providers->len; i++)
    if (g_str_equal (g_array_index (providers, TogFileProvider, i).id, conference->provider))
      return;
  tog_json_reader_fail (reader,
                        TOG_ERROR_REFERENCE,
                        "conference",
                        "the organization has no provider with the id “%s”",
                        conference->provider);
}

static gpointer
conference_from_json (JsonNode *node, GError **error)
{
  return tog_conference_from_json (node, error);
}

/* A planned session is held once, and only within its program. */
static void
check_planned_session (TogFileParser *parser,
                       TogJsonReader *reader,
                       const TogFileTeam *team,
                       guint index)
{
  GArray *all = parser->file->planned_sessions;

  if (reader->error != NULL)
    return;
  if (g_array_index (all, TogFilePlannedSession, index).program != team->program)
    tog_json_reader_fail (
        reader, TOG_ERROR_REFERENCE, "planned_session", "belongs to another program");
  for (guint i = 0; i < team->sessions->len; i++)
    if (g_array_index (team->sessions, TogFileSession, i).planned_session == index)
      tog_json_reader_fail (
          reader, TOG_ERROR_MALFORMED, "planned_session", "has a session already");
}

static guint
read_booker (TogFileParser *parser, TogJsonReader *reader, const TogFileTeam *team)
{
  const char *id = tog_json_reader_opt_id (reader, "booked_by");
  guint first = g_array_index (team->participants, TogFileParticipant, 0).member;
  guint member;

  if (id == NULL)
    return first;
  member = tog_file_find (parser->members, reader, "booked_by", id, "member");
  if (g_hash_table_contains (parser->participants, GUINT_TO_POINTER (member)))
    return member;
  tog_json_reader_fail (
      reader, TOG_ERROR_REFERENCE, "booked_by", "“%s” is not one of those who meet", id);
  return first;
}

static gboolean
read_session (TogFileParser *parser,
              TogFileTeam *team,
              JsonNode *node,
              const char *path,
              GError **error)
{
  static const char *const members[] = { "planned_session", "state",      "start",   "duration",
                                         "booked_by",       "conference", "message", NULL };
  static const char *const states[] = { "scheduled", "completed", NULL };
  TogOrganizationFile *file = parser->file;
  TogFileSession session = { 0 };
  TogJsonReader reader;
  gint64 duration;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  session.planned_session = tog_file_find (parser->planned_sessions,
                                           &reader,
                                           "planned_session",
                                           tog_json_reader_id (&reader, "planned_session"),
                                           "planned session");
  check_planned_session (parser, &reader, team, session.planned_session);
  session.completed = tog_json_reader_enum (&reader, "state", states) == 1;
  session.slot.start = tog_json_reader_instant (&reader, "start");
  duration = tog_json_reader_opt_int (&reader, "duration", 1, MAX_MINUTES, 0);
  session.booked_by = read_booker (parser, &reader, team);
  session.message = tog_json_reader_opt_text (&reader, "message", TOG_MAX_MESSAGE_LENGTH);
  session.conference = tog_json_reader_opt_child (&reader, "conference", conference_from_json);
  check_provider (parser, &reader, session.conference);
  if (session.conference == NULL)
    session.conference = tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);

  if (reader.error == NULL)
    {
      const TogFileMember *booker =
          &g_array_index (file->members, TogFileMember, session.booked_by);

      session.slot.start = shift_instant (session.slot.start, booker->zone, file->shift_days);
      session.slot.end =
          session.slot.start + (duration > 0 ? duration * TOG_MINUTE
                                             : g_array_index (file->planned_sessions,
                                                              TogFilePlannedSession,
                                                              session.planned_session)
                                                   .duration);
    }
  g_array_append_val (team->sessions, session);
  return tog_json_reader_finish (&reader, error);
}

static gboolean
read_sessions (TogFileParser *parser, TogFileTeam *team, JsonArray *array, GError **error)
{
  guint length = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/sessions/%u", team->pointer, i);

      if (!read_session (parser, team, json_array_get_element (array, i), path, error))
        return FALSE;
    }
  return TRUE;
}

static TogFileTeam *
append_team (GArray *teams, const char *path)
{
  TogFileTeam *team;

  g_array_set_size (teams, teams->len + 1);
  team = &g_array_index (teams, TogFileTeam, teams->len - 1);
  team->pointer = g_strdup (path);
  team->participants = g_array_new (FALSE, FALSE, sizeof (TogFileParticipant));
  team->sessions = g_array_new (FALSE, FALSE, sizeof (TogFileSession));
  g_array_set_clear_func (team->sessions, clear_session);
  return team;
}

/* Reads what matches and groups have in common. */
static void
read_team (TogFileParser *parser,
           TogJsonReader *reader,
           GHashTable *ids,
           TogFileTeam *team,
           gboolean group)
{
  g_hash_table_remove_all (parser->participants);
  team->id = tog_json_reader_id (reader, "id");
  tog_file_add_id (ids, reader, team->id, 0);
  team->program = tog_file_find (
      parser->programs, reader, "program", tog_json_reader_id (reader, "program"), "program");
  if (reader->error == NULL &&
      g_array_index (parser->file->programs, TogFileProgram, team->program).is_group != group)
    tog_json_reader_fail (reader,
                          TOG_ERROR_REFERENCE,
                          "program",
                          group ? "is a 1-on-1 program; groups need one of kind “group”"
                                : "is a group program; matches need one of kind “1-on-1”");
}

static void
add_participant (TogFileParser *parser,
                 TogJsonReader *reader,
                 TogFileTeam *team,
                 const char *member,
                 const char *id,
                 TogRole role)
{
  TogFileParticipant participant = { tog_file_find (parser->members, reader, member, id, "member"),
                                     role };

  if (reader->error == NULL &&
      !g_hash_table_add (parser->participants, GUINT_TO_POINTER (participant.member)))
    tog_json_reader_fail (reader, TOG_ERROR_REFERENCE, member, "“%s” takes part already", id);
  g_array_append_val (team->participants, participant);
}

gboolean
tog_file_read_match (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = { "id", "program", "mentor", "mentee", "sessions", NULL };
  TogFileTeam *team = append_team (parser->file->matches, path);
  JsonArray *sessions;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  read_team (parser, &reader, parser->matches, team, FALSE);
  add_participant (
      parser, &reader, team, "mentor", tog_json_reader_id (&reader, "mentor"), TOG_ROLE_MENTOR);
  add_participant (
      parser, &reader, team, "mentee", tog_json_reader_id (&reader, "mentee"), TOG_ROLE_MENTEE);
  sessions = tog_json_reader_opt_array (&reader, "sessions", MAX_PLANNED_SESSIONS);
  return tog_json_reader_finish (&reader, error) && read_sessions (parser, team, sessions, error);
}

static void
read_group_members (TogFileParser *parser,
                    TogJsonReader *reader,
                    TogFileTeam *team,
                    const char *member,
                    TogRole role)
{
  JsonArray *array = tog_json_reader_array (reader, member, MAX_GROUP_MEMBERS);
  guint length = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < length && reader->error == NULL; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must hold ids of members");
      else
        add_participant (parser, reader, team, member, json_node_get_string (node), role);
    }
}

gboolean
tog_file_read_group (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = { "id",      "program",  "name", "facilitators",
                                         "members", "sessions", NULL };
  TogFileTeam *team = append_team (parser->file->groups, path);
  JsonArray *sessions;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  read_team (parser, &reader, parser->groups, team, TRUE);
  team->name = tog_json_reader_line (&reader, "name", 200);
  read_group_members (parser, &reader, team, "facilitators", TOG_ROLE_FACILITATOR);
  if (reader.error == NULL && team->participants->len == 0)
    tog_json_reader_fail (&reader, TOG_ERROR_MISSING, "facilitators", "must name somebody");
  read_group_members (parser, &reader, team, "members", TOG_ROLE_GROUP_MEMBER);
  if (reader.error == NULL && team->participants->len > MAX_GROUP_MEMBERS)
    tog_json_reader_fail (&reader,
                          TOG_ERROR_LIMIT,
                          "members",
                          "makes it a group of %u; %d are the most there can be",
                          team->participants->len,
                          MAX_GROUP_MEMBERS);
  sessions = tog_json_reader_opt_array (&reader, "sessions", MAX_PLANNED_SESSIONS);
  return tog_json_reader_finish (&reader, error) && read_sessions (parser, team, sessions, error);
}
