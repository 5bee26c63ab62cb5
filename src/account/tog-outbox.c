#include "config.h"

#include "tog-outbox-private.h"

#include "tog-account.h"

#include <glib/gi18n.h>

enum
{
  CHANGED,
  BOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
tog_outbox_get_item_type (GListModel *model)
{
  return TOG_TYPE_OUTBOX_ITEM;
}

static guint
tog_outbox_get_n_items (GListModel *model)
{
  return TOG_OUTBOX (model)->items->len;
}

static gpointer
tog_outbox_get_item (GListModel *model, guint position)
{
  GPtrArray *items = TOG_OUTBOX (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tog_outbox_get_item_type;
  iface->get_n_items = tog_outbox_get_n_items;
  iface->get_item = tog_outbox_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TogOutbox,
                               tog_outbox,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/**
 * tog_outbox_say_changed:
 *
 * Tells that anything is another now.
 */
void
tog_outbox_say_changed (TogOutbox *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
make_key (TogOutboxItem *item)
{
  return g_strconcat (TOG_OUTBOX_KEY_PREFIX, item->id, NULL);
}

/**
 * tog_outbox_save:
 * @item: what is only remembered better of it can be lost in a crash, and is found out
 *   again then
 */
void
tog_outbox_save (TogOutbox *self, TogOutboxItem *item)
{
  g_autofree char *key = make_key (item);
  g_autofree char *text = tog_outbox_item_to_text (item);

  tog_store_save (self->drafts, key, text, NULL, item->made_at, 0);
}

typedef struct
{
  TogOutbox *self;     /* (owned) */
  TogOutboxItem *item; /* (owned) */
} Writing;

static void
writing_free (Writing *writing)
{
  g_object_unref (writing->self);
  g_object_unref (writing->item);
  g_free (writing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static void
write_item (TogOutbox *self, TogOutboxItem *item, GAsyncReadyCallback callback)
{
  g_autofree char *key = make_key (item);
  g_autofree char *text = tog_outbox_item_to_text (item);
  Writing *writing = g_new0 (Writing, 1);

  writing->self = g_object_ref (self);
  writing->item = g_object_ref (item);
  tog_store_keep_async (self->drafts, key, text, item->made_at, NULL, callback, writing);
}

static GPtrArray *
steal_waiters (TogOutbox *self, TogOutboxItem *item)
{
  gpointer waiters = NULL;

  g_hash_table_steal_extended (self->waiters, item, NULL, &waiters);
  return waiters != NULL ? waiters : g_ptr_array_new ();
}

static void
add_waiter (TogOutbox *self, TogOutboxItem *item, GTask *task)
{
  GPtrArray *waiters = g_hash_table_lookup (self->waiters, item);

  if (task == NULL)
    return;
  if (waiters == NULL)
    {
      waiters = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->waiters, item, waiters);
    }
  g_ptr_array_add (waiters, task);
}

/* Whether anybody still wants to know. */
static gboolean
is_awaited (TogOutbox *self, TogOutboxItem *item)
{
  GPtrArray *waiters = g_hash_table_lookup (self->waiters, item);

  for (guint i = 0; waiters != NULL && i < waiters->len; i++)
    {
      GCancellable *cancellable = g_task_get_cancellable (g_ptr_array_index (waiters, i));

      if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
        return TRUE;
    }
  return FALSE;
}

static void
tell_error (TogOutbox *self, TogOutboxItem *item, const GError *error)
{
  g_autoptr (GPtrArray) waiters = steal_waiters (self, item);

  for (guint i = 0; i < waiters->len; i++)
    g_task_return_error (g_ptr_array_index (waiters, i), g_error_copy (error));
}

static gpointer
ref_item (gconstpointer item, gpointer data)
{
  return g_object_ref ((gpointer) item);
}

static void
remove_item (TogOutbox *self, TogOutboxItem *item)
{
  g_autofree char *key = make_key (item);
  guint position;

  if (!g_ptr_array_find (self->items, item, &position))
    return;
  tog_store_remove (self->drafts, key);
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* What can neither be sent nor kept is refused, but for what somebody would have to
 * write again, or is kept as it was before: that stays in memory, and is tried again. */
static gboolean
must_stay (TogOutboxItem *item)
{
  return item->kept || item->was_kept || item->kind == TOG_OUTBOX_NOTE;
}

static void
tell_unkept (TogOutbox *self, TogOutboxItem *item)
{
  gboolean stays = must_stay (item);
  g_autoptr (GError) error = g_error_new_literal (
      TOG_ACCOUNT_ERROR,
      TOG_ACCOUNT_ERROR_STORAGE,
      stays ? _ ("It is neither sent nor kept on this computer, and lost when the app is closed. "
                 "Both are tried again by themselves.")
            : _ ("Nothing was done: the server can’t be reached, and it can’t be kept on this "
                 "computer to be sent later. Try again when one of them is mended."));

  if (!stays)
    remove_item (self, item);
  tell_error (self, item, error);
}

/* Nobody has to wait for the network: it is kept, and that is what they need to know. */
static void
tell_waiting (TogOutbox *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_copy (self->items, ref_item, NULL);
  g_autoptr (GError) error = g_error_new_literal (
      TOG_ACCOUNT_ERROR,
      TOG_ACCOUNT_ERROR_WAITING,
      _ ("It is kept on this computer, and sent once the server can be reached."));

  for (guint i = 0; i < items->len; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (items, i);

      if (item->state != TOG_OUTBOX_WAITING)
        continue;
      if (item->kept)
        tell_error (self, item, error);
      else
        tell_unkept (self, item);
    }
}

/* Whether something before it has to be settled first. */
static gboolean
hangs (TogOutbox *self, guint position)
{
  TogOutboxItem *item = g_ptr_array_index (self->items, position);

  for (guint i = 0; i < position; i++)
    {
      TogOutboxItem *before = g_ptr_array_index (self->items, i);

      if (tog_outbox_item_is_stuck (before) && tog_outbox_item_shares_version (before, item))
        return TRUE;
    }
  return FALSE;
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Writing) writing = user_data;
  TogOutbox *self = writing->self;

  tog_store_keep_finish (TOG_STORE (source), result, NULL);
  if (!self->closed && self->sending == writing->item)
    self->send (writing->item, self->user_data);
}

/**
 * tog_outbox_drain:
 *
 * Sends what is next, one at a time. That it may arrive is on the disk before it can.
 */
void
tog_outbox_drain (TogOutbox *self)
{
  TogOutboxItem *next = NULL;

  if (!self->loaded || self->closed || self->sending != NULL)
    return;
  for (guint i = 0; i < self->items->len && next == NULL; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i);

      if (item->state == TOG_OUTBOX_KEEPING)
        return;
      if (item->state == TOG_OUTBOX_WAITING && !hangs (self, i))
        next = item;
    }
  if (next == NULL)
    {
      tell_waiting (self);
      return;
    }

  self->sending = g_object_ref (next);
  self->was_tried = next->tried;
  next->tried = TRUE;
  self->prepare (next, self->user_data);
  tog_outbox_item_set_state (next, TOG_OUTBOX_SENDING);
  write_item (self, next, tried_cb);
}

/* Where it can't be kept it is sent all the same; the account tells what is wrong. */
static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Writing) writing = user_data;
  TogOutboxItem *item = writing->item;

  item->kept = tog_store_keep_finish (TOG_STORE (source), result, NULL);
  if (item->state != TOG_OUTBOX_KEEPING)
    return;
  tog_outbox_item_set_state (item, TOG_OUTBOX_WAITING);
  tog_outbox_say_changed (writing->self);
  tog_outbox_drain (writing->self);
}

static void
keep (TogOutbox *self, TogOutboxItem *item)
{
  tog_outbox_item_set_state (item, TOG_OUTBOX_KEEPING);
  write_item (self, item, kept_cb);
  tog_outbox_say_changed (self);
}

static void
tog_outbox_dispose (GObject *object)
{
  tog_outbox_close (TOG_OUTBOX (object));

  G_OBJECT_CLASS (tog_outbox_parent_class)->dispose (object);
}

static void
tog_outbox_finalize (GObject *object)
{
  TogOutbox *self = TOG_OUTBOX (object);

  g_clear_object (&self->sending);
  g_clear_pointer (&self->waiters, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->drafts);

  G_OBJECT_CLASS (tog_outbox_parent_class)->finalize (object);
}

static void
tog_outbox_class_init (TogOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tog_outbox_dispose;
  object_class->finalize = tog_outbox_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BOOKED] = g_signal_new (
      "booked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, TOG_TYPE_OUTBOX_ITEM);
}

static void
tog_outbox_init (TogOutbox *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiters = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * tog_outbox_new:
 * @drafts: where it is kept
 * @prepare: (scope forever): fills in what an item is sent as
 * @send: (scope forever): begins to send an item
 * @user_data: for both
 *
 * Returns: (transfer full): an outbox that knows nothing yet of what is kept
 */
TogOutbox *
tog_outbox_new (TogStore *drafts,
                TogOutboxPrepareFunc prepare,
                TogOutboxSendFunc send,
                gpointer user_data)
{
  TogOutbox *self = g_object_new (TOG_TYPE_OUTBOX, NULL);

  self->drafts = g_object_ref (drafts);
  self->prepare = prepare;
  self->send = send;
  self->user_data = user_data;
  return self;
}

/**
 * tog_outbox_close:
 *
 * Sends nothing from now on. What is in it stays on the disk.
 */
void
tog_outbox_close (TogOutbox *self)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account was closed");

  self->closed = TRUE;
  for (guint i = 0; i < self->items->len; i++)
    tell_error (self, g_ptr_array_index (self->items, i), error);
}

/**
 * tog_outbox_add:
 * @item: (transfer full): what was done
 * @waiter: (transfer full) (nullable): of the account; returns what the server makes of
 *   it, %TOG_ACCOUNT_ERROR_WAITING once it is clear that this takes a while, or why it
 *   can't be done. What is refused while somebody waits is theirs to deal with, and not
 *   kept; but notes are.
 *
 * Keeps something and sends it when its turn comes, at once where nothing is before it.
 */
void
tog_outbox_add (TogOutbox *self, TogOutboxItem *item, GTask *waiter)
{
  g_return_if_fail (TOG_IS_OUTBOX (self));

  self->last_sequence = MAX (self->last_sequence + 1, g_get_real_time ());
  item->sequence = self->last_sequence;
  add_waiter (self, item, waiter);
  g_ptr_array_add (self->items, item);
  keep (self, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  tog_outbox_ensure_loaded (self);
}

/**
 * tog_outbox_rewrite:
 * @item: which has not been sent, or was refused
 * @waiter: (transfer full) (nullable): see tog_outbox_add()
 *
 * Keeps what was changed in an item, and lets it be sent.
 */
void
tog_outbox_rewrite (TogOutbox *self, TogOutboxItem *item, GTask *waiter)
{
  g_return_if_fail (TOG_IS_OUTBOX (self));
  g_return_if_fail (item != self->sending);

  if (item->tried)
    item->attempt++;
  item->tried = FALSE;
  g_clear_pointer (&item->request, g_free);
  g_clear_pointer (&item->error, g_free);
  item->was_kept = item->was_kept || item->kept;
  add_waiter (self, item, waiter);
  keep (self, item);
}

/**
 * tog_outbox_await:
 * @item: what was added
 * @waiter: (transfer full): see tog_outbox_add()
 *
 * Lets somebody else wait for an item, too.
 */
void
tog_outbox_await (TogOutbox *self, TogOutboxItem *item, GTask *waiter)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TOG_IS_OUTBOX (self));

  add_waiter (self, item, waiter);
  if (tog_outbox_item_is_stuck (item))
    {
      error = g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, item->error);
      tell_error (self, item, error);
    }
  tog_outbox_drain (self);
}

