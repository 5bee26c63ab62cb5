#include "config.h"

#include "tog-note-editor.h"

#include "tog-format.h"
#include "tog-model-limits.h"
#include "tog-note-typing.h"
#include "tog-note-versions.h"
#include "tog-notice.h"
#include "tog-outbox-text.h"
#include "tog-link.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Saved after a pause in typing, and now and then where there is none: no more than
 * that is lost where the computer goes down. What waits to be sent is sent as one. */
#define SAVE_AFTER_MS 250
#define SAVE_AT_LAST G_USEC_PER_SEC

/* The account goes on trying; after so long without an answer that is worth a word. */
#define SAY_UNSENT_AFTER_MS 2000

/* What is written before anything was ever loaded is written over nothing, so far
 * as is known. Where the server has something, its word on that shows both. */
#define NO_VERSION "\"0\""

struct _TogNoteEditor
{
  GtkWidget parent_instance;

  TogAccount *account;       /* (owned) (nullable) */
  char *session_id;          /* (owned) (nullable) */
  TogNote *note;             /* (owned) (nullable): what was loaded or saved last */
  GCancellable *cancellable; /* (owned): of the session shown */
  guint save_timeout;        /* source id, 0 if none */
  guint unsent_timeout;      /* source id, 0 if none */
  gint64 unsaved_since;      /* monotonic time, 0 where everything is saved */
  guint n_saving;
  gboolean filling; /* whether it is not the user who changes the texts */
  gboolean refused; /* whether the last thing that was written was too much */
  gboolean waits;   /* whether some of it is in the outbox */
  gboolean unkept;  /* whether it is nowhere but in memory */
  gboolean unread;  /* and it is said that what was noted before is not known */

  GtkLabel *state_label;
  GtkWidget *notices;
  TogNoteVersions *versions;
  GtkWidget *texts;
  GtkTextView *text_view;
  GtkLabel *shared_label;
  GtkTextView *shared_view;
  GtkWidget *others;
  TogNotice *notice;
};

G_DEFINE_FINAL_TYPE (TogNoteEditor, tog_note_editor, GTK_TYPE_WIDGET)

static void load (TogNoteEditor *self);

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* The server keeps no space around a text, which somebody may have typed to go on. */
static gboolean
is_the_same (const char *a, const char *b)
{
  g_autofree char *bare_a = g_strstrip (g_strdup (a));
  g_autofree char *bare_b = g_strstrip (g_strdup (b));

  return g_str_equal (bare_a, bare_b);
}

/* The cursor stays where somebody reads, and begins where they would go on. */
static void
set_text (GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *before = dup_text (view);
  GtkTextIter iter;
  int offset;

  if (is_the_same (before, text))
    return;
  g_object_get (buffer, "cursor-position", &offset, NULL);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, *before != '\0' ? offset : -1);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

static void
fill (TogNoteEditor *self, const char *text, const char *shared)
{
  self->filling = TRUE;
  set_text (self->text_view, text);
  set_text (self->shared_view, shared);
  self->filling = FALSE;
}

static void
say (TogNoteEditor *self, const char *state)
{
  gtk_label_set_label (self->state_label, state);
}

static void
say_waiting (TogNoteEditor *self)
{
  say (self, tog_outbox_get_label (FALSE));
}

static void
notify_trouble (TogNoteEditor *self, const char *text, const char *button)
{
  tog_notice_show (self->notice, text, button);
  gtk_widget_set_visible (self->notices, text != NULL);
}

/* What somebody shares, with their name. */
static GtkWidget *
other_new (TogSharedNote *other)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *name = gtk_label_new (other->member->name);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_widget_add_css_class (name, "caption-heading");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  tog_link_show_text (GTK_LABEL (text), other->text);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), text);
  return box;
}

static void
show_others (TogNoteEditor *self, GPtrArray *others)
{
  GtkWidget *child;
  gboolean any = FALSE;

  while ((child = gtk_widget_get_first_child (self->others)) != NULL)
    gtk_box_remove (GTK_BOX (self->others), child);
  for (guint i = 0; i < others->len; i++)
    {
      TogSharedNote *other = g_ptr_array_index (others, i);

      if (*other->text == '\0')
        continue;
      gtk_box_append (GTK_BOX (self->others), other_new (other));
      any = TRUE;
    }
  gtk_widget_set_visible (self->others, any);
}

