#include "config.h"

#include "tog-source-handlers.h"

#include "tog-address-reader.h"
#include "tog-busy-digest.h"
#include "tog-handlers.h"
#include "tog-model-limits.h"
#include "tog-source-query.h"
#include "tog-source-request.h"
#include "tog-source-store.h"

/* The source that a request is about, and what decides whether there may be one. */
typedef struct
{
  gboolean is_sharing;
  gint64 n_sources;   /* how many the member has, besides files */
  gint64 row;         /* 0 where there is none yet */
  TogSourceKind kind; /* where there is one */
} Target;

static gboolean
find_target (TogRequest *request, TogScope *scope, Target *target, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope,
      "SELECT calendar_sharing, (SELECT count (*) FROM calendar AS other "
      "WHERE other.member_id = :me AND other.organization_id = :org AND other.kind <> 'file'), "
      "calendar.id, calendar.kind FROM organization "
      "LEFT JOIN calendar ON calendar.member_id = :me AND calendar.organization_id = :org "
      "AND calendar.key = :key WHERE organization.id = :org",
      error);

  *target = (Target){ 0 };
  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":key", request->item);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  target->is_sharing = tog_statement_get_int (find, 0) != 0;
  target->n_sources = tog_statement_get_int (find, 1);
  target->row = tog_statement_get_int (find, 2);
  if (target->row != 0)
    target->kind = tog_source_kind_from_string (tog_statement_get_text (find, 3));
  return TRUE;
}

static TogReply *
refuse_kind (void)
{
  return tog_reply_new_problem (409,
                                "/problems/source-kind",
                                "A calendar of another kind",
                                "This calendar comes from somewhere else: it can't be changed "
                                "this way.",
                                NULL);
}

/* Returns: how to refuse what would have a source of this kind, or NULL */
static TogReply *
check_target (const Target *target, TogSourceKind kind)
{
  if (!target->is_sharing)
    return tog_reply_new_problem (409,
                                  "/problems/sharing-off",
                                  "Calendars are not shared here",
                                  "The organization does not let calendars be shared: working "
                                  "hours are all there is.",
                                  NULL);
  if (target->row != 0 && target->kind != kind)
    return refuse_kind ();
  if (target->row == 0 && target->n_sources >= TOG_MAX_SOURCES)
    return tog_reply_new_problem (409,
                                  "/problems/too-many-sources",
                                  "Too many calendars",
                                  "There can be 20 of them. Stop sharing another one first.",
                                  NULL);
  return NULL;
}

/* What was removed meanwhile is not to come back by whoever only keeps it up to date. A
 * source has no version, so that "*" is all that If-Match can say of it.
 *
 * Returns: how to refuse what is about a source that isn't there, or NULL */
static TogReply *
check_present (const TogRequest *request, const Target *target)
{
  if (request->if_match == NULL || (target->row != 0 && g_str_equal (request->if_match, "*")))
    return NULL;
  return tog_reply_new_problem (412,
                                NULL,
                                "Not shared any more",
                                "This calendar was removed since: it takes whoever shares it "
                                "to make it again.",
                                MHD_HTTP_HEADER_IF_MATCH);
}

static TogReply *
answer_source (TogRequest *request, TogScope *scope, GError **error)
{
  g_autoptr (TogSource) source = tog_source_query (scope, request->item, error);

  return source != NULL ? tog_reply_new_json (200, tog_source_to_text (source)) : NULL;
}

static TogReply *
answer_list (TogScope *scope, GError **error)
{
  char *text = tog_source_query_list (scope, error);
  TogReply *reply;

  if (text == NULL)
    return NULL;
  reply = tog_reply_new_json (200, text);
  tog_reply_take_version (reply, 0);
  return reply;
}

TogReply *
tog_source_handle_list (TogRequest *request, TogScope *scope, GError **error)
{
  return answer_list (scope, error);
}

static void
free_busy (gpointer data)
{
  tog_busy_request_clear (data);
  g_free (data);
}

/**
 * tog_source_busy_parse:
 * @request: with a body
 *
 * Reads when a desktop's calendar is busy.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_source_busy_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);

  if (refusal != NULL)
    return refusal;
  request->input = g_new0 (TogBusyRequest, 1);
  request->free_input = free_busy;
  return tog_busy_request_read (request->input, body, &error) ? NULL
                                                              : tog_reply_new_bad_value (error);
}

/* What a desktop says it is as of, which does not lie ahead. */
static TogInstant
limit_to_now (TogInstant refreshed_at, TogScope *scope)
{
  return MIN (refreshed_at, tog_scope_get_now (scope));
}

