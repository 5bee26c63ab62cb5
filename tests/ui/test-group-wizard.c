#include "fake-session-calendar.h"
#include "group-fixture.h"
#include "tog-group-details.h"
#include "tog-heat-day.h"
#include "tog-time-grid.h"
#include "tog-week-view.h"
#include "tog-zone-chooser.h"

#define N_MANY 1000

static guint n_made;

static TogTimes *
make_many (TogSlot range)
{
  g_autoptr (TogTimes) circle = group_fixture_make_times (range);
  TogTimes *times =
      fake_group_make_large (group_fixture_at (0, 0, 0) / TOG_DAY_SECONDS, range, N_MANY);

  times->latest_end = circle->latest_end;
  return times;
}

static TogTimes *
make_all_unknown (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);

  for (guint i = 1; i < times->people->len; i++)
    ((TogPersonTimes *) g_ptr_array_index (times->people, i))->known = (TogSlot){ 0, 0 };
  return times;
}

/* Everybody is busy until the Monday after next. */
static TogTimes *
make_busy (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);
  TogSlot busy = { range.start, group_fixture_at (14, 0, 0) };

  for (guint i = 0; i < times->people->len; i++)
    group_fixture_block (
        times, ((TogPersonTimes *) g_ptr_array_index (times->people, i))->member->id, busy);
  return times;
}

/* Priya, who is required, can't any more from Wednesday to Sunday. */
static TogTimes *
make_short_week (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);

  group_fixture_find (times, "jonas")->known = range;
  group_fixture_block (
      times, "priya", (TogSlot){ group_fixture_at (2, 0, 0), group_fixture_at (7, 0, 0) });
  return times;
}

/* Priya, who is required, can't this week: so far the others might meet without her. */
static TogTimes *
make_week_without (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);

  group_fixture_block (times, "priya", (TogSlot){ range.start, group_fixture_at (7, 0, 0) });
  return times;
}

/* Nor any later. */
static TogTimes *
make_all_without (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);

  group_fixture_block (times, "priya", range);
  return times;
}

static TogTimes *
make_counted (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);
  TogInstant first = group_fixture_at (0, 0, 0);

  times->counted = tog_counted_times_new (first, 7 * 96, 3);
  for (gsize i = 0; i < 7 * 96; i++)
    tog_counted_times_set (times->counted, 60 * TOG_MINUTE, i, (TogCount){ 3, 0 });
  return times;
}

/* Names as they come from outside: endless, from right to left, with markup. */
static TogTimes *
make_names (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);
  g_autofree char *endless = g_strnfill (200, 'W');
  const char *names[] = { endless, "שלומית בן־דוד", "<b>Bobby</b> & Söhne" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i + 2);
      g_autoptr (TogMember) member = person->member;

      person->member = tog_member_new (member->id, names[i], NULL, member->zone);
    }
  return times;
}

/* Amara is in the group only the first time it is asked for. */
static TogTimes *
make_leaving (TogSlot range)
{
  TogTimes *times = group_fixture_make_times (range);

  if (n_made++ > 0)
    g_ptr_array_remove (times->people, group_fixture_find (times, "amara"));
  return times;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  group_fixture_set_up (fixture, data != NULL ? data : group_fixture_make_times, 1100);
}

static void
set_up_narrow (Fixture *fixture, gconstpointer data)
{
  group_fixture_set_up (fixture, data != NULL ? data : group_fixture_make_times, 360);
}

static void
set_up_move (Fixture *fixture, gconstpointer data)
{
  group_fixture_set_up_move (fixture, group_fixture_make_times, 1100);
}

static void
set_up_narrow_move (Fixture *fixture, gconstpointer data)
{
  group_fixture_set_up_move (fixture, group_fixture_make_times, 360);
}

static void
reload (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->account, "group-changed", "circle");
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
}

