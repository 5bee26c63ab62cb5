#include "fake-notes.h"
#include "page-fixture.h"
#include "tog-background.h"
#include "tog-link.h"
#include "tog-preferences-window.h"
#include "tog-reminder-choice.h"

typedef struct
{
  Fixture base;
  GApplication *application;
  TogBackground *background;
  GtkWidget *preferences;
  TogReminders changed;
  guint n_changes;
} PreferencesFixture;

static void
changed_cb (PreferencesFixture *fixture, const TogReminders *reminders)
{
  fixture->changed = *reminders;
  fixture->n_changes++;
}

static void
open_preferences (PreferencesFixture *fixture)
{
  fixture->preferences = GTK_WIDGET (tog_preferences_window_new (
      GTK_WINDOW (fixture->base.window), fixture->base.account, fixture->background));
  g_signal_connect_swapped (
      fixture->preferences, "reminders-changed", G_CALLBACK (changed_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->preferences));
  wait_for (gtk_widget_get_mapped (fixture->preferences));
  settle ();
}

static void
set_up_preferences (PreferencesFixture *fixture, gconstpointer data)
{
  set_up (&fixture->base, data);
  /* Without a bus: there is nobody to ask. */
  fixture->application = g_application_new (NULL, G_APPLICATION_DEFAULT_FLAGS);
  g_assert_true (g_application_register (fixture->application, NULL, NULL));
  fixture->background = tog_background_new (fixture->application, fixture->base.accounts, NULL);
}

static void
tear_down_preferences (PreferencesFixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  settle ();
  g_assert_finalize_object (fixture->background);
  g_assert_finalize_object (fixture->application);
  tear_down (&fixture->base, data);
}

static void
check_minutes (void)
{
  static const int chosen[] = { 1440, 45, 10 };
  g_autoptr (GtkWidget) choice =
      g_object_ref_sink (tog_reminder_choice_new ("By Mail", "mail-unread-symbolic"));
  TogReminderChoice *self = TOG_REMINDER_CHOICE (choice);
  int minutes[TOG_MAX_REMINDERS];

  /* What was chosen elsewhere is kept, in its place. */
  tog_reminder_choice_set_minutes (self, chosen, G_N_ELEMENTS (chosen));
  g_assert_cmpuint (tog_reminder_choice_get_minutes (self, minutes), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (minutes[i], ==, chosen[i]);
  tog_reminder_choice_set_minutes (self, NULL, 0);
  g_assert_cmpuint (tog_reminder_choice_get_minutes (self, minutes), ==, 0);
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (choice)), ==, "Never");
}

static GtkWidget *
find_check (PreferencesFixture *fixture, guint row, const char *title)
{
  GtkWidget *choice = find (fixture->preferences, is_of_type, "TogReminderChoice", row);
  GtkWidget *label;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (choice), TRUE);
  /* It unfolds. */
  wait_for ((label = find (choice, says, title, 0)) != NULL);
  return find (
      gtk_widget_get_ancestor (label, ADW_TYPE_ACTION_ROW), is_of_type, "GtkCheckButton", 0);
}

static void
check_reminders (PreferencesFixture *fixture, gconstpointer data)
{
  TogReminders *reminders = fake_reminders_get ();

  open_preferences (fixture);
  g_assert_nonnull (find (fixture->preferences, says, "1 day, 10 minutes before", 1));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "1 hour before")), TRUE);
  /* At once after: both are kept, one after the other. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 1, "1 day before")), FALSE);
  settle ();
  g_assert_cmpuint (reminders->n_desktop, ==, 3);
  g_assert_cmpint (reminders->desktop[1], ==, 60);
  g_assert_cmpuint (reminders->n_mail, ==, 1);
  g_assert_cmpint (reminders->mail[0], ==, 10);
  g_assert_nonnull (find (fixture->preferences, says, "1 day, 1 hour, 10 minutes before", 0));
  g_assert_cmpuint (fixture->n_changes, ==, fake_reminders_count ());
  g_assert_cmpuint (fixture->changed.n_desktop, ==, 3);
}

/* No more than can be kept; what is chosen can still be dropped. */
static void
check_most (PreferencesFixture *fixture, gconstpointer data)
{
  open_preferences (fixture);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "1 hour before")), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "2 hours before")), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "5 minutes before")),
                               TRUE);
  settle ();
  g_assert_cmpuint (fake_reminders_get ()->n_desktop, ==, TOG_MAX_REMINDERS);
  g_assert_false (gtk_widget_is_sensitive (find_check (fixture, 0, "30 minutes before")));
  g_assert_true (gtk_widget_is_sensitive (find_check (fixture, 0, "1 day before")));
}

/* What could not be kept is not shown as if it were. */
static void
check_failure (PreferencesFixture *fixture, gconstpointer data)
{
  open_preferences (fixture);
  fake_notes_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "1 hour before")), TRUE);
  settle ();
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_nonnull (find (fixture->preferences, says, "The server can’t be reached.", 0));
  g_assert_false (
      gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (fixture, 0, "1 hour before"))));
}

