#pragma once

#include "tog-busy-query.h"
#include "tog-calendars.h"
#include "tog-data-server.h"

G_BEGIN_DECLS

/*
 * What the files of TogCalendars share, those in the module included.
 */

struct _TogCalendars
{
  GObject parent_instance;

  TogZone *zone;    /* (owned) */
  guint days;       /* how far to look */
  char *email;      /* (owned) (nullable) */
  GHashTable *own_uids; /* (owned) (nullable) (element-type utf8 utf8) */
  GHashTable *sought;   /* (owned) (nullable) (element-type utf8 utf8) */
  TogCalendarsPace pace;

  TogCalendarsStatus status;
  char *notice;                   /* (owned) (nullable) */
  GListStore *list;               /* (owned) (element-type TogDesktopCalendar): sorted */
  GHashTable *watched;            /* (owned) (element-type utf8 guint): for how many each is
                                     watched, by id, also of what is not there now */
  GCancellable *cancellable;      /* (owned) (nullable): once started */
  guint retry_source;
  const TogDataServer *server;    /* (nullable): once there is a data server */
  TogCalendarsRegistry *registry; /* (owned) (nullable) */
};

/**
 * TogEventChange:
 * @uid: (owned): what the calendar calls the event
 * @ical: (owned) (nullable): what it is to say, %NULL to delete it
 * @before: (owned) (nullable): what was written last
 * @elsewhere: (owned) (nullable): what it says in another calendar
 * @is_move: whether it is only to be when @ical is
 *
 * What is to become of an event.
 */
typedef struct
{
  char *uid;
  char *ical;
  char *before;
  char *elsewhere;
  gboolean is_move;
} TogEventChange;

void          tog_calendars_set_status  (TogCalendars      *self,
                                         TogCalendarsStatus status,
                                         const char        *notice);
TogBusyQuery *tog_calendars_make_query  (TogCalendars *self);
void          tog_calendars_add         (TogCalendars *self, TogDesktopCalendar *calendar);
void          tog_calendars_remove      (TogCalendars *self, const char *id);
void          tog_calendars_sort        (TogCalendars *self);
void          tog_calendars_retry_later (TogCalendars *self);

G_END_DECLS
