#include "config.h"

#include "tog-booking-write.h"

#include "tog-query.h"
#include "tog-random.h"

#include <string.h>

/* What is looked at around a session: no buffer reaches further. */
#define MARGIN TOG_DAY_SECONDS

/* Random bits of a meeting's link. */
#define LINK_BYTES 16

static TogReply *
refuse_conflict (const char *type, const char *title, const char *detail)
{
  return tog_reply_new_problem (409, type, title, detail, NULL);
}

static char *
describe_who (TogTimes *times, gint32 who, const char *mine, const char *theirs)
{
  TogPersonTimes *person;

  if (who <= 0)
    return g_strdup (mine);
  person = g_ptr_array_index (times->people, who);
  return g_strdup_printf ("%s %s", person->member->name, theirs);
}

/* Says why a slot can't be booked; NULL where it can. */
static TogReply *
refuse_verdict (TogTimes *times, TogJudgement judgement)
{
  g_autofree char *detail = NULL;

  switch (judgement.verdict)
    {
    case TOG_VERDICT_AVAILABLE:
    case TOG_VERDICT_UNCONFIRMED:
      return NULL;
    case TOG_VERDICT_PAST:
      return refuse_conflict (
          "/problems/slot-past", "That time is past", "The session would start before now.");
    case TOG_VERDICT_SHORT_NOTICE:
      detail = describe_who (times,
                             judgement.who,
                             "You ask for more notice than that.",
                             "asks for more notice than that.");
      return refuse_conflict ("/problems/slot-short-notice", "Too short notice", detail);
    case TOG_VERDICT_TOO_FAR:
      return refuse_conflict (
          "/problems/slot-too-far", "Too far ahead", "Nothing can be booked that far ahead yet.");
    case TOG_VERDICT_BUSY:
      detail = describe_who (
          times, judgement.who, "You are busy at that time.", "is busy at that time.");
      return refuse_conflict ("/problems/slot-busy", "That time is taken", detail);
    case TOG_VERDICT_OFF_HOURS:
      detail = describe_who (times,
                             judgement.who,
                             "That is outside your working hours.",
                             "does not work at that time.");
      return refuse_conflict ("/problems/slot-off-hours", "Outside working hours", detail);
    case TOG_VERDICT_MISALIGNED:
      return tog_reply_new_problem (422,
                                    "/problems/slot-misaligned",
                                    "Not on a quarter of an hour",
                                    "Sessions start on the hour or 15, 30 or 45 minutes past it.",
                                    "/start");
    case TOG_VERDICT_BAD_DURATION:
    default:
      return tog_reply_new_problem (422,
                                    "/problems/bad-duration",
                                    "Not a duration that is offered",
                                    "Sessions take 30, 45 or 60 minutes.",
                                    "/duration");
    }
}

/* Returns: whether there is such a step of the program */
static gboolean
find_planned (TogScope *scope,
              const TogMatchRow *match,
              const char *key,
              gint64 *planned,
              GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT id FROM planned_session WHERE organization_id = :org "
                         "AND program_id = :program AND key = :key AND active",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":program", match->program);
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  *planned = tog_statement_get_int (find, 0);
  return TRUE;
}

static gboolean
is_scheduled (TogScope *scope, const TogMatchRow *match, gint64 planned, GError **error)
{
  g_autoptr (TogStatement) find =
      tog_scope_prepare (scope,
                         "SELECT 1 FROM session WHERE organization_id = :org "
                         "AND match_id = :match AND planned_session_id = :planned "
                         "AND state <> 'cancelled'",
                         error);

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":match", match->id);
  tog_statement_bind_int (find, ":planned", planned);
  return tog_statement_step (find, error) == TOG_STEP_ROW;
}

