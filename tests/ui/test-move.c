#include "config.h"

#include "fake-notes.h"
#include "tog-format.h"
#include "tog-wizard-details.h"
#include "wizard-fixture.h"

static void
set_up_move (Fixture *fixture, gconstpointer data)
{
  show_wizard (fixture, fake_times_make, 1100, TRUE);
}

static void
set_up_narrow_move (Fixture *fixture, gconstpointer data)
{
  show_wizard (fixture, fake_times_make, 360, TRUE);
}

static TogSession *
get_moved (Fixture *fixture)
{
  return fixture->match->team.next->session;
}

/* The first start of the week shown. */
static GtkWindow *
open_move_dialog (Fixture *fixture, TogInstant *start)
{
  TogWeekModel *model = tog_week_grid_get_model (fixture->grid);
  guint column = 0, row = 0;
  GtkWindow *dialog;

  g_assert_true (tog_week_model_find_free (model, 1, &column, &row));
  *start = tog_week_model_get_cell (model, column, row)->start;
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
  dialog = find_dialog (TOG_TYPE_BOOKING_DIALOG);
  g_assert_nonnull (dialog);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  return dialog;
}

/* Begins in the week of the session, whose time is marked, told and no obstacle. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  TogWeekModel *model = tog_week_grid_get_model (fixture->grid);
  TogSlot was = get_moved (fixture)->slot;
  g_autoptr (TogWeekSpeech) speech = tog_week_speech_new (model);
  g_autofree char *spoken = NULL;
  GtkWindow *dialog;
  guint column, row;
  TogInstant start;

  g_assert_nonnull (find_text (fixture->wizard, "Reschedule"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: Wednesday *, 14:00*15:00*"));
  g_assert_nonnull (find_text (fixture->wizard, "As Before"));
  g_assert_cmpint (tog_week_model_get_moved (model).start, ==, was.start);
  g_assert_cmpint (tog_week_model_get_duration (model), ==, TOG_HOUR);
  g_assert_true (tog_week_find_cell (tog_week_model_get_week (model), was.start, &column, &row));
  spoken = tog_week_speech_dup_cell (speech, column, row);
  g_assert_nonnull (strstr (spoken, "the session’s present time"));

  dialog = open_move_dialog (fixture, &start);
  g_assert_nonnull (find_text (dialog, "Reschedule"));
  g_assert_nonnull (find_text (dialog, "Wednesday *, 14:00*15:00"));
  g_assert_nonnull (find_text (dialog, "Until now"));
  g_assert_nonnull (find_text (dialog, "As before"));
  type_message (dialog, "Sorry");
  click (dialog, "Send Update");
  settle ();
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_cmpstr (fake_life_get (0)->what, ==, "move");
  g_assert_cmpstr (fake_life_get (0)->etag, ==, "\"1\"");
  g_assert_cmpint (fake_life_get (0)->slot.start, ==, start);
  g_assert_cmpint (fake_life_get (0)->slot.end, ==, start + TOG_HOUR);
  g_assert_cmpstr (fake_life_get (0)->reason, ==, "Sorry");
  /* What stays as it is isn't sent. */
  g_assert_null (fake_life_get (0)->conference);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
}

/* The first start of the week after the next that suits both, and what lies beside it. */
static TogSlot proposed;

static void
set_up_proposal (Fixture *fixture, gint64 aside)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  g_autoptr (TogWeek) week = tog_week_new (zone, get_monday () + 14);
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogWeekModel) model = NULL;
  guint column = 0, row = 0;

  fake_times_set_monday (get_monday ());
  times = fake_times_make (tog_week_get_range (week));
  model = tog_week_model_new (week, times, TOG_HOUR, times->now);
  g_assert_true (tog_week_model_find_free (model, 1, &column, &row));
  g_assert_true (tog_week_get_cell (week, column, row, &proposed.start));
  proposed.start += aside;
  proposed.end = proposed.start + TOG_HOUR;
  fixture->proposed = &proposed;
  show_wizard (fixture, fake_times_make, 1100, TRUE);
}

