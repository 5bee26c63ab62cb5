#include "config.h"

#include "tog-outbox-sending.h"

#include "tog-delayed-sends.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Most of the time this is done before anybody would have read that it is under way. */
#define DIALOG_DELAY_MS 300

typedef struct
{
  GtkWindow *dialog;   /* (owned) */
  GtkProgressBar *bar; /* (owned by parent) */
  guint n_total;       /* what waited at the beginning */
  guint present_source;
  guint check_source;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->dialog);
  g_free (sending);
}

static guint
count_waiting (TogOutbox *outbox)
{
  return tog_outbox_count (outbox) - tog_outbox_count_stuck (outbox);
}

static gboolean
is_under_way (TogOutbox *outbox)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outbox)); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);

      if (item->state == TOG_OUTBOX_KEEPING || item->state == TOG_OUTBOX_SENDING)
        return TRUE;
    }
  return tog_delayed_sends_count (tog_delayed_sends_get_default ()) > 0;
}

/* The task goes, and what it waited for with it. */
static void
stop (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (g_task_get_source_object (task), task);
  g_signal_handlers_disconnect_by_data (tog_delayed_sends_get_default (), task);
  g_signal_handlers_disconnect_by_data (sending->dialog, task);
  g_clear_handle_id (&sending->present_source, g_source_remove);
  g_clear_handle_id (&sending->check_source, g_source_remove);
  gtk_window_destroy (sending->dialog);
}

static gboolean
check_cb (gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  TogOutbox *outbox = g_task_get_source_object (task);
  guint n_left = count_waiting (outbox);

  sending->check_source = 0;
  if (is_under_way (outbox))
    {
      sending->n_total = MAX (sending->n_total, n_left);
      gtk_progress_bar_set_fraction (
          sending->bar, sending->n_total > 0 ? 1.0 - (double) n_left / sending->n_total : 0);
      return G_SOURCE_REMOVE;
    }
  stop (task);
  g_task_return_boolean (task, tog_outbox_count (outbox) == 0);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/* Between one that was sent and the next none is on its way. */
static void
changed_cb (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  if (sending->check_source == 0)
    sending->check_source = g_idle_add (check_cb, task);
}

static void
response_cb (GTask *task)
{
  stop (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was not waited for");
  g_object_unref (task);
}

static gboolean
present_cb (gpointer user_data)
{
  Sending *sending = user_data;

  sending->present_source = 0;
  gtk_window_present (sending->dialog);
  return G_SOURCE_REMOVE;
}

static Sending *
sending_new (GtkWindow *parent)
{
  Sending *sending = g_new0 (Sending, 1);
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Sending What Is Left…"), NULL));
  GtkWidget *bar = gtk_progress_bar_new ();

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sent so far"), -1);
  adw_message_dialog_set_extra_child (dialog, bar);
  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  sending->dialog = GTK_WINDOW (g_object_ref (dialog));
  sending->bar = GTK_PROGRESS_BAR (bar);
  sending->present_source = g_timeout_add (DIALOG_DELAY_MS, present_cb, sending);
  return sending;
}

/**
 * tog_outbox_send_all_async:
 * @parent: over which it is said that this is under way, once it takes a while; there it
 *   can be cancelled
 *
 * Sends what waits, also what can still be taken back, until nothing is left but what
 * doesn't get through or is refused.
 */
void
tog_outbox_send_all_async (TogOutbox *outbox,
                           GtkWindow *parent,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (outbox, NULL, callback, user_data);
  Sending *sending = sending_new (parent);

  g_task_set_source_tag (task, tog_outbox_send_all_async);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  g_signal_connect_swapped (sending->dialog, "response", G_CALLBACK (response_cb), task);
  g_signal_connect_swapped (outbox, "changed", G_CALLBACK (changed_cb), task);
  g_signal_connect_swapped (
      tog_delayed_sends_get_default (), "changed", G_CALLBACK (changed_cb), task);
  tog_delayed_sends_flush (tog_delayed_sends_get_default ());
  tog_outbox_send_now (outbox);
  changed_cb (task);
}

/**
 * tog_outbox_send_all_finish:
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is left; without that and @error, what is in the outbox says
 *   itself why
 */
gboolean
tog_outbox_send_all_finish (TogOutbox *outbox, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, outbox), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_outbox_send_all_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
