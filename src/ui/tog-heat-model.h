#pragma once

#include "tog-event-titles.h"
#include "tog-heat-map.h"
#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TOG_HEAT_N_STEPS:
 *
 * How many shades there are: 0 is blank, everyone can; 6 is nobody.
 */
#define TOG_HEAT_N_STEPS 7

/**
 * TogHeatCell:
 * @start: when a session would start; 0 where @exists isn't set
 * @exists: whether the day has this time
 * @judged: whether enough is known for @heat to hold
 * @verdict: what can be said of it whoever takes part: available, past or too far
 * @heat: who can take part in a session that starts here
 * @step: the shade, 0 to 6: ceil (6 × can't ÷ people)
 * @off: whether nobody can, for this very quarter hour is outside the working
 *   hours of all who are told by name
 */
typedef struct
{
  TogInstant start;
  gboolean exists;
  gboolean judged;
  TogVerdict verdict;
  TogHeat heat;
  guint8 step;
  gboolean off;
} TogHeatCell;

/**
 * TogHeatRun:
 * @from: first row
 * @to: first row after it
 *
 * Equal neighbours in a day, drawn as one: how many can is the same in all of
 * them, who they are need not be.
 */
typedef struct
{
  guint from;
  guint to;
} TogHeatRun;

/**
 * TogHeatModel:
 *
 * What the heat map shows of a week, for one duration at one moment. Immutable,
 * reference counted.
 */
typedef struct _TogHeatModel TogHeatModel;

#define TOG_TYPE_HEAT_MODEL (tog_heat_model_get_type ())

guint8             tog_heat_get_step           (TogHeat heat);
gboolean           tog_heat_cell_is_open       (const TogHeatCell *cell);

GType              tog_heat_model_get_type     (void);
TogHeatModel      *tog_heat_model_new          (TogWeek        *week,
                                                TogTimes       *times,
                                                const gboolean *required,
                                                gint64          duration,
                                                TogInstant      now);
void               tog_heat_model_set_offline  (TogHeatModel *model, gboolean offline);
void               tog_heat_model_set_titles    (TogHeatModel *model, TogEventTitles *titles);
TogEventTitles    *tog_heat_model_get_titles    (const TogHeatModel *model);
void               tog_heat_model_set_moved    (TogHeatModel *model, TogSlot slot);
TogSlot            tog_heat_model_get_moved    (const TogHeatModel *model);
gboolean           tog_heat_model_get_offline  (const TogHeatModel *model);
TogHeatModel      *tog_heat_model_ref          (TogHeatModel *model);
void               tog_heat_model_unref        (TogHeatModel *model);
TogWeek           *tog_heat_model_get_week     (TogHeatModel *model);
TogTimes          *tog_heat_model_get_times    (TogHeatModel *model);
TogHeatMap        *tog_heat_model_get_map      (TogHeatModel *model);
gint64             tog_heat_model_get_duration (const TogHeatModel *model);
TogInstant         tog_heat_model_get_now      (const TogHeatModel *model);
gboolean           tog_heat_model_is_loaded    (const TogHeatModel *model);
const TogHeatCell *tog_heat_model_get_cell     (const TogHeatModel *model,
                                                guint               column,
                                                guint               row);
const TogHeatRun  *tog_heat_model_get_runs     (const TogHeatModel *model,
                                                guint               column,
                                                gsize              *n_runs);
gboolean           tog_heat_model_is_closed    (const TogHeatModel *model, guint column);
guint              tog_heat_model_get_first_row (const TogHeatModel *model);
gboolean           tog_heat_model_find_most    (const TogHeatModel *model,
                                                guint               column,
                                                guint              *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHeatModel, tog_heat_model_unref)

G_END_DECLS
