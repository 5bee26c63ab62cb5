#include "config.h"

#include "tog-change-token.h"

#include "tog-random.h"

#include <string.h>

/* Bytes of the signature that a token keeps: guessing 80 bits is hopeless. */
#define SIGNATURE_BYTES 10

typedef struct
{
  guint64 change;
  guint8 signature[SIGNATURE_BYTES];
} __attribute__ ((packed)) Token;

G_STATIC_ASSERT (sizeof (Token) * 4 == TOG_CHANGE_TOKEN_LENGTH * 3);

static void
compute_hmac (GBytes *secret, gconstpointer data, gsize data_size, guint8 digest[32])
{
  gsize key_size;
  gconstpointer key = g_bytes_get_data (secret, &key_size);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_size);
  gsize size = 32;

  g_hmac_update (hmac, data, data_size);
  g_hmac_get_digest (hmac, digest, &size);
}

static void
sign (GBytes *secret, gint64 member, guint64 change, guint8 signature[SIGNATURE_BYTES])
{
  guint64 text[] = { member, change };
  guint8 digest[32];

  compute_hmac (secret, text, sizeof text, digest);
  memcpy (signature, digest, SIGNATURE_BYTES);
}

static guint64
mask (GBytes *secret, guint64 change, const guint8 signature[SIGNATURE_BYTES])
{
  guint8 digest[32];
  guint64 noise;

  compute_hmac (secret, signature, SIGNATURE_BYTES, digest);
  memcpy (&noise, digest, sizeof noise);
  return change ^ noise;
}

/**
 * tog_change_token_make:
 * @secret: of the database
 * @member: id in the database of the member it is for
 * @change: number of the last change that is known
 *
 * Returns: (transfer full): a token
 */
char *
tog_change_token_make (GBytes *secret, gint64 member, gint64 change)
{
  Token token;

  sign (secret, member, change, token.signature);
  token.change = mask (secret, change, token.signature);
  return tog_base64url_encode (&token, sizeof token);
}

/**
 * tog_change_token_read:
 * @secret: of the database
 * @member: id in the database of the member who brings it
 * @text: what was sent
 * @change: (out): number of the last change that is known
 *
 * Returns: whether it is a token that was made for this member here
 */
gboolean
tog_change_token_read (GBytes *secret, gint64 member, const char *text, gint64 *change)
{
  g_autofree guint8 *bytes = NULL;
  guint8 signature[SIGNATURE_BYTES];
  guint8 difference = 0;
  Token token;
  gsize size;

  if (strlen (text) != TOG_CHANGE_TOKEN_LENGTH)
    return FALSE;
  bytes = tog_base64url_decode (text, &size);
  if (bytes == NULL || size != sizeof token)
    return FALSE;

  memcpy (&token, bytes, sizeof token);
  *change = mask (secret, token.change, token.signature);
  sign (secret, member, *change, signature);
  /* The time this takes says nothing of how much was right. */
  for (guint i = 0; i < SIGNATURE_BYTES; i++)
    difference |= signature[i] ^ token.signature[i];
  return difference == 0;
}
