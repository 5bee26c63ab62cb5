#include "config.h"

#include "tog-availability.h"

/*
 * Remembers where in a set the last question was answered. Starts usually
 * ascend, so the next answer is at the same place or right after it.
 */
typedef struct
{
  const TogSlotSet *set;
  const TogSlot *slots;
  gsize n_slots;
  gsize found;
} Cursor;

static Cursor
begin (const TogSlotSet *set)
{
  Cursor cursor = { .set = set };

  if (set != NULL)
    cursor.slots = tog_slot_set_get_slots (set, &cursor.n_slots);

  return cursor;
}

/* Finds the first slot that ends after @instant, as tog_slot_set_find() does. */
static const TogSlot *
find (Cursor *cursor, TogInstant instant)
{
  gsize found = cursor->found;

  if (found > 0 && cursor->slots[found - 1].end > instant)
    found = tog_slot_set_find (cursor->set, instant);
  else if (found < cursor->n_slots && cursor->slots[found].end <= instant)
    {
      found++;
      if (found < cursor->n_slots && cursor->slots[found].end <= instant)
        found = tog_slot_set_find (cursor->set, instant);
    }

  cursor->found = found;

  return found < cursor->n_slots ? &cursor->slots[found] : NULL;
}

/* A start from outside may be of any size, so the end stops at the last instant. */
static TogSlot
make_slot (TogInstant start, gint64 duration)
{
  return (TogSlot){ start, start > G_MAXINT64 - duration ? G_MAXINT64 : start + duration };
}

/* Whether @start is on a quarter of the local hour; @interval is where @offset holds. */
static gboolean
is_aligned (const TogZone *zone, TogInstant start, TogSlot *interval, gint32 *offset)
{
  if (start < interval->start || start >= interval->end)
    {
      TogTransition next = { .at = G_MAXINT64 };

      *offset = tog_zone_get_offset (zone, start);
      tog_zone_get_next_transition (zone, start, &next);
      *interval = (TogSlot){ start, next.at };
    }

  return (start % TOG_QUANTUM + *offset) % TOG_QUANTUM == 0;
}

/* The verdict that the rules alone give, whoever takes part. */
static TogVerdict
judge_by_rules (const TogJudgementRules *rules, TogSlot slot, TogSlot *interval, gint32 *offset)
{
  if (!is_aligned (rules->zone, slot.start, interval, offset))
    return TOG_VERDICT_MISALIGNED;
  if (slot.start < rules->now)
    return TOG_VERDICT_PAST;
  if (slot.end > rules->latest_end)
    return TOG_VERDICT_TOO_FAR;

  return TOG_VERDICT_AVAILABLE;
}

/* The verdict on a slot that one person alone gives. */
static TogVerdict
judge_by_person (const TogAvailability *person,
                 TogInstant now,
                 TogSlot slot,
                 Cursor *busy,
                 Cursor *hours)
{
  TogSlot padded = tog_slot_pad (slot, person->buffer_before, person->buffer_after);
  const TogSlot *found;

  if (slot.start < now + person->minimum_notice)
    return TOG_VERDICT_SHORT_NOTICE;

  found = find (busy, padded.start);
  if (found != NULL && tog_slot_overlaps (*found, padded))
    return TOG_VERDICT_BUSY;

  if (person->full_weeks != NULL &&
      tog_slot_set_overlaps (person->full_weeks, (TogSlot){ slot.start, slot.start + 1 }))
    return TOG_VERDICT_WEEK_FULL;

  found = find (hours, slot.start);
  if (found == NULL || !tog_slot_contains (*found, slot))
    return TOG_VERDICT_OFF_HOURS;

  if (!person->sharing_off && !tog_slot_contains (person->known, padded))
    return TOG_VERDICT_UNCONFIRMED;

  return TOG_VERDICT_AVAILABLE;
}

/* Which verdict is the one to give when there are several: the one that ranks highest. */
static int
rank (TogVerdict verdict)
{
  static const gint8 ranks[] = {
    [TOG_VERDICT_AVAILABLE] = 0,    [TOG_VERDICT_UNCONFIRMED] = 1, [TOG_VERDICT_OFF_HOURS] = 2,
    [TOG_VERDICT_WEEK_FULL] = 3,    [TOG_VERDICT_BUSY] = 4,        [TOG_VERDICT_TOO_FAR] = 5,
    [TOG_VERDICT_SHORT_NOTICE] = 6, [TOG_VERDICT_PAST] = 7,        [TOG_VERDICT_MISALIGNED] = 8,
    [TOG_VERDICT_BAD_DURATION] = 9,
  };

  return ranks[verdict];
}

/**
 * tog_availability_clear:
 * @availability: what is known of a person's time
 *
 * Drops what @availability owns and makes it all zero: never at work, and with
 * an unknown calendar.
 */
void
tog_availability_clear (TogAvailability *availability)
{
  g_clear_pointer (&availability->busy, tog_slot_set_unref);
  g_clear_pointer (&availability->hours, tog_slot_set_unref);
  g_clear_pointer (&availability->full_weeks, tog_slot_set_unref);
  *availability = (TogAvailability){ 0 };
}

/**
 * tog_verdict_is_bookable:
 * @verdict: a verdict
 *
 * Tells whether a session may be booked in a slot of this verdict.
 */
