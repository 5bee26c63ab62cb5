#include "config.h"

#include "fake-life.h"
#include "page-fixture.h"
#include "tog-delayed-sends.h"
#include "tog-format.h"
#include "tog-record-dialog.h"
#include "tog-window.h"

#include <string.h>

/* So long that no test gets to its end, and so short that one does at once. */
#define NEVER 3600000
#define AT_ONCE 1

static TogSession *
get_next (Fixture *fixture)
{
  return tog_account_get_home (fixture->account)->next_session;
}

static TogParticipant *
get_me (TogSession *session)
{
  return g_ptr_array_index (session->participants, 0);
}

static TogParticipant *
get_them (TogSession *session)
{
  return g_ptr_array_index (session->participants, 1);
}

/* A home in which there is something to do about the session with Amara. */
static TogSession *
show_todo (Fixture *fixture, TogTodoKind kind, TogInstant start)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (2, start - 5 * TOG_MINUTE);
  TogSession *session = home->next_session;

  g_ptr_array_add (
      home->todos,
      tog_todo_new ("todo", kind, session->title, NULL, session->match_id, NULL, session->id, now));
  fake_account_set_home (fixture->account, home, now);
  settle ();
  return session;
}

static GtkWidget *
get_row (Fixture *fixture)
{
  return find (fixture->window, is_of_type, "TogTodoRow", 0);
}

static void
open_pane (Fixture *fixture, TogSession *session)
{
  gtk_widget_activate_action (
      fixture->window, "win.open-match", "(ss)", session->match_id, session->id);
  settle ();
}

static void
respond (Fixture *fixture, const char *button)
{
  GtkWidget *dialog = find_dialog (fixture->window);

  g_assert_nonnull (dialog);
  click (find_button (dialog, button, 0));
  settle ();
}