static void
clear_versions (TogNoteEditor *self)
{
  tog_note_versions_set_note (self->versions, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->versions), FALSE);
  gtk_widget_set_visible (self->texts, TRUE);
}

static gboolean
unsent_timeout_cb (gpointer user_data)
{
  TogNoteEditor *self = user_data;

  self->unsent_timeout = 0;
  say_waiting (self);
  return G_SOURCE_REMOVE;
}

static void
say_unkept (TogNoteEditor *self, const char *text)
{
  self->unkept = TRUE;
  g_clear_handle_id (&self->unsent_timeout, g_source_remove);
  say (self, "");
  notify_trouble (self, text, NULL);
}

static void
say_kept (TogNoteEditor *self)
{
  if (!self->unkept)
    return;
  self->unkept = FALSE;
  notify_trouble (self, NULL, NULL);
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogNoteEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNote) note = tog_account_put_note_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->n_saving--;
  if (self->n_saving == 0)
    g_clear_handle_id (&self->unsent_timeout, g_source_remove);
  if (note != NULL)
    {
      g_set_object (&self->note, note);
      say_kept (self);
      if (self->n_saving == 0 && self->unsaved_since == 0 && !self->refused)
        say (self, _ ("Saved"));
      return;
    }
  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    {
      load (self);
      return;
    }
  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE))
    {
      say_unkept (self, error->message);
      return;
    }
  say_kept (self);
  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING))
    {
      say_waiting (self);
    }
  else
    {
      g_autofree char *state = tog_outbox_dup_waiting (error->message);

      say (self, state);
    }
}

static void
put (TogNoteEditor *self, TogNote *seen, const char *text, const char *shared)
{
  self->n_saving++;
  if (self->unsent_timeout == 0)
    self->unsent_timeout = g_timeout_add (SAY_UNSENT_AFTER_MS, unsent_timeout_cb, self);
  tog_account_put_note_async (self->account,
                              self->session_id,
                              seen,
                              text,
                              shared,
                              self->cancellable,
                              put_cb,
                              g_object_ref (self));
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  TogNoteEditor *self = user_data;

  self->save_timeout = 0;
  tog_note_editor_save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TogNoteEditor *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->filling || self->session_id == NULL)
    return;
  if (self->unsaved_since == 0)
    self->unsaved_since = now;
  self->refused = FALSE;
  self->unread = FALSE;
  say (self, "");
  if (self->save_timeout != 0 && now - self->unsaved_since >= SAVE_AT_LAST)
    return;
  g_clear_handle_id (&self->save_timeout, g_source_remove);
  self->save_timeout = g_timeout_add (SAVE_AFTER_MS, save_timeout_cb, self);
}

/* More than can be sent is not taken at all: half of a text would be lost unseen. */
static void
insert_cb (GtkTextBuffer *buffer,
           GtkTextIter *location,
           const char *text,
           int length,
           TogNoteEditor *self)
{
  g_autofree char *limit = NULL;

  if (self->filling ||
      gtk_text_buffer_get_char_count (buffer) + g_utf8_strlen (text, length) <= TOG_MAX_NOTE_LENGTH)
    return;
  limit = g_strdup_printf (_ ("Notes can’t be longer than %d characters"), TOG_MAX_NOTE_LENGTH);
  say (self, limit);
  self->refused = TRUE;
  gtk_widget_error_bell (GTK_WIDGET (self));
  g_signal_stop_emission_by_name (buffer, "insert-text");
}

/* Settles which of two versions stays, and goes on with it. */
static void
settle (TogNoteEditor *self, const char *text, const char *shared)
{
  TogNote *newest = self->note->elsewhere;
  g_autoptr (TogNote) settled = tog_note_new (newest->etag, text, shared, newest->others);

  clear_versions (self);
  notify_trouble (self, NULL, NULL);
  fill (self, text, shared);
  g_set_object (&self->note, settled);
  put (self, settled, text, shared);
}

static void
keep_mine (TogNoteEditor *self)
{
  g_autofree char *text = g_strdup (self->note->text);
  g_autofree char *shared = g_strdup (self->note->shared);

  settle (self, text, shared);
}

