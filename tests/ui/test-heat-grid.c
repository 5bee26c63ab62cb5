#include "fake-group.h"
#include "tog-grid-cell.h"
#include "tog-heat-day.h"
#include "tog-heat-grid.h"
#include "tog-heat-legend.h"
#include "tog-heat-note.h"
#include "tog-week-header.h"

#include <adwaita.h>
#include <locale.h>
#include <string.h>

/* Monday 23 November 2026, 10:12 in Lisbon. */
#define NOW ((TogInstant) 1795428720)

/* Tuesday at 11:00, when everybody can. */
#define TUESDAY_11 (NOW - 12 * TOG_MINUTE + TOG_HOUR + TOG_DAY_SECONDS)

typedef struct
{
  GtkWidget *window;
  TogHeatGrid *grid;
  TogHeatDay *day; /* instead of the grid's own window, where the test wants it */
  TogWeekHeader *header;
  TogZone *zone;
  TogTimes *times;
  gint64 activated;
  gint64 selected;
  guint n_selected;
  int turned;
  int sought;
} Fixture;

static TogHeatModel *
make_model (Fixture *fixture, TogDay first, TogInstant now)
{
  g_autoptr (TogWeek) week = tog_week_new (fixture->zone, first);

  return tog_heat_model_new (week, fixture->times, NULL, 60 * TOG_MINUTE, now);
}

static void
show (Fixture *fixture, TogDay first, TogInstant now)
{
  g_autoptr (TogHeatModel) model = make_model (fixture, first, now);

  if (fixture->day != NULL)
    tog_heat_day_set_model (fixture->day, model);
  else
    tog_heat_grid_set_model (fixture->grid, model);
}

static TogDay
first_day (Fixture *fixture)
{
  return tog_week_get_day (tog_time_grid_get_week (TOG_TIME_GRID (fixture->grid)), 0);
}

static void
activated_cb (Fixture *fixture, gint64 start)
{
  fixture->activated = start;
}

static void
selected_cb (Fixture *fixture, gint64 start)
{
  fixture->selected = start;
  fixture->n_selected++;
}

static void
turned_cb (Fixture *fixture, int weeks)
{
  fixture->turned += weeks;
  show (fixture, first_day (fixture) + 7 * weeks, NOW);
}

