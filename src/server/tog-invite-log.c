#include "config.h"

#include "tog-invite-log.h"

#include "tog-history-item.h"
#include "tog-query.h"

enum
{
  BOOKED_AT,
  START,
  END,
  BOOKED_BY,
  AT,
  BY,
  KIND,
  ANSWER,
  REASON,
  FOUND_BOOKED_AT,
  FOUND_START,
  FOUND_END,
  SESSION,
};

/**
 * tog_invite_log_write:
 * @scope: what the member may see, in the writer's transaction
 * @session: id of a session in the database
 * @kind: what the member is about to do with it
 * @answer: with %TOG_INVITE_EVENT_ANSWERED what they say
 * @reason: (nullable): why
 * @error: return location
 *
 * Writes down what happens to an invite, and what it was until then: so it has to be
 * called before anything is changed.
 *
 * Returns: whether that was stored
 */
gboolean
tog_invite_log_write (TogScope *scope,
                      gint64 session,
                      TogInviteEventKind kind,
                      TogAnswer answer,
                      const char *reason,
                      GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO invite_event (session_id, member_id, at, kind, answer, reason, "
      "found_booked_at, found_start, found_end) "
      "SELECT id, :me, :now, :kind, :answer, :reason, booked_at, starts_at, ends_at FROM session "
      "WHERE id = :session AND organization_id = :org",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  tog_statement_bind_text (insert, ":kind", tog_invite_event_kind_to_string (kind));
  if (kind == TOG_INVITE_EVENT_ANSWERED)
    tog_statement_bind_text (insert, ":answer", tog_answer_to_string (answer));
  tog_statement_bind_text (insert, ":reason", reason);
  return tog_statement_run (insert, error);
}

static TogSlot
read_slot (TogStatement *row, int start, int end)
{
  return (TogSlot){ tog_statement_get_int (row, start), tog_statement_get_int (row, end) };
}

/* How it began: as the first thing that happened found it. */
static TogInviteEvent *
derive_booking (TogStatement *row)
{
  gboolean is_as_booked = tog_statement_is_null (row, AT);
  TogInstant at = tog_statement_get_int (row, is_as_booked ? BOOKED_AT : FOUND_BOOKED_AT);
  TogSlot slot =
      is_as_booked ? read_slot (row, START, END) : read_slot (row, FOUND_START, FOUND_END);
  TogInviteEvent *self =
      tog_invite_event_new (slot.end <= at ? TOG_INVITE_EVENT_RECORDED : TOG_INVITE_EVENT_BOOKED,
                            at,
                            tog_statement_get_text (row, BOOKED_BY));

  self->slot = slot;
  return self;
}

static TogInviteEvent *
read_event (TogStatement *row)
{
  TogInviteEvent *self = tog_invite_event_new (
      TOG_INVITE_EVENT_CHANGED, tog_statement_get_int (row, AT), tog_statement_get_text (row, BY));

  tog_invite_event_kind_from_string (tog_statement_get_text (row, KIND), &self->kind);
  if (self->kind == TOG_INVITE_EVENT_ANSWERED)
    tog_answer_from_string (tog_statement_get_text (row, ANSWER), &self->answer);
  self->reason = g_strdup (tog_statement_get_text (row, REASON));
  return self;
}

/* What was read of one session so far. */
typedef struct
{
  GPtrArray *events;           /* (not owned) */
  TogInviteEvent *last_placed; /* (not owned) (nullable): the last event, if it has a time */
} Reading;

/* What one event found is what the one before left; the last left what there is now. */
static void
read_row (TogStatement *row, Reading *reading)
{
  TogInviteEvent *event;

  if (reading->events->len == 0)
    {
      reading->last_placed = derive_booking (row);
      g_ptr_array_add (reading->events, reading->last_placed);
    }
  if (tog_statement_is_null (row, AT))
    return;

  if (reading->last_placed != NULL)
    reading->last_placed->slot = read_slot (row, FOUND_START, FOUND_END);
  event = read_event (row);
  reading->last_placed = NULL;
  if (tog_invite_event_has_slot (event))
    {
      event->slot = read_slot (row, START, END);
      reading->last_placed = event;
    }
  if (reading->events->len == TOG_MAX_INVITE_EVENTS)
    g_ptr_array_remove_index (reading->events, 1);
  g_ptr_array_add (reading->events, event);
}

/**
 * tog_invite_log_read:
 * @scope: what the member may see
 * @sessions: (element-type gint64): ids in the database of sessions that the member
 *   may see
 * @error: return location
 *
 * Lists what happened to invites, the booking first. Of very much that happened to one
 * the booking and the latest are left.
 *
 * Returns: (transfer full) (nullable) (element-type gint64 GPtrArray): arrays of
 *   TogInviteEvent, by the id of the session
 */
GHashTable *
tog_invite_log_read (TogScope *scope, GArray *sessions, GError **error)
{
  g_autoptr (TogStatement) list = tog_scope_prepare (
      scope,
      "SELECT booked_at, starts_at, ends_at, booker.key, event.at, actor.key, event.kind, "
      "event.answer, event.reason, found_booked_at, found_start, found_end, session.id "
      "FROM json_each (:ids) AS page CROSS JOIN session ON session.id = page.value "
      "JOIN member AS booker ON booker.id = booked_by "
      "LEFT JOIN invite_event AS event ON event.session_id = session.id "
      "LEFT JOIN member AS actor ON actor.id = event.member_id "
      "WHERE +session.organization_id = :org ORDER BY session.id, event.id",
      error);
  g_autoptr (GHashTable) invites = tog_query_make_table ((GDestroyNotify) g_ptr_array_unref);
  Reading reading = { NULL, NULL };
  gint64 session = 0;
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_query_bind_ids (list, sessions);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      if (tog_statement_get_int (list, SESSION) != session)
        {
          session = tog_statement_get_int (list, SESSION);
          reading = (Reading){ g_ptr_array_new_with_free_func (g_object_unref), NULL };
          tog_query_keep (invites, session, reading.events);
        }
      read_row (list, &reading);
    }
  return step == TOG_STEP_DONE ? g_steal_pointer (&invites) : NULL;
}
