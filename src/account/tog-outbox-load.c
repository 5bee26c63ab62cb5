#include "config.h"

#include "tog-outbox-private.h"

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const TogOutboxItem *first = *(TogOutboxItem *const *) a;
  const TogOutboxItem *second = *(TogOutboxItem *const *) b;

  return (first->sequence > second->sequence) - (first->sequence < second->sequence);
}

static TogOutboxItem *
find_id (TogOutbox *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->id, id))
        return item;
    }
  return NULL;
}

/* What was only just done comes after what was kept, whatever the clock said. */
static void
take_kept (TogOutbox *self, GPtrArray *kept)
{
  guint n_new = self->items->len;

  g_ptr_array_sort (kept, compare_items);
  for (guint i = kept->len; i > 0; i--)
    {
      TogOutboxItem *item = g_ptr_array_index (kept, i - 1);

      if (find_id (self, item->id) != NULL)
        continue;
      item->kept = TRUE;
      self->last_sequence = MAX (self->last_sequence, item->sequence);
      g_ptr_array_insert (self->items, 0, g_object_ref (item));
    }
  if (self->items->len > n_new)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->items->len - n_new);
  for (guint i = MAX (self->items->len - n_new, 1); i < self->items->len; i++)
    {
      TogOutboxItem *before = g_ptr_array_index (self->items, i - 1);
      TogOutboxItem *item = g_ptr_array_index (self->items, i);

      if (item->sequence > before->sequence)
        continue;
      item->sequence = before->sequence + 1;
      self->last_sequence = MAX (self->last_sequence, item->sequence);
      tog_outbox_save (self, item);
    }
}

static void
take_listed (TogOutbox *self, TogStore *drafts, GAsyncResult *result)
{
  g_autoptr (GPtrArray) documents = tog_store_list_finish (drafts, result, NULL);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const TogDocument *document = g_ptr_array_index (documents, i);
      TogOutboxItem *item = tog_outbox_item_from_text (document->text, NULL);

      if (item != NULL)
        g_ptr_array_add (kept, item);
    }
  take_kept (self, kept);
  self->may_lack = documents == NULL;
  self->loaded = TRUE;
}

static void
items_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogOutbox) self = user_data;
  g_autoptr (GPtrArray) loads = g_steal_pointer (&self->loads);

  take_listed (self, TOG_STORE (source), result);
  for (guint i = 0; i < loads->len; i++)
    g_task_return_boolean (g_ptr_array_index (loads, i), TRUE);
  tog_outbox_say_changed (self);
  tog_outbox_drain (self);
}

static void
items_listed_late_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogOutbox) self = user_data;

  take_listed (self, TOG_STORE (source), result);
  tog_outbox_say_changed (self);
  tog_outbox_drain (self);
}

/**
 * tog_outbox_load_async:
 * @cancellable: (nullable): stops waiting for it
 *
 * Brings in what an earlier run of the app kept, unless that was done, and begins to
 * send.
 */
void
tog_outbox_load_async (TogOutbox *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_OUTBOX (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_outbox_load_async);
  if (self->loaded)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->loads == NULL)
    {
      self->loads = g_ptr_array_new_with_free_func (g_object_unref);
      tog_store_list_async (
          self->drafts, TOG_OUTBOX_KEY_PREFIX, NULL, items_listed_cb, g_object_ref (self));
    }
  g_ptr_array_add (self->loads, g_steal_pointer (&task));
}

gboolean
tog_outbox_load_finish (TogOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_outbox_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tog_outbox_ensure_loaded:
 *
 * Has what is kept be brought in, unless it is being or was.
 */
void
tog_outbox_ensure_loaded (TogOutbox *self)
{
  if (!self->loaded && self->loads == NULL)
    tog_outbox_load_async (self, NULL, NULL, NULL);
}

/**
 * tog_outbox_note_kept:
 *
 * What could not be kept for a while is on the disk now, and what was kept there by an
 * earlier run of the app can be read.
 */
void
tog_outbox_note_kept (TogOutbox *self)
{
  g_return_if_fail (TOG_IS_OUTBOX (self));

  for (guint i = 0; i < self->items->len; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i);

      if (item->state != TOG_OUTBOX_KEEPING)
        item->kept = TRUE;
    }
  if (self->may_lack)
    tog_store_list_async (
        self->drafts, TOG_OUTBOX_KEY_PREFIX, NULL, items_listed_late_cb, g_object_ref (self));
  tog_outbox_say_changed (self);
}

/**
 * tog_outbox_is_loaded:
 *
 * Returns: whether what an earlier run of the app kept is in it
 */
gboolean
tog_outbox_is_loaded (TogOutbox *self)
{
  return self->loaded;
}
