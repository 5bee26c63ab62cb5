#include "config.h"

#include "fake-notes.h"
#include "tog-day-strip.h"
#include "tog-format.h"
#include "tog-notice.h"
#include "tog-series-row.h"
#include "tog-wizard-details.h"
#include "tog-zone-chooser.h"
#include "wizard-fixture.h"

static void
set_up_late (Fixture *fixture, gconstpointer data)
{
  set_up_times (fixture, fake_times_make_late, 1100);
}

static void
set_up_unknown (Fixture *fixture, gconstpointer data)
{
  set_up_times (fixture, fake_times_make_unknown, 1100);
}

static void
set_up_narrow (Fixture *fixture, gconstpointer data)
{
  set_up_times (fixture, fake_times_make, 360);
}

static void
test_own_titles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();
  g_autoptr (TogEventTitles) later = tog_event_titles_new ();
  TogDay tuesday = get_monday () + 8;
  TogSlot busy = {
    tog_zone_from_wall (zone, (TogWallTime){ tuesday, 9 * TOG_HOUR + 30 * TOG_MINUTE }),
    tog_zone_from_wall (zone, (TogWallTime){ tuesday, 10 * TOG_HOUR + 30 * TOG_MINUTE }),
  };
  g_autofree char *reason = NULL;
  g_autofree char *news = NULL;
  guint column, row;

  tog_event_titles_add (titles, busy, "Dentist");
  fake_account_set_titles (fixture->account, titles);
  show_next_week (fixture);
  g_assert_true (
      tog_week_find_cell (tog_week_model_get_week (tog_week_grid_get_model (fixture->grid)),
                          busy.start,
                          &column,
                          &row));
  reason = tog_week_speech_dup_reason (tog_week_grid_get_speech (fixture->grid), column, row);
  g_assert_cmpstr (reason, ==, "You’re busy: Dentist");

  /* What it is called from now on shows at once, though it is when it was. */
  tog_event_titles_add (later, busy, "Surgeon");
  fake_account_set_titles (fixture->account, later);
  news = tog_week_speech_dup_reason (tog_week_grid_get_speech (fixture->grid), column, row);
  g_assert_cmpstr (news, ==, "You’re busy: Surgeon");
}

static void
test_book (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);
  TogBooking *booking;

  g_assert_nonnull (find_text (dialog, "Giving and receiving feedback"));
  g_assert_nonnull (find_text (dialog, "*, 45 minutes"));
  g_assert_nonnull (find_text (dialog, "Asha, Kathmandu"));
  g_assert_nonnull (find_text (dialog, "Jitsi Meet"));
  type_message (dialog, "  Hello \n");
  click (dialog, "Send Invite");
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 1);
  booking = fake_account_get_booking (fixture->account, 0);
  g_assert_cmpint (booking->slot.start, ==, start);
  g_assert_cmpint (booking->slot.end, ==, start + 45 * TOG_MINUTE);
  g_assert_cmpstr (booking->planned_session_id, ==, "feedback");
  g_assert_cmpstr (booking->zone, ==, "Europe/Lisbon");
  g_assert_cmpstr (booking->conference->provider, ==, "jitsi");
  g_assert_cmpstr (booking->message, ==, "Hello");
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
}

static void
repeat (GtkWindow *dialog, guint rule)
{
  GtkWidget *row = find_type (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), rule);
  settle ();
}

static TogSeriesRow *
find_occurrence (GtkWindow *dialog, int i)
{
  GtkWidget *first = find_type (GTK_WIDGET (dialog), TOG_TYPE_SERIES_ROW);
  GtkWidget *list = gtk_widget_get_ancestor (first, GTK_TYPE_LIST_BOX);

  return TOG_SERIES_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i));
}

