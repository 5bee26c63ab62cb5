#include "fake-availability.h"
#include "page-fixture.h"
#include "tog-format.h"
#include "tog-hours-text.h"
#include "tog-week-grid.h"
#include "tog-window.h"

#include <string.h>

static void
open_page (Fixture *fixture)
{
  GtkWidget *label = find (fixture->window, says, "Availability", 0);

  g_assert_nonnull (label);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  settle ();
}

static GtkWidget *
find_row (Fixture *fixture, const char *title, guint n)
{
  GtkWidget *label = find (fixture->window, says, title, n);

  g_assert_nonnull (label);
  return gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW);
}

static gboolean
is_visible_label (GtkWidget *widget, const char *part)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL;
}

/* The bar slides in and out, so it is asked what it is on its way to. */
static gboolean
offers_save (Fixture *fixture)
{
  GtkWidget *page = find (fixture->window, is_of_type, "TogAvailabilityPage", 0);
  GtkWidget *bar = gtk_widget_get_last_child (page);

  g_assert_true (GTK_IS_REVEALER (bar));
  return gtk_revealer_get_reveal_child (GTK_REVEALER (bar));
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button;

  wait_for (find_button (fixture->window, label, 0) != NULL);
  button = find_button (fixture->window, label, 0);
  click (button);
  settle ();
}

/* Takes the only range of a day away, as its button's popover does. */
static void
remove_range (Fixture *fixture, const char *day)
{
  GtkWidget *range = find (find_row (fixture, day, 0), is_of_type, "TogRangeButton", 0);

  g_assert_nonnull (range);
  g_signal_emit_by_name (range, "removed");
  settle ();
}

static gsize
count_ranges (void)
{
  gsize n_ranges;

  tog_working_hours_get_ranges (fake_availability_get ()->hours, &n_ranges);
  return n_ranges;
}

static guint
count_free (Fixture *fixture)
{
  TogWeekModel *model = tog_week_grid_get_model (
      TOG_WEEK_GRID (find (fixture->window, is_of_type, "TogWeekGrid", 0)));
  guint n_free = 0;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    n_free += tog_week_model_count_free (model, column);
  return n_free;
}

/* Whether any day of the preview is said to be so. */
static gboolean
has_day (Fixture *fixture, const char *state)
{
  TogTimeGrid *grid = TOG_TIME_GRID (find (fixture->window, is_of_type, "TogWeekGrid", 0));
  gboolean is_quiet;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    {
      g_autofree char *said = tog_time_grid_dup_day_state (grid, column, &is_quiet);

      if (g_str_equal (said, state))
        return TRUE;
    }
  return FALSE;
}

static void
check_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);
  TogDay today = tog_zone_to_wall (zone, tog_format_get_now ()).day;
  /* Of today there may be nothing left. */
  const char *day = tog_day_get_weekday (today) == 1 ? "Tuesday" : "Monday";
  guint n_free;

  open_page (fixture);
  g_assert_false (offers_save (fixture));
  g_assert_nonnull (find (find_row (fixture, "Friday", 0), is_visible_label, "22:00", 0));
  g_assert_nonnull (find (find_row (fixture, "Saturday", 0), says, "Day off", 0));
  g_assert_true (has_day (fixture, "no working hours, press to widen"));
  assert_name (find (find_row (fixture, "Monday", 0), is_of_type, "GtkButton", 0),
               "Add Hours: Monday");
  assert_name (gtk_widget_get_first_child (gtk_widget_get_first_child (
                   find (find_row (fixture, "Monday", 0), is_of_type, "TogRangeButton", 0))),
               "Monday, 09:00 – 17:00");
  n_free = count_free (fixture);

  /* What comes of it shows at once, and holds once it is saved. */
  remove_range (fixture, day);
  g_assert_true (offers_save (fixture));
  g_assert_cmpuint (count_free (fixture), <, n_free);
  g_assert_cmpuint (count_ranges (), ==, 5);
  g_assert_true (fake_availability_has_kept ());
  press (fixture, "Save");
  g_assert_cmpuint (fake_availability_count_puts (), ==, 1);
  g_assert_cmpuint (count_ranges (), ==, 4);
  g_assert_false (offers_save (fixture));
  g_assert_false (fake_availability_has_kept ());
}

