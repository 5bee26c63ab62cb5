#include "config.h"

#include "page-fixture.h"
#include "tog-format.h"
#include "tog-people-list.h"
#include "tog-window.h"

#define HEBREW "קבוצת המתחזקים"
#define LONGEST 200

static void
show_group (Fixture *fixture, TogGroup *group)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (1, now);

  g_ptr_array_add (home->groups, group);
  fake_account_set_home (fixture->account, home, now);
  settle ();
}

static void
open_group (Fixture *fixture, const char *group_id, const char *session_id)
{
  gtk_widget_activate_action (fixture->window, "win.open-group", "(ss)", group_id, session_id);
  settle ();
}

/* What a button asks of the window: the action and both ids. */
static void
assert_action (GtkWidget *button, const char *name, const char *first_id, const char *second_id)
{
  GtkActionable *actionable = GTK_ACTIONABLE (button);
  const char *first, *second;

  g_assert_cmpstr (gtk_actionable_get_action_name (actionable), ==, name);
  g_variant_get (gtk_actionable_get_action_target_value (actionable), "(&s&s)", &first, &second);
  g_assert_cmpstr (first, ==, first_id);
  g_assert_cmpstr (second, ==, second_id);
}

static char *
repeat (const char *letter)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < LONGEST; i++)
    g_string_append (name, letter);

  return g_string_free (name, FALSE);
}

static void
test_card (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card, *faces, *open, *book;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  open = find_open (card);
  book = find_button (card, "Book", 0);
  faces = find (card, is_of_type, "TogFaces", 0);

  assert_name (card, "Maintainers Circle, Group of 6");
  assert_name (open,
               "Open your sessions with Maintainers Circle. Group of 6 in Open Source Leadership.");
  assert_name (book, "Book “Planning a calm release” with Maintainers Circle");
  assert_name (faces, "Priya Raman, Diego Fuentes, Hannah Weiss, and 3 more");
  g_assert_true (gtk_widget_get_focusable (open));
  g_assert_true (gtk_widget_get_focusable (book));
  g_assert_nonnull (find (card, says, "1 of 4 sessions", 0));
  g_assert_nonnull (find (card, says, "+3", 0));
  g_assert_nonnull (find (card, says, "Not scheduled", 0));
  assert_action (open, "win.open-group", "circle", "");
  assert_action (book, "win.book-group", "circle", "calm");

  click (open);
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogTeamPage", 0));
}

/* Tab goes to the card, its page, its booking; and away again. */
static void
test_card_by_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card, *focus;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);

  gtk_widget_grab_focus (find_open (card));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus == find_open (card));
  gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus == find_button (card, "Book", 0));
  gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_BACKWARD);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus == find_open (card));
}

/* A click on the card itself, beside its buttons. */
static void
click_beside (GtkWidget *card)
{
  GtkWidget *box = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (card));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (box);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller))
        g_signal_emit_by_name (controller, "released", 1, 5.0, 5.0);
    }
  settle ();
}

static void
clicked_cb (GtkWidget *button, guint *n_clicks)
{
  (*n_clicks)++;
}

/* Whatever is likelier wanted: to book what can be booked, else to read. */
static void
test_card_clicked (Fixture *fixture, gconstpointer data)
{
  TogGroup *scheduled = fake_group_new ("circle", "Maintainers Circle", 6);
  GtkWidget *card;
  guint n_books = 0;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  g_signal_connect (find_button (card, "Book", 0), "clicked", G_CALLBACK (clicked_cb), &n_books);
  click_beside (card);
  g_assert_cmpuint (n_books, ==, 1);
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();

  fake_group_book (scheduled, tog_format_get_now () + TOG_DAY_SECONDS);
  show_group (fixture, scheduled);
  click_beside (card);
  g_assert_cmpuint (n_books, ==, 1);
  g_assert_nonnull (find (fixture->window, is_of_type, "TogTeamPage", 0));
}

/* What is to be booked went away in the meantime. */
static void
test_book_gone (Fixture *fixture, gconstpointer data)
{
  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  gtk_widget_activate_action (fixture->window, "win.book-group", "(ss)", "circle", "nothing");
  settle ();
  g_assert_nonnull (find (fixture->window, says, "That session is not there any more", 0));
  gtk_widget_activate_action (fixture->window, "win.book-group", "(ss)", "nowhere", "calm");
  gtk_widget_activate_action (fixture->window, "win.email-member", "(ss)", "nowhere", "person-0");
  settle ();
}