static void
sought_cb (Fixture *fixture, int direction)
{
  fixture->sought += direction;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up_times (Fixture *fixture)
{
  fixture->zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  fixture->times =
      fake_group_make (tog_day_from_civil (2026, 11, 23),
                       (TogSlot){ NOW - 10 * TOG_DAY_SECONDS, NOW + 40 * TOG_DAY_SECONDS });
  fixture->window = gtk_window_new ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  set_up_times (fixture);
  fixture->grid = g_object_ref_sink (TOG_HEAT_GRID (tog_heat_grid_new ()));
  fixture->header = TOG_WEEK_HEADER (tog_week_header_new ());
  tog_week_header_set_grid (fixture->header, TOG_TIME_GRID (fixture->grid));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (fixture->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->header));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  g_signal_connect_swapped (fixture->grid, "slot-activated", G_CALLBACK (activated_cb), fixture);
  g_signal_connect_swapped (fixture->grid, "turn-week", G_CALLBACK (turned_cb), fixture);
  g_signal_connect_swapped (fixture->grid, "seek-free", G_CALLBACK (sought_cb), fixture);
  show (fixture, tog_day_from_civil (2026, 11, 23), NOW);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
set_up_day (Fixture *fixture, gconstpointer data)
{
  set_up_times (fixture);
  fixture->day = TOG_HEAT_DAY (tog_heat_day_new ());
  fixture->grid = g_object_ref (tog_heat_day_get_grid (fixture->day));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->day));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 600);
  g_signal_connect_swapped (fixture->day, "slot-activated", G_CALLBACK (activated_cb), fixture);
  g_signal_connect_swapped (fixture->day, "slot-selected", G_CALLBACK (selected_cb), fixture);
  g_signal_connect_swapped (fixture->day, "turn-week", G_CALLBACK (turned_cb), fixture);
  g_signal_connect_swapped (fixture->day, "seek-free", G_CALLBACK (sought_cb), fixture);
  show (fixture, tog_day_from_civil (2026, 11, 23), NOW);
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
  TogHeatSpeech *speech = tog_heat_grid_get_speech (fixture->grid);

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < 96; row++)
      {
        GtkWidget *cell = find_cell (fixture, column, row);
        g_autofree char *label = tog_heat_speech_dup_cell (speech, column, row);

        assert_label (fixture, column, row, label);
        g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (cell)),
                         ==,
                         GTK_ACCESSIBLE_ROLE_GRID_CELL);
        g_assert_true (gtk_widget_get_focusable (cell));
        g_assert_cmpint (gtk_widget_get_height (cell), >, 0);
        g_assert_cmpint (gtk_widget_get_width (cell), >, 0);
      }
  assert_label (fixture, 1, 44, "Tuesday 24 November, 11:00 to 12:00, 6 of 6 available");
  show (fixture, first_day (fixture) + 7, NOW);
  settle ();
  assert_label (
      fixture,
      1,
      52,
      "Tuesday 1 December, 13:00 to 14:00, 4 of 6 available, without Priya; calendar not known: "
      "Jonas");
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 1, 44);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == find_cell (fixture, 1, 44));
  press (fixture, "Down");
  assert_cursor (fixture, 1, 45);
  press (fixture, "Right");
  assert_cursor (fixture, 2, 45);
  press (fixture, "Page_Down");
  g_assert_cmpint (fixture->turned, ==, 1);
  assert_cursor (fixture, 2, 45);
  press (fixture, "Page_Up");
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, TUESDAY_11 + TOG_DAY_SECONDS + TOG_QUANTUM);

  /* What assistive technology does. */
  fixture->activated = 0;
  gtk_widget_activate_action (find_cell (fixture, 1, 44), "cell.activate", NULL);
  g_assert_cmpint (fixture->activated, ==, TUESDAY_11);

  /* Nobody can, yet one may ask whom it would hit. */
  gtk_widget_activate_action (find_cell (fixture, 5, 44), "cell.activate", NULL);
  g_assert_cmpint (fixture->activated, ==, TUESDAY_11 + 4 * TOG_DAY_SECONDS);
}

/* The keys go along the best times by their rank, and round; those in another week
 * are somebody else's to show. */
