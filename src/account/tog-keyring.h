#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Access tokens in the desktop's keyring (the Secret Service, or inside Flatpak
 * the secret portal), each by the id of its account. Nothing here blocks; a
 * keyring may ask the user to be unlocked first.
 */
void     tog_keyring_store_async   (const char         *account_id,
                                    const char         *name,
                                    const char         *token,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean tog_keyring_store_finish  (GAsyncResult *result, GError **error);
void     tog_keyring_lookup_async  (const char         *account_id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
char    *tog_keyring_lookup_finish (GAsyncResult *result, GError **error);
void     tog_keyring_clear_async   (const char         *account_id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean tog_keyring_clear_finish  (GAsyncResult *result, GError **error);

G_END_DECLS
