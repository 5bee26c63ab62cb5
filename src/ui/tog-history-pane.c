#include "config.h"

#include "tog-history-pane.h"

#include "tog-format.h"
#include "tog-highlight.h"
#include "tog-history-text.h"
#include "tog-life-text.h"
#include "tog-link.h"
#include "tog-outbox-group.h"
#include "tog-outbox-text.h"
#include "tog-outbox-toast.h"
#include "tog-people-list.h"
#include "tog-reading-place.h"
#include "tog-session-news.h"
#include "tog-session-rows.h"
#include "tog-session-text.h"
#include "tog-state-chip.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Above who wrote a note, so that it isn't taken for the end of the one before. */
#define NOTE_SPACING 12

struct _TogHistoryPane
{
  GtkWidget parent_instance;

  TogAccount *account;    /* (owned) (nullable) */
  TogHistoryItem *item;   /* (owned) (nullable) */
  char *query;            /* (owned) (nullable) */
  TogReadingPlace *place; /* (owned) (nullable): NULL only while disposed */

  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkScrolledWindow *scrolled_window;
  GtkLabel *title_label;
  AdwAvatar *avatar;
  GtkLabel *who_label;
  GtkLabel *program_label;
  TogStateChip *chip;
  GtkLabel *statement_label;
  TogOutboxGroup *outbox_group;
  GtkBox *sections;
  guint n_rows;                        /* in the last of these */
  AdwPreferencesGroup *unsent_section; /* (nullable): among these, marked as not sent yet */
  gboolean unsent_is_stuck;            /* as that says */
  gboolean unsent_can_undo;            /* as that offers */
  GtkButton *open_button;
  TogSessionNews *news;
};

G_DEFINE_FINAL_TYPE (TogHistoryPane, tog_history_pane, GTK_TYPE_WIDGET)

static const char *
get_my_id (TogHistoryPane *self)
{
  TogHome *home = tog_account_get_home (self->account);

  return home != NULL ? home->me->member->id : NULL;
}

static AdwPreferencesGroup *
add_section (TogHistoryPane *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->sections, group);
  self->n_rows = 0;
  return ADW_PREFERENCES_GROUP (group);
}

/* Known again by what is above it in its section, or by a name where more may come there. */
static void
add_row (TogHistoryPane *self, AdwPreferencesGroup *group, GtkWidget *row, const char *name)
{
  g_autofree char *number = g_strdup_printf ("%u", self->n_rows++);
  const char *title = adw_preferences_group_get_title (group);
  g_autofree char *key = g_strdup_printf ("%s/%s", title, name != NULL ? name : number);

  adw_preferences_group_add (group, row);
  tog_reading_place_add (self->place, row, key);
}

