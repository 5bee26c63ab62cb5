#pragma once

#include "tog-db.h"
#include "tog-time.h"

G_BEGIN_DECLS

/*
 * The reminders by mail that are to come, in the database.
 */

gboolean tog_reminder_is_timely    (TogInstant start, gint64 minutes, TogInstant now);
gboolean tog_reminder_queue_next   (TogDb *db, TogInstant *due, gboolean *found, GError **error);
gboolean tog_reminder_queue_work   (TogDb *db, TogInstant now, guint *n_mails, GError **error);

G_END_DECLS
