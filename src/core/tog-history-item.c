#include "config.h"

#include "tog-history-item.h"

#include "tog-json.h"

G_DEFINE_FINAL_TYPE (TogHistoryItem, tog_history_item, G_TYPE_OBJECT)

static void
tog_history_item_finalize (GObject *object)
{
  TogHistoryItem *self = TOG_HISTORY_ITEM (object);

  g_clear_object (&self->session);
  g_clear_object (&self->note);
  g_clear_pointer (&self->invites, g_ptr_array_unref);
  g_free (self->text);

  G_OBJECT_CLASS (tog_history_item_parent_class)->finalize (object);
}

static void
tog_history_item_class_init (TogHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_history_item_finalize;
}

static void
tog_history_item_init (TogHistoryItem *self)
{
}

/**
 * tog_history_item_new:
 * @session: a session
 * @note: (nullable): what was noted about it
 * @invites: (transfer none) (element-type TogInviteEvent): what happened to its invite
 *
 * Returns: (transfer full): an item
 */
TogHistoryItem *
tog_history_item_new (TogSession *session, TogNote *note, GPtrArray *invites)
{
  TogHistoryItem *self = g_object_new (TOG_TYPE_HISTORY_ITEM, NULL);

  self->session = g_object_ref (session);
  g_set_object (&self->note, note);
  self->invites = g_ptr_array_ref (invites);
  return self;
}

/**
 * tog_history_item_from_json:
 * @node: a HistoryItem of the API document
 *
 * Returns: (transfer full): the item, or %NULL
 */
TogHistoryItem *
tog_history_item_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogHistoryItem) self = g_object_new (TOG_TYPE_HISTORY_ITEM, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->session = tog_json_reader_child (&reader, "session", (TogJsonFunc) tog_session_from_json);
  self->note = tog_json_reader_opt_child (&reader, "note", (TogJsonFunc) tog_note_from_json);
  self->invites = tog_json_reader_list (
      &reader, "invites", TOG_MAX_INVITE_EVENTS, (TogJsonFunc) tog_invite_event_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_history_item_append_json:
 * @json: where to append
 * @self: an item
 *
 * Appends a HistoryItem of the API document.
 */
void
tog_history_item_append_json (GString *json, TogHistoryItem *self)
{
  g_string_append (json, "{\"session\":");
  tog_session_append_json (json, self->session);
  g_string_append (json, ",\"note\":");
  if (self->note != NULL)
    tog_note_append_json (json, self->note);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"invites\":[");
  for (guint i = 0; i < self->invites->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      tog_invite_event_append_json (json, g_ptr_array_index (self->invites, i));
    }
  g_string_append (json, "]}");
}
