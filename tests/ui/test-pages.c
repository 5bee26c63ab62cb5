#include "config.h"

#include "page-fixture.h"
#include "tog-clock.h"
#include "tog-format.h"

static void
test_cards_lead_to_both (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = find (fixture->window, is_of_type, "TogMatchCard", 0);
  GtkWidget *open = find_open (card);
  GtkWidget *book = find_button (card, "Book", 0);

  assert_name (open,
               "Open your sessions with Asha Gurung. Your mentor in Women in Engineering "
               "Leadership.");
  assert_name (book, "Book “Giving and receiving feedback” with Asha Gurung");
  g_assert_true (gtk_widget_get_focusable (open));
  g_assert_true (gtk_widget_get_focusable (book));
  g_assert_nonnull (find (card, says, "0 of 3 sessions", 0));

  /* What is scheduled says so in words, and offers no booking. */
  card = find (fixture->window, is_of_type, "TogMatchCard", 1);
  g_assert_nonnull (find (card, says, "Scheduled", 0));
  g_assert_null (find_button (card, "Book", 0));
}

static void
test_todos (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture->window, is_of_type, "TogTodoRow", 0);

  /* A name that looks like markup is shown as it is. */
  g_assert_nonnull (find (row, says, "Book your first session with Tomás <b>Ribeiro</b>", 0));
  g_assert_nonnull (find_button (row, "Email", 0));
  g_assert_nonnull (find_button (row, "Book…", 0));

  row = find (fixture->window, is_of_type, "TogTodoRow", 1);
  g_assert_nonnull (find (row, says, "mailbox full", 0));
  g_assert_nonnull (find_button (row, "Show", 0));

  row = find (fixture->window, is_of_type, "TogTodoRow", 2);
  g_assert_nonnull (find (row, says, "“Family” calendar can’t be read", 0));
  g_assert_nonnull (find_button (row, "Show", 0));

  /* A kind that a newer server knows is shown by what it says. */
  row = find (fixture->window, is_of_type, "TogTodoRow", 3);
  g_assert_nonnull (find (row, says, "Something newer", 0));
}

static void
test_join_when_it_is_time (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) later = fake_home_new (2, now + TOG_HOUR);

  g_assert_nonnull (find_button (fixture->window, "Join", 0));

  fake_account_set_home (fixture->account, later, now);
  settle ();
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture->window, "Join", 0)));
}

static void
test_home_keeps_its_place (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  GtkWidget *card = find (fixture->window, is_of_type, "TogMatchCard", 0);
  GtkWidget *book = find_button (card, "Book", 0);
  g_autoptr (TogHome) fewer = fake_home_new (1, now);
  g_autoptr (TogHome) none = fake_home_new (0, now);

  gtk_widget_grab_focus (book);
  fake_account_set_home (fixture->account, fewer, now);
  settle ();
  g_assert_true (find (fixture->window, is_of_type, "TogMatchCard", 0) == card);
  g_assert_null (find (fixture->window, is_of_type, "TogMatchCard", 1));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == book);
  g_assert_null (find (fixture->window, says, "To Do", 0));
  g_assert_null (find (fixture->window, says, "Next Session", 0));

  fake_account_set_home (fixture->account, none, now);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "No Matches or Groups Yet", 0));
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  const char *message = "The server can’t be reached";
  GtkWidget *button = find (fixture->window, is_of_type, "TogConnectionButton", 0);

  g_assert_null (button);

  fake_fail_with (TOG_ACCOUNT_ERROR_OFFLINE, message);
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  button = find (fixture->window, is_of_type, "TogConnectionButton", 0);
  g_assert_nonnull (button);
  g_assert_nonnull (find (button, says, "Offline, last updated 2 hours ago", 0));
  g_assert_nonnull (find (fixture->window, is_of_type, "TogMatchCard", 2));

  /* So is the match's page, of which nothing else was ever asked. */
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "two");
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Your next two years", 1));
  g_assert_nonnull (find (fixture->window, says, "Offline, last updated 2 hours ago", 0));

  fake_fail_with (-1, NULL);
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogConnectionButton", 0));
}

