#include "config.h"

#include "match-fixture.h"
#include "tog-session-action.h"
#include "tog-store.h"

#include <string.h>

static TogSession *
finish_change (Fixture *fixture, GAsyncResult **result, GError **error)
{
  wait_for (result);
  return tog_account_change_finish (fixture->account, *result, error);
}

static TogSession *
answer (Fixture *fixture, TogSession *session, TogAnswer answer, const char *reason, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();

  tog_account_answer_async (fixture->account, session, answer, reason, key, NULL, done_cb, &result);
  return finish_change (fixture, &result, error);
}

static TogSession *
cancel (Fixture *fixture, TogSession *session, const char *reason, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_cancel_session_async (fixture->account, session, reason, key, NULL, done_cb, &result);
  return finish_change (fixture, &result, error);
}

static TogSession *
move (Fixture *fixture, TogSession *session, TogSlot slot, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TogBooking) booking = tog_booking_new (NULL, slot, "Europe/Lisbon", NULL, "Sorry");

  tog_account_move_async (fixture->account, session, booking, key, NULL, done_cb, &result);
  return finish_change (fixture, &result, error);
}

static TogTodo *
find_todo (Fixture *fixture, TogTodoKind kind, const char *session_id)
{
  TogHome *home = tog_account_get_home (fixture->account);

  for (guint i = 0; i < home->todos->len; i++)
    {
      TogTodo *todo = g_ptr_array_index (home->todos, i);

      if (todo->kind == kind && g_strcmp0 (todo->session_id, session_id) == 0)
        return todo;
    }
  return NULL;
}

/* A decline becomes a to-do of the booker, with its reason. */
static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) seen = NULL;
  g_autoptr (TogSession) declined = NULL;
  g_autoptr (TogSession) newest = NULL;
  Fixture asha;

  open_other (fixture, &asha, "asha@meridian.example");
  g_assert_true (refresh (&asha, &error));
  g_assert_nonnull (find_todo (&asha, TOG_TODO_ANSWER, booked->id));
  seen = load_session (&asha, booked->id);
  declined = answer (&asha, seen, TOG_ANSWER_DECLINED, "At the dentist", &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_participant (declined, "asha")->answer, ==, TOG_ANSWER_DECLINED);
  g_assert_cmpstr (find_participant (declined, "asha")->reason, ==, "At the dentist");
  /* What is known by then is what it led to. */
  g_assert_null (find_todo (&asha, TOG_TODO_ANSWER, booked->id));
  g_assert_cmpint (
      find_participant (
          find_planned (tog_account_peek_match (asha.account, MATCH), booked->id)->session, "asha")
          ->answer,
      ==,
      TOG_ANSWER_DECLINED);

  g_assert_true (refresh (fixture, &error));
  g_assert_nonnull (find_todo (fixture, TOG_TODO_DECLINED, booked->id));
  newest = load_session (fixture, booked->id);
  g_assert_cmpstr (find_participant (newest, "asha")->reason, ==, "At the dentist");
  close_other (&asha);
}

