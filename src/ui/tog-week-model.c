#include "config.h"

#include "tog-week-model.h"

#include "tog-open-hours.h"

struct _TogWeekModel
{
  TogWeek *week;   /* (owned) */
  TogTimes *times; /* (owned) (nullable): NULL until they are loaded */
  gint64 duration;
  TogInstant now;
  guint n_rows;
  TogWeekCell *cells;          /* (owned): column by column */
  GArray *runs[TOG_WEEK_DAYS]; /* (owned) (element-type TogWeekRun) */
  TogOpenHours hours;
  guint n_free[TOG_WEEK_DAYS];
  gboolean offline;
  TogSlot moved;          /* empty unless a session is to be moved */
  TogEventTitles *titles; /* (owned) (nullable) */
};

G_DEFINE_BOXED_TYPE (TogWeekModel, tog_week_model, tog_week_model_ref, tog_week_model_unref)

/* What one person's time looks like to the others, in instants. */
typedef struct
{
  TogSlotSet *busy;  /* (owned): with the buffers around */
  TogSlotSet *hours; /* (owned) */
} Person;

static void
clear_person (gpointer data)
{
  Person *person = data;

  g_clear_pointer (&person->busy, tog_slot_set_unref);
  g_clear_pointer (&person->hours, tog_slot_set_unref);
}

static GArray *
list_people (TogTimes *times, TogSlot range)
{
  g_autoptr (GArray) people = g_array_new (FALSE, TRUE, sizeof (Person));

  g_array_set_clear_func (people, clear_person);
  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *one = g_ptr_array_index (times->people, i);
      g_autoptr (TogZone) zone = tog_zone_lookup (one->member->zone, NULL);
      Person person = { 0 };

      /* Where a session needs space around it, what is busy reaches further. */
      person.busy = tog_slot_set_pad (one->busy, one->buffer_after, one->buffer_before);
      if (zone != NULL)
        person.hours = tog_working_hours_expand (one->hours, zone, range);
      else
        person.hours = tog_slot_set_new (NULL, 0);
      g_array_append_val (people, person);
    }
  return g_steal_pointer (&people);
}

/* A quarter hour by itself, whatever the duration. */
static void
look_at_quarter (const GArray *people, TogSlot quarter, TogWeekCell *cell)
{
  /* What is busy while somebody is off anyway would only part their hours. */
  for (guint i = 0; i < people->len; i++)
    if (!tog_slot_set_contains (g_array_index (people, Person, i).hours, quarter))
      {
        cell->look = TOG_WEEK_LOOK_OFF_HOURS;
        cell->look_who = (gint32) i;
        return;
      }
  for (guint i = 0; i < people->len; i++)
    if (tog_slot_set_overlaps (g_array_index (people, Person, i).busy, quarter))
      {
        cell->look = TOG_WEEK_LOOK_BUSY;
        cell->look_who = (gint32) i;
        return;
      }
}

static void
choose_look (const GArray *people, TogWeekCell *cell)
{
  cell->look = TOG_WEEK_LOOK_BLANK;
  cell->look_who = -1;
  switch (cell->judgement.verdict)
    {
    case TOG_VERDICT_AVAILABLE:
      cell->look = TOG_WEEK_LOOK_AVAILABLE;
      break;
    case TOG_VERDICT_UNCONFIRMED:
      cell->look = TOG_WEEK_LOOK_UNCONFIRMED;
      break;
    case TOG_VERDICT_PAST:
      cell->look = TOG_WEEK_LOOK_PAST;
      break;
    case TOG_VERDICT_SHORT_NOTICE:
      cell->look = TOG_WEEK_LOOK_SHORT_NOTICE;
      cell->look_who = cell->judgement.who;
      break;
    case TOG_VERDICT_TOO_FAR:
      cell->look = TOG_WEEK_LOOK_TOO_FAR;
      break;
    case TOG_VERDICT_BUSY:
    case TOG_VERDICT_WEEK_FULL:
    case TOG_VERDICT_OFF_HOURS:
      look_at_quarter (people, (TogSlot){ cell->start, cell->start + TOG_QUANTUM }, cell);
      break;
    case TOG_VERDICT_MISALIGNED:
    case TOG_VERDICT_BAD_DURATION:
      break;
    }
}

static gboolean
is_working (const GArray *people, TogSlot quarter)
{
  for (guint i = 0; i < people->len; i++)
    if (!tog_slot_set_contains (g_array_index (people, Person, i).hours, quarter))
      return FALSE;
  return TRUE;
}

