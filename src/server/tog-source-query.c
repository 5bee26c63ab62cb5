#include "config.h"

#include "tog-source-query.h"

#include "tog-busy-digest.h"
#include "tog-mail-text.h"
#include "tog-model-limits.h"

#define SELECT_SOURCES                                                                             \
  "SELECT key, name, kind, url, busy, known_from, known_to, checked_at, refresh_within, "          \
  "broken_since IS NOT NULL, broken_reason, failures FROM calendar "                               \
  "WHERE member_id = :me AND organization_id = :org "

enum
{
  KEY,
  NAME,
  KIND,
  URL,
  BUSY,
  KNOWN_FROM,
  KNOWN_TO,
  CHECKED_AT,
  REFRESH_WITHIN,
  IS_BROKEN,
  REASON,
  FAILURES,
};

/* An address that fails now counts until it is too old; a file has no age, as what it
 * says is all there is. */
static TogSourceState
find_state (TogStatement *row, TogSourceKind kind, TogInstant now)
{
  gboolean is_failing =
      tog_statement_get_int (row, IS_BROKEN) != 0 || tog_statement_get_int (row, FAILURES) > 0;
  TogInstant outdated =
      tog_statement_get_int (row, CHECKED_AT) + tog_statement_get_int (row, REFRESH_WITHIN);

  if (tog_statement_is_null (row, KNOWN_FROM))
    return is_failing ? TOG_SOURCE_BROKEN : TOG_SOURCE_WAITING;
  if (kind == TOG_SOURCE_FILE || outdated >= now)
    return TOG_SOURCE_READY;
  return is_failing ? TOG_SOURCE_BROKEN : TOG_SOURCE_STALE;
}

static gboolean
read_busy (TogSource *self, TogStatement *row, GError **error)
{
  g_autoptr (TogSlotSet) busy = NULL;
  gconstpointer data;
  gsize size;
  gsize n_busy;

  if (tog_statement_is_null (row, BUSY))
    return TRUE;
  data = tog_statement_get_blob (row, BUSY, &size);
  busy = tog_slot_set_from_bytes (data, size, error);
  if (busy == NULL)
    return FALSE;
  tog_slot_set_get_slots (busy, &n_busy);
  self->n_busy = (gint64) n_busy;
  self->digest = tog_busy_digest (busy);
  return TRUE;
}

/* It may quote a calendar, from whom ever. */
static char *
dup_problem (const char *reason)
{
  g_autofree char *line = NULL;

  if (reason == NULL)
    return NULL;
  line = tog_mail_dup_line (reason);
  return g_utf8_strlen (line, -1) > TOG_MAX_DETAIL_LENGTH
             ? g_utf8_substring (line, 0, TOG_MAX_DETAIL_LENGTH)
             : g_steal_pointer (&line);
}

static TogSource *
read_source (TogStatement *row, TogInstant now, GError **error)
{
  g_autoptr (TogSource) self = tog_source_new ();

  if (!read_busy (self, row, error))
    return NULL;
  self->id = g_strdup (tog_statement_get_text (row, KEY));
  self->name = g_strdup (tog_statement_get_text (row, NAME));
  self->kind = tog_source_kind_from_string (tog_statement_get_text (row, KIND));
  self->url = g_strdup (tog_statement_get_text (row, URL));
  self->state = find_state (row, self->kind, now);
  self->complete =
      (TogSlot){ tog_statement_get_int (row, KNOWN_FROM), tog_statement_get_int (row, KNOWN_TO) };
  self->refreshed_at = tog_statement_get_int (row, CHECKED_AT);
  self->refresh_within = tog_statement_get_int (row, REFRESH_WITHIN);
  self->problem = dup_problem (tog_statement_get_text (row, REASON));
  return g_steal_pointer (&self);
}

/**
 * tog_source_query:
 * @scope: what the member may see
 * @key: what whoever made it calls it
 * @error: return location
 *
 * Gets one of the member's own sources.
 *
 * Returns: (transfer full) (nullable): the source; %NULL with @error unset where there
 *   is none
 */
TogSource *
tog_source_query (TogScope *scope, const char *key, GError **error)
{
  g_autoptr (TogStatement) find = tog_scope_prepare (scope, SELECT_SOURCES "AND key = :key", error);

  if (find == NULL)
    return NULL;
  tog_statement_bind_text (find, ":key", key);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return NULL;
  return read_source (find, tog_scope_get_now (scope), error);
}

/**
 * tog_source_query_list:
 * @scope: what the member may see
 * @error: return location
 *
 * Lists the member's own sources, in the order in which they were made.
 *
 * Returns: (transfer full) (nullable): a SourceList of the API document
 */
char *
tog_source_query_list (TogScope *scope, GError **error)
{
  g_autoptr (TogStatement) list =
      tog_scope_prepare (scope, SELECT_SOURCES "ORDER BY id LIMIT :limit", error);
  g_autoptr (GString) json = g_string_new ("{\"items\":[");
  const char *separator = "";
  TogStep step;

  if (list == NULL)
    return NULL;
  tog_statement_bind_int (list, ":limit", TOG_MAX_LISTED_SOURCES);
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autoptr (TogSource) source = read_source (list, tog_scope_get_now (scope), error);
      g_autofree char *text = NULL;

      if (source == NULL)
        return NULL;
      text = tog_source_to_text (source);
      g_string_append_printf (json, "%s%s", separator, text);
      separator = ",";
    }
  if (step != TOG_STEP_DONE)
    return NULL;
  g_string_append (json, "]}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}
