#include "config.h"

#include "tog-attendees.h"
#include "tog-parsed.h"
#include "tog-query.h"

#include <string.h>

/* What is looked at around a range: nobody's reach goes further. */
#define MARGIN (TOG_DAY_SECONDS + TOG_COUNTED_MARGIN + TOG_QUANTUM)

/* Somebody whose times are being put together. */
typedef struct
{
  TogPersonTimes *times; /* (owned) */
  gboolean is_me;
  gboolean is_named;  /* whether they are told by name */
  TogSlot reach;      /* which part of what is busy matters */
  gboolean is_hidden; /* whether their calendars are not for whoever asks to see */
  gboolean has_calendar;
  GArray *sessions; /* (owned) (nullable) (element-type TogSlot) */
} Person;

/* What decides about all of them. */
typedef struct
{
  gboolean sharing;
  gboolean naming;
  gint64 horizon_days;
} Rules;

/* What is read of each. */
#define SELECT_PEOPLE(people, is_named)                                                            \
  "SELECT " TOG_QUERY_MEMBER_COLUMNS (                                                             \
      "member") ", working_hours, exceptions, buffer_before, buffer_after, minimum_notice, "       \
                "week_limit, visibility = 'nothing', member.id, "                                  \
                "person.role, " is_named " AS is_named FROM " people                               \
                "JOIN member ON member.id = person.id WHERE +member.organization_id = :org"

enum
{
  WORKING_HOURS = TOG_QUERY_N_MEMBER_COLUMNS,
  EXCEPTIONS,
  BUFFER_BEFORE,
  BUFFER_AFTER,
  MINIMUM_NOTICE,
  WEEK_LIMIT,
  IS_HIDDEN,
  ID,
  ROLE,
  IS_NAMED,
};

#define SELECT_CALENDARS(people)                                                                   \
  "SELECT person.id, busy, known_from, known_to, checked_at, broken_since IS NOT NULL OR "         \
  "(kind <> 'file' AND checked_at + refresh_within < :now) FROM " people                           \
  "JOIN calendar ON calendar.member_id = person.id WHERE +calendar.organization_id = :org"

#define SELECT_SESSIONS(people)                                                                    \
  "SELECT person.id, starts_at, ends_at FROM " people                                              \
  "JOIN participant ON participant.member_id = person.id "                                         \
  "JOIN session ON session.id = session_id WHERE +session.organization_id = :org "                 \
  "AND session.state = 'scheduled' AND starts_at < :to AND ends_at > :from "                       \
  "AND session.id <> :moving"

/* The same of their weeks, which are whole. */
#define WEEK_MARGIN (8 * TOG_DAY_SECONDS + MARGIN)

#define SELECT_STARTS(people)                                                                      \
  "SELECT person.id, starts_at FROM " people                                                       \
  "JOIN participant ON participant.member_id = person.id "                                         \
  "JOIN session ON session.id = session_id WHERE +session.organization_id = :org "                 \
  "AND session.state <> 'cancelled' AND starts_at >= :from AND starts_at < :to "                   \
  "AND session.id <> :moving"

static void
free_person (gpointer data)
{
  Person *person = data;

  g_clear_object (&person->times);
  g_clear_pointer (&person->sessions, g_array_unref);
  g_free (person);
}

/* The order in which they are told. SQLite would make rows of all that is read, to sort
 * them, and take them apart again. */
static int
compare_people (gconstpointer a, gconstpointer b)
{
  const Person *one = *(Person *const *) a;
  const Person *other = *(Person *const *) b;
  int order = other->is_me - one->is_me;

  if (order == 0)
    order = other->is_named - one->is_named;
  if (order == 0)
    order =
        (one->times->role == TOG_ROLE_GROUP_MEMBER) - (other->times->role == TOG_ROLE_GROUP_MEMBER);
  if (order == 0)
    order = strcmp (one->times->member->name, other->times->member->name);
  return order != 0 ? order : strcmp (one->times->member->id, other->times->member->id);
}