/* Chooses the first time that is proposed. */
static void
choose_other (GtkWindow *dialog, int i)
{
  GtkWidget *row = GTK_WIDGET (find_occurrence (dialog, i));
  GtkWidget *button = find_type (row, GTK_TYPE_MENU_BUTTON);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  GtkWidget *list;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  settle ();
  list = find_type (GTK_WIDGET (popover), GTK_TYPE_LIST_BOX);
  g_signal_emit_by_name (
      list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  settle ();
}

/* P05: each is checked and can be moved; then one confirmation for all. */
static void
test_series (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);
  GPtrArray *bookings;

  repeat (dialog, 1);
  g_assert_nonnull (find_text (dialog, "4 sessions with Asha"));
  g_assert_nonnull (find_text (dialog, "Weekly, from *"));
  g_assert_nonnull (find_text (dialog, "*Leading without authority*"));
  type_message (dialog, "For all of them");
  choose_other (dialog, 1);
  click (dialog, "Send 4 Invites");

  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
  g_assert_cmpuint (fake_series_count (), ==, 1);
  bookings = fake_series_get (0);
  g_assert_cmpuint (bookings->len, ==, 4);
  for (guint i = 0; i < bookings->len; i++)
    {
      TogBooking *booking = g_ptr_array_index (bookings, i);

      if (i != 1)
        g_assert_cmpint (booking->slot.start, ==, start + i * 7 * TOG_DAY_SECONDS);
      else
        g_assert_cmpint (booking->slot.start, !=, start + i * 7 * TOG_DAY_SECONDS);
      g_assert_cmpint (booking->slot.end - booking->slot.start, ==, 45 * TOG_MINUTE);
      g_assert_cmpstr (booking->message, ==, "For all of them");
    }
}

/* What the server refuses is told at the session, and nothing that was typed or
 * chosen is lost; moved, all go out, under another key. */
static void
test_series_refused (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);
  TogBooking *before, *after;

  repeat (dialog, 2);
  type_message (dialog, "For all of them");
  fake_series_refuse (2, "This time was taken in the meantime.");
  click (dialog, "Send 4 Invites");
  g_assert_nonnull (find_text (dialog, "Nothing was sent*"));
  g_assert_nonnull (find_text (dialog, "*This time was taken in the meantime.*"));
  g_assert_nonnull (find_text (dialog, "1 time doesn’t fit yet*"));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send 4 Invites")));

  choose_other (dialog, 2);
  click (dialog, "Send 4 Invites");
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_series_count (), ==, 2);
  g_assert_cmpstr (fake_series_get_key (0), !=, fake_series_get_key (1));
  before = g_ptr_array_index (fake_series_get (0), 2);
  after = g_ptr_array_index (fake_series_get (1), 2);
  g_assert_cmpint (before->slot.start, !=, after->slot.start);
  g_assert_cmpstr (after->message, ==, "For all of them");
}

/* The same again has the same key: it can't book twice. */
static void
test_series_same_key (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);

  repeat (dialog, 1);
  fake_series_lose ();
  click (dialog, "Send 4 Invites");
  g_assert_null (fixture->done);
  g_assert_nonnull (find_text (dialog, "The server can’t be reached.*"));
  fake_series_lose ();
  click (dialog, "Send 4 Invites");
  type_message (dialog, "For all of them");
  click (dialog, "Send 4 Invites");
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (tog_wizard_get_n_booked (fixture->wizard), ==, 4);
  g_assert_cmpuint (fake_series_count (), ==, 3);
  g_assert_cmpstr (fake_series_get_key (0), ==, fake_series_get_key (1));
  g_assert_cmpstr (fake_series_get_key (1), !=, fake_series_get_key (2));
}

/* Times that can't be loaded are said, and can be asked for again. */
static void
test_series_unloaded (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);

  fake_account_fail_loads (fixture->account, TRUE);
  repeat (dialog, 3);
  g_assert_nonnull (find_text (dialog, "Times couldn’t be loaded*"));
  g_assert_nonnull (find_text (dialog, "Not every time is checked yet."));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send 4 Invites")));
  fake_account_fail_loads (fixture->account, FALSE);
  click (dialog, "Try Again");
  g_assert_null (find_text (dialog, "Times couldn’t be loaded*"));
  g_assert_null (find_text (dialog, "Not every time is checked yet."));

  /* One is what it was before. */
  repeat (dialog, 0);
  click (dialog, "Send Invite");
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 1);
  g_assert_cmpint (fake_account_get_booking (fixture->account, 0)->slot.start, ==, start);
}

