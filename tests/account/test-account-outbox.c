#include "config.h"

#include "match-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static TogOutbox *
get_outbox (Fixture *fixture)
{
  return tog_account_get_outbox (fixture->account);
}

static guint
count (Fixture *fixture)
{
  return tog_outbox_count (get_outbox (fixture));
}

static TogOutboxItem *
get_item (Fixture *fixture, guint position)
{
  g_autoptr (TogOutboxItem) item =
      g_list_model_get_item (G_LIST_MODEL (get_outbox (fixture)), position);

  g_assert_nonnull (item);
  return item;
}

static void
wait_for_state (TogOutboxItem *item, TogOutboxState state)
{
  while (item->state != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_empty (Fixture *fixture)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (get_outbox (fixture))) > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Nothing answers at the address any more, as without a network. */
static void
go_offline (Fixture *fixture)
{
  tog_test_server_kill (fixture->server);
}

static void
go_online (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tog_test_server_start (fixture->server);
  refresh (fixture, &error);
  g_assert_no_error (error);
}

/* Straight to the real server, whose address is dead once it is killed. */
static void
connect_straight_cb (TogAccount *account, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogClient) client =
      tog_client_new (tog_test_server_get_address (fixture->server), fixture->token, &error);

  g_assert_no_error (error);
  tog_client_set_pauses (client, 1, 50);
  tog_client_set_timeout (client, 20000);
  tog_account_provide_client (account, client, NULL);
}

static void
connect_straight (Fixture *fixture)
{
  tog_account_lose_client (fixture->account);
  tog_account_set_connector (fixture->account, connect_straight_cb, fixture);
}

static void
reopen (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  close_account (fixture);
  open_account (fixture);
  connect_straight (fixture);
  tog_account_restore_async (fixture->account, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (tog_account_restore_finish (fixture->account, result, &error));
}

static void
expect_waiting (Fixture *fixture, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  wait_for (result);
  g_assert_null (tog_account_change_finish (fixture->account, *result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING);
}

static void
answer_offline (Fixture *fixture, TogSession *session, TogAnswer answer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();

  tog_account_answer_async (fixture->account, session, answer, NULL, key, NULL, done_cb, &result);
  expect_waiting (fixture, &result);
}

static void
cancel_offline (Fixture *fixture, TogSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();

  tog_account_cancel_session_async (fixture->account, session, "Ill", key, NULL, done_cb, &result);
  expect_waiting (fixture, &result);
}

static void
add_point_offline (Fixture *fixture, TogSession *session, const char *title)
{
  g_autoptr (TogAgendaChange) change = tog_agenda_change_new (TOG_AGENDA_ADD, NULL, title, FALSE);
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_change_agenda_async (fixture->account, session, change, NULL, done_cb, &result);
  expect_waiting (fixture, &result);
}

static void
write_offline (Fixture *fixture, TogSession *session, const char *text)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogNote) seen = tog_note_new ("\"0\"", "", "", nobody);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_put_note_async (
      fixture->account, session->id, seen, text, "", NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_put_note_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING);
}

static GPtrArray *
make_choices (TogMatch *match, Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  const char *planned_id = find_planned (match, NULL)->id;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (
        choices,
        tog_booking_new (
            planned_id, find_slot (fixture, NULL, i), "Europe/Lisbon", conference, NULL));
  return g_steal_pointer (&choices);
}

static void
request_planned (Fixture *fixture, TogTeam *team, TogPlannedSession *planned, GPtrArray *choices)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();

  tog_account_request_async (fixture->account, team, planned, choices, key, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_request_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING);
}

static void
request_offline (Fixture *fixture, TogMatch *match, GPtrArray *choices)
{
  request_planned (fixture, &match->team, find_planned (match, NULL), choices);
}