/* The rest of what was done to the same thing goes on from where it led to. That is
 * written first: if this is all that gets done, it is sent again and changes nothing. */
static void
pass_version_on (TogOutbox *self, TogOutboxItem *item, const char *etag)
{
  guint position;

  if (etag == NULL || !g_ptr_array_find (self->items, item, &position))
    return;
  for (guint i = position + 1; i < self->items->len; i++)
    {
      TogOutboxItem *later = g_ptr_array_index (self->items, i);

      if (!tog_outbox_item_shares_version (item, later) || g_strcmp0 (later->etag, item->etag) != 0)
        continue;
      g_free (later->etag);
      later->etag = g_strdup (etag);
      tog_outbox_save (self, later);
    }
}

static void
end_sending (TogOutbox *self, TogOutboxItem *item)
{
  if (self->sending == item)
    g_clear_object (&self->sending);
}

/**
 * tog_outbox_sent:
 * @etag: (nullable): the version that it led to
 * @object: (nullable): a #GObject for who waits
 *
 * The server has it.
 */
void
tog_outbox_sent (TogOutbox *self, TogOutboxItem *item, const char *etag, gpointer object)
{
  g_autoptr (TogOutboxItem) kept = g_object_ref (item);
  g_autoptr (GPtrArray) waiters = NULL;
  gboolean is_news = item->kind == TOG_OUTBOX_REQUEST && !is_awaited (self, item);

  pass_version_on (self, item, etag);
  end_sending (self, item);
  waiters = steal_waiters (self, item);
  if (is_news)
    {
      tog_outbox_item_set_state (item, TOG_OUTBOX_BOOKED);
      tog_outbox_save (self, item);
    }
  else
    {
      remove_item (self, item);
    }
  for (guint i = 0; i < waiters->len; i++)
    g_task_return_pointer (g_ptr_array_index (waiters, i), g_object_ref (object), g_object_unref);
  tog_outbox_say_changed (self);
  if (is_news)
    g_signal_emit (self, signals[BOOKED], 0, item);
  tog_outbox_drain (self);
}

