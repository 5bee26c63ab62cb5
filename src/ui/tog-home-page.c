#include "config.h"

#include "tog-home-page.h"

#include "tog-clock.h"
#include "tog-delayed-sends.h"
#include "tog-group-card.h"
#include "tog-match-card.h"
#include "tog-next-session-card.h"
#include "tog-outbox-text.h"
#include "tog-session-calendar.h"
#include "tog-team-load.h"
#include "tog-team-text.h"
#include "tog-todo-row.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What comes sooner needs no word that it is coming. */
#define SPINNER_DELAY_MS 300
/* Of people to meet for the first time; the cards below show all of them. */
#define MAX_FIRST_SESSIONS 3

static const char TODO_KEY[] = "tog-todo-key";

struct _TogHomePage
{
  GtkWidget parent_instance;

  TogConnection *connection; /* (owned) (nullable): NULL only while disposed */
  guint spinner_id;
  gboolean was_left;

  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failed_page;
  GtkWidget *organization_box;
  GtkLabel *organization_label;
  GtkWidget *demo_label;
  GtkWidget *todo_section;
  GtkListBox *todo_list;
  GtkWidget *next_section;
  TogNextSessionCard *next_card;
  GtkWidget *team_section;
  GtkFlowBox *team_box;
  GtkWidget *no_team_page;
};

G_DEFINE_FINAL_TYPE (TogHomePage, tog_home_page, GTK_TYPE_WIDGET)

static gboolean
spinner_cb (gpointer user_data)
{
  TogHomePage *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");

  return G_SOURCE_REMOVE;
}

static void
show_nothing (TogHomePage *self)
{
  const char *error = tog_connection_get_error (self->connection);

  if (error != NULL && !tog_connection_get_busy (self->connection))
    {
      g_autofree char *escaped = g_markup_escape_text (error, -1);

      g_clear_handle_id (&self->spinner_id, g_source_remove);
      adw_status_page_set_description (self->failed_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  else if (self->spinner_id == 0 && !gtk_spinner_get_spinning (self->spinner))
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
    }
}

/* What was just said of it can be taken back for a moment. */
static gboolean
is_waiting (TogTodo *todo)
{
  return todo->kind == TOG_TODO_HELD && todo->session_id != NULL &&
         tog_delayed_sends_find (tog_delayed_sends_get_default (), todo->session_id) != NULL;
}

static TogSession *
find_session (TogHomePage *self, TogTodo *todo)
{
  if (todo->session_id == NULL)
    return NULL;

  return tog_session_find (tog_connection_get_account (self->connection),
                           todo->match_id,
                           todo->group_id,
                           todo->session_id);
}

/* Which to-do a row is about, whatever is said of it by now. */
static char *
dup_todo_key (TogTodo *todo)
{
  return g_strdup_printf ("%d/%s/%s/%s",
                          todo->kind,
                          todo->match_id != NULL ? todo->match_id : "",
                          todo->group_id != NULL ? todo->group_id : "",
                          todo->session_id != NULL ? todo->session_id : "");
}

/* The row of a to-do, in its place: the one that it had, where it had one. What stands
 * in its way is no to-do any more. */
static TogTodoRow *
take_row (TogHomePage *self, int place, const char *key)
{
  GtkListBoxRow *row;
  int i = place;

  while ((row = gtk_list_box_get_row_at_index (self->todo_list, i)) != NULL &&
         g_strcmp0 (g_object_get_data (G_OBJECT (row), TODO_KEY), key) != 0)
    i++;
  if (row == NULL)
    {
      row = g_object_new (TOG_TYPE_TODO_ROW, NULL);
      g_object_set_data_full (G_OBJECT (row), TODO_KEY, g_strdup (key), g_free);
      gtk_list_box_insert (self->todo_list, GTK_WIDGET (row), place);
    }
  while (gtk_list_box_row_get_index (row) > place)
    gtk_list_box_remove (self->todo_list,
                         GTK_WIDGET (gtk_list_box_get_row_at_index (self->todo_list, place)));
  return TOG_TODO_ROW (row);
}

/* What I did to sessions in my own calendar, of which nobody else knows. */
static int
update_offers (TogHomePage *self, TogHome *home, int place)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  GListModel *offers = tog_session_calendar_get_offers (tog_account_get_session_calendar (account));

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (TogCalendarOffer) offer = g_list_model_get_item (offers, i);
      TogSession *session = offer->session;
      g_autofree char *key = g_strconcat ("event/", session->id, NULL);

      tog_todo_row_set_offer (take_row (self, place++, key),
                              offer,
                              tog_home_find_team (home, session->match_id, session->group_id));
    }
  return place;
}

static GPtrArray *
list_rows (TogHomePage *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->todo_list, (int) rows->len)) != NULL)
    g_ptr_array_add (rows, g_object_ref (row));
  return rows;
}