/* Nobody asks for anything: what the account finds out by itself is shown, and is taken
 * back as soon as that is over, also where it was a refresh that had failed. */
static void
test_lost_while_idle (Fixture *fixture, gconstpointer data)
{
  const char *message = "The server can’t be reached";

  fake_account_lose (fixture->account, TOG_ACCOUNT_ERROR_OFFLINE, message);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Offline, last updated 2 hours ago", 0));
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  fake_account_lose (fixture->account, -1, NULL);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogConnectionButton", 0));
}

static void
open_connection (Fixture *fixture)
{
  GtkWidget *button = find (fixture->window, is_of_type, "TogConnectionButton", 0);

  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (button)));
  settle ();
}

static void
test_token_refused (Fixture *fixture, gconstpointer data)
{
  fake_fail_with (TOG_ACCOUNT_ERROR_TOKEN, "The access token isn’t accepted any more");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Sign in again", 0));

  /* Some servers refuse one once, and never again. */
  open_connection (fixture);
  g_assert_nonnull (find_button (fixture->window, "Sign In Again…", 0));
  fake_fail_with (-1, NULL);
  click (find_button (fixture->window, "Try Again", 0));
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogConnectionButton", 0));
}

/* It came just now, but not all of it. */
static void
test_update_failed (Fixture *fixture, gconstpointer data)
{
  fake_fail_with (TOG_ACCOUNT_ERROR_SERVER, "The server answered with nonsense");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Update failed, last updated 2 hours ago", 0));
  fake_fail_with (-1, NULL);
}

static void
test_match (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  gtk_widget_grab_focus (find_open (find (fixture->window, is_of_type, "TogMatchCard", 0)));
  click (find_open (find (fixture->window, is_of_type, "TogMatchCard", 0)));
  settle ();

  row = find (fixture->window, is_of_type, "TogPlannedRow", 0);
  assert_name (row, "Session 1, Giving and receiving feedback. Not scheduled");
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == row);
  g_assert_nonnull (find (fixture->window, says, "Session 1 of 3", 0));
  g_assert_nonnull (find_button (fixture->window, "Email Asha", 0));

  row = find (fixture->window, is_of_type, "TogPlannedRow", 2);
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Session 3 of 3", 0));

  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogPlannedRow", 0));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_open (find (fixture->window, is_of_type, "TogMatchCard", 0)));
}

static void
test_match_of_session (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "session-amara");
  settle ();

  g_assert_nonnull (find (fixture->window, says, "Scheduled", 0));
  g_assert_nonnull (find (fixture->window, says, "Invites are waiting to be sent", 0));
  g_assert_nonnull (find (fixture->window, says, "Inês Marques (you)", 0));
  g_assert_nonnull (find (fixture->window, offers, "Add to Calendar…", 0));
  g_assert_nonnull (find_button (fixture->window, "Join", 0));

  /* Who shares no address can't be written to. */
  g_assert_null (find_button (fixture->window, "Email Amara", 0));
}

static gboolean
shows_when (Fixture *fixture, TogSession *session)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_session_time (zone, session->slot, tog_format_get_now ());

  return find (fixture->window, says, when, 0) != NULL;
}

/* The desktop goes to another zone while a session is read. */
static void
test_zone_changes (Fixture *fixture, gconstpointer data)
{
  TogSession *session = tog_account_get_home (fixture->account)->next_session;
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "session-amara");
  settle ();
  g_assert_true (shows_when (fixture, session));
  for (int i = 0; i < 2; i++)
    {
      g_setenv ("TZ", i == 0 ? "Pacific/Kiritimati" : before, TRUE);
      g_assert_false (shows_when (fixture, session));
      g_signal_emit_by_name (tog_clock_get_default (), "minute");
      settle ();
      g_assert_true (shows_when (fixture, session));
    }
}

