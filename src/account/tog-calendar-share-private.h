#pragma once

#include "tog-calendar-share-keep.h"
#include "tog-calendar-share.h"

G_BEGIN_DECLS

/*
 * What the files of TogCalendarShare share: tog-calendar-share-own.c says which events are
 * our own sessions, tog-calendar-share-upload.c has the server know what it should.
 */

struct _TogCalendarShare
{
  GObject parent_instance;

  TogAccount *account;     /* (not owned): it owns this */
  TogCalendars *calendars; /* (owned) */
  TogSharePace pace;
  TogShareKeep keep;
  gboolean started;    /* whether what was kept is being read */
  gboolean kept_known; /* and was */
  gboolean looked_at;
  GHashTable *upcoming; /* (owned) (element-type utf8 utf8): UIDs of sessions that are to come */
  gboolean loading_upcoming;
  gboolean load_upcoming_again;
  GPtrArray *sources;     /* (owned) (nullable) (element-type TogSource): as the server has them */
  gboolean sources_fresh; /* whether that is still so, as far as is known */
  gboolean loading;
  gboolean writing;
  char *notice; /* (owned) (nullable): why the server hasn't all of it */
  guint n_failed;
  guint retry_source;
  guint check_source;
  guint changed_source;
  GCancellable *cancellable; /* (owned) */
};

void       tog_calendar_share_say_changed   (TogCalendarShare *self);
void       tog_calendar_share_save          (TogCalendarShare *self);
TogZone   *tog_calendar_share_get_zone      (void);

/* tog-calendar-share-own.c */
void       tog_calendar_share_update_owner  (TogCalendarShare *self);
void       tog_calendar_share_load_upcoming (TogCalendarShare *self);

/* tog-calendar-share-upload.c */
TogSource *tog_calendar_share_find_id       (TogCalendarShare *self, const char *source_id);
void       tog_calendar_share_go_on         (TogCalendarShare *self);

G_END_DECLS
