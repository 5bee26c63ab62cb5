#pragma once

#include "tog-json.h"
#include "tog-organization-file.h"

G_BEGIN_DECLS

/**
 * TogFileParser:
 * @emails: (owned): id of a member by email, in lower case
 * @participants: (owned): members of the match or group that is being read, by index
 *
 * A file that is being read, and what was seen in it so far: the other tables,
 * owned too, hold indices by id.
 */
typedef struct
{
  TogOrganizationFile *file;
  GHashTable *members;
  GHashTable *emails;
  GHashTable *programs;
  GHashTable *planned_sessions;
  GHashTable *matches;
  GHashTable *groups;
  GHashTable *participants;
} TogFileParser;

typedef gboolean (*TogFileReadFunc) (TogFileParser *parser,
                                     JsonNode      *node,
                                     const char    *path,
                                     GError       **error);

gboolean tog_file_read_each    (TogFileParser  *parser,
                                JsonArray      *array,
                                const char     *path,
                                TogFileReadFunc read,
                                GError        **error);
gboolean tog_file_add_id       (GHashTable    *ids,
                                TogJsonReader *reader,
                                const char    *id,
                                guint          index);
guint    tog_file_find         (GHashTable    *ids,
                                TogJsonReader *reader,
                                const char    *member,
                                const char    *id,
                                const char    *what);

gboolean tog_file_read_member  (TogFileParser *parser,
                                JsonNode      *node,
                                const char    *path,
                                GError       **error);
gboolean tog_file_read_program (TogFileParser *parser,
                                JsonNode      *node,
                                const char    *path,
                                GError       **error);
gboolean tog_file_read_match   (TogFileParser *parser,
                                JsonNode      *node,
                                const char    *path,
                                GError       **error);
gboolean tog_file_read_group   (TogFileParser *parser,
                                JsonNode      *node,
                                const char    *path,
                                GError       **error);

void     tog_file_member_clear          (gpointer member);
void     tog_file_program_clear         (gpointer program);
void     tog_file_planned_session_clear (gpointer planned_session);
void     tog_file_team_clear            (gpointer team);

G_END_DECLS