static void
test_same_key (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;

  fake_account_answer_book (
      fixture->account, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  dialog = open_dialog (fixture, &start);
  type_message (dialog, "Hello");
  click (dialog, "Send Invite");
  g_assert_null (fixture->done);
  g_assert_nonnull (find_text (dialog, "The server can’t be reached.*"));
  click (dialog, "Send Invite");
  fake_account_answer_book (fixture->account, -1, NULL);
  click (dialog, "Send Invite");
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 3);
  for (guint i = 1; i < 3; i++)
    {
      g_assert_cmpstr (fake_account_get_key (fixture->account, i),
                       ==,
                       fake_account_get_key (fixture->account, 0));
      g_assert_cmpstr (fake_account_get_booking (fixture->account, i)->message, ==, "Hello");
    }

  /* Another prompt is another request. */
  dialog = open_dialog (fixture, &start);
  click (dialog, "Send Invite");
  g_assert_cmpstr (
      fake_account_get_key (fixture->account, 3), !=, fake_account_get_key (fixture->account, 0));
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;

  fake_account_hold_books (fixture->account, TRUE);
  dialog = open_dialog (fixture, &start);
  click (dialog, "Send Invite");
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Sending…")));
  click (dialog, "Stop Sending");
  g_assert_nonnull (find_text (dialog, "Sending was stopped*"));
  fake_account_hold_books (fixture->account, FALSE);
  click (dialog, "Send Invite");
  g_assert_nonnull (fixture->done);
  g_assert_cmpstr (
      fake_account_get_key (fixture->account, 0), ==, fake_account_get_key (fixture->account, 1));
}