/* Rows have no attributes, but markup. */
static void
add_marked_row (TogHistoryPane *self, AdwPreferencesGroup *group, GtkWidget *row, const char *title)
{
  g_autofree char *markup = tog_highlight_to_markup (title, self->query, GTK_WIDGET (self));

  /* In this order: the title that it has is no markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), TRUE);
  add_row (self, group, row, NULL);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static void
add_text (TogHistoryPane *self, AdwPreferencesGroup *group, const char *text, const char *name)
{
  g_autoptr (PangoAttrList) marks = tog_highlight_new (text, self->query, GTK_WIDGET (self));
  GtkWidget *label = label_new (NULL);

  tog_link_show_text (GTK_LABEL (label), text);
  gtk_label_set_attributes (GTK_LABEL (label), marks);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  add_row (self, group, label, name);
}

/* Apart from what somebody else wrote above. */
static void
add_author (TogHistoryPane *self, AdwPreferencesGroup *group, const char *by, const char *name)
{
  GtkWidget *label = label_new (by);

  if (self->n_rows > 0)
    gtk_widget_set_margin_top (label, NOTE_SPACING);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  add_row (self, group, label, name);
}

/* What others share, and what I share with them, each below who wrote it. */
static void
add_shared_note (TogHistoryPane *self,
                 AdwPreferencesGroup **group,
                 const char *by,
                 const char *text,
                 const char *id)
{
  g_autofree char *by_name = g_strdup_printf ("by %s", id);

  if (*text == '\0')
    return;
  if (*group == NULL)
    *group = add_section (self, _ ("Shared Notes"));
  add_author (self, *group, by, by_name);
  add_text (self, *group, text, id);
}

static GtkWidget *
unsent_chip_new (gboolean is_stuck)
{
  GtkWidget *chip = g_object_new (GTK_TYPE_BOX, "css-name", "chip", "spacing", 5, NULL);

  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (chip),
                  g_object_new (GTK_TYPE_IMAGE,
                                "icon-name",
                                is_stuck ? "dialog-warning-symbolic" : "content-loading-symbolic",
                                "pixel-size",
                                12,
                                "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                NULL));
  gtk_box_append (GTK_BOX (chip), gtk_label_new (tog_outbox_get_label (is_stuck)));
  return chip;
}

static TogOutboxItem *
find_unsent (TogHistoryPane *self)
{
  return tog_outbox_find_session (
      tog_account_get_outbox (self->account), TOG_OUTBOX_NOTE, self->item->session->id);
}

/* What was noted before comes back; the focus goes to what is above, for the button goes. */
static void
undo_cb (TogHistoryPane *self)
{
  TogOutbox *outbox = tog_account_get_outbox (self->account);
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  TogOutboxItem *item = find_unsent (self);

  if (item == NULL || !tog_outbox_item_can_undo (item))
    return;
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay),
                                 tog_outbox_toast_new_discarded (outbox, item));
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_BACKWARD);
  tog_outbox_discard (outbox, item);
}

static GtkWidget *
undo_button_new (TogHistoryPane *self, TogOutboxItem *item)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Undo"));
  g_autofree char *deed = tog_outbox_item_dup_deed (item);
  /* Translators: what a button does, then to what. */
  g_autofree char *name = g_strdup_printf (C_ ("button, deed", "%s: %s"), _ ("Undo"), deed);

  tog_widget_set_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* That it can't be sent turns out while it is read. */
static void
update_unsent (TogHistoryPane *self)
{
  TogOutboxItem *item;
  gboolean is_stuck, can_undo;
  GtkWidget *box;

  if (self->item == NULL || self->unsent_section == NULL)
    return;
  item = find_unsent (self);
  is_stuck = item != NULL && tog_outbox_item_is_stuck (item);
  /* What can't be sent is dealt with where it says why. */
  can_undo = item != NULL && !is_stuck && tog_outbox_item_can_undo (item);
  /* The focus may be on the button that is there. */
  if (adw_preferences_group_get_header_suffix (self->unsent_section) != NULL &&
      self->unsent_is_stuck == is_stuck && self->unsent_can_undo == can_undo)
    return;

  self->unsent_is_stuck = is_stuck;
  self->unsent_can_undo = can_undo;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (box), unsent_chip_new (is_stuck));
  if (can_undo)
    gtk_box_append (GTK_BOX (box), undo_button_new (self, item));
  adw_preferences_group_set_header_suffix (self->unsent_section, box);
}

/* Beside what waits; where nothing of it is left, beside the name of what was taken out. */
static void
mark_unsent (TogHistoryPane *self, AdwPreferencesGroup *shared, AdwPreferencesGroup *mine)
{
  self->unsent_section = mine != NULL ? mine : shared;
  if (self->unsent_section == NULL)
    self->unsent_section = add_section (self, _ ("My Notes"));
  update_unsent (self);
}

static void
add_my_note (TogHistoryPane *self,
             AdwPreferencesGroup **group,
             const char *by,
             const char *text,
             const char *name)
{
  g_autofree char *by_name = g_strdup_printf ("by %s", name);

  if (*text == '\0')
    return;
  if (*group == NULL)
    *group = add_section (self, _ ("My Notes"));
  if (by != NULL)
    add_author (self, *group, by, by_name);
  add_text (self, *group, text, name);
}

