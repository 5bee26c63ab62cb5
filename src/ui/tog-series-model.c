#include "config.h"

#include "tog-series-model.h"

#include "tog-group-search.h"
#include "tog-group.h"
#include "tog-session-text.h"

#include <stdlib.h>

/* What is loaded at one go; the server gives no more than 62 days. */
#define CHUNK (56 * (TogInstant) TOG_DAY_SECONDS)

/* So far around a session another time is looked for. */
#define PROPOSED_DAYS 6

/* So many of those are on the day itself, half an hour apart at least. */
#define PROPOSED_ON_DAY 4
#define PROPOSED_APART (30 * TOG_MINUTE)

struct _TogSeriesModel
{
  GObject parent_instance;

  TogSlot slot;       /* of the first session */
  TogZone *zone;      /* (owned): of the clock on whose wall they keep their time */
  GPtrArray *planned; /* (owned) (element-type TogPlannedSession): that can be booked */
  GArray *items;      /* (owned) (element-type TogSeriesItem) */
  TogSeriesRule rule;
  gboolean is_group;
  TogTimes *times; /* (owned) (nullable) */
  TogInstant now;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogSeriesModel, tog_series_model, G_TYPE_OBJECT)

static void
clear_item (gpointer data)
{
  TogSeriesItem *item = data;

  g_clear_object (&item->planned);
  g_clear_pointer (&item->attendance, tog_attendance_free);
  g_clear_pointer (&item->kept, tog_attendance_free);
  g_free (item->refusal);
}

static TogSeriesItem *
get_item (TogSeriesModel *self, guint i)
{
  return &g_array_index (self->items, TogSeriesItem, i);
}

static TogSlot
get_slot (TogSeriesModel *self, TogInstant start)
{
  return (TogSlot){ start, start + tog_series_model_get_duration (self) };
}

/* Sessions of a series are in each other's way as any are: each person keeps the
 * time free around them that they ask for. */
static gboolean
are_too_near (TogSeriesModel *self, TogInstant a, TogInstant b)
{
  TogSlot one = get_slot (self, a);
  TogSlot other = get_slot (self, b);

  if (tog_slot_overlaps (one, other))
    return TRUE;
  for (guint i = 0; self->times != NULL && i < self->times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (self->times->people, i);

      if (tog_slot_overlaps (tog_slot_pad (one, person->buffer_before, person->buffer_after),
                             other) ||
          tog_slot_overlaps (tog_slot_pad (other, person->buffer_before, person->buffer_after),
                             one))
        return TRUE;
    }
  return FALSE;
}

static int
find_clash (TogSeriesModel *self, guint i, TogInstant start)
{
  for (guint other = 0; other < self->items->len; other++)
    if (other != i && are_too_near (self, start, get_item (self, other)->start))
      return (int) other;
  return -1;
}

/* Of those who aren't told by name all have to be able to, too. */
static gboolean
suits_counted (TogSeriesModel *self, TogInstant start)
{
  TogCount n;

  if (self->times->counted == NULL)
    return TRUE;
  return tog_counted_times_get (
             self->times->counted, tog_series_model_get_duration (self), start, &n) &&
         n.n_can + n.n_unknown >= (int) tog_counted_times_get_n_people (self->times->counted);
}

static TogSeriesState
judge_one (TogSeriesModel *self, TogInstant start, TogJudgement *judgement)
{
  TogInstant latest_end = self->times->latest_end;

  *judgement = (TogJudgement){ TOG_VERDICT_TOO_FAR, -1 };
  if (get_slot (self, start).end > latest_end)
    return TOG_SERIES_CONFLICT;
  if (!tog_slot_contains (self->times->range, get_slot (self, start)) ||
      !tog_times_judge (self->times,
                        self->zone,
                        self->now,
                        &start,
                        1,
                        tog_series_model_get_duration (self),
                        judgement,
                        NULL))
    return TOG_SERIES_UNKNOWN;
  if (!tog_verdict_is_bookable (judgement->verdict))
    return TOG_SERIES_CONFLICT;
  if (!suits_counted (self, start))
    {
      *judgement = (TogJudgement){ TOG_VERDICT_BUSY, -1 };
      return TOG_SERIES_CONFLICT;
    }
  return judgement->verdict == TOG_VERDICT_UNCONFIRMED ? TOG_SERIES_UNCONFIRMED : TOG_SERIES_FITS;
}

