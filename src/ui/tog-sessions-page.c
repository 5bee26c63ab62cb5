#include "config.h"

#include "tog-sessions-page.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-history-filters.h"
#include "tog-history-list.h"
#include "tog-history-output.h"
#include "tog-history-pane.h"
#include "tog-history-rows.h"
#include "tog-outbox-group.h"
#include "tog-sync-row.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Of the list where it is beside what is read, and where it has the page to itself. */
#define SIDE_WIDTH 360
#define MAX_WIDTH 10000

typedef enum
{
  UPCOMING,
  PAST,
  N_PARTS,
} Part;

struct _TogSessionsPage
{
  GtkWidget parent_instance;

  TogConnection *connection;      /* (owned) (nullable): NULL only while disposed */
  TogSessionList *parts[N_PARTS]; /* (owned) */
  GListStore *headings[N_PARTS];  /* (owned) (element-type GtkStringObject): one or none */
  GtkSingleSelection *selection;  /* (owned) */
  TogZone *zone;                  /* (owned) (nullable) */
  char *selected_id;              /* (owned) (nullable) */
  gboolean begins_anew;           /* what comes is to be read from its top */
  gboolean awaits_first;          /* and the first of it is gone to */
  GCancellable *load;             /* (owned) (nullable): of the selected session */
  GCancellable *facets_load;      /* (owned) (nullable) */
  GCancellable *output_load;      /* (owned) (nullable): of all to be printed or saved */

  AdwLeaflet *leaflet;
  AdwClamp *side;
  GtkWidget *reading;
  GtkEditable *search_entry;
  TogHistoryFilters *filters;
  TogOutboxGroup *outbox_group;
  TogSyncRow *sync_row;
  GtkLabel *unreadable_label;
  GtkStack *stack;
  GtkButton *clear_button;
  TogHistoryList *history_list;
  GtkListView *list;
  GtkWidget *back_button;
  GtkWidget *output_buttons;
  TogHistoryPane *pane;
};

G_DEFINE_FINAL_TYPE (TogSessionsPage, tog_sessions_page, GTK_TYPE_WIDGET)

static TogAccount *
get_account (TogSessionsPage *self)
{
  return tog_connection_get_account (self->connection);
}

/* Headings stand among the sessions, above those they tell of. */

static void
update_heading (TogSessionsPage *self, Part part)
{
  guint total = tog_session_list_get_total (self->parts[part]);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->headings[part]));
  g_autoptr (GtkStringObject) heading = NULL;
  g_autofree char *count = g_strdup_printf ("%'u", total);

  /* Of a change that is none, a view that is told makes rows anew. */
  if (n_before == 0 && total == 0)
    return;
  if (n_before > 0)
    {
      g_autoptr (GtkStringObject) before =
          g_list_model_get_item (G_LIST_MODEL (self->headings[part]), 0);

      if (g_str_equal (gtk_string_object_get_string (before), count))
        return;
    }
  if (total > 0)
    heading = gtk_string_object_new (count);
  g_list_store_splice (
      self->headings[part], 0, n_before, (gpointer *) &heading, heading != NULL ? 1 : 0);
}

static gboolean
is_searched (TogSessionsPage *self)
{
  return *gtk_editable_get_text (self->search_entry) != '\0';
}

static gboolean
is_filtered (TogSessionsPage *self)
{
  return is_searched (self) || tog_history_filters_get_is_set (self->filters);
}

/* What found nothing is what there is to be cleared. */
static void
update_clear_button (TogSessionsPage *self)
{
  const char *label = _ ("Clear Search");

  if (tog_history_filters_get_is_set (self->filters))
    label = is_searched (self) ? _ ("Clear Search and Filters") : _ ("Clear Filters");
  gtk_button_set_label (self->clear_button, label);
}

/* Where there is nothing to choose, nobody is asked to. */
static void
show_list_page (TogSessionsPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->pane),
                          self->selected_id != NULL || !g_str_equal (name, "empty"));
}

static void
update_actions (TogSessionsPage *self)
{
  gboolean has_one = tog_history_pane_get_item (self->pane) != NULL;
  gboolean has_any = tog_session_list_get_total (self->parts[UPCOMING]) > 0 ||
                     tog_session_list_get_total (self->parts[PAST]) > 0;

  gtk_widget_set_visible (self->output_buttons, has_one);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.print", has_one);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.export", has_one);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.print-all", has_any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.export-all", has_any);
}

