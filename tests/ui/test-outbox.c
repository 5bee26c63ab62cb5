#include "config.h"

#include "fake-outbox.h"
#include "page-fixture.h"
#include "tog-outbox-private.h"
#include "tog-outbox-text.h"
#include "tog-outbox-toast.h"
#include "tog-outbox-window.h"
#include "tog-session-request.h"
#include "tog-window.h"

static TogOutboxItem *
add_answer (const char *title, TogAnswer answer)
{
  TogAnswerRequest request = { answer, NULL };
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_ANSWER, key);

  item->session_id = g_strdup (title);
  item->match_id = g_strdup ("ines-asha");
  g_free (item->title);
  item->title = g_strdup (title);
  item->body = tog_answer_request_to_text (&request);
  fake_outbox_add (item);
  return item;
}

static GtkWidget *
find_undo (GtkWidget *window, const char *type)
{
  GtkWidget *widget = find (window, is_of_type, type, 0);

  return widget != NULL ? find_button (widget, "Undo", 0) : NULL;
}

/* P32: what comes next says that nobody knows yet what was answered. */
static void
check_next (Fixture *fixture, gconstpointer data)
{
  TogHome *home = tog_account_get_home (fixture->account);
  TogSession *next = home->next_session;
  GtkWidget *card = find (fixture->window, is_of_type, "TogNextSessionCard", 0);
  TogOutboxItem *item;

  fake_outbox_reset ();
  settle ();
  g_assert_null (find (card, says, "Declined. Waiting to be sent", 0));
  tog_session_find_participant (next, home->me->member->id)->answer = TOG_ANSWER_DECLINED;
  item = add_answer (next->title, TOG_ANSWER_DECLINED);
  g_free (item->session_id);
  item->session_id = g_strdup (next->id);
  g_signal_emit_by_name (tog_account_get_outbox (fixture->account), "changed");
  settle ();
  g_assert_nonnull (find (card, says, "Declined. Waiting to be sent", 0));
  fake_outbox_reset ();
  settle ();
  g_assert_nonnull (find (card, says, "Declined", 0));
}

/* P32: what waits and what failed is shown, with what can be done about it. */
static void
check_list (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, "It is over.");
  g_autofree char *summary = NULL;
  TogOutboxItem *second;
  GtkWidget *window;

  fake_outbox_reset ();
  add_answer ("<b>First</b>", TOG_ANSWER_ACCEPTED);
  second = add_answer ("Second", TOG_ANSWER_DECLINED);
  window = GTK_WIDGET (tog_outbox_window_new (GTK_WINDOW (fixture->window), fixture->account));
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_nonnull (find (window, says, "Accept “<b>First</b>”", 0));
  g_assert_nonnull (find (window, says, "Decline “Second”", 0));
  assert_name (find_button (window, "Undo", 0), "Undo: Accept “<b>First</b>”");
  assert_name (find_button (window, "Undo", 1), "Undo: Decline “Second”");

  tog_outbox_refuse (outbox, second, TOG_OUTBOX_FAILED, error);
  settle ();
  g_assert_nonnull (find (window, says, "Could not be sent. It is over.", 0));
  g_assert_nonnull (find_button (window, "Try Again", 0));
  g_assert_cmpuint (tog_outbox_count_stuck (outbox), ==, 1);
  summary = tog_outbox_dup_summary (outbox);
  g_assert_cmpstr (summary, ==, "1 thing could not be sent, 1 thing waits to be sent");

  click (find_button (window, "Discard", 0));
  settle ();
  g_assert_null (find (window, says, "Decline “Second”", 0));
  /* What is left is tried again at once. */
  wait_for (find_undo (window, "TogOutboxRow") != NULL);
  click (find_undo (window, "TogOutboxRow"));
  settle ();
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 0);
  g_assert_nonnull (find (window, says, "Nothing Left to Send", 0));
  gtk_window_destroy (GTK_WINDOW (window));
}

static TogOutboxItem *
add_note (const char *text)
{
  TogNoteRequest request = { (char *) text, (char *) "" };
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item = tog_outbox_item_new (TOG_OUTBOX_NOTE, key);

  item->session_id = g_strdup ("session-amara");
  item->match_id = g_strdup ("amara");
  g_free (item->title);
  item->title = g_strdup ("Goals");
  item->etag = g_strdup ("1");
  item->body = tog_note_request_to_text (&request);
  fake_outbox_add (item);
  return item;
}

