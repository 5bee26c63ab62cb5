#include "config.h"

#include "tog-session-filter.h"

/**
 * tog_session_filter_copy:
 * @self: a filter
 * @copy: (out caller-allocates): the copy; clear it with tog_session_filter_clear()
 */
void
tog_session_filter_copy (const TogSessionFilter *self, TogSessionFilter *copy)
{
  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->program = g_strdup (self->program);
  copy->person = g_strdup (self->person);
}

/**
 * tog_session_filter_clear:
 * @self: a filter that owns its texts
 *
 * Frees what it holds. All sessions fit it afterwards.
 */
void
tog_session_filter_clear (TogSessionFilter *self)
{
  g_free (self->text);
  g_free (self->program);
  g_free (self->person);
  *self = (TogSessionFilter) TOG_SESSION_FILTER_INIT;
}

gboolean
tog_session_filter_equal (const TogSessionFilter *self, const TogSessionFilter *other)
{
  return g_strcmp0 (self->text, other->text) == 0 &&
         g_strcmp0 (self->program, other->program) == 0 &&
         g_strcmp0 (self->person, other->person) == 0 && self->state == other->state &&
         self->year == other->year && self->when == other->when;
}

/* How many words of what somebody types are looked for, of how many characters. */
#define MAX_WORDS 16
#define MAX_WORD_LENGTH 64

/* As the tokenizer of the full-text index parts words (FTS5's unicode61): letters,
 * digits and what is written in private make words; marks belong to the letter
 * before them. */
static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) ||
         g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

/**
 * tog_session_filter_split:
 * @text: (nullable): what somebody typed, any bytes
 *
 * The words to look for. What is no letter or digit only parts them, so that nothing
 * in them means anything to a search engine.
 *
 * Returns: (transfer full): the words, none where there is nothing to look for
 */
GStrv
tog_session_filter_split (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr (GString) word = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  guint n_words = 0;
  guint n_characters = 0;

  for (const char *p = valid; n_words < MAX_WORDS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_of_word (c))
        {
          if (n_characters++ < MAX_WORD_LENGTH)
            g_string_append_unichar (word, c);
          continue;
        }
      if (word->len > 0)
        {
          g_strv_builder_add (words, word->str);
          n_words++;
        }
      g_string_truncate (word, 0);
      n_characters = 0;
      if (c == '\0')
        break;
    }
  return g_strv_builder_end (words);
}

/**
 * tog_session_facets_new:
 *
 * Returns: (transfer full): nothing to filter by yet
 */
TogSessionFacets *
tog_session_facets_new (void)
{
  TogSessionFacets *self = g_new0 (TogSessionFacets, 1);

  self->programs = g_ptr_array_new_with_free_func (g_free);
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  self->years = g_array_new (FALSE, FALSE, sizeof (int));
  return self;
}

void
tog_session_facets_free (TogSessionFacets *self)
{
  g_ptr_array_unref (self->programs);
  g_ptr_array_unref (self->people);
  g_array_unref (self->years);
  g_free (self);
}