/**
 * tog_outbox_hold:
 * @may_have_arrived: whether the server may have got it
 * @error: why nothing gets through
 *
 * Nothing gets through: all of it waits until tog_outbox_send_now().
 */
void
tog_outbox_hold (TogOutbox *self,
                 TogOutboxItem *item,
                 gboolean may_have_arrived,
                 const GError *error)
{
  g_autoptr (TogOutboxItem) held = g_object_ref (item);

  if (self->sending != item)
    return;
  end_sending (self, item);
  if (may_have_arrived && !must_stay (item))
    {
      remove_item (self, item);
      tell_error (self, item, error);
    }
  else
    {
      item->tried = self->was_tried || may_have_arrived;
      if (!item->tried)
        tog_outbox_save (self, item);
      tog_outbox_item_set_state (item, TOG_OUTBOX_WAITING);
    }
  tell_waiting (self);
  tog_outbox_say_changed (self);
}

/* Another request is made of it. */
static void
renew (TogOutbox *self, TogOutboxItem *item)
{
  item->attempt++;
  item->tried = FALSE;
  g_clear_pointer (&item->request, g_free);
  g_clear_pointer (&item->error, g_free);
  tog_outbox_item_set_state (item, TOG_OUTBOX_WAITING);
  tog_outbox_save (self, item);
}

