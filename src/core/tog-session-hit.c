#include "config.h"

#include "tog-session-hit.h"

#include "tog-text-search.h"

#include <string.h>

/* A list has room for a line of some 30 characters, and says where it is from before
 * it: so many are there at the most before the first match, and together with it. */
#define LEAD 10
#define LEAD_AND_MATCH 16

/* Characters after it, for where there is more room. */
#define TAIL 120

/* Between what stood on lines of their own, each of which tells of something else. */
#define LINE_BREAK " · "

static gboolean
is_between_words (const char *p)
{
  return g_unichar_isspace (g_utf8_get_char (p));
}

/* Where the first match ends, and what is found right behind it: names have two words. */
static const char *
find_match_end (const char *text, GArray *found)
{
  const char *end = text + g_array_index (found, TogTextRange, 0).end;

  for (guint i = 1; i < found->len; i++)
    {
      const TogTextRange *next = &g_array_index (found, TogTextRange, i);

      if (*end == '\0' || text + next->start > g_utf8_next_char (end))
        break;
      end = text + next->end;
    }
  return end;
}

/* Where to begin so that all of the match is near: on its line, with a whole word where
 * words are not endless. */
static const char *
find_begin (const char *text, const char *match, const char *match_end)
{
  glong lead = CLAMP (LEAD_AND_MATCH - g_utf8_strlen (match, match_end - match), 0, LEAD);
  const char *begin = match;
  const char *word = NULL;

  while (begin > text)
    {
      const char *before = g_utf8_prev_char (begin);

      if (is_between_words (before) && !is_between_words (begin))
        word = begin;
      if (lead-- == 0 || *before == '\n')
        break;
      begin = before;
    }
  return begin == text || word == NULL ? begin : word;
}

static const char *
find_end (const char *match_end)
{
  const char *end = match_end;
  const char *last_space = NULL;

  for (guint i = 0; i < TAIL && *end != '\0'; i++)
    {
      if (is_between_words (end))
        last_space = end;
      end = g_utf8_next_char (end);
    }
  return *end == '\0' || last_space == NULL ? end : last_space;
}

/* Appends a piece of @text on one line, and what was @found in it to @ranges. */
static void
append_piece (GString *piece,
              GArray *ranges,
              const char *text,
              const char *begin,
              const char *end,
              GArray *found)
{
  gsize lead = piece->len;
  TogTextRange range = { 0, 0 };
  guint n = 0;

  for (const char *p = begin; p < end;)
    {
      const TogTextRange *next = n < found->len ? &g_array_index (found, TogTextRange, n) : NULL;
      const char *after = g_utf8_next_char (p);

      if (next != NULL && p == text + next->start)
        range.start = piece->len;
      if (*p == '\n')
        {
          while (after < end && g_ascii_isspace (*after))
            after++;
          if (piece->len > lead && after < end)
            g_string_append (piece, LINE_BREAK);
        }
      else
        {
          g_string_append_len (piece, p, after - p);
        }
      p = after;
      if (next != NULL && p == text + next->end)
        {
          range.end = piece->len;
          g_array_append_val (ranges, range);
          n++;
        }
    }
}

/**
 * tog_snippet_new:
 * @field: where it is from
 * @text: all of that field
 * @query: what a #TogSessionFilter may have as its text
 *
 * Of a title it has all, of what may be longer what stands around the first match.
 *
 * Returns: (transfer full) (nullable): the snippet, or %NULL where nothing matches
 */
TogSnippet *
tog_snippet_new (TogSessionField field, const char *text, const char *query)
{
  g_autoptr (GArray) found = tog_text_search_find (text, query);
  g_autoptr (GString) piece = NULL;
  const char *begin = text;
  const char *end = text + strlen (text);
  TogSnippet *self;

  if (found->len == 0)
    return NULL;
  if (field != TOG_FIELD_TITLE)
    {
      const char *match_end = find_match_end (text, found);

      begin = find_begin (text, text + g_array_index (found, TogTextRange, 0).start, match_end);
      end = find_end (match_end);
    }

  self = g_new0 (TogSnippet, 1);
  self->field = field;
  self->ranges = g_array_new (FALSE, FALSE, sizeof (TogTextRange));
  piece = g_string_new (begin > text ? "…" : "");
  append_piece (piece, self->ranges, text, begin, end, found);
  if (*end != '\0')
    g_string_append (piece, "…");
  self->text = g_string_free (g_steal_pointer (&piece), FALSE);
  return self;
}