static void
test_card_of_scheduled (Fixture *fixture, gconstpointer data)
{
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 3);
  GtkWidget *card;

  group->my_role = TOG_ROLE_FACILITATOR;
  fake_group_book (group, tog_format_get_now () + TOG_DAY_SECONDS);
  show_group (fixture, group);
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  g_assert_nonnull (find (card, says, "Scheduled", 0));
  g_assert_nonnull (find (card, says, "Group of 3, you facilitate", 0));
  g_assert_null (find_button (card, "Book", 0));
  assert_name (find (card, is_of_type, "TogFaces", 0), "Priya Raman, Diego Fuentes, Inês Marques");
}

static void
test_card_of_done (Fixture *fixture, gconstpointer data)
{
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 3);
  GtkWidget *card;

  fake_group_complete (group);
  show_group (fixture, group);
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  g_assert_nonnull (find (card, says, "All sessions are done", 0));
  g_assert_nonnull (find (card, says, "4 of 4 sessions", 0));
  g_assert_null (find_button (card, "Book", 0));

  open_group (fixture, "circle", "");
  g_assert_null (find_button (fixture->window, "Book Session", 0));
  g_assert_nonnull (find (fixture->window, says, "Session 4 of 4", 0));
}

/* There is nobody to meet. */
static void
test_group_of_one (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 1));
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  g_assert_nonnull (find (card, says, "Only you so far", 0));
  g_assert_nonnull (find (card, says, "Not scheduled", 0));
  g_assert_null (find_button (card, "Book", 0));

  open_group (fixture, "circle", "");
  g_assert_null (find_button (fixture->window, "Book Session", 0));
  g_assert_nonnull (find (fixture->window, says, "Nobody else is in this group yet", 0));
  g_assert_nonnull (find (fixture->window, says, "Inês Marques (you)", 0));
}

/* Cards of groups stay while matches come and go before them. */
static void
test_home_keeps_its_place (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) more = fake_home_new (3, now);
  g_autoptr (TogHome) none = fake_home_new (0, now);
  g_autoptr (TogHome) without = fake_home_new (2, now);
  GtkWidget *card, *book;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  card = find (fixture->window, is_of_type, "TogGroupCard", 0);
  book = find_button (card, "Book", 0);
  gtk_widget_grab_focus (book);

  g_ptr_array_add (more->groups, fake_group_new ("circle", "Maintainers Circle", 7));
  g_ptr_array_add (more->groups, fake_group_new ("other", "Night Owls", 3));
  fake_account_set_home (fixture->account, more, now);
  settle ();
  g_assert_true (find (fixture->window, is_of_type, "TogGroupCard", 0) == card);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == book);
  g_assert_nonnull (find (fixture->window, is_of_type, "TogMatchCard", 2));
  g_assert_nonnull (find (card, says, "Group of 7", 0));
  g_assert_nonnull (find (fixture->window, is_of_type, "TogGroupCard", 1));

  g_ptr_array_add (none->groups, fake_group_new ("circle", "Maintainers Circle", 7));
  fake_account_set_home (fixture->account, none, now);
  settle ();
  g_assert_true (find (fixture->window, is_of_type, "TogGroupCard", 0) == card);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == book);
  g_assert_null (find (fixture->window, is_of_type, "TogMatchCard", 0));
  g_assert_null (find (fixture->window, says, "No Matches or Groups Yet", 0));

  fake_account_set_home (fixture->account, without, now);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogGroupCard", 0));
  g_assert_nonnull (find (fixture->window, is_of_type, "TogMatchCard", 1));
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row, *list;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  gtk_widget_grab_focus (find_open (find (fixture->window, is_of_type, "TogGroupCard", 0)));
  click (find_open (find (fixture->window, is_of_type, "TogGroupCard", 0)));
  settle ();

  g_assert_nonnull (find (fixture->window, says, "Group of 6", 0));
  g_assert_nonnull (find (fixture->window, says, "You are a member", 0));
  g_assert_nonnull (find (fixture->window, says, "1 of 4 done", 0));

  /* The one that comes next is shown; any member may book it. */
  row = find (fixture->window, is_of_type, "TogPlannedRow", 1);
  assert_name (row, "Session 2, Planning a calm release. Not scheduled");
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == row);
  g_assert_nonnull (find (fixture->window, says, "Session 2 of 4", 0));
  assert_action (
      find_button (fixture->window, "Book Session", 0), "win.book-group", "circle", "calm");
  assert_action (
      find_button (fixture->window, "Book Session", 1), "win.book-group", "circle", "calm");

  /* Facilitators first, each with the time there and, where shared, the address. */
  list = find (fixture->window, is_of_type, "TogPeopleList", 0);
  row = find (list, is_of_type, "TogPersonRow", 0);
  g_assert_nonnull (find (row, says, "Priya Raman", 0));
  assert_action (find (row, is_of_type, "GtkButton", 0), "win.email-member", "circle", "person-0");
  assert_name (find (row, is_of_type, "GtkButton", 0), "Email Priya Raman");
  row = find (list, is_of_type, "TogPersonRow", 2);
  g_assert_nonnull (find (row, says, "Hannah Weiss", 0));
  g_assert_null (find (row, is_of_type, "GtkButton", 0));
  row = find (list, is_of_type, "TogPersonRow", 3);
  g_assert_nonnull (find (row, says, "Inês Marques (you)", 0));
  g_assert_null (find (row, is_of_type, "GtkButton", 0));
  g_assert_null (find (list, is_of_type, "TogPersonRow", 6));

  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_open (find (fixture->window, is_of_type, "TogGroupCard", 0)));
}

