#pragma once

#include "tog-outbox.h"
#include "tog-store.h"

G_BEGIN_DECLS

/*
 * What the account does with its outbox.
 */

/**
 * TogOutboxPrepareFunc:
 * @item: whose turn it is
 *
 * Fills in what an item's body doesn't say: what was sent once is sent again the same.
 */
typedef void (*TogOutboxPrepareFunc) (TogOutboxItem *item, gpointer user_data);

/**
 * TogOutboxSendFunc:
 * @item: whose turn it is
 *
 * Begins to send an item. What came of it is told by one of tog_outbox_sent(),
 * tog_outbox_hold(), tog_outbox_repeat() and tog_outbox_refuse().
 */
typedef void (*TogOutboxSendFunc) (TogOutboxItem *item, gpointer user_data);

TogOutbox *tog_outbox_new         (TogStore            *drafts,
                                   TogOutboxPrepareFunc prepare,
                                   TogOutboxSendFunc    send,
                                   gpointer             user_data);
void       tog_outbox_close       (TogOutbox *self);
void       tog_outbox_load_async  (TogOutbox          *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean   tog_outbox_load_finish (TogOutbox *self, GAsyncResult *result, GError **error);
gboolean   tog_outbox_is_loaded   (TogOutbox *self);
void       tog_outbox_note_kept   (TogOutbox *self);
void       tog_outbox_add         (TogOutbox *self, TogOutboxItem *item, GTask *waiter);
void       tog_outbox_rewrite     (TogOutbox *self, TogOutboxItem *item, GTask *waiter);
void       tog_outbox_await       (TogOutbox *self, TogOutboxItem *item, GTask *waiter);

void       tog_outbox_sent        (TogOutbox     *self,
                                   TogOutboxItem *item,
                                   const char    *etag,
                                   gpointer       object);
void       tog_outbox_hold        (TogOutbox     *self,
                                   TogOutboxItem *item,
                                   gboolean       may_have_arrived,
                                   const GError  *error);
void       tog_outbox_repeat      (TogOutbox *self, TogOutboxItem *item, const char *etag);
void       tog_outbox_refuse      (TogOutbox     *self,
                                   TogOutboxItem *item,
                                   TogOutboxState state,
                                   const GError  *error);

G_END_DECLS
