#pragma once

#include "tog-reminders.h"
#include "tog-working-hours.h"

G_BEGIN_DECLS

TogWorkingHours *tog_parsed_working_hours (const char *week, const char *exceptions, GError **error);
GPtrArray       *tog_parsed_agenda        (const char *text, GError **error);
GPtrArray       *tog_parsed_session_agenda (const char *text, GError **error);
GPtrArray       *tog_parsed_resources     (const char *text, GError **error);
TogReminders    *tog_parsed_reminders     (const char *text, GError **error);

G_END_DECLS