static gboolean
read_rules (TogScope *scope, Rules *rules, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT calendar_sharing, heat_map_names, horizon_days FROM organization WHERE id = :org",
      error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  rules->sharing = tog_statement_get_int (find, 0) != 0;
  rules->naming = tog_statement_get_int (find, 1) != 0;
  rules->horizon_days = tog_statement_get_int (find, 2);
  return TRUE;
}

/* Everybody, without what is busy. */
static TogPersonTimes *
read_person (TogStatement *row, GError **error)
{
  g_autoptr (TogPersonTimes) self = tog_person_times_new ();

  self->hours = tog_parsed_working_hours (
      tog_statement_get_text (row, WORKING_HOURS), tog_statement_get_text (row, EXCEPTIONS), error);
  if (self->hours == NULL)
    return NULL;
  self->member = tog_query_read_member (row, 0);
  tog_role_from_string (tog_statement_get_text (row, ROLE), &self->role);
  self->buffer_before = tog_statement_get_int (row, BUFFER_BEFORE);
  self->buffer_after = tog_statement_get_int (row, BUFFER_AFTER);
  self->minimum_notice = tog_statement_get_int (row, MINIMUM_NOTICE);
  self->week_limit = tog_statement_get_int (row, WEEK_LIMIT);
  if (self->week_limit > 0)
    self->starts = g_array_new (FALSE, FALSE, sizeof (TogInstant));
  self->busy = tog_slot_set_new (NULL, 0);
  return g_steal_pointer (&self);
}

/* What is busy just outside of the range matters to a session at its edge, so far
 * as somebody wants time kept free around it. Who is only counted is counted
 * for sessions that begin at the edge, too: nobody can do so later. */
static TogSlot
get_reach (const TogPersonTimes *self, TogSlot range, gboolean is_named)
{
  if (!is_named)
    range.end += TOG_COUNTED_MARGIN;
  return tog_slot_quantize (tog_slot_pad (range, self->buffer_before, self->buffer_after));
}

static Person *
add_person (TogScope *scope,
            TogStatement *row,
            const Rules *rules,
            TogSlot range,
            GHashTable *people,
            GError **error)
{
  TogPersonTimes *times = read_person (row, error);
  gint64 *id;
  Person *self;

  if (times == NULL)
    return NULL;
  times->sharing_off = !rules->sharing;
  id = g_new (gint64, 1);
  *id = tog_statement_get_int (row, ID);
  self = g_new0 (Person, 1);
  self->times = times;
  self->is_me = *id == tog_scope_get_identity (scope).member;
  self->is_named = tog_statement_get_int (row, IS_NAMED) != 0;
  self->reach = get_reach (times, range, self->is_named);
  self->is_hidden = tog_statement_get_int (row, IS_HIDDEN) != 0 && !self->is_me;
  g_hash_table_insert (people, id, self);
  return self;
}

static gboolean
add_people (TogScope *scope,
            const TogTeamRow *team,
            const Rules *rules,
            TogTimes *times,
            GHashTable *people,
            guint *n_named,
            GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      team->is_group
          ? SELECT_PEOPLE (TOG_QUERY_GROUP_PEOPLE, "(member.id = :me OR :naming AND heat_map_name)")
          : SELECT_PEOPLE (TOG_QUERY_MATCH_PEOPLE, "1"),
      error);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":team", team->id);
  if (team->is_group)
    tog_statement_bind_int (list, ":naming", rules->naming);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      Person *person = add_person (scope, list, rules, times->range, people, error);

      if (person == NULL)
        return FALSE;
      g_ptr_array_add (found, person);
    }

  g_ptr_array_sort (found, compare_people);
  for (guint i = 0; i < found->len; i++)
    {
      Person *person = g_ptr_array_index (found, i);

      g_ptr_array_add (times->people, g_object_ref (person->times));
      *n_named += person->is_named;
    }
  return step == TOG_STEP_DONE;
}

static TogStatement *
list_of_people (TogScope *scope,
                const TogTeamRow *team,
                const char *of_group,
                const char *of_match,
                GError **error)
{
  TogStatement *list = tog_scope_prepare (scope, team->is_group ? of_group : of_match, error);

  if (list != NULL)
    tog_statement_bind_int (list, ":team", team->id);
  return list;
}

