#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TogEventParser:
 * @line: (owned): what of a line has come so far
 * @name: (owned): of the event that is being read
 * @id: (owned): of the last event
 * @has_data: whether the event that is being read has any
 * @after_return: whether a line feed would belong to the line before
 * @too_long: whether a line was longer than any of ours
 *
 * Reads server-sent events as they come in, by the HTML standard, section 9.2.6
 * ("Interpreting an event stream"). Of the data it only looks whether there is any.
 */
typedef struct
{
  GString *line;
  GString *name;
  GString *id;
  gboolean has_data;
  gboolean after_return;
  gboolean too_long;
} TogEventParser;

/* Bytes of a line that are read at the most. */
#define TOG_EVENT_MAX_LINE 8192

typedef void (*TogParsedEventFunc) (const char *name, const char *id, gpointer user_data);

void     tog_event_parser_init  (TogEventParser *self);
void     tog_event_parser_clear (TogEventParser *self);
gboolean tog_event_parser_feed  (TogEventParser    *self,
                                 const char        *bytes,
                                 gsize              length,
                                 TogParsedEventFunc func,
                                 gpointer           user_data);

G_END_DECLS