/* As long as it isn't settled which of two versions is to stay, both are read. */
static void
add_notes (TogHistoryPane *self, TogNote *note)
{
  TogNote *elsewhere = note->elsewhere;
  AdwPreferencesGroup *shared = NULL;
  AdwPreferencesGroup *mine = NULL;

  for (guint i = 0; i < note->others->len; i++)
    {
      TogSharedNote *other = g_ptr_array_index (note->others, i);

      add_shared_note (self, &shared, other->member->name, other->text, other->member->id);
    }
  add_shared_note (
      self, &shared, elsewhere != NULL ? _ ("You, on this computer") : _ ("You"), note->shared, "");
  add_my_note (self, &mine, elsewhere != NULL ? _ ("On This Computer") : NULL, note->text, "mine");
  if (elsewhere != NULL)
    {
      add_shared_note (self, &shared, _ ("You, from elsewhere"), elsewhere->shared, "elsewhere");
      add_my_note (self, &mine, _ ("From Elsewhere"), elsewhere->text, "elsewhere");
    }
  if (note->unsent)
    mark_unsent (self, shared, mine);
}

static void
add_agenda (TogHistoryPane *self, GPtrArray *agenda)
{
  AdwPreferencesGroup *group;

  if (agenda->len == 0)
    return;
  group = add_section (self, _ ("Agenda"));
  for (guint i = 0; i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      add_marked_row (self, group, tog_session_row_new_agenda (item, i + 1), item->title);
    }
}

static void
add_resources (TogHistoryPane *self, GPtrArray *resources)
{
  AdwPreferencesGroup *group;

  if (resources->len == 0)
    return;
  group = add_section (self, _ ("Resources"));
  for (guint i = 0; i < resources->len; i++)
    add_row (self, group, tog_session_row_new_resource (g_ptr_array_index (resources, i)), NULL);
}

static void
add_when (TogHistoryPane *self, TogSession *session)
{
  AdwPreferencesGroup *group = add_section (self, NULL);
  TogHome *home = tog_account_get_home (self->account);
  TogMember *other = home != NULL ? tog_session_get_other (session, home->me->member) : NULL;
  GtkWidget *theirs = NULL;

  add_row (self, group, tog_session_row_new_when (session), NULL);
  /* Those of a group are told beside its people. */
  if (session->group_id == NULL && other != NULL)
    theirs = tog_session_row_new_when_for (session, other);
  if (theirs != NULL)
    add_row (self, group, theirs, "theirs");
  if (session->state == TOG_SESSION_SCHEDULED)
    add_row (self, group, tog_session_row_new_where (session), "where");
}

static void
add_participants (TogHistoryPane *self, TogSession *session)
{
  AdwPreferencesGroup *group = add_section (self, _ ("Participants"));
  g_autoptr (GArray) people = tog_session_list_people (session);
  GtkWidget *list = g_object_new (TOG_TYPE_PEOPLE_LIST, NULL);

  tog_people_list_set_label (TOG_PEOPLE_LIST (list), _ ("Participants"));
  tog_people_list_set_people (TOG_PEOPLE_LIST (list),
                              people,
                              get_my_id (self),
                              session->group_id != NULL ? session->slot.start : 0,
                              NULL);
  add_row (self, group, list, NULL);
}

static void
add_invites (TogHistoryPane *self, TogSession *session, GPtrArray *invites)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogInstant now = tog_format_get_now ();
  AdwPreferencesGroup *group;
  TogInviteEvent *before = NULL;

  if (invites->len == 0)
    return;
  group = add_section (self, _ ("Invite History"));
  for (guint i = 0; i < invites->len; i++)
    {
      TogInviteEvent *event = g_ptr_array_index (invites, i);
      g_autofree char *text =
          tog_invite_event_dup_text (event, before, session, get_my_id (self), zone, now);
      g_autofree char *when = tog_invite_event_dup_when (event, zone, now);

      add_row (
          self,
          group,
          tog_session_row_new_event (tog_invite_event_get_icon (event), text, event->reason, when),
          NULL);
      if (tog_invite_event_has_slot (event))
        before = event;
    }
}

