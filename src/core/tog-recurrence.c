#include "config.h"

#include "tog-recurrence.h"

#include "tog-error.h"

#define WEEK_DAYS 7
#define MAX_PERIOD_DAYS 366

static gboolean
contains (const TogNumberSet *set, int number)
{
  guint n = ABS (number);

  return (set->bits[number < 0][n / 64] >> (n % 64) & 1) != 0;
}

/* Whether @number of @n numbers is in the set, counted from either end. */
static gboolean
contains_of (const TogNumberSet *set, int number, int n)
{
  return contains (set, number) || contains (set, number - n - 1);
}

/* A rule with what it leaves unsaid taken from its start, and where it has got to. */
typedef struct
{
  TogRecurrence rule;
  TogWallTime start;
  int start_year;
  int start_month;
  int start_month_day;
  gint64 step; /* of what is more often than daily, in seconds */

  /* The occurrences of one period: each of the days at each of the times. */
  TogDay days[MAX_PERIOD_DAYS];
  guint n_days;
  int hours[24];
  guint n_hours;
  int minutes[60];
  guint n_minutes;
  int seconds[60];
  guint n_seconds;
} Expansion;

static gint64
count_seconds (TogWallTime wall)
{
  return (gint64) wall.day * TOG_DAY_SECONDS + wall.second;
}

static void
add_number (TogNumberSet *set, int number)
{
  set->bits[0][number / 64] |= G_GUINT64_CONSTANT (1) << (number % 64);
  set->is_given = TRUE;
}

static gboolean
has_weekdays (const TogRecurrence *rule)
{
  return rule->weekdays != 0 || rule->n_nth > 0;
}

/* What a rule doesn't say comes from the start (RFC 5545 section 3.3.10). */
static void
fill_in_days (Expansion *self)
{
  TogRecurrence *rule = &self->rule;

  if (has_weekdays (rule) || rule->by_year_day.is_given || rule->by_month_day.is_given)
    return;
  switch (rule->frequency)
    {
    case TOG_FREQUENCY_YEARLY:
      if (rule->by_week_no.is_given)
        {
          rule->weekdays = 1u << tog_day_get_weekday (self->start.day);
          break;
        }
      if (!rule->by_month.is_given)
        add_number (&rule->by_month, self->start_month);
      add_number (&rule->by_month_day, self->start_month_day);
      break;
    case TOG_FREQUENCY_MONTHLY:
      add_number (&rule->by_month_day, self->start_month_day);
      break;
    case TOG_FREQUENCY_WEEKLY:
      rule->weekdays = 1u << tog_day_get_weekday (self->start.day);
      break;
    case TOG_FREQUENCY_DAILY:
    case TOG_FREQUENCY_HOURLY:
    case TOG_FREQUENCY_MINUTELY:
    case TOG_FREQUENCY_SECONDLY:
      break;
    }
}

static guint
list_numbers (const TogNumberSet *set, int otherwise, int n, int *numbers)
{
  guint length = 0;

  if (!set->is_given)
    {
      numbers[0] = otherwise;
      return 1;
    }
  for (int i = 0; i < n; i++)
    if (contains (set, i))
      numbers[length++] = i;
  return length;
}

static void
fill_in_times (Expansion *self)
{
  const TogRecurrence *rule = &self->rule;
  int second = self->start.second;

  self->n_hours = list_numbers (&rule->by_hour, second / TOG_HOUR, 24, self->hours);
  self->n_minutes = list_numbers (&rule->by_minute, second / TOG_MINUTE % 60, 60, self->minutes);
  self->n_seconds = list_numbers (&rule->by_second, second % 60, 60, self->seconds);
}

/* The number of the week that @day is in, and how many its year has; a week
 * belongs to the year that has at least four of its days. */
static int
get_week_number (TogDay day, int week_start, int *n_weeks)
{
  TogDay monday = tog_day_get_week_start (day, week_start);
  int year;
  int month;
  int month_day;
  TogDay first;
  TogDay next;

  tog_day_to_civil (monday + 3, &year, &month, &month_day);
  first = tog_day_get_week_start (tog_day_from_civil (year, 1, 4), week_start);
  next = tog_day_get_week_start (tog_day_from_civil (year + 1, 1, 4), week_start);
  *n_weeks = (next - first) / WEEK_DAYS;
  return (monday - first) / WEEK_DAYS + 1;
}