/* The second one is told, and then knows what the first one did. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) seen = NULL;
  g_autoptr (TogSession) moved = NULL;
  g_autoptr (TogSession) again = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  g_autofree char *third_key = g_uuid_string_random ();
  TogPlannedSession *known;
  TogSlot slot;
  Fixture asha;

  open_other (fixture, &asha, "asha@meridian.example");
  seen = load_session (&asha, booked->id);
  slot = find_slot (fixture, booked, 3);
  moved = move (fixture, booked, slot, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (moved->sequence, >, booked->sequence);
  g_assert_cmpstr (moved->uid, ==, booked->uid);

  g_assert_null (cancel (&asha, seen, "Ill", other_key, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);
  g_clear_error (&error);
  known = find_planned (tog_account_peek_match (asha.account, MATCH), booked->id);
  g_assert_nonnull (known);
  g_assert_cmpint (known->session->slot.start, ==, slot.start);

  again = cancel (&asha, known->session, "Ill", third_key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->state, ==, TOG_SESSION_CANCELLED);
  close_other (&asha);
}

static TogHistoryItem *
load_entry (Fixture *fixture, const char *session_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogHistoryItem *entry;

  tog_account_load_entry_async (fixture->account, session_id, NULL, done_cb, &result);
  wait_for (&result);
  entry = tog_account_load_entry_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  return entry;
}

/* Whoever did something finds it in the history, though that wasn't read anew. */
static void
test_history (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) moved = NULL;
  g_autoptr (TogSession) cancelled = NULL;
  g_autoptr (TogHistoryItem) first = NULL;
  g_autoptr (TogHistoryItem) second = NULL;
  TogSlot slot = find_slot (fixture, booked, 3);

  g_assert_true (refresh (fixture, &error));
  while (tog_account_get_sync_progress (fixture->account) < 1)
    g_main_context_iteration (NULL, TRUE);
  tog_account_stop_polling (fixture->account);

  moved = move (fixture, booked, slot, "6b1d7c53-00e4-4dc5-9f1a-30d2c4a9a001", &error);
  g_assert_no_error (error);
  first = load_entry (fixture, booked->id);
  g_assert_cmpint (first->session->slot.start, ==, slot.start);
  g_assert_cmpstr (first->session->etag, ==, moved->etag);
  cancelled = cancel (fixture, moved, "Ill", "6b1d7c53-00e4-4dc5-9f1a-30d2c4a9a002", &error);
  g_assert_no_error (error);
  second = load_entry (fixture, booked->id);
  g_assert_cmpint (second->session->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpuint (second->invites->len, ==, first->invites->len);
}

/* A session doesn't stand in its own way, and its old time is free at once. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) moved = NULL;
  g_autoptr (TogSession) again = NULL;
  g_autofree char *key = g_uuid_string_random ();
  TogSlot before = booked->slot;
  TogSlot slot = { before.start + TOG_QUANTUM, before.end + TOG_QUANTUM };

  g_assert_cmpint (find_slot (fixture, booked, 0).start, ==, before.start);
  g_assert_cmpint (find_slot (fixture, NULL, 0).start, !=, before.start);

  /* The answer is lost, and the same request sent again. */
  tog_rude_server_set_for (fixture->rude, TOG_RUDE_LOSE_ANSWER, 2, TOG_RUDE_PASS);
  moved = move (fixture, booked, slot, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (moved->slot.start, ==, slot.start);
  g_assert_cmpint (moved->sequence, ==, booked->sequence + 1);
  g_assert_cmpstr (moved->message, ==, "Sorry");
  again = move (fixture, booked, slot, key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->etag, ==, moved->etag);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) cancelled = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *late_key = g_uuid_string_random ();

  cancelled = cancel (fixture, booked, "Ill", key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cancelled->state, ==, TOG_SESSION_CANCELLED);
  g_assert_cmpstr (cancelled->cancel_reason, ==, "Ill");
  g_assert_cmpint (find_slot (fixture, NULL, 0).start, ==, booked->slot.start);

  /* What is cancelled can't be moved, and says so in words. */
  g_assert_null (move (fixture, cancelled, find_slot (fixture, NULL, 2), late_key, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE);
  g_assert_nonnull (strstr (error->message, "cancelled"));
}

