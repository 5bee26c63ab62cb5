#include "config.h"

#include "tog-session-people.h"

#include "tog-parsed.h"

/* Somebody who is to take part. */
typedef struct
{
  gint64 id;
  TogRole role;
  TogReminders *reminders; /* (owned) */
} Person;

/* The session is the organization's, so only its members get in by :org. */
#define SELECT_PEOPLE(people)                                                                      \
  "SELECT person.id, person.role, member.reminders FROM " people                                   \
  "JOIN member ON member.id = person.id WHERE +member.organization_id = :org "                     \
  "AND NOT EXISTS (SELECT 1 FROM participant "                                                     \
  "WHERE participant.member_id = person.id AND session_id = :session)"

/* Nobody of another organization is ever written about. */
#define MEMBER "(SELECT id FROM member WHERE id = :member AND organization_id = :org)"

static void
clear_person (gpointer data)
{
  Person *person = data;

  g_clear_pointer (&person->reminders, g_atomic_rc_box_release);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const Person *one = a;
  const Person *other = b;

  return one->id < other->id ? -1 : one->id > other->id;
}

/* Lists everybody who does not take part yet, in the order of their ids. */
static GArray *
list_people (TogScope *scope, const TogTeamRow *team, gint64 session, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope,
                         team->is_group ? SELECT_PEOPLE (TOG_QUERY_GROUP_PEOPLE)
                                        : SELECT_PEOPLE (TOG_QUERY_MATCH_PEOPLE),
                         error);
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (Person));
  TogStep step;

  if (list == NULL)
    return NULL;
  g_array_set_clear_func (people, clear_person);
  tog_statement_bind_int (list, ":team", team->id);
  tog_statement_bind_int (list, ":session", session);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      Person person = { .id = tog_statement_get_int (list, 0) };

      tog_role_from_string (tog_statement_get_text (list, 1), &person.role);
      person.reminders = tog_parsed_reminders (tog_statement_get_text (list, 2), error);
      if (person.reminders == NULL)
        return NULL;
      g_array_append_val (people, person);
    }
  if (step != TOG_STEP_DONE)
    return NULL;
  g_array_sort (people, compare_people);
  return g_steal_pointer (&people);
}

static gboolean
insert_people (TogScope *scope, gint64 session, GArray *people, TogAnswer others, GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO participant (session_id, member_id, role, answer) "
                         "VALUES (:session, " MEMBER ", :role, :answer)",
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  for (guint i = 0; i < people->len; i++)
    {
      const Person *person = &g_array_index (people, Person, i);
      gboolean is_me = person->id == tog_scope_get_identity (scope).member;

      tog_statement_bind_int (insert, ":member", person->id);
      tog_statement_bind_text (insert, ":role", tog_role_to_string (person->role));
      tog_statement_bind_text (
          insert, ":answer", tog_answer_to_string (is_me ? TOG_ANSWER_ACCEPTED : others));
      if (!tog_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

/* Returns: how many minutes before the start the first of them wants mail, or 0 */
static int
find_first_reminder (GArray *people)
{
  int first = 0;

  for (guint i = 0; i < people->len; i++)
    {
      const TogReminders *reminders = g_array_index (people, Person, i).reminders;

      for (guint j = 0; j < reminders->n_mail; j++)
        first = MAX (first, reminders->mail[j]);
    }
  return first;
}

/* One look is enough, as each plans the next. */
static gboolean
plan_reminders (TogScope *scope, gint64 session, GArray *people, GError **error)
{
  int first = find_first_reminder (people);
  g_autoptr (TogStatement) insert = NULL;

  if (first == 0)
    return TRUE;
  insert = tog_scope_prepare (scope,
                              "INSERT OR IGNORE INTO reminder (due_at, session_id, minutes) "
                              "SELECT starts_at - :minutes * 60, id, :minutes FROM session "
                              "WHERE id = :session AND +organization_id = :org "
                              "AND state = 'scheduled'",
                              error);
  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":minutes", first);
  return tog_statement_run (insert, error);
}

/**
 * tog_session_add_people:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @session: its id in the database
 * @others: what all but the member are taken to have answered
 * @error: return location
 *
 * Has everybody of a match or group take part who does not yet, and has it looked when
 * they want to be reminded.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): ids in the database of
 *   those who did not
 */
GArray *
tog_session_add_people (TogScope *scope,
                        const TogTeamRow *team,
                        gint64 session,
                        TogAnswer others,
                        GError **error)
{
  g_autoptr (GArray) people = list_people (scope, team, session, error);
  GArray *ids;

  if (people == NULL || !insert_people (scope, session, people, others, error) ||
      !plan_reminders (scope, session, people, error))
    return NULL;

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), people->len);
  for (guint i = 0; i < people->len; i++)
    g_array_append_val (ids, g_array_index (people, Person, i).id);
  return ids;
}

/* Runs a statement for each of the people. */
static gboolean
run_for_all (TogStatement *statement, const char *name, GArray *people, GError **error)
{
  for (guint i = 0; i < people->len; i++)
    {
      tog_statement_bind_int (statement, name, g_array_index (people, gint64, i));
      if (!tog_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * tog_session_mail_invite:
 * @scope: what the member may see
 * @session: id of a new session in the database
 * @people: (element-type gint64): those who take part, by id
 * @error: return location
 *
 * Invites everybody who takes part, in the member's name.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_mail_invite (TogScope *scope, gint64 session, GArray *people, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO mail "
      "(organization_id, session_id, recipient_id, method, sequence, about, due_at, created_at) "
      "VALUES (:org, :session, :recipient, 'REQUEST', 0, :me, :now, :now)",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return run_for_all (insert, ":recipient", people, error);
}

/**
 * tog_session_note_created:
 * @scope: what the member may see
 * @team: whose session it is
 * @team_key: what clients know the match or group by
 * @session_key: what clients know the session by
 * @people: (element-type gint64): those who take part, by id: everybody
 * @error: return location
 *
 * Lets everybody know that there is a session, and that its match or group changed.
 *
 * Returns: whether that was stored
 */
gboolean
tog_session_note_created (TogScope *scope,
                          const TogTeamRow *team,
                          const char *team_key,
                          const char *session_key,
                          GArray *people,
                          GError **error)
{
  g_autoptr (TogStatement) insert =
      tog_scope_prepare (scope,
                         "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                         "VALUES (" MEMBER ", :kind, :item, :change, :now)",
                         error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  tog_statement_bind_text (insert, ":kind", "session");
  tog_statement_bind_text (insert, ":item", session_key);
  tog_statement_bind_text (insert, ":change", "created");
  if (!run_for_all (insert, ":member", people, error))
    return FALSE;
  tog_statement_bind_text (insert, ":kind", team->is_group ? "group" : "match");
  tog_statement_bind_text (insert, ":item", team_key);
  tog_statement_bind_text (insert, ":change", "updated");
  return run_for_all (insert, ":member", people, error);
}
