#include "config.h"

#include "tog-note.h"

#include "tog-availability.h"
#include "tog-json.h"
#include "tog-model-limits.h"

G_DEFINE_FINAL_TYPE (TogSharedNote, tog_shared_note, G_TYPE_OBJECT)

static void
tog_shared_note_finalize (GObject *object)
{
  TogSharedNote *self = TOG_SHARED_NOTE (object);

  g_clear_object (&self->member);
  g_free (self->text);

  G_OBJECT_CLASS (tog_shared_note_parent_class)->finalize (object);
}

static void
tog_shared_note_class_init (TogSharedNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_shared_note_finalize;
}

static void
tog_shared_note_init (TogSharedNote *self)
{
}

/**
 * tog_shared_note_new:
 * @member: (transfer none): who wrote it
 * @text: what they share
 *
 * Returns: (transfer full): a shared note
 */
TogSharedNote *
tog_shared_note_new (TogMember *member, const char *text)
{
  TogSharedNote *self = g_object_new (TOG_TYPE_SHARED_NOTE, NULL);

  self->member = g_object_ref (member);
  self->text = g_strdup (text);
  return self;
}

static char *
read_text (TogJsonReader *reader, const char *member)
{
  const char *text = tog_json_reader_opt_text (reader, member, TOG_MAX_NOTE_LENGTH);

  return g_strdup (text != NULL ? text : "");
}

/**
 * tog_shared_note_from_json:
 * @node: a SharedNote of the API document
 *
 * Returns: (transfer full): the shared note, or %NULL
 */
TogSharedNote *
tog_shared_note_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogSharedNote) self = g_object_new (TOG_TYPE_SHARED_NOTE, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->member = tog_json_reader_child (&reader, "member", (TogJsonFunc) tog_member_from_json);
  self->text = read_text (&reader, "text");
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_shared_note_to_json:
 * @self: a shared note
 *
 * Returns: (transfer full): a SharedNote of the API document
 */
JsonNode *
tog_shared_note_to_json (TogSharedNote *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "member", tog_member_to_json (self->member));
  json_object_set_string_member (object, "text", self->text);
  return tog_json_take_object (object);
}

G_DEFINE_FINAL_TYPE (TogNote, tog_note, G_TYPE_OBJECT)

static void
tog_note_finalize (GObject *object)
{
  TogNote *self = TOG_NOTE (object);

  g_free (self->etag);
  g_free (self->text);
  g_free (self->shared);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_object (&self->elsewhere);

  G_OBJECT_CLASS (tog_note_parent_class)->finalize (object);
}

static void
tog_note_class_init (TogNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_note_finalize;
}

static void
tog_note_init (TogNote *self)
{
}

/**
 * tog_note_new:
 * @etag: version of what I wrote
 * @text: for me alone
 * @shared: what the others see
 * @others: (transfer none) (element-type TogSharedNote): what the others share
 *
 * Returns: (transfer full): a note
 */
TogNote *
tog_note_new (const char *etag, const char *text, const char *shared, GPtrArray *others)
{
  TogNote *self = g_object_new (TOG_TYPE_NOTE, NULL);

  self->etag = g_strdup (etag);
  self->text = g_strdup (text);
  self->shared = g_strdup (shared);
  self->others = g_ptr_array_ref (others);
  return self;
}

/**
 * tog_note_from_json:
 * @node: a Note of the API document
 *
 * Returns: (transfer full): the note, or %NULL
 */
TogNote *
tog_note_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogNote) self = g_object_new (TOG_TYPE_NOTE, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->etag = g_strdup (tog_json_reader_etag (&reader, "etag"));
  self->text = read_text (&reader, "text");
  self->shared = read_text (&reader, "shared");
  self->others = tog_json_reader_list (
      &reader, "others", TOG_MAX_PARTICIPANTS, (TogJsonFunc) tog_shared_note_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_note_to_json:
 * @self: a note
 *
 * Returns: (transfer full): a Note of the API document
 */
JsonNode *
tog_note_to_json (TogNote *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "etag", self->etag);
  json_object_set_string_member (object, "text", self->text);
  json_object_set_string_member (object, "shared", self->shared);
  json_object_set_member (
      object,
      "others",
      tog_json_list_write (self->others, (TogToJsonFunc) tog_shared_note_to_json));
  return tog_json_take_object (object);
}

/**
 * tog_note_append_json:
 * @json: where to append
 * @self: a note
 *
 * Appends the same as tog_note_to_json() makes.
 */
void
tog_note_append_json (GString *json, TogNote *self)
{
  g_string_append (json, "{\"etag\":");
  tog_json_append_string (json, self->etag);
  g_string_append (json, ",\"text\":");
  tog_json_append_string (json, self->text);
  g_string_append (json, ",\"shared\":");
  tog_json_append_string (json, self->shared);
  g_string_append (json, ",\"others\":[");
  for (guint i = 0; i < self->others->len; i++)
    {
      TogSharedNote *other = g_ptr_array_index (self->others, i);

      g_string_append (json, i == 0 ? "{\"member\":" : ",{\"member\":");
      tog_member_append_json (json, other->member);
      g_string_append (json, ",\"text\":");
      tog_json_append_string (json, other->text);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
}

/**
 * tog_note_join_texts:
 * @first: what was written in one place
 * @second: what was written in another, over the same
 *
 * Keeps every word of two versions of a text.
 *
 * Returns: (transfer full): the one that holds the other, or both below each other
 */
char *
tog_note_join_texts (const char *first, const char *second)
{
  if (strstr (first, second) != NULL)
    return g_strdup (first);
  if (strstr (second, first) != NULL)
    return g_strdup (second);
  return g_strconcat (first, "\n\n", second, NULL);
}

/**
 * tog_note_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a NoteRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_note_request_read (TogNoteRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "text", "shared", NULL };
  TogJsonReader reader;

  *self = (TogNoteRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->text = read_text (&reader, "text");
  self->shared = read_text (&reader, "shared");
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_note_request_to_text:
 *
 * Returns: (transfer full): a NoteRequest of the API document
 */
char *
tog_note_request_to_text (const TogNoteRequest *self)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "text", self->text);
  json_object_set_string_member (object, "shared", self->shared);
  node = tog_json_take_object (object);
  return tog_json_print (node);
}

void
tog_note_request_clear (TogNoteRequest *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->shared, g_free);
}
