#pragma once

#include "tog-attendance.h"
#include "tog-series.h"
#include "tog-team.h"
#include "tog-times.h"

G_BEGIN_DECLS

/**
 * TogSeriesState:
 * @TOG_SERIES_UNKNOWN: its times aren't loaded yet
 * @TOG_SERIES_FITS: it can be booked
 * @TOG_SERIES_UNCONFIRMED: it can, but somebody's calendar is not known then
 * @TOG_SERIES_KEPT: it can, though it is known that some of the group can't then
 * @TOG_SERIES_CONFLICT: it can't
 *
 * What can be said of a session of a series.
 */
typedef enum
{
  TOG_SERIES_UNKNOWN,
  TOG_SERIES_FITS,
  TOG_SERIES_UNCONFIRMED,
  TOG_SERIES_KEPT,
  TOG_SERIES_CONFLICT,
} TogSeriesState;

/**
 * TogSeriesItem:
 * @planned: which planned session
 * @wanted: when it starts by the rule
 * @start: when it starts; another than @wanted where it was moved by hand
 * @skipped: whether the clock skips the wall time that the rule asks for
 * @state: whether that can be booked
 * @judgement: why not
 * @clash: index of the session of the series that it would not leave room for, or -1
 * @attendance: (nullable): who of the group can't, where it could be booked all the same
 * @kept: (nullable): what of that was agreed to
 * @refusal: (nullable): what the server said when it was to be booked at @start
 *
 * One session of a series.
 */
typedef struct
{
  TogPlannedSession *planned;
  TogInstant wanted;
  TogInstant start;
  gboolean skipped;
  TogSeriesState state;
  TogJudgement judgement;
  int clash;
  TogAttendance *attendance;
  TogAttendance *kept;
  char *refusal;
} TogSeriesItem;

/**
 * TOG_SERIES_MAX_PROPOSALS:
 *
 * How many other times are proposed for a session at the most.
 */
#define TOG_SERIES_MAX_PROPOSALS 10

/**
 * TogSeriesModel:
 *
 * The planned sessions that remain of a program, each at a time of its own, and
 * whether all of them can be booked at one go. It computes and owns; what it
 * needs to know of people's times is given to it.
 *
 * Signal "changed": anything of it is another now.
 */
#define TOG_TYPE_SERIES_MODEL (tog_series_model_get_type ())
G_DECLARE_FINAL_TYPE (TogSeriesModel, tog_series_model, TOG, SERIES_MODEL, GObject)

TogSeriesModel      *tog_series_model_new           (TogPlannedSession *first,
                                                     TogSlot            slot,
                                                     TogZone           *zone);
void                 tog_series_model_set_team      (TogSeriesModel *self, TogTeam *team);
void                 tog_series_model_set_rule      (TogSeriesModel *self, TogSeriesRule rule);
void                 tog_series_model_set_slot      (TogSeriesModel *self, TogSlot slot);
TogSeriesRule        tog_series_model_get_rule      (TogSeriesModel *self);
void                 tog_series_model_set_n         (TogSeriesModel *self, guint n_sessions);
guint                tog_series_model_get_n         (TogSeriesModel *self);
guint                tog_series_model_get_max       (TogSeriesModel *self);
const TogSeriesItem *tog_series_model_get_item      (TogSeriesModel *self, guint i);
gint64               tog_series_model_get_duration  (TogSeriesModel *self);
TogZone             *tog_series_model_get_zone      (TogSeriesModel *self);
TogTimes            *tog_series_model_get_times     (TogSeriesModel *self);
void                 tog_series_model_add_times     (TogSeriesModel *self,
                                                     TogTimes       *times,
                                                     TogInstant      now);
void                 tog_series_model_drop_times    (TogSeriesModel *self);
void                 tog_series_model_set_now       (TogSeriesModel *self, TogInstant now);
gboolean             tog_series_model_find_missing  (TogSeriesModel *self, TogSlot *range);
void                 tog_series_model_choose        (TogSeriesModel *self,
                                                     guint           i,
                                                     TogInstant      start);
void                 tog_series_model_keep          (TogSeriesModel *self, guint i);
gsize                tog_series_model_propose       (TogSeriesModel *self,
                                                     guint           i,
                                                     TogInstant      starts[TOG_SERIES_MAX_PROPOSALS]);
void                 tog_series_model_refuse        (TogSeriesModel *self,
                                                     guint           i,
                                                     const char     *message);
gboolean             tog_series_model_drifts        (TogSeriesModel *self,
                                                     guint           i,
                                                     const TogZone  *zone);
int                  tog_series_model_find_later    (TogSeriesModel *self, guint i);
guint                tog_series_model_count         (TogSeriesModel *self, TogSeriesState state);
gboolean             tog_series_model_can_send      (TogSeriesModel *self);

G_END_DECLS
