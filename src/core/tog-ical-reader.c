#include "config.h"

#include "tog-ical-reader.h"

#include "tog-error.h"

#include <string.h>

/**
 * tog_ical_reader_init:
 * @reader: a reader that is not in use
 * @text: iCalendar text
 * @length: bytes in @text
 * @line_bytes: how long an unfolded line may be
 *
 * Begins to read. A byte order mark is passed over; a NUL byte is an error.
 *
 * Returns: whether there is something to read; clear the reader in either case
 */
gboolean
tog_ical_reader_init (TogIcalReader *reader,
                      const char *text,
                      gsize length,
                      gsize line_bytes,
                      GError **error)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";

  *reader = (TogIcalReader){ .line_bytes = line_bytes, .number = 1 };
  if (length >= strlen (byte_order_mark) &&
      memcmp (text, byte_order_mark, strlen (byte_order_mark)) == 0)
    {
      text += strlen (byte_order_mark);
      length -= strlen (byte_order_mark);
    }
  if (memchr (text, '\0', length) != NULL)
    {
      g_set_error_literal (
          error, TOG_ERROR, TOG_ERROR_MALFORMED, "The calendar holds a NUL byte, which is no text");
      return FALSE;
    }

  reader->text = g_malloc (length + 1);
  memcpy (reader->text, text, length);
  reader->text[length] = '\0';
  reader->cursor = reader->text;
  reader->end = reader->text + length;
  return TRUE;
}

/**
 * tog_ical_reader_clear:
 * @reader: a reader
 *
 * Frees what @reader holds; its lines are not valid any more.
 */
void
tog_ical_reader_clear (TogIcalReader *reader)
{
  g_clear_pointer (&reader->text, g_free);
}

/* Unfolds the next line in place, and ends it with a NUL: what it says is never
 * longer than how it was written. Lines may end with CRLF, LF or CR. */
static char *
unfold (TogIcalReader *reader)
{
  char *start = reader->cursor;
  char *to = start;

  for (;;)
    {
      char *from = reader->cursor;
      gsize length = strcspn (from, "\r\n");

      memmove (to, from, length);
      to += length;
      reader->cursor = from + length;
      if (reader->cursor < reader->end)
        {
          if (reader->cursor[0] == '\r' && reader->cursor[1] == '\n')
            reader->cursor++;
          reader->cursor++;
          reader->number++;
        }
      if (reader->cursor == reader->end || (*reader->cursor != ' ' && *reader->cursor != '\t'))
        break;
      reader->cursor++;
    }
  *to = '\0';
  return start;
}

/* Where the value begins: after the first colon that is not within quotation marks. */
static char *
find_value (char *line)
{
  gboolean quoted = FALSE;

  for (char *c = line; *c != '\0'; c++)
    {
      if (*c == '"')
        quoted = !quoted;
      else if (*c == ':' && !quoted)
        return c;
    }
  return NULL;
}

/**
 * tog_ical_reader_next:
 * @reader: a reader
 * @line: (out): the next line
 *
 * Reads the next content line. What is none, because it has no colon, is passed
 * over, as some programs fold long text without the space that has to be there.
 *
 * Returns: whether there was one; %FALSE at the end, with no error, and where a
 *   line is too long, with %TOG_ERROR_LIMIT
 */
gboolean
tog_ical_reader_next (TogIcalReader *reader, TogIcalLine *line, GError **error)
{
  while (reader->cursor < reader->end)
    {
      char *colon;
      char *text;
      char *name_end;

      line->number = reader->number;
      text = unfold (reader);
      if (strlen (text) > reader->line_bytes)
        {
          g_set_error (error,
                       TOG_ERROR,
                       TOG_ERROR_LIMIT,
                       "Line %u of the calendar is longer than %" G_GSIZE_FORMAT " bytes",
                       line->number,
                       reader->line_bytes);
          return FALSE;
        }
      colon = find_value (text);
      if (colon == NULL)
        continue;

      *colon = '\0';
      name_end = text + strcspn (text, ";");
      line->value = colon + 1;
      line->parameters = *name_end == ';' ? name_end + 1 : name_end;
      *name_end = '\0';
      for (char *c = text; c < name_end; c++)
        *c = g_ascii_toupper (*c);
      line->name = text;
      return TRUE;
    }
  return FALSE;
}

/**
 * tog_ical_line_dup_parameter:
 * @line: a line
 * @name: of the parameter, in capitals
 *
 * Returns: (transfer full) (nullable): the parameter's value without quotation
 *   marks, or %NULL if it has no such parameter
 */
char *
tog_ical_line_dup_parameter (const TogIcalLine *line, const char *name)
{
  const char *c = line->parameters;

  while (*c != '\0')
    {
      const char *parameter = *c == ';' ? c + 1 : c;
      gsize name_length = strcspn (parameter, "=;");
      gboolean quoted = FALSE;
      const char *value;

      for (c = parameter; *c != '\0' && (quoted || *c != ';'); c++)
        if (*c == '"')
          quoted = !quoted;
      if (parameter[name_length] != '=' || name_length != strlen (name) ||
          g_ascii_strncasecmp (parameter, name, name_length) != 0)
        continue;

      value = parameter + name_length + 1;
      if (*value == '"' && c > value + 1 && c[-1] == '"')
        return g_strndup (value + 1, c - value - 2);
      return g_strndup (value, c - value);
    }
  return NULL;
}