static void
check_discard (Fixture *fixture, gconstpointer data)
{
  guint n_free;

  open_page (fixture);
  n_free = count_free (fixture);
  remove_range (fixture, "Tuesday");
  press (fixture, "Discard");
  g_assert_false (offers_save (fixture));
  g_assert_false (fake_availability_has_kept ());
  g_assert_cmpuint (count_free (fixture), ==, n_free);
  g_assert_nonnull (find (find_row (fixture, "Tuesday", 0), is_of_type, "TogRangeButton", 0));
}

/* In a popover that isn't shown. */
static gboolean
is_calendar (GtkWidget *widget, const char *text)
{
  return GTK_IS_CALENDAR (widget);
}

static gboolean
is_button_of (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) &&
         (text == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0);
}

static void
check_exception (Fixture *fixture, gconstpointer data)
{
  GtkWidget *calendar, *button;
  g_autoptr (GDateTime) date = g_date_time_new_utc (2031, 5, 1, 12, 0, 0);
  gsize n_exceptions;
  const TogHoursException *exceptions;

  open_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "No Exceptions", 0));
  calendar = find (find (fixture->window, is_of_type, "TogHoursEditor", 0), is_calendar, NULL, 0);
  g_assert_nonnull (calendar);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), date);
  settle ();
  /* No day is taken before that is wanted, and the one that is chosen already can be. */
  g_assert_nonnull (find (fixture->window, says, "No Exceptions", 0));
  assert_name (calendar, "Thursday 1 May 2031");
  assert_name (find (calendar, is_button_of, NULL, 1), "Next Month");
  button = find (gtk_widget_get_parent (calendar), is_button_of, "Add Thursday 1 May 2031", 0);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  g_assert_nonnull (find (find_row (fixture, "Thursday 1 May 2031", 0), says, "Day off", 0));
  press (fixture, "Save");
  exceptions = tog_working_hours_get_exceptions (fake_availability_get ()->hours, &n_exceptions);
  g_assert_cmpuint (n_exceptions, ==, 1);
  g_assert_cmpint (exceptions[0].day, ==, tog_day_from_civil (2031, 5, 1));
  g_assert_cmpuint (exceptions[0].n_ranges, ==, 0);
}

/* P06: both versions are shown, and nothing is overwritten that was not seen. */
static void
check_conflict (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  remove_range (fixture, "Tuesday");
  fake_availability_change ();
  press (fixture, "Save");
  g_assert_cmpuint (fake_availability_count_puts (), ==, 0);
  g_assert_nonnull (find (fixture->window, is_visible_label, "Monday: Day off, yours: 09:00", 0));
  g_assert_nonnull (
      find (fixture->window, is_visible_label, "Tuesday: 09:00 – 17:00, yours: Day off", 0));
  press (fixture, "Save Mine");
  g_assert_cmpuint (fake_availability_count_puts (), ==, 1);
  g_assert_false (offers_save (fixture));

  remove_range (fixture, "Wednesday");
  fake_availability_change ();
  press (fixture, "Save");
  press (fixture, "Use Theirs");
  g_assert_cmpuint (fake_availability_count_puts (), ==, 1);
  g_assert_false (offers_save (fixture));
  g_assert_null (find (find_row (fixture, "Monday", 0), is_of_type, "TogRangeButton", 0));
  g_assert_nonnull (find (find_row (fixture, "Wednesday", 0), is_of_type, "TogRangeButton", 0));
}

/* Nothing is lost: neither without network, nor when the window is closed. */
static void
check_offline (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  remove_range (fixture, "Tuesday");
  fake_availability_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  press (fixture, "Save");
  g_assert_nonnull (find (fixture->window, is_visible_label, "The server can’t be reached.", 0));
  g_assert_true (offers_save (fixture));

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  fake_availability_fail (-1, NULL);
  fixture->window = tog_window_new (NULL, fixture->accounts);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  tog_window_start (TOG_WINDOW (fixture->window), NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  open_page (fixture);
  g_assert_true (offers_save (fixture));
  g_assert_null (find (find_row (fixture, "Tuesday", 0), is_of_type, "TogRangeButton", 0));
  press (fixture, "Save");
  g_assert_cmpuint (count_ranges (), ==, 4);
}

static void
check_not_loaded (Fixture *fixture, gconstpointer data)
{
  fake_availability_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  open_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "The server can’t be reached.", 0));
  fake_availability_fail (-1, NULL);
  press (fixture, "Try Again");
  g_assert_nonnull (find (find_row (fixture, "Monday", 0), is_of_type, "TogRangeButton", 0));
}

