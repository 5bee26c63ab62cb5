#include "config.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-text.h"

#include <string.h>

static void
check_good (void)
{
  static const struct
  {
    const char *text;
    const char *printed;
  } cases[] = {
    { "{}", "{}" },
    { " [ 1 , 2 ] ", "[1,2]" },
    { "\"a\\u0041\\u00e9\\ud83d\\ude00\\n\"", "\"aAé😀\\n\"" },
    { "-0", "0" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "1.5", "1.5" },
    { "true", "true" },
    { "null", "null" },
    { "{\"a\":{\"b\":[false]}}", "{\"a\":{\"b\":[false]}}" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = tog_json_parse (cases[i].text, -1, &error);
      g_autofree char *printed = NULL;

      g_assert_no_error (error);
      printed = tog_json_print (node);
      g_assert_cmpstr (printed, ==, cases[i].printed);
    }
}

static void
check_bad (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1, column 1: there is no JSON, the text is empty" },
    { "  \n ", "line 2, column 2: there is no JSON, the text is empty" },
    { "[1,]", "line 1, column 4: expected a value" },
    { "[1 2]", "line 1, column 4: expected “,” or “]”" },
    { "{\"a\":1,}", "line 1, column 8: expected a string" },
    { "{\"a\" 1}", "line 1, column 6: expected “:”" },
    { "{\"a\":1\n \"b\":2}", "line 2, column 2: expected “,” or “}”" },
    { "{\"a\":1,\"a\":2}", "line 1, column 11: the object has this member already" },
    { "010", "line 1, column 2: something follows the JSON" },
    { "-", "line 1, column 2: expected a value" },
    { "1.", "line 1, column 3: expected a digit" },
    { ".5", "line 1, column 1: expected a value" },
    { "1e", "line 1, column 3: expected a digit" },
    { "NaN", "line 1, column 1: expected a value" },
    { "'a'", "line 1, column 1: expected a value" },
    { "/* a */ 1", "line 1, column 1: expected a value" },
    { "truefalse", "line 1, column 5: something follows the JSON" },
    { "[", "line 1, column 2: the text ends where a value is expected" },
    { "\"a", "line 1, column 3: the text ends within a string" },
    { "\"a\nb\"", "line 1, column 3: a control character must be escaped in a string" },
    { "\"\\x\"", "line 1, column 3: unknown escape in a string" },
    { "\"\\u12\"", "line 1, column 6: expected four hexadecimal digits" },
    { "\"\\ud800\"", "line 1, column 8: half a surrogate pair in a string" },
    { "\"\\ud800\\u0041\"", "line 1, column 14: half a surrogate pair in a string" },
    { "\"\\udc00\"", "line 1, column 8: half a surrogate pair in a string" },
    { "\"\\u0000\"", "line 1, column 8: a string must not hold U+0000" },
    { "\"\xff\"", "line 1: is not UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = tog_json_parse (cases[i].text, -1, &error);

      g_assert_null (node);
      g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
check_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) deepest = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) nul_error = NULL;
  g_autoptr (GError) long_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *longest = g_malloc (TOG_JSON_MAX_BYTES + 1);

  for (guint i = 0; i < TOG_JSON_MAX_DEPTH; i++)
    g_string_append_c (deepest, '[');
  for (guint i = 0; i < TOG_JSON_MAX_DEPTH; i++)
    g_string_append_c (deepest, ']');
  node = tog_json_parse (deepest->str, deepest->len, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  for (guint i = 0; i < 1000000; i++)
    g_string_append (deep, "[{\"a\":");
  g_assert_null (tog_json_parse (deep->str, deep->len, &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_LIMIT);

  g_assert_null (tog_json_parse ("[\0]", 3, &nul_error));
  g_assert_cmpstr (nul_error->message, ==, "line 1: holds a NUL byte");

  memset (longest, ' ', TOG_JSON_MAX_BYTES + 1);
  g_assert_null (tog_json_parse (longest, TOG_JSON_MAX_BYTES + 1, &long_error));
  g_assert_error (long_error, TOG_ERROR, TOG_ERROR_LIMIT);
}

static void
check_large_numbers (void)
{
  g_autoptr (JsonNode) node =
      tog_json_parse ("{\"a\":99999999999999999999,\"b\":1e400,\"c\":60.0,\"d\":1.5}", -1, NULL);
  static const char *const wrong[] = { "a", "b", "d" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      TogJsonReader reader;

      tog_json_reader_init (&reader, node, "");
      g_assert_cmpint (tog_json_reader_int (&reader, "c", 0, 100), ==, 60);
      tog_json_reader_int (&reader, wrong[i], G_MININT64 + 1, G_MAXINT64 - 1);
      g_assert_false (tog_json_reader_finish (&reader, &error));
    }
}

static void
check_reader (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *message; /* (nullable): none is expected */
  } cases[] = {
    { "{\"line\":\"x\",\"n\":3,\"at\":\"2026-11-23T10:15:00Z\"}", 0, NULL },
    { "{\"line\":\"x\",\"n\":3,\"at\":\"2026-11-23T10:15:00Z\",\"more\":[]}", 0, NULL },
    { "[]", TOG_ERROR_MALFORMED, "/root: must be an object" },
    { "{}", TOG_ERROR_MISSING, "/root/line: is missing" },
    { "{\"line\":null}", TOG_ERROR_MISSING, "/root/line: is missing" },
    { "{\"line\":1}", TOG_ERROR_MALFORMED, "/root/line: must be a string" },
    { "{\"line\":\" \"}", TOG_ERROR_MISSING, "/root/line: must not be empty" },
    { "{\"line\":\"a\\nb\"}", TOG_ERROR_MALFORMED, "/root/line: must be one line" },
    { "{\"line\":\"a\\u2028b\"}", TOG_ERROR_MALFORMED, "/root/line: must be one line" },
    { "{\"line\":\"a\\u0007\"}",
      TOG_ERROR_MALFORMED,
      "/root/line: must not hold the control character U+0007" },
    { "{\"line\":\"123456\"}",
      TOG_ERROR_LIMIT,
      "/root/line: must not be longer than 5 characters" },
    { "{\"line\":\"x\",\"n\":\"3\"}", TOG_ERROR_MALFORMED, "/root/n: must be a whole number" },
    { "{\"line\":\"x\",\"n\":31}", TOG_ERROR_LIMIT, "/root/n: must be from 0 to 30" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = tog_json_parse (cases[i].text, -1, NULL);
      g_autoptr (GError) error = NULL;
      TogJsonReader reader;
      gboolean good;

      tog_json_reader_init (&reader, node, "/root");
      tog_json_reader_line (&reader, "line", 5);
      tog_json_reader_int (&reader, "n", 0, 30);
      tog_json_reader_instant (&reader, "at");
      good = tog_json_reader_finish (&reader, &error);
      g_assert_cmpstr (error == NULL ? NULL : error->message, ==, cases[i].message);
      g_assert_true (good == (cases[i].message == NULL));
      if (!good)
        g_assert_cmpint (error->code, ==, cases[i].code);
    }
}

static void
check_reader_allow (void)
{
  static const char *const members[] = { "a", NULL };
  g_autoptr (JsonNode) node = tog_json_parse ("{\"a\":1,\"b\":2}", -1, NULL);
  g_autoptr (GError) error = NULL;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  g_assert_false (tog_json_reader_allow (&reader, members));
  g_assert_false (tog_json_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "has the member “b”, which is not known");
}

static void
check_pointer (void)
{
  g_autoptr (GError) inner =
      g_error_new (TOG_ERROR, TOG_ERROR_MISSING, "/people/3/zone: is missing");
  g_autoptr (GError) whole = g_error_new (TOG_ERROR, TOG_ERROR_MISSING, "must be an object: {}");
  g_autofree char *pointer = NULL;
  const char *detail;

  pointer = tog_json_error_dup_pointer (inner, &detail);
  g_assert_cmpstr (pointer, ==, "/people/3/zone");
  g_assert_cmpstr (detail, ==, "is missing");
  g_assert_null (tog_json_error_dup_pointer (whole, &detail));
  g_assert_cmpstr (detail, ==, "must be an object: {}");
}

static void
check_find_line (void)
{
  static const char text[] = "{\n"
                             " \"a\": [1, {\"x\": \"]}\\\"\"},\n"
                             "  [\n"
                             "   true ]],\n"
                             " \"b/c\":\n"
                             "  {\"d\": 5}\n"
                             "}\n";
  static const struct
  {
    const char *pointer;
    guint line;
  } cases[] = {
    { "", 1 },      { "/a", 2 },      { "/a/1/x", 2 }, { "/a/2", 3 },       { "/a/2/0", 4 },
    { "/b~1c", 6 }, { "/b~1c/d", 6 }, { "/a/7", 2 },   { "/nothing/x", 1 }, { "/a/0/x", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (tog_json_find_line (text, -1, cases[i].pointer), ==, cases[i].line);
}

static void
check_text (void)
{
  static const struct
  {
    const char *text;
    const char *line;  /* (nullable): it is refused */
    const char *lines; /* (nullable): it is refused */
  } cases[] = {
    { "plain", "plain", "plain" },
    { "  a b \t", NULL, "a b" },
    { "\u00a0a\u3000", "a", "a" },
    { "a\r\nb\rc\nd\u2028e\u2029f", NULL, "a\nb\nc\nd\ne\nf" },
    { "evil\u202egnp.exe", "evilgnp.exe", "evilgnp.exe" },
    { "\u2066a\u2069", "a", "a" },
    { "שלום\u200f!", "שלום\u200f!", "שלום\u200f!" },
    { "a\xc2\x85"
      "b",
      NULL,
      NULL },
    { "a\x1b[0m", NULL, NULL },
    { "a\x7f", NULL, NULL },
    { "bad \xc3", NULL, NULL },
    { "", "", "" },
    { ".", ".", "." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean good = tog_text_check_line (cases[i].text, 100, NULL);
      g_autofree char *line = good ? tog_text_dup_line (cases[i].text) : NULL;
      gboolean lines_good = tog_text_check_lines (cases[i].text, 100, NULL);
      g_autofree char *lines = lines_good ? tog_text_dup_lines (cases[i].text) : NULL;

      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

static void
check_append_string (void)
{
  static const char text[] = "a\"b\\c\n\x01\x7f/é😀";
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  tog_json_append_string (json, text);
  node = tog_json_parse (json->str, -1, NULL);
  g_assert_cmpstr (json_node_get_string (node), ==, text);
}

/* Says what it was given, and doesn't want nulls. */
static gboolean
note_element (JsonNode *element, const char *text, gsize length, gpointer user_data, GError **error)
{
  g_autofree char *printed = tog_json_print (element);

  if (JSON_NODE_HOLDS_NULL (element))
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_LIMIT, "no more");
      return FALSE;
    }
  g_string_append_printf (user_data, "%s=%.*s|", printed, (int) length, text);
  return TRUE;
}

static void
check_each (void)
{
  static const struct
  {
    const char *text;
    const char *elements;
    const char *rest; /* NULL where it fails */
  } cases[] = {
    { "{\"a\":[1, {\"b\" : 2} ,[3]],\"c\":[4]}",
      "1=1|{\"b\":2}={\"b\" : 2}|[3]=[3]|",
      "{\"a\":[],\"c\":[4]}" },
    { "{\"c\":{\"a\":[1]},\"a\":{\"a\":[2]}}", "", "{\"c\":{\"a\":[1]},\"a\":{\"a\":[2]}}" },
    { "{\"a\":{},\"c\":[1]}", "", "{\"a\":{},\"c\":[1]}" },
    { "{\"a\":\"b\",\"c\":[1]}", "", "{\"a\":\"b\",\"c\":[1]}" },
    { "[{\"a\":[1]}]", "", "[{\"a\":[1]}]" },
    { "{\"a\":[1,2", "1=1|2=2|", NULL },
    { "{\"a\":[1,01]}", "1=1|0=0|", NULL },
    { "{\"a\":[1],\"a\":[2]}", "1=1|", NULL },
    { "{\"a\":[1,null,2]}", "1=1|", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) elements = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node =
          tog_json_parse_each (cases[i].text, -1, "a", note_element, elements, &error);
      g_autofree char *rest = node != NULL ? tog_json_print (node) : NULL;

      g_assert_cmpstr (elements->str, ==, cases[i].elements);
      g_assert_cmpstr (rest, ==, cases[i].rest);
      g_assert_true ((node == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/good", check_good);
  g_test_add_func ("/json/P28/bad", check_bad);
  g_test_add_func ("/json/P28/limits", check_limits);
  g_test_add_func ("/json/P28/large-numbers", check_large_numbers);
  g_test_add_func ("/json/reader", check_reader);
  g_test_add_func ("/json/reader-allow", check_reader_allow);
  g_test_add_func ("/json/pointer", check_pointer);
  g_test_add_func ("/json/find-line", check_find_line);
  g_test_add_func ("/json/P18/text", check_text);
  g_test_add_func ("/json/append-string", check_append_string);
  g_test_add_func ("/json/P28/each", check_each);

  return g_test_run ();
}