static gboolean
store_busy (TogRequest *request, TogScope *scope, const TogBusyRequest *wanted, GError **error)
{
  g_autoptr (TogStatement) write = tog_scope_prepare (
      scope,
      "INSERT INTO calendar (organization_id, member_id, key, name, kind, busy, known_from, "
      "known_to, checked_at, refresh_within) "
      "VALUES (:org, :me, :key, :name, 'desktop', :busy, :from, :to, :at, :within) "
      "ON CONFLICT (member_id, key) DO UPDATE SET name = excluded.name, busy = excluded.busy, "
      "known_from = excluded.known_from, known_to = excluded.known_to, "
      "checked_at = excluded.checked_at, refresh_within = excluded.refresh_within",
      error);

  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", request->item);
  tog_statement_bind_text (write, ":name", wanted->name);
  tog_source_bind_busy (write, wanted->busy);
  tog_statement_bind_int (write, ":from", wanted->complete.start);
  tog_statement_bind_int (write, ":to", wanted->complete.end);
  tog_statement_bind_int (write, ":at", limit_to_now (wanted->refreshed_at, scope));
  tog_statement_bind_int (write, ":within", wanted->refresh_within);
  return tog_statement_run (write, error);
}

/**
 * tog_source_busy_write:
 * @request: whose body was read by tog_source_busy_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Replaces all that a desktop's calendar said; with If-Match only where it is there.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_source_busy_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogBusyRequest *wanted = request->input;
  gboolean changed;
  TogReply *refusal;
  Target target;

  if (!find_target (request, scope, &target, error))
    return NULL;
  refusal = check_present (request, &target);
  if (refusal == NULL)
    refusal = check_target (&target, TOG_SOURCE_DESKTOP);
  if (refusal != NULL)
    return refusal;
  if (!tog_source_is_changed (scope, target.row, wanted->busy, wanted->complete, &changed, error) ||
      !store_busy (request, scope, wanted, error) ||
      (changed && !tog_source_note_change (scope, error)))
    return NULL;
  return answer_source (request, scope, error);
}

static void
free_confirm (gpointer data)
{
  tog_confirm_request_clear (data);
  g_free (data);
}

/**
 * tog_source_confirm_parse:
 * @request: with a body
 *
 * Reads that a desktop's calendar is as it was.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_source_confirm_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);

  if (refusal != NULL)
    return refusal;
  request->input = g_new0 (TogConfirmRequest, 1);
  request->free_input = free_confirm;
  return tog_confirm_request_read (request->input, body, &error) ? NULL
                                                                 : tog_reply_new_bad_value (error);
}

/* What was sent before, as far as it is still of interest: of a day that is over it
 * drops out of what a desktop looks at. */
static gboolean
find_sent (TogScope *scope, gint64 row, TogSlot complete, TogSlotSet **sent, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (
      scope, "SELECT busy FROM calendar WHERE id = :row AND organization_id = :org", error);
  g_autoptr (TogSlotSet) all = NULL;
  gconstpointer data;
  gsize size;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_int (find, ":row", row);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;
  data = tog_statement_get_blob (find, 0, &size);
  all = tog_slot_set_from_bytes (data, size, error);
  if (all == NULL)
    return FALSE;
  *sent = tog_slot_set_clip (all, complete);
  return TRUE;
}

static gboolean
store_confirmed (TogScope *scope,
                 gint64 row,
                 const TogConfirmRequest *wanted,
                 const TogSlotSet *busy,
                 GError **error)
{
  g_autoptr (TogStatement) update =
      tog_scope_prepare (scope,
                         "UPDATE calendar SET busy = :busy, known_from = :from, known_to = :to, "
                         "checked_at = :at WHERE id = :row AND organization_id = :org",
                         error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":row", row);
  tog_source_bind_busy (update, busy);
  tog_statement_bind_int (update, ":from", wanted->complete.start);
  tog_statement_bind_int (update, ":to", wanted->complete.end);
  tog_statement_bind_int (update, ":at", limit_to_now (wanted->refreshed_at, scope));
  return tog_statement_run (update, error);
}

