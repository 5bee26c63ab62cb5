#pragma once

#include "tog-store-file.h"

G_BEGIN_DECLS

/*
 * What the parts of the store's interface share.
 */

/**
 * TogStoreCall:
 * @file: the store's file
 * @data: what was passed
 *
 * Does something in the thread that owns the database.
 *
 * Returns: (transfer full) (nullable): what it came to; %NULL is no error by itself
 */
typedef gpointer (*TogStoreCall) (TogStoreFile *file, gpointer data, GError **error);

void     tog_store_call_async  (TogStore           *self,
                                TogStoreCall        call,
                                gpointer            data,
                                GDestroyNotify      free_data,
                                GDestroyNotify      free_result,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
gpointer tog_store_call_finish (TogStore     *self,
                                GAsyncResult *result,
                                TogStoreCall  call,
                                GError      **error);

G_END_DECLS
