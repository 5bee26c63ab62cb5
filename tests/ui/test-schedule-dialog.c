#include "group-fixture.h"
#include "tog-format.h"
#include "tog-schedule-dialog.h"
#include "tog-series-row.h"

#define LINE_HEIGHT 24

/* Who can't on Tuesday from 11:15 to 12:15, when all of them can otherwise, by the
 * times that come next; and who isn't there any more. */
static const char *const *blocked;
static const char *gone;
static guint n_counted_can;
static gboolean counted;
static gboolean unknown; /* whether nobody else's calendar is known */

static const char *const nobody[] = { NULL };

static TogTimes *
make (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);
  TogSlot slot = { group_fixture_at (1, 11, 15), group_fixture_at (1, 12, 15) };

  for (guint i = 0; blocked[i] != NULL; i++)
    group_fixture_block (times, blocked[i], slot);
  for (guint i = 1; unknown && i < times->people->len; i++)
    ((TogPersonTimes *) g_ptr_array_index (times->people, i))->known = (TogSlot){ 0, 0 };
  if (gone != NULL)
    g_ptr_array_remove (times->people, group_fixture_find (times, gone));
  if (counted)
    {
      times->counted = tog_counted_times_new (slot.start, 1, 3);
      for (int minutes = 30; minutes <= 60; minutes += 15)
        tog_counted_times_set (
            times->counted, minutes * TOG_MINUTE, 0, (TogCount){ (guint16) n_counted_can, 0 });
    }
  return times;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  blocked = data != NULL ? data : nobody;
  gone = NULL;
  counted = FALSE;
  unknown = FALSE;
  group_fixture_set_up (fixture, make, 1100);
}

static void
set_up_counted (Fixture *fixture, gconstpointer data)
{
  blocked = nobody;
  gone = NULL;
  counted = TRUE;
  unknown = FALSE;
  n_counted_can = 1;
  group_fixture_set_up (fixture, make, 1100);
}

static TogPrompt *
open_at (Fixture *fixture, TogInstant start)
{
  TogPrompt *prompt;

  g_signal_emit_by_name (fixture->grid, "slot-activated", start);
  prompt = find_prompt ();
  g_assert_nonnull (prompt);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  settle ();
  return prompt;
}

static TogPrompt *
open_prompt (Fixture *fixture)
{
  return open_at (fixture, group_fixture_at (1, 11, 15));
}

static void
reload (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->account, "group-changed", "circle");
  settle ();
}

static void
type_message (TogPrompt *prompt, const char *text)
{
  GtkWidget *view = find_type (prompt, GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  settle ();
}

static char *
dup_message (TogPrompt *prompt)
{
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (prompt, GTK_TYPE_TEXT_VIEW)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
can_send (TogPrompt *prompt)
{
  return gtk_widget_is_sensitive (find_button (prompt, "Schedule"));
}

static GtkCheckButton *
find_override (TogPrompt *prompt, const char *text)
{
  GtkWidget *row = find_row (prompt, text);

  return row != NULL
             ? GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)))
             : NULL;
}

/* Which of the attendees' rows it is, from 0. */
static int
find_place (TogPrompt *prompt, const char *name)
{
  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (find_row (prompt, name)));
}

static void
test_book (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  TogBooking *booking;

  g_assert_nonnull (find_text (prompt, "Planning a calm release"));
  g_assert_nonnull (find_text (prompt, "Tuesday 24 November, 11:15 – 12:15"));
  g_assert_nonnull (find_text (prompt, "6 of 6 available"));
  g_assert_nonnull (find_text (find_row (prompt, "Priya Raman"), "16:45 in Kolkata"));
  g_assert_null (find_text (prompt, "Can’t then"));
  g_assert_null (find_text (prompt, "Schedule although*"));
  type_message (prompt, "  Hello \n");
  click (prompt, "Schedule");
  g_assert_nonnull (fixture->done);
  booking = fake_account_get_booking (fixture->account, 0);
  g_assert_cmpint (booking->slot.start, ==, group_fixture_at (1, 11, 15));
  g_assert_cmpint (booking->slot.end, ==, group_fixture_at (1, 12, 15));
  g_assert_cmpstr (booking->planned_session_id, ==, "calm");
  g_assert_cmpstr (booking->zone, ==, "Europe/Lisbon");
  g_assert_cmpstr (booking->conference->provider, ==, "jitsi");
  g_assert_cmpstr (booking->message, ==, "Hello");
  g_assert_null (booking->overridden);
  g_assert_cmpint (booking->n_overridden, ==, 0);
  g_assert_null (find_prompt ());
}