static void
write_reason (Fixture *fixture, const char *text)
{
  GtkWidget *row = find (find_dialog (fixture->window), is_of_type, "AdwEntryRow", 0);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* Whoever is asked again is told what they know it as. */
static void
test_answer_move (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (2, now + TOG_HOUR);
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogSession *session = home->next_session;
  g_autofree char *before = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *when = NULL;
  g_autofree char *both = NULL;

  session->moved_by = g_strdup ("amara");
  session->moved_from = now + 26 * TOG_HOUR;
  get_me (session)->answer = TOG_ANSWER_PENDING;
  g_ptr_array_add (home->todos,
                   tog_todo_new ("todo",
                                 TOG_TODO_ANSWER,
                                 session->title,
                                 NULL,
                                 session->match_id,
                                 NULL,
                                 session->id,
                                 now));
  fake_account_set_home (fixture->account, home, now);
  settle ();
  before = tog_format_when_within (zone, session->moved_from, now);
  when = tog_format_session_time (zone, session->slot, now);
  both = g_strdup_printf ("%s, before: %s", when, before);
  g_assert_nonnull (find (get_row (fixture), says, both, 0));
  open_pane (fixture, session);
  moved = g_strdup_printf ("Amara moved it from %s", before);
  g_assert_nonnull (find (fixture->window, says, moved, 0));
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_todo (fixture, TOG_TODO_ANSWER, now + TOG_HOUR);
  GtkWidget *row;

  get_me (session)->answer = TOG_ANSWER_PENDING;
  row = get_row (fixture);
  g_assert_nonnull (find (row, says, "Inês invites you to “Giving and receiving feedback”", 0));
  assert_name (find_button (row, "Accept", 0), "Accept “Giving and receiving feedback”");
  assert_name (find_button (row, "Decline…", 0), "Decline “Giving and receiving feedback”");

  click (find_button (row, "Accept", 0));
  settle ();
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_cmpstr (fake_life_get (0)->what, ==, "answer");
  g_assert_cmpstr (fake_life_get (0)->id, ==, session->id);
  g_assert_cmpstr (fake_life_get (0)->etag, ==, "\"1\"");
  g_assert_cmpint (fake_life_get (0)->answer, ==, TOG_ANSWER_ACCEPTED);
  g_assert_nonnull (
      find (fixture->window, says, "You accepted “Giving and receiving feedback”", 0));

  /* The page of the session says what I answered, and lets me change it. */
  session->group_id = NULL;
  g_free (session->booked_by);
  session->booked_by = g_strdup ("amara");
  open_pane (fixture, session);
  g_assert_nonnull (find (fixture->window, says, "Your answer: Accepted", 0));
  g_assert_null (find_button (fixture->window, "Accept", 0));
  click (find_button (fixture->window, "Maybe", 0));
  settle ();
  g_assert_cmpint (fake_life_get (1)->answer, ==, TOG_ANSWER_TENTATIVE);
}

static void
test_decline (Fixture *fixture, gconstpointer data)
{
  TogSession *session = show_todo (fixture, TOG_TODO_ANSWER, tog_format_get_now () + TOG_HOUR);

  click (find_button (get_row (fixture), "Decline…", 0));
  settle ();
  respond (fixture, "Back");
  g_assert_cmpuint (fake_life_count (), ==, 0);

  click (find_button (get_row (fixture), "Decline…", 0));
  settle ();
  write_reason (fixture, "  At the <b>dentist</b> ");
  respond (fixture, "Decline");
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_cmpint (fake_life_get (0)->answer, ==, TOG_ANSWER_DECLINED);
  g_assert_cmpstr (fake_life_get (0)->reason, ==, "At the <b>dentist</b>");
  g_assert_nonnull (session);
}

/* Who booked is told who declined and why, and can look for another time. */
static void
test_declined (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (2, now + TOG_HOUR);
  TogSession *session = home->next_session;
  GtkWidget *row;

  get_them (session)->answer = TOG_ANSWER_DECLINED;
  get_them (session)->reason = g_strdup ("At the dentist");
  g_ptr_array_add (home->todos,
                   tog_todo_new ("todo",
                                 TOG_TODO_DECLINED,
                                 session->title,
                                 "Amara Nwosu: At the dentist",
                                 session->match_id,
                                 NULL,
                                 session->id,
                                 now));
  fake_account_set_home (fixture->account, home, now);
  settle ();
  row = get_row (fixture);
  g_assert_nonnull (
      find (row, says, "Amara declined “Giving and receiving feedback”: At the dentist", 0));

  open_pane (fixture, session);
  g_assert_nonnull (find (fixture->window, says, "“At the dentist”", 0));
  g_assert_nonnull (find (fixture->window, says, "Declined", 0));
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();

  click (find_button (get_row (fixture), "Find Another Time…", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogWizard", 0));
  g_assert_nonnull (find (fixture->window, says, "Reschedule", 0));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  TogSession *session = get_next (fixture);

  open_pane (fixture, session);
  choose_item (fixture, "Cancel Session…");
  settle ();
  respond (fixture, "Keep");
  g_assert_cmpuint (fake_life_count (), ==, 0);

  choose_item (fixture, "Cancel Session…");
  settle ();
  write_reason (fixture, "Ill");
  respond (fixture, "Cancel Session");
  g_assert_cmpstr (fake_life_get (0)->what, ==, "cancel");
  g_assert_cmpstr (fake_life_get (0)->reason, ==, "Ill");
  g_assert_nonnull (find (fixture->window, says, "Cancelled “Giving and receiving feedback”", 0));
}

/* Trying again is the same request; giving up is none. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  open_pane (fixture, get_next (fixture));
  fake_life_fail (2, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  choose_item (fixture, "Cancel Session…");
  settle ();
  respond (fixture, "Cancel Session");
  g_assert_nonnull (find (find_dialog (fixture->window), says, "The server can’t be reached.", 0));
  respond (fixture, "Try Again");
  respond (fixture, "Try Again");
  g_assert_cmpuint (fake_life_count (), ==, 3);
  g_assert_cmpstr (fake_life_get (0)->key, ==, fake_life_get (2)->key);
  g_assert_null (find_dialog (fixture->window));
}

/* Somebody moves the session while I am about to cancel it. */
static void
change_meanwhile (Fixture *fixture, gint64 seconds)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (2, now + seconds);
  TogSession *session = home->next_session;

  g_free (session->etag);
  session->etag = g_strdup ("\"2\"");
  get_them (session)->answer = TOG_ANSWER_ACCEPTED;
  if (seconds == 0)
    session->slot = get_next (fixture)->slot;
  fake_account_set_home (fixture->account, home, now);
  settle ();
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  open_pane (fixture, get_next (fixture));
  choose_item (fixture, "Cancel Session…");
  settle ();
  change_meanwhile (fixture, 3 * TOG_HOUR);
  fake_life_fail (1, TOG_ACCOUNT_ERROR_CHANGED, "Changed");
  respond (fixture, "Cancel Session");

  g_assert_nonnull (find (find_dialog (fixture->window), says, "cancel it", 0));
  g_assert_nonnull (find (find_dialog (fixture->window), says, "Now", 0));
  g_assert_cmpuint (fake_life_count (), ==, 1);
  respond (fixture, "Use Yours");
  g_assert_cmpuint (fake_life_count (), ==, 2);
  g_assert_cmpstr (fake_life_get (1)->etag, ==, "\"2\"");
  g_assert_cmpstr (fake_life_get (1)->key, !=, fake_life_get (0)->key);
}

static void
test_conflict_kept (Fixture *fixture, gconstpointer data)
{
  open_pane (fixture, get_next (fixture));
  choose_item (fixture, "Cancel Session…");
  settle ();
  change_meanwhile (fixture, 3 * TOG_HOUR);
  fake_life_fail (1, TOG_ACCOUNT_ERROR_CHANGED, "Changed");
  respond (fixture, "Cancel Session");
  respond (fixture, "Keep as It Is Now");
  g_assert_cmpuint (fake_life_count (), ==, 1);
}

/* That somebody answered meanwhile is nothing to ask me about. */
static void
test_no_conflict (Fixture *fixture, gconstpointer data)
{
  open_pane (fixture, get_next (fixture));
  choose_item (fixture, "Cancel Session…");
  settle ();
  change_meanwhile (fixture, 0);
  fake_life_fail (1, TOG_ACCOUNT_ERROR_CHANGED, "Changed");
  respond (fixture, "Cancel Session");
  g_assert_cmpuint (fake_life_count (), ==, 2);
  g_assert_cmpstr (fake_life_get (1)->etag, ==, "\"2\"");
  g_assert_null (find_dialog (fixture->window));
}

/* The session is called off: what I wanted can't be done any more. */
static void
test_conflict_final (Fixture *fixture, gconstpointer data)
{
  open_pane (fixture, get_next (fixture));
  choose_item (fixture, "Cancel Session…");
  settle ();
  change_meanwhile (fixture, 3 * TOG_HOUR);
  get_next (fixture)->state = TOG_SESSION_CANCELLED;
  fake_life_fail (1, TOG_ACCOUNT_ERROR_CHANGED, "Changed");
  respond (fixture, "Cancel Session");
  g_assert_null (find_button (find_dialog (fixture->window), "Use Yours", 0));
  respond (fixture, "Close");
}

static void
test_join_and_late (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) soon = fake_home_new (2, now + 25 * TOG_MINUTE);
  g_autoptr (TogHome) later = fake_home_new (2, now + 2 * TOG_HOUR);
  TogSession *session = get_next (fixture);
  GtkWidget *join = find_button (fixture->window, "Join", 0);

  g_assert_true (gtk_widget_is_sensitive (join));
  assert_name (join, "Join “Giving and receiving feedback”");
  g_assert_nonnull (find_button (fixture->window, "Running Late", 0));
  gtk_widget_activate_action (
      fixture->window, "win.say-late", "(sssi)", session->match_id, "", session->id, 10);
  settle ();
  g_assert_cmpstr (fake_life_get (0)->what, ==, "late");
  g_assert_cmpint (fake_life_get (0)->number, ==, 10);

  /* Until ten minutes before it can't be joined; an hour before one may be late. */
  get_them (soon->next_session)->late = 5;
  fake_account_set_home (fixture->account, soon, now);
  settle ();
  join = find_button (fixture->window, "Join", 0);
  g_assert_false (gtk_widget_is_sensitive (join));
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (join), "Opens "));
  g_assert_nonnull (find_button (fixture->window, "Running Late", 0));
  g_assert_nonnull (find (fixture->window, says, "Amara is about 5 minutes late", 0));

  fake_account_set_home (fixture->account, later, now);
  settle ();
  g_assert_null (find_button (fixture->window, "Running Late", 0));
}