static void
settled_cb (TogNoteEditor *self, const char *text, const char *shared)
{
  settle (self, text, shared);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* P06: both versions, side by side where there is room. */
static void
show_versions (TogNoteEditor *self)
{
  tog_note_versions_set_note (self->versions, self->note);
  gtk_widget_set_visible (GTK_WIDGET (self->versions), TRUE);
  gtk_widget_set_visible (self->texts, FALSE);
  notify_trouble (self,
                  _ ("You also wrote something else on another computer. Both are kept until you "
                     "choose."),
                  _ ("Keep Both"));
}

static gboolean
is_empty (TogNote *note)
{
  return *note->text == '\0' && *note->shared == '\0';
}

static void
show_note (TogNoteEditor *self, TogNote *note)
{
  g_set_object (&self->note, note);
  show_others (self, note->elsewhere != NULL ? note->elsewhere->others : note->others);
  if (note->elsewhere != NULL && is_empty (note->elsewhere))
    {
      /* There is nothing to choose between. */
      keep_mine (self);
    }
  else if (note->elsewhere != NULL)
    {
      say_waiting (self);
      show_versions (self);
    }
  else
    {
      clear_versions (self);
      if (!self->unkept || !note->unsent)
        {
          self->unkept = FALSE;
          notify_trouble (self, NULL, NULL);
        }
      fill (self, note->text, note->shared);
      if (self->unkept)
        say (self, "");
      else if (note->unsent)
        say_waiting (self);
      else if (*gtk_label_get_label (self->state_label) != '\0' && !self->refused)
        say (self, _ ("Saved"));
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogNoteEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNote) note = tog_account_load_note_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (note == NULL)
    {
      if (self->note != NULL)
        return;
      /* They come by themselves; until then there is nothing that pressing a button helps. */
      if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE))
        {
          self->unread = TRUE;
          say (self, _ ("What you noted before isn’t on this computer yet"));
        }
      else
        {
          notify_trouble (self, error->message, _ ("Try Again"));
        }
      return;
    }
  if (self->unread)
    say (self, "");
  self->unread = FALSE;
  /* What was typed meanwhile was not over this version; saving it finds out. */
  if (self->unsaved_since == 0)
    show_note (self, note);
  else
    show_others (self, note->others);
}

static void
load (TogNoteEditor *self)
{
  tog_account_load_note_async (
      self->account, self->session_id, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
notice_pressed_cb (TogNoteEditor *self)
{
  if (self->note != NULL && self->note->elsewhere != NULL)
    {
      tog_note_versions_keep_both (self->versions);
      return;
    }
  notify_trouble (self, NULL, NULL);
  load (self);
}

static TogOutboxItem *
find_waiting (TogNoteEditor *self)
{
  return tog_outbox_find_session (
      tog_account_get_outbox (self->account), TOG_OUTBOX_NOTE, self->session_id);
}

/* There may be room for it on the disk by now, or the server has something else. What was
 * taken back elsewhere, or put back, shows here, too. */
static void
outbox_changed_cb (TogNoteEditor *self)
{
  TogOutboxItem *item;
  gboolean waited = self->waits;

  if (self->session_id == NULL)
    return;
  item = find_waiting (self);
  self->waits = item != NULL;
  if (self->waits != waited && self->n_saving == 0)
    load (self);
  if (item == NULL)
    return;
  if (item->state == TOG_OUTBOX_CONFLICT && self->note != NULL && self->note->elsewhere == NULL)
    load (self);
  if (!self->unkept || !item->kept)
    return;
  say_kept (self);
  say_waiting (self);
}

/* The network is back: what waited may have gone out, and the others may have written. */
static void
online_cb (TogNoteEditor *self)
{
  if (self->session_id != NULL && tog_account_get_online (self->account))
    load (self);
}

/* Somebody else may have shared something. */
static void
session_changed_cb (TogNoteEditor *self, const char *session_id)
{
  if (g_strcmp0 (session_id, self->session_id) == 0)
    load (self);
}

static void
tog_note_editor_unmap (GtkWidget *widget)
{
  tog_note_editor_save (TOG_NOTE_EDITOR (widget));

  GTK_WIDGET_CLASS (tog_note_editor_parent_class)->unmap (widget);
}

static void
leave (TogNoteEditor *self)
{
  tog_note_editor_save (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_object (&self->note);
  g_clear_handle_id (&self->unsent_timeout, g_source_remove);
  self->n_saving = 0;
  self->unkept = FALSE;
  self->unread = FALSE;
}

static void
tog_note_editor_dispose (GObject *object)
{
  TogNoteEditor *self = TOG_NOTE_EDITOR (object);

  if (self->session_id != NULL)
    leave (self);
  g_clear_handle_id (&self->save_timeout, g_source_remove);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_NOTE_EDITOR);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_note_editor_parent_class)->dispose (object);
}

static void
tog_note_editor_class_init (TogNoteEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_note_editor_dispose;
  widget_class->unmap = tog_note_editor_unmap;

  g_type_ensure (TOG_TYPE_NOTE_VERSIONS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-note-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, state_label);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, notices);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, versions);
  gtk_widget_class_bind_template_callback (widget_class, settled_cb);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, texts);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, text_view);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, shared_label);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, shared_view);
  gtk_widget_class_bind_template_child (widget_class, TogNoteEditor, others);
}

