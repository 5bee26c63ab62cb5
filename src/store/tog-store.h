#pragma once

#include "tog-time.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogDocument:
 * @text: what the server answered
 * @etag: (nullable): its version
 * @fetched_at: when the server last said that it is so
 *
 * Something that was read from the server and kept.
 */
typedef struct
{
  char *text;
  char *etag;
  TogInstant fetched_at;
} TogDocument;

TogDocument *tog_document_new  (const char *text, const char *etag, TogInstant fetched_at);
void         tog_document_free (TogDocument *document);

/**
 * TogStoreTrouble:
 * @TOG_STORE_SET_ASIDE: the file was damaged or not ours; it was renamed to what the
 *   detail says, and a new one was begun
 * @TOG_STORE_NEWER: a newer version of this program wrote the file; nothing is kept
 * @TOG_STORE_READ_ONLY: the file or its folder, which the detail is, can't be written;
 *   what was kept before can be read
 * @TOG_STORE_FULL: no space is left where the detail is; what was kept before can be read
 * @TOG_STORE_FAILED: anything else; the detail is the error
 * @TOG_STORE_RECOVERED: the last three are over: what was to be kept meanwhile is
 *
 * What may be wrong with the local database. None of it keeps anybody from
 * working; it only means that less will be there without network. What can't be
 * written for want of space or permission is held in memory, and tried again by itself.
 */
typedef enum
{
  TOG_STORE_SET_ASIDE,
  TOG_STORE_NEWER,
  TOG_STORE_READ_ONLY,
  TOG_STORE_FULL,
  TOG_STORE_FAILED,
  TOG_STORE_RECOVERED,
} TogStoreTrouble;

/**
 * TogStore:
 *
 * Documents kept in an SQLite database of one folder. Copies of what a server has
 * can be had again from it, and live in a store among the caches; what a server
 * doesn't have yet must never be put there, and has a store of its own in the data
 * folder.
 *
 * One thread owns the database and does what it is asked in order; nothing here
 * blocks. Dropping the last reference waits until what was asked for is written.
 *
 * Signal "trouble" (TogStoreTrouble trouble, const char *detail): on the main
 * context that the store was made in; each kind once, until it recovered.
 */
#define TOG_TYPE_STORE (tog_store_get_type ())
G_DECLARE_FINAL_TYPE (TogStore, tog_store, TOG, STORE, GObject)

TogStore    *tog_store_new         (const char *directory);
void         tog_store_load_async  (TogStore           *self,
                                    const char         *key,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
TogDocument *tog_store_load_finish (TogStore *self, GAsyncResult *result, GError **error);
void         tog_store_list_async  (TogStore           *self,
                                    const char         *prefix,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GPtrArray   *tog_store_list_finish (TogStore *self, GAsyncResult *result, GError **error);
void         tog_store_save        (TogStore   *self,
                                    const char *key,
                                    const char *text,
                                    const char *etag,
                                    TogInstant  fetched_at,
                                    TogInstant  expires_at);
void         tog_store_keep_async  (TogStore           *self,
                                    const char         *key,
                                    const char         *text,
                                    TogInstant          made_at,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean     tog_store_keep_finish (TogStore *self, GAsyncResult *result, GError **error);
void         tog_store_confirm     (TogStore *self, const char *key, TogInstant fetched_at);
void         tog_store_remove      (TogStore *self, const char *key);
void         tog_store_flush       (TogStore *self);
void         tog_store_erase_async (TogStore           *self,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean     tog_store_erase_finish (TogStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogDocument, tog_document_free)

G_END_DECLS