/**
 * tog_source_confirm_write:
 * @request: whose body was read by tog_source_confirm_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Takes what a desktop's calendar said before for what it says now.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_source_confirm_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogConfirmRequest *wanted = request->input;
  g_autoptr (TogSlotSet) sent = NULL;
  g_autofree char *digest = NULL;
  gboolean changed;
  TogReply *refusal;
  Target target;

  if (!find_target (request, scope, &target, error))
    return NULL;
  if (target.row == 0)
    return tog_reply_new_not_found ();
  refusal = check_target (&target, TOG_SOURCE_DESKTOP);
  if (refusal != NULL)
    return refusal;
  if (!find_sent (scope, target.row, wanted->complete, &sent, error))
    return NULL;
  digest = tog_busy_digest (sent);
  if (!g_str_equal (digest, wanted->digest))
    return tog_reply_new_problem (409,
                                  "/problems/source-changed",
                                  "The calendar is not as it was",
                                  "Other busy intervals were sent before: send all of them.",
                                  "/digest");
  if (!tog_source_is_changed (scope, target.row, sent, wanted->complete, &changed, error) ||
      !store_confirmed (scope, target.row, wanted, sent, error) ||
      (changed && !tog_source_note_change (scope, error)))
    return NULL;
  return answer_source (request, scope, error);
}

static void
free_address (gpointer data)
{
  tog_address_request_clear (data);
  g_free (data);
}

/**
 * tog_source_address_parse:
 * @request: with a body
 *
 * Reads where a calendar is published.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_source_address_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);
  TogAddressRequest *wanted;

  if (refusal != NULL)
    return refusal;
  request->input = wanted = g_new0 (TogAddressRequest, 1);
  request->free_input = free_address;
  if (!tog_address_request_read (wanted, body, &error))
    return tog_reply_new_bad_value (error);
  if (!tog_networks_check_url (request->settings->calendar_networks, wanted->url, &error))
    return tog_reply_new_problem (
        422, "/problems/bad-address", "The address can't be used", error->message, "/url");
  return NULL;
}

/* An address is not asked more often than this, however often it is given. */
#define MIN_PAUSE TOG_MINUTE

/* What is known of another address says nothing of this one. */
static gboolean
store_address (TogRequest *request,
               TogScope *scope,
               const TogAddressRequest *wanted,
               GError **error)
{
  g_autoptr (TogStatement) write = tog_scope_prepare (
      scope,
      "INSERT INTO calendar (organization_id, member_id, key, name, kind, url, refresh_within, "
      "due_at) VALUES (:org, :me, :key, :name, 'address', :url, :within, :now) "
      "ON CONFLICT (member_id, key) DO UPDATE SET name = excluded.name, url = excluded.url, "
      "busy = iif (url = excluded.url, busy, NULL), "
      "known_from = iif (url = excluded.url, known_from, NULL), "
      "known_to = iif (url = excluded.url, known_to, NULL), "
      "checked_at = iif (url = excluded.url, checked_at, NULL), "
      "etag = NULL, modified = NULL, failures = 0, broken_reason = NULL, "
      "due_at = max (excluded.due_at, coalesce (tried_at, 0) + :pause)",
      error);

  if (write == NULL)
    return FALSE;
  tog_statement_bind_text (write, ":key", request->item);
  tog_statement_bind_text (write, ":name", wanted->name);
  tog_statement_bind_text (write, ":url", wanted->url);
  tog_statement_bind_int (write, ":within", TOG_ADDRESS_REFRESH_WITHIN);
  tog_statement_bind_int (write, ":pause", MIN_PAUSE);
  tog_statement_bind_int (write, ":now", tog_scope_get_now (scope));
  return tog_statement_run (write, error);
}

/**
 * tog_source_address_write:
 * @request: whose body was read by tog_source_address_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Has the server read a published calendar, soon and again and again. Until it was read
 * nothing is known of it, so that others hear of it at once.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_source_address_write (TogRequest *request, TogScope *scope, GError **error)
{
  const TogAddressRequest *wanted = request->input;
  TogReply *refusal;
  Target target;

  if (!find_target (request, scope, &target, error))
    return NULL;
  refusal = check_target (&target, TOG_SOURCE_ADDRESS);
  if (refusal != NULL)
    return refusal;
  if (!store_address (request, scope, wanted, error) || !tog_source_note_change (scope, error))
    return NULL;
  return answer_source (request, scope, error);
}

TogReply *
tog_source_delete_parse (TogRequest *request)
{
  return NULL;
}

static gboolean
drop (TogScope *scope, gint64 row, GError **error)
{
  g_autoptr (TogStatement) remove = tog_scope_prepare (
      scope, "DELETE FROM calendar WHERE id = :row AND organization_id = :org", error);

  if (remove == NULL)
    return FALSE;
  tog_statement_bind_int (remove, ":row", row);
  return tog_statement_run (remove, error);
}

/**
 * tog_source_delete_write:
 * @request: without a body
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Removes all that is known of a calendar, also where sharing is off by now.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_source_delete_write (TogRequest *request, TogScope *scope, GError **error)
{
  Target target;

  if (!find_target (request, scope, &target, error))
    return NULL;
  if (target.row == 0)
    return tog_reply_new_not_found ();
  if (target.kind == TOG_SOURCE_FILE)
    return refuse_kind ();
  if (!drop (scope, target.row, error) || !tog_source_note_change (scope, error))
    return NULL;
  return answer_list (scope, error);
}
