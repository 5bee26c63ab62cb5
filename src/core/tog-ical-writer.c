#include "config.h"

#include "tog-ical-writer.h"

#include <string.h>

/* Octets a line may have without its end (RFC 5545 section 3.1). */
#define LINE_OCTETS 75

/*
 * Content lines of RFC 5545, written by hand: what goes into them was written by
 * people, and nothing they write may end a line, a value or a parameter. One
 * function folds and ends lines; all values come through it.
 */
static void
append_line (GString *ical, const char *line)
{
  gsize room = LINE_OCTETS;

  for (const char *p = line; *p != '\0';)
    {
      gsize octets = g_utf8_next_char (p) - p;

      if (octets > room)
        {
          g_string_append (ical, "\r\n ");
          room = LINE_OCTETS - 1;
        }
      g_string_append_len (ical, p, octets);
      room -= octets;
      p += octets;
    }
  g_string_append (ical, "\r\n");
}

/* Valid UTF-8 in which every line end is a \n and no other control character is
 * left but tabs. */
static char *
dup_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029)
        g_string_append_c (clean, '\n');
      else if (c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* Section 3.3.11. */
static void
append_escaped (GString *line, const char *text)
{
  g_autofree char *clean = dup_clean (text);

  for (const char *c = clean; *c != '\0'; c++)
    {
      if (*c == '\n')
        {
          g_string_append (line, "\\n");
          continue;
        }
      if (strchr ("\\;,", *c) != NULL)
        g_string_append_c (line, '\\');
      g_string_append_c (line, *c);
    }
}

/* RFC 6868: quotation marks, line ends and carets in a parameter's value. */
static void
append_parameter (GString *line, const char *name, const char *value)
{
  g_autofree char *clean = dup_clean (value);

  g_string_append_printf (line, ";%s=\"", name);
  for (const char *c = clean; *c != '\0'; c++)
    switch (*c)
      {
      case '"':
        g_string_append (line, "^'");
        break;
      case '^':
        g_string_append (line, "^^");
        break;
      case '\n':
        g_string_append (line, "^n");
        break;
      default:
        g_string_append_c (line, *c);
        break;
      }
  g_string_append_c (line, '"');
}

/**
 * tog_ical_begin:
 * @ical: where to write
 * @component: its name
 *
 * Begins a component.
 */
void
tog_ical_begin (GString *ical, const char *component)
{
  tog_ical_append (ical, "BEGIN", component);
}

/**
 * tog_ical_end:
 * @ical: where to write
 * @component: its name
 *
 * Ends a component.
 */
void
tog_ical_end (GString *ical, const char *component)
{
  tog_ical_append (ical, "END", component);
}

/**
 * tog_ical_append:
 * @ical: where to write
 * @property: its name, with parameters if it has any
 * @value: a value of ours, such as a number or a word of the standard
 *
 * Appends a property whose value nobody else wrote.
 */
void
tog_ical_append (GString *ical, const char *property, const char *value)
{
  g_autofree char *line = g_strconcat (property, ":", value, NULL);

  append_line (ical, line);
}

/**
 * tog_ical_append_text:
 * @ical: where to write
 * @property: its name
 * @text: what somebody wrote
 *
 * Appends a property with a value of the type TEXT, whatever is in it.
 */
void
tog_ical_append_text (GString *ical, const char *property, const char *text)
{
  g_autoptr (GString) line = g_string_new (property);

  g_string_append_c (line, ':');
  append_escaped (line, text);
  append_line (ical, line->str);
}

/**
 * tog_ical_append_uri:
 * @ical: where to write
 * @property: its name, with parameters if it has any
 * @uri: a URI; what no URI may hold is percent-encoded
 *
 * Appends a property with a value of the type URI.
 */
void
tog_ical_append_uri (GString *ical, const char *property, const char *uri)
{
  g_autofree char *escaped = g_uri_escape_string (
      uri,
      G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%",
      FALSE);

  tog_ical_append (ical, property, escaped);
}

/**
 * tog_ical_append_instant:
 * @ical: where to write
 * @property: its name
 * @instant: when
 *
 * Appends a property with a DATE-TIME in UTC.
 */
void
tog_ical_append_instant (GString *ical, const char *property, TogInstant instant)
{
  char text[TOG_INSTANT_LENGTH + 1];
  char *to = text;

  /* 2026-11-23T10:15:00Z is 20261123T101500Z here. */
  tog_instant_write (instant, text);
  for (const char *from = text; *from != '\0'; from++)
    if (*from != '-' && *from != ':')
      *to++ = *from;
  *to = '\0';
  tog_ical_append (ical, property, text);
}

/**
 * tog_ical_append_person:
 * @ical: where to write
 * @property: ORGANIZER or ATTENDEE
 * @name: the person's name, whatever is in it
 * @parameters: more parameters, each with a ";" before it, or ""
 * @email: the person's address
 *
 * Appends a property with a CAL-ADDRESS.
 */
void
tog_ical_append_person (GString *ical,
                        const char *property,
                        const char *name,
                        const char *parameters,
                        const char *email)
{
  g_autoptr (GString) line = g_string_new (property);
  g_autofree char *escaped = g_uri_escape_string (email, "@+!$'*=/", FALSE);

  append_parameter (line, "CN", name);
  g_string_append_printf (line, "%s:mailto:%s", parameters, escaped);
  append_line (ical, line->str);
}
