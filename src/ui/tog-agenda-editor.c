#include "config.h"

#include "tog-agenda-editor.h"

#include "tog-format.h"
#include "tog-model-limits.h"
#include "tog-notice.h"
#include "tog-session-action.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogAgendaEditor
{
  GtkWidget parent_instance;

  TogAccount *account; /* (owned) (nullable) */
  TogSession *session; /* (owned) (nullable): with what waits to be sent */
  GPtrArray *shown;    /* (owned) (nullable) (element-type TogAgendaItem) */
  gboolean updating;

  GtkWidget *notices;
  GtkListBox *list;
  GtkWidget *entry;
  TogNotice *notice;
};

G_DEFINE_FINAL_TYPE (TogAgendaEditor, tog_agenda_editor, GTK_TYPE_WIDGET)

static void update (TogAgendaEditor *self);

static void
say (TogAgendaEditor *self, const char *text)
{
  tog_notice_show (self->notice, text, NULL);
  gtk_widget_set_visible (self->notices, text != NULL);
}

static const char *
get_me (TogAgendaEditor *self)
{
  TogHome *home = tog_account_get_home (self->account);

  return home != NULL ? home->me->member->id : "";
}

typedef struct
{
  TogAgendaEditor *editor; /* (owned) */
  char *session_id;        /* (owned) */
  char *title;             /* (owned) (nullable): of what was to be added */
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->editor);
  g_free (sending->session_id);
  g_free (sending->title);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

/* What was typed is given back: it is the only copy. */
static void
fail (TogAgendaEditor *self, const char *message, const char *title)
{
  g_autofree char *text = g_strdup_printf (_ ("The agenda could not be changed. %s"), message);

  say (self, text);
  if (title != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), title);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TogAgendaEditor *self = sending->editor;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_account_change_finish (TOG_ACCOUNT (source), result, &error);

  if (self->session == NULL || !g_str_equal (self->session->id, sending->session_id) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* That it waits is said of the session. */
  if (session == NULL && !g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING))
    fail (self, error->message, sending->title);
  update (self);
}

static void
change (TogAgendaEditor *self,
        TogAgendaChangeKind kind,
        const char *id,
        const char *title,
        gboolean done)
{
  g_autoptr (TogAgendaChange) wanted = tog_agenda_change_new (kind, id, title, done);
  Sending *sending = g_new0 (Sending, 1);

  sending->editor = g_object_ref (self);
  sending->session_id = g_strdup (self->session->id);
  sending->title = g_strdup (title);
  say (self, NULL);
  tog_account_change_agenda_async (self->account, self->session, wanted, NULL, changed_cb, sending);
}

static void
add_cb (TogAgendaEditor *self)
{
  g_autofree char *title = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autofree char *text = NULL;

  g_strstrip (title);
  if (*title == '\0')
    return;
  if (g_utf8_strlen (title, -1) > TOG_MAX_TITLE_LENGTH)
    {
      text = g_strdup_printf (_ ("A talking point can’t be longer than %d characters."),
                              TOG_MAX_TITLE_LENGTH);
      say (self, text);
      return;
    }
  if (self->shown->len >= TOG_MAX_AGENDA_ITEMS)
    {
      say (self, _ ("The agenda is full."));
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  change (self, TOG_AGENDA_ADD, NULL, title, FALSE);
  gtk_widget_grab_focus (self->entry);
}

static void
toggled_cb (GtkCheckButton *check, gpointer user_data)
{
  TogAgendaEditor *self =
      TOG_AGENDA_EDITOR (gtk_widget_get_ancestor (GTK_WIDGET (check), TOG_TYPE_AGENDA_EDITOR));

  if (!self->updating)
    change (self, TOG_AGENDA_TICK, user_data, NULL, gtk_check_button_get_active (check));
}

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  TogAgendaEditor *self =
      TOG_AGENDA_EDITOR (gtk_widget_get_ancestor (GTK_WIDGET (button), TOG_TYPE_AGENDA_EDITOR));

  /* The row goes, and the keyboard with it. */
  gtk_widget_grab_focus (self->entry);
  change (self, TOG_AGENDA_REMOVE, user_data, NULL, FALSE);
}

static char *
dup_adder (TogAgendaEditor *self, TogAgendaItem *item)
{
  TogSession *session = self->session;

  if (item->added_by == NULL)
    return NULL;
  if (g_str_equal (item->added_by, get_me (self)))
    return g_strdup (_ ("Added by you"));
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, item->added_by))
        return g_strdup_printf (_ ("Added by %s"), participant->member->name);
    }
  return NULL;
}

static void
free_id (gpointer id, GClosure *closure)
{
  g_free (id);
}

