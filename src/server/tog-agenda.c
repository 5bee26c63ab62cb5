#include "config.h"

#include "tog-agenda.h"

#include "tog-handlers.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-parsed.h"
#include "tog-random.h"
#include "tog-session-store.h"
#include "tog-session-write.h"

/* Random bytes of a talking point's id. */
#define ID_BYTES 9

static TogAgendaItem *
copy_item (TogAgendaItem *item, gboolean done)
{
  TogAgendaItem *copy = tog_agenda_item_new (item->title, item->minutes);

  copy->id = g_strdup (item->id);
  copy->done = done;
  copy->added_by = g_strdup (item->added_by);
  return copy;
}

static TogAgendaItem *
find_item (GPtrArray *agenda, const char *id)
{
  for (guint i = 0; i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      if (g_str_equal (item->id, id))
        return item;
    }
  return NULL;
}

/**
 * tog_agenda_read:
 * @program: JSON of the program's agenda
 * @state: (nullable): JSON of what became of it in a session: the items in their
 *   order, of which the program's only say whether they are done
 * @error: return location
 *
 * Reads the agenda of a session. The program has the last word on its own items,
 * also where it was changed since.
 *
 * Returns: (transfer full) (nullable) (element-type TogAgendaItem): the agenda, not
 *   to be changed; its items have ids
 */
GPtrArray *
tog_agenda_read (const char *program, const char *state, GError **error)
{
  g_autoptr (GPtrArray) items = tog_parsed_session_agenda (program, error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (GPtrArray) agenda = NULL;

  if (items == NULL || state == NULL)
    return g_steal_pointer (&items);
  node = tog_json_parse (state, -1, error);
  changed = node != NULL ? tog_agenda_from_json (node, error) : NULL;
  if (changed == NULL)
    return NULL;

  agenda = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < changed->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (changed, i);
      TogAgendaItem *of_program = item->added_by == NULL ? find_item (items, item->id) : NULL;

      if (item->added_by != NULL)
        g_ptr_array_add (agenda, g_object_ref (item));
      else if (of_program != NULL)
        g_ptr_array_add (agenda, copy_item (of_program, item->done));
    }
  /* What the program got since comes last. */
  for (guint i = 0; i < items->len && agenda->len < TOG_MAX_AGENDA_ITEMS; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (items, i);

      if (find_item (changed, item->id) == NULL)
        g_ptr_array_add (agenda, g_object_ref (item));
    }
  return g_steal_pointer (&agenda);
}

static TogAgendaItem *
wanted_from_json (JsonNode *node, GError **error)
{
  static const char *const members[] = { "id", "title", "done", NULL };
  g_autoptr (TogAgendaItem) item = tog_agenda_item_new (NULL, 0);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  item->id = g_strdup (tog_json_reader_opt_id (&reader, "id"));
  item->title = g_strdup (tog_json_reader_line (&reader, "title", TOG_MAX_TITLE_LENGTH));
  item->done = tog_json_reader_opt_boolean (&reader, "done", FALSE);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&item) : NULL;
}

/**
 * tog_agenda_update_parse:
 * @request: with a body
 *
 * Reads what an agenda shall be.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_agenda_update_parse (TogRequest *request)
{
  static const char *const members[] = { "items", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);
  TogJsonReader reader;

  if (refusal != NULL)
    return refusal;
  tog_json_reader_init (&reader, body, "");
  tog_json_reader_allow (&reader, members);
  request->input =
      tog_json_reader_list (&reader, "items", TOG_MAX_AGENDA_ITEMS, (TogJsonFunc) wanted_from_json);
  request->free_input = (GDestroyNotify) g_ptr_array_unref;
  return tog_json_reader_finish (&reader, &error) ? NULL : tog_reply_new_bad_value (error);
}

static TogReply *
refuse_item (guint index, const char *member, const char *detail)
{
  g_autofree char *field = g_strdup_printf ("/items/%u%s", index, member);

  return tog_reply_new_problem (
      422, "/problems/bad-value", "That can't be accepted", detail, field);
}

/* Adds what somebody wants in the place of @item, or a talking point of theirs
 * where that is %NULL. Returns: how to refuse it, or NULL */