static void
respond (const char *response)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (!ADW_IS_MESSAGE_DIALOG (toplevel))
        continue;
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (toplevel), response);
      settle ();
      return;
    }
  g_assert_not_reached ();
}

/* P20: all that is sent is shown before anything is sent. */
static void
check_calendars (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = tog_account_get_share (fixture->account);
  TogInstant now = tog_format_get_now ();
  TogInstant day = now - now % TOG_DAY_SECONDS + 3 * TOG_DAY_SECONDS;
  TogSlot busy[] = { { day + 10 * TOG_HOUR, day + 11 * TOG_HOUR },
                     { day + 22 * TOG_HOUR, day + 26 * TOG_HOUR } };
  TogDesktopCalendar *work, *family;
  GtkWidget *list, *label;

  work = fake_calendar_add ("work", "Work");
  family = fake_calendar_add ("family", "Family");
  fake_calendars_set_status (TOG_CALENDARS_READY, NULL);
  open_page (fixture);
  g_assert_nonnull (find (find_row (fixture, "Work", 0), says, "Nextcloud", 0));
  g_assert_null (find (fixture->window, says, "What Leaves This Computer", 0));

  gtk_switch_set_active (
      GTK_SWITCH (find (find_row (fixture, "Work", 0), is_of_type, "GtkSwitch", 0)), TRUE);
  assert_name (find (find_row (fixture, "Work", 0), is_of_type, "GtkSwitch", 0), "Work");
  fake_calendar_read (work, busy, G_N_ELEMENTS (busy));
  settle ();
  g_assert_nonnull (find (fixture->window, says, "2 busy times in the next 8 weeks", 0));
  g_assert_nonnull (find (fixture->window, says, "No titles, no places, no people", 0));
  g_assert_false (tog_calendar_share_get_enabled (share));

  gtk_widget_activate (find_row (fixture, "Show All of Them", 0));
  settle ();
  list = find_dialog (fixture->window);
  g_assert_nonnull (find (list, is_visible_label, "10:00 – 11:00", 0));
  g_assert_nonnull (find (list, is_visible_label, "22:00 – ", 0));
  label = find (list, is_visible_label, "10:00 – 11:00", 0);
  assert_name (gtk_widget_get_parent (label), gtk_label_get_text (GTK_LABEL (label)));
  gtk_window_destroy (GTK_WINDOW (list));
  settle ();

  press (fixture, "Share Busy Times");
  g_assert_true (tog_calendar_share_get_enabled (share));

  /* One that fails is named with its age, and affects no other. */
  gtk_switch_set_active (
      GTK_SWITCH (find (find_row (fixture, "Family", 0), is_of_type, "GtkSwitch", 0)), TRUE);
  tog_desktop_calendar_set_state (
      family, TOG_DESKTOP_CALENDAR_FAILED, "Its account asks for the password");
  g_signal_emit_by_name (share, "changed");
  settle ();
  g_assert_nonnull (find (find_row (fixture, "Family", 0),
                          is_visible_label,
                          "Its account asks for the password. Unknown to others",
                          0));
  g_assert_nonnull (find (find_row (fixture, "Work", 0), says, "Nextcloud, 2 busy times", 0));

  press (fixture, "Stop Sharing…");
  respond ("cancel");
  g_assert_true (tog_calendar_share_get_enabled (share));
  press (fixture, "Stop Sharing…");
  respond ("stop");
  g_assert_false (tog_calendar_share_get_enabled (share));
}

