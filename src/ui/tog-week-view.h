#pragma once

#include "tog-account.h"
#include "tog-event-titles.h"
#include "tog-notice.h"
#include "tog-time-grid.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogWeekState:
 * @TOG_WEEK_NOT_LOADED: nothing can be said of the week yet
 * @TOG_WEEK_EMPTY: it has no time to choose
 * @TOG_WEEK_HAS_TIME: it has
 *
 * What a week that is looked at has to offer.
 */
typedef enum
{
  TOG_WEEK_NOT_LOADED,
  TOG_WEEK_EMPTY,
  TOG_WEEK_HAS_TIME,
} TogWeekState;

/**
 * TogWeekView:
 *
 * A week of times with all that goes along: its name, ways to other weeks, what
 * there is to say of how old or how empty it is, and the times themselves, as a
 * grid or, where there is no room for one, in whatever else shows them. Loads them
 * and keeps them fresh.
 *
 * Signal "shown": the week, or what is known of it, is another now.
 */
#define TOG_TYPE_WEEK_VIEW (tog_week_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (TogWeekView, tog_week_view, TOG, WEEK_VIEW, GtkWidget)

/**
 * TogWeekViewClass:
 * @load_async: asks the account for the times of a range
 * @load_finish: gives what came of it, and when the server last confirmed it
 * @show: judges the week anew and shows it; nothing is created, nothing moves
 * @find_day: the first day from one on that has a time to choose, as far as is known
 * @find_good_day: the same, with a time that nobody required is known to miss; any, where
 *   there is none
 * @begin: scrolls to where the week begins to matter
 * @go_to_day: the week of a day is shown, which @find_day had found: points it out
 * @select: the week of a start is shown: chooses the start where there is only room for a
 *   day, without the focus
 * @get_duration: how long a session is that is looked for
 * @is_moving: whether that is one which has a time already
 *
 * What a match's times and a group's do each in their own way.
 */
struct _TogWeekViewClass
{
  GtkWidgetClass parent_class;

  void         (*load_async)  (TogWeekView        *self,
                               TogSlot             range,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
  TogTimes    *(*load_finish) (TogWeekView  *self,
                               GAsyncResult *result,
                               TogInstant   *updated_at,
                               GError      **error);
  TogWeekState (*show)        (TogWeekView *self);
  gboolean     (*find_day)    (TogWeekView *self, TogDay from, TogDay *day);
  gboolean     (*find_good_day) (TogWeekView *self, TogDay from, TogDay *day);
  void         (*begin)       (TogWeekView *self);
  void         (*go_to_day)   (TogWeekView *self, TogDay day);
  void         (*select)      (TogWeekView *self, TogInstant start);
  gint64       (*get_duration) (TogWeekView *self);
  gboolean     (*is_moving)   (TogWeekView *self);
};

void            tog_week_view_set_up       (TogWeekView *self, TogAccount *account, TogZone *zone);
void            tog_week_view_set_children (TogWeekView *self,
                                            GtkWidget   *header,
                                            TogTimeGrid *grid,
                                            GtkWidget   *legend,
                                            GtkWidget   *narrow);
void            tog_week_view_add_button   (TogWeekView *self, GtkWidget *button);
TogNotice      *tog_week_view_add_notice   (TogWeekView *self,
                                            const char  *icon_name,
                                            const char  *css_class);
void            tog_week_view_set_active   (TogWeekView *self, gboolean active);
void            tog_week_view_keep_from    (TogWeekView *self, TogDay day);
void            tog_week_view_set_zone     (TogWeekView *self, TogZone *zone);
TogZone        *tog_week_view_get_zone     (TogWeekView *self);
TogWeek        *tog_week_view_get_week     (TogWeekView *self);
TogTimes       *tog_week_view_get_times    (TogWeekView *self);
TogEventTitles *tog_week_view_dup_titles   (TogWeekView *self);
gint64          tog_week_view_get_duration (TogWeekView *self);
gboolean        tog_week_view_shows_grid   (TogWeekView *self);
void            tog_week_view_show_day     (TogWeekView *self, TogDay day);
char           *tog_week_view_dup_start    (TogWeekView *self,
                                            TogInstant   start,
                                            gboolean    *is_bookable);
void            tog_week_view_point_out    (TogWeekView *self, TogInstant start);
void            tog_week_view_unmark       (TogWeekView *self);
void            tog_week_view_seek         (TogWeekView *self, int direction);
void            tog_week_view_update       (TogWeekView *self);
void            tog_week_view_load         (TogWeekView *self);

G_END_DECLS