static void
set_marked (TogHistoryPane *self, GtkLabel *label, const char *text)
{
  g_autoptr (PangoAttrList) marks = tog_highlight_new (text, self->query, GTK_WIDGET (self));

  gtk_label_set_label (label, text);
  gtk_label_set_attributes (label, marks);
}

static void
update_head (TogHistoryPane *self, TogSession *session)
{
  TogHome *home = tog_account_get_home (self->account);
  TogMember *other = home != NULL ? tog_session_get_other (session, home->me->member) : NULL;
  g_autofree char *who = tog_session_dup_who (session, home);
  /* Translators: a program's name, and which of its sessions it is. */
  g_autofree char *program = g_strdup_printf (
      _ ("%s, session %d of %d"), session->program_name, session->ordinal, session->n_planned);
  g_autofree char *statements = tog_session_dup_statements (session, get_my_id (self));

  set_marked (self, self->title_label, session->title);
  set_marked (self, self->who_label, who);
  set_marked (self, self->program_label, program);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), session->group_id == NULL && other != NULL);
  adw_avatar_set_text (self->avatar, other != NULL ? other->name : NULL);
  tog_state_chip_set_state (
      self->chip, session->state, tog_session_is_over (session, tog_format_get_now ()));

  gtk_widget_set_visible (GTK_WIDGET (self->statement_label), statements != NULL);
  if (statements != NULL)
    {
      /* Translators: what everybody stated: "You: yes. Asha: no." */
      g_autofree char *text = g_strdup_printf (_ ("Did you meet? %s"), statements);

      gtk_label_set_label (self->statement_label, text);
    }
}

static void
update_open_button (TogHistoryPane *self, TogSession *session)
{
  /* Translators: leads to the page of a match or group; %s is its program. */
  g_autofree char *label = g_strdup_printf (_ ("Open in %s"), session->program_name);
  GtkWidget *label_widget;

  gtk_button_set_label (self->open_button, label);
  label_widget = gtk_button_get_child (self->open_button);
  gtk_label_set_ellipsize (GTK_LABEL (label_widget), PANGO_ELLIPSIZE_END);
  if (session->group_id != NULL)
    tog_widget_set_action (
        GTK_WIDGET (self->open_button), "win.open-group", session->group_id, session->id);
  else
    tog_widget_set_action (
        GTK_WIDGET (self->open_button), "win.open-match", session->match_id, session->id);
}

static void
update (TogHistoryPane *self)
{
  TogSession *session = self->item->session;
  g_autofree char *cancelled =
      tog_session_dup_cancelled (session, self->item->invites, get_my_id (self));
  GtkWidget *child;

  tog_reading_place_begin (self->place);
  tog_reading_place_add (self->place, GTK_WIDGET (self->title_label), "title");
  tog_reading_place_add (self->place, GTK_WIDGET (self->outbox_group), "outbox");
  self->unsent_section = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);

  update_head (self, session);
  update_open_button (self, session);
  tog_outbox_group_set_session (self->outbox_group, session->id);
  add_when (self, session);
  if (cancelled != NULL)
    add_text (self, add_section (self, _ ("Why It Was Cancelled")), cancelled, NULL);
  if (self->item->note != NULL)
    add_notes (self, self->item->note);
  if (session->message != NULL && *session->message != '\0')
    add_text (self, add_section (self, _ ("Message")), session->message, NULL);
  add_agenda (self, session->agenda);
  add_resources (self, session->resources);
  add_participants (self, session);
  add_invites (self, session, self->item->invites);
  tog_reading_place_add (self->place, GTK_WIDGET (self->open_button), "open");
}

/* For who reads it already. */
static void
update_again (TogHistoryPane *self)
{
  update (self);
  tog_reading_place_restore_focus (self->place);
}

