#include "config.h"

#include "tog-event-parser.h"

#include <string.h>

#define DEFAULT_NAME "message"

void
tog_event_parser_init (TogEventParser *self)
{
  *self = (TogEventParser){ g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };
}

void
tog_event_parser_clear (TogEventParser *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->id, TRUE);
}

/* An empty line ends an event; one without data is none. */
static void
end_event (TogEventParser *self, TogParsedEventFunc func, gpointer user_data)
{
  if (self->has_data)
    func (self->name->len > 0 ? self->name->str : DEFAULT_NAME,
          self->id->len > 0 ? self->id->str : NULL,
          user_data);
  self->has_data = FALSE;
  g_string_truncate (self->name, 0);
}

/* Fields that nobody here asks for, and comments, are passed over. */
static void
read_line (TogEventParser *self, TogParsedEventFunc func, gpointer user_data)
{
  const char *line = self->line->str;
  const char *colon = strchr (line, ':');
  gsize length = colon != NULL ? (gsize) (colon - line) : strlen (line);
  const char *value = colon != NULL ? colon + 1 : "";

  if (self->line->len == 0)
    {
      end_event (self, func, user_data);
      return;
    }
  value += *value == ' ';
  if (length == 5 && strncmp (line, "event", length) == 0)
    g_string_assign (self->name, value);
  else if (length == 4 && strncmp (line, "data", length) == 0)
    self->has_data = TRUE;
  /* With a NUL in it, an id is none. */
  else if (length == 2 && strncmp (line, "id", length) == 0 && strlen (line) == self->line->len)
    g_string_assign (self->id, value);
}

/**
 * tog_event_parser_feed:
 * @bytes: what came
 * @func: is called for each event that is whole by now
 *
 * Returns: %FALSE once a line is longer than %TOG_EVENT_MAX_LINE: this is not one of
 *   our streams
 */
gboolean
tog_event_parser_feed (TogEventParser *self,
                       const char *bytes,
                       gsize length,
                       TogParsedEventFunc func,
                       gpointer user_data)
{
  for (gsize i = 0; i < length && !self->too_long; i++)
    {
      gboolean after_return = self->after_return;

      self->after_return = bytes[i] == '\r';
      if (bytes[i] == '\n' && after_return)
        continue;
      if (bytes[i] == '\n' || bytes[i] == '\r')
        {
          read_line (self, func, user_data);
          g_string_truncate (self->line, 0);
        }
      else if (self->line->len < TOG_EVENT_MAX_LINE)
        g_string_append_c (self->line, bytes[i]);
      else
        self->too_long = TRUE;
    }
  return !self->too_long;
}