static TogInstant
get_cursor (Fixture *fixture)
{
  guint column, row;
  TogInstant start = 0;

  tog_time_grid_get_cursor (TOG_TIME_GRID (fixture->grid), &column, &row);
  tog_week_get_cell (tog_time_grid_get_week (TOG_TIME_GRID (fixture->grid)), column, row, &start);
  return start;
}

static void
press_row (Fixture *fixture, const char *title)
{
  GtkWidget *row = find_row (fixture->wizard, title);

  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "activate");
  settle ();
}

static void
test_best (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *when;
    const char *why;
  } best[] = {
    { "Today, 11:15", "Everyone, 16:45 for Priya" },
    { "Tomorrow, 11:15", "Everyone, 16:45 for Priya" },
    { "Thu 26 Nov, 11:15", "Everyone, 16:45 for Priya" },
    { "Wed 25 Nov, 12:00", "Everyone, 17:30 for Priya" },
    { "Tomorrow, 12:15", "Everyone, 17:45 for Priya" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (best); i++)
    {
      g_assert_nonnull (find_text (find_row (fixture->wizard, best[i].when), best[i].why));
      press_row (fixture, best[i].when);
      g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (fixture->grid)));
    }
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (1, 12, 15));
}

static void
assert_list (Fixture *fixture, const char *name)
{
  GtkWidget *list =
      gtk_widget_get_ancestor (find_row (fixture->wizard, "*, 1?:??"), GTK_TYPE_LIST_BOX);
  g_autofree char *difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  g_assert_cmpstr (difference, ==, NULL);
}

/* The list says of which weeks it is, which are not always those from today on. */
static void
test_weeks (Fixture *fixture, gconstpointer data)
{
  GtkWidget *weeks =
      gtk_widget_get_ancestor (find_button (fixture->wizard, "Week Shown"), GTK_TYPE_DROP_DOWN);

  assert_list (fixture, "Best Times, 22 – 28 November 2026");
  g_signal_emit_by_name (fixture->grid, "turn-week", 1);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  assert_list (fixture, "Best Times, 29 November – 5 December 2026");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (weeks), 1);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  assert_list (fixture, "Best Times in Four Weeks from Sunday 29 November");
}

/* "Next Best" walks them, and so does N, also into other weeks; what is walked does
 * not change under one's feet. */
static void
test_walk (Fixture *fixture, gconstpointer data)
{
  GtkWidget *weeks = find_button (fixture->wizard, "Week Shown");
  TogInstant walked[5];

  click (fixture->wizard, "Next Best");
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (0, 11, 15));
  click (fixture->wizard, "Next Best");
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (1, 11, 15));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (gtk_widget_get_ancestor (weeks, GTK_TYPE_DROP_DOWN)),
                              1);
  settle ();
  for (gsize round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (walked); i++)
      {
        click (fixture->wizard, "Next Best");
        /* From where one is, the second, the walk goes on. */
        if (round == 0)
          walked[(i + 2) % G_N_ELEMENTS (walked)] = get_cursor (fixture);
        else
          g_assert_cmpint (get_cursor (fixture), ==, walked[(i + 2) % G_N_ELEMENTS (walked)]);
        reload (fixture);
      }
  for (gsize i = 2; i < G_N_ELEMENTS (walked); i++)
    g_assert_cmpint (walked[i], >, group_fixture_at (7, 0, 0));
  g_assert_nonnull (find_row (fixture->wizard, "Today, 11:15"));
}

static void
test_required (Fixture *fixture, gconstpointer data)
{
  GtkWidget *priya = find_row (fixture->wizard, "Priya Raman");
  GtkWidget *diego = find_row (fixture->wizard, "Diego Fuentes");
  GtkCheckButton *priya_check = GTK_CHECK_BUTTON (find_type (priya, GTK_TYPE_CHECK_BUTTON));
  GtkCheckButton *diego_check = GTK_CHECK_BUTTON (find_type (diego, GTK_TYPE_CHECK_BUTTON));

  g_assert_true (gtk_check_button_get_active (priya_check));
  g_assert_false (gtk_check_button_get_active (diego_check));
  gtk_check_button_set_active (priya_check, FALSE);
  gtk_check_button_set_active (diego_check, TRUE);
  settle ();
  reload (fixture);
  g_assert_true (find_row (fixture->wizard, "Diego Fuentes") == diego);
  g_assert_false (gtk_check_button_get_active (priya_check));
  g_assert_true (gtk_check_button_get_active (diego_check));
}

