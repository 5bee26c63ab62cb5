#include "config.h"

#include "tog-deed.h"
#include "tog-life-text.h"
#include "tog-session-text.h"
#include "tog-match.h"

#define START G_GINT64_CONSTANT (1795345200) /* 2026-11-22 11:00 UTC, a Sunday */

static TogSession *
session_new (TogSessionState state)
{
  TogSession *session = tog_session_new ();
  g_autoptr (TogMember) ines = tog_member_new ("ines", "Inês Marques", NULL, "Europe/Lisbon");
  g_autoptr (TogMember) asha = tog_member_new ("asha", "Asha Gurung", NULL, "Asia/Kathmandu");

  session->id = g_strdup ("s");
  session->etag = g_strdup ("\"1\"");
  session->title = g_strdup ("Goals");
  session->match_id = g_strdup ("m");
  session->state = state;
  session->slot = (TogSlot){ START, START + 45 * TOG_MINUTE };
  session->booked_by = g_strdup ("ines");
  session->conference = tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, "Café Central");
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (ines, TOG_ROLE_MENTEE, TOG_ANSWER_ACCEPTED));
  g_ptr_array_add (session->participants,
                   tog_participant_new (asha, TOG_ROLE_MENTOR, TOG_ANSWER_PENDING));
  return session;
}

static TogParticipant *
get_participant (TogSession *session, guint i)
{
  return g_ptr_array_index (session->participants, i);
}

static void
test_join_hint (void)
{
  static const struct
  {
    TogSessionState state;
    gint64 before;
    const char *hint;
  } cases[] = {
    { TOG_SESSION_SCHEDULED, 48 * TOG_MINUTE, "Opens at 10:50" },
    { TOG_SESSION_SCHEDULED, 10 * TOG_MINUTE + 1, "Opens at 10:50" },
    { TOG_SESSION_SCHEDULED, 10 * TOG_MINUTE, NULL },
    { TOG_SESSION_SCHEDULED, -TOG_HOUR, NULL },
    { TOG_SESSION_SCHEDULED, TOG_DAY_SECONDS, "Opens 10 minutes before the start" },
    { TOG_SESSION_CANCELLED, 48 * TOG_MINUTE, NULL },
    { TOG_SESSION_COMPLETED, 48 * TOG_MINUTE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSession) session = session_new (cases[i].state);
      g_autofree char *hint = tog_session_dup_join_hint (session, START - cases[i].before);

      g_assert_cmpstr (hint, ==, cases[i].hint);
    }
}

