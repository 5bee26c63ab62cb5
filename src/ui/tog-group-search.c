#include "config.h"

#include "tog-group-search.h"

struct _TogGroupSearch
{
  GObject parent_instance;

  gint64 duration; /* seconds */
  guint n_weeks;
  GHashTable *required; /* (owned) (element-type utf8 boolean): what was chosen, by id */

  TogTimes *times; /* (owned) (nullable) */
  TogDay first;    /* of the weeks that are looked at */
  gboolean fixed;  /* whether @first stays as long as a week among them is shown */
  TogSlot range;   /* of the starts that are looked at */
  TogHeatMap *map; /* (owned) (nullable): over @range */
  TogBestTime best[TOG_GROUP_SEARCH_N_BEST];
  gsize n_best;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogGroupSearch, tog_group_search, G_TYPE_OBJECT)

static void
tog_group_search_finalize (GObject *object)
{
  TogGroupSearch *self = TOG_GROUP_SEARCH (object);

  g_hash_table_unref (self->required);
  g_clear_object (&self->times);
  g_clear_pointer (&self->map, tog_heat_map_unref);
  G_OBJECT_CLASS (tog_group_search_parent_class)->finalize (object);
}

static void
tog_group_search_class_init (TogGroupSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_group_search_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_group_search_init (TogGroupSearch *self)
{
  self->n_weeks = 1;
  self->required = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tog_heat_is_meeting:
 *
 * Returns: whether two can come together, as far as is known: a start at which one
 *   would be alone is no time to propose
 */
gboolean
tog_heat_is_meeting (TogHeat heat)
{
  return heat.n_can + heat.n_unknown >= 2;
}

/**
 * tog_times_count_people:
 *
 * Returns: of how many the times are, those who are only counted among them
 */
guint
tog_times_count_people (TogTimes *times)
{
  return times->people->len +
         (times->counted != NULL ? tog_counted_times_get_n_people (times->counted) : 0);
}

/**
 * tog_group_search_new:
 * @duration: of the session, in seconds
 */
TogGroupSearch *
tog_group_search_new (gint64 duration)
{
  TogGroupSearch *self = g_object_new (TOG_TYPE_GROUP_SEARCH, NULL);

  self->duration = duration;
  return self;
}

/**
 * tog_group_search_set_duration:
 * @duration: of the session, in seconds
 */
void
tog_group_search_set_duration (TogGroupSearch *self, gint64 duration)
{
  g_return_if_fail (TOG_IS_GROUP_SEARCH (self));

  if (self->duration == duration)
    return;
  self->duration = duration;
  g_signal_emit (self, signals[CHANGED], 0);
}

gint64
tog_group_search_get_duration (TogGroupSearch *self)
{
  return self->duration;
}

/**
 * tog_group_search_set_n_weeks:
 * @n_weeks: in how many weeks best times are looked for, from the one that is shown
 */
void
tog_group_search_set_n_weeks (TogGroupSearch *self, guint n_weeks)
{
  g_return_if_fail (TOG_IS_GROUP_SEARCH (self));

  if (self->n_weeks == n_weeks)
    return;
  self->n_weeks = n_weeks;
  self->fixed = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_group_search_set_required:
 * @required: whether a session without them is of little use
 */
void
tog_group_search_set_required (TogGroupSearch *self, const char *member_id, gboolean required)
{
  g_return_if_fail (TOG_IS_GROUP_SEARCH (self));

  g_hash_table_insert (self->required, g_strdup (member_id), GINT_TO_POINTER (required));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_group_search_is_required:
 *
 * Returns: whether a session without them is of little use; without facilitators
 *   it is until something else is chosen
 */
gboolean
tog_group_search_is_required (TogGroupSearch *self, TogPersonTimes *person)
{
  gpointer required;

  if (g_hash_table_lookup_extended (self->required, person->member->id, NULL, &required))
    return GPOINTER_TO_INT (required);
  return person->role == TOG_ROLE_FACILITATOR;
}

/**
 * tog_group_search_dup_required:
 *
 * Returns: (transfer full) (array): whether they are required, for each of the
 *   times' people
 */
gboolean *
tog_group_search_dup_required (TogGroupSearch *self, TogTimes *times)
{
  gboolean *required = g_new (gboolean, times->people->len);

  for (guint i = 0; i < times->people->len; i++)
    required[i] = tog_group_search_is_required (self, g_ptr_array_index (times->people, i));
  return required;
}

/**
 * tog_group_search_make_map:
 * @range: when a session may start
 * @duration: of the session, in seconds
 * @now: the present, by the server's clock
 *
 * Returns: (transfer full) (nullable): who can in @range by the times that were
 *   looked at; %NULL where there are none or they can't be judged
 */
TogHeatMap *
tog_group_search_make_map (TogGroupSearch *self, TogSlot range, gint64 duration, TogInstant now)
{
  g_autofree gboolean *required = NULL;

  if (self->times == NULL)
    return NULL;
  required = tog_group_search_dup_required (self, self->times);
  return tog_heat_map_new_from_times (self->times, required, range, duration, now, NULL);
}

/**
 * tog_group_search_rank:
 * @best: (out caller-allocates) (array length=n_wanted): the best starts, best first
 *
 * Returns: how many there are at which anybody would meet
 */
gsize
tog_group_search_rank (TogGroupSearch *self, TogHeatMap *map, TogBestTime *best, gsize n_wanted)
{
  gsize n_best = tog_heat_map_rank (map, best, n_wanted);
  gsize n = 0;

  for (gsize i = 0; i < n_best; i++)
    if (tog_heat_is_meeting (best[i].heat))
      best[n++] = best[i];
  return n;
}

/**
 * tog_group_search_look:
 * @week: the week that is shown
 * @times: (nullable): when everybody can meet
 * @now: the present, by the server's clock
 *
 * Looks for the best times, in the week that is shown or in several from it on.
 * Those stay the same while one looks around in them: a proposal that is gone to
 * remains what it was.
 */
void
tog_group_search_look (TogGroupSearch *self, TogWeek *week, TogTimes *times, TogInstant now)
{
  TogDay shown = tog_week_get_day (week, 0);
  TogDay n_days = (TogDay) (TOG_WEEK_DAYS * self->n_weeks);
  g_autoptr (TogWeek) first = NULL;
  g_autoptr (TogWeek) after = NULL;

  g_return_if_fail (TOG_IS_GROUP_SEARCH (self));

  if (!self->fixed || shown < self->first || shown >= self->first + n_days)
    self->first = shown;
  self->fixed = TRUE;
  first = tog_week_new (tog_week_get_zone (week), self->first);
  after = tog_week_new (tog_week_get_zone (week), self->first + n_days);

  g_set_object (&self->times, times);
  g_clear_pointer (&self->map, tog_heat_map_unref);
  self->n_best = 0;
  self->range = tog_week_get_range (first);
  if (times == NULL || !tog_slot_contains (times->range, self->range))
    return;
  self->range.end = MIN (tog_week_get_range (after).start, times->range.end);
  self->map = tog_group_search_make_map (self, self->range, self->duration, now);
  if (self->map != NULL)
    self->n_best = tog_group_search_rank (self, self->map, self->best, TOG_GROUP_SEARCH_N_BEST);
}

/**
 * tog_group_search_get_first_day:
 *
 * Returns: from which day on times are looked for
 */
TogDay
tog_group_search_get_first_day (TogGroupSearch *self)
{
  return self->first;
}

/**
 * tog_group_search_get_times:
 *
 * Returns: (transfer none) (nullable): the times that were looked at
 */
TogTimes *
tog_group_search_get_times (TogGroupSearch *self)
{
  return self->times;
}

/**
 * tog_group_search_get_range:
 *
 * Returns: of the starts that are looked at
 */
TogSlot
tog_group_search_get_range (TogGroupSearch *self)
{
  return self->range;
}

/**
 * tog_group_search_get_map:
 *
 * Returns: (transfer none) (nullable): who can in all of the weeks that are looked at
 */
TogHeatMap *
tog_group_search_get_map (TogGroupSearch *self)
{
  return self->map;
}

/**
 * tog_group_search_get_best:
 * @n_best: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_best): the best starts, best first
 */
const TogBestTime *
tog_group_search_get_best (TogGroupSearch *self, gsize *n_best)
{
  *n_best = self->n_best;
  return self->best;
}
