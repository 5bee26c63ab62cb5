#include "fake-account.h"
#include "tog-grid-cell.h"
#include "tog-week-grid.h"
#include "tog-time-grid-private.h"
#include "tog-week-header.h"

#include <adwaita.h>
#include <locale.h>
#include <string.h>

/* Monday 23 November 2026, 10:12 in Lisbon. */
#define NOW ((TogInstant) 1795428720)

typedef struct
{
  GtkWidget *window;
  TogWeekGrid *grid;
  TogWeekHeader *header;
  TogZone *zone;
  TogZone *other;
  TogTimes *times;
  gint64 activated;
  int turned;
} Fixture;

static void
activated_cb (Fixture *fixture, gint64 start)
{
  fixture->activated = start;
}

static TogWeekModel *
make_model (Fixture *fixture, TogDay first, int minutes, TogInstant now)
{
  g_autoptr (TogWeek) week = tog_week_new (fixture->zone, first);

  return tog_week_model_new (week, fixture->times, minutes * TOG_MINUTE, now);
}

static void
show (Fixture *fixture, TogDay first, int minutes, TogInstant now)
{
  g_autoptr (TogWeekModel) model = make_model (fixture, first, minutes, now);

  tog_week_grid_set_model (fixture->grid, model, fixture->other);
}

static TogDay
first_day (Fixture *fixture)
{
  return tog_week_get_day (tog_time_grid_get_week (TOG_TIME_GRID (fixture->grid)), 0);
}

static void
turned_cb (Fixture *fixture, int weeks)
{
  fixture->turned += weeks;
  show (fixture, first_day (fixture) + 7 * weeks, 45, NOW);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
painted_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

static void
wait_for_frame (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);

  for (int i = 0; i < 2; i++)
    {
      gboolean painted = FALSE;
      gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

      gtk_widget_queue_draw (fixture->window);
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, id);
    }
  settle ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  TogDay monday = tog_day_from_civil (2026, 11, 23);

  fixture->zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  fixture->other = tog_zone_lookup ("Asia/Kathmandu", NULL);
  fake_times_set_monday (monday);
  fixture->times =
      fake_times_make ((TogSlot){ NOW - 10 * TOG_DAY_SECONDS, NOW + 50 * TOG_DAY_SECONDS });
  fixture->window = gtk_window_new ();
  fixture->grid = g_object_ref_sink (TOG_WEEK_GRID (tog_week_grid_new ()));
  fixture->header = TOG_WEEK_HEADER (tog_week_header_new ());
  tog_week_header_set_grid (fixture->header, TOG_TIME_GRID (fixture->grid));
  tog_week_header_set_other (fixture->header, "Asha", fixture->other);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (fixture->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->header));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  g_signal_connect_swapped (fixture->grid, "slot-activated", G_CALLBACK (activated_cb), fixture);
  g_signal_connect_swapped (fixture->grid, "turn-week", G_CALLBACK (turned_cb), fixture);
  show (fixture, monday, 45, NOW);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer grid = fixture->grid;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_object_add_weak_pointer (G_OBJECT (fixture->grid), &grid);
  g_object_unref (fixture->grid);
  g_assert_null (grid);
  g_object_unref (fixture->times);
  tog_zone_unref (fixture->zone);
  tog_zone_unref (fixture->other);
}

static GtkWidget *
find_cell (Fixture *fixture, guint column, guint row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->grid)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (TOG_IS_GRID_ROW (child) && row-- == 0)
      return GTK_WIDGET (tog_grid_row_get_cell (TOG_GRID_ROW (child), column));
  g_assert_not_reached ();
}

static void
assert_label (Fixture *fixture, guint column, guint row, const char *label)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (find_cell (fixture, column, row)), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_cmpstr (difference, ==, NULL);
}

static void
assert_cursor (Fixture *fixture, guint column, guint row)
{
  guint at_column, at_row;

  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &at_column, &at_row);
  g_assert_cmpuint (at_column, ==, column);
  g_assert_cmpuint (at_row, ==, row);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 find_cell (fixture, column, row));
}

/* Does what the grid's binding of a key does. */
static void
press (Fixture *fixture, const char *key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->grid));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          g_autofree char *name =
              gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (strcmp (name, key) != 0)
            continue;
          g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                                       0,
                                                       GTK_WIDGET (fixture->grid),
                                                       gtk_shortcut_get_arguments (shortcut)));
          settle ();
          return;
        }
    }
  g_error ("Nothing is bound to %s", key);
}

