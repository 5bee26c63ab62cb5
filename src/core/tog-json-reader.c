#include "config.h"

#include "tog-json-reader-private.h"

#include "tog-error.h"
#include "tog-text.h"

#include <math.h>
#include <string.h>

/**
 * tog_json_reader_init:
 * @reader: a reader that is not in use
 * @node: (nullable): what to read; anything but an object is an error
 * @path: JSON pointer to @node within what was parsed, "" for the whole
 *
 * Begins to read an object. Always finish with tog_json_reader_finish().
 */
void
tog_json_reader_init (TogJsonReader *reader, JsonNode *node, const char *path)
{
  *reader = (TogJsonReader){ .path = g_strdup (path) };
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    reader->object = json_node_get_object (node);
  else
    tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, NULL, "must be an object");
}

/**
 * tog_json_reader_finish:
 * @reader: a reader
 *
 * Ends reading and frees what @reader holds. Strings it gave stay valid as long
 * as the tree does.
 *
 * Returns: whether all was right; if not, @error says what was the first wrong
 *   thing, as "/pointer: message"
 */
gboolean
tog_json_reader_finish (TogJsonReader *reader, GError **error)
{
  gboolean good = reader->error == NULL;

  g_clear_pointer (&reader->path, g_free);
  reader->object = NULL;
  if (!good)
    g_propagate_error (error, g_steal_pointer (&reader->error));
  return good;
}

/**
 * tog_json_reader_fail:
 * @reader: a reader
 * @code: a #TogError
 * @member: (nullable): the member that is wrong, %NULL if it is the object
 * @format: what is wrong with it, such as "must be one line"
 *
 * Records that something is wrong, unless something was already.
 */
void
tog_json_reader_fail (TogJsonReader *reader, int code, const char *member, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *pointer = NULL;
  va_list arguments;

  if (reader->error != NULL)
    return;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  pointer = g_strconcat (reader->path, member == NULL ? NULL : "/", member, NULL);
  reader->error =
      g_error_new (TOG_ERROR, code, "%s%s%s", pointer, *pointer == '\0' ? "" : ": ", message);
}

/* Takes over the error of a value within, whose pointer goes on from @member. */
void
tog_json_reader_adopt_error (TogJsonReader *reader, const char *member, GError *error)
{
  reader->error = g_error_new (error->domain,
                               error->code,
                               "%s/%s%s%s",
                               reader->path,
                               member,
                               error->message[0] == '/' ? "" : ": ",
                               error->message);
  g_error_free (error);
}

/* The member, if it is there, is not null and nothing was wrong so far. */
JsonNode *
tog_json_reader_find (TogJsonReader *reader, const char *member)
{
  JsonNode *node;

  if (reader->error != NULL)
    return NULL;
  node = json_object_get_member (reader->object, member);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

JsonNode *
tog_json_reader_need (TogJsonReader *reader, const char *member)
{
  JsonNode *node = tog_json_reader_find (reader, member);

  if (node == NULL)
    tog_json_reader_fail (reader, TOG_ERROR_MISSING, member, "is missing");
  return node;
}

/**
 * tog_json_reader_has:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: whether the member is there and is not null
 */
gboolean
tog_json_reader_has (TogJsonReader *reader, const char *member)
{
  return tog_json_reader_find (reader, member) != NULL;
}

/**
 * tog_json_reader_allow:
 * @reader: a reader
 * @members: (array zero-terminated=1): all members there may be
 *
 * Refuses members that are not expected, for requests and files: what nobody
 * reads was misspelt or means something this version can't do.
 *
 * Returns: whether there were no others
 */
gboolean
tog_json_reader_allow (TogJsonReader *reader, const char *const *members)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (reader->error != NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, reader->object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_strv_contains (members, name))
      {
        g_autofree char *line = g_utf8_make_valid (name, MIN (strlen (name), 60));

        g_strdelimit (line, "\r\n", ' ');
        tog_json_reader_fail (
            reader, TOG_ERROR_MALFORMED, NULL, "has the member “%s”, which is not known", line);
        return FALSE;
      }
  return TRUE;
}

static const char *
get_string (TogJsonReader *reader, const char *member, JsonNode *node)
{
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be a string");
  return NULL;
}

/* Checks a string and puts its normal form into the tree, which is what keeps
 * the string alive for the caller. */
static const char *
normalize (TogJsonReader *reader,
           const char *member,
           JsonNode *node,
           gsize max_length,
           gboolean (*check) (const char *, gsize, GError **),
           char *(*dup) (const char *) )
{
  const char *text = get_string (reader, member, node);
  g_autofree char *normal = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return NULL;
  if (!check (text, max_length, &error))
    {
      tog_json_reader_adopt_error (reader, member, g_steal_pointer (&error));
      return NULL;
    }
  normal = dup (text);
  if (strcmp (normal, text) != 0)
    json_node_set_string (node, normal);
  return json_node_get_string (node);
}