static void
test_members (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (find_row (fixture->wizard, "Priya Raman"), "Facilitator, Kolkata"));
  g_assert_nonnull (find_text (find_row (fixture->wizard, "Inês Carvalho"), "You, Lisbon"));
  g_assert_nonnull (
      find_text (find_row (fixture->wizard, "Jonas Lindqvist"), "Calendar not known from Friday"));
  g_assert_null (find_text (fixture->wizard, "*counted only"));
}

static void
test_counted (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "3 more, counted only"));
  g_assert_nonnull (find_text (fixture->wizard, "9"));
}

static void
test_leaving (Fixture *fixture, gconstpointer data)
{
  GtkWidget *jonas = find_row (fixture->wizard, "Jonas Lindqvist");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_type (jonas, GTK_TYPE_CHECK_BUTTON)), TRUE);
  g_assert_nonnull (find_row (fixture->wizard, "Amara Nwosu"));
  reload (fixture);
  g_assert_null (find_row (fixture->wizard, "Amara Nwosu"));
  jonas = find_row (fixture->wizard, "Jonas Lindqvist");
  g_assert_true (
      gtk_check_button_get_active (GTK_CHECK_BUTTON (find_type (jonas, GTK_TYPE_CHECK_BUTTON))));
  g_assert_nonnull (find_text (fixture->wizard, "5"));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "<b>Bobby</b> & Söhne"));
  g_assert_nonnull (find_text (fixture->wizard, "שלומית בן־דוד"));
  g_assert_nonnull (find_text (fixture->wizard, "WWWWWWWW*"));
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 1110);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_row (fixture->wizard, "Show All 1000"));
  press_row (fixture, "Show All 1000");
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_null (find_row (fixture->wizard, "Show All 1000"));
  g_assert_nonnull (find_row (fixture->wizard, "Member999 Of The Circle"));
}

static void
test_sharing_off (Fixture *fixture, gconstpointer data)
{
  TogHome *home = tog_account_get_home (fixture->account);

  g_assert_null (find_text (fixture->wizard, "Your organization has turned calendar sharing off*"));
  home->me->calendar_sharing = FALSE;
  fake_account_set_group (fixture->account, fixture->group);
  settle ();
  g_assert_nonnull (
      find_text (fixture->wizard, "Your organization has turned calendar sharing off*"));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find_text (fixture->wizard, "Nobody else’s calendar is known*"));
  g_assert_nonnull (find_text (find_row (fixture->wizard, "Hannah Weiss"), "Calendar not shared"));
}