static void
test_best (Fixture *fixture, gconstpointer data)
{
  TogBestTime best[] = {
    { .start = TUESDAY_11 + 2 * TOG_DAY_SECONDS },
    { .start = TUESDAY_11 },
    { .start = TUESDAY_11 + 7 * TOG_DAY_SECONDS },
  };
  TogInstant start;

  g_assert_false (tog_heat_grid_find_best (fixture->grid, 1, &start));
  press (fixture, "n");
  g_assert_cmpint (fixture->sought, ==, 1);

  tog_heat_grid_set_best (fixture->grid, best, G_N_ELEMENTS (best));
  tog_heat_grid_begin (fixture->grid);
  assert_cursor (fixture, 3, 44);
  press (fixture, "n");
  assert_cursor (fixture, 1, 44);
  press (fixture, "n");
  g_assert_cmpint (fixture->sought, ==, 2);
  assert_cursor (fixture, 1, 44);
  g_assert_true (tog_heat_grid_find_best (fixture->grid, 1, &start));
  g_assert_cmpint (start, ==, best[2].start);
  g_assert_false (tog_heat_grid_focus (fixture->grid, start));

  show (fixture, first_day (fixture) + 7, NOW);
  g_assert_true (tog_heat_grid_focus (fixture->grid, start));
  g_assert_true (tog_heat_grid_find_best (fixture->grid, 1, &start));
  g_assert_cmpint (start, ==, best[0].start);
  show (fixture, first_day (fixture) - 7, NOW);
  g_assert_true (tog_heat_grid_focus (fixture->grid, start));
  press (fixture, "<Shift>n");
  g_assert_cmpint (fixture->sought, ==, 1);
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* A start that passes while one looks at it can't be pressed any more. */
static void
test_becomes_past (Fixture *fixture, gconstpointer data)
{
  TogBestTime best = { .start = TUESDAY_11 };

  tog_heat_grid_set_best (fixture->grid, &best, 1);
  tog_heat_grid_begin (fixture->grid);
  show (fixture, first_day (fixture), TUESDAY_11);
  settle ();
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, TUESDAY_11);
  fixture->activated = 0;
  show (fixture, first_day (fixture), TUESDAY_11 + 1);
  settle ();
  assert_label (fixture, 1, 44, "Tuesday 24 November, 11:00 to 12:00, Past");
  assert_cursor (fixture, 1, 44);
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, 0);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
test_too_far (Fixture *fixture, gconstpointer data)
{
  fixture->times->latest_end = TUESDAY_11 + 30 * TOG_MINUTE;
  show (fixture, first_day (fixture), NOW);
  settle ();
  assert_label (fixture, 1, 44, "Tuesday 24 November, 11:00 to 12:00, Too far ahead to book yet");
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), 1, 44);
  g_assert_cmpint (fixture->activated, ==, 0);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static char *
dup_text (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  if (!gtk_widget_get_visible (widget))
    return g_string_free (text, FALSE);
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && !ADW_IS_AVATAR (widget);
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *below = dup_text (child);

      g_string_append (text, below);
    }
  return g_string_free (text, FALSE);
}

