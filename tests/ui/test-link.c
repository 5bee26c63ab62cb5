#include "config.h"

#include "tog-file-save.h"
#include "tog-link.h"

#include <string.h>

static const struct
{
  const char *address;
  gboolean is_web;
} addresses[] = {
  { "https://meet.example/room", TRUE },
  { "http://hbr.example/2019", TRUE },
  { "HTTPS://meet.example/ROOM?x=1#y", TRUE },
  { "https://", FALSE },
  { "https:meet.example", FALSE },
  { "javascript:alert(1)", FALSE },
  { "file:///etc/passwd", FALSE },
  { "mailto:asha@meridian.example", FALSE },
  { "data:text/html,hello", FALSE },
  { " https://meet.example", FALSE },
  { "meet.example", FALSE },
  { "", FALSE },
};

static void
test_web (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s", addresses[i].address);
      g_assert_cmpint (tog_link_is_web (addresses[i].address), ==, addresses[i].is_web);
    }
}

/* Whatever somebody is called, a draft has one address, one subject, one body. */
static void
test_draft (void)
{
  g_autofree char *draft = tog_link_new_draft ("asha+x@meridian.example",
                                               "Q&A? 100% #1=yes\r\nBcc: all@meridian.example",
                                               "Hello Asha,\n\nÁ é & ?cc=x");
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (draft, G_URI_FLAGS_ENCODED_QUERY, &error);
  g_autoptr (GHashTable) fields = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_scheme (uri), ==, "mailto");
  g_assert_cmpstr (g_uri_get_path (uri), ==, "asha+x@meridian.example");
  g_assert_null (g_uri_get_fragment (uri));
  g_assert_null (strpbrk (draft, "\r\n "));

  fields = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (fields), ==, 2);
  g_assert_cmpstr (
      g_hash_table_lookup (fields, "subject"), ==, "Q&A? 100% #1=yes\r\nBcc: all@meridian.example");
  g_assert_cmpstr (g_hash_table_lookup (fields, "body"), ==, "Hello Asha,\r\n\r\nÁ é & ?cc=x");
}

static void
test_host (void)
{
  g_autofree char *host = tog_link_dup_host ("https://user@hbr.example:8443/2019?x");
  g_autofree char *none = tog_link_dup_host ("no address");

  g_assert_cmpstr (host, ==, "hbr.example");
  g_assert_null (none);
}

static void
test_file_names (void)
{
  const struct
  {
    const char *title;
    const char *name;
  } names[] = {
    { "Giving and receiving feedback", "Giving and receiving feedback.ics" },
    { "../../etc/passwd", "-.-..-etc-passwd.ics" },
    { ".hidden", "-hidden.ics" },
    { "A/B: \"what?\"", "A-B- -what--.ics" },
    { "   ", "session.ics" },
    { "", "session.ics" },
  };
  g_autofree char *long_title = g_strnfill (300, 'x');
  g_autofree char *long_name = tog_file_dup_name (long_title, "ics");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = tog_file_dup_name (names[i].title, "ics");

      g_assert_cmpstr (name, ==, names[i].name);
    }

  g_assert_cmpuint (strlen (long_name), <, 100);
}

/* What anybody wrote reads the same, whatever it looks like. */
static void
test_markup (void)
{
  static const struct
  {
    const char *text;
    const char *markup;
  } cases[] = {
    { "", "" },
    { "See https://a.example/x?y=1&z=2.",
      "See <a href=\"https://a.example/x?y=1&amp;z=2\">https://a.example/x?y=1&amp;z=2</a>." },
    { "(http://a.example/b), https://c.example/(d)",
      "(<a href=\"http://a.example/b\">http://a.example/b</a>), "
      "<a href=\"https://c.example/(d)\">https://c.example/(d)</a>" },
    { "xhttps://a.example https:// <b>é</b>", "xhttps://a.example https:// &lt;b&gt;é&lt;/b&gt;" },
    { "https://a.example/xÀ", "<a href=\"https://a.example/x\">https://a.example/x</a>À" },
    { "javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd" },
    { "https://a.example/\"><b>\n“https://b.example”",
      "<a href=\"https://a.example/\">https://a.example/</a>&quot;&gt;&lt;b&gt;\n"
      "“<a href=\"https://b.example\">https://b.example</a>”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = tog_link_dup_markup (cases[i].text);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (markup, ==, cases[i].markup);
      if (strstr (markup, "<a ") == NULL)
        {
          g_assert_true (pango_parse_markup (markup, -1, 0, NULL, &text, NULL, &error));
          g_assert_no_error (error);
          g_assert_cmpstr (text, ==, cases[i].text);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/web", test_web);
  g_test_add_func ("/link/P18/draft", test_draft);
  g_test_add_func ("/link/host", test_host);
  g_test_add_func ("/link/P18/markup", test_markup);
  g_test_add_func ("/link/file-names", test_file_names);

  return g_test_run ();
}