/* A group may meet without all of its members, if whoever books says so. Returns who
 * can't, or %NULL where it can't be booked without them either. */
static TogAttendance *
make_attendance (TogSeriesModel *self, TogInstant start)
{
  TogDay day = tog_zone_to_wall (self->zone, start).day;
  g_autoptr (TogWeek) week = tog_week_new (self->zone, day - TOG_WEEK_DAYS / 2);
  g_autoptr (TogHeatModel) model =
      tog_heat_model_new (week, self->times, NULL, tog_series_model_get_duration (self), self->now);
  g_autoptr (TogHeatSpeech) speech = NULL;
  TogHeat heat;

  if (!tog_heat_model_is_loaded (model) ||
      !tog_verdict_is_bookable (tog_heat_map_get_verdict (tog_heat_model_get_map (model), start)) ||
      !tog_heat_map_get_heat (tog_heat_model_get_map (model), start, &heat) ||
      !tog_heat_is_meeting (heat))
    return NULL;

  speech = tog_heat_speech_new (model);
  return tog_attendance_new (model, speech, start);
}

/* Whether it was agreed to who can't: somebody new has to be agreed to anew. */
static gboolean
is_kept (TogSeriesItem *item)
{
  g_autofree char *changes = NULL;

  if (item->kept == NULL || item->attendance == NULL)
    return FALSE;
  changes = tog_attendance_dup_changes (item->kept, item->attendance);
  return changes == NULL;
}

