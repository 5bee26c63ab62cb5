#include "config.h"

#include "tog-calendar-reply.h"

#include "fuzz.h"

/* Whatever comes in, it is a whole reply or an error. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  TogCalendarReply reply;
  g_autoptr (GError) error = NULL;

  if (!tog_calendar_reply_read (&reply, (const char *) data, size, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_null (error);
  g_assert_true (*reply.uid != '\0' && *reply.email != '\0' && reply.sequence >= 0);
  g_assert_true (reply.comment == NULL || g_utf8_validate (reply.comment, -1, NULL));
  tog_calendar_reply_clear (&reply);
  return 0;
}
