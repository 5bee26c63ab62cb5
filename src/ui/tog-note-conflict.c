#include "config.h"

#include "tog-note-conflict.h"

#include "tog-note-versions.h"

#include <glib/gi18n.h>

#define WIDTH 560
#define HEIGHT 440
#define MARGIN 18

struct _TogNoteConflict
{
  AdwWindow parent_instance;

  TogAccount *account;  /* (owned) */
  TogOutboxItem *item;  /* (owned) */
  TogNote *note;        /* (owned) (nullable): both versions */
  GCancellable *closed; /* (owned) */

  AdwWindowTitle *title;     /* (owned by parent) */
  GtkStack *stack;           /* (owned by parent) */
  AdwStatusPage *page;       /* (owned by parent) */
  TogNoteVersions *versions; /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogNoteConflict, tog_note_conflict, ADW_TYPE_WINDOW)

/* What shall stay is kept at once, and sent; the outbox tells where that fails. */
static void
settled_cb (TogNoteConflict *self, const char *text, const char *shared)
{
  TogNote *newest = self->note->elsewhere;
  g_autoptr (TogNote) seen = tog_note_new (newest->etag, text, shared, newest->others);

  tog_account_put_note_async (
      self->account, self->item->session_id, seen, text, shared, NULL, NULL, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

static void
say (TogNoteConflict *self, const char *icon_name, const char *title, const char *detail)
{
  adw_status_page_set_icon_name (self->page, icon_name);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, detail);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogNoteConflict) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNote) note = tog_account_load_note_finish (TOG_ACCOUNT (source), result, &error);
  g_autofree char *escaped = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (note != NULL && note->elsewhere != NULL)
    {
      g_set_object (&self->note, note);
      tog_note_versions_set_note (self->versions, note);
      gtk_stack_set_visible_child_name (self->stack, "versions");
      return;
    }
  if (note != NULL && !note->unsent)
    {
      say (self, "object-select-symbolic", _ ("Both Versions Say the Same"), NULL);
      return;
    }
  escaped = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;
  say (self,
       "network-offline-symbolic",
       _ ("The Other Version Isn’t Here"),
       escaped != NULL ? escaped : _ ("It comes once the server can be reached."));
}

static void
tog_note_conflict_dispose (GObject *object)
{
  TogNoteConflict *self = TOG_NOTE_CONFLICT (object);

  g_cancellable_cancel (self->closed);

  G_OBJECT_CLASS (tog_note_conflict_parent_class)->dispose (object);
}

static void
tog_note_conflict_finalize (GObject *object)
{
  TogNoteConflict *self = TOG_NOTE_CONFLICT (object);

  g_clear_object (&self->account);
  g_clear_object (&self->item);
  g_clear_object (&self->note);
  g_clear_object (&self->closed);

  G_OBJECT_CLASS (tog_note_conflict_parent_class)->finalize (object);
}

static void
tog_note_conflict_class_init (TogNoteConflictClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_note_conflict_dispose;
  G_OBJECT_CLASS (klass)->finalize = tog_note_conflict_finalize;

  gtk_widget_class_add_binding_action (
      GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
choice_new (TogNoteConflict *self)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "orientation",
                                 GTK_ORIENTATION_VERTICAL,
                                 "spacing",
                                 MARGIN,
                                 "margin-top",
                                 MARGIN,
                                 "margin-bottom",
                                 MARGIN,
                                 "margin-start",
                                 MARGIN,
                                 "margin-end",
                                 MARGIN,
                                 NULL);
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL,
      "label",
      _ ("You also wrote something else on another computer. Both are kept until you choose."),
      "wrap",
      TRUE,
      "xalign",
      0.0,
      NULL);
  GtkWidget *both = gtk_button_new_with_label (_ ("Keep Both"));
  GtkWidget *scrolled_window = gtk_scrolled_window_new ();

  self->versions = g_object_new (TOG_TYPE_NOTE_VERSIONS, NULL);
  g_signal_connect_object (
      self->versions, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      both, "clicked", G_CALLBACK (tog_note_versions_keep_both), self->versions, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (both, "pill");
  gtk_widget_set_halign (both, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->versions));
  gtk_box_append (GTK_BOX (box), both);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled_window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled_window), box);
  return scrolled_window;
}

static void
tog_note_conflict_init (TogNoteConflict *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header_bar = adw_header_bar_new ();
  GtkWidget *stack = gtk_stack_new ();

  self->closed = g_cancellable_new ();
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Two Versions"), NULL));
  self->page = g_object_new (ADW_TYPE_STATUS_PAGE, NULL);
  self->stack = GTK_STACK (stack);
  gtk_stack_add_named (self->stack,
                       g_object_new (GTK_TYPE_SPINNER,
                                     "spinning",
                                     TRUE,
                                     "halign",
                                     GTK_ALIGN_CENTER,
                                     "valign",
                                     GTK_ALIGN_CENTER,
                                     NULL),
                       "loading");
  gtk_stack_add_named (self->stack, choice_new (self), "versions");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "page");
  gtk_widget_set_vexpand (stack, TRUE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header_bar), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (content), header_bar);
  gtk_box_append (GTK_BOX (content), stack);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Two Versions"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * tog_note_conflict_new:
 * @parent: the window it stands over
 * @item: of @account's outbox: a note that isn't the only one
 *
 * Shows both versions and has one chosen, or both.
 */
GtkWindow *
tog_note_conflict_new (GtkWindow *parent, TogAccount *account, TogOutboxItem *item)
{
  TogNoteConflict *self = g_object_new (TOG_TYPE_NOTE_CONFLICT, "transient-for", parent, NULL);

  self->account = g_object_ref (account);
  self->item = g_object_ref (item);
  adw_window_title_set_subtitle (self->title, item->title);
  tog_account_load_note_async (
      account, item->session_id, self->closed, loaded_cb, g_object_ref (self));
  return GTK_WINDOW (self);
}
