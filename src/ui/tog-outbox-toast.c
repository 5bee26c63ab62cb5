#include "config.h"

#include "tog-outbox-toast.h"

#include "tog-outbox-text.h"

#include <glib/gi18n.h>

/* To read it, look at what it is about, and think again. */
#define SECONDS 10

typedef struct
{
  TogOutbox *outbox;        /* (owned) */
  TogOutboxItem *added;     /* (owned) (nullable): to be discarded */
  TogOutboxItem *discarded; /* (owned) (nullable): to be put back */
} Undo;

static void
destroy_notify (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->outbox);
  g_clear_object (&undo->added);
  g_clear_object (&undo->discarded);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  if (undo->added != NULL)
    tog_outbox_discard (undo->outbox, undo->added);
  if (undo->discarded != NULL)
    tog_outbox_put_back (undo->outbox, undo->discarded);
}

/* It may outlive the row that it is about. */
static AdwToast *
toast_new (const char *title, TogOutbox *outbox, TogOutboxItem *added, TogOutboxItem *discarded)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (escaped);
  Undo *undo = g_new0 (Undo, 1);

  undo->outbox = g_object_ref (outbox);
  g_set_object (&undo->added, added);
  g_set_object (&undo->discarded, discarded);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, SECONDS);
  /* What is shown now comes again after it, and can be undone, too. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, destroy_notify, 0);
  return toast;
}

/**
 * tog_outbox_toast_new_discarded:
 * @item: which was discarded
 *
 * Returns: (transfer full): what says so, and puts it back if that is wanted
 */
AdwToast *
tog_outbox_toast_new_discarded (TogOutbox *outbox, TogOutboxItem *item)
{
  g_autofree char *deed = tog_outbox_item_dup_deed (item);
  /* Translators: what was not to be sent, such as: Notes on “Feedback”. Its end may be cut
   * off. */
  g_autofree char *title = g_strdup_printf (_ ("Discarded: %s"), deed);

  return toast_new (title, outbox, NULL, item);
}

/* What is on its way can't be taken back any more. */
static void
state_changed_cb (AdwToast *toast, GParamSpec *pspec, TogOutboxItem *item)
{
  if (!tog_outbox_item_can_undo (item))
    adw_toast_dismiss (toast);
}

/**
 * tog_outbox_toast_new_waiting:
 * @title: what was done
 * @item: which waits to be sent
 * @earlier: (nullable): which was discarded for it
 *
 * Returns: (transfer full): what says so, and takes it back if that is wanted, for as long
 *   as that is possible
 */
AdwToast *
tog_outbox_toast_new_waiting (const char *title,
                              TogOutbox *outbox,
                              TogOutboxItem *item,
                              TogOutboxItem *earlier)
{
  AdwToast *toast = toast_new (title, outbox, item, earlier);

  g_signal_connect_object (
      item, "notify::state", G_CALLBACK (state_changed_cb), toast, G_CONNECT_SWAPPED);
  return toast;
}