/* It begins with the first week that has a time; those before say where to go. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_assert_null (find_text (fixture->wizard, "No time this week"));
  assert_list (fixture, "Best Times, 6 – 12 December 2026");
  g_signal_emit_by_name (fixture->grid, "turn-week", -1);
  settle ();
  g_assert_nonnull (find_text (fixture->wizard, "No time this week"));
  g_assert_nonnull (find_text (fixture->wizard, "No time at which anybody could meet"));
  click (fixture->wizard, "Go to 7 December");
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_null (find_text (fixture->wizard, "No time this week"));
  g_assert_cmpint (get_cursor (fixture), >=, group_fixture_at (14, 0, 0));
}

static void
test_without_required (Fixture *fixture, gconstpointer data)
{
  assert_list (fixture, "Best Times, 29 November – 5 December 2026");
}

static void
test_all_without_required (Fixture *fixture, gconstpointer data)
{
  assert_list (fixture, "Best Times, 22 – 28 November 2026");
}

/* Their calendars are others now, and nothing else is. */
static void
test_times_news (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id;
    gboolean shows;
  } told[] = { { "somebody-else", FALSE }, { "circle", TRUE } };

  fake_account_set_group_times (fixture->account, make_busy);
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_signal_emit_by_name (fixture->account, "times-changed", told[i].id);
      settle ();
      g_assert_cmpint (find_text (fixture->wizard, "No time this week") != NULL, ==, told[i].shows);
    }
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) alone = group_fixture_make_group (1, NULL);
  GtkWidget *window = gtk_window_new ();
  TogGroupWizard *wizard;

  fake_account_set_group (fixture->account, alone);
  fake_account_fail_loads (fixture->account, TRUE);
  wizard =
      tog_group_wizard_new (fixture->account, alone, g_ptr_array_index (alone->team.planned, 0));
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (wizard));
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  settle ();
  g_assert_nonnull (find_text (window, "Nobody Else Is in This Group Yet"));
  g_assert_null (find_text (window, "Best Times"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_booked_by_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) booked = group_fixture_make_group (6, "calm");

  fake_account_set_group (fixture->account, booked);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (find_text (fixture->wizard,
                               "“Planning a calm release” has been scheduled in the meantime: *"));
  g_signal_emit_by_name (fixture->grid, "slot-activated", group_fixture_at (3, 11, 30));
  g_assert_null (find_prompt ());
  click (fixture->wizard, "Show Session");
  g_assert_null (fixture->done);
  g_assert_cmpstr (fixture->overtaken->id, ==, "theirs");
}

static void
test_planned (Fixture *fixture, gconstpointer data)
{
  GtkWidget *title = find_text (fixture->wizard, "Planning a calm release");
  GtkDropDown *drop_down = GTK_DROP_DOWN (gtk_widget_get_ancestor (title, GTK_TYPE_DROP_DOWN));

  g_assert_nonnull (find_text (fixture->wizard, "Session 2 of 3"));
  g_assert_true (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (fixture->wizard, "60 min"))));
  gtk_drop_down_set_selected (drop_down, 2);
  settle ();
  g_assert_nonnull (find_text (fixture->wizard, "Session 3 of 3"));
  g_assert_true (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (fixture->wizard, "30 min"))));
  g_assert_cmpint (
      tog_heat_model_get_duration (tog_heat_grid_get_model (fixture->grid)), ==, 30 * TOG_MINUTE);
}

/* What asks whether the times that were chosen are to be requested. */
static GtkWidget *
find_request (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;
  g_assert_not_reached ();
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  int n_requested = 0;
  TogOutboxItem *item;
  GtkWidget *dialog;

  fake_account_set_online (fixture->account, FALSE);
  reload (fixture);
  g_assert_nonnull (find_text (fixture->wizard, "Offline*2 hours ago*"));
  g_signal_emit_by_name (fixture->grid, "slot-activated", group_fixture_at (3, 11, 30));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (find_prompt ()));
  g_assert_nonnull (find_text (find_prompt (), "You’re offline*"));

  /* P33: it can only be asked for, and is in the outbox then, not booked. */
  click (find_prompt (), "Request…");
  settle ();
  g_assert_null (find_prompt ());
  dialog = find_request (fixture);
  g_assert_nonnull (find_text (dialog, "First choice"));
  g_signal_connect_swapped (
      fixture->wizard, "requested", G_CALLBACK (g_atomic_int_inc), &n_requested);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "request");
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (n_requested == 0)
    g_main_context_iteration (NULL, TRUE);
  item = tog_outbox_find_planned (
      tog_account_get_outbox (fixture->account), NULL, fixture->group->team.id, "calm");
  g_assert_nonnull (item);
  g_assert_cmpint (tog_outbox_item_get_choice (item)->slot.start, ==, group_fixture_at (3, 11, 30));
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
}

