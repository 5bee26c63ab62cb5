#include "config.h"

#include "tog-outbox-item.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-session-request.h"

/* Far more than anybody does to one agenda between two moments online. */
#define MAX_CHANGES 10000

G_DEFINE_FINAL_TYPE (TogOutboxItem, tog_outbox_item, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const kind_nicks[] = {
  "note", "agenda", "answer", "cancel", "complete", "record", "request", NULL,
};

/* What is on the disk is kept; what was on its way waits again. */
static const char *const state_nicks[] = {
  "waiting", "failed", "conflict", "booked", NULL,
};

static const TogOutboxState kept_states[] = {
  TOG_OUTBOX_WAITING,
  TOG_OUTBOX_FAILED,
  TOG_OUTBOX_CONFLICT,
  TOG_OUTBOX_BOOKED,
};

static void
tog_outbox_item_finalize (GObject *object)
{
  TogOutboxItem *self = TOG_OUTBOX_ITEM (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->match_id);
  g_free (self->group_id);
  g_free (self->session_id);
  g_free (self->planned_id);
  g_clear_object (&self->session);
  g_free (self->etag);
  g_free (self->body);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self->request);
  g_free (self->error);

  G_OBJECT_CLASS (tog_outbox_item_parent_class)->finalize (object);
}