/* What each member's time and role is said as, in one breath. */
static void
test_member_names (Fixture *fixture, gconstpointer data)
{
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 6);
  TogSession *session = fake_group_book (group, G_GINT64_CONSTANT (4000000000) / 900 * 900);
  g_autoptr (TogZone) kolkata = tog_zone_lookup ("Asia/Kolkata", NULL);
  g_autoptr (TogZone) berlin = tog_zone_lookup ("Europe/Berlin", NULL);
  g_autofree char *there = tog_format_time (kolkata, session->slot.start);
  g_autofree char *elsewhere = tog_format_time (berlin, session->slot.start);
  g_autofree char *first =
      g_strdup_printf ("Priya Raman, Facilitator, %s in Kolkata, Accepted", there);
  g_autofree char *third = g_strdup_printf ("Hannah Weiss, %s in Berlin, No answer yet", elsewhere);
  GtkWidget *list;

  show_group (fixture, group);
  open_group (fixture, "circle", session->id);
  list = find (fixture->window, is_of_type, "TogPeopleList", 0);
  assert_name (find (list, is_of_type, "TogPersonRow", 0), first);
  assert_name (find (list, is_of_type, "TogPersonRow", 2), third);
  g_assert_nonnull (find (fixture->window, says, "Scheduled", 0));
  g_assert_null (find (list, is_of_type, "GtkButton", 0));
}

/* A match and a group may have the same id. */
static void
test_same_id (Fixture *fixture, gconstpointer data)
{
  show_group (fixture, fake_group_new ("asha", "Asha’s Circle", 4));
  open_group (fixture, "asha", "");
  g_assert_nonnull (find (fixture->window, says, "Group of 4", 0));
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  settle ();
  g_assert_nonnull (find_button (fixture->window, "Email Asha", 0));
  g_assert_null (find (fixture->window, says, "Group of 4", 0));
}

/* Somebody else booked: it is what comes next for every member, now or tomorrow. */
static void
test_next_session (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 6);
  g_autoptr (TogHome) home = fake_home_new (1, now);
  GtkWidget *card;

  home->next_session = g_object_ref (fake_group_book (group, now + 5 * TOG_MINUTE));
  g_ptr_array_add (home->groups, group);
  fake_account_set_home (fixture->account, home, now);
  settle ();

  card = find (fixture->window, is_of_type, "TogNextSessionCard", 0);
  g_assert_nonnull (find (card, says, "Planning a calm release", 0));
  g_assert_nonnull (find (card, says, "Maintainers Circle, 6 people. 1 hour on Jitsi Meet", 0));
  g_assert_nonnull (find_button (card, "Join", 0));
  assert_action (find_button (card, "Planning a calm release", 0),
                 "win.open-group",
                 "circle",
                 "session-circle");

  click (find_button (card, "Planning a calm release", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Session 2 of 4", 0));
  g_assert_nonnull (find (fixture->window, offers, "Add to Calendar…", 0));
}

static void
test_todo (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 6);
  TogSession *session = fake_group_book (group, now + TOG_DAY_SECONDS);
  g_autoptr (TogHome) home = fake_home_new (0, now);
  GtkWidget *row;

  g_ptr_array_add (home->groups, group);
  g_ptr_array_add (home->todos,
                   tog_todo_new ("failed",
                                 TOG_TODO_DELIVERY_FAILED,
                                 session->title,
                                 "mailbox full",
                                 NULL,
                                 "circle",
                                 session->id,
                                 now));
  fake_account_set_home (fixture->account, home, now);
  settle ();
  row = find (fixture->window, is_of_type, "TogTodoRow", 0);
  assert_action (find_button (row, "Show", 0), "win.open-group", "circle", "session-circle");
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  fake_fail_with (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  open_group (fixture, "circle", "");
  g_assert_nonnull (find (fixture->window, says, "Session 2 of 4", 0));
  g_assert_nonnull (find (fixture->window, says, "Kofi Mensah", 0));
}

/* Somebody was taken out of the group while its page is open. */
static void
test_member_gone (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list;

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 6));
  open_group (fixture, "circle", "");
  list = find (fixture->window, is_of_type, "TogPeopleList", 0);
  g_assert_nonnull (find (list, is_of_type, "TogPersonRow", 5));

  show_group (fixture, fake_group_new ("circle", "Maintainers Circle", 5));
  g_assert_null (find (list, is_of_type, "TogPersonRow", 5));
  g_assert_nonnull (find (fixture->window, says, "Group of 5", 0));
}

