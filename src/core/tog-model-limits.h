#pragma once

/*
 * How long things may be, as the API document says. Lengths of text are in
 * characters.
 */
#define TOG_MAX_NAME_LENGTH 200
#define TOG_MAX_EMAIL_LENGTH 254
#define TOG_MAX_ZONE_LENGTH 64
#define TOG_MAX_TITLE_LENGTH 300
#define TOG_MAX_UID_LENGTH 255
#define TOG_MAX_PROVIDER_NAME_LENGTH 100
#define TOG_MAX_NOTE_LENGTH 20000
#define TOG_MAX_DETAIL_LENGTH 1000
#define TOG_MAX_TODO_ID_LENGTH 140

#define TOG_MAX_PROVIDERS 20
#define TOG_MAX_AGENDA_ITEMS 50
#define TOG_MAX_RESOURCES 50
#define TOG_MAX_PLANNED_SESSIONS 200
#define TOG_MAX_MATCHES 200
#define TOG_MAX_GROUPS 200
#define TOG_MAX_TODOS 100
#define TOG_MAX_BUSY_INTERVALS 50000
/* Quarter hours of 62 days, the longest range in one answer, and of what answers are joined to. */
#define TOG_MAX_COUNTED_STARTS 20000
/* Weeks of 62 days, and of what answers are joined to. */
#define TOG_MAX_FULL_WEEKS 500
#define TOG_MAX_SOURCES 20
/* With those that an organization file brought in. */
#define TOG_MAX_LISTED_SOURCES 100
#define TOG_MAX_SOURCE_INTERVALS 5000
#define TOG_MAX_WEEK_LIMIT 100
#define TOG_MAX_BUFFER 86400
#define TOG_MAX_NOTICE (30 * 86400)
#define TOG_MAX_MINUTES 1440