static void
tog_outbox_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TogOutboxItem *self = TOG_OUTBOX_ITEM (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tog_outbox_item_class_init (TogOutboxItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tog_outbox_item_finalize;
  object_class->get_property = tog_outbox_item_get_property;

  properties[PROP_STATE] =
      g_param_spec_int ("state",
                        NULL,
                        NULL,
                        TOG_OUTBOX_KEEPING,
                        TOG_OUTBOX_BOOKED,
                        TOG_OUTBOX_KEEPING,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tog_outbox_item_init (TogOutboxItem *self)
{
  self->title = g_strdup ("");
}

/**
 * tog_outbox_item_new:
 * @key: idempotency key, 16 to 128 visible ASCII characters
 *
 * Returns: (transfer full): an item whose fields the caller fills in; it takes over
 *   what they hold
 */
TogOutboxItem *
tog_outbox_item_new (TogOutboxKind kind, const char *key)
{
  TogOutboxItem *self = g_object_new (TOG_TYPE_OUTBOX_ITEM, NULL);

  self->id = g_strdup (key);
  self->kind = kind;
  self->made_at = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

/**
 * tog_outbox_item_new_session:
 * @session: as it was seen
 * @body: (transfer full) (nullable): JSON of what is sent
 *
 * Returns: (transfer full): an item about a session
 */
TogOutboxItem *
tog_outbox_item_new_session (TogOutboxKind kind, const char *key, TogSession *session, char *body)
{
  TogOutboxItem *self = tog_outbox_item_new (kind, key);

  self->session = g_object_ref (session);
  self->session_id = g_strdup (session->id);
  self->match_id = g_strdup (session->match_id);
  self->group_id = g_strdup (session->group_id);
  self->etag = g_strdup (session->etag);
  g_free (self->title);
  self->title = g_strdup (session->title);
  self->body = body;
  return self;
}

/* JSON within JSON is kept as it is sent: byte for byte. */
static char *
read_json (TogJsonReader *reader, const char *member)
{
  return reader->object != NULL
             ? g_strdup (json_object_get_string_member_with_default (reader->object, member, NULL))
             : NULL;
}

static GPtrArray *
read_changes (TogJsonReader *reader)
{
  JsonArray *array = tog_json_reader_opt_array (reader, "changes", MAX_CHANGES);
  GPtrArray *changes;

  if (array == NULL)
    return NULL;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      TogAgendaChange *change =
          tog_agenda_change_from_json (json_array_get_element (array, i), NULL);

      if (change != NULL)
        g_ptr_array_add (changes, change);
      else
        tog_json_reader_fail (reader, TOG_ERROR_MALFORMED, "changes", "item %u is no change", i);
    }
  return changes;
}

static void
read_item (TogOutboxItem *self, TogJsonReader *reader)
{
  self->state = kept_states[tog_json_reader_enum (reader, "state", state_nicks)];
  self->sequence = tog_json_reader_int (reader, "sequence", 0, G_MAXINT64);
  self->made_at = tog_json_reader_instant (reader, "made_at");
  g_free (self->title);
  self->title = g_strdup (tog_json_reader_opt_line (reader, "title", TOG_MAX_TITLE_LENGTH) ?: "");
  self->match_id = g_strdup (tog_json_reader_opt_id (reader, "match_id"));
  self->group_id = g_strdup (tog_json_reader_opt_id (reader, "group_id"));
  self->session_id = g_strdup (tog_json_reader_opt_id (reader, "session_id"));
  self->planned_id = g_strdup (tog_json_reader_opt_id (reader, "planned_id"));
  self->session =
      tog_json_reader_opt_child (reader, "session", (TogJsonFunc) tog_session_from_json);
  self->etag = g_strdup (tog_json_reader_opt_line (reader, "etag", 200));
  self->body = read_json (reader, "body");
  self->changes = read_changes (reader);
  if (tog_json_reader_has (reader, "choices"))
    self->choices = tog_json_reader_list (
        reader, "choices", TOG_REQUEST_MAX_CHOICES, (TogJsonFunc) tog_booking_from_json);
  self->choice = tog_json_reader_opt_int (reader, "choice", 0, TOG_REQUEST_MAX_CHOICES, 0);
  self->attempt = tog_json_reader_opt_int (reader, "attempt", 0, G_MAXINT, 0);
  self->request = read_json (reader, "request");
  self->tried = tog_json_reader_opt_boolean (reader, "tried", FALSE);
  self->error = g_strdup (tog_json_reader_opt_text (reader, "error", 2000));
}

/**
 * tog_outbox_item_from_text:
 * @text: what tog_outbox_item_to_text() made
 *
 * Returns: (transfer full) (nullable): the item, or %NULL
 */
TogOutboxItem *
tog_outbox_item_from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, -1, error);
  g_autoptr (TogOutboxItem) self = NULL;
  TogJsonReader reader;

  if (node == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  self = tog_outbox_item_new (tog_json_reader_enum (&reader, "kind", kind_nicks),
                              tog_json_reader_line (&reader, "id", 128));
  read_item (self, &reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static guint
find_kept_state (TogOutboxState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept_states); i++)
    if (kept_states[i] == state)
      return i;
  return 0;
}

/**
 * tog_outbox_item_to_text:
 *
 * Returns: (transfer full): JSON, as it is kept on the disk
 */
char *
tog_outbox_item_to_text (TogOutboxItem *self)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "kind", kind_nicks[self->kind]);
  json_object_set_string_member (object, "state", state_nicks[find_kept_state (self->state)]);
  json_object_set_int_member (object, "sequence", self->sequence);
  tog_json_object_set_instant (object, "made_at", self->made_at);
  tog_json_object_set_text (object, "title", *self->title != '\0' ? self->title : NULL);
  tog_json_object_set_text (object, "match_id", self->match_id);
  tog_json_object_set_text (object, "group_id", self->group_id);
  tog_json_object_set_text (object, "session_id", self->session_id);
  tog_json_object_set_text (object, "planned_id", self->planned_id);
  if (self->session != NULL)
    json_object_set_member (object, "session", tog_session_to_json (self->session));
  tog_json_object_set_text (object, "etag", self->etag);
  tog_json_object_set_text (object, "body", self->body);
  if (self->changes != NULL)
    json_object_set_member (
        object,
        "changes",
        tog_json_list_write (self->changes, (TogToJsonFunc) tog_agenda_change_to_json));
  if (self->choices != NULL)
    json_object_set_member (
        object,
        "choices",
        tog_json_list_write (self->choices, (TogToJsonFunc) tog_booking_to_json));
  json_object_set_int_member (object, "choice", self->choice);
  json_object_set_int_member (object, "attempt", self->attempt);
  tog_json_object_set_text (object, "request", self->request);
  json_object_set_boolean_member (object, "tried", self->tried);
  tog_json_object_set_text (object, "error", self->error);
  node = tog_json_take_object (object);
  return tog_json_print (node);
}

/**
 * tog_outbox_item_set_state:
 *
 * For #TogOutbox, and for whoever stands in for it.
 */
