#include "config.h"

#include "tog-calendar-reply.h"

#include "tog-error.h"
#include "tog-ical-reader.h"
#include "tog-ical-value.h"
#include "tog-model-limits.h"
#include "tog-text.h"

#include <string.h>

/* An answer is short, whatever program sends it. */
#define MAX_BYTES (256 * 1024)
#define MAX_LINE_BYTES (16 * 1024)

/* What was met so far. */
typedef struct
{
  TogCalendarReply *reply;
  gboolean is_reply; /* METHOD:REPLY */
  gboolean in_event; /* and in nothing within it */
  guint depth;       /* of components within VCALENDAR */
  guint n_events;
  guint n_attendees;
  gboolean is_instance; /* of one occurrence, which no session has */
  gboolean has_answer;
  gboolean has_stamp;
} Reading;

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, message);
  return FALSE;
}

static gboolean
has_parameter (const TogIcalLine *line, const char *name, const char *value)
{
  g_autofree char *found = tog_ical_line_dup_parameter (line, name);

  return found != NULL && g_ascii_strcasecmp (found, value) == 0;
}

static void
read_attendee (Reading *reading, const TogIcalLine *line)
{
  static const struct
  {
    const char *partstat;
    TogAnswer answer;
  } answers[] = {
    { "ACCEPTED", TOG_ANSWER_ACCEPTED },
    { "TENTATIVE", TOG_ANSWER_TENTATIVE },
    { "DECLINED", TOG_ANSWER_DECLINED },
  };
  const char *email = line->value;

  reading->n_attendees++;
  if (g_ascii_strncasecmp (email, "mailto:", strlen ("mailto:")) == 0)
    email += strlen ("mailto:");
  g_free (reading->reply->email);
  reading->reply->email = g_strstrip (g_strdup (email));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (has_parameter (line, "PARTSTAT", answers[i].partstat))
      {
        reading->reply->answer = answers[i].answer;
        reading->has_answer = TRUE;
      }
}

