#include "config.h"

#include "fake-notes.h"
#include "fake-session-calendar.h"
#include "tog-format.h"
#include "tog-time-grid-private.h"
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

/* A time for what is booked already can't be asked for: that is said, and nothing else. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  fake_account_set_online (fixture->account, FALSE);
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (find_text (fixture->wizard, "Offline*can be moved once*"));
  g_assert_null (find_text (fixture->wizard, "*to request*"));
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
set_up_long_proposal (Fixture *fixture, gint64 aside, gint64 duration, int width)
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
  proposed.end = proposed.start + duration;
  fixture->proposed = &proposed;
  show_wizard (fixture, fake_times_make, width, TRUE);
}

static void
set_up_proposal (Fixture *fixture, gint64 aside)
{
  set_up_long_proposal (fixture, aside, TOG_HOUR, 1100);
}

static void
set_up_shorter_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_long_proposal (fixture, 0, 45 * TOG_MINUTE, 1100);
}

static void
set_up_too_long_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_long_proposal (fixture, 0, 90 * TOG_MINUTE, 1100);
}

static void
set_up_narrow_proposal (Fixture *fixture, gconstpointer data)
{
  set_up_long_proposal (fixture, 0, TOG_HOUR, 360);
}

/* It begins with the session, but ends before or after it. */
static void
set_up_resized (Fixture *fixture, gint64 duration)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  proposed.start = tog_zone_from_wall (zone, (TogWallTime){ get_monday () + 9, 14 * TOG_HOUR });
  proposed.end = proposed.start + duration;
  fixture->proposed = &proposed;
  show_wizard (fixture, fake_times_make, 1100, TRUE);
}

static void
set_up_shortened (Fixture *fixture, gconstpointer data)
{
  set_up_resized (fixture, 45 * TOG_MINUTE);
}

static void
set_up_lengthened (Fixture *fixture, gconstpointer data)
{
  set_up_resized (fixture, 90 * TOG_MINUTE);
}

/* What its owner does in their own calendar while the page is shown. */
static void
offer (Fixture *fixture, TogInstant start, gint64 duration)
{
  g_autoptr (TogCalendarOffer) change =
      tog_calendar_offer_new (get_moved (fixture),
                              TOG_CALENDAR_OFFER_MOVED,
                              (TogSlot){ start, start + duration },
                              "Private");

  fake_session_calendar_offer (change);
  settle ();
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

/* Whether the grid shows the session where the keyboard would begin. */
static gboolean
shows_start (Fixture *fixture)
{
  gboolean focused;

  return tog_time_grid_get_shown (TOG_TIME_GRID (fixture->grid), &focused).set;
}

/* Whoever moved it in their own calendar proposes that time. */
static void
test_proposal (Fixture *fixture, gconstpointer data)
{
  TogWeek *week = tog_week_model_get_week (tog_week_grid_get_model (fixture->grid));
  const char *sentence;
  GtkWidget *button;
  GtkWindow *dialog;
  guint column, row, cursor_column, cursor_row;

  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *, available*"));
  g_assert_true (tog_week_find_cell (week, proposed.start, &column, &row));
  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &cursor_column, &cursor_row);
  g_assert_cmpuint (cursor_column, ==, column);
  g_assert_cmpuint (cursor_row, ==, row);

  /* Whoever opened the page to propose that has the focus on it, and Tab leads on to the
   * times. What is until now needs no line of its own then. */
  button = find_button (fixture->wizard, "Use This Time");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == button);
  sentence = gtk_label_get_text (GTK_LABEL (find_text (fixture->wizard, "In your calendar: *")));
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence);
  g_assert_null (gtk_widget_get_focus_child (GTK_WIDGET (fixture->grid)));
  g_assert_true (shows_start (fixture));
  g_assert_null (find_text (fixture->wizard, "Until now: *"));

  click (GTK_WINDOW (fixture->window), "Use This Time");
  settle ();
  dialog = find_dialog (TOG_TYPE_BOOKING_DIALOG);
  g_assert_nonnull (dialog);
  click (dialog, "Send Update");
  settle ();
  g_assert_cmpint (fake_life_get (0)->slot.start, ==, proposed.start);
  g_assert_cmpint (fake_life_get (0)->slot.end, ==, proposed.end);
}

/* What it leads to is as long as it is in the calendar. */
static void
check_sent (Fixture *fixture, gint64 duration)
{
  GtkWindow *dialog;

  click (GTK_WINDOW (fixture->window), "Use This Time");
  settle ();
  dialog = find_dialog (TOG_TYPE_BOOKING_DIALOG);
  g_assert_nonnull (dialog);
  click (dialog, "Send Update");
  settle ();
  g_assert_cmpint (fake_life_get (0)->slot.start, ==, proposed.start);
  g_assert_cmpint (fake_life_get (0)->slot.end, ==, proposed.start + duration);
}

static void
test_shorter_proposal (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *, available*"));
  g_assert_null (find_text (fixture->wizard, "In your calendar: *. With *"));
  check_sent (fixture, 45 * TOG_MINUTE);
}

/* As it is in the calendar it can't be; what is offered instead is said. */
static void
test_too_long_proposal (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (
      find_text (fixture->wizard,
                 "In your calendar: *. A session can’t take 1 hour 30 minutes. With 1 hour: *, "
                 "available*"));
  check_sent (fixture, TOG_HOUR);
}

