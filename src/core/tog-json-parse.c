#include "config.h"

#include "tog-json.h"

#include "tog-error.h"

#include <string.h>

/*
 * A parser of its own, strict after RFC 8259, because json-glib's is not fit for
 * text from outside: version 1.6 takes 010 for 8 and 99999999999999999999 for
 * -1, makes invalid UTF-8 of a lone surrogate, swallows the quotation mark after
 * one, and calls itself as deep as the text nests. What comes out is json-glib's
 * tree.
 */
typedef struct
{
  const char *start;
  const char *cursor;
  const char *end;
  guint depth;
  GString *scratch;

  const char *member;      /* (nullable): of the root, whose elements are given away */
  TogJsonElementFunc func; /* to this */
  gpointer user_data;
  gboolean is_member; /* whether the value that comes next is that member's */
} Parser;

static JsonNode *parse_value (Parser *parser, GError **error);

static guint
count_line (const char *start, const char *cursor)
{
  guint line = 1;

  for (const char *c = start; c < cursor; c++)
    line += *c == '\n';
  return line;
}

static gboolean
fail (const Parser *parser, int code, const char *what, GError **error)
{
  const char *line_start = parser->cursor;

  while (line_start > parser->start && line_start[-1] != '\n')
    line_start--;
  g_set_error (error,
               TOG_ERROR,
               code,
               "line %u, column %u: %s",
               count_line (parser->start, parser->cursor),
               (guint) g_utf8_strlen (line_start, parser->cursor - line_start) + 1,
               what);
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (parser->cursor < parser->end && (*parser->cursor == ' ' || *parser->cursor == '\t' ||
                                          *parser->cursor == '\r' || *parser->cursor == '\n'))
    parser->cursor++;
}

static gboolean
take (Parser *parser, char c)
{
  if (parser->cursor == parser->end || *parser->cursor != c)
    return FALSE;
  parser->cursor++;
  return TRUE;
}

static gboolean
take_digits (Parser *parser)
{
  const char *start = parser->cursor;

  while (parser->cursor < parser->end && g_ascii_isdigit (*parser->cursor))
    parser->cursor++;
  return parser->cursor > start;
}

static JsonNode *
parse_number (Parser *parser, GError **error)
{
  const char *start = parser->cursor;
  gboolean whole = TRUE;
  char *stop;
  char *text;

  take (parser, '-');
  if (!take (parser, '0') && !take_digits (parser))
    return fail (parser, TOG_ERROR_MALFORMED, "expected a value", error), NULL;
  if (take (parser, '.'))
    {
      whole = FALSE;
      if (!take_digits (parser))
        return fail (parser, TOG_ERROR_MALFORMED, "expected a digit", error), NULL;
    }
  if (take (parser, 'e') || take (parser, 'E'))
    {
      whole = FALSE;
      if (!take (parser, '-'))
        take (parser, '+');
      if (!take_digits (parser))
        return fail (parser, TOG_ERROR_MALFORMED, "expected a digit", error), NULL;
    }

  g_string_truncate (parser->scratch, 0);
  g_string_append_len (parser->scratch, start, parser->cursor - start);
  text = parser->scratch->str;

  errno = 0;
  if (whole)
    {
      gint64 integer = g_ascii_strtoll (text, &stop, 10);

      if (errno == 0)
        return json_node_init_int (json_node_alloc (), integer);
    }
  errno = 0;
  return json_node_init_double (json_node_alloc (), g_ascii_strtod (text, &stop));
}

static gboolean
parse_hex4 (Parser *parser, gunichar *unit, GError **error)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (parser->cursor == parser->end || !g_ascii_isxdigit (*parser->cursor))
        return fail (parser, TOG_ERROR_MALFORMED, "expected four hexadecimal digits", error);
      *unit = *unit << 4 | g_ascii_xdigit_value (*parser->cursor++);
    }
  return TRUE;
}