/* Whom it hits is told before it hits, and sent as it was told. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  TogBooking *booking;

  g_assert_nonnull (find_text (prompt, "Jonas and Diego can’t then"));
  g_assert_nonnull (find_text (prompt, "4 of 6 available"));
  g_assert_cmpint (find_place (prompt, "Jonas Lindqvist"), ==, 0);
  g_assert_cmpint (find_place (prompt, "Diego Fuentes"), ==, 1);
  g_assert_nonnull (find_text (find_row (prompt, "Jonas Lindqvist"), "Can’t then"));
  g_assert_nonnull (find_text (find_row (prompt, "Jonas Lindqvist"), "Busy, 12:15 in Stockholm"));
  click (prompt, "Schedule");
  booking = fake_account_get_booking (fixture->account, 0);
  g_assert_cmpstrv (booking->overridden, ((const char *const[]){ "jonas", "diego", NULL }));
  g_assert_cmpint (booking->n_overridden, ==, 0);
}

static GtkWidget *
find_occurrence (TogPrompt *prompt, int i)
{
  GtkWidget *first = find_type (prompt, TOG_TYPE_SERIES_ROW);
  GtkWidget *list = gtk_widget_get_ancestor (first, GTK_TYPE_LIST_BOX);

  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i));
}

/* Chooses the first of what is proposed. */
static void
choose_first (GtkWidget *row, const char *expected)
{
  GtkWidget *button = find_type (row, GTK_TYPE_MENU_BUTTON);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  GtkWidget *list;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  settle ();
  list = find_type (popover, GTK_TYPE_LIST_BOX);
  g_assert_nonnull (find_text (list, expected));
  g_signal_emit_by_name (
      list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  settle ();
}

/* P05: whom each session would miss is agreed to one by one, or it is moved. */
static void
test_series (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  GPtrArray *bookings;
  TogBooking *booking;

  adw_combo_row_set_selected (ADW_COMBO_ROW (find_type (prompt, ADW_TYPE_COMBO_ROW)), 1);
  settle ();
  g_assert_nonnull (find_text (prompt, "2 sessions with Maintainers Circle"));
  g_assert_nonnull (find_text (prompt, "Weekly, from Tuesday 24 November 2026"));
  g_assert_null (find_text (prompt, "Attendees"));
  g_assert_nonnull (find_text (find_occurrence (prompt, 0), "*Jonas and Diego can’t then*"));
  g_assert_false (gtk_widget_is_sensitive (find_button (prompt, "Schedule 2 Sessions")));

  choose_first (find_occurrence (prompt, 0), "Jonas and Diego can’t then");
  g_assert_nonnull (find_text (find_occurrence (prompt, 0), "*Kept: Jonas and Diego can’t then"));
  click (prompt, "Schedule 2 Sessions");

  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_series_count (), ==, 1);
  bookings = fake_series_get (0);
  g_assert_cmpuint (bookings->len, ==, 2);
  booking = g_ptr_array_index (bookings, 0);
  g_assert_cmpstr (booking->planned_session_id, ==, "calm");
  g_assert_cmpint (booking->slot.start, ==, group_fixture_at (1, 11, 15));
  g_assert_cmpstrv (booking->overridden, ((const char *const[]){ "jonas", "diego", NULL }));
  booking = g_ptr_array_index (bookings, 1);
  g_assert_cmpstr (booking->planned_session_id, ==, "over");
  g_assert_cmpint (booking->slot.start, ==, group_fixture_at (8, 11, 15));
  g_assert_null (booking->overridden);
}

/* The message's first line is seen, above what stands below all else. */
static gboolean
sees_message (TogPrompt *prompt, GtkWidget *scrolled_window)
{
  graphene_rect_t bounds;

  g_assert_true (
      gtk_widget_compute_bounds (find_type (prompt, GTK_TYPE_TEXT_VIEW), scrolled_window, &bounds));
  return bounds.origin.y >= 0 &&
         bounds.origin.y + LINE_HEIGHT <= (float) gtk_widget_get_height (scrolled_window);
}

