#pragma once

#include "tog-busy-query.h"
#include "tog-busy-times.h"
#include "tog-event-titles.h"
#include "tog-session-events.h"

#include <libecal/libecal.h>

G_BEGIN_DECLS

/**
 * TogBusyReaderSpent:
 * @server: microseconds that were spent with the data server, and on its objects
 * @own: microseconds that were spent on what it answered
 */
typedef struct
{
  gint64 server;
  gint64 own;
} TogBusyReaderSpent;

void          tog_busy_reader_read_async  (ECalClient         *client,
                                           TogBusyQuery       *query,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TogBusyTimes *tog_busy_reader_read_finish (GAsyncResult       *result,
                                           TogBusyReaderSpent *spent,
                                           TogEventTitles    **titles,
                                           TogSessionEvents  **events,
                                           GError            **error);

G_END_DECLS