static gboolean
find_run (const GArray *runs, const TogWeekRun *run)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const TogWeekRun *other = &g_array_index (runs, TogWeekRun, i);

      if (other->from == run->from && other->to == run->to && other->look == run->look &&
          other->who == run->who)
        return TRUE;
    }
  return FALSE;
}

static void
collect_runs (TogWeekModel *model, guint column)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (TogWeekRun));
  guint row = 0;
  gint32 off_who = -1; /* of whom it was said last that they are off, and still are */

  model->runs[column] = runs;
  while (row < model->n_rows)
    {
      const TogWeekCell *cell = tog_week_model_get_cell (model, column, row);
      TogWeekRun run = { row, row + 1, cell->look, cell->look_who, TRUE };
      gboolean off = cell->off;

      while (run.to < model->n_rows)
        {
          const TogWeekCell *next = tog_week_model_get_cell (model, column, run.to);

          if (next->look != run.look || next->look_who != run.who)
            break;
          off = off && next->off;
          run.to++;
        }
      row = run.to;
      if (!off)
        off_who = -1;
      if (run.look == TOG_WEEK_LOOK_BLANK)
        continue;
      if (run.look == TOG_WEEK_LOOK_OFF_HOURS || run.look == TOG_WEEK_LOOK_TOO_FAR)
        run.labelled = column == 0 || !find_run (model->runs[column - 1], &run);
      if (run.look == TOG_WEEK_LOOK_OFF_HOURS)
        {
          run.labelled = run.labelled && run.who != off_who;
          off_who = run.who;
        }
      g_array_append_val (runs, run);
    }
}

static void
judge (TogWeekModel *model)
{
  TogInstant *starts = g_newa (TogInstant, TOG_WEEK_MAX_CELLS);
  TogJudgement *judgements = g_newa (TogJudgement, TOG_WEEK_MAX_CELLS);
  TogWeekCell **judged = g_newa (TogWeekCell *, TOG_WEEK_MAX_CELLS);
  g_autofree gboolean *open = g_new0 (gboolean, (gsize) model->n_rows * TOG_WEEK_DAYS);
  g_autoptr (GArray) people = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  for (gsize i = 0; i < (gsize) model->n_rows * TOG_WEEK_DAYS; i++)
    if (model->cells[i].exists)
      {
        judged[n] = &model->cells[i];
        starts[n++] = model->cells[i].start;
      }
  if (!tog_times_judge (model->times,
                        tog_week_get_zone (model->week),
                        model->now,
                        starts,
                        n,
                        model->duration,
                        judgements,
                        &error))
    {
      /* A person in a zone that this system doesn't know: nothing can be said
       * of their hours, so nothing is offered. */
      g_debug ("Times can't be judged: %s", error->message);
      g_clear_object (&model->times);
      return;
    }

  people = list_people (
      model->times,
      tog_slot_pad (tog_week_get_range (model->week), TOG_DAY_SECONDS, TOG_DAY_SECONDS));
  for (gsize i = 0; i < n; i++)
    {
      judged[i]->judged = TRUE;
      judged[i]->judgement = judgements[i];
      judged[i]->off = !is_working (people, (TogSlot){ starts[i], starts[i] + TOG_QUANTUM });
      open[judged[i] - model->cells] = !judged[i]->off;
      choose_look (people, judged[i]);
      if (tog_verdict_is_bookable (judgements[i].verdict))
        model->n_free[(judged[i] - model->cells) / model->n_rows]++;
    }
  tog_open_hours_find (&model->hours, model->week, open);
}

/**
 * tog_week_model_new:
 * @week: the days and their quarter hours
 * @times: (nullable): when everybody can meet; where it is missing or doesn't
 *   reach over all of @week, nothing is available but what is past shows
 * @duration: of the session, in seconds
 * @now: the present
 *
 * Judges each quarter hour of @week as the start of a session.
 */