static void
judge (TogSeriesModel *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      TogSeriesItem *item = get_item (self, i);

      item->state = self->times != NULL ? judge_one (self, item->start, &item->judgement)
                                        : TOG_SERIES_UNKNOWN;
      g_clear_pointer (&item->attendance, tog_attendance_free);
      if (self->is_group && item->state == TOG_SERIES_CONFLICT)
        item->attendance = make_attendance (self, item->start);
      if (is_kept (item))
        item->state = TOG_SERIES_KEPT;
      item->clash = find_clash (self, i, item->start);
      if (item->state != TOG_SERIES_UNKNOWN && (item->clash >= 0 || item->refusal != NULL))
        item->state = TOG_SERIES_CONFLICT;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Sets the sessions to where the rule says. Those that it leaves where they were
 * stay as they are, also where they were moved by hand. */
static void
lay_out (TogSeriesModel *self, guint n_items)
{
  g_autofree TogOccurrence *occurrences = g_new (TogOccurrence, n_items);
  guint n_before = self->items->len;

  g_array_set_size (self->items, n_items);
  tog_series_list (self->zone, self->slot.start, self->rule, occurrences, n_items);
  for (guint i = 0; i < n_items; i++)
    {
      TogSeriesItem *item = get_item (self, i);

      g_set_object (&item->planned, g_ptr_array_index (self->planned, i));
      if (i < n_before && item->wanted == occurrences[i].start)
        continue;
      item->wanted = occurrences[i].start;
      item->start = item->wanted;
      item->skipped = occurrences[i].moved;
      g_clear_pointer (&item->kept, tog_attendance_free);
      g_clear_pointer (&item->refusal, g_free);
    }
  judge (self);
}

static void
tog_series_model_finalize (GObject *object)
{
  TogSeriesModel *self = TOG_SERIES_MODEL (object);

  g_clear_pointer (&self->zone, tog_zone_unref);
  g_clear_pointer (&self->planned, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_object (&self->times);

  G_OBJECT_CLASS (tog_series_model_parent_class)->finalize (object);
}

static void
tog_series_model_class_init (TogSeriesModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_series_model_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_series_model_init (TogSeriesModel *self)
{
  self->planned = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_array_new (FALSE, TRUE, sizeof (TogSeriesItem));
  g_array_set_clear_func (self->items, clear_item);
}

/**
 * tog_series_model_new:
 * @first: the planned session that it begins with
 * @slot: when that is
 * @zone: of the clock on whose wall all keep their time
 */
TogSeriesModel *
tog_series_model_new (TogPlannedSession *first, TogSlot slot, TogZone *zone)
{
  TogSeriesModel *self = g_object_new (TOG_TYPE_SERIES_MODEL, NULL);

  self->slot = slot;
  self->zone = tog_zone_ref (zone);
  g_ptr_array_add (self->planned, g_object_ref (first));
  lay_out (self, 1);
  return self;
}

/**
 * tog_series_model_set_team:
 * @team: with its planned sessions, if they are known
 *
 * Finds what else there is to book: the planned sessions after the first that
 * are not scheduled.
 */
void
tog_series_model_set_team (TogSeriesModel *self, TogTeam *team)
{
  TogPlannedSession *first = g_ptr_array_index (self->planned, 0);

  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  self->is_group = TOG_IS_GROUP (team);
  g_ptr_array_set_size (self->planned, 1);
  for (guint i = 0; team->planned != NULL && i < team->planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

      if (planned->ordinal > first->ordinal && tog_planned_session_can_book (planned) &&
          self->planned->len < TOG_SERIES_MAX)
        g_ptr_array_add (self->planned, g_object_ref (planned));
    }
  lay_out (self, MIN (self->items->len, self->planned->len));
}

/**
 * tog_series_model_set_slot:
 * @slot: when the first session is instead
 *
 * The others follow, but for those that stay where they were.
 */
void
tog_series_model_set_slot (TogSeriesModel *self, TogSlot slot)
{
  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  if (self->slot.start == slot.start && self->slot.end == slot.end)
    return;
  self->slot = slot;
  lay_out (self, self->items->len);
}

/**
 * tog_series_model_set_rule:
 *
 * Says how the sessions follow each other.
 */
void
tog_series_model_set_rule (TogSeriesModel *self, TogSeriesRule rule)
{
  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  if (self->rule == rule)
    return;
  self->rule = rule;
  lay_out (self, self->items->len);
}

TogSeriesRule
tog_series_model_get_rule (TogSeriesModel *self)
{
  return self->rule;
}

/**
 * tog_series_model_set_n:
 * @n_sessions: how many to book, 1 to tog_series_model_get_max()
 */
void
tog_series_model_set_n (TogSeriesModel *self, guint n_sessions)
{
  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  n_sessions = CLAMP (n_sessions, 1, self->planned->len);
  if (n_sessions != self->items->len)
    lay_out (self, n_sessions);
}

guint
tog_series_model_get_n (TogSeriesModel *self)
{
  return self->items->len;
}

/**
 * tog_series_model_get_max:
 *
 * Returns: how many sessions there are to book, the first among them
 */
guint
tog_series_model_get_max (TogSeriesModel *self)
{
  return self->planned->len;
}

/**
 * tog_series_model_get_item:
 *
 * Returns: (transfer none): valid until anything changes
 */
const TogSeriesItem *
tog_series_model_get_item (TogSeriesModel *self, guint i)
{
  g_return_val_if_fail (i < self->items->len, NULL);

  return get_item (self, i);
}

/**
 * tog_series_model_get_duration:
 *
 * Returns: seconds that each session lasts
 */
gint64
tog_series_model_get_duration (TogSeriesModel *self)
{
  return self->slot.end - self->slot.start;
}

TogZone *
tog_series_model_get_zone (TogSeriesModel *self)
{
  return self->zone;
}

/**
 * tog_series_model_get_times:
 *
 * Returns: (transfer none) (nullable): what is known of everybody's time
 */
TogTimes *
tog_series_model_get_times (TogSeriesModel *self)
{
  return self->times;
}

/**
 * tog_series_model_add_times:
 * @times: what the server says of tog_series_model_find_missing()'s range
 * @now: the present, by the server's clock
 */
void
tog_series_model_add_times (TogSeriesModel *self, TogTimes *times, TogInstant now)
{
  g_autoptr (TogTimes) both = NULL;

  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  if (self->times != NULL)
    both = tog_times_join (times, self->times);
  if (both != NULL)
    times = both;
  g_set_object (&self->times, times);
  self->now = now;
  judge (self);
}

/**
 * tog_series_model_drop_times:
 *
 * Forgets people's times, because they are others by now.
 */
void
tog_series_model_drop_times (TogSeriesModel *self)
{
  g_clear_object (&self->times);
  judge (self);
}

/**
 * tog_series_model_set_now:
 * @now: the present, by the server's clock
 */
void
tog_series_model_set_now (TogSeriesModel *self, TogInstant now)
{
  if (self->now == now)
    return;
  self->now = now;
  judge (self);
}

/**
 * tog_series_model_find_missing:
 * @range: (out): what to load next, so that all sessions can be judged and moved
 *   within their week; it touches what is there
 *
 * Returns: whether anything is missing
 */
gboolean
tog_series_model_find_missing (TogSeriesModel *self, TogSlot *range)
{
  const gint64 around = (PROPOSED_DAYS + 1) * (gint64) TOG_DAY_SECONDS;
  TogSlot wanted = { G_MAXINT64, G_MININT64 };

  for (guint i = 0; i < self->items->len; i++)
    {
      wanted.start = MIN (wanted.start, get_item (self, i)->wanted - around);
      wanted.end = MAX (wanted.end, get_item (self, i)->wanted + around);
    }
  if (self->times == NULL)
    {
      *range = (TogSlot){ wanted.start, MIN (wanted.end, wanted.start + CHUNK) };
      return TRUE;
    }

  wanted.end = MIN (wanted.end, self->times->latest_end);
  *range = (TogSlot){ self->times->range.end, MIN (wanted.end, self->times->range.end + CHUNK) };
  return !tog_slot_is_empty (*range);
}

/**
 * tog_series_model_choose:
 * @start: when it is instead
 *
 * Moves a session.
 */
void
tog_series_model_choose (TogSeriesModel *self, guint i, TogInstant start)
{
  TogSeriesItem *item;

  g_return_if_fail (TOG_IS_SERIES_MODEL (self));
  g_return_if_fail (i < self->items->len);

  item = get_item (self, i);
  if (item->start == start)
    return;
  item->start = start;
  g_clear_pointer (&item->kept, tog_attendance_free);
  g_clear_pointer (&item->refusal, g_free);
  judge (self);
}

/**
 * tog_series_model_keep:
 *
 * Agrees that a group meets at that time without those who can't.
 */
void
tog_series_model_keep (TogSeriesModel *self, guint i)
{
  TogSeriesItem *item;

  g_return_if_fail (TOG_IS_SERIES_MODEL (self));
  g_return_if_fail (i < self->items->len);

  item = get_item (self, i);
  if (item->attendance == NULL)
    return;
  g_clear_pointer (&item->kept, tog_attendance_free);
  item->kept = g_steal_pointer (&item->attendance);
  g_clear_pointer (&item->refusal, g_free);
  judge (self);
}

typedef struct
{
  TogInstant start;
  gint64 distance; /* from the time that is wanted */
} Proposal;

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const Proposal *one = a;
  const Proposal *other = b;

  return one->distance < other->distance ? -1 : one->distance > other->distance;
}

static int
compare_instants (gconstpointer a, gconstpointer b)
{
  const TogInstant *one = a;
  const TogInstant *other = b;

  return *one < *other ? -1 : *one > *other;
}

/* Adds the nearest times of a day to the wanted one, by the clock on the wall. */
static gsize
propose_on (TogSeriesModel *self, guint i, TogDay day, gsize n_wanted, TogInstant *starts)
{
  const TogSeriesItem *item = get_item (self, i);
  TogWallTime wanted = tog_zone_to_wall (self->zone, item->wanted);
  TogInstant first = tog_zone_from_wall (self->zone, (TogWallTime){ day, 0 });
  TogInstant last = tog_zone_from_wall (self->zone, (TogWallTime){ day + 1, 0 });
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Proposal));
  gsize n = 0;

  for (TogInstant start = first; start < last; start += TOG_QUANTUM)
    {
      Proposal proposal = { start,
                            ABS (tog_zone_to_wall (self->zone, start).second - wanted.second) };
      TogJudgement judgement;

      if (start != item->start && judge_one (self, start, &judgement) == TOG_SERIES_FITS &&
          find_clash (self, i, start) < 0)
        g_array_append_val (found, proposal);
    }

  g_array_sort (found, compare_distance);
  for (guint j = 0; j < found->len && n < n_wanted; j++)
    {
      TogInstant start = g_array_index (found, Proposal, j).start;
      gboolean is_apart = TRUE;

      for (gsize k = 0; k < n; k++)
        is_apart = is_apart && ABS (starts[k] - start) >= PROPOSED_APART;
      if (is_apart)
        starts[n++] = start;
    }
  return n;
}

