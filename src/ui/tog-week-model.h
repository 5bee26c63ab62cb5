#pragma once

#include "tog-event-titles.h"
#include "tog-times.h"
#include "tog-week.h"

G_BEGIN_DECLS

/**
 * TogWeekLook:
 * @TOG_WEEK_LOOK_BLANK: free, but a session can't start here; or not known yet
 * @TOG_WEEK_LOOK_AVAILABLE: a session can start here
 * @TOG_WEEK_LOOK_UNCONFIRMED: it can, but somebody's calendar is not known
 * @TOG_WEEK_LOOK_PAST: gone by
 * @TOG_WEEK_LOOK_SHORT_NOTICE: sooner than somebody asks for
 * @TOG_WEEK_LOOK_TOO_FAR: later than can be booked yet
 * @TOG_WEEK_LOOK_BUSY: somebody can't meet in this very quarter hour
 * @TOG_WEEK_LOOK_OFF_HOURS: somebody doesn't work in this very quarter hour
 * @TOG_WEEK_LOOK_MISSING: this day has no such time, for clocks are changed
 *
 * How a quarter hour is drawn. It differs from its verdict where time is free
 * but too short for a session: the verdict of 11:30 is "busy" when somebody is
 * busy from 12:00, yet nobody is at 11:30.
 */
typedef enum
{
  TOG_WEEK_LOOK_BLANK,
  TOG_WEEK_LOOK_AVAILABLE,
  TOG_WEEK_LOOK_UNCONFIRMED,
  TOG_WEEK_LOOK_PAST,
  TOG_WEEK_LOOK_SHORT_NOTICE,
  TOG_WEEK_LOOK_TOO_FAR,
  TOG_WEEK_LOOK_BUSY,
  TOG_WEEK_LOOK_OFF_HOURS,
  TOG_WEEK_LOOK_MISSING,
} TogWeekLook;

#define TOG_WEEK_N_LOOKS (TOG_WEEK_LOOK_MISSING + 1)

/**
 * TogWeekCell:
 * @start: when a session would start; 0 where @exists isn't set
 * @exists: whether the day has this time
 * @judged: whether enough is known for @judgement to hold
 * @judgement: of a session of the chosen duration that starts here
 * @off: whether somebody doesn't work in this very quarter hour
 * @look: how the quarter hour is drawn
 * @look_who: whom @look is about, or -1
 */
typedef struct
{
  TogInstant start;
  gboolean exists;
  gboolean judged;
  TogJudgement judgement;
  gboolean off;
  TogWeekLook look;
  gint32 look_who;
} TogWeekCell;

/**
 * TogWeekRun:
 * @from: first row
 * @to: first row after it
 * @look: how all of it is drawn
 * @who: whom it is about, or -1
 * @labelled: whether to say what it is; not where that was said or goes
 *   without saying
 *
 * Equal neighbours in a day, drawn as one.
 */
typedef struct
{
  guint from;
  guint to;
  TogWeekLook look;
  gint32 who;
  gboolean labelled;
} TogWeekRun;

/**
 * TogWeekModel:
 *
 * What the week grid shows: a verdict and a look for each quarter hour of a
 * week, for one duration at one moment. Immutable once shown, reference counted.
 */
typedef struct _TogWeekModel TogWeekModel;

#define TOG_TYPE_WEEK_MODEL (tog_week_model_get_type ())

GType              tog_week_model_get_type      (void);
TogWeekModel      *tog_week_model_new           (TogWeek   *week,
                                                 TogTimes  *times,
                                                 gint64     duration,
                                                 TogInstant now);
void               tog_week_model_set_offline   (TogWeekModel *model, gboolean offline);
void               tog_week_model_set_titles    (TogWeekModel *model, TogEventTitles *titles);
TogEventTitles    *tog_week_model_get_titles    (const TogWeekModel *model);
void               tog_week_model_set_moved     (TogWeekModel *model, TogSlot slot);
TogSlot            tog_week_model_get_moved     (const TogWeekModel *model);
gboolean           tog_week_model_get_offline   (const TogWeekModel *model);
TogWeekModel      *tog_week_model_ref           (TogWeekModel *model);
void               tog_week_model_unref         (TogWeekModel *model);
TogWeek           *tog_week_model_get_week      (TogWeekModel *model);
TogTimes          *tog_week_model_get_times     (TogWeekModel *model);
gint64             tog_week_model_get_duration  (const TogWeekModel *model);
TogInstant         tog_week_model_get_now       (const TogWeekModel *model);
gboolean           tog_week_model_is_loaded     (const TogWeekModel *model);
const TogWeekCell *tog_week_model_get_cell      (const TogWeekModel *model,
                                                 guint               column,
                                                 guint               row);
const TogWeekRun  *tog_week_model_get_runs      (const TogWeekModel *model,
                                                 guint               column,
                                                 gsize              *n_runs);
gboolean           tog_week_model_is_closed     (const TogWeekModel *model, guint column);
guint              tog_week_model_count_free    (const TogWeekModel *model, guint column);
guint              tog_week_model_get_first_row (const TogWeekModel *model);
gboolean           tog_week_model_differs       (const TogWeekModel *model,
                                                 const TogZone      *zone);
gboolean           tog_week_model_find_first_free (const TogWeekModel *model,
                                                   guint               column,
                                                   guint              *row);
gboolean           tog_week_model_find_free     (const TogWeekModel *model,
                                                 int                 direction,
                                                 guint              *column,
                                                 guint              *row);
gboolean           tog_week_model_find_free_day (TogTimes   *times,
                                                 TogZone    *zone,
                                                 TogDay      from,
                                                 gint64      duration,
                                                 TogInstant  now,
                                                 TogDay     *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogWeekModel, tog_week_model_unref)

G_END_DECLS
