#include "config.h"

#include "tog-text-search.h"

#include "tog-session-filter.h"

/* Of one character, with all that can be taken apart in it. */
#define MAX_DECOMPOSED 18

/* As tog_session_filter_split() and the full-text index do. */
static gboolean
is_in_word (gunichar character)
{
  if (character < 0x80)
    return g_ascii_isalnum (character);
  return g_unichar_isalnum (character) || g_unichar_ismark (character) ||
         g_unichar_type (character) == G_UNICODE_PRIVATE_USE;
}

/* A character without accents and case, as it is searched for. */
static void
append_folded (GString *folded, gunichar character)
{
  gunichar parts[MAX_DECOMPOSED];
  gsize n_parts;

  /* Most are, and it is done for each letter of all that is shown. */
  if (character < 0x80)
    {
      g_string_append_c (folded, g_ascii_tolower (character));
      return;
    }
  n_parts = g_unichar_fully_decompose (character, FALSE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n_parts; i++)
    {
      if (!g_unichar_ismark (parts[i]))
        g_string_append_unichar (folded, g_unichar_tolower (parts[i]));
    }
}

/* Reads the next word from @cursor on; returns where it ends, or NULL if there is none. */
static const char *
read_word (const char *cursor, const char **start, GString *folded)
{
  g_string_truncate (folded, 0);
  while (*cursor != '\0' && !is_in_word (g_utf8_get_char (cursor)))
    cursor = g_utf8_next_char (cursor);
  *start = cursor;
  while (*cursor != '\0' && is_in_word (g_utf8_get_char (cursor)))
    {
      append_folded (folded, g_utf8_get_char (cursor));
      cursor = g_utf8_next_char (cursor);
    }

  return cursor > *start ? cursor : NULL;
}

static gboolean
has_prefix_of (const char *word, GPtrArray *wanted)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      if (g_str_has_prefix (word, g_ptr_array_index (wanted, i)))
        return TRUE;
    }

  return FALSE;
}

static GPtrArray *
fold_words (const char *query)
{
  GPtrArray *folded = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = tog_session_filter_split (query);
  g_autoptr (GString) word = g_string_new (NULL);
  const char *start;

  for (guint i = 0; words[i] != NULL; i++)
    {
      read_word (words[i], &start, word);
      if (word->len > 0)
        g_ptr_array_add (folded, g_strdup (word->str));
    }
  return folded;
}

/**
 * tog_text_search_find:
 * @text: UTF-8
 * @query: what a TogSessionFilter may have as its text
 *
 * Finds the words of @text that begin like one of @query's, whatever their case and
 * accents: the same that the full-text search of the local database goes by.
 *
 * Returns: (transfer full) (element-type TogTextRange): where they are, in order
 */
GArray *
tog_text_search_find (const char *text, const char *query)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (TogTextRange));
  g_autoptr (GPtrArray) wanted = fold_words (query);
  g_autoptr (GString) folded = g_string_new (NULL);
  const char *start, *end;

  if (wanted->len == 0)
    return found;

  for (end = text; (end = read_word (end, &start, folded)) != NULL;)
    {
      TogTextRange range = { (guint) (start - text), (guint) (end - text) };

      if (has_prefix_of (folded->str, wanted))
        g_array_append_val (found, range);
    }

  return found;
}