static TogSession *
show_held (Fixture *fixture)
{
  return show_todo (fixture, TOG_TODO_HELD, tog_format_get_now () - TOG_HOUR);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  TogDelayedSends *sends = tog_delayed_sends_get_default ();
  TogSession *session = show_held (fixture);

  tog_delayed_sends_set_pause (sends, NEVER);
  g_assert_nonnull (find (get_row (fixture), says, "Did you meet Amara?", 0));
  click (find_button (get_row (fixture), "Yes, We Met", 0));
  settle ();
  g_assert_null (get_row (fixture));
  g_assert_cmpuint (fake_life_count (), ==, 0);
  g_assert_nonnull (tog_delayed_sends_find (sends, session->id));

  click (find_button (fixture->window, "Undo", 0));
  settle ();
  g_assert_nonnull (get_row (fixture));
  g_assert_cmpuint (tog_delayed_sends_count (sends), ==, 0);
  g_assert_cmpuint (fake_life_count (), ==, 0);
}

/* What is said last counts, once. */
static void
test_another_mind (Fixture *fixture, gconstpointer data)
{
  TogDelayedSends *sends = tog_delayed_sends_get_default ();
  TogSession *session = show_held (fixture);

  tog_delayed_sends_set_pause (sends, NEVER);
  open_pane (fixture, session);
  click (find_button (fixture->window, "Yes, We Met", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, says, "You said that you met", 0));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (gtk_widget_get_ancestor (find (fixture->window, says, "Very useful", 0),
                                                 GTK_TYPE_CHECK_BUTTON)),
      TRUE);
  settle ();
  g_assert_cmpuint (tog_delayed_sends_count (sends), ==, 1);

  tog_delayed_sends_flush (sends);
  settle ();
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_cmpint (fake_life_get (0)->held, ==, TOG_HELD_YES);
  g_assert_cmpint (fake_life_get (0)->number, ==, 4);
  g_assert_cmpuint (tog_delayed_sends_count (sends), ==, 0);
}