static TogReply *
check_slot (TogRequest *request, TogScope *scope, const TogMatchRow *match, GError **error)
{
  TogBookingInput *input = request->input;
  TogSlot slot = input->booking->slot;
  g_autoptr (TogTimes) times =
      tog_query_times (scope, match, tog_slot_pad (slot, MARGIN, MARGIN), error);
  TogJudgement judgement;

  if (times == NULL || !tog_times_judge (times,
                                         input->zone,
                                         tog_scope_get_now (scope),
                                         &slot.start,
                                         1,
                                         slot.end - slot.start,
                                         &judgement,
                                         error))
    return NULL;
  return refuse_verdict (times, judgement);
}

/* Makes a link that nobody can guess from the provider's template. */
static TogConference *
make_link (TogScope *scope, TogConference *wanted, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT name, link FROM provider WHERE organization_id = :org AND key = :key", error);
  g_autofree char *random = tog_random_dup_text (LINK_BYTES);
  g_autoptr (GString) url = NULL;

  if (find == NULL)
    return NULL;
  tog_statement_bind_text (find, ":key", wanted->provider);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;

  url = g_string_new (tog_statement_get_text (find, 1));
  g_string_replace (url, "{id}", random, 0);
  return tog_conference_new (
      TOG_CONFERENCE_PROVIDER, wanted->provider, tog_statement_get_text (find, 0), url->str, NULL);
}