/* P02: where no answer came, the same again tells whether it got through; for what was
 * changed since, that stays open. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;

  for (guint changes = 0; changes < 2; changes++)
    {
      fake_account_answer_book (
          fixture->account, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
      dialog = open_dialog (fixture, &start);
      click (dialog, "Send Invite");
      g_assert_nonnull (find_text (dialog, "The server can’t be reached.*"));
      fake_account_answer_book (fixture->account, TOG_ACCOUNT_ERROR_TAKEN, "You are busy then.");
      if (changes)
        type_message (dialog, "Hello");
      click (dialog, "Send Invite");
      g_assert_nonnull (find_text (dialog,
                                   changes ? "You are busy then. An earlier try may have got*"
                                           : "You are busy then. Nothing was sent."));
      gtk_window_close (dialog);
      settle ();
    }
}

/* Closed while sending: whatever comes then finds nobody there. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;

  fake_account_hold_books (fixture->account, TRUE);
  dialog = open_dialog (fixture, &start);
  click (dialog, "Send Invite");
  gtk_window_close (dialog);
  settle ();
  g_assert_null (fixture->done);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog;
  guint n_loads;

  fake_account_answer_book (
      fixture->account, TOG_ACCOUNT_ERROR_TAKEN, "Asha is busy at that time.");
  dialog = open_dialog (fixture, &start);
  click (dialog, "Send Invite");
  g_assert_nonnull (find_text (dialog, "Asha is busy at that time. Nothing was sent."));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send Invite")));
  n_loads = fake_account_get_n_loads (fixture->account);
  click (dialog, "Choose Another Time");
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 1);
}

static void
test_message_limit (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);
  g_autofree char *text = g_strnfill (TOG_MAX_MESSAGE_LENGTH, 'x');
  g_autofree char *long_text = g_strconcat (text, "x", NULL);

  type_message (dialog, "Hello");
  g_assert_null (find_text (dialog, "*characters left"));
  type_message (dialog, text);
  g_assert_nonnull (find_text (dialog, "0 characters left"));
  g_assert_true (gtk_widget_is_sensitive (find_button (dialog, "Send Invite")));
  type_message (dialog, long_text);
  g_assert_nonnull (find_text (dialog, "1 character too many"));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "Send Invite")));
  gtk_window_close (dialog);
}

static void
choose_row (Fixture *fixture, const char *title)
{
  GtkWidget *label = find_text (fixture->wizard, title);
  GtkWidget *row;

  g_assert_nonnull (label);
  row = gtk_widget_get_ancestor (label, ADW_TYPE_ACTION_ROW);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))), TRUE);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
test_own_link (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "http://meet.example/x", "javascript:alert(1)", "x" };
  GtkWidget *entry;
  guint column, row;
  TogInstant start;
  GtkWindow *dialog;

  go_to_next_week (fixture, &column, &row);
  choose_row (fixture, "My Own Link");
  entry = find_type (GTK_WIDGET (fixture->wizard), ADW_TYPE_ENTRY_ROW);
  g_assert_null (find_text (fixture->wizard, "Enter a link*"));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), bad[i]);
      tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
      g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
      g_assert_nonnull (find_text (fixture->wizard, "Enter a link*"));
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), " https://meet.example/x ");
  g_assert_null (find_text (fixture->wizard, "Enter a link*"));
  dialog = open_dialog (fixture, &start);
  click (dialog, "Send Invite");
  g_assert_cmpstr (fake_account_get_booking (fixture->account, 0)->conference->url,
                   ==,
                   "https://meet.example/x");
}

static void
test_durations (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *label;
    int minutes;
  } durations[] = { { "30 min", 30 }, { "60 min", 60 }, { "45 min", 45 } };

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      gtk_toggle_button_set_active (
          GTK_TOGGLE_BUTTON (find_button (fixture->wizard, durations[i].label)), TRUE);
      g_assert_cmpint (tog_week_model_get_duration (tog_week_grid_get_model (fixture->grid)),
                       ==,
                       durations[i].minutes * TOG_MINUTE);
    }
}

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  guint n_loads = fake_account_get_n_loads (fixture->account);
  guint column, row, after_column, after_row;

  g_assert_cmpuint (n_loads, ==, 1);
  go_to_next_week (fixture, &column, &row);
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), column, row);
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads);

  g_signal_emit_by_name (fixture->account, "match-changed", "somebody-else");
  settle ();
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads);
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 1);
  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &after_column, &after_row);
  g_assert_cmpuint (after_column, ==, column);
  g_assert_cmpuint (after_row, ==, row);

  /* Somebody's calendar alone is another. */
  g_signal_emit_by_name (fixture->account, "times-changed", "somebody-else");
  settle ();
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 1);
  g_signal_emit_by_name (fixture->account, "times-changed", fixture->match->team.id);
  settle ();
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 2);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  guint column, row;
  int n_requested = 0;
  TogOutboxItem *item;
  TogInstant start;
  GtkWindow *dialog;

  g_assert_null (find_text (fixture->wizard, "Offline*"));
  fake_account_set_online (fixture->account, FALSE);
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (find_text (fixture->wizard, "Offline*2 hours ago. Choose*to request*"));

  /* P33: it can only be asked for, and is in the outbox then, not booked. */
  start = go_to_next_week (fixture, &column, &row);
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_nonnull (find_text (dialog, "You’re offline*"));
  g_assert_nonnull (find_text (dialog, "First choice"));
  g_signal_connect_swapped (
      fixture->wizard, "requested", G_CALLBACK (g_atomic_int_inc), &n_requested);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "request");
  gtk_window_destroy (dialog);
  while (n_requested == 0)
    g_main_context_iteration (NULL, TRUE);
  item = tog_outbox_find_planned (
      tog_account_get_outbox (fixture->account), fixture->match->team.id, NULL, "feedback");
  g_assert_nonnull (item);
  g_assert_cmpint (tog_outbox_item_get_choice (item)->slot.start, ==, start);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
}

