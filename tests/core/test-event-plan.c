#include "tog-event-plan.h"

static const TogSlot at_nine = { 9 * TOG_HOUR, 10 * TOG_HOUR };
static const TogSlot at_ten = { 10 * TOG_HOUR, 11 * TOG_HOUR };
static const TogSlot at_noon = { 12 * TOG_HOUR, 13 * TOG_HOUR };
static const TogSlot longer = { 9 * TOG_HOUR, 11 * TOG_HOUR };

/* Each says what it is about; the session is at nine unless it says so. */
static void
check_plan (void)
{
  const struct
  {
    const char *name;
    TogEventFacts facts;
    TogEventStep step;
  } cases[] = {
    { "not in a calendar yet", { .is_wanted = TRUE }, TOG_EVENT_WRITE },
    { "there, and nobody remembers who wrote it: another computer's, or this one's once",
      { .is_wanted = TRUE, .found = TOG_EVENT_OURS, .found_slot = at_nine },
      TOG_EVENT_WRITE },
    { "there at another time, and nobody remembers who wrote it",
      { .is_wanted = TRUE, .found = TOG_EVENT_OURS, .found_slot = at_noon },
      TOG_EVENT_ASK_MOVED },
    { "there as it should be",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = at_nine },
      TOG_EVENT_LEAVE },
    { "has another agenda now",
      { .is_wanted = TRUE,
        .is_written_anew = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = at_nine },
      TOG_EVENT_WRITE },
    { "the session was moved",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_ten,
        .found = TOG_EVENT_OURS,
        .found_slot = at_ten },
      TOG_EVENT_WRITE },
    { "its owner moved it",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = at_noon },
      TOG_EVENT_ASK_MOVED },
    { "its owner made it longer",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = longer },
      TOG_EVENT_ASK_MOVED },
    { "its owner moved it, and the session was moved elsewhere",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_ten,
        .found = TOG_EVENT_OURS,
        .found_slot = at_noon },
      TOG_EVENT_ASK_MOVED },
    { "its owner moved it, and then the session was moved there",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_ten,
        .found = TOG_EVENT_OURS,
        .found_slot = at_nine },
      TOG_EVENT_WRITE },
    { "at a time that can't be read",
      { .is_wanted = TRUE, .kept = TOG_EVENT_OURS, .kept_slot = at_nine, .found = TOG_EVENT_OURS },
      TOG_EVENT_LEAVE },
    { "its owner deleted it",
      { .is_wanted = TRUE, .kept = TOG_EVENT_OURS, .kept_slot = at_nine },
      TOG_EVENT_ASK_DELETED },
    { "its owner wants it to stay out",
      { .is_wanted = TRUE, .kept = TOG_EVENT_LEFT_OUT },
      TOG_EVENT_LEAVE },
    { "its owner wants it to stay out, and it is called off",
      { .kept = TOG_EVENT_LEFT_OUT },
      TOG_EVENT_FORGET },
    { "a mail put it there",
      { .is_wanted = TRUE, .found = TOG_EVENT_INVITE, .found_slot = at_noon },
      TOG_EVENT_NOTE_INVITE },
    { "a mail put it into another calendar",
      { .is_wanted = TRUE, .is_invited_elsewhere = TRUE },
      TOG_EVENT_NOTE_INVITE },
    { "a mail's, as noted",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_INVITE,
        .found = TOG_EVENT_INVITE,
        .found_slot = at_nine },
      TOG_EVENT_LEAVE },
    { "a mail's, at a time that can't be read",
      { .is_wanted = TRUE, .kept = TOG_EVENT_INVITE, .found = TOG_EVENT_INVITE },
      TOG_EVENT_LEAVE },
    { "a mail's, and its owner moved it",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_INVITE,
        .found = TOG_EVENT_INVITE,
        .found_slot = at_noon },
      TOG_EVENT_ASK_MOVED },
    { "a mail's, and the mail of the last change hasn't been read yet",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_INVITE,
        .found = TOG_EVENT_INVITE,
        .found_slot = at_noon,
        .is_behind = TRUE },
      TOG_EVENT_LEAVE },
    { "a mail's, and the mail of the last change doesn't come",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_INVITE,
        .found = TOG_EVENT_INVITE,
        .found_slot = at_noon,
        .is_behind = TRUE,
        .is_late = TRUE },
      TOG_EVENT_ASK_LATE },
    { "a mail's, and the mail that doesn't come changed no time",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_INVITE,
        .found = TOG_EVENT_INVITE,
        .found_slot = at_nine,
        .is_behind = TRUE,
        .is_late = TRUE },
      TOG_EVENT_LEAVE },
    { "a mail's, and it is in another calendar now",
      { .is_wanted = TRUE, .kept = TOG_EVENT_INVITE, .is_invited_elsewhere = TRUE },
      TOG_EVENT_NOTE_INVITE },
    { "another account of the same person has it there",
      { .is_wanted = TRUE, .found = TOG_EVENT_ANOTHERS, .found_slot = at_noon },
      TOG_EVENT_LEAVE },
    { "another account had it there first",
      { .is_wanted = TRUE, .kept = TOG_EVENT_OURS, .found = TOG_EVENT_ANOTHERS },
      TOG_EVENT_FORGET },
    { "another account's, and called off",
      { .kept = TOG_EVENT_OURS, .found = TOG_EVENT_ANOTHERS },
      TOG_EVENT_FORGET },
    { "a mail's, deleted", { .is_wanted = TRUE, .kept = TOG_EVENT_INVITE }, TOG_EVENT_ASK_DELETED },
    { "a mail took the place of ours",
      { .is_wanted = TRUE, .kept = TOG_EVENT_OURS, .found = TOG_EVENT_INVITE },
      TOG_EVENT_NOTE_INVITE },
    { "a mail put another one beside ours",
      { .is_wanted = TRUE,
        .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = at_nine,
        .is_invited_elsewhere = TRUE },
      TOG_EVENT_TAKE_AWAY },
    { "called off",
      { .kept = TOG_EVENT_OURS,
        .kept_slot = at_nine,
        .found = TOG_EVENT_OURS,
        .found_slot = at_nine },
      TOG_EVENT_TAKE_AWAY },
    { "called off and deleted", { .kept = TOG_EVENT_OURS }, TOG_EVENT_FORGET },
    { "called off, and the mail's",
      { .kept = TOG_EVENT_INVITE, .found = TOG_EVENT_INVITE },
      TOG_EVENT_FORGET },
    { "called off, and never ours: somebody else's event may have its name",
      { .found = TOG_EVENT_OURS },
      TOG_EVENT_LEAVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogEventFacts facts = cases[i].facts;

      facts.slot = at_nine;
      g_test_message ("%s", cases[i].name);
      facts.is_known = TRUE;
      g_assert_cmpint (tog_event_plan (&facts), ==, cases[i].step);
      /* Nothing follows from a calendar that doesn't answer, least of all that it is empty. */
      facts.is_known = FALSE;
      g_assert_cmpint (tog_event_plan (&facts), ==, TOG_EVENT_LEAVE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event-plan", check_plan);

  return g_test_run ();
}