/* Nothing of the kind can be said of what is yet to come. */
static void
test_too_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *late_key = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) late_result = NULL;

  tog_account_complete_async (
      fixture->account, booked, TOG_HELD_YES, 4, key, NULL, done_cb, &result);
  g_assert_null (finish_change (fixture, &result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED);
  g_clear_error (&error);

  tog_account_say_late_async (fixture->account, booked, 10, late_key, NULL, done_cb, &late_result);
  g_assert_null (finish_change (fixture, &late_result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED);
}

/* Held elsewhere: it counts at once, and everybody states it for themselves. */
static void
test_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = load_match (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) state_result = NULL;
  g_autoptr (TogSession) recorded = NULL;
  g_autoptr (TogSession) seen = NULL;
  g_autoptr (TogSession) stated = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *state_key = g_uuid_string_random ();
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  TogInstant start = now - now % TOG_MINUTE - 2 * TOG_HOUR;
  int n_completed = match->team.n_completed;
  Fixture asha;

  tog_account_record_async (fixture->account,
                            &match->team,
                            find_planned (match, NULL)->id,
                            (TogSlot){ start, start + 50 * TOG_MINUTE },
                            "In the park",
                            3,
                            key,
                            NULL,
                            done_cb,
                            &result);
  wait_for (&result);
  recorded = tog_account_record_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (recorded->state, ==, TOG_SESSION_COMPLETED);
  g_assert_cmpint (recorded->my_rating, ==, 3);
  g_assert_cmpint (recorded->slot.end - recorded->slot.start, ==, 50 * TOG_MINUTE);
  g_assert_cmpint (
      tog_account_peek_match (fixture->account, MATCH)->team.n_completed, ==, n_completed + 1);

  open_other (fixture, &asha, "asha@meridian.example");
  seen = load_session (&asha, recorded->id);
  g_assert_cmpint (seen->my_rating, ==, 0);
  tog_account_complete_async (
      asha.account, seen, TOG_HELD_NO, 0, state_key, NULL, done_cb, &state_result);
  stated = finish_change (&asha, &state_result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stated->state, ==, TOG_SESSION_COMPLETED);
  g_assert_cmpint (find_participant (stated, "asha")->held, ==, TOG_HELD_NO);
  g_assert_cmpint (find_participant (stated, "ines")->held, ==, TOG_HELD_YES);
  g_clear_object (&state_result);
  close_other (&asha);
}

static void
test_series (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = load_match (fixture);
  g_autoptr (GPtrArray) bookings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;

  for (guint i = 0; i < match->team.planned->len && bookings->len < 2; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);

      if (planned->state == TOG_SESSION_NOT_SCHEDULED)
        g_ptr_array_add (bookings,
                         tog_booking_new (planned->id,
                                          find_slot (fixture, NULL, 2 * bookings->len),
                                          "Europe/Lisbon",
                                          conference,
                                          NULL));
    }
  g_assert_cmpuint (bookings->len, ==, 2);
  tog_account_book_series_async (
      fixture->account, &match->team, bookings, key, NULL, done_cb, &result);
  wait_for (&result);
  sessions = tog_account_book_series_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 2);

  tog_account_book_series_async (
      fixture->account, &match->team, bookings, other_key, NULL, done_cb, &again);
  wait_for (&again);
  g_assert_null (tog_account_book_series_finish (fixture->account, again, &error));
  g_assert_true (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED) ||
                 g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN));
}

