#include "config.h"

#include "tog-event-parser.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *text;
  const char *events; /* "name id" of each, a line each */
} CASES[] = {
  { "ours",
    "retry: 2000\n\nevent: changes\nid: T1\ndata: {\"next\":\"T1\"}\n\n: heartbeat\n\n",
    "changes T1\n" },
  { "carriage-returns", "event: a\rdata: x\r\rdata:y\r\r", "a -\nmessage -\n" },
  { "both", "event: a\r\nid: 1\r\ndata: x\r\n\r\nid: 2\r\ndata\r\n\r\n", "a 1\nmessage 2\n" },
  { "id-stays", "id: 1\ndata: x\n\ndata: y\n\n", "message 1\nmessage 1\n" },
  { "without-data", "event: a\nid: 1\n\ndata: x\n\n", "message 1\n" },
  { "unfinished", "data: x\n", "" },
  { "one-space-only", "event:  a\ndata:x\n\n", " a -\n" },
  { "unknown-fields", "evento: a\nevent\ndata: x\ndatas: y\n\n", "message -\n" },
  { "nothing", "", "" },
};

static void
note_cb (const char *name, const char *id, gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s\n", name, id != NULL ? id : "-");
}

/* The same, however the network cuts it. */
static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  gsize length = strlen (CASES[i].text);

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autoptr (GString) events = g_string_new (NULL);
      TogEventParser parser;

      tog_event_parser_init (&parser);
      g_assert_true (tog_event_parser_feed (&parser, CASES[i].text, cut, note_cb, events));
      g_assert_true (
          tog_event_parser_feed (&parser, CASES[i].text + cut, length - cut, note_cb, events));
      g_assert_cmpstr (events->str, ==, CASES[i].events);
      tog_event_parser_clear (&parser);
    }
}

static void
test_too_long (void)
{
  g_autofree char *line = g_strnfill (TOG_EVENT_MAX_LINE, 'x');
  g_autoptr (GString) events = g_string_new (NULL);
  TogEventParser parser;

  tog_event_parser_init (&parser);
  g_assert_true (tog_event_parser_feed (&parser, line, TOG_EVENT_MAX_LINE, note_cb, events));
  g_assert_false (tog_event_parser_feed (&parser, "x\ndata: y\n\n", 12, note_cb, events));
  g_assert_false (tog_event_parser_feed (&parser, "data: y\n\n", 9, note_cb, events));
  g_assert_cmpstr (events->str, ==, "");
  tog_event_parser_clear (&parser);
}

/* An id with a NUL in it is none. */
static void
test_nul (void)
{
  g_autoptr (GString) events = g_string_new (NULL);
  TogEventParser parser;

  tog_event_parser_init (&parser);
  g_assert_true (tog_event_parser_feed (&parser, "id: a\0b\ndata: x\n\n", 18, note_cb, events));
  g_assert_cmpstr (events->str, ==, "message -\n");
  tog_event_parser_clear (&parser);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *path = g_strconcat ("/event-parser/P28/", CASES[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/event-parser/P28/too-long", test_too_long);
  g_test_add_func ("/event-parser/P28/nul", test_nul);

  return g_test_run ();
}
