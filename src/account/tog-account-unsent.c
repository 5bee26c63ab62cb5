#include "config.h"

#include "tog-account-private.h"
#include "tog-json.h"

/*
 * What waits to be sent is told to the store, which has it found and shown in the history.
 */

static void
unsent_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogAccount) self = user_data;
  g_autoptr (GPtrArray) changed = tog_store_set_unsent_finish (TOG_STORE (source), result, NULL);

  for (guint i = 0; changed != NULL && i < changed->len; i++)
    g_signal_emit_by_name (self, "note-changed", (const char *) g_ptr_array_index (changed, i));
  if (changed != NULL && changed->len > 0)
    g_signal_emit_by_name (self, "history-changed");
}

/* What I wrote last about a session. */
static void
add_note (TogAccount *self, TogUnsent *unsent)
{
  TogOutboxItem *item = tog_outbox_find_session (self->outbox, TOG_OUTBOX_NOTE, unsent->session_id);
  g_auto (TogNoteRequest) note = { NULL, NULL };

  if (item == NULL || !tog_outbox_item_read_note (item, &note))
    return;
  unsent->text = g_steal_pointer (&note.text);
  unsent->shared = g_steal_pointer (&note.shared);
  unsent->in_conflict = item->state == TOG_OUTBOX_CONFLICT;
}

/* What I did to it, in order. */
static void
add_changes (TogAccount *self, TogUnsent *unsent)
{
  GListModel *items = G_LIST_MODEL (self->outbox);
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), NULL);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (items, i);
      g_autoptr (TogSessionChange) change = NULL;

      if (g_strcmp0 (item->session_id, unsent->session_id) == 0)
        change = tog_outbox_item_to_change (item, tog_account_get_my_id (self));
      if (change != NULL)
        json_array_add_element (array, tog_session_change_to_json (change));
    }
  if (json_array_get_length (array) > 0)
    unsent->changes = tog_json_print (node);
}

static gboolean
has_session (GPtrArray *all, const char *session_id)
{
  for (guint i = 0; i < all->len; i++)
    {
      const TogUnsent *unsent = g_ptr_array_index (all, i);

      if (g_str_equal (unsent->session_id, session_id))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full) (element-type TogUnsent): one for each session */
static GPtrArray *
list_unsent (TogAccount *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_unsent_free);
  GListModel *items = G_LIST_MODEL (self->outbox);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (items, i);
      g_autoptr (TogUnsent) unsent = NULL;

      if (item->session_id == NULL || has_session (all, item->session_id))
        continue;
      unsent = tog_unsent_new (item->session_id);
      add_note (self, unsent);
      add_changes (self, unsent);
      if (unsent->text != NULL || unsent->changes != NULL)
        g_ptr_array_add (all, g_steal_pointer (&unsent));
    }
  return all;
}

static guint
hash (const char *text)
{
  return text != NULL ? g_str_hash (text) : 0;
}

static char *
dup_signature (GPtrArray *all)
{
  GString *signature = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const TogUnsent *unsent = g_ptr_array_index (all, i);

      g_string_append_printf (signature,
                              "%s %u %u %d %u\n",
                              unsent->session_id,
                              hash (unsent->text),
                              hash (unsent->shared),
                              unsent->in_conflict,
                              hash (unsent->changes));
    }
  return g_string_free (signature, FALSE);
}

/**
 * tog_account_update_unsent:
 *
 * Has what waits to be sent found in the history, and shown there.
 */
void
tog_account_update_unsent (TogAccount *self)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *signature = NULL;

  if (!tog_outbox_is_loaded (self->outbox) || tog_account_get_home (self) == NULL)
    return;
  all = list_unsent (self);
  signature = dup_signature (all);
  if (g_strcmp0 (signature, self->unsent_signature) == 0)
    return;
  g_free (self->unsent_signature);
  self->unsent_signature = g_steal_pointer (&signature);
  tog_store_set_unsent_async (self->store,
                              g_steal_pointer (&all),
                              tog_account_get_my_id (self),
                              self->closed,
                              unsent_set_cb,
                              g_object_ref (self));
}