/* What is past by the server's clock is past, whatever this computer's says. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  guint column, row;
  TogInstant start = go_to_next_week (fixture, &column, &row);
  TogWeekModel *model;

  fake_account_set_clock (fixture->account, start + 1 - tog_format_get_now ());
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
  model = tog_week_grid_get_model (fixture->grid);
  g_assert_cmpint (tog_week_model_get_cell (model, column, row)->look, ==, TOG_WEEK_LOOK_PAST);
  g_assert_true (tog_week_model_find_free (model, 1, &column, &row));
}

/* Past what is kept there is nothing to book, and it is said why. */
static void
test_offline_beyond (Fixture *fixture, gconstpointer data)
{
  guint column = 0, row = 0;
  guint n_loads;
  TogWeekModel *model;
  g_autofree char *label = NULL;

  fake_account_set_times (fixture->account, fake_times_make_kept);
  fake_account_set_online (fixture->account, FALSE);
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
  go_to_next_week (fixture, &column, &row);
  g_assert_nonnull (find_text (fixture->wizard, "Offline*2 hours ago. Choose*to request*"));

  g_signal_emit_by_name (fixture->grid, "turn-week", 1);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  model = tog_week_grid_get_model (fixture->grid);
  g_assert_false (tog_week_model_is_loaded (model));
  g_assert_false (tog_week_model_find_free (model, 1, &column, &row));
  label = tog_week_speech_dup_cell (tog_week_grid_get_speech (fixture->grid), 2, 40);
  g_assert_true (g_pattern_match_simple ("*, Not loaded: offline", label));
  g_assert_nonnull (find_text (fixture->wizard, "Offline. The times of this week*"));
  g_assert_null (find_text (fixture->wizard, "Not bookable*"));
  g_assert_null (find_text (fixture->wizard, "Your own calendar*"));

  /* That is said once, also where there is nothing at all of what was asked for. */
  fake_account_fail_loads (fixture->account, TRUE);
  click (fixture->wizard, "Try Again");
  g_assert_nonnull (find_text (fixture->wizard, "Offline. The times of this week*"));
  g_assert_null (find_text (fixture->wizard, "Offline. These times*"));
  fake_account_fail_loads (fixture->account, FALSE);

  /* Looking further finds out that there is no further, once. */
  n_loads = fake_account_get_n_loads (fixture->account);
  g_signal_emit_by_name (fixture->grid, "seek-free", 1);
  settle ();
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), ==, n_loads + 1);

  fake_account_set_times (fixture->account, fake_times_make);
  fake_account_set_online (fixture->account, TRUE);
  click (fixture->wizard, "Try Again");
  g_assert_true (tog_week_model_is_loaded (tog_week_grid_get_model (fixture->grid)));
  g_assert_null (find_text (fixture->wizard, "Offline*"));
}

static void
test_failed_load (Fixture *fixture, gconstpointer data)
{
  fake_account_fail_loads (fixture->account, TRUE);
  g_signal_emit_by_name (fixture->account, "match-changed", fixture->match->team.id);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (
      find_text (fixture->wizard, "Offline. These times aren’t on this computer yet*"));
  g_assert_true (tog_week_model_is_loaded (tog_week_grid_get_model (fixture->grid)));
  fake_account_fail_loads (fixture->account, FALSE);
  click (fixture->wizard, "Try Again");
  g_assert_null (find_text (fixture->wizard, "Offline. These times*"));
}

static void
test_look_further (Fixture *fixture, gconstpointer data)
{
  TogWeekModel *model;
  guint n_free = 0;

  g_assert_nonnull (find_text (fixture->wizard, "No time this week"));
  click (fixture->wizard, "Look Further");
  model = tog_week_grid_get_model (fixture->grid);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    n_free += tog_week_model_count_free (model, column);
  g_assert_cmpuint (n_free, >, 0);
  g_assert_cmpint (tog_week_get_day (tog_week_model_get_week (model), TOG_WEEK_DAYS - 1),
                   >=,
                   get_monday () + 63);
  g_assert_cmpuint (fake_account_get_n_loads (fixture->account), >, 1);
  g_assert_null (find_text (fixture->wizard, "No time this week"));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  TogInstant start;
  GtkWindow *dialog = open_dialog (fixture, &start);

  g_assert_nonnull (find_text (fixture->wizard, "Asha hasn’t shared a calendar*"));
  g_assert_nonnull (find_text (dialog, "Asha’s calendar isn’t known at this time*"));
  gtk_window_close (dialog);
}

