#include "config.h"

#include "tog-outbox-group.h"

#include "tog-outbox-row.h"

#include <glib/gi18n.h>

struct _TogOutboxGroup
{
  AdwPreferencesGroup parent_instance;

  TogAccount *account; /* (owned) (nullable) */
  char *session_id;    /* (owned) (nullable) */
  TogTeam *team;       /* (owned) (nullable) */
  char *planned_id;    /* (owned) (nullable): of @team */
  gboolean only_stuck;

  GtkFilter *filter; /* (owned) */
  GListModel *shown; /* (owned) (nullable) */
  GtkListBox *list;  /* (owned by parent) */
};

G_DEFINE_FINAL_TYPE (TogOutboxGroup, tog_outbox_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
is_of_planned (TogOutboxGroup *self, TogOutboxItem *item)
{
  if (self->planned_id == NULL || g_strcmp0 (item->planned_id, self->planned_id) != 0)
    return FALSE;
  return g_strcmp0 (TOG_IS_GROUP (self->team) ? item->group_id : item->match_id, self->team->id) ==
         0;
}

static gboolean
is_shown (gpointer object, gpointer user_data)
{
  TogOutboxGroup *self = user_data;
  TogOutboxItem *item = object;

  /* What is on its way is done in the blink of an eye. */
  if (item->state == TOG_OUTBOX_KEEPING || item->state == TOG_OUTBOX_SENDING)
    return FALSE;
  /* What is to become a session is told nowhere else. */
  if (is_of_planned (self, item))
    return TRUE;
  if (self->only_stuck && !tog_outbox_item_is_stuck (item))
    return FALSE;
  /* Notes say so themselves. */
  if (item->kind == TOG_OUTBOX_NOTE && (item->state == TOG_OUTBOX_WAITING || self->only_stuck))
    return FALSE;
  return g_strcmp0 (item->session_id, self->session_id) == 0;
}

/* What waits comes first, then what is stuck: what was booked doesn't ask for anything. */
static const char *
get_title (TogOutboxGroup *self)
{
  const char *title = _ ("Booked");

  for (guint i = 0; i < g_list_model_get_n_items (self->shown); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (self->shown, i);

      if (tog_outbox_item_is_stuck (item))
        title = _ ("Could Not Be Sent");
      else if (item->state != TOG_OUTBOX_BOOKED)
        return _ ("Waiting to Be Sent");
    }
  return title;
}

static void
update (TogOutboxGroup *self)
{
  gboolean is_empty = g_list_model_get_n_items (self->shown) == 0;
  const char *title;

  gtk_widget_set_visible (GTK_WIDGET (self), !is_empty);
  if (is_empty)
    return;
  title = get_title (self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
}

static void
outbox_changed_cb (TogOutboxGroup *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  return tog_outbox_row_new (item, TOG_OUTBOX_GROUP (user_data)->account);
}

static void
tog_outbox_group_dispose (GObject *object)
{
  TogOutboxGroup *self = TOG_OUTBOX_GROUP (object);

  if (self->account != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_outbox_group_parent_class)->dispose (object);
}

static void
tog_outbox_group_finalize (GObject *object)
{
  TogOutboxGroup *self = TOG_OUTBOX_GROUP (object);

  g_clear_object (&self->filter);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_object (&self->team);
  g_clear_pointer (&self->planned_id, g_free);

  G_OBJECT_CLASS (tog_outbox_group_parent_class)->finalize (object);
}

static void
tog_outbox_group_class_init (TogOutboxGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_outbox_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tog_outbox_group_finalize;
}

static void
tog_outbox_group_init (TogOutboxGroup *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tog_outbox_group_set_account:
 * @account: whose outbox it is, for as long as this group is there
 */
void
tog_outbox_group_set_account (TogOutboxGroup *self, TogAccount *account)
{
  TogOutbox *outbox = tog_account_get_outbox (account);

  g_return_if_fail (TOG_IS_OUTBOX_GROUP (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (outbox)),
                                                         g_object_ref (self->filter)));
  gtk_list_box_bind_model (self->list, self->shown, row_new, self, NULL);
  g_signal_connect_object (
      self->shown, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      outbox, "changed", G_CALLBACK (outbox_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tog_outbox_group_show_only_stuck:
 *
 * Leaves out what merely waits, and notes: for where both are told of beside what they
 * are about.
 */
void
tog_outbox_group_show_only_stuck (TogOutboxGroup *self)
{
  g_return_if_fail (TOG_IS_OUTBOX_GROUP (self));

  self->only_stuck = TRUE;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * tog_outbox_group_set_session:
 * @session_id: (nullable): of which session, or %NULL for what is no session yet
 */
void
tog_outbox_group_set_session (TogOutboxGroup *self, const char *session_id)
{
  g_return_if_fail (TOG_IS_OUTBOX_GROUP (self));

  if (g_strcmp0 (self->session_id, session_id) == 0)
    return;
  g_free (self->session_id);
  self->session_id = g_strdup (session_id);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * tog_outbox_group_set_planned:
 * @team: whose planned session it is
 *
 * Shows what is to become of a planned session, and what was done to the session it has.
 */
void
tog_outbox_group_set_planned (TogOutboxGroup *self, TogTeam *team, TogPlannedSession *planned)
{
  g_return_if_fail (TOG_IS_OUTBOX_GROUP (self));

  g_set_object (&self->team, team);
  g_free (self->planned_id);
  self->planned_id = g_strdup (planned->id);
  g_free (self->session_id);
  self->session_id = g_strdup (planned->session != NULL ? planned->session->id : "");
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}