static void
test_failed_load (Fixture *fixture, gconstpointer data)
{
  fake_account_fail_loads (fixture->account, TRUE);
  reload (fixture);
  g_assert_nonnull (
      find_text (fixture->wizard, "Offline. These times aren’t on this computer yet*"));
  fake_account_fail_loads (fixture->account, FALSE);
  click (fixture->wizard, "Try Again");
  g_assert_null (find_text (fixture->wizard, "Offline. These times*"));
}

static gboolean
press_key (GtkWidget *widget, guint key)
{
  gboolean known = FALSE;

  /* What a binding does when its key is pressed. */
  for (GtkWidget *one = widget; one != NULL && !known; one = gtk_widget_get_parent (one))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (one);

      for (guint i = 0; i < g_list_model_get_n_items (controllers) && !known; i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

          if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
            continue;
          for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !known; k++)
            {
              g_autoptr (GtkShortcut) shortcut =
                  g_list_model_get_item (G_LIST_MODEL (controller), k);
              GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

              if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
                  gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key &&
                  gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0)
                known = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                                      GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                                      one,
                                                      gtk_shortcut_get_arguments (shortcut));
            }
        }
    }
  settle ();
  return known;
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->wizard));
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (0, 11, 15));
  g_assert_true (press_key (GTK_WIDGET (fixture->grid), GDK_KEY_n));
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (1, 11, 15));
  g_assert_true (press_key (GTK_WIDGET (fixture->grid), GDK_KEY_n));
  g_assert_cmpint (get_cursor (fixture), ==, group_fixture_at (3, 11, 15));
  g_assert_true (press_key (GTK_WIDGET (fixture->grid), GDK_KEY_Return));
  g_assert_nonnull (find_prompt ());
  gtk_window_close (GTK_WINDOW (find_prompt ()));
  g_assert_true (press_key (GTK_WIDGET (fixture->wizard), GDK_KEY_Escape));
  g_assert_cmpuint (fixture->n_backs, ==, 1);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *day = find_type (fixture->wizard, TOG_TYPE_HEAT_DAY);
  AdwViewStack *parts = ADW_VIEW_STACK (find_type (fixture->wizard, ADW_TYPE_VIEW_STACK));

  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);
  g_assert_true (gtk_widget_get_mapped (day));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->grid)));
  g_assert_nonnull (find_text (fixture->wizard, "Maintainers Circle, 60 min"));
  g_assert_nonnull (find_text (fixture->wizard, "Today, 11:15 – 12:15"));
  g_assert_nonnull (find_text (fixture->wizard, "6 of 6 available, 16:45 for Priya"));
  click (fixture->wizard, "Choose");
  g_assert_nonnull (find_prompt ());
  gtk_window_close (GTK_WINDOW (find_prompt ()));

  adw_view_stack_set_visible_child_name (parts, "members");
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_nonnull (find_row (fixture->wizard, "Hannah Weiss"));
  g_assert_null (find_row (fixture->wizard, "Thu 26 Nov, 11:15"));

  adw_view_stack_set_visible_child_name (parts, "best");
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_null (find_row (fixture->wizard, "Hannah Weiss"));
  press_row (fixture, "Tomorrow, 11:15");
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_true (gtk_widget_get_mapped (day));
  g_assert_nonnull (find_text (fixture->wizard, "Tomorrow, 11:15 – 12:15"));
}

/* Seen from Auckland all is at another time, some of it on another day, and nothing
 * that was found or is kept has moved. */
