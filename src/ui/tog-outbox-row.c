#include "config.h"

#include "tog-outbox-row.h"

#include "tog-conflict-dialog.h"
#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-note-conflict.h"
#include "tog-outbox-text.h"
#include "tog-outbox-toast.h"
#include "tog-team-load.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogOutboxRow
{
  AdwActionRow parent_instance;

  TogAccount *account; /* (owned) */
  TogOutboxItem *item; /* (owned) */
  gboolean retrying;   /* it was asked for to be sent again, and that isn't over */
  gboolean resent;     /* it is */

  GtkImage *icon;     /* (owned by parent) */
  GtkWidget *buttons; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogOutboxRow, tog_outbox_row, ADW_TYPE_ACTION_ROW)

static TogOutbox *
get_outbox (TogOutboxRow *self)
{
  return tog_account_get_outbox (self->account);
}

/* The row goes, and the keyboard with it. */
static void
dismiss_cb (TogOutboxRow *self)
{
  gtk_widget_child_focus (gtk_widget_get_parent (GTK_WIDGET (self)), GTK_DIR_TAB_FORWARD);
  tog_outbox_discard (get_outbox (self), self->item);
}

static void
show_toast (TogOutboxRow *self, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/* What was written is nowhere else. */
static void
discard_cb (TogOutboxRow *self)
{
  show_toast (self, tog_outbox_toast_new_discarded (get_outbox (self), self->item));
  dismiss_cb (self);
}

static void
retry_cb (TogOutboxRow *self)
{
  self->retrying = TRUE;
  self->resent = FALSE;
  tog_outbox_retry (get_outbox (self), self->item);
}

/* Where nothing is other than before it must not look as if nothing had been done. */
static void
tell_retried (TogOutboxRow *self)
{
  TogOutboxItem *item = self->item;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  if (item->state == TOG_OUTBOX_FAILED && item->error != NULL)
    /* Translators: then why, in a sentence. */
    text = g_strdup_printf (_ ("Still not sent. %s"), item->error);
  else if (tog_outbox_item_is_stuck (item))
    text = g_strdup (_ ("Still not sent"));
  else
    text = g_strdup (_ ("The server can’t be reached; it waits to be sent"));
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  /* Now, not once what was said before it has gone. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  show_toast (self, toast);
}

static void
conflict_response_cb (GtkWidget *dialog, const char *response, TogOutboxRow *self)
{
  if (self->item->state != TOG_OUTBOX_CONFLICT)
    return;
  if (g_str_equal (response, "mine"))
    tog_account_insist (self->account, self->item);
  else if (g_str_equal (response, "keep"))
    discard_cb (self);
}

static void
compare_cb (TogOutboxRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  TogOutboxItem *item = self->item;
  TogInstant now = tog_account_get_now (self->account);
  TogSession *newest =
      tog_session_find (self->account, item->match_id, item->group_id, item->session_id);
  g_autofree char *mine = tog_outbox_item_dup_deed (item);
  g_autofree char *theirs = NULL;
  GtkWidget *dialog;

  if (item->kind == TOG_OUTBOX_NOTE)
    {
      gtk_window_present (tog_note_conflict_new (parent, self->account, item));
      return;
    }
  theirs = newest != NULL ? tog_session_dup_version (newest, now)
                          : g_strdup (_ ("That session is not there any more"));
  dialog = tog_conflict_dialog_new_versions (parent, item->title, mine, theirs, newest != NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (conflict_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_button (TogOutboxRow *self, const char *label, const char *deed, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  /* Translators: what a button does, then to what. */
  g_autofree char *name = g_strdup_printf (C_ ("button, deed", "%s: %s"), label, deed);

  tog_widget_set_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static const char *
get_icon_name (TogOutboxItem *item)
{
  switch (item->state)
    {
    case TOG_OUTBOX_FAILED:
    case TOG_OUTBOX_CONFLICT:
      return "dialog-warning-symbolic";
    case TOG_OUTBOX_BOOKED:
      return "object-select-symbolic";
    case TOG_OUTBOX_KEEPING:
    case TOG_OUTBOX_WAITING:
    case TOG_OUTBOX_SENDING:
    default:
      return "document-send-symbolic";
    }
}

static void
update_buttons (TogOutboxRow *self, const char *deed)
{
  TogOutboxItem *item = self->item;
  gboolean had_focus = gtk_widget_get_focus_child (self->buttons) != NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  if (item->state == TOG_OUTBOX_CONFLICT)
    add_button (self, _ ("Compare…"), deed, G_CALLBACK (compare_cb));
  if (item->state == TOG_OUTBOX_FAILED)
    add_button (self, _ ("Try Again"), deed, G_CALLBACK (retry_cb));
  if (item->state == TOG_OUTBOX_FAILED || item->state == TOG_OUTBOX_CONFLICT)
    add_button (self, _ ("Discard"), deed, G_CALLBACK (discard_cb));
  else if (item->state == TOG_OUTBOX_BOOKED)
    add_button (self, _ ("Got It"), deed, G_CALLBACK (dismiss_cb));
  else if (tog_outbox_item_can_undo (item))
    add_button (self, _ ("Undo"), deed, G_CALLBACK (discard_cb));
  child = gtk_widget_get_first_child (self->buttons);
  if (had_focus && child != NULL)
    gtk_widget_grab_focus (child);
}

static void
update (TogOutboxRow *self)
{
  TogOutboxItem *item = self->item;
  g_autofree char *deed = tog_outbox_item_dup_deed (item);
  g_autofree char *state = tog_outbox_item_dup_state (item, tog_format_get_now ());
  g_autofree char *words = tog_outbox_item_dup_words (item);
  g_autofree char *subtitle = words != NULL ? g_strdup_printf ("%s\n%s", words, state) : NULL;
  g_autofree char *name = words != NULL ? g_strdup_printf ("%s, %s, %s", deed, words, state)
                                        : g_strdup_printf ("%s, %s", deed, state);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), deed);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : state);
  tog_widget_set_name (GTK_WIDGET (self), name);
  gtk_image_set_from_icon_name (self->icon, get_icon_name (item));
  /* What was pressed keeps the keyboard until it is known what came of it. */
  if (!self->retrying)
    update_buttons (self, deed);
}

static void
state_changed_cb (TogOutboxRow *self)
{
  gboolean is_over = self->retrying && (tog_outbox_item_is_stuck (self->item) ||
                                        (self->resent && self->item->state == TOG_OUTBOX_WAITING));

  if (self->item->state == TOG_OUTBOX_SENDING)
    self->resent = TRUE;
  if (is_over)
    self->retrying = FALSE;
  update (self);
  if (is_over)
    tell_retried (self);
}

static void
tog_outbox_row_finalize (GObject *object)
{
  TogOutboxRow *self = TOG_OUTBOX_ROW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (tog_outbox_row_parent_class)->finalize (object);
}

static void
tog_outbox_row_class_init (TogOutboxRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_outbox_row_finalize;
}

static void
tog_outbox_row_init (TogOutboxRow *self)
{
  GtkWidget *icon =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->icon = GTK_IMAGE (icon);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Titles come from people: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 6);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->buttons);
}

/**
 * tog_outbox_row_new:
 * @item: of the outbox of @account
 */
GtkWidget *
tog_outbox_row_new (TogOutboxItem *item, TogAccount *account)
{
  TogOutboxRow *self = g_object_new (TOG_TYPE_OUTBOX_ROW, NULL);

  self->item = g_object_ref (item);
  self->account = g_object_ref (account);
  g_signal_connect_object (
      item, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