static void
test_sent_by_itself (Fixture *fixture, gconstpointer data)
{
  TogSession *session = show_held (fixture);

  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), AT_ONCE);
  get_them (session)->held = TOG_HELD_YES;
  open_pane (fixture, session);
  g_assert_nonnull (find (fixture->window, says, "Amara: yes.", 0));
  click (find_button (fixture->window, "No", 0));
  wait_for (fake_life_count () == 1);
  settle ();
  g_assert_cmpint (fake_life_get (0)->held, ==, TOG_HELD_NO);

  /* Statements that differ stand side by side; another time can be found. */
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  open_pane (fixture, session);
  g_assert_nonnull (find (fixture->window, says, "You: no. Amara: yes.", 0));
  click (find_button (fixture->window, "Find Another Time…", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogWizard", 0));
}

/* Whoever clicked the wrong one can say the other, also when it was sent long ago. */
static void
test_change_statement (Fixture *fixture, gconstpointer data)
{
  TogSession *session = show_held (fixture);

  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), AT_ONCE);
  open_pane (fixture, session);
  click (find_button (fixture->window, "Yes, We Met", 0));
  wait_for (fake_life_count () == 1);
  settle ();
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
  open_pane (fixture, session);
  g_assert_nonnull (find (fixture->window, says, "You said that you met", 0));
  click (find_button (fixture->window, "Change", 0));
  g_assert_nonnull (find (fixture->window, says, "Did you meet Amara?", 0));
  click (find_button (fixture->window, "Keep", 0));
  g_assert_nonnull (find (fixture->window, says, "You said that you met", 0));
  g_assert_null (find_button (fixture->window, "Yes, We Met", 0));
  click (find_button (fixture->window, "Change", 0));
  click (find_button (fixture->window, "No", 0));
  wait_for (fake_life_count () == 2);
  settle ();
  g_assert_cmpint (fake_life_get (1)->held, ==, TOG_HELD_NO);
  g_assert_nonnull (find (fixture->window, says, "You said that you didn’t meet", 0));
}