static gboolean
parse_escape (Parser *parser, GError **error)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape;
  gunichar c;

  if (parser->cursor == parser->end)
    return fail (parser, TOG_ERROR_MALFORMED, "the text ends within a string", error);

  if (!take (parser, 'u'))
    {
      escape = memchr (escapes, *parser->cursor, sizeof escapes - 1);
      if (escape == NULL)
        return fail (parser, TOG_ERROR_MALFORMED, "unknown escape in a string", error);
      g_string_append_c (parser->scratch, meanings[escape - escapes]);
      parser->cursor++;
      return TRUE;
    }

  if (!parse_hex4 (parser, &c, error))
    return FALSE;
  if (c == 0)
    return fail (parser, TOG_ERROR_MALFORMED, "a string must not hold U+0000", error);
  if (c >= 0xd800 && c < 0xdc00)
    {
      gunichar low;

      if (!take (parser, '\\') || !take (parser, 'u'))
        return fail (parser, TOG_ERROR_MALFORMED, "half a surrogate pair in a string", error);
      if (!parse_hex4 (parser, &low, error))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (parser, TOG_ERROR_MALFORMED, "half a surrogate pair in a string", error);
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (c >= 0xdc00 && c <= 0xdfff)
    {
      return fail (parser, TOG_ERROR_MALFORMED, "half a surrogate pair in a string", error);
    }
  g_string_append_unichar (parser->scratch, c);
  return TRUE;
}

/* Returns: whether the value that begins here is the member's; nothing within it is */
static gboolean
take_is_member (Parser *parser)
{
  gboolean is_member = parser->is_member;

  parser->is_member = FALSE;
  return is_member;
}

/* Leaves the string in the scratch buffer. */
static gboolean
parse_string (Parser *parser, GError **error)
{
  g_string_truncate (parser->scratch, 0);
  if (!take (parser, '"'))
    return fail (parser, TOG_ERROR_MALFORMED, "expected a string", error);

  while (parser->cursor < parser->end)
    {
      const char *run = parser->cursor;

      while (parser->cursor < parser->end && *parser->cursor != '"' && *parser->cursor != '\\' &&
             (guchar) *parser->cursor >= 0x20)
        parser->cursor++;
      g_string_append_len (parser->scratch, run, parser->cursor - run);

      if (take (parser, '"'))
        return TRUE;
      if (take (parser, '\\'))
        {
          if (!parse_escape (parser, error))
            return FALSE;
        }
      else if (parser->cursor < parser->end)
        {
          return fail (parser,
                       TOG_ERROR_MALFORMED,
                       "a control character must be escaped in a string",
                       error);
        }
    }
  return fail (parser, TOG_ERROR_MALFORMED, "the text ends within a string", error);
}