/* What was stopped elsewhere is said, and not shared again without a question. */
static void
check_stopped_elsewhere (Fixture *fixture, gconstpointer data)
{
  TogCalendarShare *share = tog_account_get_share (fixture->account);
  TogDesktopCalendar *work = fake_calendar_add ("work", "Work");
  GtkSwitch *work_switch;

  fake_calendar_add ("family", "Family");
  fake_calendars_set_status (TOG_CALENDARS_READY, NULL);
  tog_calendar_share_set_counts (share, "work", TRUE);
  tog_calendar_share_set_counts (share, "family", TRUE);
  tog_calendar_share_set_enabled (share, TRUE);
  open_page (fixture);
  work_switch = GTK_SWITCH (find (find_row (fixture, "Work", 0), is_of_type, "GtkSwitch", 0));
  g_assert_true (gtk_switch_get_active (work_switch));

  fake_calendar_remove_elsewhere (work);
  settle ();
  g_assert_false (gtk_switch_get_active (work_switch));
  g_assert_nonnull (
      find (find_row (fixture, "Work", 0), says, "Nextcloud, Sharing was stopped elsewhere", 0));

  for (int i = 0; i < 2; i++)
    {
      gtk_switch_set_active (work_switch, TRUE);
      settle ();
      g_assert_false (tog_calendar_share_get_counts (share, "work"));
      respond (i == 0 ? "cancel" : "share");
      g_assert_cmpint (tog_calendar_share_get_counts (share, "work"), ==, i == 1);
      g_assert_cmpint (gtk_switch_get_active (work_switch), ==, i == 1);
    }
  g_assert_null (
      find (find_row (fixture, "Work", 0), says, "Nextcloud, Sharing was stopped elsewhere", 0));
}

static void
check_missing (Fixture *fixture, gconstpointer data)
{
  fake_calendars_set_status (TOG_CALENDARS_MISSING, "Evolution Data Server is not installed");
  open_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "Evolution Data Server is not installed", 0));
  remove_range (fixture, "Monday");
  press (fixture, "Save");
  g_assert_cmpuint (fake_availability_count_puts (), ==, 1);
}

static void
check_addresses (Fixture *fixture, gconstpointer data)
{
  TogSource *broken = tog_source_new ();
  GtkWidget *entry, *button;

  broken->id = g_strdup ("address-1");
  broken->name = g_strdup ("cloud.example");
  broken->kind = TOG_SOURCE_ADDRESS;
  broken->url = g_strdup ("https://cloud.example/secret.ics");
  broken->state = TOG_SOURCE_BROKEN;
  broken->problem = g_strdup ("It answers with a web page. Look for the address in iCal format.");
  fake_sources_add (broken);
  open_page (fixture);
  g_assert_nonnull (find (find_row (fixture, "cloud.example", 0),
                          is_visible_label,
                          "Can’t be read, so your time is unknown to others. It answers with a "
                          "web page.",
                          0));
  entry = find (fixture->window, is_of_type, "AdwEntryRow", 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "http://cal.example/a.ics");
  g_signal_emit_by_name (entry, "apply");
  settle ();
  g_assert_null (fake_sources_get_url ());
  g_assert_nonnull (find (fixture->window, is_visible_label, "has to begin with https://", 0));
  gtk_editable_set_text (GTK_EDITABLE (entry), " webcal://cal.example/a.ics ");
  gtk_widget_grab_focus (entry);
  g_signal_emit_by_name (entry, "apply");
  settle ();
  /* The next one is typed right after. */
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (entry)), entry));
  g_assert_cmpstr (fake_sources_get_url (), ==, "webcal://cal.example/a.ics");
  g_assert_nonnull (
      find (find_row (fixture, "cal.example", 0), is_visible_label, "Not read yet.", 0));

  /* Time goes by, and the focus stays where it is. */
  button = find (find_row (fixture, "cloud.example", 0), is_of_type, "GtkButton", 0);
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (tog_account_get_share (fixture->account), "changed");
  settle ();
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (fixture->window)) == button);

  click (button);
  settle ();
  g_assert_null (find (fixture->window, says, "cloud.example", 0));
}

