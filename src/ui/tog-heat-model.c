#include "config.h"

#include "tog-heat-model.h"

#include "tog-open-hours.h"

struct _TogHeatModel
{
  TogWeek *week;   /* (owned) */
  TogTimes *times; /* (owned) (nullable): NULL until they are loaded */
  TogHeatMap *map; /* (owned) (nullable): NULL where @times is */
  gint64 duration;
  TogInstant now;
  guint n_rows;
  TogHeatCell *cells;          /* (owned): column by column */
  GArray *runs[TOG_WEEK_DAYS]; /* (owned) (element-type TogHeatRun) */
  TogOpenHours hours;
  gboolean offline;
  TogSlot moved;          /* empty unless a session is to be moved */
  TogEventTitles *titles; /* (owned) (nullable) */
};

G_DEFINE_BOXED_TYPE (TogHeatModel, tog_heat_model, tog_heat_model_ref, tog_heat_model_unref)

/**
 * tog_heat_get_step:
 *
 * Returns: the shade that says how many can't, from 0 (nobody) to 6 (everybody);
 *   of whom it isn't known count as if they could
 */
guint8
tog_heat_get_step (TogHeat heat)
{
  guint n_cannot = (guint) (heat.n_people - heat.n_can - heat.n_unknown);
  guint steps = TOG_HEAT_N_STEPS - 1;

  if (heat.n_people == 0)
    return TOG_HEAT_N_STEPS - 1;
  return (guint8) ((steps * n_cannot + heat.n_people - 1) / heat.n_people);
}

/**
 * tog_heat_cell_is_open:
 *
 * Returns: whether a session can start in it, with whomever
 */
gboolean
tog_heat_cell_is_open (const TogHeatCell *cell)
{
  return cell->exists && cell->judged && cell->verdict == TOG_VERDICT_AVAILABLE;
}

/* Whether two cells are drawn alike. */
static gboolean
is_same (const TogHeatCell *a, const TogHeatCell *b)
{
  if (a->exists != b->exists || a->judged != b->judged || a->verdict != b->verdict)
    return FALSE;
  if (!a->judged || a->verdict != TOG_VERDICT_AVAILABLE)
    return TRUE;
  return a->step == b->step && a->off == b->off && a->heat.n_can == b->heat.n_can &&
         (a->heat.n_unknown > 0) == (b->heat.n_unknown > 0);
}

static void
collect_runs (TogHeatModel *model, guint column)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (TogHeatRun));
  guint row = 0;

  while (row < model->n_rows)
    {
      const TogHeatCell *first = tog_heat_model_get_cell (model, column, row);
      TogHeatRun run = { row, row + 1 };

      while (run.to < model->n_rows &&
             is_same (first, tog_heat_model_get_cell (model, column, run.to)))
        run.to++;
      row = run.to;
      g_array_append_val (runs, run);
    }
  model->runs[column] = runs;
}

/* Marks the quarter hours of the map in which an attendee works. */
static void
mark_worked (const TogHeatModel *model, const TogAttendee *attendee, gboolean *worked)
{
  TogSlot range = tog_heat_map_get_range (model->map);
  TogSlotSet *hours = attendee->availability.hours;
  gsize n_slots = 0;
  const TogSlot *slots = hours != NULL ? tog_slot_set_get_slots (hours, &n_slots) : NULL;

  for (gsize i = 0; i < n_slots; i++)
    {
      TogSlot slot = tog_slot_intersect (slots[i], range);
      gint64 quarter = (slot.start - range.start + TOG_QUANTUM - 1) / TOG_QUANTUM;

      for (; range.start + (quarter + 1) * TOG_QUANTUM <= slot.end; quarter++)
        worked[quarter] = TRUE;
    }
}

/* Who can, cell by cell, and which part of the week is worth looking at: days on
 * which anybody can or works, from when on the first attendee does, who looks. */