static gboolean
is_selected (TogSessionsPage *self, gpointer item)
{
  return TOG_IS_SESSION_HIT (item) &&
         g_strcmp0 (TOG_SESSION_HIT (item)->id, self->selected_id) == 0;
}

/* What is read is among what was searched for: where it isn't any more, the first that
 * is takes its place. Where nothing is found, it comes back with what is found next. */
static void
read_first (TogSessionsPage *self)
{
  GListModel *rows = G_LIST_MODEL (self->selection);

  if (is_selected (self, gtk_single_selection_get_selected_item (self->selection)))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (rows, i);

      if (TOG_IS_SESSION_HIT (item))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
  g_cancellable_cancel (self->load);
  tog_history_pane_blank (self->pane);
  update_actions (self);
}

/* From the search into what it has found, once that is there. */
static void
go_to_first (TogSessionsPage *self)
{
  self->awaits_first = self->begins_anew;
  if (!self->awaits_first)
    tog_history_list_enter_first (self->history_list);
}

static void
lists_changed_cb (TogSessionsPage *self)
{
  gboolean loading = tog_session_list_get_loading (self->parts[UPCOMING]) ||
                     tog_session_list_get_loading (self->parts[PAST]);
  guint n_rows = 0;

  for (Part part = 0; part < N_PARTS; part++)
    {
      update_heading (self, part);
      n_rows += g_list_model_get_n_items (G_LIST_MODEL (self->parts[part]));
    }

  update_actions (self);
  if (!loading && self->begins_anew)
    {
      self->begins_anew = FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
      if (is_filtered (self))
        read_first (self);
    }
  if (n_rows > 0)
    {
      show_list_page (self, "list");
    }
  else if (!loading && is_filtered (self))
    {
      update_clear_button (self);
      show_list_page (self, "no-hit");
    }
  else if (!loading && tog_account_get_sync_progress (get_account (self)) >= 1)
    show_list_page (self, "empty");
  else if (!loading)
    show_list_page (self, "loading");

  if (self->awaits_first && !self->begins_anew)
    go_to_first (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TogSessionsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogHistoryItem) item =
      tog_account_load_entry_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (item != NULL)
    tog_history_pane_set_item (self->pane, item);
  else
    tog_history_pane_set_error (self->pane, error->message);
  update_actions (self);
}

static void
load_selected (TogSessionsPage *self)
{
  g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  if (self->selected_id == NULL)
    return;
  self->load = g_cancellable_new ();
  tog_account_load_entry_async (get_account (self), self->selected_id, self->load, loaded_cb, self);
}

/* A heading can be read, but not chosen: what was chosen before stays so. */
static void
selected_cb (TogSessionsPage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);
  TogSessionHit *hit;

  if (GTK_IS_STRING_OBJECT (item))
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      return;
    }
  if (item == NULL || (is_selected (self, item) && tog_history_pane_get_item (self->pane) != NULL))
    return;

  hit = TOG_SESSION_HIT (item);
  g_free (self->selected_id);
  self->selected_id = g_strdup (hit->id);
  load_selected (self);
}

/* Where a part's first session is in the whole list. */
static guint
get_offset (TogSessionsPage *self, Part part)
{
  guint offset = g_list_model_get_n_items (G_LIST_MODEL (self->headings[UPCOMING]));

  if (part == PAST)
    offset += g_list_model_get_n_items (G_LIST_MODEL (self->parts[UPCOMING])) +
              g_list_model_get_n_items (G_LIST_MODEL (self->headings[PAST]));
  return offset;
}

/* A row that has changed is another object, and one that is found again too: it is
 * selected by its id, and the first of all where nothing was yet. What only came behind
 * others is not looked at, since that would ask for still more. */
static void
rows_changed_cb (TogSessionsPage *self,
                 guint position,
                 guint n_removed,
                 guint n_added,
                 GListModel *rows)
{
  Part part = rows == G_LIST_MODEL (self->parts[PAST]) ? PAST : UPCOMING;

  if (position > 0 && n_removed == 0 && !tog_session_list_get_loading (self->parts[part]))
    return;
  if (is_selected (self, gtk_single_selection_get_selected_item (self->selection)))
    return;

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (rows, i);

      if (self->selected_id == NULL || is_selected (self, item))
        {
          gtk_single_selection_set_selected (self->selection, get_offset (self, part) + i);
          return;
        }
    }
}