static void
assert_note (Fixture *fixture, guint column, guint row, const char *expected)
{
  g_autoptr (GtkWidget) note = g_object_ref_sink (GTK_WIDGET (tog_heat_note_new ()));
  g_autofree char *text = NULL;

  tog_heat_note_show (TOG_HEAT_NOTE (note),
                      tog_heat_grid_get_model (fixture->grid),
                      tog_heat_grid_get_speech (fixture->grid),
                      column,
                      row);
  text = dup_text (note);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_note (Fixture *fixture, gconstpointer data)
{
  assert_note (fixture, 1, 44, "6 of 6 available|Tuesday 24 November, 11:00 – 12:00|");
  assert_note (fixture,
               2,
               57,
               "3 of 6 available|Wednesday 25 November, 14:15 – 15:15|You|Busy|Priya Raman|Outside "
               "hours, 19:45 in Kolkata|Amara Nwosu|Busy, 15:15 in Lagos|");
  assert_note (fixture,
               4,
               44,
               "5 of 6 available|Friday 27 November, 11:00 – 12:00|Jonas Lindqvist|Calendar not "
               "known then|");
  assert_note (fixture, 0, 30, "Past|Monday 23 November, 07:30 – 08:30|");
}

/* Names from outside, at their worst; and more people than there is room for. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strnfill (200, 'W');
  TogPersonTimes *priya = g_ptr_array_index (fixture->times->people, 1);
  TogPersonTimes *amara = g_ptr_array_index (fixture->times->people, 3);
  TogPersonTimes *diego = g_ptr_array_index (fixture->times->people, 5);
  g_autofree char *label = g_strdup_printf (
      "Wednesday 25 November, 14:15 to 15:15, 3 of 6 available, without you, %s and שרה", name);

  g_object_unref (priya->member);
  priya->member = tog_member_new ("priya", name, NULL, "Asia/Kolkata");
  g_object_unref (amara->member);
  amara->member = tog_member_new ("amara", "שרה לוי", NULL, "Africa/Lagos");
  g_object_unref (diego->member);
  diego->member = tog_member_new ("diego", "<b>&amp;", NULL, "America/Santiago");
  show (fixture, first_day (fixture), NOW);
  settle ();
  assert_label (fixture, 2, 57, label);
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 2, 57);
  gtk_test_widget_wait_for_draw (fixture->window);
  assert_note (fixture,
               1,
               32,
               "4 of 6 available|Tuesday 24 November, 08:00 – 09:00|You|Outside hours|<b>&amp;|"
               "Outside hours, 05:00 in Santiago|");
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const guint sizes[] = { 0, 1, 3, 50, 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_object_unref (fixture->times);
      fixture->times = fake_group_make_large (
          tog_day_from_civil (2026, 11, 23),
          (TogSlot){ NOW - 10 * TOG_DAY_SECONDS, NOW + 40 * TOG_DAY_SECONDS },
          sizes[i]);
      show (fixture, tog_day_from_civil (2026, 11, 23), NOW);
      tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 2, 44);
      gtk_test_widget_wait_for_draw (fixture->window);
      settle ();
    }
}

/* Who is only counted is never named, and there is no end of what isn't known. */
static void
test_counted_and_unknown (Fixture *fixture, gconstpointer data)
{
  TogSlot range = fixture->times->range;
  gsize n_starts = (gsize) ((range.end - range.start) / TOG_QUANTUM);

  fixture->times->counted = tog_counted_times_new (range.start, n_starts, 4);
  for (guint i = 0; i < fixture->times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (fixture->times->people, i);

      person->known = (TogSlot){ 0, 0 };
    }
  show (fixture, first_day (fixture), NOW);
  settle ();
  /* Their counts are of other quarter hours: nothing is known of them. */
  assert_label (fixture,
                1,
                44,
                "Tuesday 24 November, 11:00 to 12:00, 0 of 10 available, calendar not known: you, "
                "Priya, Jonas and 7 others");
  gtk_test_widget_wait_for_draw (fixture->window);

  g_clear_pointer (&fixture->times->counted, tog_counted_times_unref);
  fixture->times->counted = tog_counted_times_new (TUESDAY_11, 1, 4);
  tog_counted_times_set (fixture->times->counted, 60 * TOG_MINUTE, 0, (TogCount){ 2, 0 });
  g_ptr_array_set_size (fixture->times->people, 1);
  ((TogPersonTimes *) g_ptr_array_index (fixture->times->people, 0))->known = range;
  show (fixture, first_day (fixture), NOW);
  assert_note (fixture, 1, 44, "3 of 5 available|Tuesday 24 November, 11:00 – 12:00|2 can’t|");
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  gboolean quiet;
  g_autofree char *tuesday = tog_time_grid_dup_day_state (grid, 1, &quiet);
  g_autofree char *saturday = NULL;

  g_assert_cmpstr (tuesday, ==, "at best 6 of 6 available");
  g_assert_false (quiet);
  saturday = tog_time_grid_dup_day_state (grid, 5, &quiet);
  g_assert_cmpstr (saturday, ==, "nobody works, press to widen");
  g_assert_true (quiet);
  g_assert_true (tog_time_grid_is_small (grid, 5));
  tog_time_grid_press_day (grid, 5);
  g_assert_false (tog_time_grid_is_small (grid, 5));
  gtk_test_widget_wait_for_draw (fixture->window);
  tog_time_grid_press_day (grid, 1);
  assert_cursor (fixture, 1, 44);
}

static void
test_mirrored (Fixture *fixture, gconstpointer data)
{
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  GdkRectangle left = tog_time_grid_get_area (grid, 1, 40, 44);
  GdkRectangle right;
  TogBestTime best = { .start = TUESDAY_11 };

  tog_heat_grid_set_best (fixture->grid, &best, 1);
  gtk_widget_set_direction (GTK_WIDGET (grid), GTK_TEXT_DIR_RTL);
  gtk_test_widget_wait_for_draw (fixture->window);
  right = tog_time_grid_get_area (grid, 1, 40, 44);
  g_assert_cmpint (left.x + right.x + right.width, ==, gtk_widget_get_width (GTK_WIDGET (grid)));
  tog_time_grid_focus_cell (grid, 1, 44);
  press (fixture, "Left");
  assert_cursor (fixture, 2, 44);
}

static void
test_not_loaded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogWeek) week = tog_week_new (fixture->zone, first_day (fixture));
  g_autoptr (TogHeatModel) model = tog_heat_model_new (week, NULL, NULL, 3600, NOW);

  tog_heat_grid_set_model (fixture->grid, model);
  tog_time_grid_focus_cell (TOG_TIME_GRID (fixture->grid), 2, 44);
  gtk_test_widget_wait_for_draw (fixture->window);
  assert_label (fixture, 2, 44, "Wednesday 25 November, 11:00 to 12:00, Not known yet");
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, 0);
  assert_note (fixture, 2, 44, "Not known yet|Wednesday 25 November, 11:00 – 12:00|");
}

