#include "config.h"

#include "fake-availability.h"
#include "fake-session-calendar.h"
#include "page-fixture.h"
#include "tog-format.h"
#include "tog-todo-row.h"

#include <string.h>

static TogSession *
show_session (Fixture *fixture, TogInstant start)
{
  g_autoptr (TogHome) home = fake_home_new (2, start - 5 * TOG_MINUTE);

  fake_account_set_home (fixture->account, home, tog_format_get_now ());
  settle ();
  return home->next_session;
}

static void
offer_slot (TogSession *session, TogCalendarOfferKind kind, TogSlot slot)
{
  g_autoptr (TogCalendarOffer) change = tog_calendar_offer_new (session, kind, slot, "Private");

  fake_session_calendar_offer (change);
  settle ();
}

static void
offer (TogSession *session, TogCalendarOfferKind kind, TogInstant start)
{
  gboolean is_there = kind != TOG_CALENDAR_OFFER_DELETED;

  offer_slot (session, kind, (TogSlot){ start, is_there ? start + TOG_HOUR : start });
}

static GtkWidget *
get_row (Fixture *fixture)
{
  return find (fixture->window, is_of_type, "TogTodoRow", 0);
}

static void
check_moved (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogSlot slot = { now + 50 * TOG_HOUR, now + 51 * TOG_HOUR };
  g_autofree char *there = tog_format_session_time (zone, slot, now);
  g_autofree char *here = tog_format_session_time (zone, session->slot, now);
  g_autofree char *both = g_strdup_printf ("There: %s. For everybody: %s", there, here);
  g_autofree char *id = g_strdup (session->id);
  GtkWidget *button;

  g_assert_null (get_row (fixture));
  offer (session, TOG_CALENDAR_OFFER_MOVED, slot.start);
  g_assert_nonnull (find (
      get_row (fixture), says, "You moved “Giving and receiving feedback” in your calendar", 0));
  g_assert_nonnull (find (get_row (fixture), says, both, 0));
  button = find_button (get_row (fixture), "Propose This Time…", 0);
  assert_name (button, "Propose the time in your calendar for “Giving and receiving feedback”");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.propose");

  /* The focus stays where it was when something else happens. */
  gtk_widget_grab_focus (button);
  fake_session_calendar_set_state (FALSE, 2, NULL);
  fake_account_set_home (fixture->account, tog_account_get_home (fixture->account), now);
  settle ();
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (fixture->window)) ==
                 find_button (get_row (fixture), "Propose This Time…", 0));

  click (find_button (get_row (fixture), "Restore", 0));
  settle ();
  g_assert_cmpstr (fake_session_calendar_get_restored (), ==, id);
  g_assert_null (get_row (fixture));
}

static void
check_deleted (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);
  g_autofree char *id = g_strdup (session->id);

  offer (session, TOG_CALENDAR_OFFER_DELETED, 0);
  g_assert_nonnull (find (get_row (fixture),
                          says,
                          "You deleted “Giving and receiving feedback” from your calendar",
                          0));
  g_assert_nonnull (find_button (get_row (fixture), "Find Another Time…", 0));
  g_assert_nonnull (find_button (get_row (fixture), "Restore", 0));
  g_assert_null (find_button (get_row (fixture), "Propose This Time…", 0));

  /* The session's own page says the same. */
  gtk_widget_activate_action (
      fixture->window, "win.open-match", "(ss)", session->match_id, session->id);
  settle ();
  g_assert_nonnull (get_row (fixture));
  click (find_button (get_row (fixture), "Leave Out", 0));
  settle ();
  g_assert_cmpstr (fake_session_calendar_get_left_out (), ==, id);
  g_assert_null (get_row (fixture));
}

/* It is still where it was before others moved it: the row is one that said another thing. */
static void
check_late (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);
  g_autofree char *id = g_strdup (session->id);
  GtkWidget *button;

  offer (session, TOG_CALENDAR_OFFER_MOVED, now + 50 * TOG_HOUR);
  offer (session, TOG_CALENDAR_OFFER_LATE, now + 50 * TOG_HOUR);
  g_assert_nonnull (find (get_row (fixture),
                          says,
                          "“Giving and receiving feedback” was moved, but not in your calendar",
                          0));
  g_assert_null (find_button (get_row (fixture), "Propose This Time…", 0));
  g_assert_null (find_button (get_row (fixture), "Restore", 0));
  button = find_button (get_row (fixture), "Update", 0);
  assert_name (button, "Update “Giving and receiving feedback” in your calendar");
  click (button);
  settle ();
  g_assert_cmpstr (fake_session_calendar_get_restored (), ==, id);
  g_assert_null (get_row (fixture));
}

/* Where only its length is another, nothing was moved. */
static void
check_resized (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);
  TogSlot slot = { session->slot.start, session->slot.end + 15 * TOG_MINUTE };

  offer_slot (session, TOG_CALENDAR_OFFER_MOVED, slot);
  g_assert_nonnull (find (get_row (fixture),
                          says,
                          "You changed how long “Giving and receiving feedback” is in your "
                          "calendar",
                          0));
  g_assert_nonnull (find_button (get_row (fixture), "Propose This Time…", 0));
}