/**
 * tog_json_reader_line:
 * @reader: a reader
 * @member: name of a member
 * @max_length: characters it may have
 *
 * Reads one line of text that is not empty, see tog_text_check_line().
 *
 * Returns: (transfer none): the text, without white space around it, or "" if
 *   something is wrong
 */
const char *
tog_json_reader_line (TogJsonReader *reader, const char *member, gsize max_length)
{
  JsonNode *node = tog_json_reader_need (reader, member);
  const char *line =
      normalize (reader, member, node, max_length, tog_text_check_line, tog_text_dup_line);

  if (line != NULL && *line == '\0')
    tog_json_reader_fail (reader, TOG_ERROR_MISSING, member, "must not be empty");
  return line == NULL ? "" : line;
}

/**
 * tog_json_reader_opt_line:
 * @reader: a reader
 * @member: name of a member
 * @max_length: characters it may have
 *
 * Like tog_json_reader_line(), for a member that need not be there.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if it is not there,
 *   null or empty, or something is wrong
 */
const char *
tog_json_reader_opt_line (TogJsonReader *reader, const char *member, gsize max_length)
{
  JsonNode *node = tog_json_reader_find (reader, member);
  const char *line =
      normalize (reader, member, node, max_length, tog_text_check_line, tog_text_dup_line);

  return line != NULL && *line != '\0' ? line : NULL;
}

/**
 * tog_json_reader_opt_text:
 * @reader: a reader
 * @member: name of a member
 * @max_length: characters it may have
 *
 * Reads text that may have several lines, see tog_text_check_lines().
 *
 * Returns: (transfer none) (nullable): the text, its lines parted by \n, or
 *   %NULL if it is not there, null or empty, or something is wrong
 */
const char *
tog_json_reader_opt_text (TogJsonReader *reader, const char *member, gsize max_length)
{
  JsonNode *node = tog_json_reader_find (reader, member);
  const char *text =
      normalize (reader, member, node, max_length, tog_text_check_lines, tog_text_dup_lines);

  return text != NULL && *text != '\0' ? text : NULL;
}

static const char *
get_id (TogJsonReader *reader, const char *member, JsonNode *node)
{
  const char *id = get_string (reader, member, node);
  gsize length = 0;

  if (id == NULL)
    return NULL;
  while (g_ascii_isalnum (id[length]) || (id[length] != '\0' && strchr ("._~-", id[length])))
    length++;
  if (length > 0 && length <= 64 && id[length] == '\0')
    return id;
  tog_json_reader_fail (reader,
                        TOG_ERROR_MALFORMED,
                        member,
                        "must be an id: 1 to 64 letters, digits, “.”, “_”, “~” or “-”");
  return NULL;
}

/**
 * tog_json_reader_id:
 * @reader: a reader
 * @member: name of a member
 *
 * Reads an id, such as of a member: 1 to 64 ASCII letters, digits, or ._~-
 *
 * Returns: (transfer none): the id, or "" if something is wrong
 */
const char *
tog_json_reader_id (TogJsonReader *reader, const char *member)
{
  const char *id = get_id (reader, member, tog_json_reader_need (reader, member));

  return id == NULL ? "" : id;
}

/**
 * tog_json_reader_opt_id:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the id, or %NULL if it is not there or null,
 *   or something is wrong
 */
const char *
tog_json_reader_opt_id (TogJsonReader *reader, const char *member)
{
  return get_id (reader, member, tog_json_reader_find (reader, member));
}

/**
 * tog_json_reader_opt_ids:
 * @reader: a reader
 * @member: name of a member
 * @max_length: how many ids it may have
 *
 * Returns: (transfer full) (nullable): the ids, or %NULL if there are none or
 *   something is wrong
 */
GStrv
tog_json_reader_opt_ids (TogJsonReader *reader, const char *member, guint max_length)
{
  JsonArray *array = tog_json_reader_opt_array (reader, member, max_length);
  guint n = array == NULL ? 0 : json_array_get_length (array);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *element = g_strdup_printf ("%s/%u", member, i);
      const char *id = get_id (reader, element, json_array_get_element (array, i));

      if (id == NULL)
        return NULL;
      g_strv_builder_add (builder, id);
    }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/**
 * tog_json_reader_etag:
 * @reader: a reader
 * @member: name of a member
 *
 * Reads a version, such as "\"3\"": 3 to 80 visible ASCII characters, so that it
 * can go into a header as it is.
 *
 * Returns: (transfer none): the version, or "" if something is wrong
 */
const char *
tog_json_reader_etag (TogJsonReader *reader, const char *member)
{
  const char *etag = get_string (reader, member, tog_json_reader_need (reader, member));
  gsize length = 0;

  if (etag == NULL)
    return "";
  while (g_ascii_isgraph (etag[length]))
    length++;
  if (length >= 3 && length <= 80 && etag[length] == '\0')
    return etag;
  tog_json_reader_fail (
      reader, TOG_ERROR_MALFORMED, member, "must be 3 to 80 visible ASCII characters");
  return "";
}

