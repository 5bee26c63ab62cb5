#include "config.h"

#include "tog-organization-file-private.h"

#include "tog-error.h"
#include "tog-text.h"

#include <string.h>

#define MAX_MEMBERS 20000
#define MAX_PROVIDERS 20
#define MAX_PROGRAMS 500
#define MAX_TEAMS 40000
#define MAX_HORIZON_DAYS 366
#define DEFAULT_HORIZON_DAYS 182

#define LINK_PLACEHOLDER "{id}"

/* Puts the line in front of a message that begins with a JSON pointer. */
static void
add_line (TogOrganizationFile *file, GError *error)
{
  const char *detail;
  g_autofree char *pointer = tog_json_error_dup_pointer (error, &detail);
  g_autofree char *clause = tog_text_dup_clause (detail);
  gsize length;
  const char *text = g_bytes_get_data (file->text, &length);
  char *message =
      g_strdup_printf ("line %u: %s%s%s",
                       tog_json_find_line (text, length, pointer != NULL ? pointer : ""),
                       pointer != NULL ? pointer : "",
                       pointer != NULL ? ": " : "",
                       clause);

  g_free (error->message);
  error->message = message;
}

/**
 * tog_organization_file_set_error:
 * @file: the file
 * @error: (out): where to set the error
 * @code: a #TogError
 * @pointer: where in the file it is, as a JSON pointer (RFC 6901)
 * @format: what is wrong
 *
 * Sets an error about what the file says, with the line on which it does.
 */
void
tog_organization_file_set_error (TogOrganizationFile *file,
                                 GError **error,
                                 int code,
                                 const char *pointer,
                                 const char *format,
                                 ...)
{
  g_autofree char *message = NULL;
  g_autoptr (GError) found = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  found = g_error_new (TOG_ERROR, code, "%s: %s", pointer, message);
  add_line (file, found);
  g_propagate_error (error, g_steal_pointer (&found));
}

/* Reads the elements of an array, each of which says itself what is wrong. */
gboolean
tog_file_read_each (TogFileParser *parser,
                    JsonArray *array,
                    const char *path,
                    TogFileReadFunc read,
                    GError **error)
{
  guint length = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *element_path = g_strdup_printf ("%s/%u", path, i);

      if (!read (parser, json_array_get_element (array, i), element_path, error))
        return FALSE;
    }
  return TRUE;
}

/* Notes an id, which must be new. */
gboolean
tog_file_add_id (GHashTable *ids, TogJsonReader *reader, const char *id, guint index)
{
  if (reader->error != NULL)
    return FALSE;
  if (g_hash_table_contains (ids, id))
    {
      tog_json_reader_fail (
          reader, TOG_ERROR_MALFORMED, "id", "the id “%s” is given twice; ids must differ", id);
      return FALSE;
    }
  g_hash_table_insert (ids, (gpointer) id, GUINT_TO_POINTER (index));
  return TRUE;
}

/* Finds what an id refers to. */
guint
tog_file_find (GHashTable *ids,
               TogJsonReader *reader,
               const char *member,
               const char *id,
               const char *what)
{
  gpointer index = NULL;

  if (reader->error == NULL && !g_hash_table_lookup_extended (ids, id, NULL, &index))
    tog_json_reader_fail (
        reader, TOG_ERROR_REFERENCE, member, "there is no %s with the id “%s”", what, id);
  return GPOINTER_TO_UINT (index);
}

/* A template makes the links of meetings: what it makes must be good. */
static void
check_link_template (TogJsonReader *reader, const char *template)
{
  g_autoptr (GString) link = g_string_new (template);
  g_autoptr (GError) error = NULL;

  if (reader->error != NULL)
    return;
  if (g_string_replace (link, LINK_PLACEHOLDER, "a1b2c3d4e5f6", 0) != 1)
    tog_json_reader_fail (reader,
                          TOG_ERROR_MALFORMED,
                          "link",
                          "must have “%s” once, where each meeting's own name goes",
                          LINK_PLACEHOLDER);
  else if (!tog_link_check (link->str, &error))
    tog_json_reader_fail (reader, error->code, "link", "%s", error->message);
}