static void
test_zone (Fixture *fixture, gconstpointer data)
{
  GtkWidget *details = find_type (fixture->wizard, TOG_TYPE_GROUP_DETAILS);
  GtkWidget *row = gtk_widget_get_ancestor (find_text (details, "Lisbon"), ADW_TYPE_ACTION_ROW);
  TogTimeGrid *grid = TOG_TIME_GRID (fixture->grid);
  TogInstant late = group_fixture_at (3, 11, 15);
  GtkWindow *chooser;
  guint column, there, at_row;

  press_row (fixture, "Thu 26 Nov, 11:15");
  g_assert_cmpint (get_cursor (fixture), ==, late);
  g_assert_true (tog_week_find_cell (tog_time_grid_get_week (grid), late, &column, &at_row));
  g_signal_emit_by_name (row, "activated");
  chooser = find_dialog (TOG_TYPE_ZONE_CHOOSER);
  g_signal_emit_by_name (chooser, "chosen", "Pacific/Auckland");
  gtk_window_close (chooser);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);

  g_assert_cmpstr (tog_zone_get_name (tog_week_get_zone (tog_time_grid_get_week (grid))),
                   ==,
                   "Pacific/Auckland");
  g_assert_true (tog_week_find_cell (tog_time_grid_get_week (grid), late, &there, &at_row));
  g_assert_cmpuint (there, ==, column + 1);
  g_assert_cmpint (tog_week_get_row (tog_time_grid_get_week (grid), at_row)->minute, ==, 15);
  g_assert_cmpint (
      tog_heat_model_get_cell (tog_heat_grid_get_model (fixture->grid), there, at_row)->start,
      ==,
      late);
  g_assert_null (find_row (fixture->wizard, "Thu 26 Nov, 11:15"));
  press_row (fixture, "Fri 27 Nov, 00:15");
  g_assert_cmpint (get_cursor (fixture), ==, late);
  g_assert_nonnull (
      find_text (find_row (fixture->wizard, "Fri 27 Nov, 00:15"), "Everyone, 16:45 for Priya"));
  g_assert_cmpstr (tog_account_get_home (fixture->account)->me->member->zone, ==, "Europe/Lisbon");
}

/* What is called off can't be moved any more. */
static void
test_move_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) cancelled = group_fixture_make_group (6, "calm");
  TogPlannedSession *planned = g_ptr_array_index (cancelled->team.planned, 1);

  planned->state = TOG_SESSION_CANCELLED;
  planned->session->state = TOG_SESSION_CANCELLED;
  fake_account_set_group (fixture->account, cancelled);
  settle ();
  g_assert_nonnull (
      find_text (fixture->wizard, "“Planning a calm release” has been cancelled in the meantime."));
  g_signal_emit_by_name (fixture->grid, "slot-activated", group_fixture_at (8, 11, 0));
  g_assert_null (find_prompt ());
  click (fixture->wizard, "Show Session");
  g_assert_cmpstr (fixture->overtaken->id, ==, "theirs");
}