static void
test_first_session (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (fixture->window, "win.book", "(ss)", "tomas", "one");
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_nonnull (dialog);
  g_assert_null (find (fixture->window, is_of_type, "TogWizard", 0));
  g_assert_nonnull (find_button (dialog, "Continue", 0));
  g_assert_nonnull (find (dialog,
                          says,
                          "A few words beforehand make the first session a better one. Continue "
                          "shows the times when both of you can meet.",
                          0));

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogWizard", 0));

  gtk_widget_activate_action (fixture->window, "win.book", "(ss)", "tomas", "one");
  settle ();
  dialog = find_dialog (fixture->window);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "continue");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogWizard", 0));
}

static void
test_not_the_first_session (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->window, "win.book", "(ss)", "asha", "one");
  settle ();
  g_assert_null (find_dialog (fixture->window));
  g_assert_nonnull (find (fixture->window, is_of_type, "TogWizard", 0));
}

static gboolean
begins (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), text);
}

/* Within a sentence it is "today" or, shortly before midnight, "tomorrow". */
static void
test_days_within_sentences (Fixture *fixture, gconstpointer data)
{
  TogSession *next = tog_account_get_home (fixture->account)->next_session;
  GtkWidget *card = find (fixture->window, is_of_type, "TogNextSessionCard", 0);
  GtkWidget *wizard;

  g_assert_nonnull (card);
  g_assert_nonnull (next);
  gtk_widget_activate_action (fixture->window, "win.book", "(ss)", "asha", "one");
  settle ();
  wizard = find (fixture->window, is_of_type, "TogWizard", 0);
  g_assert_nonnull (wizard);
  g_signal_emit_by_name (wizard, "done", next);
  settle ();
  g_assert_nonnull (find (fixture->window, begins, "Session booked: to", 0));

  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "session-amara");
  settle ();
  g_assert_nonnull (find (fixture->window, begins, "Scheduled, to", 0));
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  GtkWidget *demo = find_button (fixture->window, "Try the Demo Organization", 0);

  fake_fail_with (TOG_ACCOUNT_ERROR_SERVER, "The demo’s server did not start");
  click (demo);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "The demo’s server did not start", 0));
  g_assert_true (gtk_widget_is_sensitive (demo));

  fake_fail_with (-1, NULL);
  click (demo);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogStartPage", 0));
  g_assert_nonnull (find (fixture->window, is_of_type, "TogHomePage", 0));
}

/* What is said of an entry stands right below it, in the same box. */
static void
assert_below (GtkWidget *label, GtkWidget *row)
{
  GtkWidget *list = gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX);
  graphene_rect_t said, entry;
  float distance;

  g_assert_true (gtk_widget_is_ancestor (label, list));
  g_assert_true (gtk_widget_compute_bounds (label, list, &said));
  g_assert_true (gtk_widget_compute_bounds (row, list, &entry));
  distance = said.origin.y - (entry.origin.y + entry.size.height);
  g_assert_cmpfloat (distance, >=, 0);
  g_assert_cmpfloat (distance, <=, 12);
}

/* A lock tells whether what goes there is encrypted. */
static void
assert_answer (Fixture *fixture, const char *icon_name)
{
  GtkWidget *label = find (fixture->window, says, "Meridian Fellows answers at this address", 0);
  GtkWidget *icon;
  g_autoptr (PangoAttrIterator) name = NULL;
  int start, end;

  g_assert_nonnull (label);
  icon = gtk_widget_get_prev_sibling (label);
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (icon)), ==, icon_name);

  name = pango_attr_list_get_iterator (gtk_label_get_attributes (GTK_LABEL (label)));
  pango_attr_iterator_range (name, &start, &end);
  g_assert_nonnull (pango_attr_iterator_get (name, PANGO_ATTR_WEIGHT));
  g_assert_cmpint (start, ==, 0);
  g_assert_cmpint (end, ==, strlen ("Meridian Fellows"));
}

static void
open_accounts (Fixture *fixture)
{
  GtkWidget *button = find (fixture->window, is_of_type, "TogAccountButton", 0);

  gtk_menu_button_popup (GTK_MENU_BUTTON (find (button, is_of_type, "GtkMenuButton", 0)));
  settle ();
}