static gboolean
insert_session (TogRequest *request,
                TogScope *scope,
                const TogMatchRow *match,
                gint64 planned,
                TogConference *conference,
                const char *key,
                GError **error)
{
  TogBookingInput *input = request->input;
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO session (organization_id, key, planned_session_id, match_id, booked_by, "
      "state, starts_at, ends_at, uid, conference, message, booked_at) "
      "VALUES (:org, :key, :planned, :match, :me, "
      "'scheduled', :start, :end, :uid, :conference, :message, :now)",
      error);
  g_autofree char *uid = g_strconcat (key, "@", request->settings->mail_domain, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_text (insert, ":key", key);
  tog_statement_bind_int (insert, ":planned", planned);
  tog_statement_bind_int (insert, ":match", match->id);
  tog_statement_bind_int (insert, ":start", input->booking->slot.start);
  tog_statement_bind_int (insert, ":end", input->booking->slot.end);
  tog_statement_bind_text (insert, ":uid", uid);
  tog_conference_append_json (text, conference);
  tog_statement_bind_text (insert, ":conference", text->str);
  tog_statement_bind_text (insert, ":message", input->booking->message);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

/* The session is the organization's, so only its two members get in by :org. One
 * SELECT for each: SQLite builds a table to look into for "id IN (:me, :person)". */
#define FROM_MEMBER(who) "FROM member WHERE id = " who " AND +organization_id = :org "

static gboolean
insert_participants (TogScope *scope, const TogMatchRow *match, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO participant (session_id, member_id, role, answer) "
      "SELECT :session, id, :mine, 'accepted' " FROM_MEMBER (
          ":me") "UNION ALL "
                 "SELECT :session, id, :theirs, 'pending' " FROM_MEMBER (":person"),
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":person", match->person);
  tog_statement_bind_text (insert, ":mine", match->am_mentor ? "mentor" : "mentee");
  tog_statement_bind_text (insert, ":theirs", match->am_mentor ? "mentee" : "mentor");
  return tog_statement_run (insert, error);
}

static gboolean
insert_mails (TogScope *scope, const TogMatchRow *match, gint64 session, GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO mail "
      "(organization_id, session_id, recipient_id, method, sequence, due_at, created_at) "
      "VALUES (:org, :session, :me, 'REQUEST', 0, :now, :now), "
      "(:org, :session, :person, 'REQUEST', 0, :now, :now)",
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", session);
  tog_statement_bind_int (insert, ":person", match->person);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

static gboolean
insert_changes (TogRequest *request,
                TogScope *scope,
                const TogMatchRow *match,
                const char *key,
                GError **error)
{
  g_autoptr (TogStatement) insert = tog_scope_prepare (
      scope,
      "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
      "SELECT id, 'session', :session, 'created', :now " FROM_MEMBER (
          ":me") "UNION ALL "
                 "SELECT id, 'session', :session, 'created', :now " FROM_MEMBER (
                     ":person") "UNION ALL "
                                "SELECT id, 'match', :match, 'updated', :now " FROM_MEMBER (
                                    ":me") "UNION ALL "
                                           "SELECT id, 'match', :match, 'updated', "
                                           ":now " FROM_MEMBER (":person"),
      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_text (insert, ":session", key);
  tog_statement_bind_text (insert, ":match", request->item);
  tog_statement_bind_int (insert, ":person", match->person);
  tog_statement_bind_int (insert, ":now", tog_scope_get_now (scope));
  return tog_statement_run (insert, error);
}

static TogReply *
store (TogRequest *request,
       TogScope *scope,
       const TogMatchRow *match,
       gint64 planned,
       TogConference *conference,
       GError **error)
{
  g_autofree char *key = tog_random_dup_uuid ();
  g_autoptr (TogSession) session = NULL;
  TogReply *reply;
  gint64 version = 0;
  gint64 id;

  if (!insert_session (request, scope, match, planned, conference, key, error))
    return NULL;
  id = tog_scope_get_last_row_id (scope);
  if (!insert_participants (scope, match, id, error) || !insert_mails (scope, match, id, error) ||
      !insert_changes (request, scope, match, key, error))
    return NULL;

  session = tog_query_session (scope, key, &version, error);
  if (session == NULL)
    return NULL;
  reply = tog_reply_new_json (201, tog_session_to_text (session));
  reply->location = g_strconcat ("/v1/sessions/", key, NULL);
  tog_reply_take_version (reply, version);
  return reply;
}

/* Finds what the booking is about and checks that it can be. Returns %NULL where
 * it can, and where @error is set. */
static TogReply *
check (TogRequest *request,
       TogScope *scope,
       TogMatchRow *match,
       gint64 *planned,
       TogConference **conference,
       GError **error)
{
  TogBookingInput *input = request->input;
  TogConference *wanted = input->booking->conference;

  if (!tog_query_match_row (scope, request->item, match, error))
    return *error == NULL ? tog_reply_new_not_found () : NULL;

  if (!find_planned (scope, match, input->booking->planned_session_id, planned, error))
    return *error == NULL ? tog_reply_new_problem (422,
                                                   "/problems/bad-value",
                                                   "That can't be accepted",
                                                   "The program has no such planned session.",
                                                   "/planned_session_id")
                          : NULL;

  if (is_scheduled (scope, match, *planned, error))
    return refuse_conflict ("/problems/already-scheduled",
                            "Already scheduled",
                            "This planned session is booked already.");
  if (*error != NULL)
    return NULL;

  *conference = wanted->kind == TOG_CONFERENCE_PROVIDER ? make_link (scope, wanted, error)
                                                        : g_object_ref (wanted);
  if (*conference == NULL)
    return *error == NULL ? tog_reply_new_problem (422,
                                                   "/problems/bad-value",
                                                   "That can't be accepted",
                                                   "The organization offers no such provider.",
                                                   "/conference/provider")
                          : NULL;

  return check_slot (request, scope, match, error);
}

/**
 * tog_booking_write:
 * @request: whose body was read by tog_booking_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Books a session: checks both people's times again, stores the session and
 * queues the invites. As one thread does this for everybody, nothing can come
 * between the check and the storing.
 *
 * Returns: (transfer full) (nullable): the answer; one that refuses has written
 *   nothing
 */
TogReply *
tog_booking_write (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogConference) conference = NULL;
  GError *failure = NULL;
  TogMatchRow match;
  gint64 planned = 0;
  TogReply *refusal = check (request, scope, &match, &planned, &conference, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  return refusal != NULL ? refusal : store (request, scope, &match, planned, conference, error);
}
