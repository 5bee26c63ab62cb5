#include "config.h"

#include "tog-invite-event.h"

#include "tog-json.h"
#include "tog-session-nicks.h"

/* In the order of TogInviteEventKind. */
static const char *const kind_nicks[] = { "booked",   "recorded",  "moved",  "changed", "cancelled",
                                          "answered", "completed", "missed", NULL };

G_DEFINE_FINAL_TYPE (TogInviteEvent, tog_invite_event, G_TYPE_OBJECT)

static void
tog_invite_event_finalize (GObject *object)
{
  TogInviteEvent *self = TOG_INVITE_EVENT (object);

  g_free (self->by);
  g_free (self->reason);

  G_OBJECT_CLASS (tog_invite_event_parent_class)->finalize (object);
}

static void
tog_invite_event_class_init (TogInviteEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_invite_event_finalize;
}

static void
tog_invite_event_init (TogInviteEvent *self)
{
}

/**
 * tog_invite_event_new:
 * @kind: what happened
 * @at: when
 * @by: (nullable): id of the member who did it
 *
 * Returns: (transfer full): an event without a time, an answer or a reason
 */
TogInviteEvent *
tog_invite_event_new (TogInviteEventKind kind, TogInstant at, const char *by)
{
  TogInviteEvent *self = g_object_new (TOG_TYPE_INVITE_EVENT, NULL);

  self->kind = kind;
  self->at = at;
  self->by = g_strdup (by);
  return self;
}

/**
 * tog_invite_event_has_slot:
 * @self: an event
 *
 * Returns: whether it is of a kind that has a time
 */
gboolean
tog_invite_event_has_slot (TogInviteEvent *self)
{
  return self->kind <= TOG_INVITE_EVENT_CANCELLED;
}

/**
 * tog_invite_event_from_json:
 * @node: an InviteEvent of the API document
 *
 * Returns: (transfer full): the event, or %NULL
 */
TogInviteEvent *
tog_invite_event_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogInviteEvent) self = g_object_new (TOG_TYPE_INVITE_EVENT, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->kind = tog_json_reader_enum (&reader, "kind", kind_nicks);
  self->at = tog_json_reader_instant (&reader, "at");
  self->by = g_strdup (tog_json_reader_opt_id (&reader, "by"));
  if (tog_invite_event_has_slot (self))
    {
      self->slot.start = tog_json_reader_instant (&reader, "start");
      self->slot.end = tog_json_reader_instant (&reader, "end");
    }
  if (self->kind == TOG_INVITE_EVENT_ANSWERED)
    self->answer = tog_json_reader_enum (&reader, "answer", tog_answer_nicks);
  self->reason = g_strdup (tog_json_reader_opt_line (&reader, "reason", TOG_MAX_REASON_LENGTH));
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_invite_event_append_json:
 * @json: where to append
 * @self: an event
 *
 * Appends an InviteEvent of the API document.
 */
void
tog_invite_event_append_json (GString *json, TogInviteEvent *self)
{
  g_string_append (json, "{\"kind\":");
  tog_json_append_string (json, kind_nicks[self->kind]);
  g_string_append (json, ",\"at\":");
  tog_json_append_instant (json, self->at);
  g_string_append (json, ",\"by\":");
  tog_json_append_text (json, self->by);
  if (tog_invite_event_has_slot (self))
    {
      g_string_append (json, ",\"start\":");
      tog_json_append_instant (json, self->slot.start);
      g_string_append (json, ",\"end\":");
      tog_json_append_instant (json, self->slot.end);
    }
  else
    {
      g_string_append (json, ",\"start\":null,\"end\":null");
    }
  g_string_append (json, ",\"answer\":");
  tog_json_append_text (
      json, self->kind == TOG_INVITE_EVENT_ANSWERED ? tog_answer_nicks[self->answer] : NULL);
  g_string_append (json, ",\"reason\":");
  tog_json_append_text (json, self->reason);
  g_string_append_c (json, '}');
}

/**
 * tog_invite_event_kind_to_string:
 * @kind: what happened
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_invite_event_kind_to_string (TogInviteEventKind kind)
{
  return kind_nicks[kind];
}

/**
 * tog_invite_event_kind_from_string:
 * @text: name on the wire
 * @kind: (out): what happened
 *
 * Returns: whether it is one
 */
gboolean
tog_invite_event_kind_from_string (const char *text, TogInviteEventKind *kind)
{
  for (guint i = 0; kind_nicks[i] != NULL; i++)
    if (g_str_equal (text, kind_nicks[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}
