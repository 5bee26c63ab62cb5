#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TogIcalLine:
 * @name: of the property, in capitals
 * @parameters: the parameters as they were written, parted by ";", or ""
 * @value: what follows the ":"
 * @number: on which line of the text it begins, from 1
 *
 * A content line of iCalendar (RFC 5545 section 3.1), unfolded. It points into
 * its reader.
 */
typedef struct
{
  const char *name;
  const char *parameters;
  const char *value;
  guint number;
} TogIcalLine;

/**
 * TogIcalReader:
 *
 * Gives the content lines of a text one after the other, in linear time and
 * with one copy of the text.
 */
typedef struct
{
  char *text; /* (owned) */
  char *cursor;
  char *end;
  guint number;
  gsize line_bytes;
} TogIcalReader;

gboolean tog_ical_reader_init  (TogIcalReader *reader,
                                const char    *text,
                                gsize          length,
                                gsize          line_bytes,
                                GError       **error);
void     tog_ical_reader_clear (TogIcalReader *reader);
gboolean tog_ical_reader_next  (TogIcalReader *reader, TogIcalLine *line, GError **error);
char    *tog_ical_line_dup_parameter (const TogIcalLine *line, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogIcalReader, tog_ical_reader_clear)

G_END_DECLS