static void
set_up_good_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_proposal (fixture, 0);
}

static void
set_up_bad_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_proposal (fixture, -15 * TOG_MINUTE);
}

static void
set_up_odd_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_proposal (fixture, 5 * TOG_MINUTE);
}

/* Whoever moved it in their own calendar proposes that time. */
static void
test_proposal (Fixture *fixture, gconstpointer data)
{
  TogWeek *week = tog_week_model_get_week (tog_week_grid_get_model (fixture->grid));
  GtkWindow *dialog;
  guint column, row, cursor_column, cursor_row;

  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *, available*"));
  g_assert_true (tog_week_find_cell (week, proposed.start, &column, &row));
  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &cursor_column, &cursor_row);
  g_assert_cmpuint (cursor_column, ==, column);
  g_assert_cmpuint (cursor_row, ==, row);

  click (GTK_WINDOW (fixture->window), "Use This Time");
  settle ();
  dialog = find_dialog (TOG_TYPE_BOOKING_DIALOG);
  g_assert_nonnull (dialog);
  click (dialog, "Send Update");
  settle ();
  g_assert_cmpint (fake_life_get (0)->slot.start, ==, proposed.start);
}

/* It says why it can't be had, and shows what is around it. */
static void
test_bad_proposal (Fixture *fixture, gconstpointer data)
{
  TogWeek *week = tog_week_model_get_week (tog_week_grid_get_model (fixture->grid));
  guint column, row;

  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *working hours*"));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
  g_assert_true (tog_week_find_cell (week, proposed.start, &column, &row));
}

static void
test_odd_proposal (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *full quarters*"));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
}

static void
test_move_key (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);

  fake_life_fail (2, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  click (dialog, "Send Update");
  settle ();
  click (dialog, "Send Update");
  settle ();
  g_assert_cmpstr (fake_life_get (0)->key, ==, fake_life_get (1)->key);
  type_message (dialog, "Another message");
  click (dialog, "Send Update");
  settle ();
  g_assert_cmpstr (fake_life_get (2)->key, !=, fake_life_get (1)->key);
  g_assert_nonnull (fixture->done);
}

/* Somebody else moves it while I choose: both versions are shown. */
static void
test_move_conflict (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);
  TogSession *newest = make_session (fixture->match);
  GtkWindow *conflict;

  g_free (newest->etag);
  newest->etag = g_strdup ("\"2\"");
  newest->slot.start += 2 * TOG_HOUR;
  newest->slot.end += 2 * TOG_HOUR;
  g_clear_object (&fixture->match->team.next->session);
  fixture->match->team.next->session = newest;

  fake_life_fail (1, TOG_ACCOUNT_ERROR_CHANGED, "Changed");
  click (dialog, "Send Update");
  settle ();
  conflict = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (conflict);
  g_assert_nonnull (find_text (conflict, "Wednesday *, 16:00*17:00*Café Central"));
  click (conflict, "Use Yours");
  settle ();
  g_assert_cmpuint (fake_life_count (), ==, 2);
  g_assert_cmpstr (fake_life_get (1)->etag, ==, "\"2\"");
  g_assert_cmpint (fake_life_get (1)->slot.start, ==, start);
  g_assert_nonnull (fixture->done);
}

/* What the other one makes of it, heard of as it happens. */
static void
change_planned (Fixture *fixture, TogSessionState state)
{
  TogPlannedSession *planned = fixture->match->team.next;

  if (planned->session == NULL)
    planned->session = make_session (fixture->match);
  planned->state = state;
  planned->session->state = state;
  if (state == TOG_SESSION_CANCELLED)
    planned->session->cancel_reason = g_strdup ("Ill, sorry");
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
}

static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  guint column, row;

  go_to_next_week (fixture, &column, &row);
  change_planned (fixture, TOG_SESSION_SCHEDULED);
  g_assert_nonnull (
      find_text (fixture->wizard,
                 "“Giving and receiving feedback” has been scheduled in the meantime: Wednesday*"));
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
  click (fixture->wizard, "Show Session");
  g_assert_cmpstr (fixture->overtaken->id, ==, "moved");
  g_assert_null (fixture->done);
}

