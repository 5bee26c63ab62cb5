#include "config.h"

#include "tog-text-search.h"

typedef struct
{
  const char *text;
  const char *query;
  const char *marked; /* what is found stands in brackets */
} Case;

static const Case cases[] = {
  { "", "feedback", "" },
  { "Ask Rui for feedback", "", "Ask Rui for feedback" },
  { "Ask Rui for feedback", " ,;- ", "Ask Rui for feedback" },
  { "Ask Rui for feedback", "feedback", "Ask Rui for [feedback]" },
  { "Feedback, feedback; FEEDBACK", "feed", "[Feedback], [feedback]; [FEEDBACK]" },
  { "Giving feedback", "back", "Giving feedback" },
  { "Giving feedback", "feed giv", "[Giving] [feedback]" },
  { "feed", "feedback", "feed" },
  /* With and without accents, composed or not. */
  { "Inês e Tomás", "ines tomas", "[Inês] e [Tomás]" },
  { "Ine\xcc\x82s", "inês", "[Ine\xcc\x82s]" },
  { "Inès", "INÊS", "[Inès]" },
  { "नमस्ते आशा", "आशा", "नमस्ते [आशा]" },
  { "30 October, 2026", "2026 30", "[30] October, [2026]" },
  { "<b>bold</b> & more", "b", "<[b]>[bold]</[b]> & more" },
  { "well-known", "known", "well-[known]" },
};

static void
test_find (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = tog_text_search_find (cases[i].text, cases[i].query);
      g_autoptr (GString) marked = g_string_new (NULL);
      gsize end = 0;

      for (guint j = 0; j < found->len; j++)
        {
          const TogTextRange *range = &g_array_index (found, TogTextRange, j);

          g_assert_cmpuint (range->start, >=, end);
          g_string_append_len (marked, cases[i].text + end, (gssize) (range->start - end));
          g_string_append_c (marked, '[');
          g_string_append_len (
              marked, cases[i].text + range->start, (gssize) (range->end - range->start));
          g_string_append_c (marked, ']');
          end = range->end;
        }
      g_string_append (marked, cases[i].text + end);
      g_assert_cmpstr (marked->str, ==, cases[i].marked);
    }
}

/* What stood on lines of their own is told apart, and what is found is still marked. */
static void
test_snippet (void)
{
  g_autoptr (GString) marked = g_string_new (NULL);
  TogSnippet *snippet = tog_snippet_new (
      TOG_FIELD_AGENDA, "A hard conversation\n\n Inês asks for feedback\nLast\n", "feed hard");
  gsize end = 0;

  for (guint i = 0; i < snippet->ranges->len; i++)
    {
      const TogTextRange *range = &g_array_index (snippet->ranges, TogTextRange, i);

      g_string_append_len (marked, snippet->text + end, (gssize) (range->start - end));
      g_string_append_printf (
          marked, "[%.*s]", (int) (range->end - range->start), snippet->text + range->start);
      end = range->end;
    }
  g_string_append (marked, snippet->text + end);
  g_assert_cmpstr (marked->str, ==, "A [hard] conversation · Inês asks for [feedback] · Last");
  tog_snippet_free (snippet);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text-search/find", test_find);
  g_test_add_func ("/core/text-search/snippet", test_snippet);
  return g_test_run ();
}
