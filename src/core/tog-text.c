#include "config.h"

#include "tog-text.h"

#include "tog-error.h"

#include <string.h>

/*
 * What people write is shown to others, and goes into mail headers, calendars
 * and logs. It is made harmless once, when it comes in: one line holds nothing
 * that could end it. What orders the text around it differently from how it is
 * stored (explicit embeddings, overrides and isolates, U+202A to U+202E and
 * U+2066 to U+2069) is dropped without a word: some systems add it to whatever
 * is copied, so that a refusal would be about something nobody can see. The
 * marks U+200E, U+200F and U+061C, which only say how they read themselves, stay.
 */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

/* Most of what comes in, and nothing to look up for. */
static gboolean
is_plain (const char *p)
{
  return *p >= 0x20 && *p < 0x7f;
}

static gboolean
check_form (const char *text, gsize max_length, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "is not valid UTF-8");
      return FALSE;
    }
  /* No text has more characters than bytes, and most have not even as many bytes. */
  if (strlen (text) > max_length && (gsize) g_utf8_strlen (text, -1) > max_length)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "must not be longer than %" G_GSIZE_FORMAT " characters",
                   max_length);
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_control (gunichar c, GError **error)
{
  g_set_error (
      error, TOG_ERROR, TOG_ERROR_MALFORMED, "must not hold the control character U+%04X", c);
  return FALSE;
}

/**
 * tog_text_check_line:
 * @text: what somebody wrote where one line is asked for
 * @max_length: characters it may have
 *
 * Checks that @text is valid UTF-8, one line, free of control characters and
 * not too long.
 *
 * Returns: whether it may be used, through tog_text_dup_line()
 */
gboolean
tog_text_check_line (const char *text, gsize max_length, GError **error)
{
  if (!check_form (text, max_length, error))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if (is_plain (p))
        continue;
      c = g_utf8_get_char (p);
      if (is_line_end (c))
        {
          g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "must be one line");
          return FALSE;
        }
      if (g_unichar_iscntrl (c))
        return fail_control (c, error);
    }
  return TRUE;
}

/**
 * tog_text_check_lines:
 * @text: what somebody wrote where several lines may be
 * @max_length: characters it may have
 *
 * Like tog_text_check_line(), but line ends of any kind and tabs may be in it.
 *
 * Returns: whether it may be used, through tog_text_dup_lines()
 */
gboolean
tog_text_check_lines (const char *text, gsize max_length, GError **error)
{
  if (!check_form (text, max_length, error))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if (is_plain (p))
        continue;
      c = g_utf8_get_char (p);
      if (g_unichar_iscntrl (c) && !is_line_end (c) && c != '\t')
        return fail_control (c, error);
    }
  return TRUE;
}

/* Drops white space from both ends. */
static char *
take_trimmed (GString *string)
{
  char *end = string->str + string->len;
  char *start = string->str;

  while (end > start)
    {
      char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      end = before;
    }
  g_string_truncate (string, end - start);
  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  g_string_erase (string, 0, start - string->str);
  return g_string_free (string, FALSE);
}

/* Appends what needs no second look, and returns where that ends. */
static const char *
append_plain (GString *string, const char *text)
{
  const char *end = text;

  while (is_plain (end))
    end++;
  g_string_append_len (string, text, end - text);
  return end;
}

/**
 * tog_text_dup_line:
 * @text: what tog_text_check_line() let pass
 *
 * Returns: (transfer full): @text without white space around it and without
 *   characters that reorder other text
 */
char *
tog_text_dup_line (const char *text)
{
  GString *line = g_string_sized_new (strlen (text));

  for (const char *p = append_plain (line, text); *p != '\0';
       p = append_plain (line, g_utf8_next_char (p)))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_bidi_control (c))
        g_string_append_unichar (line, c);
    }
  return take_trimmed (line);
}

/**
 * tog_text_dup_lines:
 * @text: what tog_text_check_lines() let pass
 *
 * Returns: (transfer full): @text with every line end a \n, without white space
 *   around it and without characters that reorder other text
 */
char *
tog_text_dup_lines (const char *text)
{
  GString *lines = g_string_sized_new (strlen (text));

  for (const char *p = append_plain (lines, text); *p != '\0';
       p = append_plain (lines, g_utf8_next_char (p)))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (is_line_end (c))
        g_string_append_c (lines, '\n');
      else if (!is_bidi_control (c))
        g_string_append_unichar (lines, c);
    }
  return take_trimmed (lines);
}

static gboolean
is_url_character (gunichar c)
{
  if (c < 0x80)
    return c > 0x20 && c != 0x7f && strchr ("\"<>\\^`{|}", c) == NULL;
  return g_unichar_isprint (c) && !g_unichar_isspace (c) && g_unichar_type (c) != G_UNICODE_FORMAT;
}

static const char *
find_url_fault (const char *url, const char *scheme)
{
  g_autoptr (GUri) uri = NULL;

  for (const char *p = url; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_url_character (g_utf8_get_char (p)))
      return "holds a space or another character that no URL may hold";

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return "is not a valid URL";
  if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
      !g_str_equal (g_uri_get_scheme (uri), scheme))
    return g_str_equal (scheme, "https") ? "must begin with https://"
                                         : "must begin with https:// or http://";
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return "has no host name";
  if (g_uri_get_userinfo (uri) != NULL)
    return "must not hold a user name or password";
  return NULL;
}

/**
 * tog_text_dup_clause:
 * @sentence: what is wrong, in English
 *
 * Returns: (transfer full): the sentence as it goes on after a colon: begun in
 *   lower case, unless with an abbreviation
 */
char *
tog_text_dup_clause (const char *sentence)
{
  char *clause = g_strdup (sentence);

  if (g_ascii_isupper (clause[0]) && !g_ascii_isupper (clause[1]))
    clause[0] = g_ascii_tolower (clause[0]);
  return clause;
}

/**
 * tog_text_check_url:
 * @url: what somebody gave as a link
 * @scheme: "https", or "http" where that will do too
 *
 * Checks that @url is an absolute URL with a host, without user or password
 * (they serve to make a link look as if it led elsewhere), without white space,
 * control characters and what RFC 3986 never allows, and not longer than
 * %TOG_TEXT_MAX_URL_BYTES bytes. Letters beyond ASCII are let pass: people copy
 * such links from where they work.
 *
 * Returns: whether it can be used as it is
 */
gboolean
tog_text_check_url (const char *url, const char *scheme, GError **error)
{
  const char *fault;

  if (strlen (url) > TOG_TEXT_MAX_URL_BYTES)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "must not be longer than %d bytes",
                   TOG_TEXT_MAX_URL_BYTES);
      return FALSE;
    }
  if (*url == '\0')
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MISSING, "is empty");
      return FALSE;
    }
  if (!g_utf8_validate (url, -1, NULL))
    fault = "is not valid UTF-8";
  else
    fault = find_url_fault (url, scheme);
  if (fault != NULL)
    g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, fault);
  return fault == NULL;
}
