#include "config.h"

#include "tog-query.h"

#include "tog-parsed.h"

typedef struct
{
  gboolean sharing;
  gint64 horizon_days;
} Rules;

static gboolean
read_rules (TogScope *scope, Rules *rules, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT calendar_sharing, horizon_days FROM organization WHERE id = :org", error);

  if (find == NULL || tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  rules->sharing = tog_statement_get_int (find, 0) != 0;
  rules->horizon_days = tog_statement_get_int (find, 1);
  return TRUE;
}

/* The member's row, without what is busy. */
static TogPersonTimes *
read_person (TogScope *scope, gint64 member, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT " TOG_QUERY_MEMBER_COLUMNS ("member") ", working_hours, buffer_before, buffer_after, "
                                                    "minimum_notice FROM member "
                                                    "WHERE organization_id = :org AND id = :member",
      error);
  g_autoptr (TogPersonTimes) self = tog_person_times_new ();

  if (find == NULL)
    return NULL;
  tog_statement_bind_int (find, ":member", member);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;

  self->hours =
      tog_parsed_working_hours (tog_statement_get_text (find, TOG_QUERY_N_MEMBER_COLUMNS), error);
  if (self->hours == NULL)
    return NULL;
  self->member = tog_query_read_member (find, 0);
  self->buffer_before = tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 1);
  self->buffer_after = tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 2);
  self->minimum_notice = tog_statement_get_int (find, TOG_QUERY_N_MEMBER_COLUMNS + 3);
  return g_steal_pointer (&self);
}

/* Adds what is busy by one calendar, which is known no further than it is. A
 * calendar that can't be read any more leaves everything unknown, but what it
 * said last still stands in the way. */
static gboolean
add_calendar (TogPersonTimes *self,
              TogStatement *row,
              gboolean is_first,
              TogSlot range,
              GError **error)
{
  TogSlot known = { tog_statement_get_int (row, 1), tog_statement_get_int (row, 2) };
  TogInstant checked_at = tog_statement_get_int (row, 3);
  g_autoptr (TogSlotSet) all = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogSlotSet) before = g_steal_pointer (&self->busy);
  gconstpointer data;
  gsize size;

  data = tog_statement_get_blob (row, 0, &size);
  all = tog_slot_set_from_bytes (data, size, error);
  if (all == NULL)
    return FALSE;
  busy = tog_slot_set_clip (all, range);
  self->busy = tog_slot_set_union (before, busy);

  if (!tog_statement_is_null (row, 4))
    known = (TogSlot){ 0, 0 };
  self->known = is_first ? known : tog_slot_intersect (self->known, known);
  self->checked_at = is_first ? checked_at : MIN (self->checked_at, checked_at);
  return TRUE;
}

static gboolean
add_calendars (TogScope *scope, gint64 member, TogPersonTimes *self, TogSlot range, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT busy, known_from, known_to, checked_at, broken_since FROM calendar "
      "WHERE organization_id = :org AND member_id = :member",
      error);
  gboolean is_first = TRUE;
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":member", member);
  for (; (step = tog_statement_step (list, error)) == TOG_STEP_ROW; is_first = FALSE)
    {
      if (!add_calendar (self, list, is_first, range, error))
        return FALSE;
    }
  self->known = tog_slot_intersect (self->known, range);
  if (tog_slot_is_empty (self->known))
    self->known = (TogSlot){ 0, 0 };
  return step == TOG_STEP_DONE;
}

/* What is booked here is busy whatever a calendar says of it. */
static gboolean
add_sessions (TogScope *scope, gint64 member, TogPersonTimes *self, TogSlot range, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope,
                         "SELECT starts_at, ends_at FROM participant "
                         "JOIN session ON session.id = session_id "
                         "WHERE participant.member_id = :member AND +organization_id = :org "
                         "AND session.state = 'scheduled' AND starts_at < :to AND ends_at > :from",
                         error);
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (TogSlot));
  TogStep step;

  if (list == NULL)
    return FALSE;
  tog_statement_bind_int (list, ":member", member);
  tog_statement_bind_int (list, ":from", range.start);
  tog_statement_bind_int (list, ":to", range.end);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      TogSlot slot = { tog_statement_get_int (list, 0), tog_statement_get_int (list, 1) };
      TogSlot clipped = tog_slot_intersect (tog_slot_quantize (slot), range);

      g_array_append_val (slots, clipped);
    }
  if (slots->len > 0)
    {
      g_autoptr (TogSlotSet) before = g_steal_pointer (&self->busy);
      g_autoptr (TogSlotSet) sessions = tog_slot_set_new ((TogSlot *) slots->data, slots->len);

      self->busy = tog_slot_set_union (before, sessions);
    }
  return step == TOG_STEP_DONE;
}

static gboolean
add_person (TogScope *scope,
            gint64 member,
            TogRole role,
            const Rules *rules,
            TogTimes *times,
            GError **error)
{
  g_autoptr (TogPersonTimes) self = read_person (scope, member, error);
  TogSlot range;

  if (self == NULL)
    return FALSE;
  self->role = role;

  /* What is busy just outside matters to a session at the edge, so far as
   * somebody wants time kept free around it. */
  range = tog_slot_quantize (tog_slot_pad (times->range, self->buffer_before, self->buffer_after));
  self->busy = tog_slot_set_new (NULL, 0);
  self->sharing_off = !rules->sharing;
  if (rules->sharing && !add_calendars (scope, member, self, range, error))
    return FALSE;
  if (!add_sessions (scope, member, self, range, error))
    return FALSE;

  g_ptr_array_add (times->people, g_steal_pointer (&self));
  return TRUE;
}

/**
 * tog_query_times:
 * @scope: what the member may see
 * @match: a match that the member may see
 * @range: for which time
 * @error: return location
 *
 * Gets everything that decides when the two of a match can meet. Each one's busy
 * intervals reach beyond @range as far as their buffers do, so that what is said
 * of any slot within @range is exact.
 *
 * Returns: (transfer full) (nullable): the times, the asking member's first
 */
TogTimes *
tog_query_times (TogScope *scope, const TogMatchRow *match, TogSlot range, GError **error)
{
  g_autoptr (TogTimes) self = tog_times_new ();
  Rules rules;

  if (!read_rules (scope, &rules, error))
    return NULL;

  self->range = range;
  self->now = tog_scope_get_now (scope);
  self->latest_end = self->now + rules.horizon_days * TOG_DAY_SECONDS;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = g_ptr_array_new_with_free_func (g_object_unref);

  if (!add_person (scope,
                   tog_scope_get_identity (scope).member,
                   match->am_mentor ? TOG_ROLE_MENTOR : TOG_ROLE_MENTEE,
                   &rules,
                   self,
                   error) ||
      !add_person (scope,
                   match->person,
                   match->am_mentor ? TOG_ROLE_MENTEE : TOG_ROLE_MENTOR,
                   &rules,
                   self,
                   error))
    return NULL;
  return g_steal_pointer (&self);
}
