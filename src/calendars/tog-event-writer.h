#pragma once

#include <libecal/libecal.h>

G_BEGIN_DECLS

char     *tog_event_writer_write_sync  (ECalClient   *client,
                                        const char   *uid,
                                        const char   *ical,
                                        const char   *before,
                                        const char   *elsewhere,
                                        GCancellable *cancellable,
                                        GError      **error);
char     *tog_event_writer_move_sync   (ECalClient   *client,
                                        const char   *uid,
                                        const char   *ical,
                                        GCancellable *cancellable,
                                        GError      **error);
gboolean  tog_event_writer_remove_sync (ECalClient   *client,
                                        const char   *uid,
                                        GCancellable *cancellable,
                                        GError      **error);

G_END_DECLS