static JsonNode *
parse_array (Parser *parser, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  gboolean give_away = take_is_member (parser);

  skip_space (parser);
  if (take (parser, ']'))
    return json_node_init_array (json_node_alloc (), array);

  do
    {
      g_autoptr (JsonNode) element = NULL;
      const char *start;

      skip_space (parser);
      start = parser->cursor;
      element = parse_value (parser, error);
      if (element == NULL)
        return NULL;
      if (!give_away)
        json_array_add_element (array, g_steal_pointer (&element));
      else if (!parser->func (element, start, parser->cursor - start, parser->user_data, error))
        return NULL;
      skip_space (parser);
    }
  while (take (parser, ','));

  if (!take (parser, ']'))
    return fail (parser, TOG_ERROR_MALFORMED, "expected “,” or “]”", error), NULL;
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
parse_object (Parser *parser, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  take_is_member (parser);
  skip_space (parser);
  if (take (parser, '}'))
    return json_node_init_object (json_node_alloc (), object);

  do
    {
      g_autofree char *name = NULL;
      JsonNode *value;

      skip_space (parser);
      if (!parse_string (parser, error))
        return NULL;
      name = g_strdup (parser->scratch->str);
      if (json_object_has_member (object, name))
        return fail (parser, TOG_ERROR_MALFORMED, "the object has this member already", error),
               NULL;
      skip_space (parser);
      if (!take (parser, ':'))
        return fail (parser, TOG_ERROR_MALFORMED, "expected “:”", error), NULL;
      parser->is_member =
          parser->depth == 1 && parser->member != NULL && g_str_equal (name, parser->member);
      value = parse_value (parser, error);
      if (value == NULL)
        return NULL;
      json_object_set_member (object, name, value);
      skip_space (parser);
    }
  while (take (parser, ','));

  if (!take (parser, '}'))
    return fail (parser, TOG_ERROR_MALFORMED, "expected “,” or “}”", error), NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_container (Parser *parser, GError **error)
{
  JsonNode *node;

  if (parser->depth == TOG_JSON_MAX_DEPTH)
    {
      g_autofree char *what = g_strdup_printf ("nested deeper than %d levels", TOG_JSON_MAX_DEPTH);

      return fail (parser, TOG_ERROR_LIMIT, what, error), NULL;
    }

  parser->depth++;
  if (*parser->cursor++ == '{')
    node = parse_object (parser, error);
  else
    node = parse_array (parser, error);
  parser->depth--;
  return node;
}

static gboolean
take_word (Parser *parser, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (parser->end - parser->cursor) < length || memcmp (parser->cursor, word, length) != 0)
    return FALSE;
  parser->cursor += length;
  return TRUE;
}

static JsonNode *
parse_value (Parser *parser, GError **error)
{
  skip_space (parser);
  if (parser->cursor == parser->end)
    return fail (parser, TOG_ERROR_MALFORMED, "the text ends where a value is expected", error),
           NULL;

  switch (*parser->cursor)
    {
    case '{':
    case '[':
      return parse_container (parser, error);

    case '"':
      if (!parse_string (parser, error))
        return NULL;
      return json_node_init_string (json_node_alloc (), parser->scratch->str);

    default:
      if (take_word (parser, "true"))
        return json_node_init_boolean (json_node_alloc (), TRUE);
      if (take_word (parser, "false"))
        return json_node_init_boolean (json_node_alloc (), FALSE);
      if (take_word (parser, "null"))
        return json_node_init_null (json_node_alloc ());
      return parse_number (parser, error);
    }
}

static gboolean
check_bytes (const char *text, gsize length, GError **error)
{
  const char *bad;

  if (length > TOG_JSON_MAX_BYTES)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "longer than %d MiB",
                   TOG_JSON_MAX_BYTES / (1024 * 1024));
      return FALSE;
    }
  if (!g_utf8_validate_len (text, length, &bad))
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_MALFORMED,
                   "line %u: %s",
                   count_line (text, bad),
                   *bad == '\0' ? "holds a NUL byte" : "is not UTF-8");
      return FALSE;
    }
  return TRUE;
}

static JsonNode *
parse_text (Parser *parser, const char *text, gssize length, GError **error)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (JsonNode) root = NULL;

  if (!check_bytes (text, n_bytes, error))
    return NULL;

  parser->scratch = scratch;
  parser->start = parser->cursor = text;
  parser->end = text + n_bytes;
  skip_space (parser);
  if (parser->cursor == parser->end)
    return fail (parser, TOG_ERROR_MALFORMED, "there is no JSON, the text is empty", error), NULL;
  root = parse_value (parser, error);
  if (root == NULL)
    return NULL;
  skip_space (parser);
  if (parser->cursor < parser->end)
    return fail (parser, TOG_ERROR_MALFORMED, "something follows the JSON", error), NULL;
  return g_steal_pointer (&root);
}

/**
 * tog_json_parse:
 * @text: JSON after RFC 8259, in UTF-8
 * @length: bytes in @text, or -1 if it ends with a NUL
 *
 * Parses JSON that came from outside.
 *
 * It takes time and memory linear in the length. Text longer than
 * %TOG_JSON_MAX_BYTES or deeper than %TOG_JSON_MAX_DEPTH fails with
 * %TOG_ERROR_LIMIT; everything else that is not JSON, also an object that has a
 * member twice and a string that holds U+0000, with %TOG_ERROR_MALFORMED and
 * line and column. Whole numbers that don't fit 64 bits become doubles.
 *
 * Returns: (transfer full): the tree, or %NULL
 */