static TogReply *
add_wanted (GPtrArray *agenda, TogAgendaItem *item, GPtrArray *wanted, guint index, const char *me)
{
  TogAgendaItem *want = g_ptr_array_index (wanted, index);
  g_autoptr (TogAgendaItem) new = NULL;

  if (want->id == NULL)
    {
      g_autofree char *random = tog_random_dup_text (ID_BYTES);

      new = copy_item (want, want->done);
      new->id = g_strconcat ("point-", random, NULL);
      new->added_by = g_strdup (me);
    }
  else if (item == NULL)
    {
      return refuse_item (index, "/id", "The agenda has no such item.");
    }
  else if (find_item (agenda, want->id) != NULL)
    {
      return refuse_item (index, "/id", "An item can be there only once.");
    }
  else
    {
      new = copy_item (item, want->done);
      if (!g_str_equal (want->title, item->title))
        {
          if (item->added_by == NULL)
            return refuse_item (index, "/title", "What the program says can't be changed.");
          if (!g_str_equal (item->added_by, me))
            return refuse_item (
                index, "/title", "Only who added a talking point can change or drop it.");
          g_free (new->title);
          new->title = g_strdup (want->title);
        }
    }
  g_ptr_array_add (agenda, g_steal_pointer (&new));
  return NULL;
}

/* Returns: how to refuse what somebody wants to drop, or NULL */
static TogReply *
check_dropped (GPtrArray *before, GPtrArray *after, const char *me)
{
  for (guint i = 0; i < before->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (before, i);

      if (find_item (after, item->id) != NULL || g_strcmp0 (item->added_by, me) == 0)
        continue;
      return tog_reply_new_problem (422,
                                    "/problems/bad-value",
                                    "That can't be accepted",
                                    item->added_by == NULL
                                        ? "What the program says can't be dropped."
                                        : "Only who added a talking point can change or drop it.",
                                    "/items");
    }
  return NULL;
}

static TogReply *
build_agenda (GPtrArray *before, GPtrArray *wanted, const char *me, GPtrArray *after)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      TogAgendaItem *want = g_ptr_array_index (wanted, i);
      TogAgendaItem *item = want->id != NULL ? find_item (before, want->id) : NULL;
      TogReply *refusal = add_wanted (after, item, wanted, i, me);

      if (refusal != NULL)
        return refusal;
    }
  return check_dropped (before, after, me);
}

static char *
print_agenda (GPtrArray *agenda)
{
  g_autoptr (JsonNode) node = tog_agenda_to_json (agenda);

  return tog_json_print (node);
}

static gboolean
store (TogScope *scope, gint64 session, const char *state, GError **error)
{
  g_autoptr (TogStatement) update =
      tog_scope_prepare (scope,
                         "UPDATE session SET agenda_state = :state, version = version + 1 "
                         "WHERE id = :session AND organization_id = :org",
                         error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":session", session);
  tog_statement_bind_text (update, ":state", state);
  return tog_statement_run (update, error);
}

static TogReply *
update (TogRequest *request, TogScope *scope, const TogSeat *seat, GError **error)
{
  gint64 version;
  g_autoptr (TogSession) session = tog_query_session (scope, request->item, &version, error);
  g_autoptr (TogMe) me = session != NULL ? tog_query_me (scope, &version, error) : NULL;
  g_autoptr (GPtrArray) agenda = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  TogReply *refusal;

  if (me == NULL)
    return NULL;
  refusal = build_agenda (session->agenda, request->input, me->member->id, agenda);
  if (refusal != NULL)
    return refusal;

  before = print_agenda (session->agenda);
  after = print_agenda (agenda);
  if (!g_str_equal (before, after) && store (scope, seat->session, after, error))
    tog_session_note_changed (scope, seat->session, error);
  return NULL;
}

/**
 * tog_agenda_update_write:
 * @request: whose body was read by tog_agenda_update_parse()
 * @scope: what the member may see, in the writer's transaction
 * @error: return location
 *
 * Changes a session's agenda, if the session still is as it was seen.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TogReply *
tog_agenda_update_write (TogRequest *request, TogScope *scope, GError **error)
{
  return tog_session_write (request, scope, TOG_ACTION_EDIT_AGENDA, update, error);
}