/* No more rows are made than are looked at; all are there once they are asked for. */
static void
test_thousand (Fixture *fixture, gconstpointer data)
{
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 1000);
  TogSession *session = fake_group_book (group, tog_format_get_now () + TOG_DAY_SECONDS);

  show_group (fixture, group);
  g_assert_nonnull (find (fixture->window, says, "+997", 0));
  open_group (fixture, "circle", session->id);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *list = find (fixture->window, is_of_type, "TogPeopleList", i);
      GtkWidget *more = find_button (list, "Show All 1000", 0);

      g_assert_nonnull (find (list, is_of_type, "TogPersonRow", TOG_PEOPLE_FIRST - 1));
      g_assert_null (find (list, is_of_type, "TogPersonRow", TOG_PEOPLE_FIRST));
      gtk_widget_grab_focus (more);
      click (more);
      settle ();
      g_assert_nonnull (find (list, is_of_type, "TogPersonRow", 999));
      g_assert_null (find_button (list, "Show All 1000", 0));
      g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                     find (list, is_of_type, "TogPersonRow", TOG_PEOPLE_FIRST));
    }
}

static void
assert_fits (Fixture *fixture)
{
  assert_narrow (fixture->window);
  open_group (fixture, "circle", "");
  assert_narrow (fixture->window);
  open_group (fixture, "circle", "session-circle");
  assert_narrow (fixture->window);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  TogGroup *group = fake_group_new ("circle", "Maintainers Circle", 60);

  fake_group_book (group, tog_format_get_now () + TOG_DAY_SECONDS);
  show_group (fixture, group);
  assert_fits (fixture);
}

/* Names of 200 characters, without a space to break at, as markup, right to left. */
static void
test_long_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *latin = repeat ("W");
  g_autofree char *hebrew = repeat ("ש");
  TogGroup *group = fake_group_new ("circle", latin, 6);
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (0, now);

  fake_group_rename (group, 0, hebrew);
  fake_group_rename (group, 1, latin);
  fake_group_rename (group, 2, "<b>" HEBREW "</b> & Co");
  home->next_session = g_object_ref (fake_group_book (group, now + TOG_HOUR));
  g_ptr_array_add (home->groups, group);
  fake_account_set_home (fixture->account, home, now);
  settle ();
  assert_fits (fixture);
  g_assert_nonnull (find (fixture->window, says, "<b>" HEBREW "</b> & Co", 0));
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  GtkWidget *faces, *first, *second;
  graphene_rect_t a, b;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show_group (fixture, fake_group_new ("circle", HEBREW, 6));
  faces = find (fixture->window, is_of_type, "TogFaces", 0);
  first = gtk_widget_get_first_child (faces);
  second = gtk_widget_get_next_sibling (first);
  g_assert_true (gtk_widget_compute_bounds (first, faces, &a));
  g_assert_true (gtk_widget_compute_bounds (second, faces, &b));
  g_assert_cmpfloat (a.origin.x, >, b.origin.x);
  assert_fits (fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/groups/P35/card", 1, test_card);
  add ("/groups/P35/card-by-keyboard", 1, test_card_by_keyboard);
  add ("/groups/card-clicked", 1, test_card_clicked);
  add ("/groups/book-gone", 1, test_book_gone);
  add ("/groups/card-of-scheduled", 1, test_card_of_scheduled);
  add ("/groups/card-of-done", 1, test_card_of_done);
  add ("/groups/group-of-one", 1, test_group_of_one);
  add ("/groups/home-keeps-its-place", 1, test_home_keeps_its_place);
  add ("/groups/P35/page", 1, test_page);
  add ("/groups/P35/member-names", 1, test_member_names);
  add ("/groups/same-id", 1, test_same_id);
  add ("/groups/next-session", 1, test_next_session);
  add ("/groups/todo", 1, test_todo);
  add ("/groups/P31/offline", 1, test_offline);
  add ("/groups/member-gone", 1, test_member_gone);
  add ("/groups/thousand", 1, test_thousand);
  add ("/groups/P36/narrow", 1, test_narrow);
  add ("/groups/P36/long-names", 1, test_long_names);
  add ("/groups/P36/right-to-left", 1, test_right_to_left);

  return g_test_run ();
}