/* A session is moved: its time is marked, told and no obstacle, and it stays where it is. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  TogHeatModel *model = tog_heat_grid_get_model (fixture->grid);
  TogInstant start = group_fixture_at (1, 11, 15);
  g_autofree char *spoken = NULL;
  TogPrompt *prompt;
  guint column, row;

  g_assert_nonnull (find_text (fixture->wizard, "Reschedule"));
  g_assert_nonnull (
      find_text (fixture->wizard, "“Planning a calm release” with Maintainers Circle"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *11:00*12:00*"));
  g_assert_null (find_text (fixture->wizard, "Handing over"));
  g_assert_cmpint (tog_heat_model_get_moved (model).start, ==, group_fixture_at (3, 11, 0));
  g_assert_true (tog_week_find_cell (
      tog_heat_model_get_week (model), group_fixture_at (3, 11, 45), &column, &row));
  spoken = tog_heat_speech_dup_cell (tog_heat_grid_get_speech (fixture->grid), column, row);
  g_assert_nonnull (strstr (spoken, "the session’s present time"));

  g_assert_true (tog_week_find_cell (tog_heat_model_get_week (model), start, &column, &row));
  tog_time_grid_activate_cell (TOG_TIME_GRID (fixture->grid), column, row);
  prompt = find_prompt ();
  g_assert_nonnull (prompt);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (prompt));
  g_assert_nonnull (find_text (prompt, "Reschedule"));
  g_assert_nonnull (find_text (prompt, "Until now"));
  g_assert_nonnull (find_text (prompt, "As before"));
  g_assert_nonnull (find_text (prompt, "Everyone gets the updated invite by mail"));
  click (prompt, "Send Update");
  settle ();
  g_assert_nonnull (fixture->done);
  g_assert_cmpuint (fake_life_count (), ==, 1);
  g_assert_cmpstr (fake_life_get (0)->what, ==, "move");
  g_assert_cmpstr (fake_life_get (0)->etag, ==, "\"1\"");
  g_assert_cmpint (fake_life_get (0)->slot.start, ==, start);
  g_assert_null (fake_life_get (0)->conference);
  g_assert_cmpuint (fake_account_get_n_books (fixture->account), ==, 0);
}

static void
set_up_proposal (Fixture *fixture, gconstpointer data)
{
  fixture->proposed.start = group_fixture_at (9, 14, 0);
  fixture->proposed.end = fixture->proposed.start + 45 * TOG_MINUTE;
  set_up_move (fixture, data);
}

/* Whoever moved it in their own calendar proposes that time, and sees whom it suits. */
static void
test_proposal (Fixture *fixture, gconstpointer data)
{
  TogPrompt *prompt;

  g_assert_nonnull (
      find_text (fixture->wizard, "In your calendar: Wednesday 2 December, 14:00 to 14:45*"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_button (fixture->wizard, "Use This Time"));
  g_assert_cmpint (get_cursor (fixture), ==, fixture->proposed.start);
  g_assert_null (find_text (fixture->wizard, "Until now: *"));
  click (fixture->wizard, "Use This Time");
  settle ();
  prompt = find_prompt ();
  g_assert_nonnull (prompt);
  g_assert_nonnull (find_text (prompt, "*14:00*14:45*"));
  g_assert_nonnull (find_text (prompt, "Wednesday 2 December*14:00*"));
  gtk_window_close (GTK_WINDOW (prompt));
  settle ();
}

/* It is moved by hand again, and then back, while its owner looks at the times. */
static void
test_proposal_follows (Fixture *fixture, gconstpointer data)
{
  TogPlannedSession *planned = g_ptr_array_index (fixture->group->team.planned, 1);
  TogSlot slot = { fixture->proposed.start + TOG_HOUR, fixture->proposed.end + 75 * TOG_MINUTE };
  g_autoptr (TogCalendarOffer) change =
      tog_calendar_offer_new (planned->session, TOG_CALENDAR_OFFER_MOVED, slot, "Private");

  fake_session_calendar_offer (change);
  settle ();
  g_assert_nonnull (
      find_text (fixture->wizard, "In your calendar: Wednesday 2 December, 15:00 to 16:00*"));
  g_assert_cmpint (
      tog_heat_model_get_duration (tog_heat_grid_get_model (fixture->grid)), ==, TOG_HOUR);
  tog_session_calendar_restore (tog_account_get_session_calendar (fixture->account),
                                planned->session);
  settle ();
  g_assert_null (find_text (fixture->wizard, "In your calendar: *"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *"));
}

/* What is called off can't be moved, wherever it is in anybody's calendar. */
static void
test_proposal_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) cancelled = group_fixture_make_group (6, "calm");
  TogPlannedSession *planned = g_ptr_array_index (cancelled->team.planned, 1);

  planned->state = TOG_SESSION_CANCELLED;
  planned->session->state = TOG_SESSION_CANCELLED;
  fake_account_set_group (fixture->account, cancelled);
  settle ();
  g_assert_null (find_text (fixture->wizard, "In your calendar: *"));
  g_assert_null (find_text (fixture->wizard, "Use This Time"));
}

/* Somebody else moves it while I choose: that is what is shown then. */
static void
test_moved_by_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogGroup) newer = group_fixture_make_group (6, "calm");
  TogPlannedSession *planned = g_ptr_array_index (newer->team.planned, 1);

  planned->session->slot.start += 2 * TOG_HOUR;
  planned->session->slot.end += 2 * TOG_HOUR;
  fake_account_set_group (fixture->account, newer);
  reload (fixture);
  g_assert_nonnull (find_text (fixture->wizard,
                               "“Planning a calm release” has been moved in the meantime, from "
                               "*, 11:00 to *, 13:00. Choose another time, or leave it there."));
  g_assert_cmpint (tog_heat_model_get_moved (tog_heat_grid_get_model (fixture->grid)).start,
                   ==,
                   group_fixture_at (3, 13, 0));
  fake_account_set_group (fixture->account, fixture->group);
}