/* Closing the window sends at once, and waits out of sight until that is done. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), NEVER);
  show_held (fixture);
  click (find_button (get_row (fixture), "Yes, We Met", 0));
  settle ();
  fake_life_hold ();
  gtk_window_close (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_false (gtk_widget_get_visible (fixture->window));
  g_assert_true (tog_window_is_closing (TOG_WINDOW (fixture->window)));

  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  fake_life_release ();
  wait_for (fixture->window == NULL);
}

/* There is no window left to destroy. */
static void
tear_down_closed (Fixture *fixture, gconstpointer data)
{
  settle ();
  g_assert_finalize_object (fixture->accounts);
}

/* It could not be sent: the window is back, and says so. */
static void
test_close_failed (Fixture *fixture, gconstpointer data)
{
  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), NEVER);
  show_held (fixture);
  click (find_button (get_row (fixture), "Yes, We Met", 0));
  settle ();
  fake_life_fail (1, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  gtk_window_close (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_true (gtk_widget_get_visible (fixture->window));
  respond (fixture, "Try Again");
  g_assert_cmpuint (fake_life_count (), ==, 2);
  g_assert_cmpstr (fake_life_get (0)->key, ==, fake_life_get (1)->key);
}

static GtkSpinButton *
find_spin (GtkWidget *dialog, guint i)
{
  return GTK_SPIN_BUTTON (find (dialog, is_of_type, "GtkSpinButton", i));
}

static GtkWidget *
find_calendar (GtkWidget *dialog)
{
  GtkWidget *button = find (dialog, is_of_type, "GtkMenuButton", 0);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  return gtk_popover_get_child (popover);
}

/* In the head of a calendar, which need not be open. */
static GtkWidget *
find_last_arrow (GtkWidget *calendar)
{
  GtkWidget *arrow = gtk_widget_get_last_child (gtk_widget_get_first_child (calendar));

  while (arrow != NULL && !GTK_IS_BUTTON (arrow))
    arrow = gtk_widget_get_prev_sibling (arrow);
  return arrow;
}

static void
select_day (GtkWidget *dialog, int days_ago)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (today, -days_ago);

  gtk_calendar_select_day (GTK_CALENDAR (find_calendar (dialog)), day);
  settle ();
}

/* Only what is over can be marked as done. */
/* Another session with the same person, the whole time up to now. */
static TogSession *
add_overlap (Fixture *fixture)
{
  TogTeam *team = TOG_TEAM (tog_account_peek_match (fixture->account, "asha"));
  TogPlannedSession *other = g_ptr_array_index (team->planned, 0);

  g_assert_cmpstr (other->id, !=, "two");
  other->session = tog_session_new ();
  other->session->id = g_strdup ("other");
  other->session->title = g_strdup (other->title);
  other->session->state = TOG_SESSION_COMPLETED;
  other->session->slot = (TogSlot){ 0, tog_format_get_now () };
  return other->session;
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *other;
  g_autofree char *overlap = NULL;
  GtkWidget *dialog;
  GtkWidget *arrow;

  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), AT_ONCE);
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "two");
  settle ();
  click (find_button (fixture->window, "Mark as Done…", 0));
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_true (TOG_IS_RECORD_DIALOG (dialog));
  g_assert_true (gtk_widget_is_sensitive (find_button (dialog, "Mark as Done", 1)));

  /* The calendar's arrows choose a day as well. */
  arrow = find_last_arrow (find_calendar (dialog));
  assert_name (arrow, "Next Year");
  g_signal_emit_by_name (arrow, "clicked");
  settle ();
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Mark as Done", 1)));

  select_day (dialog, -1);
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Mark as Done", 1)));
  g_assert_nonnull (
      find (dialog, says, "Only what is over can be marked as done. Choose an earlier time.", 0));

  select_day (dialog, 3);
  gtk_spin_button_set_value (find_spin (dialog, 0), 9);
  gtk_spin_button_set_value (find_spin (dialog, 1), 5);
  /* What else was at this time is told, and no obstacle. */
  g_assert_null (find (dialog, is_of_type, "TogNotice", 0));
  other = add_overlap (fixture);
  gtk_spin_button_set_value (find_spin (dialog, 2), 50);
  overlap = g_strdup_printf ("“%s” was at this time already.", other->title);
  g_assert_nonnull (find (dialog, says, overlap, 0));
  g_assert_true (gtk_widget_is_sensitive (find_button (dialog, "Mark as Done", 1)));
  other->slot.end = 1;
  gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (dialog, is_of_type, "GtkTextView", 0))),
      "In the park\n",
      -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_ancestor (
                                   find (dialog, says, "Useful", 0), GTK_TYPE_CHECK_BUTTON)),
                               TRUE);
  /* Taken back, it is offered again as it was entered. */
  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), NEVER);
  click (find_button (dialog, "Mark as Done", 1));
  settle ();
  g_assert_null (find_dialog (fixture->window));
  click (find_button (fixture->window, "Undo", 0));
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_true (TOG_IS_RECORD_DIALOG (dialog));
  g_assert_cmpuint (tog_delayed_sends_count (tog_delayed_sends_get_default ()), ==, 0);

  tog_delayed_sends_set_pause (tog_delayed_sends_get_default (), AT_ONCE);
  click (find_button (dialog, "Mark as Done", 1));
  wait_for (fake_life_count () == 1);
  settle ();
  g_assert_cmpstr (fake_life_get (0)->what, ==, "record");
  g_assert_cmpstr (fake_life_get (0)->id, ==, "two");
  g_assert_cmpstr (fake_life_get (0)->reason, ==, "In the park");
  g_assert_cmpint (fake_life_get (0)->number, ==, 3);
  g_assert_cmpint (
      fake_life_get (0)->slot.end - fake_life_get (0)->slot.start, ==, 50 * TOG_MINUTE);
  g_assert_cmpint (fake_life_get (0)->slot.end, <, now);
  g_assert_cmpint (fake_life_get (0)->slot.start % TOG_HOUR, ==, 5 * TOG_MINUTE);
}