/* What was done without a network is shown as done, survives another run of the app,
 * and goes out in its order once the server is back. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogSession) shown = NULL;
  g_autoptr (TogSession) sent = NULL;
  g_autoptr (GError) error = NULL;
  TogPlannedSession *planned;
  guint n_points;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  n_points = booked->agenda->len;
  go_offline (fixture);

  write_offline (fixture, booked, "On the train");
  answer_offline (fixture, booked, TOG_ANSWER_TENTATIVE);
  add_point_offline (fixture, booked, "Salary");
  add_point_offline (fixture, booked, "Holidays");
  g_assert_cmpuint (count (fixture), ==, 3);

  planned = find_planned (tog_account_peek_match (fixture->account, MATCH), booked->id);
  g_assert_cmpint (find_participant (planned->session, "ines")->answer, ==, TOG_ANSWER_TENTATIVE);
  g_assert_cmpuint (planned->session->agenda->len, ==, n_points + 2);
  g_assert_cmpstr (planned->session->etag, ==, booked->etag);

  reopen (fixture);
  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpint (get_item (fixture, 0)->kind, ==, TOG_OUTBOX_NOTE);
  g_assert_cmpint (get_item (fixture, 1)->kind, ==, TOG_OUTBOX_ANSWER);
  g_assert_cmpint (get_item (fixture, 2)->kind, ==, TOG_OUTBOX_AGENDA);
  g_assert_cmpstr (get_item (fixture, 1)->title, ==, booked->title);

  go_online (fixture);
  wait_for_empty (fixture);
  sent = load_session (fixture, booked->id);
  g_assert_cmpint (find_participant (sent, "ines")->answer, ==, TOG_ANSWER_TENTATIVE);
  g_assert_cmpuint (sent->agenda->len, ==, n_points + 2);
}

/* Said again before it went out, it goes out once. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogSession) sent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogOutboxItem) kept = NULL;
  g_autoptr (TogMatch) match = NULL;
  TogOutboxItem *item;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  go_offline (fixture);
  answer_offline (fixture, booked, TOG_ANSWER_DECLINED);
  answer_offline (fixture, booked, TOG_ANSWER_TENTATIVE);
  g_assert_cmpuint (count (fixture), ==, 1);
  cancel_offline (fixture, booked);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpint (
      find_planned (tog_account_peek_match (fixture->account, MATCH), booked->id)->state,
      ==,
      TOG_SESSION_CANCELLED);

  /* Nor does reading it again show it as the server has it. */
  match = load_match (fixture);
  g_assert_cmpint (find_planned (match, booked->id)->state, ==, TOG_SESSION_CANCELLED);

  item = get_item (fixture, 1);
  g_assert_true (tog_outbox_item_can_undo (item));
  tog_outbox_discard (get_outbox (fixture), item);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (
      find_planned (tog_account_peek_match (fixture->account, MATCH), booked->id)->state,
      ==,
      TOG_SESSION_SCHEDULED);

  /* It is taken back that it was taken back, and back once more. */
  kept = g_object_ref (get_item (fixture, 0));
  tog_outbox_discard (get_outbox (fixture), kept);
  tog_outbox_put_back (get_outbox (fixture), kept);
  g_assert_true (get_item (fixture, 0) == kept);
  wait_for_state (kept, TOG_OUTBOX_WAITING);
  reopen (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (get_item (fixture, 0)->kind, ==, TOG_OUTBOX_ANSWER);

  go_online (fixture);
  wait_for_empty (fixture);
  sent = load_session (fixture, booked->id);
  g_assert_cmpint (sent->state, ==, TOG_SESSION_SCHEDULED);
  g_assert_cmpint (find_participant (sent, "ines")->answer, ==, TOG_ANSWER_TENTATIVE);
}

/* What waits because a token was not accepted goes out once it is. */
static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = g_strdup (fixture->token);

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  g_free (fixture->token);
  fixture->token = g_strdup ("tog_this-is-not-a-token");
  connect_straight (fixture);
  answer_offline (fixture, booked, TOG_ANSWER_TENTATIVE);
  g_assert_true (tog_account_get_needs_token (fixture->account));

  g_free (fixture->token);
  fixture->token = g_steal_pointer (&token);
  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  wait_for_empty (fixture);
  g_assert_false (tog_account_get_needs_token (fixture->account));
}

/* Several things done to the same session go on from each other's versions. */
static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogSession) sent = NULL;
  g_autoptr (GError) error = NULL;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  go_offline (fixture);
  answer_offline (fixture, booked, TOG_ANSWER_TENTATIVE);
  add_point_offline (fixture, booked, "Salary");
  cancel_offline (fixture, booked);
  go_online (fixture);
  wait_for_empty (fixture);
  sent = load_session (fixture, booked->id);
  g_assert_cmpint (sent->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpint (find_participant (sent, "ines")->answer, ==, TOG_ANSWER_TENTATIVE);
  g_assert_cmpuint (sent->agenda->len, ==, booked->agenda->len + 1);
}