/* P05: what keeps one of them from being booked is told of that one. */
static void
test_series_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (TogMatch) match = load_match (fixture);
  g_autoptr (GPtrArray) bookings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) refusals = NULL;
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  const TogBookingRefusal *refusal;

  for (guint i = 0; i < match->team.planned->len && bookings->len < 2; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);
      TogSlot slot = find_slot (fixture, NULL, 0);

      /* The first is long past. */
      if (bookings->len == 0)
        slot = (TogSlot){ slot.start - 30 * TOG_DAY_SECONDS, slot.end - 30 * TOG_DAY_SECONDS };
      if (planned->state == TOG_SESSION_NOT_SCHEDULED)
        g_ptr_array_add (bookings,
                         tog_booking_new (planned->id, slot, "Europe/Lisbon", conference, NULL));
    }
  tog_account_book_series_async (
      fixture->account, &match->team, bookings, key, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_null (tog_account_book_series_finish (fixture->account, result, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN);
  copy = g_error_copy (error);
  refusals = tog_account_error_list_refusals (copy);
  g_assert_cmpuint (refusals->len, ==, 1);
  refusal = g_ptr_array_index (refusals, 0);
  g_assert_cmpuint (refusal->index, ==, 0);
  g_assert_cmpstr (refusal->message, ==, "This time has passed. Choose a later one.");
}

static guint
count_unsent (Fixture *fixture)
{
  return tog_outbox_count (tog_account_get_outbox (fixture->account));
}

static void
test_agenda (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogSession) changed = NULL;
  g_autoptr (TogAgendaChange) change =
      tog_agenda_change_new (TOG_AGENDA_ADD, NULL, "Salary", FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  TogAgendaItem *added;

  tog_account_change_agenda_async (fixture->account, booked, change, NULL, done_cb, &result);
  changed = finish_change (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changed->agenda->len, ==, booked->agenda->len + 1);
  added = g_ptr_array_index (changed->agenda, booked->agenda->len);
  g_assert_cmpstr (added->title, ==, "Salary");
  g_assert_cmpstr (added->added_by, ==, "ines");
}

static TogNote *
load_note (Fixture *fixture, const char *session_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogNote *note;

  tog_account_load_note_async (fixture->account, session_id, NULL, done_cb, &result);
  wait_for (&result);
  note = tog_account_load_note_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  return note;
}

static TogNote *
put_note (Fixture *fixture,
          const char *session_id,
          TogNote *seen,
          const char *text,
          const char *shared,
          GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tog_account_put_note_async (
      fixture->account, session_id, seen, text, shared, NULL, done_cb, &result);
  wait_for (&result);
  return tog_account_put_note_finish (fixture->account, result, error);
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) empty = load_note (fixture, booked->id);
  g_autoptr (TogNote) kept = NULL;
  g_autoptr (TogNote) read = NULL;
  g_autoptr (TogNote) theirs = NULL;
  Fixture asha;

  g_assert_cmpstr (empty->text, ==, "");
  kept = put_note (fixture, booked->id, empty, "Mine\n- one", "Ours", &error);
  g_assert_no_error (error);
  g_assert_false (kept->unsent);
  g_assert_cmpuint (count_unsent (fixture), ==, 0);
  read = load_note (fixture, booked->id);
  g_assert_cmpstr (read->text, ==, "Mine\n- one");
  g_assert_cmpstr (read->etag, ==, kept->etag);

  open_other (fixture, &asha, "asha@meridian.example");
  theirs = load_note (&asha, booked->id);
  g_assert_cmpstr (theirs->text, ==, "");
  g_assert_cmpuint (theirs->others->len, ==, 1);
  g_assert_cmpstr (((TogSharedNote *) g_ptr_array_index (theirs->others, 0))->text, ==, "Ours");
  close_other (&asha);
}

/* Written one after the other without waiting, as autosaving does. */
static void
test_notes_in_a_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) seen = load_note (fixture, booked->id);
  g_autoptr (TogNote) last = NULL;
  g_autoptr (TogNote) read = NULL;
  GAsyncResult *results[5] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *text = g_strnfill (i + 1, 'a');

      tog_account_put_note_async (
          fixture->account, booked->id, seen, text, "", NULL, done_cb, &results[i]);
      if (i % 2 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      wait_for (&results[i]);
      g_clear_object (&last);
      last = tog_account_put_note_finish (fixture->account, results[i], &error);
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  g_assert_cmpstr (last->text, ==, "aaaaa");
  read = load_note (fixture, booked->id);
  g_assert_cmpstr (read->text, ==, "aaaaa");
}

/* What can't be sent is there the next time, and is sent then. */
static void
test_notes_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) seen = load_note (fixture, booked->id);
  g_autoptr (TogNote) offline = NULL;
  g_autoptr (TogNote) restarted = NULL;
  g_autoptr (TogNote) sent = NULL;
  g_autoptr (TogNote) elsewhere = NULL;
  Fixture other;

  /* It is tried again and again, for it may have arrived. */
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  tog_account_put_note_async (
      fixture->account, booked->id, seen, "On the train", "", NULL, NULL, NULL);
  g_assert_cmpuint (count_unsent (fixture), ==, 1);
  offline = load_note (fixture, booked->id);
  g_assert_cmpstr (offline->text, ==, "On the train");
  g_assert_true (offline->unsent);

  /* Another run of the app. */
  close_account (fixture);
  open_account (fixture);
  restarted = load_note (fixture, booked->id);
  g_assert_cmpstr (restarted->text, ==, "On the train");
  g_assert_true (restarted->unsent);

  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  sent = load_note (fixture, booked->id);
  g_assert_cmpstr (sent->text, ==, "On the train");
  g_assert_false (sent->unsent);
  g_assert_cmpuint (count_unsent (fixture), ==, 0);
  open_other (fixture, &other, "ines@meridian.example");
  elsewhere = load_note (&other, booked->id);
  g_assert_cmpstr (elsewhere->text, ==, "On the train");
  close_other (&other);
}