/* Somebody else is quicker while the prompt is open, which opens at its top. */
static void
test_scheduled_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) booked = group_fixture_make_group (6, "calm");
  TogPrompt *prompt = open_prompt (fixture);
  GtkWidget *scrolled_window = find_type (prompt, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled_window));
  GtkWidget *notice;

  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  type_message (prompt, "Hello");
  g_assert_true (can_send (prompt));
  /* What is typed is just seen at the lower edge. */
  while (!sees_message (prompt, scrolled_window))
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 4);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
    }
  fake_account_set_group (fixture->account, booked);
  settle ();
  notice = find_text (
      prompt, "“Planning a calm release” has been scheduled in the meantime: *. Nothing was sent.");
  g_assert_nonnull (notice);
  while (gtk_widget_get_height (notice) == 0 || !sees_message (prompt, scrolled_window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (can_send (prompt));
  click (prompt, "Close");
  g_assert_null (find_prompt ());
  g_assert_nonnull (find_text (fixture->wizard,
                               "“Planning a calm release” has been scheduled in the meantime: *"));
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
}

static void
test_required (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  GtkCheckButton *check = find_override (prompt, "Schedule although Priya, who is required, can’t");

  g_assert_nonnull (
      find_text (find_row (prompt, "Priya Raman"), "Required. Busy, 16:45 in Kolkata"));
  g_assert_nonnull (check);
  g_assert_false (can_send (prompt));
  gtk_check_button_set_active (check, TRUE);
  g_assert_true (can_send (prompt));

  /* Another duration is another question. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (prompt, "30")), TRUE);
  settle ();
  g_assert_true (can_send (prompt));
  gtk_check_button_set_active (check, FALSE);
  g_assert_false (can_send (prompt));
  gtk_check_button_set_active (check, TRUE);
  click (prompt, "Schedule");
  g_assert_cmpstrv (fake_account_get_booking (fixture->account, 0)->overridden,
                    ((const char *const[]){ "priya", NULL }));
}

static void
test_use_that (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  g_assert_nonnull (find_text (prompt, "Today, 11:15: Everyone, 16:45 for Priya"));
  type_message (prompt, "Hello");
  click (prompt, "Use That");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Monday 23 November, 11:15 – 12:15"));
  g_assert_nonnull (find_text (prompt, "6 of 6 available"));
  g_assert_null (find_text (prompt, "*can’t then"));
  click (prompt, "Schedule");
  g_assert_cmpint (
      fake_account_get_booking (fixture->account, 0)->slot.start, ==, group_fixture_at (0, 11, 15));
  g_assert_null (fake_account_get_booking (fixture->account, 0)->overridden);
}

/* What time it is for me is told whether I can or not. */
static void
test_myself (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  g_assert_nonnull (find_text (find_row (prompt, "You"), "11:15 in Lisbon"));
  gtk_window_close (GTK_WINDOW (prompt));
  gtk_test_widget_wait_for_draw (fixture->window);
  settle ();
  prompt = open_at (fixture, group_fixture_at (2, 14, 15));
  g_assert_nonnull (find_text (find_row (prompt, "You"), "Busy, 14:15 in Lisbon"));
  gtk_window_close (GTK_WINDOW (prompt));
}

static void
test_duration (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_at (fixture, group_fixture_at (1, 10, 45));

  g_assert_nonnull (find_text (prompt, "Jonas and Diego can’t then"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (prompt, "30")), TRUE);
  settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Tuesday 24 November, 10:45 – 11:15"));
  g_assert_nonnull (find_text (prompt, "Diego can’t then"));
  click (prompt, "Schedule");
  g_assert_cmpint (
      fake_account_get_booking (fixture->account, 0)->slot.end, ==, group_fixture_at (1, 11, 15));
  g_assert_cmpstrv (fake_account_get_booking (fixture->account, 0)->overridden,
                    ((const char *const[]){ "diego", NULL }));
}

/* Somebody becomes busy while it is open: it is asked anew, nothing goes out by itself. */
static void
test_becomes_busy (Fixture *fixture, gconstpointer data)
{
  static const char *const amara[] = { "amara", NULL };
  TogPrompt *prompt = open_prompt (fixture);

  type_message (prompt, "Hello");
  blocked = amara;
  reload (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Amara can’t any more."));
  g_assert_nonnull (find_text (prompt, "5 of 6 available"));
  g_assert_false (can_send (prompt));

  /* It doesn't vanish with the next times that come, unless it isn't so any more. */
  reload (fixture);
  g_assert_false (can_send (prompt));
  blocked = nobody;
  reload (fixture);
  g_assert_true (can_send (prompt));
  blocked = amara;
  reload (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  click (prompt, "Continue");
  g_assert_true (can_send (prompt));
  click (prompt, "Schedule");
  g_assert_cmpstrv (fake_account_get_booking (fixture->account, 0)->overridden, amara);
  g_assert_cmpstr (fake_account_get_booking (fixture->account, 0)->message, ==, "Hello");
}

static void
test_leaves (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  gone = "diego";
  reload (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Diego isn’t in the group any more."));
  g_assert_null (find_row (prompt, "Diego Fuentes"));
  g_assert_false (can_send (prompt));
  click (prompt, "Continue");
  click (prompt, "Schedule");
  g_assert_cmpstrv (fake_account_get_booking (fixture->account, 0)->overridden,
                    ((const char *const[]){ "jonas", NULL }));
}

/* The server knows better: who can't is shown, all that was entered stays, and it is
 * another request that is sent then. */
static void
test_taken (Fixture *fixture, gconstpointer data)
{
  static const char *const hannah[] = { "hannah", NULL };
  TogPrompt *prompt = open_prompt (fixture);
  guint n_loads = fake_account_get_n_loads (fixture->account);
  g_autofree char *message = NULL;

  type_message (prompt, "Hello");
  blocked = hannah;
  fake_account_answer_book (
      fixture->account, TOG_ACCOUNT_ERROR_TAKEN, "Somebody can’t at that time any more.");
  click (prompt, "Schedule");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 1);
  g_assert_nonnull (find_text (prompt, "Hannah can’t any more."));
  g_assert_nonnull (find_text (prompt, "Nothing was sent"));
  message = dup_message (prompt);
  g_assert_cmpstr (message, ==, "Hello");
  fake_account_answer_book (fixture->account, -1, NULL);
  click (prompt, "Schedule");
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 2);
  g_assert_cmpstrv (fake_account_get_booking (fixture->account, 1)->overridden, hannah);
  g_assert_cmpstr (
      fake_account_get_key (fixture->account, 0), !=, fake_account_get_key (fixture->account, 1));
}

/* As long as it isn't known who can't, nothing can be sent. */
static void
test_taken_offline (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  fake_account_answer_book (
      fixture->account, TOG_ACCOUNT_ERROR_TAKEN, "Somebody can’t at that time any more.");
  fake_account_fail_loads (fixture->account, TRUE);
  click (prompt, "Schedule");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Somebody can’t at that time any more. Nothing was sent."));
  g_assert_false (can_send (prompt));
  fake_account_fail_loads (fixture->account, FALSE);
  click (prompt, "Try Again");
  g_assert_nonnull (find_text (prompt, "The times have changed*"));
  g_assert_true (can_send (prompt));
  gtk_window_close (GTK_WINDOW (prompt));
}

static void
test_booked_by_others (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  fake_account_answer_book (fixture->account,
                            TOG_ACCOUNT_ERROR_CHANGED,
                            "This session has been scheduled in the meantime.");
  click (prompt, "Schedule");
  g_assert_nonnull (find_text (prompt, "This session has been scheduled*Nothing was sent."));
  g_assert_false (can_send (prompt));
  click (prompt, "Close");
  g_assert_null (find_prompt ());
}

static void
test_same_key (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  fake_account_answer_book (
      fixture->account, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  click (prompt, "Schedule");
  click (prompt, "Schedule");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (prompt, "45")), TRUE);
  settle ();
  click (prompt, "Schedule");
  g_assert_cmpstr (
      fake_account_get_key (fixture->account, 0), ==, fake_account_get_key (fixture->account, 1));
  g_assert_cmpstr (
      fake_account_get_key (fixture->account, 1), !=, fake_account_get_key (fixture->account, 2));
  gtk_window_close (GTK_WINDOW (prompt));
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  fake_account_hold_books (fixture->account, TRUE);
  click (prompt, "Schedule");
  g_assert_false (gtk_widget_is_sensitive (find_button (prompt, "Sending…")));
  g_assert_false (gtk_widget_is_sensitive (find_button (prompt, "30")));
  click (prompt, "Stop Sending");
  g_assert_nonnull (find_text (prompt, "Sending was stopped*"));
  click (prompt, "Schedule");
  gtk_window_close (GTK_WINDOW (prompt));
  settle ();
  g_assert_null (fixture->done);
}

static void
test_counted (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  TogBooking *booking;

  g_assert_nonnull (find_text (prompt, "7 of 9 available"));
  g_assert_nonnull (find_text (prompt, "2 of 9 can’t then"));
  g_assert_nonnull (find_row (prompt, "2 members can’t"));
  g_assert_nonnull (find_row (prompt, "One member can"));
  n_counted_can = 0;
  reload (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "1 more can’t."));
  click (prompt, "Continue");
  click (prompt, "Schedule");
  booking = fake_account_get_booking (fixture->account, 0);
  g_assert_null (booking->overridden);
  g_assert_cmpint (booking->n_overridden, ==, 3);
}

static void
test_own_link (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);
  GtkWidget *expander =
      gtk_widget_get_ancestor (find_text (prompt, "Conferencing"), ADW_TYPE_EXPANDER_ROW);
  GtkWidget *row, *entry;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  row = find_row (prompt, "My Own Link");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), FALSE);
  settle ();
  click (prompt, "Schedule");
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (expander)));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Enter a link*"));
  entry = find_type (expander, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (entry), "https://meet.example/x");
  click (prompt, "Schedule");
  g_assert_cmpstr (fake_account_get_booking (fixture->account, 0)->conference->url,
                   ==,
                   "https://meet.example/x");
}