static void
open_pane (TogSessionsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->reading);
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (self->back_button);
}

static void
activate_cb (TogSessionsPage *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (!TOG_IS_SESSION_HIT (item))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  open_pane (self);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item, TogSessionsPage *self)
{
  gpointer item = gtk_list_item_get_item (list_item);

  if (TOG_IS_SESSION_HIT (item))
    {
      TogAccount *account = get_account (self);

      tog_history_rows_bind_hit (list_item,
                                 item,
                                 tog_account_get_home (account),
                                 self->zone,
                                 tog_account_get_outbox (account));
    }
  else
    {
      g_autoptr (GObject) first =
          g_list_model_get_item (G_LIST_MODEL (self->headings[UPCOMING]), 0);
      const char *title = first == item ? _ ("Upcoming") : _ ("Past");

      tog_history_rows_bind_heading (list_item, title, gtk_string_object_get_string (item));
    }
}

/* Searching */

static void
fill_filter (TogSessionsPage *self, TogSessionFilter *filter)
{
  const char *text = gtk_editable_get_text (self->search_entry);

  tog_history_filters_apply (self->filters, filter);
  filter->text = *text != '\0' ? g_strdup (text) : NULL;
}

static void
search (TogSessionsPage *self, TogSessionFilter *filter)
{
  for (Part part = 0; part < N_PARTS; part++)
    {
      filter->when = part == UPCOMING ? TOG_SESSIONS_UPCOMING : TOG_SESSIONS_PAST;
      tog_session_list_set_filter (self->parts[part], filter);
    }
}

static void
filter_changed_cb (TogSessionsPage *self)
{
  g_auto (TogSessionFilter) filter = TOG_SESSION_FILTER_INIT;

  if (self->connection == NULL)
    return;
  fill_filter (self, &filter);
  self->begins_anew = TRUE;
  self->awaits_first = FALSE;
  tog_history_pane_set_query (self->pane, filter.text);
  search (self, &filter);
  lists_changed_cb (self);
}

/* What was upcoming is past once it has ended. */
static void
minute_cb (TogSessionsPage *self)
{
  g_autoptr (TogSessionHit) first = g_list_model_get_item (G_LIST_MODEL (self->parts[UPCOMING]), 0);
  g_auto (TogSessionFilter) filter = TOG_SESSION_FILTER_INIT;

  if (first == NULL || first->slot.end > tog_format_get_now ())
    return;
  fill_filter (self, &filter);
  search (self, &filter);
}

/* The rows, and what is read of one, were made by another day or another zone's clock. */
static void
today_cb (TogSessionsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = g_object_ref (gtk_list_view_get_factory (self->list));
  gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  g_clear_pointer (&self->zone, tog_zone_unref);
  self->zone = tog_format_get_local_zone ();
  gtk_list_view_set_factory (self->list, NULL);
  gtk_list_view_set_factory (self->list, factory);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->history_list));
  load_selected (self);
}

static void
search_started_cb (TogSessionsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->side));
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static gboolean
search_key_pressed_cb (TogSessionsPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  go_to_first (self);
  return GDK_EVENT_STOP;
}

static void
stop_search_cb (TogSessionsPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogSessionsPage *self = TOG_SESSIONS_PAGE (widget);

  gtk_editable_set_text (self->search_entry, "");
  tog_history_filters_clear (self->filters);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
facets_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSessionFacets) facets =
      tog_account_load_facets_finish (TOG_ACCOUNT (source), result, &error);

  /* Without, there is nothing more to choose from than before. */
  if (facets != NULL)
    tog_history_filters_set_facets (TOG_SESSIONS_PAGE (user_data)->filters, facets);
}

static void
load_facets (TogSessionsPage *self)
{
  g_cancellable_cancel (self->facets_load);
  g_clear_object (&self->facets_load);
  self->facets_load = g_cancellable_new ();
  tog_account_load_facets_async (get_account (self), self->facets_load, facets_cb, self);
}