/* The network comes back: nobody has to open the page again. */
static void
test_notes_sent_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) seen = load_note (fixture, booked->id);

  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  tog_account_put_note_async (
      fixture->account, booked->id, seen, "On the train", "", NULL, NULL, NULL);
  close_account (fixture);
  open_account (fixture);
  tog_rude_server_set (fixture->rude, TOG_RUDE_PASS);
  g_assert_true (refresh (fixture, &error));
  while (count_unsent (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  while (count_unsent (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* P06: written on two computers, both versions are there until one is chosen. */
static void
test_notes_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) seen = load_note (fixture, booked->id);
  g_autoptr (TogNote) first = NULL;
  g_autoptr (TogNote) both = NULL;
  g_autoptr (TogNote) chosen = NULL;
  g_autoptr (TogNote) again = NULL;
  Fixture other;

  open_other (fixture, &other, "ines@meridian.example");
  first = put_note (&other, booked->id, seen, "At home", "", &error);
  g_assert_no_error (error);
  g_assert_null (put_note (fixture, booked->id, seen, "At work", "", &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED);

  both = load_note (fixture, booked->id);
  g_assert_cmpstr (both->text, ==, "At work");
  g_assert_true (both->unsent);
  g_assert_cmpstr (both->elsewhere->text, ==, "At home");

  /* Another run of the app has both, too. */
  close_account (fixture);
  open_account (fixture);
  again = load_note (fixture, booked->id);
  g_assert_cmpstr (again->text, ==, "At work");
  g_assert_cmpstr (again->elsewhere->text, ==, "At home");

  g_clear_error (&error);
  chosen = put_note (fixture, booked->id, again->elsewhere, "At home and at work", "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_unsent (fixture), ==, 0);
  g_clear_object (&first);
  first = load_note (&other, booked->id);
  g_assert_cmpstr (first->text, ==, "At home and at work");
  close_other (&other);
}

/* What was written twice alike is no conflict. */
static void
test_notes_alike (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) booked = book (fixture);
  g_autoptr (TogNote) seen = load_note (fixture, booked->id);
  g_autoptr (TogNote) kept = NULL;
  g_autoptr (TogNote) first = NULL;
  g_autoptr (TogNote) read = NULL;
  Fixture other;

  open_other (fixture, &other, "ines@meridian.example");
  first = put_note (&other, booked->id, seen, "The same", "", &error);
  g_assert_no_error (error);
  kept = put_note (fixture, booked->id, seen, "The same", "", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->etag, ==, first->etag);
  read = load_note (fixture, booked->id);
  g_assert_cmpstr (read->text, ==, "The same");
  g_assert_null (read->elsewhere);
  g_assert_cmpuint (count_unsent (fixture), ==, 0);
  close_other (&other);
}

static void
test_reminders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) kept = NULL;
  TogReminders reminders;

  tog_account_load_reminders_async (fixture->account, NULL, done_cb, &loaded);
  wait_for (&loaded);
  g_assert_true (tog_account_load_reminders_finish (fixture->account, loaded, &reminders, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (reminders.n_mail, ==, 2);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      reminders.n_mail = i;
      tog_account_put_reminders_async (fixture->account, &reminders, NULL, done_cb, &result);
      wait_for (&result);
      g_assert_true (tog_account_put_reminders_finish (fixture->account, result, &error));
      g_assert_no_error (error);
    }

  /* They count without network too. */
  g_clear_object (&loaded);
  tog_rude_server_set (fixture->rude, TOG_RUDE_CLOSE);
  close_account (fixture);
  open_account (fixture);
  tog_account_load_reminders_async (fixture->account, NULL, done_cb, &kept);
  wait_for (&kept);
  g_assert_true (tog_account_load_reminders_finish (fixture->account, kept, &reminders, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (reminders.n_mail, ==, 1);
}

static gboolean
feed (Fixture *fixture, TogFeedAction action, char **url, TogInstant *created_at)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  tog_account_feed_async (fixture->account, action, NULL, done_cb, &result);
  wait_for (&result);
  done = tog_account_feed_finish (fixture->account, result, url, created_at, &error);
  g_assert_no_error (error);
  return done;
}

/* The address is told once. */
static void
test_feed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *nothing = NULL;
  TogInstant created_at = -1;

  g_assert_true (feed (fixture, TOG_FEED_LOOK, &nothing, &created_at));
  g_assert_null (nothing);
  g_assert_cmpint (created_at, ==, 0);

  g_assert_true (feed (fixture, TOG_FEED_MAKE, &url, &created_at));
  g_assert_nonnull (url);
  g_assert_cmpint (created_at, >, 0);

  g_assert_true (feed (fixture, TOG_FEED_LOOK, &nothing, &created_at));
  g_assert_null (nothing);
  g_assert_cmpint (created_at, >, 0);

  g_assert_true (feed (fixture, TOG_FEED_REVOKE, &nothing, &created_at));
  g_assert_cmpint (created_at, ==, 0);
}

/* What the server may refuse, by what the user can do. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *type;
    TogAccountError code;
  } cases[] = {
    { "409 Conflict", "/problems/session-cancelled", TOG_ACCOUNT_ERROR_GONE },
    { "409 Conflict", "/problems/session-completed", TOG_ACCOUNT_ERROR_GONE },
    { "409 Conflict", "/problems/session-over", TOG_ACCOUNT_ERROR_GONE },
    { "409 Conflict", "/problems/session-too-early", TOG_ACCOUNT_ERROR_REFUSED },
    { "409 Conflict", "/problems/not-a-participant", TOG_ACCOUNT_ERROR_REFUSED },
    { "409 Conflict", "/problems/series-conflicts", TOG_ACCOUNT_ERROR_TAKEN },
    { "409 Conflict", "/problems/slot-busy", TOG_ACCOUNT_ERROR_TAKEN },
    { "412 Precondition Failed", "about:blank", TOG_ACCOUNT_ERROR_CHANGED },
    { "404 Not Found", "about:blank", TOG_ACCOUNT_ERROR_GONE },
  };
  g_autoptr (TogSession) booked = book (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *head =
          g_strdup_printf ("%s\r\nContent-Type: application/problem+json", cases[i].status);
      g_autofree char *body = g_strdup_printf (
          "{\"type\": \"%s\", \"title\": \"In the server’s words\", \"status\": %d}",
          cases[i].type,
          atoi (cases[i].status));
      g_autoptr (GError) error = NULL;

      tog_rude_server_set_answer (fixture->rude, head, body);
      tog_rude_server_set (fixture->rude, TOG_RUDE_NOTHING);
      g_assert_null (cancel (fixture, booked, NULL, key, &error));
      g_assert_error (error, TOG_ACCOUNT_ERROR, (int) cases[i].code);
      g_assert_null (strstr (error->message, "In the server’s words"));
    }
}

int
main (int argc, char *argv[])
{
  account_test_init (&argc, &argv);

  ADD ("/account/life/answer", test_answer);
  ADD ("/account/life/P06/conflict", test_conflict);
  ADD ("/account/life/P02/P04/move", test_move);
  ADD ("/account/life/P04/cancel", test_cancel);
  ADD ("/account/life/history", test_history);
  ADD ("/account/life/too-early", test_too_early);
  ADD ("/account/life/P21/record", test_record);
  ADD ("/account/life/P05/series", test_series);
  ADD ("/account/life/P05/series-refused", test_series_refused);
  ADD ("/account/life/agenda", test_agenda);
  ADD ("/account/life/P20/notes", test_notes);
  ADD ("/account/life/notes-in-a-row", test_notes_in_a_row);
  ADD ("/account/life/P25/notes-offline", test_notes_offline);
  ADD ("/account/life/P32/notes-sent-later", test_notes_sent_later);
  ADD ("/account/life/P06/notes-conflict", test_notes_conflict);
  ADD ("/account/life/notes-alike", test_notes_alike);
  ADD ("/account/life/reminders", test_reminders);
  ADD ("/account/life/P22/feed", test_feed);
  ADD ("/account/life/P28/refusals", test_refusals);

  return g_test_run ();
}