/**
 * tog_json_reader_enum:
 * @reader: a reader
 * @member: name of a member
 * @nicks: (array zero-terminated=1): what it may be
 *
 * Returns: which of @nicks it is, or 0 if something is wrong
 */
guint
tog_json_reader_enum (TogJsonReader *reader, const char *member, const char *const *nicks)
{
  const char *text = get_string (reader, member, tog_json_reader_need (reader, member));
  g_autofree char *list = NULL;

  if (text == NULL)
    return 0;
  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], text))
      return i;
  list = g_strjoinv (", ", (char **) nicks);
  tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be one of: %s", list);
  return 0;
}

static gint64
get_int (TogJsonReader *reader,
         const char *member,
         JsonNode *node,
         gint64 minimum,
         gint64 maximum,
         gint64 otherwise)
{
  gint64 value;

  if (node == NULL)
    return otherwise;
  if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                                        json_node_get_value_type (node) != G_TYPE_DOUBLE))
    {
      tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be a whole number");
      return otherwise;
    }
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);

      /* Only up to here are doubles whole numbers one by one. */
      if (fabs (number) > 9007199254740992.0)
        value = number < 0 ? G_MININT64 : G_MAXINT64;
      else
        value = (gint64) number;
      if (fabs (number) <= 9007199254740992.0 && (double) value != number)
        {
          tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be a whole number");
          return otherwise;
        }
    }
  else
    {
      value = json_node_get_int (node);
    }
  if (value >= minimum && value <= maximum)
    return value;
  tog_json_reader_fail (reader,
                        TOG_ERROR_LIMIT,
                        member,
                        "must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                        minimum,
                        maximum);
  return otherwise;
}

/**
 * tog_json_reader_int:
 * @reader: a reader
 * @member: name of a member
 * @minimum: the least it may be
 * @maximum: the most it may be
 *
 * Returns: the whole number, or @minimum if something is wrong
 */
gint64
tog_json_reader_int (TogJsonReader *reader, const char *member, gint64 minimum, gint64 maximum)
{
  return get_int (reader, member, tog_json_reader_need (reader, member), minimum, maximum, minimum);
}

/**
 * tog_json_reader_opt_int:
 * @reader: a reader
 * @member: name of a member
 * @minimum: the least it may be
 * @maximum: the most it may be
 * @otherwise: what it is if it is not there
 *
 * Returns: the whole number, or @otherwise if it is not there or null, or
 *   something is wrong
 */
gint64
tog_json_reader_opt_int (TogJsonReader *reader,
                         const char *member,
                         gint64 minimum,
                         gint64 maximum,
                         gint64 otherwise)
{
  return get_int (
      reader, member, tog_json_reader_find (reader, member), minimum, maximum, otherwise);
}

static gboolean
get_boolean (TogJsonReader *reader, const char *member, JsonNode *node, gboolean otherwise)
{
  if (node == NULL)
    return otherwise;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be true or false");
  return otherwise;
}

/**
 * tog_json_reader_boolean:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: what it is, or %FALSE if something is wrong
 */
gboolean
tog_json_reader_boolean (TogJsonReader *reader, const char *member)
{
  return get_boolean (reader, member, tog_json_reader_need (reader, member), FALSE);
}

/**
 * tog_json_reader_opt_boolean:
 * @reader: a reader
 * @member: name of a member
 * @otherwise: what it is if it is not there
 *
 * Returns: what it is, or @otherwise if it is not there or null, or something is wrong
 */
gboolean
tog_json_reader_opt_boolean (TogJsonReader *reader, const char *member, gboolean otherwise)
{
  return get_boolean (reader, member, tog_json_reader_find (reader, member), otherwise);
}

static TogInstant
get_instant (TogJsonReader *reader, const char *member, JsonNode *node, TogInstant otherwise)
{
  const char *text = get_string (reader, member, node);
  TogInstant instant;

  if (text == NULL)
    return otherwise;
  if (tog_instant_parse (text, &instant, NULL))
    return instant;
  tog_json_reader_fail (reader,
                        TOG_ERROR_MALFORMED,
                        member,
                        "must be an instant in UTC, such as 2026-11-23T10:15:00Z");
  return otherwise;
}

/**
 * tog_json_reader_instant:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: the instant, or 0 if something is wrong; see tog_instant_parse()
 */
TogInstant
tog_json_reader_instant (TogJsonReader *reader, const char *member)
{
  return get_instant (reader, member, tog_json_reader_need (reader, member), 0);
}

/**
 * tog_json_reader_opt_instant:
 * @reader: a reader
 * @member: name of a member
 * @otherwise: what it is if it is not there
 *
 * Returns: the instant, or @otherwise if it is not there or null, or something is wrong
 */
TogInstant
tog_json_reader_opt_instant (TogJsonReader *reader, const char *member, TogInstant otherwise)
{
  return get_instant (reader, member, tog_json_reader_find (reader, member), otherwise);
}
