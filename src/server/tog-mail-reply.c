#include "config.h"

#include "tog-mail-reply.h"

#include "tog-error.h"
#include "tog-mail.h"

#include <gmime/gmime.h>
#include <string.h>

/* How deep parts may lie in parts, and how many are looked at. */
#define MAX_DEPTH 16
#define MAX_PARTS 100

/* How long the name of a character set may be. */
#define MAX_CHARSET_LENGTH 40

typedef struct
{
  TogMailReply *result;
  guint n_parts;
  gboolean found;
  GError *failure; /* (owned) (nullable): why the first calendar was none of ours */
} Search;

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, message);
  return FALSE;
}

static guint
count_headers (GMimeObject *object, const char *name)
{
  GMimeHeaderList *headers = g_mime_object_get_header_list (object);
  int n = g_mime_header_list_get_count (headers);
  guint count = 0;

  for (int i = 0; i < n; i++)
    {
      GMimeHeader *header = g_mime_header_list_get_header_at (headers, i);

      if (g_ascii_strcasecmp (g_mime_header_get_name (header), name) == 0)
        count++;
    }
  return count;
}

/* Who wrote the mail is in From, once and one: Sender and Reply-To are where others
 * may stand. */
static gboolean
read_from (TogMailReply *self, GMimeMessage *message, GError **error)
{
  InternetAddressList *list = g_mime_message_get_from (message);
  InternetAddress *address;

  if (count_headers (GMIME_OBJECT (message), "From") != 1 || list == NULL ||
      internet_address_list_length (list) != 1)
    return fail (error, "The mail is not from one person");
  address = internet_address_list_get_address (list, 0);
  if (INTERNET_ADDRESS_IS_MAILBOX (address))
    self->from = g_strdup (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)));
  if (self->from == NULL || !tog_mail_check_address (self->from, NULL))
    return fail (error, "The address that the mail is from is none that mail can go to");
  return TRUE;
}

static gboolean
is_utf8 (const char *charset)
{
  return charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0 ||
         g_ascii_strcasecmp (charset, "us-ascii") == 0;
}

/* Returns: what is in a part, as the mail's transport found it, in UTF-8 */
static char *
decode (GMimePart *part, gsize *length)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  const char *charset = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  GMimeStream *stream;
  GByteArray *bytes;
  char *text = NULL;

  if (content == NULL)
    return NULL;
  stream = g_mime_stream_mem_new ();
  if (g_mime_data_wrapper_write_to_stream (content, stream) > 0)
    {
      bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
      if (is_utf8 (charset))
        {
          text = g_strndup ((const char *) bytes->data, bytes->len);
          *length = bytes->len;
        }
      else if (strlen (charset) <= MAX_CHARSET_LENGTH)
        {
          text = g_convert (
              (const char *) bytes->data, bytes->len, "UTF-8", charset, NULL, length, NULL);
        }
    }
  g_object_unref (stream);
  return text;
}

static void
look_at (Search *search, GMimePart *part)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_mime_content_type_is_type (type, "text", "calendar") &&
      !g_mime_content_type_is_type (type, "application", "ics"))
    return;
  text = decode (part, &length);
  if (text == NULL)
    return;
  search->found = tog_calendar_reply_read (
      &search->result->reply, text, length, search->failure == NULL ? &search->failure : NULL);
}

/* Mails in the mail are not looked into: who forwards an answer gives none. */
static void
search_part (Search *search, GMimeObject *part, guint depth)
{
  if (search->found || depth > MAX_DEPTH || search->n_parts >= MAX_PARTS)
    return;
  search->n_parts++;
  if (GMIME_IS_MULTIPART (part))
    {
      GMimeMultipart *multipart = GMIME_MULTIPART (part);

      for (int i = 0; i < g_mime_multipart_get_count (multipart); i++)
        search_part (search, g_mime_multipart_get_part (multipart, i), depth + 1);
    }
  else if (GMIME_IS_PART (part))
    {
      look_at (search, GMIME_PART (part));
    }
}

static gboolean
read_message (TogMailReply *self, GMimeMessage *message, GError **error)
{
  GMimeObject *body = g_mime_message_get_mime_part (message);
  Search search = { .result = self };

  if (!read_from (self, message, error))
    return FALSE;
  if (body != NULL)
    search_part (&search, body, 0);
  if (search.found)
    {
      g_clear_error (&search.failure);
      return TRUE;
    }
  if (search.failure == NULL)
    return fail (error, "There is no calendar in the mail");
  g_propagate_error (error, search.failure);
  return FALSE;
}

static GMimeMessage *
parse (const char *data, gsize size)
{
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *message;

  tog_mail_init ();
  stream = g_mime_stream_mem_new_with_buffer (data, size);
  parser = g_mime_parser_new_with_stream (stream);
  message = g_mime_parser_construct_message (parser, NULL);
  g_object_unref (parser);
  g_object_unref (stream);
  return message;
}

/**
 * tog_mail_reply_read:
 * @self: (out caller-allocates): the reply; free with tog_mail_reply_clear() where it
 *   could be read
 * @data: a mail (RFC 5322), or what somebody took for one
 * @size: bytes in @data
 * @error: return location
 *
 * Reads a mail that answers an invite (RFC 6047). It proves nothing: anybody can
 * send one, unless the mail system sees to that.
 *
 * Returns: whether it is one
 */
gboolean
tog_mail_reply_read (TogMailReply *self, const char *data, gsize size, GError **error)
{
  GMimeMessage *message;
  gboolean done;

  *self = (TogMailReply){ 0 };
  if (size > TOG_MAIL_REPLY_MAX_BYTES)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_LIMIT, "The mail is too long");
      return FALSE;
    }
  message = size > 0 ? parse (data, size) : NULL;
  if (message == NULL)
    return fail (error, "This is no mail");
  done = read_message (self, message, error);
  g_object_unref (message);
  if (!done)
    tog_mail_reply_clear (self);
  return done;
}

/**
 * tog_mail_reply_clear:
 * @self: a reply
 *
 * Drops what @self owns and makes it all zero.
 */
void
tog_mail_reply_clear (TogMailReply *self)
{
  g_clear_pointer (&self->from, g_free);
  tog_calendar_reply_clear (&self->reply);
}