/* Both were found by the same condition, so there always is one. */
static Person *
get_person (GHashTable *people, TogStatement *row)
{
  gint64 id = tog_statement_get_int (row, 0);

  return g_hash_table_lookup (people, &id);
}

/* Adds what is busy by one calendar, which is known no further than it is. A
 * calendar that can't be read any more, or was not refreshed as it promised, leaves
 * everything unknown, but what it said last still stands in the way. */
static gboolean
add_calendar (Person *person, TogStatement *row, GError **error)
{
  TogPersonTimes *self = person->times;
  TogSlot known = { tog_statement_get_int (row, 2), tog_statement_get_int (row, 3) };
  TogInstant checked_at = tog_statement_get_int (row, 4);
  g_autoptr (TogSlotSet) all = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogSlotSet) before = g_steal_pointer (&self->busy);
  gboolean is_first = !person->has_calendar;
  gconstpointer data;
  gsize size;

  if (person->is_hidden)
    {
      self->busy = g_steal_pointer (&before);
      return TRUE;
    }
  data = tog_statement_get_blob (row, 1, &size);
  all = tog_slot_set_from_bytes (data, size, error);
  if (all == NULL)
    {
      self->busy = g_steal_pointer (&before);
      return FALSE;
    }
  busy = tog_slot_set_clip (all, person->reach);
  self->busy = is_first ? g_steal_pointer (&busy) : tog_slot_set_union (before, busy);

  if (tog_statement_get_int (row, 5) != 0)
    known = (TogSlot){ 0, 0 };
  self->known = is_first ? known : tog_slot_intersect (self->known, known);
  self->checked_at = is_first ? checked_at : MIN (self->checked_at, checked_at);
  person->has_calendar = TRUE;
  return TRUE;
}

static gboolean
add_calendars (TogScope *scope, const TogTeamRow *team, GHashTable *people, GError **error)
{
  g_autoptr (TogStatement) list = list_of_people (scope,
                                                  team,
                                                  SELECT_CALENDARS (TOG_QUERY_GROUP_PEOPLE),
                                                  SELECT_CALENDARS (TOG_QUERY_MATCH_PEOPLE),
                                                  error);
  GHashTableIter iter;
  Person *person;
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":now", tog_scope_get_now (scope));
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    if (!add_calendar (get_person (people, list), list, error))
      return FALSE;

  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &person))
    {
      TogSlot known = tog_slot_intersect (person->times->known, person->reach);

      person->times->known = tog_slot_is_empty (known) ? (TogSlot){ 0, 0 } : known;
    }
  return step == TOG_STEP_DONE;
}

static void
add_booked (Person *person)
{
  g_autoptr (TogSlotSet) before = g_steal_pointer (&person->times->busy);
  g_autoptr (TogSlotSet) sessions =
      tog_slot_set_new ((TogSlot *) person->sessions->data, person->sessions->len);

  person->times->busy = tog_slot_set_union (before, sessions);
}

/* What is booked here is busy whatever a calendar says of it. */
static gboolean
add_sessions (TogScope *scope,
              const TogTeamRow *team,
              gint64 moving,
              TogSlot range,
              GHashTable *people,
              GError **error)
{
  g_autoptr (TogStatement) list = list_of_people (scope,
                                                  team,
                                                  SELECT_SESSIONS (TOG_QUERY_GROUP_PEOPLE),
                                                  SELECT_SESSIONS (TOG_QUERY_MATCH_PEOPLE),
                                                  error);
  GHashTableIter iter;
  Person *person;
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":moving", moving);
  tog_statement_bind_int (list, ":from", range.start - MARGIN);
  tog_statement_bind_int (list, ":to", range.end + MARGIN);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogSlot slot = { tog_statement_get_int (list, 1), tog_statement_get_int (list, 2) };

      person = get_person (people, list);
      slot = tog_slot_intersect (tog_slot_quantize (slot), person->reach);
      if (tog_slot_is_empty (slot))
        continue;
      if (person->sessions == NULL)
        person->sessions = g_array_new (FALSE, FALSE, sizeof (TogSlot));
      g_array_append_val (person->sessions, slot);
    }

  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &person))
    if (person->sessions != NULL)
      add_booked (person);
  return step == TOG_STEP_DONE;
}

