#include "config.h"

#include "tog-mail.h"

#include "tog-error.h"
#include "tog-mail-text.h"

#include <gmime/gmime.h>
#include <string.h>

#define MAX_ADDRESS_LENGTH 254
#define MAX_LOCAL_LENGTH 64
#define MAX_LABEL_LENGTH 63

/**
 * tog_mail_init:
 *
 * Readies GMime. May be called any number of times, from any thread.
 */
void
tog_mail_init (void)
{
  static gsize initialized;

  if (g_once_init_enter (&initialized))
    {
      g_mime_init ();
      g_once_init_leave (&initialized, 1);
    }
}

static gboolean
is_atom_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Atoms parted by single dots (RFC 5321 section 4.1.2, Dot-string). */
static gboolean
is_local_part (const char *text, gsize length)
{
  gboolean after_dot = TRUE;

  if (length > MAX_LOCAL_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '.' ? after_dot : !is_atom_char (text[i]))
        return FALSE;
      after_dot = text[i] == '.';
    }
  return !after_dot;
}

static gboolean
is_domain (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      gsize length = strlen (labels[i]);

      if (length == 0 || length > MAX_LABEL_LENGTH || labels[i][0] == '-' ||
          labels[i][length - 1] == '-')
        return FALSE;
      for (const char *c = labels[i]; *c != '\0'; c++)
        if (!g_ascii_isalnum (*c) && *c != '-')
          return FALSE;
    }
  return labels[0] != NULL;
}

/**
 * tog_mail_check_address:
 * @address: what somebody gave as an email address
 * @error: return location
 *
 * Checks that mail can be sent to @address: a plain address of RFC 5321 in ASCII,
 * with neither quotes nor comments nor a name around it. Nothing in it can mean
 * anything to a mail header, an SMTP command or a calendar property.
 *
 * Returns: whether it is one
 */
gboolean
tog_mail_check_address (const char *address, GError **error)
{
  const char *at = strrchr (address, '@');

  if (at != NULL && strlen (address) <= MAX_ADDRESS_LENGTH &&
      is_local_part (address, at - address) && is_domain (at + 1))
    return TRUE;
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "must be an email address such as ines@meridian.example");
  return FALSE;
}

static GMimeObject *
new_part (const char *type, const char *text, GMimeContentEncoding encoding)
{
  GMimeContentType *content_type = g_mime_content_type_parse (NULL, type);
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (text, strlen (text));
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);
  GMimePart *part = g_mime_part_new ();

  g_mime_object_set_content_type (GMIME_OBJECT (part), content_type);
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, encoding);
  g_object_unref (content);
  g_object_unref (stream);
  g_object_unref (content_type);
  return GMIME_OBJECT (part);
}

static void
add_part (GMimeMultipart *multipart, GMimeObject *part)
{
  g_mime_multipart_add (multipart, part);
  g_object_unref (part);
}

/* Programs differ in which part they look for: Gmail, Outlook and Apple take the
 * calendar among the alternatives for an invite, others offer the attachment. */
static GMimeObject *
build_invite (const TogMail *mail, GMimeMultipart *alternative)
{
  g_autofree char *ical = tog_invite_to_ical (
      mail->session, mail->method, mail->from_name, mail->from_address, mail->stamp);
  g_autofree char *calendar_type =
      g_strdup_printf ("text/calendar; charset=utf-8; method=%s; component=VEVENT",
                       tog_invite_method_to_string (mail->method));
  GMimeMultipart *mixed = g_mime_multipart_new_with_subtype ("mixed");
  GMimeObject *attachment = new_part ("application/ics", ical, GMIME_CONTENT_ENCODING_BASE64);

  add_part (alternative, new_part (calendar_type, ical, GMIME_CONTENT_ENCODING_BASE64));
  add_part (mixed, GMIME_OBJECT (alternative));

  g_mime_object_set_disposition (attachment, GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename (GMIME_PART (attachment), "invite.ics");
  add_part (mixed, attachment);
  return GMIME_OBJECT (mixed);
}

static GMimeObject *
build_body (const TogMail *mail)
{
  g_autofree char *text = tog_mail_write_text (mail);
  g_autofree char *html = tog_mail_write_html (mail);
  GMimeMultipart *alternative = g_mime_multipart_new_with_subtype ("alternative");

  add_part (alternative,
            new_part ("text/plain; charset=utf-8", text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  add_part (alternative,
            new_part ("text/html; charset=utf-8", html, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  return mail->kind == TOG_MAIL_INVITE ? build_invite (mail, alternative)
                                       : GMIME_OBJECT (alternative);
}

static TogMember *
find_recipient (const TogMail *mail)
{
  for (guint i = 0; i < mail->session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (mail->session->participants, i);

      if (g_str_equal (participant->member->id, mail->recipient))
        return participant->member;
    }
  return NULL;
}

/* Text of people's for a header. What looks like an encoded word (RFC 2047) is
 * broken up, or it would be decoded into something that nobody checked. */
static char *
dup_header (const char *text)
{
  g_autofree char *line = tog_mail_dup_line (text);
  GString *header = g_string_new (line);

  g_string_replace (header, "=?", "= ?", 0);
  return g_string_free (header, FALSE);
}

static void
set_address (GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  g_autofree char *line = dup_header (name);

  g_mime_message_add_mailbox (message, type, line, address);
}

static GBytes *
print_message (GMimeMessage *message)
{
  GMimeFormatOptions *options = g_mime_format_options_new ();
  GMimeStream *stream = g_mime_stream_mem_new ();
  GByteArray *bytes;
  GBytes *printed;

  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  printed = g_bytes_new (bytes->data, bytes->len);
  g_object_unref (stream);
  g_mime_format_options_free (options);
  return printed;
}

/**
 * tog_mail_compose:
 * @mail: what it is made of
 * @error: return location
 *
 * Composes a mail about a session: text, HTML and, to invite, an iTIP object (RFC
 * 6047), all saying the same. Whatever people wrote stays text in each of them.
 *
 * Returns: (transfer full) (nullable): the message (RFC 5322) with lines ended by
 *   CRLF, or %NULL if the recipient takes no part in the session or has no
 *   address that mail can go to
 */
GBytes *
tog_mail_compose (const TogMail *mail, GError **error)
{
  TogMember *recipient = find_recipient (mail);
  GMimeMessage *message;
  GMimeObject *body;
  GBytes *printed;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (mail->now);
  g_autofree char *subject_text = NULL;
  g_autofree char *subject = NULL;

  if (recipient == NULL || recipient->email == NULL)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_REFERENCE,
                   "“%s” takes no part in the session",
                   mail->recipient);
      return NULL;
    }
  if (!tog_mail_check_address (recipient->email, error) ||
      !tog_mail_check_address (mail->from_address, error))
    {
      g_prefix_error (error, "The address of the sender or of the recipient: ");
      return NULL;
    }

  tog_mail_init ();
  message = g_mime_message_new (FALSE);
  subject_text = tog_mail_write_subject (mail);
  subject = dup_header (subject_text);
  set_address (message, GMIME_ADDRESS_TYPE_FROM, mail->from_name, mail->from_address);
  set_address (message, GMIME_ADDRESS_TYPE_TO, recipient->name, recipient->email);
  g_mime_message_set_subject (message, subject, "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, mail->message_id);
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", "us-ascii");
  body = build_body (mail);
  g_mime_message_set_mime_part (message, body);
  g_object_unref (body);
  printed = print_message (message);
  g_object_unref (message);
  return printed;
}