/* A program that is done is said to be, with nothing left to press. */
static void
test_finished (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (1, now);
  TogTeam *team = g_ptr_array_index (home->matches, 0);

  team->n_completed = team->n_planned;
  g_clear_object (&team->next);
  for (guint i = 0; i < team->planned->len; i++)
    ((TogPlannedSession *) g_ptr_array_index (team->planned, i))->state = TOG_SESSION_COMPLETED;
  fake_account_set_home (fixture->account, home, now);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "All sessions are done", 0));
  g_assert_nonnull (find (fixture->window, says, "3 of 3 sessions", 0));
  g_assert_null (find_button (fixture->window, "Book", 0));

  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  settle ();
  g_assert_nonnull (find (fixture->window,
                          says,
                          "You and Asha completed “Women in Engineering Leadership”. Well done!",
                          0));
  g_assert_null (find_button (fixture->window, "Book Session", 0));
}

/* Names come from outside. */
static void
test_hostile_names (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogHome) home = fake_home_new (2, now - TOG_HOUR);
  TogSession *session = home->next_session;
  g_autofree char *longest = g_strnfill (200, 'W');
  const char *names[] = { "<b>%s%n</b> & \"", "שלום עולם", longest };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_free (get_them (session)->member->name);
      get_them (session)->member->name = g_strdup (names[i]);
      get_them (session)->answer = TOG_ANSWER_DECLINED;
      g_free (get_them (session)->reason);
      get_them (session)->reason = g_strdup (names[i]);
      g_free (session->title);
      session->title = g_strdup (names[i]);
      g_ptr_array_set_size (home->todos, 0);
      for (int kind = TOG_TODO_ANSWER; kind <= TOG_TODO_HELD; kind++)
        g_ptr_array_add (home->todos,
                         tog_todo_new ("todo",
                                       (TogTodoKind) kind,
                                       names[i],
                                       names[i],
                                       session->match_id,
                                       NULL,
                                       session->id,
                                       now));
      fake_account_set_home (fixture->account, home, now);
      settle ();
      assert_narrow (fixture->window);
      open_pane (fixture, session);
      assert_narrow (fixture->window);
      gtk_widget_activate_action (fixture->window, "win.back", NULL);
      settle ();
    }
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_todo (fixture, TOG_TODO_ANSWER, now + 5 * TOG_MINUTE);
  GtkWidget *dialog;
  int minimum;

  get_me (session)->answer = TOG_ANSWER_PENDING;
  get_them (session)->late = 10;
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  settle ();
  assert_narrow (fixture->window);
  open_pane (fixture, session);
  assert_narrow (fixture->window);

  gtk_widget_activate_action (
      fixture->window, "win.mark-done", "(sss)", session->match_id, "", "two");
  settle ();
  dialog = find_dialog (fixture->window);
  gtk_widget_measure (adw_window_get_content (ADW_WINDOW (dialog)),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_destroy (GTK_WINDOW (dialog));

  session->slot = (TogSlot){ now - TOG_HOUR, now - TOG_MINUTE };
  fake_account_set_home (fixture->account, tog_account_get_home (fixture->account), now);
  settle ();
  assert_narrow (fixture->window);
}