/**
 * tog_series_model_propose:
 * @starts: (out caller-allocates): other times for a session, in order: the nearest
 *   of its day, and of each day around it the nearest by the clock on the wall
 *
 * Only what certainly suits everybody is proposed.
 *
 * Returns: how many
 */
gsize
tog_series_model_propose (TogSeriesModel *self,
                          guint i,
                          TogInstant starts[TOG_SERIES_MAX_PROPOSALS])
{
  TogDay day;
  gsize n;

  g_return_val_if_fail (TOG_IS_SERIES_MODEL (self), 0);
  g_return_val_if_fail (i < self->items->len, 0);

  if (self->times == NULL)
    return 0;
  day = tog_zone_to_wall (self->zone, get_item (self, i)->wanted).day;
  n = propose_on (self, i, day, PROPOSED_ON_DAY, starts);
  for (int away = 1; away <= PROPOSED_DAYS; away++)
    {
      if (n < TOG_SERIES_MAX_PROPOSALS)
        n += propose_on (self, i, day + away, 1, starts + n);
      if (n < TOG_SERIES_MAX_PROPOSALS)
        n += propose_on (self, i, day - away, 1, starts + n);
    }
  qsort (starts, n, sizeof *starts, compare_instants);
  return n;
}

/**
 * tog_series_model_refuse:
 * @message: why the server would not book it
 *
 * Marks a session until it is moved.
 */