gboolean
tog_verdict_is_bookable (TogVerdict verdict)
{
  return verdict == TOG_VERDICT_AVAILABLE || verdict == TOG_VERDICT_UNCONFIRMED;
}

/**
 * tog_verdict_to_string:
 * @verdict: a verdict
 *
 * Gets the name that a verdict has on the wire, where it ends a problem's type.
 *
 * Returns: (transfer none): the name, not for showing
 */
const char *
tog_verdict_to_string (TogVerdict verdict)
{
  switch (verdict)
    {
    case TOG_VERDICT_AVAILABLE:
      return "available";
    case TOG_VERDICT_UNCONFIRMED:
      return "unconfirmed";
    case TOG_VERDICT_PAST:
      return "slot-past";
    case TOG_VERDICT_SHORT_NOTICE:
      return "slot-short-notice";
    case TOG_VERDICT_TOO_FAR:
      return "slot-too-far";
    case TOG_VERDICT_BUSY:
      return "slot-busy";
    case TOG_VERDICT_WEEK_FULL:
      return "slot-week-full";
    case TOG_VERDICT_OFF_HOURS:
      return "slot-off-hours";
    case TOG_VERDICT_MISALIGNED:
      return "slot-misaligned";
    case TOG_VERDICT_BAD_DURATION:
      return "bad-duration";
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * tog_duration_is_offered:
 * @seconds: how long a session lasts
 *
 * Tells whether sessions of this duration exist: 30, 45 or 60 minutes.
 */
gboolean
tog_duration_is_offered (gint64 seconds)
{
  return seconds == 30 * TOG_MINUTE || seconds == 45 * TOG_MINUTE || seconds == 60 * TOG_MINUTE;
}

/**
 * tog_availability_judge:
 * @people: (array length=n_people): everybody who takes part, the one who asks first
 * @n_people: how many, at most #TOG_MAX_PARTICIPANTS
 * @rules: what else decides
 * @slot: the possible session
 *
 * Judges one possible session, exactly as tog_availability_judge_many() does.
 */
TogJudgement
tog_availability_judge (const TogAvailability *people,
                        gsize n_people,
                        const TogJudgementRules *rules,
                        TogSlot slot)
{
  TogJudgement judgement;
  gint64 duration;

  /* A duration that doesn't fit into 64 bits is none that is offered. */
  if (__builtin_sub_overflow (slot.end, slot.start, &duration))
    duration = 0;

  tog_availability_judge_many (people, n_people, rules, &slot.start, 1, duration, &judgement);

  return judgement;
}

/**
 * tog_availability_judge_alone:
 * @person: somebody
 * @now: the present
 * @slot: a possible session that is neither past, too far nor misaligned
 *
 * Tells what keeps one person from a session, whoever else takes part.
 *
 * Returns: available, unconfirmed, short notice, busy, week full or off hours
 */
TogVerdict
tog_availability_judge_alone (const TogAvailability *person, TogInstant now, TogSlot slot)
{
  Cursor busy = begin (person->busy);
  Cursor hours = begin (person->hours);

  return judge_by_person (person, now, slot, &busy, &hours);
}

/**
 * tog_availability_judge_many:
 * @people: (array length=n_people): everybody who takes part, the one who asks first
 * @n_people: how many, at most #TOG_MAX_PARTICIPANTS
 * @rules: what else decides
 * @starts: (array length=n_starts): possible starts, fastest by far if ascending
 * @n_starts: how many
 * @duration: seconds that a session lasts
 * @judgements: (out caller-allocates) (array length=n_starts): the verdicts
 *
 * Judges possible sessions. This is the only place that decides which times can
 * be booked, in the client as well as in the server. Where several verdicts hold,
 * the first of these is given: bad duration, misaligned, past, short notice, too
 * far, busy, week full, off hours, unconfirmed; among several people, the first of them.
 */
void
tog_availability_judge_many (const TogAvailability *people,
                             gsize n_people,
                             const TogJudgementRules *rules,
                             const TogInstant *starts,
                             gsize n_starts,
                             gint64 duration,
                             TogJudgement *judgements)
{
  TogSlot interval = { 0, 0 };
  gint32 offset = 0;

  if (!tog_duration_is_offered (duration))
    {
      for (gsize i = 0; i < n_starts; i++)
        judgements[i] = (TogJudgement){ TOG_VERDICT_BAD_DURATION, -1 };
      return;
    }

  for (gsize i = 0; i < n_starts; i++)
    {
      TogSlot slot = make_slot (starts[i], duration);

      judgements[i] = (TogJudgement){ judge_by_rules (rules, slot, &interval, &offset), -1 };
    }

  /* One person after the other, so that one place in one calendar is looked at at a time. */
  for (gsize who = 0; who < n_people; who++)
    {
      Cursor busy = begin (people[who].busy);
      Cursor hours = begin (people[who].hours);

      for (gsize i = 0; i < n_starts; i++)
        {
          TogSlot slot = make_slot (starts[i], duration);
          TogVerdict verdict;

          if (rank (judgements[i].verdict) >= rank (TOG_VERDICT_PAST))
            continue;

          verdict = judge_by_person (&people[who], rules->now, slot, &busy, &hours);
          if (rank (verdict) > rank (judgements[i].verdict))
            judgements[i] = (TogJudgement){ verdict, (gint32) who };
        }
    }
}