/* Everything that can be pressed has a name and takes the keyboard. */
static void
check_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      gtk_widget_is_sensitive (widget) && gtk_widget_get_focusable (widget))
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (widget));

      g_assert_true (label != NULL || gtk_widget_get_first_child (widget) != NULL);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_buttons (child);
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  const char *const labels[] = { "Join", "Reschedule…" };
  TogSession *session = get_next (fixture);

  open_pane (fixture, session);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *button = find_button (fixture->window, labels[i], 0);

      g_assert_nonnull (button);
      g_assert_true (gtk_widget_grab_focus (button));
    }
  check_buttons (fixture->window);
}

static void
go_back (Fixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  settle ();
}

/* While another page is shown an invite comes in, above what had the focus: coming back
 * puts nobody on an answer to it. */
static void
test_focus_comes_back (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_todo (fixture, TOG_TODO_HELD, now - TOG_HOUR);
  GtkWidget *yes = find_button (get_row (fixture), "Yes, We Met", 0);
  g_autoptr (TogHome) home = fake_home_new (2, now);
  g_autoptr (TogHome) later = fake_home_new (2, now);
  GtkWidget *focus;

  gtk_widget_grab_focus (yes);
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  settle ();
  g_ptr_array_add (
      home->todos,
      tog_todo_new (
          "new", TOG_TODO_ANSWER, session->title, NULL, session->match_id, NULL, session->id, now));
  g_ptr_array_add (later->todos, g_object_ref (g_ptr_array_index (home->todos, 0)));
  g_ptr_array_add (
      home->todos,
      g_object_ref (g_ptr_array_index (tog_account_get_home (fixture->account)->todos, 0)));
  fake_account_set_home (fixture->account, home, now);
  settle ();
  go_back (fixture);
  g_assert_nonnull (find_button (get_row (fixture), "Maybe", 0));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == yes);
  g_assert_true (gtk_widget_get_mapped (yes));

  /* Where that is gone meanwhile, nor on one that had not been there either. */
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  settle ();
  fake_account_set_home (fixture->account, later, now);
  settle ();
  go_back (fixture);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_mapped (focus));
  g_assert_null (gtk_widget_get_ancestor (focus, g_type_from_name ("TogTodoRow")));
}

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/life/answer", 2, test_answer);
  add ("/life/focus-comes-back", 2, test_focus_comes_back);
  add ("/life/answer-move", 2, test_answer_move);
  add ("/life/decline", 2, test_decline);
  add ("/life/declined", 2, test_declined);
  add ("/life/cancel", 2, test_cancel);
  add ("/life/P02/failure", 2, test_failure);
  add ("/life/P06/conflict", 2, test_conflict);
  add ("/life/P06/conflict-kept", 2, test_conflict_kept);
  add ("/life/P06/no-conflict", 2, test_no_conflict);
  add ("/life/P06/conflict-final", 2, test_conflict_final);
  add ("/life/join-and-late", 2, test_join_and_late);
  add ("/life/undo", 2, test_undo);
  add ("/life/another-mind", 2, test_another_mind);
  add ("/life/sent-by-itself", 2, test_sent_by_itself);
  add ("/life/change-statement", 2, test_change_statement);
  add ("/life/P25/close-failed", 2, test_close_failed);
  add ("/life/record", 2, test_record);
  add ("/life/finished", 1, test_finished);
  add ("/life/P36/hostile-names", 2, test_hostile_names);
  add ("/life/P36/narrow", 2, test_narrow);
  add ("/life/P35/keyboard", 2, test_keyboard);
  g_test_add (
      "/life/P25/close", Fixture, GUINT_TO_POINTER (2), set_up, test_close, tear_down_closed);

  return g_test_run ();
}