static GtkWidget *
find_account_row (Fixture *fixture, guint n)
{
  return find (fixture->window, is_of_type, "TogAccountRow", n);
}

/* Two organizations: both are in the list, which tells them apart without colours,
 * and either is shown at once. */
static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHome) home = fake_home_new_elsewhere ();
  TogAccount *other = fake_accounts_add (fixture->accounts, home);
  GtkWidget *address, *list;

  settle ();
  assert_name (find (find (fixture->window, is_of_type, "TogAccountButton", 0),
                     is_of_type,
                     "GtkMenuButton",
                     0),
               "Accounts, Meridian Fellows");
  open_accounts (fixture);
  assert_name (find_account_row (fixture, 0), "Meridian Fellows, Inês Marques, shown now");
  assert_name (find_account_row (fixture, 1), "Harbour Guild, Asha Gurung");
  g_assert_null (find_account_row (fixture, 2));

  fake_account_set_needs_token (other, TRUE);
  assert_name (find_account_row (fixture, 1),
               "Harbour Guild, Asha Gurung, Has to be signed in to again");
  fake_account_set_needs_token (other, FALSE);

  list = gtk_widget_get_parent (find_account_row (fixture, 1));
  g_signal_emit_by_name (list, "row-activated", find_account_row (fixture, 1));
  settle ();
  g_assert_true (tog_accounts_get_current (fixture->accounts) == other);
  open_accounts (fixture);
  assert_name (find_account_row (fixture, 0), "Meridian Fellows, Inês Marques");
  assert_name (find_account_row (fixture, 1), "Harbour Guild, Asha Gurung, shown now");

  /* A notification is of the other one. */
  gtk_widget_activate_action (fixture->window, "win.show-account", "s", "ines");
  settle ();
  g_assert_true (tog_accounts_get_current (fixture->accounts) == fixture->account);
  gtk_widget_activate_action (fixture->window, "win.show-account", "s", "nobody");
  g_assert_true (tog_accounts_get_current (fixture->accounts) == fixture->account);

  /* Signing in again is at the same address, adding one at any. */
  open_accounts (fixture);
  click (find_button (fixture->window, "Add Account…", 0));
  settle ();
  address = find (fixture->window, is_of_type, "AdwEntryRow", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (address)), ==, "");
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  gtk_widget_activate_action (fixture->window, "win.connect", NULL);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "AdwEntryRow", 0));
  g_assert_nonnull (find (fixture->window, says, "Meridian Fellows, at together.example", 0));
}

/* Names of people and organizations are as long as they are, and there is more to say. */
static void
test_long_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogHome) home = fake_home_new_elsewhere ();
  TogAccount *other;
  GtkWidget *list, *scrolled;
  int height;

  g_free (home->me->organization_name);
  home->me->organization_name = g_strdup ("Association of Mentors of the Northern Harbours");
  g_free (home->me->member->name);
  home->me->member->name = g_strdup ("Inês Margarida Vasconcelos de Carvalho");
  other = fake_accounts_add (fixture->accounts, home);
  fake_account_set_needs_token (other, TRUE);
  fake_account_set_needs_token (fixture->account, TRUE);
  open_accounts (fixture);
  wait_for (gtk_widget_get_height (find_account_row (fixture, 1)) > 0);

  list = gtk_widget_get_parent (find_account_row (fixture, 1));
  scrolled = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  gtk_widget_measure (
      list, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (list), NULL, &height, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (scrolled), >=, height);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *token =
          find (find_account_row (fixture, i), says, "Has to be signed in to again", 0);

      g_assert_nonnull (token);
      gtk_widget_measure (
          token, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (token), NULL, &height, NULL, NULL);
      g_assert_cmpint (gtk_widget_get_height (token), >=, height);
    }
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (
      GTK_LABEL (find (find_account_row (fixture, 1), says, home->me->organization_name, 0)))));
}