/* What somebody wrote can be told by its row, and isn't lost by one click. */
static void
check_discard (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED, "It was changed.");
  g_autoptr (TogOutboxItem) first = NULL;
  TogOutboxItem *note;
  GtkWidget *window;

  fake_outbox_reset ();
  note = add_note ("\n  On the train: <what> we <said>\nand more");
  add_answer ("Second", TOG_ANSWER_ACCEPTED);
  tog_outbox_refuse (outbox, note, TOG_OUTBOX_CONFLICT, error);
  window = GTK_WIDGET (tog_outbox_window_new (GTK_WINDOW (fixture->window), fixture->account));
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_nonnull (find (window,
                          says,
                          "On the train: <what> we <said>\n"
                          "Could not be sent: it was changed elsewhere meanwhile",
                          0));

  click (find_button (window, "Discard", 0));
  settle ();
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 1);
  g_assert_nonnull (find (window, says, "Discarded: Notes on “Goals”", 0));
  click (find_undo (window, "AdwToastWidget"));
  settle ();
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 2);
  g_assert_cmpuint (tog_outbox_count_stuck (outbox), ==, 1);
  first = g_list_model_get_item (G_LIST_MODEL (outbox), 0);
  g_assert_true (first == note);
  gtk_window_destroy (GTK_WINDOW (window));
  fake_outbox_reset ();
}

static gboolean
has_focus (GtkWidget *button)
{
  return button != NULL && gtk_root_get_focus (gtk_widget_get_root (button)) == button;
}

/* What came of trying again is said, also where it is the same as before, and the keyboard
 * stays where it was. */
static void
check_retry (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, "It is over.");
  TogOutboxItem *item;
  GtkWidget *window;

  fake_outbox_reset ();
  item = add_answer ("Over", TOG_ANSWER_ACCEPTED);
  tog_outbox_refuse (outbox, item, TOG_OUTBOX_FAILED, error);
  window = GTK_WIDGET (tog_outbox_window_new (GTK_WINDOW (fixture->window), fixture->account));
  gtk_window_present (GTK_WINDOW (window));
  settle ();

  fake_outbox_set_way (FAKE_OUTBOX_REFUSED);
  gtk_widget_grab_focus (find_button (window, "Try Again", 0));
  click (find_button (window, "Try Again", 0));
  wait_for (item->state == TOG_OUTBOX_FAILED && item->attempt > 0);
  settle ();
  g_assert_nonnull (find (window, says, "Still not sent. It is over.", 0));
  g_assert_true (has_focus (find_button (window, "Try Again", 0)));

  fake_outbox_set_way (FAKE_OUTBOX_OFFLINE);
  click (find_button (window, "Try Again", 0));
  wait_for (find (window, says, "The server can’t be reached; it waits to be sent", 0) != NULL);
  settle ();
  g_assert_true (has_focus (find_undo (window, "TogOutboxRow")));
  gtk_window_destroy (GTK_WINDOW (window));
  fake_outbox_reset ();
}

/* What is stuck hides nothing that waits, of the same session. */
static void
check_marks (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED, "It was changed.");
  TogOutboxItem *note, *answer;
  g_autofree char *waiting = NULL;
  g_autofree char *both = NULL;
  g_autofree char *stuck = NULL;

  fake_outbox_reset ();
  g_assert_null (tog_outbox_dup_session_mark (outbox, "session-amara", TRUE));
  note = add_note ("On the train");
  answer = add_answer ("session-amara", TOG_ANSWER_ACCEPTED);
  waiting = tog_outbox_dup_session_mark (outbox, "session-amara", TRUE);
  g_assert_cmpstr (waiting, ==, "Waiting to be sent");

  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "session-amara");
  tog_outbox_refuse (outbox, note, TOG_OUTBOX_CONFLICT, error);
  wait_for (answer->state == TOG_OUTBOX_WAITING);
  settle ();
  both = tog_outbox_dup_session_mark (outbox, "session-amara", TRUE);
  g_assert_cmpstr (both, ==, "Could not be sent: notes. Waiting to be sent: answer");
  g_assert_nonnull (find (fixture->window, says, both, 0));

  tog_outbox_refuse (outbox, answer, TOG_OUTBOX_CONFLICT, error);
  stuck = tog_outbox_dup_session_mark (outbox, "session-amara", TRUE);
  g_assert_cmpstr (stuck, ==, "Could not be sent: notes, answer");
  fake_outbox_reset ();
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* What is said in passing takes it back while it waits, and goes once it is too late. */
static void
check_toast (Fixture *fixture, gconstpointer data)
{
  TogOutbox *outbox = tog_account_get_outbox (fixture->account);
  TogOutboxItem *item;
  g_autoptr (TogOutboxItem) earlier = NULL;
  g_autoptr (TogOutboxItem) kept = NULL;
  AdwToast *toast;
  guint n_dismissed = 0;

  fake_outbox_reset ();
  item = add_answer ("First", TOG_ANSWER_ACCEPTED);
  tog_window_add_toast (
      TOG_WINDOW (fixture->window),
      tog_outbox_toast_new_waiting ("Waiting to be sent: that", outbox, item, NULL));
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Waiting to be sent: that", 0));
  click (find_undo (fixture->window, "AdwToastWidget"));
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 0);

  /* What it took the place of is there again. */
  earlier = g_object_ref (add_answer ("Before", TOG_ANSWER_ACCEPTED));
  item = add_answer ("After", TOG_ANSWER_DECLINED);
  tog_outbox_discard (outbox, earlier);
  tog_window_add_toast (
      TOG_WINDOW (fixture->window),
      tog_outbox_toast_new_waiting ("Waiting to be sent: that", outbox, item, earlier));
  settle ();
  click (find_undo (fixture->window, "AdwToastWidget"));
  g_assert_cmpuint (tog_outbox_count (outbox), ==, 1);
  kept = g_list_model_get_item (G_LIST_MODEL (outbox), 0);
  g_assert_true (kept == earlier);
  tog_outbox_discard (outbox, earlier);

  item = add_answer ("Second", TOG_ANSWER_ACCEPTED);
  toast = tog_outbox_toast_new_waiting ("Waiting to be sent: that", outbox, item, NULL);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (count_cb), &n_dismissed);
  tog_window_add_toast (TOG_WINDOW (fixture->window), toast);
  settle ();
  fake_outbox_set_way (FAKE_OUTBOX_SENT);
  tog_outbox_send_now (outbox);
  wait_for (n_dismissed == 1);
  wait_for (tog_outbox_count (outbox) == 0);
  fake_outbox_set_way (FAKE_OUTBOX_OFFLINE);
}