/* Of the rows that there were before, the nearest to the one at @place that is still
 * there: a button that wasn't there before is nothing to come to rest on. */
static GtkWidget *
find_neighbour (TogHomePage *self, GPtrArray *rows, guint place)
{
  for (guint i = place; i < rows->len; i++)
    if (gtk_widget_get_parent (g_ptr_array_index (rows, i)) != NULL)
      return g_ptr_array_index (rows, i);
  for (guint i = place; i > 0; i--)
    if (gtk_widget_get_parent (g_ptr_array_index (rows, i - 1)) != NULL)
      return g_ptr_array_index (rows, i - 1);
  return NULL;
}

static gboolean
focus_cards (TogHomePage *self)
{
  GtkFlowBoxChild *card = gtk_flow_box_get_child_at_index (self->team_box, 0);

  return card != NULL && gtk_widget_child_focus (GTK_WIDGET (card), GTK_DIR_TAB_FORWARD);
}

/* Rows are changed in place, so that the focus stays with a to-do that still stands, also
 * while another page is shown; else it goes to one beside it. */
static void
update_todos (TogHomePage *self, TogHome *home)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *focused_row =
      focus != NULL ? gtk_widget_get_ancestor (focus, TOG_TYPE_TODO_ROW) : NULL;
  g_autoptr (GtkWidget) last = focus != NULL ? g_object_ref (focus) : NULL;
  g_autoptr (GPtrArray) rows = list_rows (self);
  guint n_first_sessions = 0;
  guint focused = 0;
  int n_rows = 0;
  GtkListBoxRow *row;

  for (guint i = 0; i < home->todos->len; i++)
    {
      TogTodo *todo = g_ptr_array_index (home->todos, i);
      g_autofree char *key = NULL;

      if (is_waiting (todo) ||
          (todo->kind == TOG_TODO_FIRST_SESSION && n_first_sessions++ >= MAX_FIRST_SESSIONS))
        continue;
      key = dup_todo_key (todo);
      tog_todo_row_set_todo (take_row (self, n_rows++, key), todo, home, find_session (self, todo));
    }
  n_rows = update_offers (self, home, n_rows);
  while ((row = gtk_list_box_get_row_at_index (self->todo_list, n_rows)) != NULL)
    gtk_list_box_remove (self->todo_list, GTK_WIDGET (row));
  gtk_widget_set_visible (self->todo_section, n_rows > 0);

  if (focused_row != NULL && g_ptr_array_find (rows, focused_row, &focused) &&
      !gtk_widget_get_mapped (last))
    {
      GtkWidget *neighbour = find_neighbour (self, rows, focused);

      if (neighbour == NULL || !gtk_widget_child_focus (neighbour, GTK_DIR_TAB_FORWARD))
        focus_cards (self);
    }
}

/* The card at @i, made if what is there is not of @type. */
static GtkFlowBoxChild *
get_card (TogHomePage *self, guint i, GType type)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->team_box, (int) i);

  if (child == NULL || G_OBJECT_TYPE (child) != type)
    {
      child = g_object_new (type, NULL);
      gtk_flow_box_insert (self->team_box, GTK_WIDGET (child), (int) i);
    }

  return child;
}

/* Removes the cards from @i on that are of @type. */
static void
remove_cards (TogHomePage *self, guint i, GType type)
{
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->team_box, (int) i)) != NULL &&
         G_OBJECT_TYPE (child) == type)
    gtk_flow_box_remove (self->team_box, GTK_WIDGET (child));
}

/* A card is changed in place, so that neither focus nor place on the page is lost;
 * matches come first, then groups. */
static void
update_cards (TogHomePage *self, TogHome *home, TogInstant now)
{
  guint n_matches = home->matches->len;
  guint n_groups = home->groups->len;
  TogOutbox *outbox = tog_account_get_outbox (tog_connection_get_account (self->connection));

  for (guint i = 0; i < n_matches; i++)
    {
      TogMatch *match = g_ptr_array_index (home->matches, i);

      tog_match_card_set_match (
          TOG_MATCH_CARD (get_card (self, i, TOG_TYPE_MATCH_CARD)), match, outbox, now);
    }
  remove_cards (self, n_matches, TOG_TYPE_MATCH_CARD);

  for (guint i = 0; i < n_groups; i++)
    {
      TogGroup *group = g_ptr_array_index (home->groups, i);

      tog_group_card_set_group (
          TOG_GROUP_CARD (get_card (self, n_matches + i, TOG_TYPE_GROUP_CARD)), group, outbox, now);
    }
  remove_cards (self, n_matches + n_groups, TOG_TYPE_GROUP_CARD);

  gtk_widget_set_visible (self->team_section, n_matches + n_groups > 0);
  gtk_widget_set_visible (self->no_team_page, n_matches + n_groups == 0);
}

