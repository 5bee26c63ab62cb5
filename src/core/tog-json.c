#include "config.h"

#include "tog-json.h"

#include "tog-error.h"
#include <string.h>

/**
 * tog_json_print:
 * @node: what to print
 *
 * Returns: (transfer full): the JSON in one line; the same tree gives the same text
 */
char *
tog_json_print (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

/**
 * tog_json_append_string:
 * @json: where to append
 * @text: valid UTF-8
 *
 * Appends @text as a JSON string, quotation marks included (RFC 8259 section 7).
 * For the few places that are too hot to build a tree.
 */
void
tog_json_append_string (GString *json, const char *text)
{
  const char *run = text;

  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if ((guchar) *c >= 0x20 && *c != '"' && *c != '\\' && *c != 0x7f)
        continue;
      g_string_append_len (json, run, c - run);
      if (*c == '"' || *c == '\\')
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, *c);
        }
      else
        {
          g_string_append_printf (json, "\\u%04x", (guint) *c);
        }
      run = c + 1;
    }
  g_string_append (json, run);
  g_string_append_c (json, '"');
}

/**
 * tog_json_append_text:
 * @json: where to append
 * @text: (nullable): valid UTF-8
 *
 * Appends @text as a JSON string, or null.
 */
void
tog_json_append_text (GString *json, const char *text)
{
  if (text != NULL)
    tog_json_append_string (json, text);
  else
    g_string_append (json, "null");
}

/**
 * tog_json_append_instant:
 * @json: where to append
 * @instant: an instant
 *
 * Appends @instant as RFC 3339 writes it, in a JSON string.
 */
void
tog_json_append_instant (GString *json, TogInstant instant)
{
  char text[TOG_INSTANT_LENGTH + 3];

  text[0] = '"';
  tog_instant_write (instant, text + 1);
  text[TOG_INSTANT_LENGTH + 1] = '"';
  g_string_append_len (json, text, TOG_INSTANT_LENGTH + 2);
}

/* Puts where something is before an error's message: the message of a value
 * within begins with a pointer of its own, which goes on from here. */
static void
prefix_error (GError *error, const char *pointer)
{
  char *message = g_strconcat (pointer, error->message[0] == '/' ? "" : ": ", error->message, NULL);

  g_free (error->message);
  error->message = message;
}

/**
 * tog_json_error_dup_pointer:
 * @error: an error of a function that reads JSON
 * @detail: (out) (transfer none): the message without the pointer
 *
 * Takes apart the message of an error about JSON: "/person/name: is missing"
 * points to "/person/name". An error about the whole has no pointer.
 *
 * Returns: (transfer full) (nullable): the JSON pointer (RFC 6901), or %NULL
 */
char *
tog_json_error_dup_pointer (const GError *error, const char **detail)
{
  const char *colon = strstr (error->message, ": ");

  if (error->message[0] != '/' || colon == NULL)
    {
      *detail = error->message;
      return NULL;
    }
  *detail = colon + 2;
  return g_strndup (error->message, colon - error->message);
}

/**
 * tog_json_list_read:
 * @node: an array
 * @max_length: how many elements it may have
 * @from_json: reads an element
 *
 * Returns: (transfer full) (element-type GObject): what the array holds, or %NULL
 */
GPtrArray *
tog_json_list_read (JsonNode *node, guint max_length, TogJsonFunc from_json, GError **error)
{
  g_autoptr (GPtrArray) objects = NULL;
  JsonArray *array;
  guint length;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "must be an array");
      return NULL;
    }
  array = json_node_get_array (node);
  length = json_array_get_length (array);
  if (length > max_length)
    {
      g_set_error (
          error, TOG_ERROR, TOG_ERROR_LIMIT, "must not have more than %u items", max_length);
      return NULL;
    }

  objects = g_ptr_array_new_full (length, g_object_unref);
  for (guint i = 0; i < length; i++)
    {
      g_autoptr (GError) local_error = NULL;
      gpointer object = from_json (json_array_get_element (array, i), &local_error);

      if (object == NULL)
        {
          g_autofree char *pointer = g_strdup_printf ("/%u", i);

          prefix_error (local_error, pointer);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_ptr_array_add (objects, object);
    }
  return g_steal_pointer (&objects);
}

/**
 * tog_json_list_write:
 * @objects: (nullable) (element-type GObject): what to write; %NULL is an empty list
 * @to_json: writes one of them
 *
 * Returns: (transfer full): an array
 */
JsonNode *
tog_json_list_write (GPtrArray *objects, TogToJsonFunc to_json)
{
  guint length = objects == NULL ? 0 : objects->len;
  JsonArray *array = json_array_sized_new (length);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < length; i++)
    json_array_add_element (array, to_json (g_ptr_array_index (objects, i)));
  json_node_take_array (node, array);
  return node;
}

/**
 * tog_json_take_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that holds @object
 */
JsonNode *
tog_json_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * tog_json_object_set_text:
 * @object: an object
 * @member: name of a member
 * @text: (nullable): what it is to hold
 *
 * Sets a member to a string, or to null: json-glib's own function takes no %NULL.
 */
void
tog_json_object_set_text (JsonObject *object, const char *member, const char *text)
{
  if (text == NULL)
    json_object_set_null_member (object, member);
  else
    json_object_set_string_member (object, member, text);
}

/**
 * tog_json_object_set_instant:
 * @object: an object
 * @member: name of a member
 * @instant: what it is to hold
 *
 * Sets a member to an instant as RFC 3339 writes it.
 */
void
tog_json_object_set_instant (JsonObject *object, const char *member, TogInstant instant)
{
  char text[TOG_INSTANT_LENGTH + 1];

  tog_instant_write (instant, text);
  json_object_set_string_member (object, member, text);
}