static void
judge (TogHeatModel *model)
{
  gsize n_cells = (gsize) model->n_rows * TOG_WEEK_DAYS;
  TogInstant first = tog_heat_map_get_range (model->map).start;
  g_autofree gboolean *worked = g_new0 (gboolean, TOG_WEEK_MAX_CELLS);
  g_autofree gboolean *worked_by_me = g_new0 (gboolean, TOG_WEEK_MAX_CELLS);
  g_autofree gboolean *open = g_new0 (gboolean, n_cells);
  g_autofree gboolean *mine = g_new0 (gboolean, n_cells);
  gsize n_attendees;
  const TogAttendee *attendees = tog_heat_map_get_attendees (model->map, &n_attendees);
  TogOpenHours my_hours;

  for (gsize who = 0; who < n_attendees; who++)
    mark_worked (model, &attendees[who], worked);
  if (n_attendees > 0)
    mark_worked (model, &attendees[0], worked_by_me);
  for (gsize i = 0; i < n_cells; i++)
    {
      TogHeatCell *cell = &model->cells[i];
      gint64 quarter = (cell->start - first) / TOG_QUANTUM;

      if (!cell->exists || !tog_heat_map_get_heat (model->map, cell->start, &cell->heat))
        continue;
      cell->judged = TRUE;
      cell->verdict = tog_heat_map_get_verdict (model->map, cell->start);
      cell->step = tog_heat_get_step (cell->heat);
      mine[i] = worked_by_me[quarter];
      open[i] = worked[quarter] || cell->heat.n_can > 0 || cell->heat.n_unknown > 0;
      cell->off = !open[i];
    }
  tog_open_hours_find (&my_hours, model->week, mine);
  tog_open_hours_find (&model->hours, model->week, open);
  model->hours.first_row = my_hours.first_row;
}

/**
 * tog_heat_model_new:
 * @week: the days and their quarter hours
 * @times: (nullable): when everybody can meet; where it is missing or doesn't
 *   reach over all of @week, only what is past shows
 * @required: (nullable) (array): for each of the times' people whether they are
 *   required; facilitators are where it is %NULL
 * @duration: of the session, in seconds
 * @now: the present
 *
 * Counts who can for each quarter hour of @week as the start of a session.
 */
TogHeatModel *
tog_heat_model_new (TogWeek *week,
                    TogTimes *times,
                    const gboolean *required,
                    gint64 duration,
                    TogInstant now)
{
  TogHeatModel *model;
  TogSlot range;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (week != NULL, NULL);

  model = g_rc_box_new0 (TogHeatModel);
  model->week = tog_week_ref (week);
  model->duration = duration;
  model->now = now;
  model->n_rows = tog_week_get_n_rows (week);
  model->cells = g_new0 (TogHeatCell, (gsize) model->n_rows * TOG_WEEK_DAYS);
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    for (guint row = 0; row < model->n_rows; row++)
      {
        TogHeatCell *cell = &model->cells[column * model->n_rows + row];

        cell->exists = tog_week_get_cell (week, column, row, &cell->start);
        cell->verdict =
            cell->exists && cell->start < now ? TOG_VERDICT_PAST : TOG_VERDICT_AVAILABLE;
      }

  tog_open_hours_find (&model->hours, week, NULL);
  range = tog_week_get_range (week);
  if (times != NULL && tog_slot_contains (times->range, range))
    /* Somebody in a zone that this system doesn't know: nothing can be said of
     * their hours, so nothing is. */
    model->map = tog_heat_map_new_from_times (times, required, range, duration, now, &error);
  if (model->map != NULL)
    {
      model->times = g_object_ref (times);
      judge (model);
    }
  else if (error != NULL)
    {
      g_debug ("Times can't be judged: %s", error->message);
    }
  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    collect_runs (model, column);
  return model;
}

/**
 * tog_heat_model_set_offline:
 * @offline: whether times that are missing can't be loaded now
 *
 * For whoever made the model, before anybody else has seen it.
 */
void
tog_heat_model_set_offline (TogHeatModel *model, gboolean offline)
{
  model->offline = offline;
}

/**
 * tog_heat_model_get_offline:
 *
 * Returns: whether times that are missing can't be loaded now
 */
gboolean
tog_heat_model_get_offline (const TogHeatModel *model)
{
  return model->offline;
}

/**
 * tog_heat_model_set_titles:
 * @titles: what who looks is busy with; not changed any more
 *
 * For whoever made the model, before anybody else has seen it.
 */
void
tog_heat_model_set_titles (TogHeatModel *model, TogEventTitles *titles)
{
  model->titles = tog_event_titles_ref (titles);
}

/**
 * tog_heat_model_get_titles:
 *
 * Returns: (transfer none) (nullable): what who looks is busy with
 */
TogEventTitles *
tog_heat_model_get_titles (const TogHeatModel *model)
{
  return model->titles;
}

/**
 * tog_heat_model_set_moved:
 * @slot: when the session is that is to be moved
 *
 * For whoever made the model, before anybody else has seen it.
 */