/* A start that becomes past while somebody looks at it. */
static void
test_past (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_prompt (fixture);

  fake_account_set_clock (fixture->account, group_fixture_at (1, 11, 16) - tog_format_get_now ());
  reload (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "This time has passed*"));
  g_assert_false (can_send (prompt));
  gtk_window_close (GTK_WINDOW (prompt));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt = open_at (fixture, group_fixture_at (4, 12, 0));

  g_assert_nonnull (find_text (prompt, "Jonas’s calendar isn’t known then"));
  g_assert_nonnull (find_text (find_row (prompt, "Jonas Lindqvist"), "Not shared"));
  click (prompt, "Schedule");
  g_assert_null (fake_account_get_booking (fixture->account, 0)->overridden);
}

/* Where nobody else's calendar is known one time is as good as another, but for me. */
static void
test_all_unknown (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt;

  unknown = TRUE;
  reload (fixture);
  prompt = open_at (fixture, group_fixture_at (2, 14, 15));
  g_assert_nonnull (find_text (prompt, "*can’t then"));
  g_assert_nonnull (find_text (prompt, "Today, *: Everyone, if 5 more are free*"));
  click (prompt, "Use That");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "5 calendars aren’t known then"));
  g_assert_null (find_button (prompt, "Use That"));
  gtk_window_close (GTK_WINDOW (prompt));
}