void
tog_outbox_item_set_state (TogOutboxItem *self, TogOutboxState state)
{
  g_return_if_fail (TOG_IS_OUTBOX_ITEM (self));

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * tog_outbox_item_dup_key:
 *
 * Another body or version is another request, and needs another key.
 *
 * Returns: (transfer full): the idempotency key of the present attempt
 */
char *
tog_outbox_item_dup_key (TogOutboxItem *self)
{
  return self->attempt == 0 ? g_strdup (self->id)
                            : g_strdup_printf ("%s-%u", self->id, self->attempt);
}

static gboolean
is_note (TogOutboxItem *self)
{
  return self->kind == TOG_OUTBOX_NOTE;
}

/**
 * tog_outbox_item_shares_version:
 *
 * Whether both change the same thing, so that one has to wait for the other and goes
 * on from the version that the other led to. My notes have a version of their own.
 */
gboolean
tog_outbox_item_shares_version (TogOutboxItem *self, TogOutboxItem *other)
{
  if (self->session_id != NULL)
    return is_note (self) == is_note (other) &&
           g_strcmp0 (self->session_id, other->session_id) == 0;
  return other->session_id == NULL && g_strcmp0 (self->planned_id, other->planned_id) == 0 &&
         g_strcmp0 (self->match_id, other->match_id) == 0 &&
         g_strcmp0 (self->group_id, other->group_id) == 0;
}

/**
 * tog_outbox_item_is_stuck:
 *
 * Returns: whether somebody has to decide what becomes of it
 */
gboolean
tog_outbox_item_is_stuck (TogOutboxItem *self)
{
  return self->state == TOG_OUTBOX_FAILED || self->state == TOG_OUTBOX_CONFLICT;
}

/**
 * tog_outbox_item_can_undo:
 *
 * Whether the server can't have got it, so that taking it back leaves nothing behind.
 */
gboolean
tog_outbox_item_can_undo (TogOutboxItem *self)
{
  g_return_val_if_fail (TOG_IS_OUTBOX_ITEM (self), FALSE);

  return (self->state == TOG_OUTBOX_WAITING && !self->tried) || self->state == TOG_OUTBOX_FAILED ||
         self->state == TOG_OUTBOX_CONFLICT;
}

/**
 * tog_outbox_item_get_choice:
 *
 * Returns: (transfer none) (nullable): which of the times is asked for, or was booked
 */
TogBooking *
tog_outbox_item_get_choice (TogOutboxItem *self)
{
  return self->choices != NULL && self->choice < self->choices->len
             ? g_ptr_array_index (self->choices, self->choice)
             : NULL;
}

/**
 * tog_outbox_item_read_note:
 * @note: (out caller-allocates): what I wrote
 *
 * Returns: whether it is a note
 */
gboolean
tog_outbox_item_read_note (TogOutboxItem *self, TogNoteRequest *note)
{
  g_autoptr (JsonNode) node = NULL;

  *note = (TogNoteRequest){ 0 };
  if (self->kind != TOG_OUTBOX_NOTE || self->body == NULL)
    return FALSE;
  node = tog_json_parse (self->body, -1, NULL);
  return node != NULL && tog_note_request_read (note, node, NULL);
}

/**
 * tog_outbox_item_is_laid:
 *
 * Whether the session is shown as it will be once this is sent. A note is no part of it, a
 * request changes nothing before it is granted, and of what is stuck nobody knows.
 */
gboolean
tog_outbox_item_is_laid (TogOutboxItem *self)
{
  return (self->state == TOG_OUTBOX_WAITING || self->state == TOG_OUTBOX_SENDING) &&
         (self->kind == TOG_OUTBOX_AGENDA || self->kind == TOG_OUTBOX_ANSWER ||
          self->kind == TOG_OUTBOX_CANCEL || self->kind == TOG_OUTBOX_COMPLETE);
}

static JsonNode *
make_agenda_body (TogOutboxItem *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (
      object,
      "changes",
      tog_json_list_write (self->changes, (TogToJsonFunc) tog_agenda_change_to_json));
  return tog_json_take_object (object);
}

/**
 * tog_outbox_item_to_change:
 * @me: my id
 *
 * Returns: (transfer full) (nullable): what is laid over the session, if anything is
 */
TogSessionChange *
tog_outbox_item_to_change (TogOutboxItem *self, const char *me)
{
  TogSessionChangeKind kind = TOG_SESSION_CHANGE_AGENDA;
  g_autoptr (JsonNode) body = NULL;

  g_return_val_if_fail (TOG_IS_OUTBOX_ITEM (self), NULL);

  if (!tog_outbox_item_is_laid (self))
    return NULL;
  if (self->kind == TOG_OUTBOX_AGENDA)
    {
      if (self->changes != NULL)
        body = make_agenda_body (self);
    }
  else
    {
      kind = self->kind == TOG_OUTBOX_ANSWER   ? TOG_SESSION_CHANGE_ANSWER
             : self->kind == TOG_OUTBOX_CANCEL ? TOG_SESSION_CHANGE_CANCEL
                                               : TOG_SESSION_CHANGE_COMPLETE;
      body = self->body != NULL ? tog_json_parse (self->body, -1, NULL) : NULL;
    }
  return body != NULL ? tog_session_change_new (kind, me, g_steal_pointer (&body)) : NULL;
}