void
tog_snippet_free (TogSnippet *self)
{
  g_free (self->text);
  g_array_unref (self->ranges);
  g_free (self);
}

gboolean
tog_snippet_equal (const TogSnippet *self, const TogSnippet *other)
{
  return self->field == other->field && g_str_equal (self->text, other->text) &&
         self->ranges->len == other->ranges->len &&
         memcmp (self->ranges->data,
                 other->ranges->data,
                 self->ranges->len * sizeof (TogTextRange)) == 0;
}

G_DEFINE_FINAL_TYPE (TogSessionHit, tog_session_hit, G_TYPE_OBJECT)

static void
tog_session_hit_finalize (GObject *object)
{
  TogSessionHit *self = TOG_SESSION_HIT (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->program_name);
  g_free (self->match_id);
  g_free (self->group_id);
  g_strfreev (self->names);
  g_ptr_array_unref (self->snippets);

  G_OBJECT_CLASS (tog_session_hit_parent_class)->finalize (object);
}

static void
tog_session_hit_class_init (TogSessionHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_session_hit_finalize;
}

static void
tog_session_hit_init (TogSessionHit *self)
{
  self->snippets = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_snippet_free);
}

/**
 * tog_session_hit_new:
 *
 * Returns: (transfer full): a hit to be filled in, without snippets
 */
TogSessionHit *
tog_session_hit_new (void)
{
  return g_object_new (TOG_TYPE_SESSION_HIT, NULL);
}

static gboolean
equal_snippets (GPtrArray *snippets, GPtrArray *others)
{
  if (snippets->len != others->len)
    return FALSE;
  for (guint i = 0; i < snippets->len; i++)
    {
      if (!tog_snippet_equal (g_ptr_array_index (snippets, i), g_ptr_array_index (others, i)))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_session_hit_equal:
 * @self: a hit
 * @other: another
 *
 * Returns: whether a list that shows the one has no need to show the other
 */
gboolean
tog_session_hit_equal (TogSessionHit *self, TogSessionHit *other)
{
  return g_str_equal (self->id, other->id) && g_str_equal (self->title, other->title) &&
         g_str_equal (self->program_name, other->program_name) &&
         g_strcmp0 (self->match_id, other->match_id) == 0 &&
         g_strcmp0 (self->group_id, other->group_id) == 0 &&
         g_strv_equal ((const char *const *) self->names, (const char *const *) other->names) &&
         self->n_people == other->n_people && self->slot.start == other->slot.start &&
         self->slot.end == other->slot.end && self->state == other->state &&
         equal_snippets (self->snippets, other->snippets);
}

/**
 * tog_session_hit_get_snippet:
 * @self: a hit
 * @field: which field
 *
 * Returns: (transfer none) (nullable): where the searched words are in it, or %NULL
 *   where they aren't
 */
const TogSnippet *
tog_session_hit_get_snippet (TogSessionHit *self, TogSessionField field)
{
  for (guint i = 0; i < self->snippets->len; i++)
    {
      const TogSnippet *snippet = g_ptr_array_index (self->snippets, i);

      if (snippet->field == field)
        return snippet;
    }
  return NULL;
}

/**
 * tog_session_hit_get_best:
 * @self: a hit
 *
 * Returns: (transfer none) (nullable): the snippet to show below a row whose title,
 *   people and program show their matches themselves: the one of the agenda or the
 *   notes with most matches, or %NULL where they have none
 */
const TogSnippet *
tog_session_hit_get_best (TogSessionHit *self)
{
  const TogSnippet *best = NULL;

  for (guint i = 0; i < self->snippets->len; i++)
    {
      const TogSnippet *snippet = g_ptr_array_index (self->snippets, i);

      if (snippet->field >= TOG_FIELD_AGENDA &&
          (best == NULL || snippet->ranges->len > best->ranges->len))
        best = snippet;
    }
  return best;
}