static void
test_connect (Fixture *fixture, gconstpointer data)
{
  GtkWidget *address, *token, *button;

  gtk_widget_activate_action (fixture->window, "win.add-account", NULL);
  settle ();
  address = find (fixture->window, is_of_type, "AdwEntryRow", 0);
  token = find (fixture->window, is_of_type, "AdwPasswordEntryRow", 0);
  button = find_button (fixture->window, "Connect", 0);
  g_assert_false (gtk_widget_is_sensitive (button));

  /* The address is asked who answers there once one leaves it. */
  gtk_editable_set_text (GTK_EDITABLE (address), "together.example");
  gtk_widget_grab_focus (token);
  settle ();
  assert_answer (fixture, "changes-prevent-symbolic");
  gtk_widget_grab_focus (address);
  gtk_editable_set_text (GTK_EDITABLE (address), "http://localhost:8087");
  g_assert_null (find (fixture->window, says, "Meridian Fellows answers at this address", 0));
  gtk_widget_grab_focus (token);
  settle ();
  assert_answer (fixture, "changes-allow-symbolic");

  fake_fail_with (TOG_ACCOUNT_ERROR_ADDRESS, "Nothing of ours answers there");
  gtk_editable_set_text (GTK_EDITABLE (address), "together.example2");
  gtk_widget_grab_focus (address);
  gtk_widget_grab_focus (token);
  settle ();
  assert_below (find (fixture->window, says, "Nothing of ours answers there", 0), address);
  g_assert_null (find (fixture->window, says, "Meridian Fellows answers at this address", 0));
  g_assert_true (gtk_widget_has_css_class (address, "error"));

  fake_fail_with (TOG_ACCOUNT_ERROR_TOKEN, "This token isn’t known there");
  gtk_editable_set_text (GTK_EDITABLE (token), "  abc\n");
  g_assert_true (gtk_widget_is_sensitive (button));
  click (button);
  settle ();
  g_assert_cmpstr (fake_get_last_token (), ==, "abc");
  assert_below (find (fixture->window, says, "This token isn’t known there", 0), token);
  g_assert_true (gtk_widget_has_css_class (token, "error"));
}

/* Only the token is asked for anew where it has expired. */
static void
test_sign_in_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *token, *dialog;

  fake_fail_with (TOG_ACCOUNT_ERROR_TOKEN, "The token has expired");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
  gtk_widget_activate_action (fixture->window, "win.connect", NULL);
  settle ();
  token = find (fixture->window, is_of_type, "AdwPasswordEntryRow", 0);
  g_assert_nonnull (find (fixture->window, says, "Meridian Fellows, at together.example", 0));
  g_assert_null (find (fixture->window, is_of_type, "AdwEntryRow", 0));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (token)), token));

  /* Whose token it is is asked about, and whatever fails is told where something is typed. */
  fake_fail_with (TOG_ACCOUNT_ERROR_OTHER_MEMBER, "This access token belongs to Asha.");
  gtk_editable_set_text (GTK_EDITABLE (token), "other");
  click (find_button (fixture->window, "Sign In", 0));
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "Asha"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  assert_below (find (fixture->window, says, "Enter the token that was made for this account", 0),
                token);
  fake_fail_with (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached");
  click (find_button (fixture->window, "Sign In", 0));
  settle ();
  assert_below (find (fixture->window, says, "The server can’t be reached", 0), token);

  fake_fail_with (-1, NULL);
  gtk_editable_set_text (GTK_EDITABLE (token), "abc");
  click (find_button (fixture->window, "Sign In", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogHomePage", 0));
}

static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  guint n_before = fake_count_connects ();
  GtkWidget *dialog;

  gtk_widget_activate_action (fixture->window, "win.add-account", NULL);
  settle ();
  gtk_editable_set_text (GTK_EDITABLE (find (fixture->window, is_of_type, "AdwEntryRow", 0)),
                         "together.example");
  gtk_editable_set_text (
      GTK_EDITABLE (find (fixture->window, is_of_type, "AdwPasswordEntryRow", 0)), "abc");

  fake_fail_with (TOG_ACCOUNT_ERROR_KEYRING, "No keyring");
  click (find_button (fixture->window, "Connect", 0));
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_nonnull (dialog);
  g_assert_cmpuint (fake_count_connects (), ==, n_before + 1);

  fake_fail_with (-1, NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
  g_assert_cmpuint (fake_count_connects (), ==, n_before + 2);
  g_assert_nonnull (find (fixture->window, is_of_type, "TogHomePage", 0));
}

static gboolean
is_made (GtkWidget *widget, const char *type)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

/* The start waits for no view but home; what shows another one hands it the focus. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = find (fixture->window, is_of_type, "TogMainPage", 0);
  GtkWidget *home = find (fixture->window, is_of_type, "TogHomePage", 0);
  GtkWidget *stack = find (fixture->window, is_of_type, "AdwViewStack", 0);
  GtkWidget *sessions, *focus;

  g_assert_null (find (fixture->window, is_made, "TogSessionsPage", 0));
  g_assert_null (find (fixture->window, is_made, "TogAvailabilityPage", 0));

  g_assert_true (gtk_widget_grab_focus (home));
  gtk_widget_activate_action (page, "main.show", "s", "sessions");
  settle ();
  sessions = find (fixture->window, is_of_type, "TogSessionsPage", 0);
  g_assert_nonnull (sessions);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, sessions));
  g_assert_null (find (fixture->window, is_made, "TogAvailabilityPage", 0));

  /* As the switcher does. */
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "availability");
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogAvailabilityPage", 0));

  /* What was made stays. */
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "sessions");
  g_assert_true (find (fixture->window, is_of_type, "TogSessionsPage", 0) == sessions);
}