static gboolean
read_provider (TogFileParser *parser, JsonNode *node, const char *path, GError **error)
{
  static const char *const members[] = { "id", "name", "link", NULL };
  GArray *providers = parser->file->providers;
  TogFileProvider provider;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, path);
  tog_json_reader_allow (&reader, members);
  provider.id = tog_json_reader_id (&reader, "id");
  provider.name = tog_json_reader_line (&reader, "name", 100);
  provider.link = tog_json_reader_line (&reader, "link", TOG_MAX_URL_LENGTH);
  check_link_template (&reader, provider.link);
  for (guint i = 0; i < providers->len; i++)
    if (g_str_equal (g_array_index (providers, TogFileProvider, i).id, provider.id))
      tog_json_reader_fail (
          &reader, TOG_ERROR_MALFORMED, "id", "the id “%s” is given twice", provider.id);
  g_array_append_val (providers, provider);
  return tog_json_reader_finish (&reader, error);
}

static gboolean
read_organization (TogFileParser *parser, JsonNode *node, GError **error)
{
  static const char *const members[] = {
    "id", "name", "calendar_sharing", "heat_map_names", "horizon_days", "providers", NULL
  };
  TogOrganizationFile *file = parser->file;
  JsonArray *providers;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "/organization");
  tog_json_reader_allow (&reader, members);
  file->id = tog_json_reader_id (&reader, "id");
  file->name = tog_json_reader_line (&reader, "name", 200);
  file->calendar_sharing = tog_json_reader_opt_boolean (&reader, "calendar_sharing", TRUE);
  file->heat_map_names = tog_json_reader_opt_boolean (&reader, "heat_map_names", TRUE);
  file->horizon_days =
      tog_json_reader_opt_int (&reader, "horizon_days", 1, MAX_HORIZON_DAYS, DEFAULT_HORIZON_DAYS);
  providers = tog_json_reader_opt_array (&reader, "providers", MAX_PROVIDERS);
  return tog_json_reader_finish (&reader, error) &&
         tog_file_read_each (parser, providers, "/organization/providers", read_provider, error);
}

/* On Saturday and Sunday the week to come is the one to show. */
static TogDay
get_present_monday (TogInstant now)
{
  TogDay today = now / TOG_DAY_SECONDS;
  TogDay monday = tog_day_get_week_start (today, 1);

  return today - monday >= 5 ? monday + 7 : monday;
}

static void
read_shift (TogJsonReader *reader, TogOrganizationFile *file, TogInstant now)
{
  const char *text = tog_json_reader_opt_line (reader, "relative_to", 10);
  g_autoptr (GError) error = NULL;
  TogDay anchor;

  if (text == NULL)
    return;
  if (!tog_day_parse (text, &anchor, &error))
    tog_json_reader_fail (reader, error->code, "relative_to", "%s", error->message);
  else if (tog_day_get_week_start (anchor, 1) != anchor)
    tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, "relative_to", "must be a Monday");
  else
    file->shift_days = get_present_monday (now) - anchor;
}

static gboolean
read_root (TogFileParser *parser, TogInstant now, GError **error)
{
  static const char *const names[] = { "$schema",      "format",  "relative_to",
                                       "organization", "members", "programs",
                                       "matches",      "groups",  NULL };
  TogOrganizationFile *file = parser->file;
  JsonNode *organization;
  JsonArray *members;
  JsonArray *programs;
  JsonArray *matches;
  JsonArray *groups;
  TogJsonReader reader;
  gint64 format;

  tog_json_reader_init (&reader, file->root, "");
  format = tog_json_reader_int (&reader, "format", 1, G_MAXINT);
  if (format > TOG_ORGANIZATION_FILE_FORMAT)
    tog_json_reader_fail (&reader,
                          TOG_ERROR_MALFORMED,
                          "format",
                          "is %d, but this version reads only %d; use a newer together-server",
                          (int) format,
                          TOG_ORGANIZATION_FILE_FORMAT);
  tog_json_reader_allow (&reader, names);
  read_shift (&reader, file, now);
  organization = tog_json_reader_object (&reader, "organization");
  members = tog_json_reader_array (&reader, "members", MAX_MEMBERS);
  programs = tog_json_reader_opt_array (&reader, "programs", MAX_PROGRAMS);
  matches = tog_json_reader_opt_array (&reader, "matches", MAX_TEAMS);
  groups = tog_json_reader_opt_array (&reader, "groups", MAX_TEAMS);

  return tog_json_reader_finish (&reader, error) &&
         read_organization (parser, organization, error) &&
         tog_file_read_each (parser, members, "/members", tog_file_read_member, error) &&
         tog_file_read_each (parser, programs, "/programs", tog_file_read_program, error) &&
         tog_file_read_each (parser, matches, "/matches", tog_file_read_match, error) &&
         tog_file_read_each (parser, groups, "/groups", tog_file_read_group, error);
}

