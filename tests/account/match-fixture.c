#include "config.h"

#include "match-fixture.h"

#define DURATION (45 * TOG_MINUTE)

/* Somebody else at the same server, or the same on another computer. */
void
open_other (Fixture *fixture, Fixture *other, const char *email)
{
  g_autoptr (GError) error = NULL;

  *other = (Fixture){ fixture->server, fixture->rude, NULL, NULL, NULL, NULL };
  other->directory = g_dir_make_tmp ("tog-other-XXXXXX", &error);
  g_assert_no_error (error);
  other->token = tog_test_server_make_token (fixture->server, email);
  open_account (other);
}

void
close_other (Fixture *other)
{
  close_account (other);
  tog_test_remove_tree (other->directory);
  g_free (other->directory);
  g_free (other->token);
}

TogMatch *
load_match (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TogMatch *match;

  tog_account_load_match_async (fixture->account, MATCH, NULL, done_cb, &result);
  wait_for (&result);
  match = tog_account_load_match_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  return match;
}

TogPlannedSession *
find_planned (TogMatch *match, const char *session_id)
{
  for (guint i = 0; i < match->team.planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (match->team.planned, i);

      if (session_id == NULL
              ? planned->state == TOG_SESSION_NOT_SCHEDULED
              : planned->session != NULL && g_str_equal (planned->session->id, session_id))
        return planned;
    }
  return NULL;
}

/* What somebody knows of a session, brought up to date. */
TogSession *
load_session (Fixture *fixture, const char *session_id)
{
  g_autoptr (TogMatch) match = load_match (fixture);
  TogPlannedSession *planned = find_planned (match, session_id);

  return planned != NULL && planned->session != NULL ? g_object_ref (planned->session) : NULL;
}

/* The @nth time that is free for both, or for moving @session. */
TogSlot
find_slot (Fixture *fixture, TogSession *session, guint nth)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", &error);

  if (session != NULL)
    {
      tog_account_load_move_times_async (
          fixture->account, session, get_range (), NULL, done_cb, &result);
      wait_for (&result);
      times = tog_account_load_move_times_finish (fixture->account, result, NULL, &error);
    }
  else
    {
      tog_account_load_times_async (fixture->account, MATCH, get_range (), NULL, done_cb, &result);
      wait_for (&result);
      times = tog_account_load_times_finish (fixture->account, result, NULL, &error);
    }
  g_assert_no_error (error);
  for (TogInstant start = times->range.start; start < times->range.end; start += TOG_QUANTUM)
    {
      TogJudgement judgement;

      g_assert_true (
          tog_times_judge (times, zone, times->now, &start, 1, DURATION, &judgement, &error));
      if (judgement.verdict != TOG_VERDICT_AVAILABLE)
        continue;
      if (nth-- == 0)
        return (TogSlot){ start, start + DURATION };
      start += DURATION;
    }
  g_error ("Nothing is free");
}

TogSession *
book (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogMatch) match = load_match (fixture);
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  g_autoptr (TogBooking) booking = tog_booking_new (find_planned (match, NULL)->id,
                                                    find_slot (fixture, NULL, 0),
                                                    "Europe/Lisbon",
                                                    conference,
                                                    NULL);
  g_autofree char *key = g_uuid_string_random ();
  TogSession *session;

  tog_account_book_async (fixture->account, MATCH, booking, key, NULL, done_cb, &result);
  wait_for (&result);
  session = tog_account_book_finish (fixture->account, result, &error);
  g_assert_no_error (error);
  return session;
}

TogParticipant *
find_participant (TogSession *session, const char *member_id)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, member_id))
        return participant;
    }
  g_error ("%s does not take part", member_id);
}