static void
test_move_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (
      GTK_WIDGET (fixture->wizard), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_nonnull (find_text (fixture->wizard, "Reschedule"));
  g_assert_nonnull (find_text (fixture->wizard, "Until now: *"));
}

int
main (int argc, char **argv)
{
  group_fixture_init (&argc, &argv);
#define ADD(path, make, set_up_func, func)                                                         \
  g_test_add (path, Fixture, make, set_up_func, func, group_fixture_tear_down)
  ADD ("/group-wizard/best-times", NULL, set_up, test_best);
  ADD ("/group-wizard/weeks", NULL, set_up, test_weeks);
  ADD ("/group-wizard/walk-the-best", make_short_week, set_up, test_walk);
  ADD ("/group-wizard/planned", NULL, set_up, test_planned);
  ADD ("/group-wizard/required", NULL, set_up, test_required);
  ADD ("/group-wizard/P16/members", NULL, set_up, test_members);
  ADD ("/group-wizard/only-counted", make_counted, set_up, test_counted);
  ADD ("/group-wizard/member-leaves", make_leaving, set_up, test_leaving);
  ADD ("/group-wizard/names", make_names, set_up, test_names);
  ADD ("/group-wizard/thousand-members", make_many, set_up, test_many);
  ADD ("/group-wizard/P16/sharing-off", NULL, set_up, test_sharing_off);
  ADD ("/group-wizard/P16/all-unknown", make_all_unknown, set_up, test_unknown);
  ADD ("/group-wizard/all-busy", make_busy, set_up, test_busy);
  ADD ("/group-wizard/week-without-required", make_week_without, set_up, test_without_required);
  ADD ("/group-wizard/all-without-required", make_all_without, set_up, test_all_without_required);
  ADD ("/group-wizard/times-news", NULL, set_up, test_times_news);
  ADD ("/group-wizard/alone", NULL, set_up, test_alone);
  ADD ("/group-wizard/booked-by-others", NULL, set_up, test_booked_by_others);
  ADD ("/group-wizard/P11/zone", NULL, set_up, test_zone);
  ADD ("/group-wizard/P31/offline", NULL, set_up, test_offline);
  ADD ("/group-wizard/failed-load", NULL, set_up, test_failed_load);
  ADD ("/group-wizard/P35/keyboard", NULL, set_up, test_keyboard);
  ADD ("/group-wizard/P36/narrow", NULL, set_up_narrow, test_narrow);
  ADD ("/group-wizard/P04/move", NULL, set_up_move, test_move);
  ADD ("/group-wizard/proposal", NULL, set_up_proposal, test_proposal);
  ADD ("/group-wizard/proposal-follows", NULL, set_up_proposal, test_proposal_follows);
  ADD ("/group-wizard/proposal-overtaken", NULL, set_up_proposal, test_proposal_overtaken);
  ADD ("/group-wizard/P06/moved-by-others", NULL, set_up_move, test_moved_by_others);
  ADD ("/group-wizard/P06/move-cancelled", NULL, set_up_move, test_move_cancelled);
  ADD ("/group-wizard/P36/move-narrow", NULL, set_up_narrow_move, test_move_narrow);
#undef ADD
  return g_test_run ();
}