/* P06: what is called off isn't moved, and whoever is about to is told at once. */
static void
test_move_cancelled (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);

  change_planned (fixture, TOG_SESSION_CANCELLED);
  g_assert_nonnull (find_text (dialog,
                               "“Giving and receiving feedback” has been cancelled in the "
                               "meantime: “Ill, sorry” Nothing was sent."));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send Update")));
  click (dialog, "Close");
  settle ();
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
  g_assert_nonnull (find_text (
      fixture->wizard,
      "“Giving and receiving feedback” has been cancelled in the meantime: “Ill, sorry”"));
  click (fixture->wizard, "Show Session");
  g_assert_cmpstr (fixture->overtaken->id, ==, "moved");
}

/* P06: whoever is about to move what somebody else moves sees both times first. */
static void
test_move_moved (Fixture *fixture, gconstpointer data)
{
  TogSession *newer = make_session (fixture->match);
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);

  newer->slot.start += 2 * TOG_HOUR;
  newer->slot.end += 2 * TOG_HOUR;
  newer->moved_by = g_strdup ("asha");
  g_ptr_array_add (
      newer->participants,
      tog_participant_new (fixture->match->person, TOG_ROLE_MENTOR, TOG_ANSWER_ACCEPTED));
  g_object_unref (fixture->match->team.next->session);
  fixture->match->team.next->session = newer;
  change_planned (fixture, TOG_SESSION_SCHEDULED);
  g_assert_nonnull (
      find_text (dialog,
                 "Asha has moved “Giving and receiving feedback” in the meantime, from *, "
                 "14:00 to *, 16:00. Nothing was sent."));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send Update")));
  click (dialog, "Close");
  settle ();
  g_assert_null (fixture->overtaken);
  g_assert_nonnull (
      find_text (fixture->wizard,
                 "Asha has moved “Giving and receiving feedback” in the meantime, from *, "
                 "14:00 to *, 16:00. Choose another time, or leave it there."));

  /* From there on it is moved from where it is now. */
  dialog = open_move_dialog (fixture, &start);
  g_assert_nonnull (find_text (dialog, "*, 16:00*"));
  g_assert_true (gtk_widget_is_sensitive (find_button (dialog, "Send Update")));
  click (dialog, "Cancel");
  settle ();
}

/* The server knows it first. */
static void
test_move_gone (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);

  fake_life_fail (1, TOG_ACCOUNT_ERROR_GONE, "This session has been cancelled in the meantime.");
  click (dialog, "Send Update");
  settle ();
  g_assert_nonnull (
      find_text (dialog, "This session has been cancelled in the meantime. Nothing was sent."));
  g_assert_null (find_text (dialog, "Choose Another Time"));
  click (dialog, "Close");
  settle ();
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
}

static void
test_move_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (
      GTK_WIDGET (fixture->wizard), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *"));
  g_assert_nonnull (find_text (fixture->wizard, "*, as before"));
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);

  ADD ("/wizard/P04/move", set_up_move, test_move);
  ADD ("/wizard/proposal/suits", set_up_good_proposal, test_proposal);
  ADD ("/wizard/proposal/does-not-suit", set_up_bad_proposal, test_bad_proposal);
  ADD ("/wizard/proposal/odd", set_up_odd_proposal, test_odd_proposal);
  ADD ("/wizard/P02/move-key", set_up_move, test_move_key);
  ADD ("/wizard/P06/move-conflict", set_up_move, test_move_conflict);
  ADD ("/wizard/P01/overtaken", set_up, test_overtaken);
  ADD ("/wizard/P06/move-cancelled", set_up_move, test_move_cancelled);
  ADD ("/wizard/P06/moved-while-it-is-moved", set_up_move, test_move_moved);
  ADD ("/wizard/P06/move-gone", set_up_move, test_move_gone);
  ADD ("/wizard/P36/move-narrow", set_up_narrow_move, test_move_narrow);
  return g_test_run ();
}