/* The session itself is no obstacle to its being shorter. */
static void
test_shortened (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *14:00*14:45*, available*"));
  g_assert_null (find_text (fixture->wizard, "In your calendar: *present time*"));
  check_sent (fixture, 45 * TOG_MINUTE);
}

/* To leave it as it is would be no proposal. */
static void
test_lengthened (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard,
                               "In your calendar: *14:00*15:30. A session can’t take 1 hour 30 "
                               "minutes."));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *"));
}

/* It is moved by hand again, and then back, while its owner looks at the times. */
static void
test_proposal_follows (Fixture *fixture, gconstpointer data)
{
  TogWeekModel *model;
  guint column, row, cursor_column, cursor_row;

  GtkWidget *today = find_button (fixture->wizard, "Today");

  /* Whatever has the focus by then keeps it. */
  gtk_widget_grab_focus (today);
  proposed.start += 15 * TOG_MINUTE;
  offer (fixture, proposed.start, 30 * TOG_MINUTE);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == today);
  model = tog_week_grid_get_model (fixture->grid);
  g_assert_cmpint (tog_week_model_get_duration (model), ==, 30 * TOG_MINUTE);
  g_assert_true (
      tog_week_find_cell (tog_week_model_get_week (model), proposed.start, &column, &row));
  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &cursor_column, &cursor_row);
  g_assert_cmpuint (cursor_column, ==, column);
  g_assert_cmpuint (cursor_row, ==, row);
  g_assert_true (shows_start (fixture));
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *, available*"));
  g_assert_nonnull (find_text (fixture->wizard, "Use This Time"));

  tog_session_calendar_restore (tog_account_get_session_calendar (fixture->account),
                                get_moved (fixture));
  settle ();
  g_assert_null (find_text (fixture->wizard, "In your calendar: *"));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *"));
  g_assert_false (shows_start (fixture));

  offer (fixture, proposed.start, 30 * TOG_MINUTE);
  check_sent (fixture, 30 * TOG_MINUTE);
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

/* What is called off can't be moved, wherever it is in anybody's calendar. */
static void
test_proposal_overtaken (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *"));
  change_planned (fixture, TOG_SESSION_CANCELLED);
  g_assert_null (find_text (fixture->wizard, "In your calendar: *"));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
}

/* Where only a day is shown it is that day. */
static void
test_narrow_proposal (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "In your calendar: *, available*"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_button (fixture->wizard, "Use This Time"));
  g_assert_null (find_text (fixture->wizard, "Until now: *"));
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

/* What can't be done without a network leaves the session where it is, and says so. */
static void
test_move_offline (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;

  fake_account_set_online (fixture->account, FALSE);
  dialog = open_move_dialog (fixture, &start);
  g_assert_nonnull (find_text (dialog, "You’re offline. The session can be moved*where it is."));
  gtk_window_destroy (dialog);
  fake_account_set_online (fixture->account, TRUE);
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

static float
measure_message (GtkWindow *dialog)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (
      find_type (dialog, GTK_TYPE_TEXT_VIEW), GTK_WIDGET (dialog), &bounds));
  return bounds.origin.y;
}

/* P06: what is called off isn't moved, and whoever is about to is told at once. */
static void
test_move_cancelled (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_move_dialog (fixture, &start);
  float place = measure_message (dialog);
  GtkWidget *notice;

  type_message (dialog, "Would it");
  change_planned (fixture, TOG_SESSION_CANCELLED);
  notice = find_text (dialog,
                      "“Giving and receiving feedback” has been cancelled in the "
                      "meantime: “Ill, sorry” Nothing was sent.");
  g_assert_nonnull (notice);
  /* It takes no place from what is typed. */
  while (gtk_widget_get_height (notice) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_cmpfloat (measure_message (dialog), ==, place);
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
  ADD ("/wizard/P31/move-offline", set_up_move, test_offline);
  ADD ("/wizard/proposal/suits", set_up_good_proposal, test_proposal);
  ADD ("/wizard/proposal/does-not-suit", set_up_bad_proposal, test_bad_proposal);
  ADD ("/wizard/proposal/odd", set_up_odd_proposal, test_odd_proposal);
  ADD ("/wizard/proposal/shorter", set_up_shorter_proposal, test_shorter_proposal);
  ADD ("/wizard/proposal/too-long", set_up_too_long_proposal, test_too_long_proposal);
  ADD ("/wizard/proposal/shortened", set_up_shortened, test_shortened);
  ADD ("/wizard/proposal/lengthened", set_up_lengthened, test_lengthened);
  ADD ("/wizard/proposal/follows", set_up_good_proposal, test_proposal_follows);
  ADD ("/wizard/proposal/overtaken", set_up_good_proposal, test_proposal_overtaken);
  ADD ("/wizard/P36/proposal-narrow", set_up_narrow_proposal, test_narrow_proposal);
  ADD ("/wizard/P02/move-key", set_up_move, test_move_key);
  ADD ("/wizard/move/offline", set_up_move, test_move_offline);
  ADD ("/wizard/P06/move-conflict", set_up_move, test_move_conflict);
  ADD ("/wizard/P01/overtaken", set_up, test_overtaken);
  ADD ("/wizard/P06/move-cancelled", set_up_move, test_move_cancelled);
  ADD ("/wizard/P06/moved-while-it-is-moved", set_up_move, test_move_moved);
  ADD ("/wizard/P06/move-gone", set_up_move, test_move_gone);
  ADD ("/wizard/P36/move-narrow", set_up_narrow_move, test_move_narrow);
  return g_test_run ();
}
