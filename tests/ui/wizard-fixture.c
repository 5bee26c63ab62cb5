#include "config.h"

#include "wizard-fixture.h"

#include "fake-notes.h"
#include "fake-session-calendar.h"
#include "tog-format.h"
#include "tog-resources.h"
#include "tog-week-view.h"

#include <locale.h>

static void
done_cb (Fixture *fixture, TogSession *session)
{
  g_set_object (&fixture->done, session);
}

static void
overtaken_cb (Fixture *fixture, TogSession *session)
{
  g_set_object (&fixture->overtaken, session);
}

static void
back_cb (Fixture *fixture)
{
  fixture->n_backs++;
}

TogDay
get_monday (void)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  return tog_day_get_week_start (tog_zone_to_wall (zone, tog_format_get_now ()).day, 1);
}

/* The session that is to be moved: next Wednesday. */
TogSession *
make_session (TogMatch *match)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  TogInstant start = tog_zone_from_wall (zone, (TogWallTime){ get_monday () + 9, 14 * TOG_HOUR });
  TogSession *session = tog_session_new ();

  session->id = g_strdup ("moved");
  session->etag = g_strdup ("\"1\"");
  session->title = g_strdup (match->team.next->title);
  session->state = TOG_SESSION_SCHEDULED;
  session->match_id = g_strdup (match->team.id);
  session->booked_by = g_strdup ("ines");
  session->slot = (TogSlot){ start, start + TOG_HOUR };
  session->conference = tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, "Café Central");
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  return session;
}

/* Shows the wizard; @data makes the times. */
void
show_wizard (Fixture *fixture, TogTimes *(*make) (TogSlot range), int width, gboolean moves)
{
  fake_life_reset ("ines");
  fake_times_set_monday (get_monday ());
  fake_notes_reset ();
  fake_session_calendar_reset ();
  fixture->account = fake_account_new ();
  fake_account_set_times (fixture->account, make);
  fixture->match = fake_account_get_match (fixture->account);
  fixture->window = g_object_ref (gtk_window_new ());
  if (moves)
    {
      fixture->match->team.next->state = TOG_SESSION_SCHEDULED;
      fixture->match->team.next->session = make_session (fixture->match);
    }
  fixture->wizard = g_object_ref (
      moves ? tog_wizard_new_move (
                  fixture->account, fixture->match, fixture->match->team.next, fixture->proposed)
            : tog_wizard_new (fixture->account, fixture->match, fixture->match->team.next));
  fixture->grid = TOG_WEEK_GRID (find_type (GTK_WIDGET (fixture->wizard), TOG_TYPE_WEEK_GRID));
  g_signal_connect_swapped (fixture->wizard, "done", G_CALLBACK (done_cb), fixture);
  g_signal_connect_swapped (fixture->wizard, "overtaken", G_CALLBACK (overtaken_cb), fixture);
  g_signal_connect_swapped (fixture->wizard, "back", G_CALLBACK (back_cb), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->wizard));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  settle ();
}

void
set_up_times (Fixture *fixture, TogTimes *(*make) (TogSlot range), int width)
{
  show_wizard (fixture, make, width, FALSE);
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_times (fixture, fake_times_make, 1100);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer wizard = fixture->wizard;
  gpointer account = fixture->account;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_object_unref (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (wizard), &wizard);
  g_object_unref (fixture->wizard);
  settle ();
  g_assert_null (wizard);
  g_clear_object (&fixture->done);
  g_clear_object (&fixture->overtaken);
  g_object_add_weak_pointer (G_OBJECT (account), &account);
  g_object_unref (fixture->account);
  g_assert_null (account);
  g_assert_null (find_dialog (TOG_TYPE_BOOKING_DIALOG));
}

/* Whichever week it was that the wizard began with. */
void
show_next_week (Fixture *fixture)
{
  tog_week_view_show_day (
      TOG_WEEK_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (fixture->grid), TOG_TYPE_WEEK_VIEW)),
      get_monday () + TOG_WEEK_DAYS);
  settle ();
}

/* The first start of next week that can be booked, shown. */
TogInstant
go_to_next_week (Fixture *fixture, guint *column, guint *row)
{
  TogWeekModel *model;

  show_next_week (fixture);
  model = tog_week_grid_get_model (fixture->grid);
  *column = 0;
  *row = 0;
  g_assert_true (tog_week_model_find_free (model, 1, column, row));
  return tog_week_model_get_cell (model, *column, *row)->start;
}

GtkWindow *
open_dialog (Fixture *fixture, TogInstant *start)
{
  guint column, row;
  GtkWindow *dialog;

  *start = go_to_next_week (fixture, &column, &row);
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
  dialog = find_dialog (TOG_TYPE_BOOKING_DIALOG);
  g_assert_nonnull (dialog);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  return dialog;
}

void
type_message (GtkWindow *dialog, const char *text)
{
  GtkWidget *view = find_type (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  settle ();
}

/* An AdwApplication would do that by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/together/Scheduler/week-grid.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
wizard_test_init (int *argc, char ***argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("TZ", "Europe/Lisbon", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  adw_init ();
  /* Newer GTK warns about how libadwaita's own message dialogs measure themselves. */
  if (gtk_get_minor_version () >= 10)
    g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  tog_register_resource ();
  load_style ();
}