/* Printing and saving */

static void
output_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogSessionsPage *self = TOG_SESSIONS_PAGE (widget);
  const char *format = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;

  tog_history_output_item (
      widget, get_account (self), tog_history_pane_get_item (self->pane), format);
}

static void
output_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TogSessionsPage *self = TOG_SESSIONS_PAGE (widget);
  const char *format = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  g_auto (TogSessionFilter) filter = TOG_SESSION_FILTER_INIT;

  fill_filter (self, &filter);
  g_cancellable_cancel (self->output_load);
  g_clear_object (&self->output_load);
  self->output_load = g_cancellable_new ();
  tog_history_output_all (widget, get_account (self), &filter, format, self->output_load);
}

/* Following the account */

static void
session_changed_cb (TogSessionsPage *self, const char *session_id)
{
  if (g_strcmp0 (session_id, self->selected_id) == 0)
    load_selected (self);
}

/* Beside what is read the list is as wide as ever, however long the lines are that stand
 * above it. */
static void
folded_cb (TogSessionsPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  adw_clamp_set_maximum_size (self->side, folded ? MAX_WIDTH : SIDE_WIDTH);
  gtk_widget_set_visible (self->back_button, folded);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tog_sessions_page_go_back (TOG_SESSIONS_PAGE (widget));
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return tog_sessions_page_go_back (TOG_SESSIONS_PAGE (widget));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  load_selected (TOG_SESSIONS_PAGE (widget));
}

static gboolean
tog_sessions_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TOG_SESSIONS_PAGE (widget)->search_entry));
}

/* Who misses a session learns why it isn't there. */
static void
update_unreadable (TogSessionsPage *self)
{
  guint n = tog_account_get_n_unreadable (tog_connection_get_account (self->connection));
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u session needs a newer version of Together Scheduler",
                                 "%u sessions need a newer version of Together Scheduler",
                                 n),
                       n);

  gtk_label_set_label (self->unreadable_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unreadable_label), n > 0);
}

static void
tog_sessions_page_dispose (GObject *object)
{
  TogSessionsPage *self = TOG_SESSIONS_PAGE (object);

  g_cancellable_cancel (self->load);
  g_cancellable_cancel (self->facets_load);
  g_cancellable_cancel (self->output_load);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_account (self), self);
      g_signal_handlers_disconnect_by_data (tog_clock_get_default (), self);
    }
  for (Part part = 0; part < N_PARTS; part++)
    {
      if (self->parts[part] != NULL)
        g_signal_handlers_disconnect_by_data (self->parts[part], self);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->connection);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_SESSIONS_PAGE);
  g_clear_object (&self->selection);
  for (Part part = 0; part < N_PARTS; part++)
    {
      g_clear_object (&self->parts[part]);
      g_clear_object (&self->headings[part]);
    }
  g_clear_object (&self->load);
  g_clear_object (&self->facets_load);
  g_clear_object (&self->output_load);
  g_clear_pointer (&self->zone, tog_zone_unref);
  g_clear_pointer (&self->selected_id, g_free);

  G_OBJECT_CLASS (tog_sessions_page_parent_class)->dispose (object);
}

static void
tog_sessions_page_class_init (TogSessionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_sessions_page_dispose;
  widget_class->grab_focus = tog_sessions_page_grab_focus;

  gtk_widget_class_install_action (widget_class, "sessions.back", NULL, back_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_install_action (widget_class, "sessions.reload", NULL, reload_action);
  gtk_widget_class_install_action (
      widget_class, "sessions.clear-filters", NULL, clear_filters_action);
  gtk_widget_class_install_action (widget_class, "sessions.print", NULL, output_action);
  gtk_widget_class_install_action (widget_class, "sessions.export", "s", output_action);
  gtk_widget_class_install_action (widget_class, "sessions.print-all", NULL, output_all_action);
  gtk_widget_class_install_action (widget_class, "sessions.export-all", "s", output_all_action);

  g_type_ensure (TOG_TYPE_HISTORY_FILTERS);
  g_type_ensure (TOG_TYPE_HISTORY_LIST);
  g_type_ensure (TOG_TYPE_HISTORY_PANE);
  g_type_ensure (TOG_TYPE_OUTBOX_GROUP);
  g_type_ensure (TOG_TYPE_SYNC_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-sessions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, side);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, reading);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, outbox_group);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, sync_row);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, unreadable_label);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, history_list);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, list);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, output_buttons);
  gtk_widget_class_bind_template_child (widget_class, TogSessionsPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_first);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