void
tog_series_model_refuse (TogSeriesModel *self, guint i, const char *message)
{
  TogSeriesItem *item;

  g_return_if_fail (TOG_IS_SERIES_MODEL (self));

  if (i >= self->items->len)
    return;
  item = get_item (self, i);
  g_free (item->refusal);
  item->refusal = g_strdup (message);
  judge (self);
}

/**
 * tog_series_model_drifts:
 * @zone: of somebody else's clock
 *
 * Returns: whether that clock shows another time than for the first session,
 *   though mine shows the same
 */
gboolean
tog_series_model_drifts (TogSeriesModel *self, guint i, const TogZone *zone)
{
  const TogSeriesItem *item = tog_series_model_get_item (self, i);

  return item->start == item->wanted && !item->skipped &&
         tog_zone_to_wall (zone, item->start).second !=
             tog_zone_to_wall (zone, self->slot.start).second;
}

/**
 * tog_series_model_find_later:
 *
 * Returns: which of those that come before session @i in the program is later than it,
 *   -1 where none is
 */
int
tog_series_model_find_later (TogSeriesModel *self, guint i)
{
  g_return_val_if_fail (TOG_IS_SERIES_MODEL (self) && i < self->items->len, -1);

  for (guint before = 0; before < i; before++)
    if (get_item (self, before)->start > get_item (self, i)->start)
      return (int) before;
  return -1;
}

/**
 * tog_series_model_count:
 *
 * Returns: how many sessions are in @state
 */
guint
tog_series_model_count (TogSeriesModel *self, TogSeriesState state)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += get_item (self, i)->state == state;
  return n;
}

/**
 * tog_series_model_can_send:
 *
 * Returns: whether all sessions can be booked
 */
gboolean
tog_series_model_can_send (TogSeriesModel *self)
{
  return tog_series_model_count (self, TOG_SERIES_UNKNOWN) == 0 &&
         tog_series_model_count (self, TOG_SERIES_CONFLICT) == 0;
}