/**
 * tog_outbox_repeat:
 * @etag: (nullable): the version that is to be changed instead
 *
 * The server wants it otherwise: over another version, or the next choice.
 */
void
tog_outbox_repeat (TogOutbox *self, TogOutboxItem *item, const char *etag)
{
  end_sending (self, item);
  if (etag != NULL)
    {
      g_free (item->etag);
      item->etag = g_strdup (etag);
    }
  renew (self, item);
  tog_outbox_drain (self);
}

/**
 * tog_outbox_refuse:
 * @state: %TOG_OUTBOX_FAILED or %TOG_OUTBOX_CONFLICT
 * @error: what the server said
 *
 * The server said no. The rest goes on.
 */
void
tog_outbox_refuse (TogOutbox *self, TogOutboxItem *item, TogOutboxState state, const GError *error)
{
  g_autoptr (TogOutboxItem) refused = g_object_ref (item);

  end_sending (self, item);
  if (is_awaited (self, item) && item->kind != TOG_OUTBOX_NOTE)
    {
      remove_item (self, item);
    }
  else
    {
      g_free (item->error);
      item->error = g_strdup (error->message);
      tog_outbox_item_set_state (item, state);
      tog_outbox_save (self, item);
    }
  tell_error (self, item, error);
  tog_outbox_say_changed (self);
  tog_outbox_drain (self);
}

/**
 * tog_outbox_discard:
 * @item: which is not on its way
 *
 * Takes something back, or lets it be.
 */
void
tog_outbox_discard (TogOutbox *self, TogOutboxItem *item)
{
  g_autoptr (TogOutboxItem) discarded = g_object_ref (item);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TOG_IS_OUTBOX (self));

  if (item->state == TOG_OUTBOX_SENDING || item->state == TOG_OUTBOX_KEEPING)
    return;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was taken back");
  remove_item (self, item);
  tell_error (self, item, error);
  tog_outbox_say_changed (self);
  tog_outbox_drain (self);
}

static guint
find_place (TogOutbox *self, TogOutboxItem *item)
{
  guint place = 0;

  while (place < self->items->len &&
         ((TogOutboxItem *) g_ptr_array_index (self->items, place))->sequence < item->sequence)
    place++;
  return place;
}

/**
 * tog_outbox_put_back:
 * @item: which was discarded
 *
 * Discards nothing after all: it is where it was, and fares as it did.
 */
void
tog_outbox_put_back (TogOutbox *self, TogOutboxItem *item)
{
  guint place;

  g_return_if_fail (TOG_IS_OUTBOX (self));

  if (self->closed || g_ptr_array_find (self->items, item, NULL))
    return;
  place = find_place (self, item);
  g_ptr_array_insert (self->items, place, g_object_ref (item));
  /* What is stuck stays so until somebody decides about it. */
  if (tog_outbox_item_is_stuck (item))
    write_item (self, item, kept_cb);
  else
    keep (self, item);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
  tog_outbox_say_changed (self);
}

/**
 * tog_outbox_retry:
 * @item: which was refused
 *
 * Asks the server once more; what was not free may be by now.
 */
void
tog_outbox_retry (TogOutbox *self, TogOutboxItem *item)
{
  g_return_if_fail (TOG_IS_OUTBOX (self));

  if (!tog_outbox_item_is_stuck (item))
    return;
  item->choice = 0;
  renew (self, item);
  tog_outbox_say_changed (self);
  tog_outbox_drain (self);
}

/**
 * tog_outbox_send_now:
 *
 * Goes on sending, unless that is being done.
 */
void
tog_outbox_send_now (TogOutbox *self)
{
  g_return_if_fail (TOG_IS_OUTBOX (self));

  if (self->closed)
    return;
  tog_outbox_ensure_loaded (self);
  tog_outbox_drain (self);
}