static void
style_changed_cb (TogHistoryPane *self)
{
  if (self->item != NULL)
    update_again (self);
}

static void
tog_history_pane_dispose (GObject *object)
{
  TogHistoryPane *self = TOG_HISTORY_PANE (object);

  g_clear_object (&self->place);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_HISTORY_PANE);
  g_clear_object (&self->account);
  g_clear_object (&self->item);
  g_clear_pointer (&self->query, g_free);

  G_OBJECT_CLASS (tog_history_pane_parent_class)->dispose (object);
}

static void
tog_history_pane_class_init (TogHistoryPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_history_pane_dispose;

  g_type_ensure (TOG_TYPE_OUTBOX_GROUP);
  g_type_ensure (TOG_TYPE_SESSION_NEWS);
  g_type_ensure (TOG_TYPE_STATE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-history-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, stack);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, who_label);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, program_label);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, chip);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, statement_label);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, outbox_group);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, sections);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, open_button);
  gtk_widget_class_bind_template_child (widget_class, TogHistoryPane, news);
}

static void
tog_history_pane_init (TogHistoryPane *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->place = tog_reading_place_new (self->scrolled_window);
  tog_session_news_watch (self->news, self->scrolled_window, GTK_WIDGET (self->title_label));
  /* Marks are of a colour of the style. */
  g_signal_connect_object (
      manager, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_history_pane_set_account:
 * @account: whose sessions are read, for as long as this pane is there
 */
void
tog_history_pane_set_account (TogHistoryPane *self, TogAccount *account)
{
  g_return_if_fail (TOG_IS_HISTORY_PANE (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (tog_account_get_outbox (account),
                           "changed",
                           G_CALLBACK (update_unsent),
                           self,
                           G_CONNECT_SWAPPED);
  tog_outbox_group_set_account (self->outbox_group, account);
}

/**
 * tog_history_pane_set_item:
 * @item: (nullable): %NULL for none
 *
 * Shows a session. Another one is shown from its top; what is newer of the same one
 * leaves the reader where they are.
 */
void
tog_history_pane_set_item (TogHistoryPane *self, TogHistoryItem *item)
{
  gboolean is_other;

  g_return_if_fail (TOG_IS_HISTORY_PANE (self));

  is_other = item == NULL || self->item == NULL ||
             !g_str_equal (item->session->id, self->item->session->id);
  g_set_object (&self->item, item);
  tog_session_news_set_session (self->news, item != NULL ? item->session : NULL);
  if (item != NULL && is_other)
    update (self);
  else if (item != NULL)
    update_again (self);
  gtk_stack_set_visible_child_name (self->stack, item != NULL ? "item" : "none");
  if (is_other)
    tog_reading_place_go_to_top (self->place);
}

/**
 * tog_history_pane_blank:
 *
 * Shows no session, and doesn't say that one could be chosen: there is none.
 */
void
tog_history_pane_blank (TogHistoryPane *self)
{
  tog_history_pane_set_item (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "blank");
}

/**
 * tog_history_pane_get_item:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
TogHistoryItem *
tog_history_pane_get_item (TogHistoryPane *self)
{
  g_return_val_if_fail (TOG_IS_HISTORY_PANE (self), NULL);

  return self->item;
}

/**
 * tog_history_pane_set_query:
 * @query: (nullable): what was searched for
 */
void
tog_history_pane_set_query (TogHistoryPane *self, const char *query)
{
  g_return_if_fail (TOG_IS_HISTORY_PANE (self));

  if (g_strcmp0 (self->query, query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  if (self->item != NULL)
    update_again (self);
}

/**
 * tog_history_pane_set_error:
 * @message: why the session can't be shown
 */
void
tog_history_pane_set_error (TogHistoryPane *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  g_return_if_fail (TOG_IS_HISTORY_PANE (self));

  g_clear_object (&self->item);
  adw_status_page_set_description (self->failed_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}