/* One day: only its cells are there, the keyboard goes on to the next day, and
 * what is chosen is told once. */
static void
test_one_day (Fixture *fixture, gconstpointer data)
{
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  TogBestTime best = { .start = TUESDAY_11 };
  guint column;

  tog_heat_day_set_best (fixture->day, &best, 1);
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11);
  g_assert_true (tog_time_grid_get_only_day (grid, &column));
  g_assert_cmpuint (column, ==, 1);
  gtk_test_widget_wait_for_draw (fixture->window);
  settle ();
  g_assert_cmpint (gtk_widget_get_width (find_cell (fixture, 1, 44)), >, 250);
  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    g_assert_cmpint (gtk_widget_get_visible (find_cell (fixture, i, 44)), ==, i == 1);
  for (guint row = 0; row < 96; row++)
    {
      g_autofree char *label =
          tog_heat_speech_dup_cell (tog_heat_grid_get_speech (fixture->grid), 1, row);

      assert_label (fixture, 1, row, label);
    }

  fixture->n_selected = 0;
  tog_time_grid_focus_cell (grid, 1, 44);
  g_assert_cmpuint (fixture->n_selected, ==, 0);
  press (fixture, "Down");
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11 + TOG_QUANTUM);
  press (fixture, "Right");
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11 + TOG_QUANTUM + TOG_DAY_SECONDS);
  g_assert_cmpuint (fixture->n_selected, ==, 2);
  g_assert_true (gtk_widget_get_visible (find_cell (fixture, 2, 45)));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == find_cell (fixture, 2, 45));
  assert_label (fixture,
                2,
                45,
                "Wednesday 25 November, 11:15 to 12:15, 4 of 6 available, without Priya and Diego");
  press (fixture, "Return");
  g_assert_cmpint (fixture->activated, ==, fixture->selected);
  press (fixture, "Page_Down");
  g_assert_cmpint (fixture->turned, ==, 1);
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11 + TOG_QUANTUM + 8 * TOG_DAY_SECONDS);
  press (fixture, "n");
  g_assert_cmpint (fixture->sought, ==, 1);
}

static void
test_one_day_select (Fixture *fixture, gconstpointer data)
{
  guint column;

  tog_heat_day_select (fixture->day, TUESDAY_11 + 2 * TOG_DAY_SECONDS);
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11 + 2 * TOG_DAY_SECONDS);
  g_assert_true (tog_time_grid_get_only_day (TOG_TIME_GRID (fixture->grid), &column));
  g_assert_cmpuint (column, ==, 3);
  gtk_test_widget_wait_for_draw (fixture->window);
  /* What isn't in the week leaves it as it is. */
  tog_heat_day_select (fixture->day, TUESDAY_11 + 20 * TOG_DAY_SECONDS);
  g_assert_cmpint (fixture->selected, ==, TUESDAY_11 + 2 * TOG_DAY_SECONDS);
  /* New times of the same week change nothing of it. */
  fixture->n_selected = 0;
  show (fixture, first_day (fixture), NOW);
  g_assert_cmpuint (fixture->n_selected, ==, 0);
}