/* Somebody moved what I answered: I have to look at it, and the rest goes on. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogSession) seen = NULL;
  g_autoptr (TogSession) moved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (TogBooking) move = NULL;
  TogOutboxItem *item;
  Fixture asha;
  TogSlot slot;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  slot = find_slot (fixture, booked, 3);
  go_offline (fixture);
  answer_offline (fixture, booked, TOG_ANSWER_DECLINED);
  write_offline (fixture, booked, "On the train");
  close_account (fixture);

  tog_test_server_start (fixture->server);
  open_other (fixture, &asha, "asha@meridian.example");
  seen = load_session (&asha, booked->id);
  move = tog_booking_new (NULL, slot, "Asia/Kathmandu", NULL, NULL);
  tog_account_move_async (asha.account, seen, move, key, NULL, done_cb, &result);
  wait_for (&result);
  moved = tog_account_change_finish (asha.account, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  close_other (&asha);

  open_account (fixture);
  g_assert_true (refresh (fixture, &error));
  while (count (fixture) != 1 || get_item (fixture, 0)->state != TOG_OUTBOX_CONFLICT)
    g_main_context_iteration (NULL, TRUE);
  item = get_item (fixture, 0);
  g_assert_cmpint (item->kind, ==, TOG_OUTBOX_ANSWER);
  g_assert_cmpuint (tog_outbox_count_stuck (get_outbox (fixture)), ==, 1);
  g_assert_cmpint (item->session->slot.start, ==, booked->slot.start);
  g_assert_cmpint (find_planned (tog_account_peek_match (fixture->account, MATCH), booked->id)
                       ->session->slot.start,
                   ==,
                   slot.start);

  /* Mine: over what they made of it. */
  tog_account_insist (fixture->account, item);
  wait_for_empty (fixture);
  g_clear_object (&seen);
  seen = load_session (fixture, booked->id);
  g_assert_cmpint (find_participant (seen, "ines")->answer, ==, TOG_ANSWER_DECLINED);
  g_assert_cmpint (seen->slot.start, ==, slot.start);
}

/* A no holds up nothing that doesn't hang on it, and is kept with its reason. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  match = load_match (fixture);
  go_offline (fixture);

  /* Nobody can state that of what is yet to come. */
  tog_account_complete_async (
      fixture->account, booked, TOG_HELD_YES, 4, key, NULL, done_cb, &result);
  expect_waiting (fixture, &result);
  g_clear_object (&result);
  cancel_offline (fixture, booked);
  write_offline (fixture, booked, "On the train");
  go_online (fixture);
  while (count (fixture) > 2)
    g_main_context_iteration (NULL, TRUE);
  item = get_item (fixture, 0);
  wait_for_state (item, TOG_OUTBOX_FAILED);
  g_assert_cmpint (item->kind, ==, TOG_OUTBOX_COMPLETE);
  g_assert_nonnull (strstr (item->error, "too early"));
  g_assert_cmpint (get_item (fixture, 1)->kind, ==, TOG_OUTBOX_CANCEL);
  g_assert_cmpint (get_item (fixture, 1)->state, ==, TOG_OUTBOX_WAITING);

  reopen (fixture);
  item = get_item (fixture, 0);
  g_assert_cmpint (item->state, ==, TOG_OUTBOX_FAILED);
  g_assert_nonnull (strstr (item->error, "too early"));

  /* Put back it is as stuck as it was, and the rest goes on hanging on it. */
  g_object_ref (item);
  tog_outbox_discard (get_outbox (fixture), item);
  tog_outbox_put_back (get_outbox (fixture), item);
  g_object_unref (item);
  reopen (fixture);
  item = get_item (fixture, 0);
  g_assert_cmpint (item->state, ==, TOG_OUTBOX_FAILED);
  g_assert_true (refresh (fixture, &error));
  tog_outbox_discard (get_outbox (fixture), item);
  wait_for_empty (fixture);
}

static void
booked_cb (TogOutbox *outbox, TogOutboxItem *item, TogOutboxItem **booked)
{
  g_set_object (booked, item);
}