tog_sessions_page_init (TogSessionsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tog_history_list_set_view (self->history_list, self->list);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry),
                                           GTK_WIDGET (self));
}

/* One list of headings and sessions, in which nothing moves but what changes. */
static void
set_up_list (TogSessionsPage *self)
{
  g_autoptr (GListStore) models = g_list_store_new (G_TYPE_LIST_MODEL);
  GtkFlattenListModel *all;

  for (Part part = 0; part < N_PARTS; part++)
    {
      g_auto (TogSessionFilter) filter = TOG_SESSION_FILTER_INIT;

      filter.when = part == UPCOMING ? TOG_SESSIONS_UPCOMING : TOG_SESSIONS_PAST;
      self->parts[part] = tog_account_search (get_account (self), &filter);
      self->headings[part] = g_list_store_new (GTK_TYPE_STRING_OBJECT);
      g_list_store_append (models, self->headings[part]);
      g_list_store_append (models, self->parts[part]);
    }

  all = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&models)));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (all));
  g_object_unref (all);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (
      self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self);

  for (Part part = 0; part < N_PARTS; part++)
    {
      g_signal_connect_swapped (
          self->parts[part], "notify::total", G_CALLBACK (lists_changed_cb), self);
      g_signal_connect_swapped (
          self->parts[part], "notify::loading", G_CALLBACK (lists_changed_cb), self);
      g_signal_connect_swapped (
          self->parts[part], "items-changed", G_CALLBACK (lists_changed_cb), self);
      g_signal_connect_swapped (
          self->parts[part], "items-changed", G_CALLBACK (rows_changed_cb), self);
    }
}

/**
 * tog_sessions_page_new:
 */
GtkWidget *
tog_sessions_page_new (TogConnection *connection)
{
  TogSessionsPage *self = g_object_new (TOG_TYPE_SESSIONS_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);

  self->connection = g_object_ref (connection);
  self->zone = tog_format_get_local_zone ();
  tog_history_pane_set_account (self->pane, account);
  g_signal_connect_swapped (tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self);
  g_signal_connect_swapped (tog_clock_get_default (), "today", G_CALLBACK (today_cb), self);
  g_signal_connect_swapped (account, "session-changed", G_CALLBACK (session_changed_cb), self);
  g_signal_connect_swapped (account, "note-changed", G_CALLBACK (session_changed_cb), self);
  g_signal_connect_swapped (account, "history-changed", G_CALLBACK (load_facets), self);
  g_signal_connect_swapped (account, "notify::sync-progress", G_CALLBACK (lists_changed_cb), self);
  self->begins_anew = TRUE;
  set_up_list (self);
  load_facets (self);
  tog_outbox_group_set_account (self->outbox_group, account);
  tog_sync_row_set_account (self->sync_row, account);
  g_signal_connect_object (
      account, "notify::n-unreadable", G_CALLBACK (update_unreadable), self, G_CONNECT_SWAPPED);
  update_unreadable (self);
  lists_changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * tog_sessions_page_go_back:
 *
 * From a session back to the list, where there is room for one of them only.
 *
 * Returns: whether there was something to go back from
 */
gboolean
tog_sessions_page_go_back (TogSessionsPage *self)
{
  g_return_val_if_fail (TOG_IS_SESSIONS_PAGE (self), FALSE);

  if (!adw_leaflet_get_folded (self->leaflet) ||
      adw_leaflet_get_visible_child (self->leaflet) != self->reading)
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->side));
  gtk_widget_grab_focus (GTK_WIDGET (self->history_list));
  return TRUE;
}

/**
 * tog_sessions_page_search:
 *
 * Goes to where it is searched. What was searched for can be typed over.
 */
void
tog_sessions_page_search (TogSessionsPage *self)
{
  g_return_if_fail (TOG_IS_SESSIONS_PAGE (self));

  search_started_cb (self);
  gtk_editable_select_region (self->search_entry, 0, -1);
}
