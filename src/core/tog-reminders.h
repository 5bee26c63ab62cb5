#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TOG_MAX_REMINDERS:
 *
 * How many reminders of a session somebody may have of each kind.
 */
#define TOG_MAX_REMINDERS 5

/**
 * TogReminders:
 * @mail: minutes before the start, longest first
 * @n_mail: how many
 * @desktop: minutes before the start, longest first
 * @n_desktop: how many
 *
 * When somebody wants to be reminded of sessions.
 */
typedef struct
{
  int mail[TOG_MAX_REMINDERS];
  guint n_mail;
  int desktop[TOG_MAX_REMINDERS];
  guint n_desktop;
} TogReminders;

extern const TogReminders TOG_REMINDERS_DEFAULT;

gboolean tog_reminders_read    (TogReminders *self, JsonNode *node, GError **error);
char    *tog_reminders_to_text (const TogReminders *self);

G_END_DECLS
