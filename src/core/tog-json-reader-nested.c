#include "config.h"

#include "tog-json-reader-private.h"

#include "tog-error.h"

static JsonNode *
get_object (TogJsonReader *reader, const char *member, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return node;
  tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be an object");
  return NULL;
}

/**
 * tog_json_reader_object:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the object, or %NULL if something is wrong
 */
JsonNode *
tog_json_reader_object (TogJsonReader *reader, const char *member)
{
  return get_object (reader, member, tog_json_reader_need (reader, member));
}

/**
 * tog_json_reader_opt_object:
 * @reader: a reader
 * @member: name of a member
 *
 * Returns: (transfer none) (nullable): the object, or %NULL if it is not there or
 *   null, or something is wrong
 */
JsonNode *
tog_json_reader_opt_object (TogJsonReader *reader, const char *member)
{
  return get_object (reader, member, tog_json_reader_find (reader, member));
}

static JsonArray *
get_array (TogJsonReader *reader, const char *member, JsonNode *node, guint max_length)
{
  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, member, "must be an array");
  else if (json_array_get_length (json_node_get_array (node)) > max_length)
    tog_json_reader_fail (
        reader, TOG_ERROR_LIMIT, member, "must not have more than %u items", max_length);
  else
    return json_node_get_array (node);
  return NULL;
}

/**
 * tog_json_reader_array:
 * @reader: a reader
 * @member: name of a member
 * @max_length: how many elements it may have
 *
 * Returns: (transfer none) (nullable): the array, or %NULL if something is wrong
 */
JsonArray *
tog_json_reader_array (TogJsonReader *reader, const char *member, guint max_length)
{
  return get_array (reader, member, tog_json_reader_need (reader, member), max_length);
}

/**
 * tog_json_reader_opt_array:
 * @reader: a reader
 * @member: name of a member
 * @max_length: how many elements it may have
 *
 * Returns: (transfer none) (nullable): the array, or %NULL if it is not there or
 *   null, or something is wrong
 */
JsonArray *
tog_json_reader_opt_array (TogJsonReader *reader, const char *member, guint max_length)
{
  return get_array (reader, member, tog_json_reader_find (reader, member), max_length);
}

static gpointer
get_child (TogJsonReader *reader, const char *member, JsonNode *node, TogJsonFunc from_json)
{
  g_autoptr (GError) error = NULL;
  gpointer child;

  if (node == NULL)
    return NULL;
  child = from_json (node, &error);
  if (child == NULL)
    tog_json_reader_adopt_error (reader, member, g_steal_pointer (&error));
  return child;
}

/**
 * tog_json_reader_child:
 * @reader: a reader
 * @member: name of a member
 * @from_json: reads what the member holds
 *
 * Returns: (transfer full) (nullable): what @from_json made, or %NULL if something is wrong
 */
gpointer
tog_json_reader_child (TogJsonReader *reader, const char *member, TogJsonFunc from_json)
{
  return get_child (reader, member, tog_json_reader_need (reader, member), from_json);
}

/**
 * tog_json_reader_opt_child:
 * @reader: a reader
 * @member: name of a member
 * @from_json: reads what the member holds
 *
 * Returns: (transfer full) (nullable): what @from_json made, or %NULL if it is not
 *   there or null, or something is wrong
 */
gpointer
tog_json_reader_opt_child (TogJsonReader *reader, const char *member, TogJsonFunc from_json)
{
  return get_child (reader, member, tog_json_reader_find (reader, member), from_json);
}

/**
 * tog_json_reader_list:
 * @reader: a reader
 * @member: name of a member
 * @max_length: how many elements it may have
 * @from_json: reads an element
 *
 * Returns: (transfer full) (nullable) (element-type GObject): what the array
 *   holds, or %NULL if something is wrong
 */
GPtrArray *
tog_json_reader_list (TogJsonReader *reader,
                      const char *member,
                      guint max_length,
                      TogJsonFunc from_json)
{
  JsonNode *node = tog_json_reader_need (reader, member);
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  if (node == NULL)
    return NULL;
  list = tog_json_list_read (node, max_length, from_json, &error);
  if (list == NULL)
    tog_json_reader_adopt_error (reader, member, g_steal_pointer (&error));
  return list;
}