static void
check_named (Fixture *fixture, gconstpointer data)
{
  TogHome *home = tog_account_get_home (fixture->account);
  GtkWidget *widget;

  tog_me_set_named (home->me, TRUE, TRUE);
  g_object_notify (G_OBJECT (fixture->account), "home");
  open_page (fixture);
  widget = find (find_row (fixture, "Heat Maps May Name Me", 0), is_of_type, "GtkSwitch", 0);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (widget)));
  gtk_switch_set_active (GTK_SWITCH (widget), FALSE);
  settle ();
  g_assert_false (fake_heat_map_name_get ());

  /* What could not be changed isn't shown as if it were. */
  fake_availability_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  gtk_switch_set_active (GTK_SWITCH (widget), FALSE);
  settle ();
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (widget)));
  g_assert_nonnull (find (fixture->window, says, "The server can’t be reached.", 0));
}

static void
check_sharing_off (Fixture *fixture, gconstpointer data)
{
  TogHome *home = tog_account_get_home (fixture->account);

  home->me->calendar_sharing = FALSE;
  g_object_notify (G_OBJECT (fixture->account), "home");
  open_page (fixture);
  g_assert_nonnull (
      find (fixture->window, says, "Your organization doesn’t let calendars be shared", 0));
  g_assert_null (find (fixture->window, says, "Desktop Calendars", 0));
  g_assert_null (find (fixture->window, says, "Other Calendars", 0));
  g_assert_cmpuint (count_free (fixture), >, 0);
}

static void
check_narrow (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSlot busy = { now / TOG_HOUR * TOG_HOUR, now / TOG_HOUR * TOG_HOUR + TOG_HOUR };
  TogDesktopCalendar *calendar = fake_calendar_add ("work", "Work and everything else there is");

  fake_calendars_set_status (TOG_CALENDARS_READY, NULL);
  open_page (fixture);
  tog_calendar_share_set_counts (tog_account_get_share (fixture->account), "work", TRUE);
  fake_calendar_read (calendar, &busy, 1);
  remove_range (fixture, "Monday");
  assert_narrow (fixture->window);
}

/* What says that a calendar broke leads to where that is mended. */
static void
check_todo (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find_row (fixture, "“Family” calendar can’t be read", 0);

  assert_name (find_button (row, "Show", 0), "Show your calendars");
  gtk_widget_activate_action (find_button (row, "Show", 0), "main.show", "s", "availability");
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Working Hours", 0));
}

static void
check_text (void)
{
  g_autofree char *night = tog_hours_text_dup_time (26 * 60);
  g_autofree char *midnight = tog_hours_text_dup_time (24 * 60);
  g_autofree char *sunday = tog_hours_text_dup_weekday (7);
  g_autofree char *notice = tog_hours_text_dup_seconds (2 * TOG_DAY_SECONDS);

  g_assert_nonnull (strstr (night, "02:00"));
  g_assert_nonnull (strstr (night, "(next day)"));
  g_assert_cmpstr (midnight, ==, "Midnight");
  g_assert_cmpstr (sunday, ==, "Sunday");
  g_assert_cmpstr (notice, ==, "2 days");
}

int
main (int argc, char **argv)
{
  page_test_init (&argc, &argv);
  g_test_add_func ("/ui/availability/P12/text", check_text);
  add ("/ui/availability/save", 3, check_save);
  add ("/ui/availability/discard", 3, check_discard);
  add ("/ui/availability/P12/exception", 3, check_exception);
  add ("/ui/availability/P06/conflict", 3, check_conflict);
  add ("/ui/availability/P31/offline", 3, check_offline);
  add ("/ui/availability/P28/not-loaded", 3, check_not_loaded);
  add ("/ui/availability/P16/P20/calendars", 3, check_calendars);
  add ("/ui/availability/P20/stopped-elsewhere", 3, check_stopped_elsewhere);
  add ("/ui/availability/missing", 3, check_missing);
  add ("/ui/availability/addresses", 3, check_addresses);
  add ("/ui/availability/named", 3, check_named);
  add ("/ui/availability/sharing-off", 3, check_sharing_off);
  add ("/ui/availability/P36/narrow", 3, check_narrow);
  add ("/ui/availability/todo", 3, check_todo);
  return g_test_run ();
}
