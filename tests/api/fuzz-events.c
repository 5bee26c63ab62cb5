#include "config.h"

#include "tog-event-parser.h"

#include "fuzz.h"

static void
note_cb (const char *name, const char *id, gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s\n", name, id != NULL ? id : "-");
}

/* Whatever comes in, it does not matter in how many pieces it does. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);
  TogEventParser parser;
  gboolean good;
  gboolean still_good = TRUE;

  tog_event_parser_init (&parser);
  good = tog_event_parser_feed (&parser, (const char *) data, size, note_cb, whole);
  tog_event_parser_clear (&parser);

  tog_event_parser_init (&parser);
  for (gsize i = 0; i < size; i++)
    still_good = tog_event_parser_feed (&parser, (const char *) data + i, 1, note_cb, pieces);
  tog_event_parser_clear (&parser);

  g_assert_true (good == still_good);
  g_assert_cmpstr (whole->str, ==, pieces->str);
  return 0;
}