void
tog_heat_model_set_moved (TogHeatModel *model, TogSlot slot)
{
  model->moved = slot;
}

/**
 * tog_heat_model_get_moved:
 *
 * Returns: when the session is that is to be moved; empty where there is none
 */
TogSlot
tog_heat_model_get_moved (const TogHeatModel *model)
{
  return model->moved;
}

TogHeatModel *
tog_heat_model_ref (TogHeatModel *model)
{
  return g_rc_box_acquire (model);
}

static void
finalize_model (gpointer data)
{
  TogHeatModel *model = data;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    g_array_unref (model->runs[column]);
  g_free (model->cells);
  g_clear_pointer (&model->map, tog_heat_map_unref);
  g_clear_pointer (&model->titles, tog_event_titles_unref);
  g_clear_object (&model->times);
  tog_week_unref (model->week);
}

void
tog_heat_model_unref (TogHeatModel *model)
{
  g_rc_box_release_full (model, finalize_model);
}

/**
 * tog_heat_model_get_week:
 *
 * Returns: (transfer none): the days shown
 */
TogWeek *
tog_heat_model_get_week (TogHeatModel *model)
{
  return model->week;
}

/**
 * tog_heat_model_get_times:
 *
 * Returns: (transfer none) (nullable): what was judged by
 */
TogTimes *
tog_heat_model_get_times (TogHeatModel *model)
{
  return model->times;
}

/**
 * tog_heat_model_get_map:
 *
 * Returns: (transfer none) (nullable): what was counted; its attendees are the
 *   people of the times
 */
TogHeatMap *
tog_heat_model_get_map (TogHeatModel *model)
{
  return model->map;
}

/**
 * tog_heat_model_get_duration:
 *
 * Returns: seconds of the session that was judged
 */
gint64
tog_heat_model_get_duration (const TogHeatModel *model)
{
  return model->duration;
}

/**
 * tog_heat_model_get_now:
 *
 * Returns: the present, as it was judged by
 */
TogInstant
tog_heat_model_get_now (const TogHeatModel *model)
{
  return model->now;
}

/**
 * tog_heat_model_is_loaded:
 *
 * Returns: whether there were times to judge by
 */
gboolean
tog_heat_model_is_loaded (const TogHeatModel *model)
{
  return model->map != NULL;
}

/**
 * tog_heat_model_get_cell:
 *
 * Returns: what is known of one quarter hour
 */
const TogHeatCell *
tog_heat_model_get_cell (const TogHeatModel *model, guint column, guint row)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS && row < model->n_rows, NULL);

  return &model->cells[column * model->n_rows + row];
}

/**
 * tog_heat_model_get_runs:
 * @n_runs: (out): how many
 *
 * Returns: (array length=n_runs): a day from its start to its end, nothing left out
 */
const TogHeatRun *
tog_heat_model_get_runs (const TogHeatModel *model, guint column, gsize *n_runs)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, NULL);

  *n_runs = model->runs[column]->len;
  return (const TogHeatRun *) (gpointer) model->runs[column]->data;
}

/**
 * tog_heat_model_is_closed:
 *
 * Returns: whether nobody works on the day
 */
gboolean
tog_heat_model_is_closed (const TogHeatModel *model, guint column)
{
  g_return_val_if_fail (column < TOG_WEEK_DAYS, FALSE);

  return model->hours.closed[column];
}

/**
 * tog_heat_model_get_first_row:
 *
 * Returns: the earliest row in which who looks works on some day of the week, or
 *   that of 8 o'clock
 */
guint
tog_heat_model_get_first_row (const TogHeatModel *model)
{
  return model->hours.first_row;
}

/**
 * tog_heat_model_find_most:
 * @row: (out): the first of the day's starts at which most can
 *
 * Returns: whether a session can start on the day at all
 */
gboolean
tog_heat_model_find_most (const TogHeatModel *model, guint column, guint *row)
{
  int most = -1;

  g_return_val_if_fail (column < TOG_WEEK_DAYS, FALSE);

  for (guint i = 0; i < model->n_rows; i++)
    {
      const TogHeatCell *cell = tog_heat_model_get_cell (model, column, i);

      if (!tog_heat_cell_is_open (cell) || cell->heat.n_can <= most)
        continue;
      most = cell->heat.n_can;
      *row = i;
    }
  return most >= 0;
}
