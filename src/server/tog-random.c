#include "config.h"

#include "tog-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/**
 * tog_random_fill:
 * @data: where to
 * @size: how many bytes
 *
 * Fills memory with random bytes from the kernel, fit for secrets.
 */
void
tog_random_fill (gpointer data, gsize size)
{
  guint8 *bytes = data;

  while (size > 0)
    {
      ssize_t n = getrandom (bytes, size, 0);

      /* Once the kernel's generator is seeded, only a signal can stop it. */
      if (n < 0 && errno != EINTR)
        g_error ("The kernel gives no random bytes: %s", g_strerror (errno));
      if (n > 0)
        {
          bytes += n;
          size -= n;
        }
    }
}

/**
 * tog_random_dup_uuid:
 *
 * Makes a UUID of the present and of 74 random bits (RFC 9562, version 7). As
 * they rise with time, rows by them are added at the end of an index instead of
 * all over it, and so commits write fewer pages.
 *
 * Returns: (transfer full): its text
 */
char *
tog_random_dup_uuid (void)
{
  gint64 msec = g_get_real_time () / 1000;
  guint16 high;
  guint64 low;

  tog_random_fill (&high, sizeof high);
  tog_random_fill (&low, sizeof low);
  low = (low & G_GUINT64_CONSTANT (0x3fffffffffffffff)) | G_GUINT64_CONSTANT (0x8000000000000000);
  return g_strdup_printf ("%08x-%04x-7%03x-%04x-%012" G_GINT64_MODIFIER "x",
                          (guint) (msec >> 16),
                          (guint) (msec & 0xffff),
                          high & 0xfff,
                          (guint) (low >> 48),
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

/**
 * tog_random_dup_text:
 * @n_bytes: how many random bytes it stands for
 *
 * Returns: (transfer full): random text that is safe in a URL
 */
char *
tog_random_dup_text (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  tog_random_fill (bytes, n_bytes);
  return tog_base64url_encode (bytes, n_bytes);
}

/**
 * tog_base64url_encode:
 * @data: bytes
 * @size: how many
 *
 * Encodes bytes in base64url without padding (RFC 4648, section 5).
 *
 * Returns: (transfer full): the text
 */
char *
tog_base64url_encode (gconstpointer data, gsize size)
{
  char *text = g_base64_encode (data, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * tog_base64url_decode:
 * @text: base64url without padding
 * @size: (out): how many bytes it stands for
 *
 * Decodes what tog_base64url_encode() gave, and nothing else: there is exactly
 * one text for given bytes.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
guint8 *
tog_base64url_decode (const char *text, gsize *size)
{
  g_autoptr (GString) padded = g_string_new (text);
  g_autofree guint8 *bytes = NULL;
  g_autofree char *again = NULL;

  g_strdelimit (padded->str, "-", '+');
  g_strdelimit (padded->str, "_", '/');
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  bytes = g_base64_decode (padded->str, size);
  again = tog_base64url_encode (bytes, *size);
  return g_str_equal (again, text) ? g_steal_pointer (&bytes) : NULL;
}