static GArray *
new_array (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  if (clear != NULL)
    g_array_set_clear_func (array, clear);
  return array;
}

static TogOrganizationFile *
new_file (const char *text, gsize length, JsonNode *root)
{
  TogOrganizationFile *file = g_new0 (TogOrganizationFile, 1);

  file->text = g_bytes_new (text, length);
  file->root = root;
  file->providers = new_array (sizeof (TogFileProvider), NULL);
  file->members = new_array (sizeof (TogFileMember), tog_file_member_clear);
  file->programs = new_array (sizeof (TogFileProgram), tog_file_program_clear);
  file->planned_sessions =
      new_array (sizeof (TogFilePlannedSession), tog_file_planned_session_clear);
  file->matches = new_array (sizeof (TogFileTeam), tog_file_team_clear);
  file->groups = new_array (sizeof (TogFileTeam), tog_file_team_clear);
  return file;
}

/**
 * tog_organization_file_free:
 * @file: (transfer full) (nullable): a file
 */
void
tog_organization_file_free (TogOrganizationFile *file)
{
  if (file == NULL)
    return;
  g_array_unref (file->providers);
  g_array_unref (file->members);
  g_array_unref (file->programs);
  g_array_unref (file->planned_sessions);
  g_array_unref (file->matches);
  g_array_unref (file->groups);
  json_node_unref (file->root);
  g_bytes_unref (file->text);
  g_free (file);
}

/**
 * tog_organization_file_parse:
 * @text: an organization file, as data/organization.schema.json describes it
 * @length: bytes in @text
 * @now: the present, towards which a file with "relative_to" is moved
 * @error: return location
 *
 * Reads an organization file and checks all that can be checked without a
 * database and without other files. It takes time linear in @length. The first
 * thing that is wrong fails with %TOG_ERROR and the line it stands on.
 *
 * Returns: (transfer full) (nullable): the file
 */
TogOrganizationFile *
tog_organization_file_parse (const char *text, gsize length, TogInstant now, GError **error)
{
  JsonNode *root = tog_json_parse (text, length, error);
  g_autoptr (TogOrganizationFile) file = NULL;
  g_autoptr (GError) local_error = NULL;
  TogFileParser parser;

  if (root == NULL)
    return NULL;

  file = new_file (text, length, root);
  parser.file = file;
  parser.members = g_hash_table_new (g_str_hash, g_str_equal);
  parser.emails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parser.programs = g_hash_table_new (g_str_hash, g_str_equal);
  parser.planned_sessions = g_hash_table_new (g_str_hash, g_str_equal);
  parser.matches = g_hash_table_new (g_str_hash, g_str_equal);
  parser.groups = g_hash_table_new (g_str_hash, g_str_equal);
  parser.participants = g_hash_table_new (NULL, NULL);

  if (!read_root (&parser, now, &local_error))
    {
      add_line (file, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      g_clear_pointer (&file, tog_organization_file_free);
    }

  g_hash_table_unref (parser.members);
  g_hash_table_unref (parser.emails);
  g_hash_table_unref (parser.programs);
  g_hash_table_unref (parser.planned_sessions);
  g_hash_table_unref (parser.matches);
  g_hash_table_unref (parser.groups);
  g_hash_table_unref (parser.participants);
  return g_steal_pointer (&file);
}
