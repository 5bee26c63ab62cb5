#pragma once

#include "tog-session.h"
#include "tog-slot-set.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/*
 * What an organization file says, checked as far as it can be without the
 * database. Strings are borrowed from the parsed text and live as long as the
 * file does. Each entry knows where it is written, as a JSON pointer, so that
 * whatever turns out to be wrong with it later can still be said with its line.
 */

typedef struct
{
  const char *id;
  const char *name;
  const char *link; /* https, "{id}" stands for what is random */
} TogFileProvider;

/**
 * TogFileCalendar:
 * @id: stable within its member
 * @name: what its owner calls it
 * @file: path of the .ics file, relative to the organization file's folder
 * @pointer: (owned): where @file is written
 * @text: (owned) (nullable): what the .ics file holds, once it was read
 * @busy: (owned) (nullable): what that comes to, once it was read
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *file;
  char *pointer;
  GBytes *text;
  TogSlotSet *busy;
} TogFileCalendar;

/**
 * TogFileChoice:
 * @TOG_FILE_UNSAID: what somebody chose meanwhile stays, "yes" at first
 *
 * What the file may leave to those whom it is about.
 */
typedef enum
{
  TOG_FILE_UNSAID,
  TOG_FILE_NO,
  TOG_FILE_YES,
} TogFileChoice;

/**
 * TogFileMember:
 * @zone: (owned): resolved from its name
 * @working_hours: (owned): JSON, as on the wire
 * @buffer_before: seconds, as are @buffer_after and @minimum_notice
 * @heat_map_name: whether a heat map may name them, which is theirs to change
 * @calendars: (owned) (element-type TogFileCalendar):
 * @pointer: (owned): where it is written
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *email;
  gboolean share_email;
  TogZone *zone;
  char *working_hours;
  gint64 buffer_before;
  gint64 buffer_after;
  gint64 minimum_notice;
  TogFileChoice heat_map_name;
  GArray *calendars;
  char *pointer;
} TogFileMember;

/**
 * TogFilePlannedSession:
 * @program: index of its program
 * @ordinal: place in the program, from 1
 * @duration: seconds
 * @agenda: (owned): JSON, as on the wire
 * @resources: (owned): JSON, as on the wire
 * @pointer: (owned): where it is written
 */
typedef struct
{
  const char *id;
  guint program;
  guint ordinal;
  const char *title;
  gint64 duration;
  char *agenda;
  char *resources;
  char *pointer;
} TogFilePlannedSession;

typedef struct
{
  const char *id;
  const char *name;
  gboolean is_group;
  char *pointer; /* (owned) */
} TogFileProgram;

/**
 * TogFileParticipant:
 * @member: index of the member
 */
typedef struct
{
  guint member;
  TogRole role;
} TogFileParticipant;

/**
 * TogFileSession:
 * @planned_session: index of the planned session
 * @booked_by: index of the member
 * @conference: (owned):
 * @message: (nullable):
 */
typedef struct
{
  guint planned_session;
  gboolean completed;
  TogSlot slot;
  guint booked_by;
  TogConference *conference;
  const char *message;
} TogFileSession;

/**
 * TogFileTeam:
 * @name: (nullable): name of a group, %NULL with a match
 * @program: index of its program
 * @participants: (owned) (element-type TogFileParticipant): of a match the mentor,
 *   then the mentee
 * @sessions: (owned) (element-type TogFileSession): those already held or agreed on
 * @pointer: (owned): where it is written
 *
 * A match or a group: people who meet in a program.
 */
typedef struct
{
  const char *id;
  const char *name;
  guint program;
  GArray *participants;
  GArray *sessions;
  char *pointer;
} TogFileTeam;

/**
 * TogOrganizationFile:
 * @shift_days: by how many days the dates in the file and its calendars are moved
 * @providers: (owned) (element-type TogFileProvider):
 * @members: (owned) (element-type TogFileMember):
 * @programs: (owned) (element-type TogFileProgram):
 * @planned_sessions: (owned) (element-type TogFilePlannedSession): of all programs
 * @matches: (owned) (element-type TogFileTeam):
 * @groups: (owned) (element-type TogFileTeam):
 */
typedef struct
{
  GBytes *text;   /* (owned) */
  JsonNode *root; /* (owned) */
  const char *id;
  const char *name;
  gboolean calendar_sharing;
  gboolean heat_map_names;
  gint64 horizon_days;
  int shift_days;
  GArray *providers;
  GArray *members;
  GArray *programs;
  GArray *planned_sessions;
  GArray *matches;
  GArray *groups;
} TogOrganizationFile;

#define TOG_ORGANIZATION_FILE_FORMAT 1

TogOrganizationFile *tog_organization_file_parse     (const char *text,
                                                      gsize       length,
                                                      TogInstant  now,
                                                      GError    **error);
void                 tog_organization_file_free      (TogOrganizationFile *file);
void                 tog_organization_file_set_error (TogOrganizationFile *file,
                                                      GError             **error,
                                                      int                  code,
                                                      const char          *pointer,
                                                      const char          *format,
                                                      ...) G_GNUC_PRINTF (5, 6);
GBytes              *tog_organization_file_shift_calendar (GBytes *text, int days);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogOrganizationFile, tog_organization_file_free)

G_END_DECLS