static int
count_month_days (int year, int month)
{
  int next_year = month == 12 ? year + 1 : year;

  return tog_day_from_civil (next_year, month % 12 + 1, 1) - tog_day_from_civil (year, month, 1);
}

static gboolean
matches_weekday (const Expansion *self, TogDay day, int year, int month, int month_day)
{
  const TogRecurrence *rule = &self->rule;
  int weekday = tog_day_get_weekday (day);
  gboolean in_year = rule->frequency == TOG_FREQUENCY_YEARLY && !rule->by_month.is_given;
  gboolean is_numbered = rule->frequency == TOG_FREQUENCY_MONTHLY ||
                         (rule->frequency == TOG_FREQUENCY_YEARLY && !rule->by_week_no.is_given);

  if ((rule->weekdays >> weekday & 1) != 0)
    return TRUE;
  for (guint i = 0; i < rule->n_nth; i++)
    {
      int before;
      int after;

      if (rule->nth[i].weekday != weekday)
        continue;
      if (!is_numbered)
        return TRUE;
      if (in_year)
        {
          before = day - tog_day_from_civil (year, 1, 1);
          after = tog_day_from_civil (year + 1, 1, 1) - 1 - day;
        }
      else
        {
          before = month_day - 1;
          after = count_month_days (year, month) - month_day;
        }
      if (rule->nth[i].number == before / WEEK_DAYS + 1 ||
          rule->nth[i].number == -(after / WEEK_DAYS + 1))
        return TRUE;
    }
  return FALSE;
}

static gboolean
matches_day (const Expansion *self, TogDay day)
{
  const TogRecurrence *rule = &self->rule;
  int year;
  int month;
  int month_day;

  tog_day_to_civil (day, &year, &month, &month_day);
  if (rule->by_month.is_given && !contains (&rule->by_month, month))
    return FALSE;
  if (rule->by_month_day.is_given &&
      !contains_of (&rule->by_month_day, month_day, count_month_days (year, month)))
    return FALSE;
  if (has_weekdays (rule) && !matches_weekday (self, day, year, month, month_day))
    return FALSE;
  if (rule->by_year_day.is_given)
    {
      TogDay first = tog_day_from_civil (year, 1, 1);
      int n_days = tog_day_from_civil (year + 1, 1, 1) - first;

      if (!contains_of (&rule->by_year_day, day - first + 1, n_days))
        return FALSE;
    }
  if (rule->by_week_no.is_given && rule->frequency == TOG_FREQUENCY_YEARLY)
    {
      int n_weeks;
      int week = get_week_number (day, rule->week_start, &n_weeks);

      if (!contains_of (&rule->by_week_no, week, n_weeks))
        return FALSE;
    }
  return TRUE;
}

/* When period @k begins, the one with the start in it being 0. */
static TogWallTime
get_period_start (const Expansion *self, gint64 k)
{
  gint64 n = k * self->rule.interval;
  TogWallTime wall = { 0, 0 };
  gint64 seconds;

  switch (self->rule.frequency)
    {
    case TOG_FREQUENCY_YEARLY:
      wall.day = tog_day_from_civil (self->start_year + n, 1, 1);
      break;
    case TOG_FREQUENCY_MONTHLY:
      n += self->start_month - 1;
      wall.day = tog_day_from_civil (self->start_year + n / 12, n % 12 + 1, 1);
      break;
    case TOG_FREQUENCY_WEEKLY:
      wall.day = tog_day_get_week_start (self->start.day, self->rule.week_start) + n * WEEK_DAYS;
      break;
    case TOG_FREQUENCY_DAILY:
      wall.day = self->start.day + n;
      break;
    case TOG_FREQUENCY_HOURLY:
    case TOG_FREQUENCY_MINUTELY:
    case TOG_FREQUENCY_SECONDLY:
      seconds = count_seconds (self->start) + k * self->step;
      if (self->rule.frequency == TOG_FREQUENCY_HOURLY)
        seconds -= self->start.second % TOG_HOUR;
      else if (self->rule.frequency == TOG_FREQUENCY_MINUTELY)
        seconds -= self->start.second % TOG_MINUTE;
      wall.day = seconds / TOG_DAY_SECONDS - (seconds % TOG_DAY_SECONDS < 0);
      wall.second = seconds - (gint64) wall.day * TOG_DAY_SECONDS;
      break;
    }
  return wall;
}