JsonNode *
tog_json_parse (const char *text, gssize length, GError **error)
{
  Parser parser = { NULL };

  return parse_text (&parser, text, length, error);
}

/**
 * tog_json_parse_each:
 * @text: JSON after RFC 8259, in UTF-8
 * @length: bytes in @text, or -1 if it ends with a NUL
 * @member: name of a member of the object that @text is
 * @func: gets each element of the array that this member is
 * @user_data: for @func
 * @error: return location
 *
 * Like tog_json_parse(), but elements of one array are given away as soon as they are
 * parsed, and freed after that: of a long list no tree is made that is larger than the
 * processor's cache. As what follows may turn out to be no JSON, what @func made of them
 * counts only if this returns something.
 *
 * Returns: (transfer full): the tree, in which that array is empty, or %NULL
 */
JsonNode *
tog_json_parse_each (const char *text,
                     gssize length,
                     const char *member,
                     TogJsonElementFunc func,
                     gpointer user_data,
                     GError **error)
{
  Parser parser = { .member = member, .func = func, .user_data = user_data };

  return parse_text (&parser, text, length, error);
}

/* Steps over a value of text that is known to be JSON, without calling itself. */
static void
skip_value (Parser *parser)
{
  guint depth = 0;

  do
    {
      skip_space (parser);
      if (parser->cursor == parser->end)
        return;
      switch (*parser->cursor)
        {
        case '{':
        case '[':
          depth++;
          parser->cursor++;
          break;
        case '}':
        case ']':
          depth--;
          parser->cursor++;
          break;
        case '"':
          if (!parse_string (parser, NULL))
            parser->cursor = parser->end;
          break;
        case ',':
        case ':':
          parser->cursor++;
          break;
        default:
          while (parser->cursor < parser->end &&
                 strchr (" \t\r\n,:[]{}\"", *parser->cursor) == NULL)
            parser->cursor++;
          break;
        }
    }
  while (depth > 0);
}

/* Moves into the value that the pointer's token names; FALSE if there is none. */
static gboolean
enter_value (Parser *parser, const char *token)
{
  gboolean is_object;
  guint64 index = 0;

  skip_space (parser);
  is_object = take (parser, '{');
  if (!is_object && !take (parser, '['))
    return FALSE;

  do
    {
      skip_space (parser);
      if (parser->cursor == parser->end || *parser->cursor == '}' || *parser->cursor == ']')
        return FALSE;
      if (is_object)
        {
          if (!parse_string (parser, NULL))
            return FALSE;
          skip_space (parser);
          if (!take (parser, ':'))
            return FALSE;
          if (g_str_equal (parser->scratch->str, token))
            return TRUE;
        }
      else if (index++ == g_ascii_strtoull (token, NULL, 10))
        {
          return TRUE;
        }
      skip_value (parser);
      skip_space (parser);
    }
  while (take (parser, ','));
  return FALSE;
}

/**
 * tog_json_find_line:
 * @text: text that tog_json_parse() accepted
 * @length: bytes in @text, or -1 if it ends with a NUL
 * @pointer: JSON pointer (RFC 6901), such as "/members/3/zone"
 *
 * Finds where something is written, for messages to people who edit the text.
 *
 * Returns: the line, from 1, on which the value begins; where @pointer leads to
 *   nothing, that of the innermost value on the way
 */
guint
tog_json_find_line (const char *text, gssize length, const char *pointer)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_auto (GStrv) tokens = g_strsplit (pointer, "/", -1);
  Parser parser = { .start = text, .cursor = text, .end = text + n_bytes, .scratch = scratch };
  const char *found;

  skip_space (&parser);
  found = parser.cursor;
  for (guint i = 1; tokens[0] != NULL && tokens[i] != NULL; i++)
    {
      g_autoptr (GString) token = g_string_new (tokens[i]);

      g_string_replace (token, "~1", "/", 0);
      g_string_replace (token, "~0", "~", 0);
      if (!enter_value (&parser, token->str))
        break;
      skip_space (&parser);
      found = parser.cursor;
    }
  return count_line (text, found);
}