static void
watch (TogNoteEditor *self, GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (insert_cb), self, 0);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  tog_note_typing_follow (buffer);
}

static void
tog_note_editor_init (TogNoteEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  gtk_box_append (GTK_BOX (self->notices), GTK_WIDGET (self->notice));
  g_signal_connect_object (
      self->notice, "pressed", G_CALLBACK (notice_pressed_cb), self, G_CONNECT_SWAPPED);
  watch (self, self->text_view);
  watch (self, self->shared_view);
}

/* Who sees what is shared: by name, where it is one person. */
static void
name_readers (TogNoteEditor *self, TogSession *session)
{
  TogHome *home = tog_account_get_home (self->account);
  const char *my_id = home != NULL ? home->me->member->id : NULL;
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  for (guint i = 0; i < session->participants->len && session->group_id == NULL; i++)
    {
      TogMember *member = ((TogParticipant *) g_ptr_array_index (session->participants, i))->member;
      g_autofree char *name = tog_member_dup_given_name (member);

      if (my_id == NULL || title != NULL || g_str_equal (member->id, my_id))
        continue;
      title = g_strdup_printf (_ ("Shared with %s"), name);
      label = g_strdup_printf (_ ("Notes that %s sees, too"), name);
    }
  gtk_label_set_label (self->shared_label, title != NULL ? title : _ ("Shared with the others"));
  tog_widget_set_name (GTK_WIDGET (self->shared_view),
                       label != NULL ? label : _ ("Notes that the others see, too"));
}

/**
 * tog_note_editor_set_session:
 * @session: whose notes to show; what the others share is asked for again where
 *   it is the same as before
 */
void
tog_note_editor_set_session (TogNoteEditor *self, TogAccount *account, TogSession *session)
{
  g_return_if_fail (TOG_IS_NOTE_EDITOR (self));

  if (self->account != account)
    {
      if (self->account != NULL)
        {
          g_signal_handlers_disconnect_by_func (self->account, online_cb, self);
          g_signal_handlers_disconnect_by_func (self->account, session_changed_cb, self);
          g_signal_handlers_disconnect_by_func (
              tog_account_get_outbox (self->account), outbox_changed_cb, self);
        }
      g_set_object (&self->account, account);
      g_signal_connect_object (
          account, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          account, "session-changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (tog_account_get_outbox (account),
                               "changed",
                               G_CALLBACK (outbox_changed_cb),
                               self,
                               G_CONNECT_SWAPPED);
    }
  if (g_strcmp0 (self->session_id, session->id) != 0)
    {
      if (self->session_id != NULL)
        leave (self);
      self->session_id = g_strdup (session->id);
      self->cancellable = g_cancellable_new ();
      self->waits = find_waiting (self) != NULL;
      clear_versions (self);
      notify_trouble (self, NULL, NULL);
      fill (self, "", "");
      say (self, "");
      gtk_widget_set_visible (self->others, FALSE);
    }
  name_readers (self, session);
  load (self);
}

/**
 * tog_note_editor_save:
 *
 * Saves what was typed, if anything was, without waiting any longer.
 */
void
tog_note_editor_save (TogNoteEditor *self)
{
  g_autofree char *text = NULL;
  g_autofree char *shared = NULL;
  g_autoptr (TogNote) nothing = NULL;

  g_return_if_fail (TOG_IS_NOTE_EDITOR (self));

  g_clear_handle_id (&self->save_timeout, g_source_remove);
  if (self->unsaved_since == 0)
    return;

  self->unsaved_since = 0;
  text = dup_text (self->text_view);
  shared = dup_text (self->shared_view);
  if (self->note == NULL)
    {
      g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);

      nothing = tog_note_new (NO_VERSION, "", "", nobody);
    }
  put (self, self->note != NULL ? self->note : nothing, text, shared);
}
