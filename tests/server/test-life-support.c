#include "config.h"

#include "test-life-support.h"

#include "tog-database.h"

#include <fcntl.h>
#include <gmime/gmime.h>
#include <string.h>

/* How often, and how long in between, a test looks whether something came about. */
#define N_LOOKS 2000
#define LOOK_USEC 10000

TestLife *
test_life_new (void)
{
  TestLife *self = g_new0 (TestLife, 1);
  g_autofree char *body = NULL;
  g_autoptr (TestReply) booked = NULL;
  g_autoptr (GError) error = NULL;

  self->server = test_server_new_stopped ();
  self->mail.from_address = g_strdup ("sessions@north.example");
  self->mail.folder = g_build_filename (self->server->folder, "mails", NULL);
  tog_mail_options_check (&self->mail, &error);
  g_assert_no_error (error);
  self->server->options.mail = &self->mail;
  test_server_start (self->server);

  self->ana = test_server_token (self->server, "ana@north.example");
  self->ben = test_server_token (self->server, "ben@north.example");
  self->start = test_instant (3, 10, 0);
  body = test_booking ("p1", self->start, 45);
  booked = test_book (self->server, self->ana, "first", NULL, body);
  g_assert_cmpuint (booked->status, ==, 201);
  self->id = g_strdup (test_reply_string (booked, "id"));
  self->path = g_strconcat ("/v1/sessions/", self->id, NULL);
  test_life_wait (self, "SELECT count (*) FROM mail WHERE state = 'sent'", 2);
  return self;
}

void
test_life_free (TestLife *self)
{
  test_server_free (self->server);
  g_free (self->mail.from_address);
  g_free (self->mail.folder);
  g_free (self->ana);
  g_free (self->ben);
  g_free (self->id);
  g_free (self->path);
  g_free (self);
}

/* Sets the clock, and has the server look at it. */
void
test_life_go_to (TestLife *self, TogInstant now)
{
  test_clock_shift (now - tog_clock_now ());
  if (self->server->server != NULL)
    tog_server_wake (self->server->server);
}

/* What is below the session's path, or a path where it begins with a slash. */
static char *
make_path (TestLife *self, const char *below)
{
  if (below == NULL)
    return g_strdup (self->path);
  return *below == '/' ? g_strdup (below) : g_strconcat (self->path, "/", below, NULL);
}

TestReply *
test_life_get (TestLife *self, const char *token, const char *below)
{
  g_autofree char *path = make_path (self, below);

  return test_get (self->server, token, path);
}

TestReply *
test_life_send (TestLife *self,
                const char *token,
                const char *method,
                const char *below,
                const char *if_match,
                const char *body)
{
  g_autofree char *path = make_path (self, below);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GString) headers = g_string_new (NULL);

  g_string_printf (headers, "Idempotency-Key: %s\r\n", key);
  if (body != NULL)
    g_string_append (headers, "Content-Type: application/json\r\n");
  if (if_match != NULL)
    g_string_append_printf (headers, "If-Match: %s\r\n", if_match);
  return test_send (self->server->port, token, method, path, headers->str, body);
}

void
test_life_wait (TestLife *self, const char *sql, gint64 expected)
{
  gint64 count = -1;

  for (guint i = 0; i < N_LOOKS; i++)
    {
      count = test_server_count (self->server, sql);
      if (count == expected)
        return;
      g_usleep (LOOK_USEC);
    }
  g_error ("“%s” stays %" G_GINT64_FORMAT, sql, count);
}

/* Reads a mail back. Returns: its subject and all its text, decoded */
static char *
read_mail (const char *path)
{
  GMimeStream *stream = g_mime_stream_fs_open (path, O_RDONLY, 0, NULL);
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
  GString *text = g_string_new (NULL);
  GMimePartIter *parts = g_mime_part_iter_new (GMIME_OBJECT (message));
  g_autofree char *to = internet_address_list_to_string (
      g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_TO), NULL, FALSE);

  g_string_append_printf (text, "To: %s\nSubject: %s\n", to, g_mime_message_get_subject (message));
  do
    {
      GMimeObject *part = g_mime_part_iter_get_current (parts);
      GMimeStream *memory;
      GByteArray *bytes;
      g_autofree char *type = NULL;

      if (!GMIME_IS_PART (part))
        continue;
      type = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (part));
      memory = g_mime_stream_mem_new ();
      g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), memory);
      bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (memory));
      g_string_append_printf (text, "[%s]\n", type);
      g_string_append_len (text, (const char *) bytes->data, bytes->len);
      g_object_unref (memory);
    }
  while (g_mime_part_iter_next (parts));

  g_mime_part_iter_free (parts);
  g_object_unref (message);
  g_object_unref (parser);
  g_object_unref (stream);
  return g_string_free (text, FALSE);
}

/* Returns: (element-type utf8): the mails in the folder in which @part stands */
GPtrArray *
test_life_mails (TestLife *self, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (self->mail.folder, 0, NULL);
  GPtrArray *mails = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->mail.folder, name, NULL);
      g_autofree char *text = read_mail (path);

      if (strstr (text, part) != NULL)
        g_ptr_array_add (mails, g_steal_pointer (&text));
    }
  return mails;
}
