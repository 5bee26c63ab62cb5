#pragma once

#include "tog-group.h"
#include "tog-match.h"
#include "tog-me.h"

G_BEGIN_DECLS

/**
 * TogTodoKind:
 * @TOG_TODO_FIRST_SESSION: a match with whom nothing was ever booked
 * @TOG_TODO_DELIVERY_FAILED: the invite of a session could not be delivered
 * @TOG_TODO_ANSWER: an invite I have not answered; the subject is the session's title
 * @TOG_TODO_DECLINED: somebody declined what I booked; the subject is the session's
 *   title, the detail who did and why
 * @TOG_TODO_CANCELLED: somebody cancelled a session that was to come, and it wasn't booked
 *   again; the subject is its title, the detail who did and why
 * @TOG_TODO_HELD: a session is over and I have not said whether we met
 * @TOG_TODO_CALENDAR_BROKEN: a calendar of mine can't be read, others see my time as unknown
 * @TOG_TODO_OTHER: a kind that this version does not know; shown by its title alone
 */
typedef enum
{
  TOG_TODO_FIRST_SESSION,
  TOG_TODO_DELIVERY_FAILED,
  TOG_TODO_ANSWER,
  TOG_TODO_DECLINED,
  TOG_TODO_CANCELLED,
  TOG_TODO_HELD,
  TOG_TODO_CALENDAR_BROKEN,
  TOG_TODO_OTHER,
} TogTodoKind;

/**
 * TogTodo:
 * @id: stable as long as it stands
 * @kind: what it is about
 * @subject: whom or what it names: a person, a session's title, a calendar's name
 * @detail: (nullable): more, such as the reason a mail was refused
 * @match_id: (nullable): the match it is about
 * @group_id: (nullable): the group it is about
 * @session_id: (nullable): the session it is about
 * @since: since when it stands
 *
 * Something that needs me. The text shown is the client's, in the user's language.
 */
struct _TogTodo
{
  GObject parent_instance;

  char *id;
  TogTodoKind kind;
  char *subject;
  char *detail;
  char *match_id;
  char *group_id;
  char *session_id;
  TogInstant since;
};

#define TOG_TYPE_TODO (tog_todo_get_type ())
G_DECLARE_FINAL_TYPE (TogTodo, tog_todo, TOG, TODO, GObject)

TogTodo *tog_todo_new (const char *id,
                       TogTodoKind kind,
                       const char *subject,
                       const char *detail,
                       const char *match_id,
                       const char *group_id,
                       const char *session_id,
                       TogInstant  since);
TogTodo  *tog_todo_from_json (JsonNode *node, GError **error);
JsonNode *tog_todo_to_json   (TogTodo *self);

/**
 * TogHome:
 * @me: who is signed in
 * @todos: (element-type TogTodo): what needs me, most urgent first
 * @next_session: (nullable): the earliest scheduled session that has not ended
 * @matches: (element-type TogMatch): my matches, without their planned sessions
 * @groups: (element-type TogGroup): my groups, without their planned sessions
 *
 * What the first page shows.
 */
struct _TogHome
{
  GObject parent_instance;

  TogMe *me;
  GPtrArray *todos;
  TogSession *next_session;
  GPtrArray *matches;
  GPtrArray *groups;
};

#define TOG_TYPE_HOME (tog_home_get_type ())
G_DECLARE_FINAL_TYPE (TogHome, tog_home, TOG, HOME, GObject)

TogHome  *tog_home_new       (TogMe      *me,
                              GPtrArray  *todos,
                              TogSession *next_session,
                              GPtrArray  *matches,
                              GPtrArray  *groups);
TogHome  *tog_home_from_json (JsonNode *node, GError **error);
JsonNode *tog_home_to_json   (TogHome *self);

G_END_DECLS