TogWeekModel *
tog_week_model_new (TogWeek *week, TogTimes *times, gint64 duration, TogInstant now)
{
  TogWeekModel *model = g_rc_box_new0 (TogWeekModel);

  g_return_val_if_fail (week != NULL, NULL);

  model->week = tog_week_ref (week);
  model->duration = duration;
  model->now = now;
  model->n_rows = tog_week_get_n_rows (week);
  model->cells = g_new0 (TogWeekCell, (gsize) model->n_rows * TOG_WEEK_DAYS);
  if (times != NULL && tog_slot_contains (times->range, tog_week_get_range (week)))
    model->times = g_object_ref (times);

  for (guint row = 0; row < model->n_rows; row++)
    for (guint column = 0; column < TOG_WEEK_DAYS; column++)
      {
        TogWeekCell *cell = &model->cells[column * model->n_rows + row];

        cell->exists = tog_week_get_cell (week, column, row, &cell->start);
        cell->judgement.who = -1;
        cell->look_who = -1;
        if (!cell->exists)
          cell->look = TOG_WEEK_LOOK_MISSING;
        else if (cell->start < now)
          cell->look = TOG_WEEK_LOOK_PAST;
      }

  tog_open_hours_find (&model->hours, week, NULL);
  if (model->times != NULL)
    judge (model);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    collect_runs (model, column);
  return model;
}

/**
 * tog_week_model_set_titles:
 * @titles: what who looks is busy with; not changed any more
 *
 * For whoever made the model, before anybody else has seen it.
 */
void
tog_week_model_set_titles (TogWeekModel *model, TogEventTitles *titles)
{
  model->titles = tog_event_titles_ref (titles);
}

/**
 * tog_week_model_get_titles:
 *
 * Returns: (transfer none) (nullable): what who looks is busy with
 */
TogEventTitles *
tog_week_model_get_titles (const TogWeekModel *model)
{
  return model->titles;
}

/**
 * tog_week_model_set_moved:
 * @slot: when the session is that is to be moved
 *
 * Lets its present time be marked.
 */
void
tog_week_model_set_moved (TogWeekModel *model, TogSlot slot)
{
  model->moved = slot;
}

/**
 * tog_week_model_get_moved:
 *
 * Returns: when the session is that is to be moved; empty where there is none
 */
TogSlot
tog_week_model_get_moved (const TogWeekModel *model)
{
  return model->moved;
}

/**
 * tog_week_model_set_offline:
 * @offline: whether times that are missing can't be loaded now
 *
 * For whoever made the model, before anybody else has seen it.
 */
void
tog_week_model_set_offline (TogWeekModel *model, gboolean offline)
{
  model->offline = offline;
}

/**
 * tog_week_model_get_offline:
 *
 * Returns: whether times that are missing can't be loaded now
 */
gboolean
tog_week_model_get_offline (const TogWeekModel *model)
{
  return model->offline;
}

TogWeekModel *
tog_week_model_ref (TogWeekModel *model)
{
  return g_rc_box_acquire (model);
}

static void
finalize_model (gpointer data)
{
  TogWeekModel *model = data;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    g_array_unref (model->runs[column]);
  g_free (model->cells);
  g_clear_pointer (&model->titles, tog_event_titles_unref);
  g_clear_object (&model->times);
  tog_week_unref (model->week);
}

void
tog_week_model_unref (TogWeekModel *model)
{
  g_rc_box_release_full (model, finalize_model);
}

/**
 * tog_week_model_get_week:
 *
 * Returns: (transfer none): the days shown
 */
TogWeek *
tog_week_model_get_week (TogWeekModel *model)
{
  return model->week;
}

/**
 * tog_week_model_get_times:
 *
 * Returns: (transfer none) (nullable): what was judged by
 */
TogTimes *
tog_week_model_get_times (TogWeekModel *model)
{
  return model->times;
}

/**
 * tog_week_model_get_duration:
 *
 * Returns: seconds of the session that was judged
 */
gint64
tog_week_model_get_duration (const TogWeekModel *model)
{
  return model->duration;
}

/**
 * tog_week_model_get_now:
 *
 * Returns: the present, as it was judged by
 */
TogInstant
tog_week_model_get_now (const TogWeekModel *model)
{
  return model->now;
}

/**
 * tog_week_model_is_loaded:
 *
 * Returns: whether there were times to judge by
 */
gboolean
tog_week_model_is_loaded (const TogWeekModel *model)
{
  return model->times != NULL;
}

/**
 * tog_week_model_get_cell:
 *
 * Returns: what is known of one quarter hour
 */
const TogWeekCell *
tog_week_model_get_cell (const TogWeekModel *model, guint column, guint row)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS && row < model->n_rows, NULL);

  return &model->cells[column * model->n_rows + row];
}