/* P33: never shown as booked; then the first that is still free is, and that is told. */
static void
test_request (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogSession) taken = NULL;
  g_autoptr (TogOutboxItem) booked = NULL;
  g_autoptr (TogMatch) newest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *planned_id = NULL;
  TogBooking *first, *second;
  TogPlannedSession *planned;
  Fixture asha;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  match = load_match (fixture);
  choices = make_choices (match, fixture, 3);
  first = g_ptr_array_index (choices, 0);
  second = g_ptr_array_index (choices, 1);
  planned_id = g_strdup (first->planned_session_id);
  go_offline (fixture);
  {
    g_autoptr (GPtrArray) earlier = make_choices (match, fixture, 1);

    request_offline (fixture, match, earlier);
  }
  request_offline (fixture, match, choices);
  g_assert_cmpuint (count (fixture), ==, 1);
  planned = find_planned (tog_account_peek_match (fixture->account, MATCH), NULL);
  g_assert_cmpstr (planned->id, ==, planned_id);
  g_assert_cmpint (planned->state, ==, TOG_SESSION_NOT_SCHEDULED);
  g_assert_null (planned->session);
  g_assert_nonnull (tog_outbox_find_planned (get_outbox (fixture), MATCH, NULL, planned_id));
  close_account (fixture);

  /* Meanwhile somebody takes the first. */
  tog_test_server_start (fixture->server);
  open_other (fixture, &asha, "asha@meridian.example");
  {
    g_autoptr (TogMatch) theirs = load_match (&asha);
    g_autoptr (TogConference) conference =
        tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
    g_autoptr (TogBooking) booking = NULL;

    for (guint i = 0; i < theirs->team.planned->len && booking == NULL; i++)
      {
        TogPlannedSession *other = g_ptr_array_index (theirs->team.planned, i);

        if (other->state == TOG_SESSION_NOT_SCHEDULED && !g_str_equal (other->id, planned_id))
          booking = tog_booking_new (other->id, first->slot, "Asia/Kathmandu", conference, NULL);
      }
    tog_account_book_async (asha.account, MATCH, booking, key, NULL, done_cb, &result);
    wait_for (&result);
    taken = tog_account_book_finish (asha.account, result, &error);
    g_assert_no_error (error);
  }
  g_clear_object (&result);
  close_other (&asha);

  open_account (fixture);
  g_signal_connect (get_outbox (fixture), "booked", G_CALLBACK (booked_cb), &booked);
  g_assert_true (refresh (fixture, &error));
  while (booked == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (booked->state, ==, TOG_OUTBOX_BOOKED);
  g_assert_cmpint (tog_outbox_item_get_choice (booked)->slot.start, ==, second->slot.start);
  g_assert_cmpuint (count (fixture), ==, 0);
  newest = load_match (fixture);
  for (guint i = 0; i < newest->team.planned->len; i++)
    {
      planned = g_ptr_array_index (newest->team.planned, i);
      if (g_str_equal (planned->id, planned_id))
        g_assert_cmpint (planned->session->slot.start, ==, second->slot.start);
    }

  /* It stays until I have seen it, also in another run of the app. */
  reopen (fixture);
  g_assert_cmpint (get_item (fixture, 0)->state, ==, TOG_OUTBOX_BOOKED);
  tog_outbox_discard (get_outbox (fixture), get_item (fixture, 0));
  wait_for_empty (fixture);
}