static void
test_zone (Fixture *fixture, gconstpointer data)
{
  TogWizardDetails *details =
      TOG_WIZARD_DETAILS (find_type (GTK_WIDGET (fixture->wizard), TOG_TYPE_WIZARD_DETAILS));
  GtkWidget *row = gtk_widget_get_ancestor (find_text (details, "Lisbon"), ADW_TYPE_ACTION_ROW);
  GtkWindow *chooser;

  g_assert_null (find_text (details, "Your profile says*"));
  g_signal_emit_by_name (row, "activated");
  chooser = find_dialog (TOG_TYPE_ZONE_CHOOSER);
  g_assert_nonnull (chooser);
  g_signal_emit_by_name (chooser, "chosen", "Pacific/Auckland");
  gtk_window_close (chooser);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpstr (tog_zone_get_name (
                       tog_week_get_zone (tog_time_grid_get_week (TOG_TIME_GRID (fixture->grid)))),
                   ==,
                   "Pacific/Auckland");
  g_assert_nonnull (find_text (details, "Your profile says Lisbon*"));
  click (details, "Use for My Profile");
  g_assert_null (find_text (details, "Your profile says*"));
  g_assert_cmpstr (
      tog_account_get_home (fixture->account)->me->member->zone, ==, "Pacific/Auckland");
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *strip = find_type (GTK_WIDGET (fixture->wizard), TOG_TYPE_DAY_STRIP);
  GtkWidget *start;

  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);
  g_assert_true (gtk_widget_get_mapped (strip));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->grid)));
  show_next_week (fixture);
  gtk_test_widget_wait_for_draw (fixture->window);
  start = find_button (strip, "1?:??");
  g_assert_nonnull (start);
  g_assert_cmpint (gtk_widget_get_height (start), >=, 44);
  g_signal_emit_by_name (start, "clicked");
  g_assert_nonnull (find_dialog (TOG_TYPE_BOOKING_DIALOG));
  gtk_window_close (find_dialog (TOG_TYPE_BOOKING_DIALOG));

  /* The details are a step of their own; back leads here first. */
  g_signal_emit_by_name (
      gtk_widget_get_ancestor (find_text (fixture->wizard, "45 minutes on*"), ADW_TYPE_ACTION_ROW),
      "activated");
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (find_text (fixture->wizard, "Session Details"));
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);

  ADD ("/wizard/own-titles", set_up, test_own_titles);
  ADD ("/wizard/P03/book", set_up, test_book);
  ADD ("/wizard/P05/series", set_up, test_series);
  ADD ("/wizard/P05/series-refused", set_up, test_series_refused);
  ADD ("/wizard/P02/series-same-key", set_up, test_series_same_key);
  ADD ("/wizard/P05/series-unloaded", set_up, test_series_unloaded);
  ADD ("/wizard/P02/same-key-for-a-retry", set_up, test_same_key);
  ADD ("/wizard/P02/stopped-and-sent-again", set_up, test_stopped);
  ADD ("/wizard/P02/lost-and-sent-again", set_up, test_lost);
  ADD ("/wizard/closed-while-sending", set_up, test_closed);
  ADD ("/wizard/P01/taken", set_up, test_taken);
  ADD ("/wizard/message-limit", set_up, test_message_limit);
  ADD ("/wizard/own-link", set_up, test_own_link);
  ADD ("/wizard/P13/durations", set_up, test_durations);
  ADD ("/wizard/refresh-keeps-the-focus", set_up, test_refresh);
  ADD ("/wizard/P31/P33/offline", set_up, test_offline);
  ADD ("/wizard/P03/server-clock", set_up, test_clock);
  ADD ("/wizard/P31/offline-beyond", set_up, test_offline_beyond);
  ADD ("/wizard/failed-load", set_up, test_failed_load);
  ADD ("/wizard/look-further", set_up_late, test_look_further);
  ADD ("/wizard/P16/unknown-calendar", set_up_unknown, test_unknown);
  ADD ("/wizard/P11/zone", set_up, test_zone);
  ADD ("/wizard/P36/narrow", set_up_narrow, test_narrow);
  return g_test_run ();
}
