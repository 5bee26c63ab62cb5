#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogSessionsWhen:
 * @TOG_SESSIONS_EVER: all, the latest start first
 * @TOG_SESSIONS_UPCOMING: those that have not ended, the earliest start first
 * @TOG_SESSIONS_PAST: those that have ended, the latest start first
 *
 * Which sessions by time, and in which order.
 */
typedef enum
{
  TOG_SESSIONS_EVER,
  TOG_SESSIONS_UPCOMING,
  TOG_SESSIONS_PAST,
} TogSessionsWhen;

/**
 * TOG_ANY_STATE:
 *
 * No filter by state.
 */
#define TOG_ANY_STATE -1

/**
 * TOG_STATE_UNSAID:
 *
 * Of those that are scheduled and over, of which nobody has said yet whether they were
 * held. #TOG_SESSION_SCHEDULED filters by those that are still to come.
 */
#define TOG_STATE_UNSAID -2

/**
 * TogSessionFilter:
 * @text: (nullable): what the user types, any characters; a session fits where each
 *   word begins a word of its title, people, program, agenda, or notes, whatever the
 *   case and the accents
 * @program: (nullable): a program's name
 * @person: (nullable): id of a member who takes part
 * @state: a #TogSessionState, %TOG_STATE_UNSAID or %TOG_ANY_STATE
 * @year: in which it starts, by the clock of the zone in my profile; 0 for any
 * @when: by time
 *
 * Which sessions of the history to list. Where nothing is set all of them fit, but
 * for @state, so begin with TOG_SESSION_FILTER_INIT.
 */
typedef struct
{
  char *text;
  char *program;
  char *person;
  int state;
  int year;
  TogSessionsWhen when;
} TogSessionFilter;

#define TOG_SESSION_FILTER_INIT                                                                    \
  {                                                                                                \
    .state = TOG_ANY_STATE                                                                         \
  }

void     tog_session_filter_copy  (const TogSessionFilter *self, TogSessionFilter *copy);
void     tog_session_filter_clear (TogSessionFilter *self);
gboolean tog_session_filter_equal (const TogSessionFilter *self, const TogSessionFilter *other);
GStrv    tog_session_filter_split (const char *text);

/**
 * TogSessionFacets:
 * @programs: (element-type utf8): names of programs that sessions belong to, sorted
 * @people: (element-type TogMember): everybody but me who takes part in any, by name
 * @years: (element-type int): in which sessions start, the latest first
 *
 * What the history can be filtered by.
 */
typedef struct
{
  GPtrArray *programs;
  GPtrArray *people;
  GArray *years;
} TogSessionFacets;

TogSessionFacets *tog_session_facets_new  (void);
void              tog_session_facets_free (TogSessionFacets *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogSessionFilter, tog_session_filter_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogSessionFacets, tog_session_facets_free)

G_END_DECLS
