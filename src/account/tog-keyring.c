#include "config.h"

#include "tog-keyring.h"

#include "tog-account.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  TOG_APP_ID,
  SECRET_SCHEMA_NONE,
  { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* Whatever the keyring said, for a user it comes to the same: it is not there,
 * or it stays locked. */
static void
translate_error (GError **error, GError *said)
{
  if (said == NULL)
    return;
  if (g_error_matches (said, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, said);
      return;
    }
  g_dbus_error_strip_remote_error (said);
  g_set_error (error,
               TOG_ACCOUNT_ERROR,
               TOG_ACCOUNT_ERROR_KEYRING,
               /* Translators: in brackets is what the system said, perhaps in English. */
               _ ("The keyring that keeps access tokens safe can’t be used (%s). Unlock or "
                  "install one, such as GNOME Keyring."),
               said->message);
  g_error_free (said);
}

/**
 * tog_keyring_store_async:
 * @account_id: whose
 * @name: what to call it in the keyring's own window
 * @token: the secret
 * @cancellable: (nullable): stops it
 */
void
tog_keyring_store_async (const char *account_id,
                         const char *name,
                         const char *token,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  /* Translators: names an entry in the keyring; %s is an organization. */
  g_autofree char *label = g_strdup_printf (_ ("Together Scheduler access to %s"), name);

  secret_password_store (&schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         token,
                         cancellable,
                         callback,
                         user_data,
                         "account",
                         account_id,
                         NULL);
}

gboolean
tog_keyring_store_finish (GAsyncResult *result, GError **error)
{
  GError *said = NULL;
  gboolean stored = secret_password_store_finish (result, &said);

  translate_error (error, said);
  return stored;
}

void
tog_keyring_lookup_async (const char *account_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  secret_password_lookup (&schema, cancellable, callback, user_data, "account", account_id, NULL);
}

/**
 * tog_keyring_lookup_finish:
 * @result: what the callback got
 * @error: return location for %TOG_ACCOUNT_ERROR_KEYRING
 *
 * Returns: (transfer full) (nullable): the token, %NULL without an error if
 *   there is none; free it with g_free()
 */
char *
tog_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  GError *said = NULL;
  char *secret = secret_password_lookup_finish (result, &said);
  char *token = g_strdup (secret);

  secret_password_free (secret);
  translate_error (error, said);
  return token;
}

void
tog_keyring_clear_async (const char *account_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  secret_password_clear (&schema, cancellable, callback, user_data, "account", account_id, NULL);
}

/**
 * tog_keyring_clear_finish:
 * @result: what the callback got
 * @error: return location for %TOG_ACCOUNT_ERROR_KEYRING
 *
 * Returns: whether the keyring holds no such token any more
 */
gboolean
tog_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  GError *said = NULL;

  secret_password_clear_finish (result, &said);
  if (said == NULL)
    return TRUE;
  translate_error (error, said);
  return FALSE;
}