static void
add_remove_button (TogAgendaEditor *self, GtkWidget *row, TogAgendaItem *item)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Remove “%s”"), item->title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  tog_widget_set_name (button, name);
  g_signal_connect_data (
      button, "clicked", G_CALLBACK (remove_cb), g_strdup (item->id), free_id, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
explain (GtkWidget *row, GtkWidget *check, const char *reason)
{
  gtk_widget_set_tooltip_text (check, reason);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
}

static GtkWidget *
row_new (TogAgendaEditor *self, TogAgendaItem *item, gboolean can_edit)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *adder = dup_adder (self, item);
  g_autoptr (GString) name = g_string_new (item->title);

  /* Titles come from people: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 6);
  if (adder != NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), adder);
      g_string_append_printf (name, ", %s", adder);
    }

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  if (item->minutes > 0)
    {
      g_autofree char *duration = tog_format_short_duration (item->minutes * TOG_MINUTE);
      GtkWidget *label = gtk_label_new (duration);

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      g_string_append_printf (name, ", %s", duration);
    }

  /* What is only just being added has no id yet by which to change it. */
  if (can_edit && item->id != NULL)
    {
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      g_signal_connect_data (
          check, "toggled", G_CALLBACK (toggled_cb), g_strdup (item->id), free_id, 0);
      if (g_strcmp0 (item->added_by, get_me (self)) == 0)
        add_remove_button (self, row, item);
    }
  else
    {
      gtk_widget_set_sensitive (check, FALSE);
    }
  tog_widget_set_name (check, name->str);
  tog_widget_set_name (row, name->str);
  if (can_edit && item->id == NULL)
    explain (row, check, _ ("Can be ticked once it was sent"));
  g_object_set_data (G_OBJECT (row), "check", check);
  return row;
}

static gboolean
is_same_item (TogAgendaItem *a, TogAgendaItem *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && g_str_equal (a->title, b->title) &&
         a->minutes == b->minutes;
}

/* Rows stay where nothing but ticks changed: the focus may be in one. */
static gboolean
shows_items (TogAgendaEditor *self, GPtrArray *items)
{
  if (self->shown == NULL || self->shown->len != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (!is_same_item (g_ptr_array_index (self->shown, i), g_ptr_array_index (items, i)))
      return FALSE;
  return TRUE;
}

static void
build_rows (TogAgendaEditor *self, GPtrArray *items, gboolean can_edit)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != self->entry)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < items->len; i++)
    gtk_list_box_insert (
        self->list, row_new (self, g_ptr_array_index (items, i), can_edit), (int) i);
}

static void
update (TogAgendaEditor *self)
{
  TogSession *session = self->session;
  g_autoptr (GPtrArray) items = g_ptr_array_ref (session->agenda);
  gboolean can_edit = tog_session_judge_action (session->state,
                                                session->slot,
                                                tog_account_get_now (self->account),
                                                TOG_ACTION_EDIT_AGENDA) == TOG_ACTION_ALLOWED;

  if (!shows_items (self, items) || can_edit != gtk_widget_get_visible (self->entry))
    build_rows (self, items, can_edit);
  gtk_widget_set_visible (self->entry, can_edit);
  gtk_widget_set_visible (GTK_WIDGET (self), can_edit || items->len > 0);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = g_steal_pointer (&items);

  self->updating = TRUE;
  for (guint i = 0; i < self->shown->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (self->shown, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);

      gtk_check_button_set_active (g_object_get_data (G_OBJECT (row), "check"), item->done);
      if (item->done)
        gtk_widget_add_css_class (GTK_WIDGET (row), "done");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (row), "done");
    }
  self->updating = FALSE;
}

static void
tog_agenda_editor_dispose (GObject *object)
{
  TogAgendaEditor *self = TOG_AGENDA_EDITOR (object);

  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_AGENDA_EDITOR);

  G_OBJECT_CLASS (tog_agenda_editor_parent_class)->dispose (object);
}

static void
tog_agenda_editor_finalize (GObject *object)
{
  TogAgendaEditor *self = TOG_AGENDA_EDITOR (object);

  g_clear_object (&self->account);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_agenda_editor_parent_class)->finalize (object);
}

static void
tog_agenda_editor_class_init (TogAgendaEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_agenda_editor_dispose;
  object_class->finalize = tog_agenda_editor_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-agenda-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, TogAgendaEditor, notices);
  gtk_widget_class_bind_template_child (widget_class, TogAgendaEditor, list);
  gtk_widget_class_bind_template_child (widget_class, TogAgendaEditor, entry);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
tog_agenda_editor_init (TogAgendaEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tog_widget_name_buttons (self->entry);
  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  gtk_box_append (GTK_BOX (self->notices), GTK_WIDGET (self->notice));
}

/**
 * tog_agenda_editor_set_session:
 * @session: whose agenda to show
 */
void
tog_agenda_editor_set_session (TogAgendaEditor *self, TogAccount *account, TogSession *session)
{
  gboolean is_other;

  g_return_if_fail (TOG_IS_AGENDA_EDITOR (self));

  is_other = self->session == NULL || !g_str_equal (self->session->id, session->id);
  g_set_object (&self->account, account);
  g_set_object (&self->session, session);
  if (is_other)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (is_other || tog_outbox_find_session (
                      tog_account_get_outbox (account), TOG_OUTBOX_AGENDA, session->id) == NULL)
    say (self, NULL);
  update (self);
}