/* A long day, with the hour that the clock shows twice, and one without an hour. */
static void
test_one_day_clock_change (Fixture *fixture, gconstpointer data)
{
  TogDay monday = tog_day_from_civil (2026, 10, 19);
  TogSlot range = { (TogInstant) (monday - 7) * TOG_DAY_SECONDS,
                    (TogInstant) (monday + 21) * TOG_DAY_SECONDS };

  g_object_unref (fixture->times);
  fixture->times = fake_group_make (monday, range);
  show (fixture, monday, range.start);
  tog_heat_day_select (fixture->day, (TogInstant) (monday + 6) * TOG_DAY_SECONDS + TOG_HOUR);
  gtk_test_widget_wait_for_draw (fixture->window);
  settle ();
  g_assert_cmpint (gtk_widget_get_height (find_cell (fixture, 6, 99)), >, 0);
  g_assert_true (gtk_widget_get_visible (find_cell (fixture, 6, 99)));
  g_assert_false (gtk_widget_get_visible (find_cell (fixture, 5, 99)));
  show (fixture, tog_day_from_civil (2026, 3, 23), range.start);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
test_legend (void)
{
  static const struct
  {
    guint n_people;
    gboolean narrow;
    const char *text;
  } rows[] = {
    { 6, FALSE, "Everyone can|6|5|4|3|2|1|0|Nobody can|" },
    { 6, TRUE, "All|6|5|4|3|2|1|0|None|" },
    { 3, FALSE, "Everyone can|3|2|1|0|Nobody can|" },
    { 1, FALSE, "Everyone can|1|0|Nobody can|" },
    { 50, FALSE, "Everyone can|50|42–49|34–41|25–33|17–24|9–16|0–8|Nobody can|" },
    { 50, TRUE, "All|50|42+|34+|25+|17+|9+|0–8|None|" },
  };
  g_autoptr (GtkWidget) legend = g_object_ref_sink (tog_heat_legend_new ());

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *expected =
          g_strconcat (rows[i].text, "Not shared|Outside hours|Past|Now|", NULL);

      tog_heat_legend_set_people (TOG_HEAT_LEGEND (legend), rows[i].n_people);
      tog_heat_legend_set_narrow (TOG_HEAT_LEGEND (legend), rows[i].narrow);
      text = dup_text (legend);
      g_assert_cmpstr (text, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
#define ADD_DAY(path, func) g_test_add (path, Fixture, NULL, set_up_day, func, tear_down)
  ADD ("/heat-grid/P35/every-cell-is-announced", test_every_cell);
  ADD ("/heat-grid/P35/keys", test_keys);
  ADD ("/heat-grid/P35/best-times", test_best);
  ADD ("/heat-grid/P03/becomes-past-while-looking", test_becomes_past);
  ADD ("/heat-grid/P03/too-far", test_too_far);
  ADD ("/heat-grid/note", test_note);
  ADD ("/heat-grid/names", test_names);
  ADD ("/heat-grid/sizes", test_sizes);
  ADD ("/heat-grid/P16/P20/counted-and-unknown", test_counted_and_unknown);
  ADD ("/heat-grid/days-widen", test_days);
  ADD ("/heat-grid/P36/mirrored", test_mirrored);
  ADD ("/heat-grid/not-loaded", test_not_loaded);
  ADD_DAY ("/heat-day/P35/keys", test_one_day);
  ADD_DAY ("/heat-day/select", test_one_day_select);
  ADD_DAY ("/heat-day/P09/clock-change", test_one_day_clock_change);
  g_test_add_func ("/heat-legend/numbers", test_legend);
#undef ADD
#undef ADD_DAY
  return g_test_run ();
}
