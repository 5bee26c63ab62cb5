#include "config.h"

#include "tog-mail-reply.h"

#include "fuzz.h"

/* Whatever comes in, it is a whole answer by one address or an error. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  TogMailReply reply;
  g_autoptr (GError) error = NULL;

  if (!tog_mail_reply_read (&reply, (const char *) data, size, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (reply.from);
      return 0;
    }
  g_assert_null (error);
  g_assert_true (*reply.from != '\0' && *reply.reply.uid != '\0');
  tog_mail_reply_clear (&reply);
  return 0;
}
