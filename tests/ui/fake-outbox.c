#include "config.h"

#include "fake-outbox.h"

#include "tog-outbox-private.h"

#include <glib/gstdio.h>

static TogOutbox *outbox;
static FakeOutboxWay way;

static void
prepare (TogOutboxItem *item, gpointer user_data)
{
}

static void
send (TogOutboxItem *item, gpointer user_data)
{
  g_autoptr (GError) offline =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, "Offline");
  g_autoptr (GError) refused =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, "It is over.");

  switch (way)
    {
    case FAKE_OUTBOX_SILENT:
      break;
    case FAKE_OUTBOX_SENT:
      tog_outbox_sent (outbox, item, NULL, NULL);
      break;
    case FAKE_OUTBOX_REFUSED:
      tog_outbox_refuse (outbox, item, TOG_OUTBOX_FAILED, refused);
      break;
    case FAKE_OUTBOX_OFFLINE:
    default:
      tog_outbox_hold (outbox, item, FALSE, offline);
      break;
    }
}

static TogOutbox *
get_outbox (void)
{
  if (outbox == NULL)
    {
      g_autofree char *directory = g_dir_make_tmp ("tog-outbox-XXXXXX", NULL);
      g_autoptr (TogStore) store = NULL;

      g_assert_nonnull (directory);
      g_assert_cmpint (g_rmdir (directory), ==, 0);
      store = tog_store_new (directory);
      outbox = tog_outbox_new (store, prepare, send, NULL);
    }
  return outbox;
}

TogOutbox *
tog_account_get_outbox (TogAccount *self)
{
  return get_outbox ();
}

void
fake_outbox_set_way (FakeOutboxWay new_way)
{
  gboolean was_silent = way == FAKE_OUTBOX_SILENT;

  way = new_way;
  if (was_silent && way != FAKE_OUTBOX_SILENT && get_outbox ()->sending != NULL)
    send (outbox->sending, NULL);
}

void
fake_outbox_add (TogOutboxItem *item)
{
  TogOutbox *kept = get_outbox ();

  tog_outbox_add (kept, item, NULL);
  while (item->state != TOG_OUTBOX_WAITING || item->tried || !tog_outbox_is_loaded (kept))
    g_main_context_iteration (NULL, TRUE);
}

void
fake_outbox_reset (void)
{
  if (outbox == NULL)
    return;
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (outbox)); i > 0; i--)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i - 1);

      while (item->state == TOG_OUTBOX_KEEPING || item->state == TOG_OUTBOX_SENDING)
        g_main_context_iteration (NULL, TRUE);
      tog_outbox_discard (outbox, item);
    }
}

void
tog_account_insist (TogAccount *self, TogOutboxItem *item)
{
  tog_outbox_retry (get_outbox (), item);
}

/* Offline for ever: it stays where it was put. */
void
tog_account_request_async (TogAccount *self,
                           TogTeam *team,
                           TogPlannedSession *planned,
                           GPtrArray *choices,
                           const char *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_REQUEST, key);

  if (TOG_IS_GROUP (team))
    item->group_id = g_strdup (team->id);
  else
    item->match_id = g_strdup (team->id);
  item->planned_id = g_strdup (planned->id);
  g_free (item->title);
  item->title = g_strdup (planned->title);
  item->choices = g_ptr_array_ref (choices);
  tog_outbox_add (get_outbox (), item, g_task_new (self, cancellable, callback, user_data));
}

TogSession *
tog_account_request_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