/* A period that begins at or before @wall, and not long before it. */
static gint64
find_period (const Expansion *self, TogWallTime wall)
{
  gint64 days = (gint64) wall.day - self->start.day;
  gint64 periods = 0;
  int year;
  int month;
  int month_day;

  if (days < 0)
    return 0;
  tog_day_to_civil (wall.day, &year, &month, &month_day);
  switch (self->rule.frequency)
    {
    case TOG_FREQUENCY_YEARLY:
      periods = year - self->start_year;
      break;
    case TOG_FREQUENCY_MONTHLY:
      periods = (year - self->start_year) * 12 + month - self->start_month;
      break;
    case TOG_FREQUENCY_WEEKLY:
      periods = days / WEEK_DAYS;
      break;
    case TOG_FREQUENCY_DAILY:
      periods = days;
      break;
    case TOG_FREQUENCY_HOURLY:
    case TOG_FREQUENCY_MINUTELY:
    case TOG_FREQUENCY_SECONDLY:
      return MAX (0, (count_seconds (wall) - count_seconds (self->start)) / self->step);
    }
  return periods / self->rule.interval;
}

static void
list_days (Expansion *self, TogDay first, guint n_days)
{
  self->n_days = 0;
  for (guint i = 0; i < n_days; i++)
    if (matches_day (self, first + i))
      self->days[self->n_days++] = first + i;
}

static guint
narrow (const TogNumberSet *set, int number, int *numbers)
{
  numbers[0] = number;
  return !set->is_given || contains (set, number);
}

/* Lists the days and times of the period that begins at @wall. */
static void
list_period (Expansion *self, TogWallTime wall)
{
  const TogRecurrence *rule = &self->rule;
  int year;
  int month;
  int month_day;

  switch (rule->frequency)
    {
    case TOG_FREQUENCY_YEARLY:
      tog_day_to_civil (wall.day, &year, &month, &month_day);
      list_days (self, wall.day, tog_day_from_civil (year + 1, 1, 1) - wall.day);
      break;
    case TOG_FREQUENCY_MONTHLY:
      tog_day_to_civil (wall.day, &year, &month, &month_day);
      if (!rule->by_month.is_given || contains (&rule->by_month, month))
        list_days (self, wall.day, count_month_days (year, month));
      else
        self->n_days = 0;
      break;
    case TOG_FREQUENCY_WEEKLY:
      list_days (self, wall.day, WEEK_DAYS);
      break;
    case TOG_FREQUENCY_SECONDLY:
      self->n_seconds = narrow (&rule->by_second, wall.second % 60, self->seconds);
      G_GNUC_FALLTHROUGH;
    case TOG_FREQUENCY_MINUTELY:
      self->n_minutes = narrow (&rule->by_minute, wall.second / TOG_MINUTE % 60, self->minutes);
      G_GNUC_FALLTHROUGH;
    case TOG_FREQUENCY_HOURLY:
      self->n_hours = narrow (&rule->by_hour, wall.second / TOG_HOUR, self->hours);
      G_GNUC_FALLTHROUGH;
    case TOG_FREQUENCY_DAILY:
      list_days (self, wall.day, 1);
      break;
    }
}

static guint
count_period (const Expansion *self)
{
  return self->n_days * self->n_hours * self->n_minutes * self->n_seconds;
}

static TogWallTime
get_occurrence (const Expansion *self, guint i)
{
  int second = self->seconds[i % self->n_seconds];
  int minute;
  int hour;

  i /= self->n_seconds;
  minute = self->minutes[i % self->n_minutes];
  i /= self->n_minutes;
  hour = self->hours[i % self->n_hours];
  i /= self->n_hours;
  return (TogWallTime){ self->days[i], hour * TOG_HOUR + minute * TOG_MINUTE + second };
}

static int
compare_uint (gconstpointer a, gconstpointer b)
{
  const guint *x = a;
  const guint *y = b;

  return (*x > *y) - (*x < *y);
}

/* BYSETPOS: which of the period's @n occurrences count, ascending. */
static guint
list_positions (const TogNumberSet *set, guint n, guint positions[2 * MAX_PERIOD_DAYS])
{
  guint length = 0;

  for (guint i = 1; i <= MAX_PERIOD_DAYS && i <= n; i++)
    {
      if (contains (set, i))
        positions[length++] = i - 1;
      if (contains (set, -(int) i) && !(n - i < MAX_PERIOD_DAYS && contains (set, n - i + 1)))
        positions[length++] = n - i;
    }
  qsort (positions, length, sizeof *positions, compare_uint);
  return length;
}

