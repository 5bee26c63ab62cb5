#pragma once

#include "tog-db.h"
#include "tog-store.h"

G_BEGIN_DECLS

/*
 * The store's database file, as the thread sees that owns it.
 */
typedef void (*TogStoreTroubleFunc) (TogStoreTrouble trouble,
                                     const char     *detail,
                                     gpointer        user_data);

typedef struct _TogStoreFile TogStoreFile;

TogStoreFile *tog_store_file_new     (const char         *directory,
                                      TogStoreTroubleFunc trouble,
                                      gpointer            user_data);
void          tog_store_file_free    (TogStoreFile *file);
TogDocument  *tog_store_file_load    (TogStoreFile *file, const char *key);
GPtrArray    *tog_store_file_list    (TogStoreFile *file, const char *prefix, GError **error);
gboolean      tog_store_file_save    (TogStoreFile      *file,
                                      const char        *key,
                                      const TogDocument *document,
                                      TogInstant         expires_at,
                                      GError           **error);
void          tog_store_file_confirm (TogStoreFile *file, const char *key, TogInstant fetched_at);
void          tog_store_file_remove  (TogStoreFile *file, const char *key);
gint64        tog_store_file_get_retry_at (TogStoreFile *file);
void          tog_store_file_retry   (TogStoreFile *file);

/* Does something with the database, and returns whether that went well. */
typedef gboolean (*TogStoreFileFunc) (TogDb *db, gpointer data, GError **error);

gboolean      tog_store_file_read    (TogStoreFile    *file,
                                      TogStoreFileFunc func,
                                      gpointer         data,
                                      GError         **error);
gboolean      tog_store_file_write_lazily (TogStoreFile    *file,
                                           TogStoreFileFunc func,
                                           gpointer         data,
                                           GError         **error);
gboolean      tog_store_file_write   (TogStoreFile    *file,
                                      TogStoreFileFunc func,
                                      gpointer         data,
                                      GError         **error);
gboolean      tog_store_file_erase   (TogStoreFile *file, GError **error);

G_END_DECLS