static void
test_every_cell (Fixture *fixture, gconstpointer data)
{
  TogWeekSpeech *speech = tog_week_grid_get_speech (fixture->grid);

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->grid)),
                   ==,
                   GTK_ACCESSIBLE_ROLE_GRID);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < 96; row++)
      {
        GtkWidget *cell = find_cell (fixture, column, row);
        g_autofree char *label = tog_week_speech_dup_cell (speech, column, row);

        assert_label (fixture, column, row, label);
        g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (cell)),
                         ==,
                         GTK_ACCESSIBLE_ROLE_GRID_CELL);
        g_assert_cmpint (
            gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (gtk_widget_get_parent (cell))),
            ==,
            GTK_ACCESSIBLE_ROLE_ROW);
        g_assert_true (gtk_widget_get_focusable (cell));
        g_assert_cmpint (gtk_widget_get_height (cell), >, 0);
        g_assert_cmpint (gtk_widget_get_width (cell), >, 0);
      }
  assert_label (
      fixture, 3, 45, "Thursday 26 November, 11:15 to 12:00, available; 17:00 to 17:45 for Asha");
}

static void
test_week_turned (Fixture *fixture, gconstpointer data)
{
  GtkWidget *cell = find_cell (fixture, 3, 45);

  show (fixture, tog_day_from_civil (2026, 11, 30), 45, NOW);
  settle ();
  g_assert_true (find_cell (fixture, 3, 45) == cell);
  assert_label (
      fixture, 3, 45, "Thursday 3 December, 11:15 to 12:00, available; 17:00 to 17:45 for Asha");
}

static void
test_becomes_past (Fixture *fixture, gconstpointer data)
{
  TogInstant start =
      tog_week_model_get_cell (tog_week_grid_get_model (fixture->grid), 3, 45)->start;

  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 3, 45);
  show (fixture, first_day (fixture), 45, start);
  settle ();
  assert_label (
      fixture, 3, 45, "Thursday 26 November, 11:15 to 12:00, Asha asks for 4 hours of notice");
  show (fixture, first_day (fixture), 45, start + 1);
  settle ();
  assert_label (fixture, 3, 45, "Thursday 26 November, 11:15 to 12:00, Past");
  assert_cursor (fixture, 3, 45);
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), 3, 45);
  g_assert_cmpint (fixture->activated, ==, 0);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 3, 45);
  assert_cursor (fixture, 3, 45);
  press (fixture, "Down");
  assert_cursor (fixture, 3, 46);
  press (fixture, "Up");
  press (fixture, "Right");
  assert_cursor (fixture, 4, 45);
  press (fixture, "Home");
  assert_cursor (fixture, 4, 0);
  press (fixture, "Up");
  assert_cursor (fixture, 4, 0);
  press (fixture, "End");
  assert_cursor (fixture, 4, 95);
  press (fixture, "Down");
  assert_cursor (fixture, 4, 95);

  press (fixture, "Page_Down");
  g_assert_cmpint (fixture->turned, ==, 1);
  assert_cursor (fixture, 4, 95);
  press (fixture, "Page_Up");
  g_assert_cmpint (fixture->turned, ==, 0);

  /* From the last day on to the first of the next week, and back. */
  press (fixture, "Right");
  press (fixture, "Right");
  press (fixture, "Right");
  g_assert_cmpint (fixture->turned, ==, 1);
  assert_cursor (fixture, 0, 95);
  press (fixture, "Left");
  g_assert_cmpint (fixture->turned, ==, 0);
  assert_cursor (fixture, 6, 95);
}

static void
test_next_free (Fixture *fixture, gconstpointer data)
{
  TogWeekModel *model = tog_week_grid_get_model (fixture->grid);
  guint column, row;

  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 0, 0);
  press (fixture, "n");
  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &column, &row);
  g_assert_cmpint (tog_week_model_get_cell (model, column, row)->look, ==, TOG_WEEK_LOOK_AVAILABLE);
  assert_cursor (fixture, 0, 57);
  press (fixture, "n");
  press (fixture, "n");
  assert_cursor (fixture, 1, 42);
  press (fixture, "<Shift>n");
  assert_cursor (fixture, 0, 58);
}

static void
test_activate (Fixture *fixture, gconstpointer data)
{
  TogInstant wanted =
      tog_week_model_get_cell (tog_week_grid_get_model (fixture->grid), 3, 45)->start;

  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 3, 30);
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, 0);
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 3, 45);
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, wanted);
  fixture->activated = 0;
  press (fixture, "space");
  g_assert_cmpint (fixture->activated, ==, wanted);

  /* What assistive technology does. */
  fixture->activated = 0;
  gtk_widget_activate_action (find_cell (fixture, 3, 45), "cell.activate", NULL);
  g_assert_cmpint (fixture->activated, ==, wanted);
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  int before = gtk_widget_get_width (find_cell (fixture, 5, 0));

  g_assert_true (tog_time_grid_is_small (TOG_TIME_GRID (fixture->grid), 5));
  tog_time_grid_press_day (TOG_TIME_GRID (fixture->grid), 5);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_false (tog_time_grid_is_small (TOG_TIME_GRID (fixture->grid), 5));
  g_assert_cmpint (gtk_widget_get_width (find_cell (fixture, 5, 0)), >, before);
  tog_time_grid_press_day (TOG_TIME_GRID (fixture->grid), 5);
  g_assert_true (tog_time_grid_is_small (TOG_TIME_GRID (fixture->grid), 5));

  tog_time_grid_press_day (TOG_TIME_GRID (fixture->grid), 3);
  assert_cursor (fixture, 3, 44);
}