/**
 * tog_week_model_get_runs:
 * @n_runs: (out): how many
 *
 * Returns: (array length=n_runs): what to draw in a day, from its start to its
 *   end; what is blank is left out
 */
const TogWeekRun *
tog_week_model_get_runs (const TogWeekModel *model, guint column, gsize *n_runs)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, NULL);

  *n_runs = model->runs[column]->len;
  return (const TogWeekRun *) (gpointer) model->runs[column]->data;
}

/**
 * tog_week_model_is_closed:
 *
 * Returns: whether there is no quarter hour of the day in which all work
 */
gboolean
tog_week_model_is_closed (const TogWeekModel *model, guint column)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, FALSE);

  return model->hours.closed[column];
}

/**
 * tog_week_model_count_free:
 *
 * Returns: how many starts can be booked on the day
 */
guint
tog_week_model_count_free (const TogWeekModel *model, guint column)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, 0);

  return model->n_free[column];
}

/**
 * tog_week_model_get_first_row:
 *
 * Returns: the earliest row in which all work on some day of the week, or that
 *   of 8 o'clock
 */
guint
tog_week_model_get_first_row (const TogWeekModel *model)
{
  return model->hours.first_row;
}

/**
 * tog_week_model_differs:
 *
 * Returns: whether clocks in @zone show another time than the week's at any
 *   quarter hour of it
 */
gboolean
tog_week_model_differs (const TogWeekModel *model, const TogZone *zone)
{
  const TogZone *mine = tog_week_get_zone (model->week);

  for (gsize i = 0; i < (gsize) model->n_rows * TOG_WEEK_DAYS; i++)
    if (model->cells[i].exists && tog_zone_get_offset (mine, model->cells[i].start) !=
                                      tog_zone_get_offset (zone, model->cells[i].start))
      return TRUE;
  return FALSE;
}

/**
 * tog_week_model_find_first_free:
 * @row: (out): the first start of the day that can be booked
 *
 * Returns: whether there is one
 */
gboolean
tog_week_model_find_first_free (const TogWeekModel *model, guint column, guint *row)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, FALSE);

  for (guint i = 0; i < model->n_rows; i++)
    {
      const TogWeekCell *cell = tog_week_model_get_cell (model, column, i);

      if (cell->judged && tog_verdict_is_bookable (cell->judgement.verdict))
        {
          *row = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * tog_week_model_find_free:
 * @direction: 1 for the next, -1 for the previous one
 * @column: (inout): day
 * @row: (inout): quarter hour
 *
 * Looks for the next start that can be booked after (or before) a cell, in the
 * order of time.
 *
 * Returns: whether there is one in this week; if not, nothing is changed
 */
gboolean
tog_week_model_find_free (const TogWeekModel *model, int direction, guint *column, guint *row)
{
  int n_cells = (int) model->n_rows * TOG_WEEK_DAYS;

  for (int i = (int) (*column * model->n_rows + *row) + direction; i >= 0 && i < n_cells;
       i += direction)
    if (model->cells[i].judged && tog_verdict_is_bookable (model->cells[i].judgement.verdict))
      {
        *column = (guint) i / model->n_rows;
        *row = (guint) i % model->n_rows;
        return TRUE;
      }
  return FALSE;
}

/**
 * tog_week_model_find_free_day:
 * @times: when everybody can meet
 * @zone: the zone looked at times in
 * @from: the first day to look at
 * @duration: of the session, in seconds
 * @now: the present
 * @day: (out): the first day on which a session can start
 *
 * Looks further than a week: as far as @times reach.
 *
 * Returns: whether there is such a day
 */
gboolean
tog_week_model_find_free_day (TogTimes *times,
                              TogZone *zone,
                              TogDay from,
                              gint64 duration,
                              TogInstant now,
                              TogDay *day)
{
  for (TogDay first = from;; first += TOG_WEEK_DAYS)
    {
      g_autoptr (TogWeek) week = tog_week_new (zone, first);
      g_autoptr (TogWeekModel) model = NULL;

      if (!tog_slot_contains (times->range, tog_week_get_range (week)))
        return FALSE;
      model = tog_week_model_new (week, times, duration, now);
      for (guint column = 0; column < TOG_WEEK_DAYS; column++)
        if (tog_week_model_count_free (model, column) > 0)
          {
            *day = tog_week_get_day (week, column);
            return TRUE;
          }
    }
}