static void
test_late (void)
{
  static const struct
  {
    int mine;
    int theirs;
    const char *text;
  } cases[] = {
    { 0, 0, NULL },
    { 0, 10, "Asha is about 10 minutes late" },
    { 0, 1, "Asha is about 1 minute late" },
    { 5, 0, "You said that you’re about 5 minutes late" },
    { 5, 15, "You said that you’re about 5 minutes late\nAsha is about 15 minutes late" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
      g_autofree char *text = NULL;

      get_participant (session, 0)->late = cases[i].mine;
      get_participant (session, 1)->late = cases[i].theirs;
      text = tog_session_dup_late (session, "ines");
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_statements (void)
{
  static const struct
  {
    TogHeld mine;
    TogHeld theirs;
    const char *text;
  } cases[] = {
    { TOG_HELD_UNSAID, TOG_HELD_UNSAID, NULL },
    { TOG_HELD_UNSAID, TOG_HELD_YES, "Asha: yes." },
    { TOG_HELD_YES, TOG_HELD_UNSAID, "You: yes." },
    { TOG_HELD_YES, TOG_HELD_NO, "You: yes. Asha: no." },
    { TOG_HELD_NO, TOG_HELD_YES, "You: no. Asha: yes." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
      g_autofree char *text = NULL;

      get_participant (session, 0)->held = cases[i].mine;
      get_participant (session, 1)->held = cases[i].theirs;
      text = tog_session_dup_statements (session, "ines");
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Of many it is told how many. */
static void
test_many_statements (void)
{
  g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
  g_autofree char *text = NULL;

  get_participant (session, 0)->held = TOG_HELD_YES;
  get_participant (session, 1)->held = TOG_HELD_NO;
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);
      g_autoptr (TogMember) member = tog_member_new (id, "Somebody Else", NULL, "UTC");
      TogParticipant *participant =
          tog_participant_new (member, TOG_ROLE_GROUP_MEMBER, TOG_ANSWER_ACCEPTED);

      participant->held = TOG_HELD_YES;
      g_ptr_array_add (session->participants, participant);
    }
  text = tog_session_dup_statements (session, "ines");
  g_assert_cmpstr (text, ==, "You: yes. Others: 7 yes, 1 no.");
}

static void
test_decline (void)
{
  static const struct
  {
    TogAnswer answer;
    const char *reason;
    const char *detail;
    const char *text;
  } cases[] = {
    { TOG_ANSWER_DECLINED, "At the dentist", NULL, "Asha declined “Goals”: At the dentist" },
    { TOG_ANSWER_DECLINED,
      "At the dentist",
      "Asha Gurung: At the dentist",
      "Asha declined “Goals”: At the dentist" },
    { TOG_ANSWER_DECLINED, NULL, "Asha Gurung", "Asha declined “Goals”" },
    { TOG_ANSWER_DECLINED, "100%s <b>", NULL, "Asha declined “Goals”: 100%s <b>" },
    /* The to-do is newer than what is known of the session, or about nobody in it. */
    { TOG_ANSWER_DECLINED, NULL, "Asha Gurungova", "“Goals” was declined: Asha Gurungova" },
    { TOG_ANSWER_ACCEPTED, NULL, "Asha Gurung: Ill", "Asha declined “Goals”: Ill" },
    { TOG_ANSWER_ACCEPTED, NULL, NULL, "“Goals” was declined" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
      g_autofree char *text = NULL;

      get_participant (session, 1)->answer = cases[i].answer;
      get_participant (session, 1)->reason = g_strdup (cases[i].reason);
      text = tog_session_dup_decline (session, cases[i].detail);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_version (void)
{
  g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
  g_autofree char *scheduled = tog_session_dup_version (session, START - TOG_HOUR);
  g_autofree char *cancelled = NULL;
  g_autofree char *done = NULL;

  g_assert_cmpstr (scheduled, ==, "Today, 11:00 – 11:45, 45 minutes, Café Central");
  session->state = TOG_SESSION_CANCELLED;
  session->cancel_reason = g_strdup ("Ill");
  cancelled = tog_session_dup_version (session, START - TOG_HOUR);
  g_assert_cmpstr (cancelled, ==, "Today, 11:00 – 11:45, cancelled: Ill");
  session->state = TOG_SESSION_COMPLETED;
  done = tog_session_dup_version (session, START - TOG_HOUR);
  g_assert_cmpstr (done, ==, "Today, 11:00 – 11:45, marked as done");
}

static void
test_question (void)
{
  g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
  g_autofree char *two = tog_session_dup_question (session, "ines");
  g_autofree char *invitation = tog_session_dup_invitation (session);
  g_autofree char *many = NULL;

  g_assert_cmpstr (two, ==, "Did you meet Asha?");
  g_assert_cmpstr (invitation, ==, "Inês invites you to “Goals”");
  session->group_id = g_strdup ("g");
  many = tog_session_dup_question (session, "ines");
  g_assert_cmpstr (many, ==, "Did you meet for “Goals”?");
}

/* What others said is nothing that a decision hangs on; time, place and state are. */
static void
test_differs (void)
{
  g_autoptr (TogSession) seen = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogSession) answered = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogSession) moved = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogSession) longer = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogSession) elsewhere = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogSession) cancelled = session_new (TOG_SESSION_CANCELLED);

  get_participant (answered, 1)->answer = TOG_ANSWER_DECLINED;
  get_participant (answered, 1)->late = 10;
  moved->slot.start += TOG_HOUR;
  moved->slot.end += TOG_HOUR;
  longer->slot.end += TOG_QUANTUM;
  g_clear_object (&elsewhere->conference);
  elsewhere->conference = tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  g_assert_false (tog_session_differs (seen, answered));
  g_assert_true (tog_session_differs (seen, moved));
  g_assert_true (tog_session_differs (seen, longer));
  g_assert_true (tog_session_differs (seen, elsewhere));
  g_assert_true (tog_session_differs (seen, cancelled));
}

static void
test_declined (void)
{
  g_autoptr (TogPlannedSession) planned = tog_planned_session_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  planned->state = TOG_SESSION_SCHEDULED;
  planned->session = session_new (TOG_SESSION_SCHEDULED);
  get_participant (planned->session, 1)->answer = TOG_ANSWER_DECLINED;
  before = tog_planned_session_dup_state (planned, START - TOG_HOUR);
  g_assert_cmpstr (before, ==, "Declined, today, 11:00");
  after = tog_planned_session_dup_state (planned, START + TOG_DAY_SECONDS);
  g_assert_cmpstr (after, ==, "Did you meet?, yesterday, 11:00");
}

static void
test_finished (void)
{
  g_autoptr (TogMatch) match = tog_match_new ();
  g_autofree char *text = NULL;

  match->person = tog_member_new ("asha", "Asha Gurung", NULL, "Asia/Kathmandu");
  match->team.program_name = g_strdup ("First Year");
  g_assert_false (tog_team_is_finished (&match->team));
  match->team.n_planned = 6;
  match->team.n_completed = 5;
  g_assert_false (tog_team_is_finished (&match->team));
  match->team.n_completed = 6;
  g_assert_true (tog_team_is_finished (&match->team));
  text = tog_team_dup_finished (&match->team);
  g_assert_cmpstr (text, ==, "You and Asha completed “First Year”. Well done!");
}

/* What is said of each deed, before and after. */
static void
test_deeds (void)
{
  g_autoptr (TogSession) session = session_new (TOG_SESSION_SCHEDULED);
  g_autoptr (TogBooking) booking =
      tog_booking_new (NULL,
                       (TogSlot){ START + TOG_DAY_SECONDS, START + TOG_DAY_SECONDS + TOG_HOUR },
                       "UTC",
                       NULL,
                       NULL);
  struct
  {
    TogDeed *deed;
    const char *mine;
    const char *done;
  } cases[] = {
    { tog_deed_new_answer (session, TOG_ANSWER_ACCEPTED, NULL),
      "accept it",
      "You accepted “Goals”" },
    { tog_deed_new_answer (session, TOG_ANSWER_TENTATIVE, NULL),
      "answer “maybe”",
      "You may come to “Goals”" },
    { tog_deed_new_answer (session, TOG_ANSWER_DECLINED, "Ill"),
      "decline it",
      "You declined “Goals”" },
    { tog_deed_new_move (session, booking), "Tomorrow, 11:00 – 12:00", "Moved “Goals”" },
    { tog_deed_new_cancel (session, NULL), "cancel it", "Cancelled “Goals”" },
    { tog_deed_new_late (session, 5), "5 minutes late", "You said that you’re running late" },
    { tog_deed_new_held (session, TOG_HELD_YES, 0), "you met", "Marked as done: “Goals”" },
    { tog_deed_new_held (session, TOG_HELD_YES, 4), "you met", "You rated “Goals”: Very useful" },
    { tog_deed_new_held (session, TOG_HELD_NO, 0), "you didn’t meet", "You didn’t meet: “Goals”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mine = tog_deed_dup_mine (cases[i].deed, START - TOG_HOUR);
      g_autofree char *done = tog_deed_dup_done (cases[i].deed);

      g_assert_cmpstr (mine, ==, cases[i].mine);
      g_assert_cmpstr (done, ==, cases[i].done);
      g_assert_cmpstr (tog_deed_get_id (cases[i].deed), ==, "s");
      g_assert_false (tog_deed_can_repeat (cases[i].deed, START));
      g_assert_finalize_object (cases[i].deed);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/life-text/join-hint", test_join_hint);
  g_test_add_func ("/life-text/late", test_late);
  g_test_add_func ("/life-text/statements", test_statements);
  g_test_add_func ("/life-text/many-statements", test_many_statements);
  g_test_add_func ("/life-text/decline", test_decline);
  g_test_add_func ("/life-text/P06/version", test_version);
  g_test_add_func ("/life-text/question", test_question);
  g_test_add_func ("/life-text/P06/differs", test_differs);
  g_test_add_func ("/life-text/declined-state", test_declined);
  g_test_add_func ("/life-text/finished", test_finished);
  g_test_add_func ("/life-text/deeds", test_deeds);

  return g_test_run ();
}