/* A TEXT of RFC 5545 section 3.3.11, made one line; NULL where nothing is left. */
static char *
dup_text (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *line = NULL;

  for (const char *c = value; *c != '\0'; c++)
    {
      if (*c != '\\' || c[1] == '\0')
        g_string_append_c (text, *c);
      else if (*++c == 'n' || *c == 'N')
        g_string_append_c (text, ' ');
      else
        g_string_append_c (text, *c);
    }
  if (g_utf8_strlen (text->str, -1) > TOG_MAX_REASON_LENGTH)
    g_string_truncate (text,
                       g_utf8_offset_to_pointer (text->str, TOG_MAX_REASON_LENGTH) - text->str);
  if (!tog_text_check_line (text->str, TOG_MAX_REASON_LENGTH, NULL))
    return NULL;
  line = tog_text_dup_line (text->str);
  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

static void
read_property (Reading *reading, const TogIcalLine *line)
{
  TogCalendarReply *reply = reading->reply;
  guint64 sequence;
  TogIcalTime time;

  if (g_str_equal (line->name, "UID"))
    {
      g_free (reply->uid);
      reply->uid = g_strdup (line->value);
    }
  else if (g_str_equal (line->name, "SEQUENCE"))
    {
      if (g_ascii_string_to_unsigned (line->value, 10, 0, G_MAXINT, &sequence, NULL))
        reply->sequence = (int) sequence;
      else
        reply->sequence = -1;
    }
  else if (g_str_equal (line->name, "DTSTAMP"))
    {
      reading->has_stamp =
          tog_ical_parse_time (line->value, strlen (line->value), &time) && time.is_utc;
      if (reading->has_stamp)
        reply->stamp = time.wall.day * (TogInstant) TOG_DAY_SECONDS + time.wall.second;
    }
  else if (g_str_equal (line->name, "ATTENDEE"))
    {
      read_attendee (reading, line);
    }
  else if (g_str_equal (line->name, "COMMENT"))
    {
      g_free (reply->comment);
      reply->comment = dup_text (line->value);
    }
  else if (g_str_equal (line->name, "RECURRENCE-ID"))
    {
      reading->is_instance = TRUE;
    }
}

static gboolean
read_line (Reading *reading, const TogIcalLine *line, GError **error)
{
  if (g_str_equal (line->name, "BEGIN"))
    {
      if (reading->depth == 0 && g_ascii_strcasecmp (line->value, "VCALENDAR") != 0)
        return fail (error, "This is no calendar");
      reading->depth++;
      reading->in_event = reading->depth == 2 && g_ascii_strcasecmp (line->value, "VEVENT") == 0;
      reading->n_events += reading->in_event ? 1 : 0;
    }
  else if (g_str_equal (line->name, "END"))
    {
      if (reading->depth == 0)
        return fail (error, "The calendar ends before it begins");
      reading->depth--;
      /* What comes after an alarm within it is still the event's. */
      reading->in_event = reading->depth == 2 && reading->n_events > 0;
    }
  else if (reading->depth == 0)
    {
      return fail (error, "This is no calendar");
    }
  else if (reading->depth == 1 && g_str_equal (line->name, "METHOD"))
    {
      reading->is_reply = g_ascii_strcasecmp (line->value, "REPLY") == 0;
    }
  else if (reading->in_event)
    {
      read_property (reading, line);
    }
  return TRUE;
}

/* What has to be there once, is; else it is nobody's answer to anything of ours. */
static gboolean
check (const Reading *reading, GError **error)
{
  const TogCalendarReply *reply = reading->reply;

  if (reading->depth > 0)
    return fail (error, "The calendar is cut off");
  if (!reading->is_reply)
    return fail (error, "The calendar is no reply");
  if (reading->n_events != 1 || reading->n_attendees != 1 || reading->is_instance)
    return fail (error, "The reply is not one person’s to one event");
  if (reply->uid == NULL || *reply->uid == '\0' || strlen (reply->uid) > TOG_MAX_UID_LENGTH)
    return fail (error, "The reply doesn’t say to what");
  if (reply->sequence < 0)
    return fail (error, "The reply’s sequence is no number");
  if (!reading->has_stamp)
    return fail (error, "The reply doesn’t say when it was given");
  if (*reply->email == '\0' || strlen (reply->email) > TOG_MAX_EMAIL_LENGTH)
    return fail (error, "The reply doesn’t say who gives it");
  if (!reading->has_answer)
    return fail (error, "The reply neither accepts nor declines");
  return TRUE;
}

/**
 * tog_calendar_reply_read:
 * @self: (out caller-allocates): the reply; free with tog_calendar_reply_clear()
 *   where it could be read
 * @text: iCalendar text, or what somebody took for it
 * @length: bytes in @text
 *
 * Reads a reply in linear time. It proves nothing: anybody can send one.
 *
 * Returns: whether it is one
 */
gboolean
tog_calendar_reply_read (TogCalendarReply *self, const char *text, gsize length, GError **error)
{
  g_auto (TogIcalReader) reader = { 0 };
  Reading reading = { .reply = self };
  GError *failure = NULL;
  TogIcalLine line;

  *self = (TogCalendarReply){ 0 };
  if (length > MAX_BYTES)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_LIMIT, "The reply is too long");
      return FALSE;
    }
  if (tog_ical_reader_init (&reader, text, length, MAX_LINE_BYTES, error))
    {
      while (tog_ical_reader_next (&reader, &line, &failure) &&
             read_line (&reading, &line, &failure))
        ;
      if (failure == NULL && check (&reading, error))
        return TRUE;
      if (failure != NULL)
        g_propagate_error (error, failure);
    }
  tog_calendar_reply_clear (self);
  return FALSE;
}

/**
 * tog_calendar_reply_clear:
 * @self: a reply
 *
 * Drops what @self owns and makes it all zero.
 */
void
tog_calendar_reply_clear (TogCalendarReply *self)
{
  g_free (self->uid);
  g_free (self->email);
  g_free (self->comment);
  *self = (TogCalendarReply){ 0 };
}
