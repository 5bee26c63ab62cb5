#pragma once

#include "tog-outbox.h"
#include "tog-store.h"

G_BEGIN_DECLS

/*
 * What the account does with its outbox, and what the outbox's files share: tog-outbox.c
 * takes things in and sends them, tog-outbox-load.c brings in what an earlier run of the
 * app kept, and tog-outbox-find.c answers what is in it.
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

struct _TogOutbox
{
  GObject parent_instance;

  TogStore *drafts; /* (owned) */
  TogOutboxPrepareFunc prepare;
  TogOutboxSendFunc send;
  gpointer user_data;
  gboolean closed;

  GPtrArray *items;       /* (owned) (element-type TogOutboxItem): by sequence */
  GHashTable *waiters;    /* (owned) (element-type TogOutboxItem GPtrArray): of GTask */
  TogOutboxItem *sending; /* (owned) (nullable) */
  gboolean was_tried;     /* whether that was tried before */
  gint64 last_sequence;

  gboolean loaded;
  gboolean may_lack; /* whether what is kept could not be read */
  GPtrArray *loads;  /* (owned) (nullable) (element-type GTask): who waits for what is kept */
};

#define TOG_OUTBOX_KEY_PREFIX "outbox/"

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

/* Between the outbox's files. */
void       tog_outbox_say_changed   (TogOutbox *self);
void       tog_outbox_save          (TogOutbox *self, TogOutboxItem *item);
void       tog_outbox_drain         (TogOutbox *self);
void       tog_outbox_ensure_loaded (TogOutbox *self);

G_END_DECLS