static const char *const jonas_diego[] = { "jonas", "diego", NULL };
static const char *const priya[] = { "priya", NULL };

int
main (int argc, char **argv)
{
  group_fixture_init (&argc, &argv);
#define ADD(path, data, set_up_func, func)                                                         \
  g_test_add (path, Fixture, data, set_up_func, func, group_fixture_tear_down)
  ADD ("/schedule/P03/book", NULL, set_up, test_book);
  ADD ("/schedule/P03/conflict", jonas_diego, set_up, test_conflict);
  ADD ("/schedule/required", priya, set_up, test_required);
  ADD ("/schedule/use-that", jonas_diego, set_up, test_use_that);
  ADD ("/schedule/myself", NULL, set_up, test_myself);
  ADD ("/schedule/P13/duration", jonas_diego, set_up, test_duration);
  ADD ("/schedule/becomes-busy", NULL, set_up, test_becomes_busy);
  ADD ("/schedule/member-leaves", jonas_diego, set_up, test_leaves);
  ADD ("/schedule/P01-group/taken", NULL, set_up, test_taken);
  ADD ("/schedule/P01-group/taken-and-offline", NULL, set_up, test_taken_offline);
  ADD ("/schedule/booked-by-others", NULL, set_up, test_booked_by_others);
  ADD ("/schedule/P05/series", jonas_diego, set_up, test_series);
  ADD ("/schedule/scheduled-meanwhile", NULL, set_up, test_scheduled_meanwhile);
  ADD ("/schedule/P02/same-key-for-a-retry", NULL, set_up, test_same_key);
  ADD ("/schedule/P02/stopped", NULL, set_up, test_stopped);
  ADD ("/schedule/only-counted", NULL, set_up_counted, test_counted);
  ADD ("/schedule/own-link", NULL, set_up, test_own_link);
  ADD ("/schedule/past", NULL, set_up, test_past);
  ADD ("/schedule/P16/unknown", NULL, set_up, test_unknown);
  ADD ("/schedule/P16/all-unknown", NULL, set_up, test_all_unknown);
#undef ADD
  return g_test_run ();
}
