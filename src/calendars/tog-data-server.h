#pragma once

#include "tog-calendars.h"

G_BEGIN_DECLS

typedef struct _TogCalendarsRegistry TogCalendarsRegistry;

/**
 * TogDataServer:
 * @version: of the app that it belongs to: it knows that app's insides
 * @open: connects to the data server and lists its calendars in @calendars, which then
 *   have a registry
 * @watch: has a calendar read from now on
 * @unwatch: has a calendar not read any more
 * @change: makes a change, of which @task has the #TogEventChange, in a calendar that is
 *   watched; @task returns what the calendar calls the event
 * @reread: reads what is watched again
 * @free: ends all watches
 *
 * All that needs the data server's libraries. It is a module, so that they are loaded
 * only once there are calendars to read, and the app runs where they are missing.
 */
typedef struct
{
  const char *version;
  void (*open) (TogCalendars *calendars);
  void (*watch) (TogCalendarsRegistry *self, const char *id);
  void (*unwatch) (TogCalendarsRegistry *self, const char *id);
  void (*change) (TogCalendarsRegistry *self, const char *id, GTask *task);
  void (*reread) (TogCalendarsRegistry *self);
  void (*free) (TogCalendarsRegistry *self);
} TogDataServer;

/* What the module calls its own. */
#define TOG_DATA_SERVER_SYMBOL "tog_data_server"

gboolean             tog_data_server_is_installed (void);
void                 tog_data_server_load_async   (GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
const TogDataServer *tog_data_server_load_finish  (GAsyncResult *result, GError **error);

G_END_DECLS