static void
show_next (TogHomePage *self, TogHome *home, TogSession *next, TogInstant now)
{
  TogOutbox *outbox = tog_account_get_outbox (tog_connection_get_account (self->connection));
  g_autofree char *mark = tog_outbox_dup_session_mark (outbox, next->id, FALSE);

  tog_next_session_card_set_session (self->next_card,
                                     next,
                                     tog_home_find_team (home, next->match_id, next->group_id),
                                     home->me->member,
                                     mark,
                                     now);
}

static void
update_times (TogHomePage *self)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  TogHome *home = tog_account_get_home (account);
  TogInstant now = tog_account_get_now (account);
  TogSession *next;

  if (home == NULL)
    return;

  next = home->next_session;
  gtk_widget_set_visible (self->next_section, next != NULL && now < next->slot.end);
  if (next != NULL)
    show_next (self, home, next, now);
  update_cards (self, home, now);
}

static void
update_organization (TogHomePage *self)
{
  TogAccount *account = tog_connection_get_account (self->connection);
  const char *name = tog_account_get_name (account);

  gtk_label_set_label (self->organization_label, name != NULL ? name : "");
  gtk_widget_set_visible (GTK_WIDGET (self->organization_label), name != NULL);
  gtk_widget_set_visible (self->demo_label, tog_account_get_is_demo (account));
}

static void
update (TogHomePage *self)
{
  TogHome *home = tog_account_get_home (tog_connection_get_account (self->connection));

  if (home == NULL)
    {
      show_nothing (self);
      return;
    }

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  update_organization (self);
  update_todos (self, home);
  update_times (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

static void
todos_changed_cb (TogHomePage *self)
{
  TogHome *home = tog_account_get_home (tog_connection_get_account (self->connection));

  if (home != NULL)
    update_todos (self, home);
}

static void
connection_changed_cb (TogHomePage *self)
{
  if (tog_account_get_home (tog_connection_get_account (self->connection)) == NULL)
    show_nothing (self);
}

/* What is on top may have come while another page was shown: nobody who comes back is
 * put on an answer to what they haven't read. */
static gboolean
tog_home_page_grab_focus (GtkWidget *widget)
{
  TogHomePage *self = TOG_HOME_PAGE (widget);

  if (self->was_left && focus_cards (self))
    return TRUE;
  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
tog_home_page_unmap (GtkWidget *widget)
{
  TOG_HOME_PAGE (widget)->was_left = TRUE;

  GTK_WIDGET_CLASS (tog_home_page_parent_class)->unmap (widget);
}

static void
tog_home_page_dispose (GObject *object)
{
  TogHomePage *self = TOG_HOME_PAGE (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (tog_connection_get_account (self->connection), self);
      g_signal_handlers_disconnect_by_data (
          tog_account_get_outbox (tog_connection_get_account (self->connection)), self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_signal_handlers_disconnect_by_data (tog_clock_get_default (), self);
      g_signal_handlers_disconnect_by_data (tog_delayed_sends_get_default (), self);
    }
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_HOME_PAGE);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (tog_home_page_parent_class)->dispose (object);
}

static void
tog_home_page_class_init (TogHomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_home_page_dispose;
  widget_class->grab_focus = tog_home_page_grab_focus;
  widget_class->unmap = tog_home_page_unmap;

  g_type_ensure (TOG_TYPE_NEXT_SESSION_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, organization_box);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, organization_label);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, demo_label);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, todo_section);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, todo_list);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, next_section);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, next_card);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, team_section);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, team_box);
  gtk_widget_class_bind_template_child (widget_class, TogHomePage, no_team_page);
}

static void
tog_home_page_init (TogHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_home_page_new:
 */
GtkWidget *
tog_home_page_new (TogConnection *connection)
{
  TogHomePage *self = g_object_new (TOG_TYPE_HOME_PAGE, NULL);
  TogAccount *account = tog_connection_get_account (connection);

  self->connection = g_object_ref (connection);
  g_signal_connect_object (account, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::name", G_CALLBACK (update_organization), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      connection, "changed", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (update_times), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tog_account_get_outbox (account),
                           "changed",
                           G_CALLBACK (update_times),
                           self,
                           G_CONNECT_SWAPPED);
  /* What a to-do says of its session may come after the to-do. */
  g_signal_connect_object (
      account, "match-changed", G_CALLBACK (todos_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "group-changed", G_CALLBACK (todos_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tog_delayed_sends_get_default (),
                           "changed",
                           G_CALLBACK (todos_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_session_calendar_get_offers (tog_account_get_session_calendar (account)),
      "items-changed",
      G_CALLBACK (todos_changed_cb),
      self,
      G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * tog_home_page_show_organization:
 * @shown: whether it is not said above the page
 *
 * Says whose sessions these are.
 */
void
tog_home_page_show_organization (TogHomePage *self, gboolean shown)
{
  g_return_if_fail (TOG_IS_HOME_PAGE (self));

  gtk_widget_set_visible (self->organization_box, shown);
}