/* Clock changes: cells that don't exist can't have the focus, arrows pass them,
 * and a longer week gets more rows. */
static void
test_clock_changes (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->times);
  fake_times_set_monday (tog_day_from_civil (2026, 3, 23));
  fixture->times = fake_times_make ((TogSlot){ 1773000000, 1793600000 });
  show (fixture, tog_day_from_civil (2026, 3, 23), 45, 1773000000);
  settle ();
  g_assert_false (gtk_widget_get_focusable (find_cell (fixture, 6, 5)));
  g_assert_true (gtk_widget_get_focusable (find_cell (fixture, 6, 8)));
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 6, 3);
  press (fixture, "Down");
  assert_cursor (fixture, 6, 8);
  press (fixture, "Up");
  assert_cursor (fixture, 6, 3);
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 5, 6);
  press (fixture, "Right");
  assert_cursor (fixture, 6, 8);

  show (fixture, tog_day_from_civil (2026, 10, 19), 45, 1773000000);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (find_cell (fixture, 6, 99)), >, 0);
  show (fixture, tog_day_from_civil (2026, 3, 23), 45, 1773000000);
  settle ();
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (find_cell (fixture, 6, 99))));
}

static void
test_mirrored (Fixture *fixture, gconstpointer data)
{
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  GdkRectangle left = tog_time_grid_get_area (grid, 1, 40, 44);
  GdkRectangle right;
  int width = gtk_widget_get_width (GTK_WIDGET (grid));
  graphene_rect_t bounds;

  gtk_widget_set_direction (GTK_WIDGET (grid), GTK_TEXT_DIR_RTL);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (grid)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_direction (child, GTK_TEXT_DIR_RTL);
  gtk_test_widget_wait_for_draw (fixture->window);
  right = tog_time_grid_get_area (grid, 1, 40, 44);
  g_assert_cmpint (left.x + right.x + right.width, ==, width);
  g_assert_true (
      gtk_widget_compute_bounds (find_cell (fixture, 1, 40), GTK_WIDGET (grid), &bounds));
  g_assert_cmpint ((int) bounds.origin.x, ==, right.x);

  tog_time_grid_focus_cell (grid, 3, 45);
  press (fixture, "Left");
  assert_cursor (fixture, 4, 45);
}

/* Whoever arrives sees the week, not a note over it. Whoever moves sees where they
 * are for as long as they look, not for the three seconds GTK shows a focus. */
static void
test_place_stays (Fixture *fixture, gconstpointer data)
{
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  GtkWidget *popover = tog_time_grid_get_private (grid)->popover;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  TogGridPlace place;
  gboolean focused;

  /* Only where the window is on a monitor can a popover be beside a part of it. */
  while (!gtk_window_is_active (GTK_WINDOW (fixture->window)) ||
         gdk_display_get_monitor_at_surface (gdk_display_get_default (), surface) == NULL ||
         gdk_surface_get_width (surface) < 900)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (fixture);
  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), TRUE);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (grid)));
  wait_for_frame (fixture);
  tog_time_grid_get_shown (grid, &focused);
  g_assert_true (focused);
  g_assert_false (gtk_widget_get_visible (popover));

  tog_time_grid_focus_cell (grid, 3, 45);
  wait_for_frame (fixture);
  g_assert_true (gtk_widget_get_visible (popover));
  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), FALSE);
  wait_for_frame (fixture);
  place = tog_time_grid_get_shown (grid, &focused);
  g_assert_true (focused);
  g_assert_cmpuint (place.column, ==, 3);
  g_assert_cmpuint (place.row, ==, 45);
  g_assert_true (gtk_widget_get_visible (popover));
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/week-grid/P35/every-cell-is-announced", test_every_cell);
  ADD ("/week-grid/P35/week-turned-is-relabelled", test_week_turned);
  ADD ("/week-grid/P03/becomes-past-while-looking", test_becomes_past);
  ADD ("/week-grid/P35/keys", test_keys);
  ADD ("/week-grid/P35/next-free", test_next_free);
  ADD ("/week-grid/P35/activate", test_activate);
  ADD ("/week-grid/P35/place-stays", test_place_stays);
  ADD ("/week-grid/days-widen", test_days);
  ADD ("/week-grid/P09/clock-changes", test_clock_changes);
  ADD ("/week-grid/P36/mirrored", test_mirrored);
#undef ADD
  return g_test_run ();
}