/* None of them fits: it is not booked, and says so. */
static gboolean
has_first_session (Fixture *fixture, const char *match_id)
{
  TogHome *home = tog_account_get_home (fixture->account);

  for (guint i = 0; i < home->todos->len; i++)
    {
      TogTodo *todo = g_ptr_array_index (home->todos, i);

      if (todo->kind == TOG_TODO_FIRST_SESSION && g_strcmp0 (todo->match_id, match_id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What was asked for is nothing to do any more, unless it is taken back. */
static void
test_request_settles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (TogOutboxItem) item = NULL;
  g_autoptr (GError) error = NULL;
  TogTeam *new_team = NULL;
  TogHome *home;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  match = load_match (fixture);
  choices = make_choices (match, fixture, 1);
  go_offline (fixture);
  home = tog_account_get_home (fixture->account);
  for (guint i = 0; i < home->matches->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->matches, i);

      if (has_first_session (fixture, team->id))
        new_team = team;
    }
  g_assert_nonnull (new_team);
  g_object_ref (new_team);
  request_planned (fixture, new_team, new_team->next, choices);
  g_assert_false (has_first_session (fixture, new_team->id));
  item = g_list_model_get_item (G_LIST_MODEL (get_outbox (fixture)), 0);
  tog_outbox_discard (get_outbox (fixture), item);
  g_assert_true (has_first_session (fixture, new_team->id));
  g_object_unref (new_team);
}

static void
test_request_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogMatch) match = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GError) error = NULL;
  TogOutboxItem *item;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  match = load_match (fixture);
  choices = make_choices (match, fixture, 2);
  for (guint i = 0; i < choices->len; i++)
    {
      TogBooking *booking = g_ptr_array_index (choices, i);

      booking->slot.start -= 30 * TOG_DAY_SECONDS;
      booking->slot.end -= 30 * TOG_DAY_SECONDS;
    }
  go_offline (fixture);
  request_offline (fixture, match, choices);
  go_online (fixture);
  item = get_item (fixture, 0);
  wait_for_state (item, TOG_OUTBOX_FAILED);
  g_assert_nonnull (strstr (item->error, "None of the times"));
  g_assert_cmpuint (item->choice, ==, 1);
}

/* Answers that never come back, pages of a hotel, half answers: each is sent until the
 * server's word came back, and done once. */
static void
test_rude (Fixture *fixture, gconstpointer data)
{
  static const TogRudeness rudenesses[] = {
    TOG_RUDE_LOSE_ANSWER, TOG_RUDE_CLOSE,     TOG_RUDE_HTML_502,
    TOG_RUDE_HTML_200,    TOG_RUDE_TRUNCATED, TOG_RUDE_WRONG_TYPES,
  };
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) sent = NULL;
  g_autoptr (GError) error = NULL;
  guint n_points = booked->agenda->len;

  g_object_unref (load_match (fixture));
  g_assert_true (refresh (fixture, &error));
  for (guint i = 0; i < G_N_ELEMENTS (rudenesses); i++)
    {
      g_autofree char *title = g_strdup_printf ("Point %u", i);
      g_autoptr (TogAgendaChange) change =
          tog_agenda_change_new (TOG_AGENDA_ADD, NULL, title, FALSE);

      tog_rude_server_set_for (fixture->rude, rudenesses[i], 2, TOG_RUDE_PASS);
      tog_account_change_agenda_async (
          fixture->account,
          find_planned (tog_account_peek_match (fixture->account, MATCH), booked->id)->session,
          change,
          NULL,
          NULL,
          NULL);
      wait_for_empty (fixture);
    }
  sent = load_session (fixture, booked->id);
  g_assert_cmpuint (sent->agenda->len, ==, n_points + G_N_ELEMENTS (rudenesses));
  for (guint i = 0; i < G_N_ELEMENTS (rudenesses); i++)
    {
      g_autofree char *title = g_strdup_printf ("Point %u", i);

      g_assert_cmpstr (
          ((TogAgendaItem *) g_ptr_array_index (sent->agenda, n_points + i))->title, ==, title);
    }
}

/* Not all that is known is a match or a group. */
static void
test_unknown_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  TogReminders reminders;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  tog_account_load_reminders_async (fixture->account, NULL, done_cb, &loaded);
  wait_for (&loaded);
  g_assert_true (tog_account_load_reminders_finish (fixture->account, loaded, &reminders, &error));
  go_offline (fixture);
  g_free (booked->id);
  booked->id = g_strdup ("nobody-knows-it");
  write_offline (fixture, booked, "On the train");
  g_assert_cmpstr (get_item (fixture, 0)->title, ==, "");
}

/* From now on no file of this process can grow beyond that, as on a full disk. */
static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
write_unkept (Fixture *fixture, TogSession *session, const char *text)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogNote) seen = tog_note_new ("\"0\"", "", "", nobody);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tog_account_put_note_async (
      fixture->account, session->id, seen, text, "", NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_put_note_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE);
}

