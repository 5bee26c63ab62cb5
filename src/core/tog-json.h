#pragma once

#include "tog-time.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TOG_JSON_MAX_BYTES:
 *
 * The longest text that is read as JSON: 8 MiB.
 */
#define TOG_JSON_MAX_BYTES (8 * 1024 * 1024)

/**
 * TOG_JSON_MAX_DEPTH:
 *
 * How deep arrays and objects may nest.
 */
#define TOG_JSON_MAX_DEPTH 32

/**
 * TogJsonElementFunc:
 * @element: of an array
 * @text: (array length=length): as what it was written
 * @length: bytes in @text
 * @user_data: what was given with the function
 * @error: return location
 *
 * Is given the elements of an array, one after the other.
 *
 * Returns: whether to go on; %FALSE with @error set
 */
typedef gboolean (*TogJsonElementFunc) (JsonNode   *element,
                                        const char *text,
                                        gsize       length,
                                        gpointer    user_data,
                                        GError    **error);

JsonNode *tog_json_parse (const char *text, gssize length, GError **error);
JsonNode *tog_json_parse_each (const char        *text,
                               gssize             length,
                               const char        *member,
                               TogJsonElementFunc func,
                               gpointer           user_data,
                               GError           **error);
char     *tog_json_print (JsonNode *node);
guint     tog_json_find_line (const char *text, gssize length, const char *pointer);
void      tog_json_append_string (GString *json, const char *text);
void      tog_json_append_text (GString *json, const char *text);
void      tog_json_append_instant (GString *json, TogInstant instant);

/**
 * TogJsonFunc:
 * @node: what to read
 *
 * Makes an object from JSON, such as tog_member_from_json().
 */
typedef gpointer (*TogJsonFunc) (JsonNode *node, GError **error);

/**
 * TogToJsonFunc:
 * @object: what to write
 *
 * Makes JSON from an object, such as tog_member_to_json().
 */
typedef JsonNode *(*TogToJsonFunc) (gpointer object);

GPtrArray  *tog_json_list_read (JsonNode   *node,
                                guint       max_length,
                                TogJsonFunc from_json,
                                GError    **error);
JsonNode   *tog_json_list_write (GPtrArray *objects, TogToJsonFunc to_json);
JsonNode   *tog_json_take_object (JsonObject *object);
void        tog_json_object_set_text (JsonObject *object, const char *member, const char *text);
void        tog_json_object_set_instant (JsonObject *object,
                                         const char *member,
                                         TogInstant  instant);
char       *tog_json_error_dup_pointer (const GError *error, const char **detail);

/**
 * TogJsonReader:
 *
 * Reads the members of one JSON object. The first thing that is wrong is kept,
 * with a JSON pointer to it; after it all reads give defaults, so that a caller
 * reads everything and asks once, with tog_json_reader_finish(). Members that
 * nobody asks for are ignored: a newer server may send more.
 */
typedef struct
{
  JsonObject *object;
  char *path;
  GError *error;
} TogJsonReader;

void        tog_json_reader_init    (TogJsonReader *reader, JsonNode *node, const char *path);
gboolean    tog_json_reader_finish  (TogJsonReader *reader, GError **error);
void        tog_json_reader_fail    (TogJsonReader *reader,
                                     int            code,
                                     const char    *member,
                                     const char    *format,
                                     ...) G_GNUC_PRINTF (4, 5);
gboolean    tog_json_reader_has     (TogJsonReader *reader, const char *member);
gboolean    tog_json_reader_allow   (TogJsonReader *reader, const char *const *members);
const char *tog_json_reader_line    (TogJsonReader *reader, const char *member, gsize max_length);
const char *tog_json_reader_opt_line (TogJsonReader *reader, const char *member, gsize max_length);
const char *tog_json_reader_opt_text (TogJsonReader *reader, const char *member, gsize max_length);
const char *tog_json_reader_id      (TogJsonReader *reader, const char *member);
const char *tog_json_reader_opt_id  (TogJsonReader *reader, const char *member);
GStrv       tog_json_reader_opt_ids (TogJsonReader *reader, const char *member, guint max_length);
const char *tog_json_reader_etag    (TogJsonReader *reader, const char *member);
guint       tog_json_reader_enum    (TogJsonReader     *reader,
                                     const char        *member,
                                     const char *const *nicks);
gint64      tog_json_reader_int     (TogJsonReader *reader,
                                     const char    *member,
                                     gint64         minimum,
                                     gint64         maximum);
gint64      tog_json_reader_opt_int (TogJsonReader *reader,
                                     const char    *member,
                                     gint64         minimum,
                                     gint64         maximum,
                                     gint64         otherwise);
gboolean    tog_json_reader_boolean (TogJsonReader *reader, const char *member);
gboolean    tog_json_reader_opt_boolean (TogJsonReader *reader,
                                         const char    *member,
                                         gboolean       otherwise);
TogInstant  tog_json_reader_instant (TogJsonReader *reader, const char *member);
TogInstant  tog_json_reader_opt_instant (TogJsonReader *reader,
                                         const char    *member,
                                         TogInstant     otherwise);
JsonNode   *tog_json_reader_object  (TogJsonReader *reader, const char *member);
JsonNode   *tog_json_reader_opt_object (TogJsonReader *reader, const char *member);
JsonArray  *tog_json_reader_array   (TogJsonReader *reader, const char *member, guint max_length);
JsonArray  *tog_json_reader_opt_array (TogJsonReader *reader,
                                       const char    *member,
                                       guint          max_length);
gpointer    tog_json_reader_child   (TogJsonReader *reader,
                                     const char    *member,
                                     TogJsonFunc    from_json);
gpointer    tog_json_reader_opt_child (TogJsonReader *reader,
                                       const char    *member,
                                       TogJsonFunc    from_json);
GPtrArray  *tog_json_reader_list    (TogJsonReader *reader,
                                     const char    *member,
                                     guint          max_length,
                                     TogJsonFunc    from_json);

G_END_DECLS