static void
check_offline (PreferencesFixture *fixture, gconstpointer data)
{
  fake_notes_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  open_preferences (fixture);
  g_assert_nonnull (find (fixture->preferences, says, "The server can’t be reached.", 1));
  g_assert_null (find_button (fixture->preferences, "Make Feed", 0));
}

static void
check_background (PreferencesFixture *fixture, gconstpointer data)
{
  GtkWidget *widget;

  open_preferences (fixture);
  widget = find (fixture->preferences, is_of_type, "GtkSwitch", 0);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  wait_for (tog_background_get_enabled (fixture->background));
  settle ();
  g_assert_true (gtk_switch_get_state (GTK_SWITCH (widget)));
  gtk_switch_set_active (GTK_SWITCH (widget), FALSE);
  wait_for (!tog_background_get_enabled (fixture->background));
  settle ();
  g_assert_false (gtk_switch_get_state (GTK_SWITCH (widget)));
}

static void
respond (PreferencesFixture *fixture, const char *response)
{
  GtkWidget *dialog = NULL;
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        dialog = toplevel;
    }
  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  settle ();
}

static void
check_feed (PreferencesFixture *fixture, gconstpointer data)
{
  open_preferences (fixture);
  g_assert_nonnull (find (fixture->preferences, says, "There is no feed", 0));
  click (find_button (fixture->preferences, "Make Feed", 0));
  settle ();
  g_assert_nonnull (find (fixture->preferences, says, "There is a feed", 0));
  g_assert_nonnull (
      find (fixture->preferences, says, "https://meridian.example/feeds/secret.ics", 0));

  click (find_button (fixture->preferences, "Revoke…", 0));
  settle ();
  respond (fixture, "cancel");
  g_assert_cmpuint (fake_feed_count (TOG_FEED_REVOKE), ==, 0);
  click (find_button (fixture->preferences, "Revoke…", 0));
  settle ();
  respond (fixture, "revoke");
  g_assert_cmpuint (fake_feed_count (TOG_FEED_REVOKE), ==, 1);
  g_assert_nonnull (find (fixture->preferences, says, "There is no feed", 0));
  g_assert_null (find (fixture->preferences, says, "https://meridian.example/feeds/secret.ics", 0));
}

/* P36: as narrow as a phone, with the longest there is to show. */
static void
check_narrow (PreferencesFixture *fixture, gconstpointer data)
{
  int minimum;

  open_preferences (fixture);
  click (find_button (fixture->preferences, "Make Feed", 0));
  find_check (fixture, 0, "1 week before");
  gtk_widget_measure (find (fixture->preferences, is_of_type, "AdwPreferencesPage", 0),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* Another address ends the one there is, so that is asked. */
static void
check_new_address (PreferencesFixture *fixture, gconstpointer data)
{
  open_preferences (fixture);
  click (find_button (fixture->preferences, "Make Feed", 0));
  settle ();
  click (find_button (fixture->preferences, "New Address…", 0));
  settle ();
  g_assert_cmpuint (fake_feed_count (TOG_FEED_MAKE), ==, 1);
  respond (fixture, "make");
  g_assert_cmpuint (fake_feed_count (TOG_FEED_MAKE), ==, 2);
}

static void
check_calendar_link (void)
{
  g_autofree char *link = tog_link_dup_calendar ("https://meridian.example/feeds/a.ics");
  g_autofree char *loopback = tog_link_dup_calendar ("http://127.0.0.1:8080/feeds/a.ics");

  g_assert_cmpstr (link, ==, "webcals://meridian.example/feeds/a.ics");
  g_assert_cmpstr (loopback, ==, "webcal://127.0.0.1:8080/feeds/a.ics");
}

#define add_preferences(path, function)                                                            \
  g_test_add (path,                                                                                \
              PreferencesFixture,                                                                  \
              GUINT_TO_POINTER (3),                                                                \
              set_up_preferences,                                                                  \
              function,                                                                            \
              tear_down_preferences)

int
main (int argc, char **argv)
{
  g_autofree char *config = g_build_filename (g_getenv ("TOG_BUILDDIR"), "test-config", NULL);

  /* What starts the app at login is not to be the user's own. */
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  page_test_init (&argc, &argv);
  g_test_add_func ("/ui/preferences/minutes", check_minutes);
  g_test_add_func ("/ui/preferences/calendar-link", check_calendar_link);
  add_preferences ("/ui/preferences/reminders", check_reminders);
  add_preferences ("/ui/preferences/most", check_most);
  add_preferences ("/ui/preferences/failure", check_failure);
  add_preferences ("/ui/preferences/offline", check_offline);
  add_preferences ("/ui/preferences/background", check_background);
  add_preferences ("/ui/preferences/feed", check_feed);
  add_preferences ("/ui/preferences/P36/narrow", check_narrow);
  add_preferences ("/ui/preferences/new-address", check_new_address);
  return g_test_run ();
}
