#include "config.h"

#include "tog-note-typing.h"

#include <string.h>

/* Numbers beyond are no list. */
#define MAX_NUMBER 999

/* Bytes of a bullet with the space after it, 0 where there is none. */
static gsize
find_bullet (const char *text)
{
  static const char *const bullets[] = { "- ", "* ", "• " };

  for (gsize i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (g_str_has_prefix (text, bullets[i]))
      return strlen (bullets[i]);
  return 0;
}

/* The same for a number such as "2. ". */
static gsize
find_number (const char *text, guint64 *number)
{
  char *end;

  if (!g_ascii_isdigit (*text))
    return 0;
  *number = g_ascii_strtoull (text, &end, 10);
  if (*number > MAX_NUMBER || end[0] != '.' || end[1] != ' ')
    return 0;
  return (gsize) (end + 2 - text);
}

/**
 * tog_note_typing_dup_next:
 * @line: what stands before the line break
 * @ends: (out): whether @line is an item with nothing in it
 *
 * Returns: (nullable): how the next line begins, or %NULL where @line is no item
 */
char *
tog_note_typing_dup_next (const char *line, gboolean *ends)
{
  gsize indent = strspn (line, " \t");
  guint64 number = 0;
  gsize length = find_bullet (line + indent);
  g_autofree char *next = NULL;

  *ends = FALSE;
  if (length > 0)
    {
      next = g_strndup (line, indent + length);
    }
  else
    {
      g_autofree char *space = g_strndup (line, indent);

      length = find_number (line + indent, &number);
      if (length == 0)
        return NULL;
      next = g_strdup_printf ("%s%" G_GUINT64_FORMAT ". ", space, number + 1);
    }
  *ends = line[indent + length] == '\0';
  return g_steal_pointer (&next);
}

/* A line break that was typed, as opposed to one in what was loaded or pasted. */
static void
inserted_cb (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, int length)
{
  GtkTextIter start, end;
  g_autofree char *line = NULL;
  g_autofree char *next = NULL;
  gboolean ends;

  if (length != 1 || *text != '\n')
    return;

  end = *location;
  gtk_text_iter_backward_char (&end);
  start = end;
  gtk_text_iter_set_line_offset (&start, 0);
  line = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  next = tog_note_typing_dup_next (line, &ends);
  if (next == NULL)
    return;

  g_signal_handlers_block_by_func (buffer, inserted_cb, NULL);
  if (ends)
    {
      end = *location;
      gtk_text_buffer_delete (buffer, &start, &end);
      *location = start;
    }
  else
    {
      gtk_text_buffer_insert (buffer, location, next, -1);
    }
  g_signal_handlers_unblock_by_func (buffer, inserted_cb, NULL);
}

/**
 * tog_note_typing_follow:
 *
 * Continues lists as they are typed into @buffer.
 */
void
tog_note_typing_follow (GtkTextBuffer *buffer)
{
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (inserted_cb), NULL);
}