/* Where the title lacks room, the views are to be had below. */
static void
test_bar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = find (fixture->window, is_made, "AdwViewSwitcherBar", 0);

  g_assert_null (find (bar, is_made, "AdwViewSwitcherButton", 0));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  wait_for (find (bar, is_of_type, "AdwViewSwitcherButton", 2) != NULL);
  g_assert_null (find (bar, is_made, "AdwViewSwitcherButton", 3));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  assert_narrow (fixture->window);
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "");
  settle ();
  assert_narrow (fixture->window);
  gtk_widget_activate_action (fixture->window, "win.connect", NULL);
  settle ();
  assert_narrow (fixture->window);
}

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/pages/P35/cards-lead-to-both", 3, test_cards_lead_to_both);
  add ("/pages/todos", 3, test_todos);
  add ("/pages/join-when-it-is-time", 2, test_join_when_it_is_time);
  add ("/pages/home-keeps-its-place", 3, test_home_keeps_its_place);
  add ("/pages/P31/offline", 3, test_offline);
  add ("/pages/P31/lost-while-idle", 3, test_lost_while_idle);
  add ("/pages/P22/token-refused", 3, test_token_refused);
  add ("/pages/P31/update-failed", 3, test_update_failed);
  add ("/pages/P35/match", 3, test_match);
  add ("/pages/P07/match-of-session", 3, test_match_of_session);
  add ("/pages/P11/zone-changes", 3, test_zone_changes);
  add ("/pages/first-session", 3, test_first_session);
  add ("/pages/not-the-first-session", 3, test_not_the_first_session);
  add ("/pages/days-within-sentences", 3, test_days_within_sentences);
  add ("/pages/start", G_MAXUINT, test_start);
  add ("/pages/P35/accounts", 2, test_accounts);
  add ("/pages/P35/long-accounts", 3, test_long_accounts);
  add ("/pages/connect", G_MAXUINT, test_connect);
  add ("/pages/P22/sign-in-again", 3, test_sign_in_again);
  add ("/pages/P22/no-keyring", G_MAXUINT, test_no_keyring);
  add ("/pages/views", 3, test_views);
  add ("/pages/P36/bar", 3, test_bar);
  add ("/pages/P36/narrow", 3, test_narrow);

  return g_test_run ();
}