/* What can neither be kept nor sent is refused, but for what was written: that is tried
 * again. What was kept before stays. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogAgendaChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_notices = 0;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  go_offline (fixture);
  add_point_offline (fixture, booked, "Salary");
  g_signal_connect (fixture->account, "notify::storage-notice", G_CALLBACK (notify_cb), &n_notices);

  limit_files (1);
  write_unkept (fixture, booked, "On the train");
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpuint (tog_outbox_count_unkept (get_outbox (fixture)), ==, 1);
  while (n_notices == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (tog_account_get_storage_notice (fixture->account), "disk is full"));

  tog_account_answer_async (fixture->account,
                            booked,
                            TOG_ANSWER_TENTATIVE,
                            NULL,
                            "0123456789abcdef-full",
                            NULL,
                            done_cb,
                            &result);
  wait_for (&result);
  g_assert_null (tog_account_change_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE);
  g_assert_cmpuint (count (fixture), ==, 2);

  /* More of what is kept already is not kept, but doesn't take that along. */
  g_clear_object (&result);
  g_clear_error (&error);
  change = tog_agenda_change_new (TOG_AGENDA_ADD, NULL, "Holidays", FALSE);
  tog_account_change_agenda_async (fixture->account, booked, change, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_change_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_STORAGE);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpuint (tog_outbox_count_unkept (get_outbox (fixture)), ==, 2);

  limit_files (RLIM_INFINITY);
  while (tog_outbox_count_unkept (get_outbox (fixture)) > 0 ||
         tog_account_get_storage_notice (fixture->account) != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_clear_object (&result);
  reopen (fixture);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpint (get_item (fixture, 0)->kind, ==, TOG_OUTBOX_AGENDA);
  g_assert_cmpuint (get_item (fixture, 0)->changes->len, ==, 2);
  g_assert_cmpint (get_item (fixture, 1)->kind, ==, TOG_OUTBOX_NOTE);
  g_assert_nonnull (strstr (get_item (fixture, 1)->body, "On the train"));
}

/* What was kept before and can't be read when the app starts is there once it can be. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *drafts = g_build_filename (fixture->directory, "drafts", NULL);
  g_autofree char *away = g_build_filename (fixture->directory, "away", NULL);
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (GError) error = NULL;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  g_object_unref (load_match (fixture));
  go_offline (fixture);
  write_offline (fixture, booked, "On the train");
  close_account (fixture);

  g_assert_cmpint (g_rename (drafts, away), ==, 0);
  g_assert_true (g_file_set_contents (drafts, "", 0, NULL));
  reopen (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  while (tog_account_get_storage_notice (fixture->account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_unlink (drafts), ==, 0);
  g_assert_cmpint (g_rename (away, drafts), ==, 0);
  while (count (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (get_item (fixture, 0)->body, "On the train"));
  g_assert_null (tog_account_get_storage_notice (fixture->account));
}

/* While the server is there a disk that is full keeps nobody from anything. */
static void
test_full_online (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = NULL;
  g_autoptr (TogSession) sent = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  connect_straight (fixture);
  g_assert_true (refresh (fixture, &error));
  booked = book (fixture);
  limit_files (1);
  tog_account_answer_async (fixture->account,
                            booked,
                            TOG_ANSWER_TENTATIVE,
                            NULL,
                            "0123456789abcdef-full",
                            NULL,
                            done_cb,
                            &result);
  wait_for (&result);
  sent = tog_account_change_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_participant (sent, "ines")->answer, ==, TOG_ANSWER_TENTATIVE);
  g_assert_cmpuint (count (fixture), ==, 0);
  limit_files (RLIM_INFINITY);
  while (tog_account_get_storage_notice (fixture->account) != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* Nothing of it is left that would be sent again. */
  g_clear_object (&result);
  reopen (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);
  ADD ("/account/outbox/P32/offline", test_offline);
  ADD ("/account/outbox/P32/undo", test_undo);
  ADD ("/account/outbox/P32/token", test_token);
  ADD ("/account/outbox/P32/versions", test_versions);
  ADD ("/account/outbox/P06/conflict", test_conflict);
  ADD ("/account/outbox/P32/refused", test_refused);
  ADD ("/account/outbox/P25/unknown-session", test_unknown_session);
  ADD ("/account/outbox/P26/full", test_full);
  ADD ("/account/outbox/P26/full-online", test_full_online);
  ADD ("/account/outbox/P26/unreadable", test_unreadable);
  ADD ("/account/outbox/P33/request", test_request);
  ADD ("/account/outbox/P33/request-settles", test_request_settles);
  ADD ("/account/outbox/P33/request-refused", test_request_refused);
  ADD ("/account/outbox/P02/P25/rude", test_rude);
  return g_test_run ();
}
