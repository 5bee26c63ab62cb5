#include "config.h"

#include "tog-session-hit.h"

/* Takes what was built over into a snippet. */
static void
add_piece (GString *text, const char *piece, gsize length)
{
  for (const char *p = piece; p < piece + length; p++)
    g_string_append_c (text, *p == '\n' ? ' ' : *p);
}

/**
 * tog_snippet_new_marked:
 * @field: where it is from
 * @marked: a text in which each match stands between %TOG_SNIPPET_OPEN and
 *   %TOG_SNIPPET_CLOSE
 *
 * Returns: (transfer full) (nullable): the snippet, or %NULL where nothing is marked
 */
TogSnippet *
tog_snippet_new_marked (TogSessionField field, const char *marked)
{
  const char *open = strchr (marked, TOG_SNIPPET_OPEN[0]);
  TogSnippet *self;
  GString *text;

  if (open == NULL)
    return NULL;

  text = g_string_sized_new (strlen (marked));
  self = g_new0 (TogSnippet, 1);
  self->field = field;
  self->ranges = g_array_new (FALSE, FALSE, sizeof (TogTextRange));
  while (open != NULL)
    {
      const char *close = strchr (open, TOG_SNIPPET_CLOSE[0]);
      TogTextRange range;

      add_piece (text, marked, open - marked);
      if (close == NULL)
        close = open + strlen (open);
      range.start = text->len;
      add_piece (text, open + 1, close - open - 1);
      range.end = text->len;
      g_array_append_val (self->ranges, range);
      marked = *close != '\0' ? close + 1 : close;
      open = strchr (marked, TOG_SNIPPET_OPEN[0]);
    }
  add_piece (text, marked, strlen (marked));
  self->text = g_string_free (text, FALSE);
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