/* Who takes only so many sessions a week has full weeks. What was held already counts
 * like what is to come, and a week counts whole, however little of it was asked for. */
static gboolean
add_full_weeks (TogScope *scope,
                const TogTeamRow *team,
                gint64 moving,
                TogSlot range,
                GHashTable *people,
                GError **error)
{
  g_autoptr (TogStatement) list = list_of_people (scope,
                                                  team,
                                                  SELECT_STARTS (TOG_QUERY_GROUP_PEOPLE),
                                                  SELECT_STARTS (TOG_QUERY_MATCH_PEOPLE),
                                                  error);
  GHashTableIter iter;
  Person *person;
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":moving", moving);
  tog_statement_bind_int (list, ":from", range.start - WEEK_MARGIN);
  tog_statement_bind_int (list, ":to", range.end + WEEK_MARGIN);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogInstant start = tog_statement_get_int (list, 1);

      person = get_person (people, list);
      if (person->times->week_limit > 0)
        g_array_append_val (person->times->starts, start);
    }

  g_hash_table_iter_init (&iter, people);
  while (step == TOG_STEP_DONE && g_hash_table_iter_next (&iter, NULL, (gpointer *) &person))
    if (person->times->week_limit > 0 && !tog_person_times_fill_weeks (person->times, error))
      return FALSE;
  return step == TOG_STEP_DONE;
}

static gboolean
is_anybody_limited (TogTimes *times)
{
  for (guint i = 0; i < times->people->len; i++)
    if (TOG_PERSON_TIMES (g_ptr_array_index (times->people, i))->week_limit > 0)
      return TRUE;
  return FALSE;
}

/**
 * tog_query_all_times:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @moving: id of a session that stands in nobody's way, as it is to be moved, or 0
 * @range: for which time
 * @n_named: (out): how many of them are told by name, from the first on
 * @error: return location
 *
 * Gets everything that decides when a match or group can meet, for the server to
 * judge by: what there is of those who are only counted must not leave it. Each
 * one's busy intervals reach beyond @range as far as their buffers do, so that
 * what is said of any slot within @range is exact.
 *
 * Returns: (transfer full) (nullable): the times, the asking member's first
 */
TogTimes *
tog_query_all_times (TogScope *scope,
                     const TogTeamRow *team,
                     gint64 moving,
                     TogSlot range,
                     guint *n_named,
                     GError **error)
{
  g_autoptr (TogTimes) self = tog_times_new ();
  g_autoptr (GHashTable) people =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_person);
  Rules rules;

  if (!read_rules (scope, &rules, error))
    return NULL;

  self->range = range;
  self->now = tog_scope_get_now (scope);
  self->latest_end = self->now + rules.horizon_days * TOG_DAY_SECONDS;
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  *n_named = 0;
  if (!add_people (scope, team, &rules, self, people, n_named, error) ||
      (rules.sharing && !add_calendars (scope, team, people, error)) ||
      !add_sessions (scope, team, moving, range, people, error) ||
      (is_anybody_limited (self) && !add_full_weeks (scope, team, moving, range, people, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * tog_query_times:
 * @scope: what the member may see
 * @team: a match or group that the member may see
 * @moving: id of a session that stands in nobody's way, as it is to be moved, or 0
 * @range: for which time
 * @error: return location
 *
 * Gets what the member may know of when a match or group can meet.
 *
 * Returns: (transfer full) (nullable): the times, the asking member's first
 */
TogTimes *
tog_query_times (TogScope *scope,
                 const TogTeamRow *team,
                 gint64 moving,
                 TogSlot range,
                 GError **error)
{
  guint n_named;
  g_autoptr (TogTimes) self = tog_query_all_times (scope, team, moving, range, &n_named, error);

  if (self == NULL || !tog_attendees_count_others (self, n_named, error))
    return NULL;
  return g_steal_pointer (&self);
}
