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

static char *
dup_marked (const char *text, GArray *ranges)
{
  GString *marked = g_string_new (NULL);
  gsize end = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const TogTextRange *range = &g_array_index (ranges, TogTextRange, i);

      g_assert_cmpuint (range->start, >=, end);
      g_string_append_len (marked, text + end, (gssize) (range->start - end));
      g_string_append_printf (
          marked, "[%.*s]", (int) (range->end - range->start), text + range->start);
      end = range->end;
    }
  g_string_append (marked, text + end);
  return g_string_free (marked, FALSE);
}

static void
test_find (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = tog_text_search_find (cases[i].text, cases[i].query);
      g_autofree char *marked = dup_marked (cases[i].text, found);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* What stood on lines of their own is told apart, and what is found is still marked, near
 * where the line begins. */
static void
test_snippet (void)
{
  static const struct
  {
    TogSessionField field;
    Case search;
  } snippets[] = {
    { TOG_FIELD_AGENDA,
      { "A hard conversation\n\n Inês asks for feedback\nLast\n",
        "feed hard",
        "A [hard] conversation · Inês asks for [feedback] · Last" } },
    { TOG_FIELD_AGENDA, { "Practise asking for feedback", "feed", "…for [feedback]" } },
    { TOG_FIELD_MY_NOTE, { "Read Rui’s proposal", "proposal", "…Rui’s [proposal]" } },
    { TOG_FIELD_SHARED_NOTES,
      { "Leading without authority\n  Asha Gurung\nagrees",
        "asha gur",
        "…[Asha] [Gurung] · agrees" } },
    { TOG_FIELD_SHARED_NOTES, { "In a setting without authority", "authority", "…[authority]" } },
    { TOG_FIELD_PROGRAM, { "Women in Engineering Leadership", "leader", "…[Leadership]" } },
    { TOG_FIELD_TITLE,
      { "Women in Engineering Leadership", "leader", "Women in Engineering [Leadership]" } },
    { TOG_FIELD_MY_NOTE,
      { "長長長長長長長長長長長長-goals", "goals", "…長長長長長長長長長-[goals]" } },
    { TOG_FIELD_MY_NOTE, { "To do", "to", "[To] do" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (snippets); i++)
    {
      const Case *search = &snippets[i].search;
      g_autoptr (TogSnippet) snippet =
          tog_snippet_new (snippets[i].field, search->text, search->query);
      g_autofree char *marked = dup_marked (snippet->text, snippet->ranges);

      g_assert_cmpstr (marked, ==, search->marked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text-search/find", test_find);
  g_test_add_func ("/core/text-search/snippet", test_snippet);
  return g_test_run ();
}
