#include "config.h"

#include "tog-json.h"
#include "tog-mail.h"

#include <stdio.h>
#include <string.h>

/* Composes a mail for a test in another language: reads a Session of the API
 * document from standard input, writes the message to standard output.
 * Arguments: recipient's id, REQUEST, CANCEL or DECLINED, sender's name and address,
 * id of who did that, and where it was moved from, the start and end of that. */

static TogSlot
read_slot (const char *start, const char *end)
{
  TogSlot slot;

  g_assert_true (tog_instant_parse (start, &slot.start, NULL));
  g_assert_true (tog_instant_parse (end, &slot.end, NULL));
  return slot;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (TogSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  gsize n_read;

  g_assert_true (argc == 6 || argc == 8);
  while ((n_read = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (input, buffer, n_read);

  node = tog_json_parse (input->str, input->len, &error);
  g_assert_no_error (error);
  session = tog_session_from_json (node, &error);
  if (session != NULL)
    {
      const TogMail mail = {
        .session = session,
        .recipient = argv[1],
        .method = g_str_equal (argv[2], "CANCEL") ? TOG_INVITE_CANCEL : TOG_INVITE_REQUEST,
        .kind = g_str_equal (argv[2], "DECLINED") ? TOG_MAIL_DECLINED : TOG_MAIL_INVITE,
        .about = argv[5],
        .from = argc == 8 ? read_slot (argv[6], argv[7]) : (TogSlot){ 0, 0 },
        .from_name = argv[3],
        .from_address = argv[4],
        .message_id = "key.0.request.ines@meridian.example",
        .stamp = 1795428720,
        .now = 1795428780,
      };

      bytes = tog_mail_compose (&mail, &error);
    }
  if (bytes == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  fwrite (g_bytes_get_data (bytes, NULL), 1, g_bytes_get_size (bytes), stdout);
  return 0;
}