static void
refresh_with (Fixture *fixture, int error)
{
  fake_fail_with (error, "The server can’t be reached");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  settle ();
}

/* Beside what is wrong with the connection stands what waits because of it, or needs
 * somebody. */
static void
check_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, "It is over.");
  TogOutboxItem *item;
  GtkWidget *button;

  fake_outbox_reset ();
  refresh_with (fixture, TOG_ACCOUNT_ERROR_OFFLINE);
  button = find (fixture->window, is_of_type, "TogConnectionButton", 0);
  g_assert_nonnull (find (button, says, "Offline, last updated 2 hours ago", 0));

  item = add_answer ("First", TOG_ANSWER_ACCEPTED);
  add_answer ("Second", TOG_ANSWER_ACCEPTED);
  settle ();
  g_assert_nonnull (find (button, says, "Offline, 2 waiting", 0));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (gtk_widget_get_first_child (button)),
                   ==,
                   "Offline, last updated 2 hours ago");

  tog_outbox_refuse (tog_account_get_outbox (fixture->account), item, TOG_OUTBOX_FAILED, error);
  settle ();
  g_assert_nonnull (find (button, says, "Offline, 1 not sent, 1 waiting", 0));
  refresh_with (fixture, TOG_ACCOUNT_ERROR_TOKEN);
  g_assert_nonnull (find (button, says, "Sign in again, 1 not sent, 1 waiting", 0));
  refresh_with (fixture, -1);
  g_assert_nonnull (find (button, says, "1 not sent, 1 waiting", 0));

  /* Where there is no room for that, at least how many. */
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 600);
  wait_for (find (button, says, "2", 0) != NULL);
  g_assert_null (find (button, says, "1 not sent, 1 waiting", 0));

  fake_outbox_reset ();
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogConnectionButton", 0));
}

/* What contradicts stands where the session is, and can be compared there. */
static void
check_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED, "It was moved.");
  TogOutboxItem *item;
  GtkWidget *dialog;

  fake_outbox_reset ();
  item = add_answer ("session-amara", TOG_ANSWER_ACCEPTED);
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "amara", "session-amara");
  settle ();
  g_assert_null (find_button (fixture->window, "Compare…", 0));
  tog_outbox_refuse (tog_account_get_outbox (fixture->account), item, TOG_OUTBOX_CONFLICT, error);
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Could Not Be Sent", 0));
  assert_name (find_button (fixture->window, "Compare…", 0), "Compare…: Accept “session-amara”");

  /* Who closes it has decided nothing. */
  click (find_button (fixture->window, "Compare…", 0));
  settle ();
  dialog = find_dialog (fixture->window);
  g_assert_nonnull (dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  settle ();
  g_assert_cmpint (item->state, ==, TOG_OUTBOX_CONFLICT);
  g_assert_nonnull (find_button (fixture->window, "Compare…", 0));
  fake_outbox_reset ();
  settle ();
  g_assert_null (find (fixture->window, says, "Could Not Be Sent", 0));
}

int
main (int argc, char **argv)
{
  page_test_init (&argc, &argv);
  add ("/ui/outbox/P32/list", 3, check_list);
  add ("/ui/outbox/P32/discard", 3, check_discard);
  add ("/ui/outbox/P32/retry", 3, check_retry);
  add ("/ui/outbox/P32/marks", 3, check_marks);
  add ("/ui/outbox/P32/toast", 3, check_toast);
  add ("/ui/outbox/P32/connection", 3, check_connection);
  add ("/ui/outbox/P32/session", 3, check_session);
  add ("/ui/outbox/P32/next", 3, check_next);
  return g_test_run ();
}