/* What takes all day, or is past, can't be proposed. */
static void
check_no_time (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogDay day = tog_zone_to_wall (zone, now).day + 3;
  TogSlot slots[] = {
    { tog_zone_from_wall (zone, (TogWallTime){ day, 0 }),
      tog_zone_from_wall (zone, (TogWallTime){ day + 1, 0 }) },
    { now - TOG_HOUR, now },
    { session->slot.start, session->slot.start + 90 * TOG_MINUTE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *there = tog_format_event_time (zone, slots[i], now);
      g_autofree char *here = tog_format_session_time (zone, session->slot, now);
      g_autofree char *both = g_strdup_printf ("There: %s. For everybody: %s", there, here);
      GtkWidget *find_another;

      offer_slot (session, TOG_CALENDAR_OFFER_MOVED, slots[i]);
      g_assert_nonnull (find (get_row (fixture), says, both, 0));
      g_assert_cmpint (g_str_has_suffix (there, ", all day"), ==, i == 0);
      g_assert_null (find_button (get_row (fixture), "Propose This Time…", 0));
      g_assert_nonnull (find_button (get_row (fixture), "Restore", 0));
      find_another = find_button (get_row (fixture), "Find Another Time…", 0);
      g_assert_cmpstr (
          gtk_actionable_get_action_name (GTK_ACTIONABLE (find_another)), ==, "win.reschedule");
    }
}

/* Also where no window shows it. */
static gboolean
has_text (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

/* A group is no part of the time at which it meets. */
static void
check_group (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autoptr (TogSession) session = tog_session_new ();
  g_autoptr (TogGroup) group = tog_group_new ();
  TogSlot slot = { now + 50 * TOG_HOUR, now + 51 * TOG_HOUR };
  g_autofree char *here = NULL;

  session->id = g_strdup ("group-session");
  session->group_id = g_strdup ("circle");
  session->title = g_strdup ("Saying no kindly");
  session->slot = (TogSlot){ now + 26 * TOG_HOUR, now + 27 * TOG_HOUR };
  group->team.id = g_strdup ("circle");
  group->name = g_strdup ("Maintainers Circle");
  here = tog_format_session_time (zone, session->slot, now);
  for (int is_deleted = 0; is_deleted < 2; is_deleted++)
    {
      g_autoptr (TogCalendarOffer) change = tog_calendar_offer_new (
          session,
          is_deleted ? TOG_CALENDAR_OFFER_DELETED : TOG_CALENDAR_OFFER_MOVED,
          slot,
          "Private");
      GtkWidget *row = g_object_ref_sink (tog_todo_row_new_offer (change, TOG_TEAM (group)));
      g_autofree char *there = tog_format_session_time (zone, slot, now);
      g_autofree char *detail =
          is_deleted
              ? g_strdup_printf ("Maintainers Circle. For everybody it still is: %s", here)
              : g_strdup_printf ("Maintainers Circle. There: %s. For everybody: %s", there, here);

      g_assert_nonnull (find (row, has_text, detail, 0));
      g_object_unref (row);
    }
}

/* Its buttons need several lines there. */
static void
check_narrow (Fixture *fixture, gconstpointer data)
{
  TogInstant now = tog_format_get_now ();
  TogSession *session = show_session (fixture, now + 26 * TOG_HOUR);

  offer (session, TOG_CALENDAR_OFFER_MOVED, now + 50 * TOG_HOUR);
  offer (session, TOG_CALENDAR_OFFER_DELETED, 0);
  assert_narrow (fixture->window);
}

static void
open_page (Fixture *fixture)
{
  GtkWidget *label = find (fixture->window, says, "Availability", 0);

  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  settle ();
}

static AdwComboRow *
get_combo (Fixture *fixture)
{
  GtkWidget *label = find (fixture->window, says, "Put Sessions Into", 0);

  return label != NULL ? ADW_COMBO_ROW (gtk_widget_get_ancestor (label, ADW_TYPE_COMBO_ROW)) : NULL;
}

static const char *
get_choice (AdwComboRow *row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (row));
}

static void
check_choice (Fixture *fixture, gconstpointer data)
{
  TogSessionCalendar *calendar = tog_account_get_session_calendar (fixture->account);
  TogDesktopCalendar *birthdays;
  AdwComboRow *row;

  open_page (fixture);
  g_assert_null (get_combo (fixture));

  fake_calendar_add ("one", "Private");
  birthdays = fake_calendar_add ("two", "Birthdays");
  tog_desktop_calendar_set_read_only (birthdays, TRUE);
  fake_calendars_set_status (TOG_CALENDARS_READY, NULL);
  wait_for (get_combo (fixture) != NULL);
  row = get_combo (fixture);
  g_assert_cmpstr (get_choice (row), ==, "None");
  /* Nothing can be put among birthdays. */
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, 2);

  adw_combo_row_set_selected (row, 1);
  g_assert_cmpstr (tog_session_calendar_get_choice (calendar), ==, "one");
  fake_session_calendar_set_state (FALSE, 2, NULL);
  wait_for (find (GTK_WIDGET (row), says, "2 upcoming sessions are in it", 0) != NULL);
  g_assert_true (g_str_has_prefix (get_choice (row), "Private"));
  fake_session_calendar_set_state (TRUE, 2, NULL);
  wait_for (find (GTK_WIDGET (row), says, "Being brought up to date…", 0) != NULL);
  fake_session_calendar_set_state (FALSE, 2, "Nothing can be put into this calendar.");
  wait_for (find (GTK_WIDGET (row), says, "Nothing can be put into this calendar.", 0) != NULL);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "trouble"));

  adw_combo_row_set_selected (row, 0);
  g_assert_null (tog_session_calendar_get_choice (calendar));
}

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  add ("/ui/session-calendar/moved", 2, check_moved);
  add ("/ui/session-calendar/deleted", 2, check_deleted);
  add ("/ui/session-calendar/resized", 2, check_resized);
  add ("/ui/session-calendar/late", 2, check_late);
  add ("/ui/session-calendar/no-time", 2, check_no_time);
  add ("/ui/session-calendar/group", 2, check_group);
  add ("/ui/session-calendar/P36/narrow", 2, check_narrow);
  add ("/ui/session-calendar/choice", 2, check_choice);
  return g_test_run ();
}