static gboolean
spend (guint *budget, guint cost, GError **error)
{
  if (*budget >= cost)
    {
      *budget -= cost;
      return TRUE;
    }
  g_set_error_literal (
      error, TOG_ERROR, TOG_ERROR_LIMIT, "the calendar repeats more often than can be looked at");
  return FALSE;
}

static void
begin (Expansion *self, const TogRecurrence *rule, TogWallTime start)
{
  static const int steps[] = { TOG_HOUR, TOG_MINUTE, 1 };

  self->rule = *rule;
  self->start = start;
  tog_day_to_civil (start.day, &self->start_year, &self->start_month, &self->start_month_day);
  if (rule->frequency >= TOG_FREQUENCY_HOURLY)
    self->step = (gint64) steps[rule->frequency - TOG_FREQUENCY_HOURLY] * rule->interval;
  fill_in_days (self);
  fill_in_times (self);
}

/* What is more often than daily need not be tried through a day that has none. */
static gint64
skip_day (const Expansion *self, TogDay day)
{
  return find_period (self, (TogWallTime){ day, TOG_DAY_SECONDS - 1 }) + 1;
}

/**
 * tog_recurrence_expand:
 * @rule: a rule
 * @start: when the series begins, which is its first occurrence even if the rule
 *   would not make it
 * @from: the first moment of interest
 * @to: the first moment not of interest any more
 * @budget: (inout): how many periods and occurrences may still be looked at
 * @func: called for each occurrence from @from until just before @to, ascending
 * @data: for @func
 *
 * Expands a rule by the clock on the wall. Which instants that makes, and what
 * UNTIL in UTC means on the wall, is for the caller, who knows the zone; UNTIL is
 * taken as it is.
 *
 * A series begun long ago is not gone through from its beginning, unless it is
 * counted. The time taken is bounded by @budget, whatever the rule: each step of
 * it looks at a month at the most.
 *
 * Returns: whether all was looked at; %FALSE with %TOG_ERROR_LIMIT
 */
gboolean
tog_recurrence_expand (const TogRecurrence *rule,
                       TogWallTime start,
                       TogWallTime from,
                       TogWallTime to,
                       guint *budget,
                       TogRecurrenceFunc func,
                       gpointer data,
                       GError **error)
{
  g_autofree Expansion *self = g_new0 (Expansion, 1);
  gint64 from_second = count_seconds (from);
  gint64 last_second = count_seconds (to) - 1;
  gint64 start_second = count_seconds (start);
  /* A year takes as long to look through as its months do. */
  guint period_cost = rule->frequency == TOG_FREQUENCY_YEARLY ? 12 : 1;
  guint count = 1;

  if (rule->has_until)
    last_second =
        MIN (last_second,
             count_seconds (rule->until.wall) + (rule->until.is_date ? TOG_DAY_SECONDS - 1 : 0));

  if (!spend (budget, 1, error))
    return FALSE;
  if (start_second >= from_second && start_second < count_seconds (to))
    func (start, data);

  begin (self, rule, start);
  for (gint64 k = rule->count > 0 ? 0 : find_period (self, from);;)
    {
      TogWallTime period = get_period_start (self, k);
      guint positions[2 * MAX_PERIOD_DAYS];
      guint n;

      if (count_seconds (period) > last_second)
        return TRUE;
      if (!spend (budget, period_cost, error))
        return FALSE;
      list_period (self, period);
      if (self->n_days == 0 && rule->frequency >= TOG_FREQUENCY_HOURLY)
        {
          k = skip_day (self, period.day);
          continue;
        }
      k++;
      n = count_period (self);
      if (rule->by_set_pos.is_given)
        n = list_positions (&rule->by_set_pos, n, positions);

      for (guint i = 0; i < n; i++)
        {
          TogWallTime wall = get_occurrence (self, rule->by_set_pos.is_given ? positions[i] : i);
          gint64 second = count_seconds (wall);

          if (second <= start_second)
            continue;
          if (second > last_second || (rule->count > 0 && ++count > rule->count))
            return TRUE;
          if (!spend (budget, 1, error))
            return FALSE;
          if (second >= from_second)
            func (wall, data);
        }
    }
}
