#include "config.h"

#include "tog-session-request.h"

#include "tog-error.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-series.h"
#include "tog-session-nicks.h"

static char *
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = tog_json_take_object (object);

  return tog_json_print (node);
}

static int
read_rating (TogJsonReader *reader)
{
  return (int) tog_json_reader_opt_int (reader, "rating", 1, TOG_MAX_RATING, 0);
}

static void
write_rating (JsonObject *object, int rating)
{
  if (rating > 0)
    json_object_set_int_member (object, "rating", rating);
}

/**
 * tog_answer_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a AnswerRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_answer_request_read (TogAnswerRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "answer", "reason", NULL };
  TogJsonReader reader;

  *self = (TogAnswerRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  /* Nobody takes an answer back; they give another. */
  self->answer = tog_json_reader_enum (&reader, "answer", tog_answer_nicks + 1) + 1;
  self->reason = g_strdup (tog_json_reader_opt_line (&reader, "reason", TOG_MAX_REASON_LENGTH));
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_answer_request_to_text:
 *
 * Returns: (transfer full): an AnswerRequest of the API document
 */
char *
tog_answer_request_to_text (const TogAnswerRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "answer", tog_answer_nicks[self->answer]);
  tog_json_object_set_text (object, "reason", self->reason);
  return print_object (object);
}

void
tog_answer_request_clear (TogAnswerRequest *self)
{
  g_clear_pointer (&self->reason, g_free);
}

/**
 * tog_cancel_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a CancelRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_cancel_request_read (TogCancelRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "reason", NULL };
  TogJsonReader reader;

  *self = (TogCancelRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->reason = g_strdup (tog_json_reader_opt_line (&reader, "reason", TOG_MAX_REASON_LENGTH));
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_cancel_request_to_text:
 *
 * Returns: (transfer full): a CancelRequest of the API document
 */
char *
tog_cancel_request_to_text (const TogCancelRequest *self)
{
  JsonObject *object = json_object_new ();

  tog_json_object_set_text (object, "reason", self->reason);
  return print_object (object);
}

void
tog_cancel_request_clear (TogCancelRequest *self)
{
  g_clear_pointer (&self->reason, g_free);
}

/**
 * tog_complete_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a CompleteRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_complete_request_read (TogCompleteRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "held", "rating", NULL };
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->held = tog_json_reader_enum (&reader, "held", tog_held_nicks + 1) + 1;
  self->rating = read_rating (&reader);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_complete_request_to_text:
 *
 * Returns: (transfer full): a CompleteRequest of the API document
 */
char *
tog_complete_request_to_text (const TogCompleteRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "held", tog_held_nicks[self->held]);
  write_rating (object, self->rating);
  return print_object (object);
}

/**
 * tog_record_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a RecordRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_record_request_read (TogRecordRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = {
    "planned_session_id", "start", "duration", "note", "rating", NULL,
  };
  TogJsonReader reader;

  *self = (TogRecordRequest){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->planned_session_id = g_strdup (tog_json_reader_id (&reader, "planned_session_id"));
  self->slot.start = tog_json_reader_instant (&reader, "start");
  self->slot.end =
      self->slot.start + TOG_MINUTE * tog_json_reader_int (&reader, "duration", 1, TOG_MAX_MINUTES);
  self->note = g_strdup (tog_json_reader_opt_text (&reader, "note", TOG_MAX_NOTE_LENGTH));
  self->rating = read_rating (&reader);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_record_request_to_text:
 *
 * Returns: (transfer full): a RecordRequest of the API document
 */
char *
tog_record_request_to_text (const TogRecordRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "planned_session_id", self->planned_session_id);
  tog_json_object_set_instant (object, "start", self->slot.start);
  json_object_set_int_member (object, "duration", (self->slot.end - self->slot.start) / TOG_MINUTE);
  tog_json_object_set_text (object, "note", self->note);
  write_rating (object, self->rating);
  return print_object (object);
}

void
tog_record_request_clear (TogRecordRequest *self)
{
  g_clear_pointer (&self->planned_session_id, g_free);
  g_clear_pointer (&self->note, g_free);
}

/**
 * tog_late_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a LateRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_late_request_read (TogLateRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "minutes", NULL };
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->minutes = (int) tog_json_reader_int (&reader, "minutes", 0, TOG_MAX_LATE_MINUTES);
  return tog_json_reader_finish (&reader, error);
}

/**
 * tog_late_request_to_text:
 *
 * Returns: (transfer full): a LateRequest of the API document
 */
char *
tog_late_request_to_text (const TogLateRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "minutes", self->minutes);
  return print_object (object);
}

/**
 * tog_series_request_read:
 * @self: (out caller-allocates): what was sent
 * @node: a SeriesRequest of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_series_request_read (TogSeriesRequest *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "bookings", NULL };
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->bookings = tog_json_reader_list (
      &reader, "bookings", TOG_SERIES_MAX, (TogJsonFunc) tog_booking_from_json);
  if (self->bookings != NULL && self->bookings->len == 0)
    tog_json_reader_fail (&reader, TOG_ERROR_MISSING, "bookings", "must not be empty");
  if (tog_json_reader_finish (&reader, error))
    return TRUE;
  tog_series_request_clear (self);
  return FALSE;
}

/**
 * tog_series_request_to_text:
 *
 * Returns: (transfer full): a SeriesRequest of the API document
 */
char *
tog_series_request_to_text (const TogSeriesRequest *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (
      object,
      "bookings",
      tog_json_list_write (self->bookings, (TogToJsonFunc) tog_booking_to_json));
  return print_object (object);
}

void
tog_series_request_clear (TogSeriesRequest *self)
{
  g_clear_pointer (&self->bookings, g_ptr_array_unref);
}

static JsonNode *
agenda_item_to_json (gpointer object)
{
  TogAgendaItem *item = object;
  JsonObject *written = json_object_new ();

  if (item->id != NULL)
    json_object_set_string_member (written, "id", item->id);
  json_object_set_string_member (written, "title", item->title);
  json_object_set_boolean_member (written, "done", item->done);
  return tog_json_take_object (written);
}

/**
 * tog_agenda_request_to_text:
 * @items: (element-type TogAgendaItem): all of them in order; a new one has no id
 *
 * Returns: (transfer full): an AgendaRequest of the API document
 */
char *
tog_agenda_request_to_text (GPtrArray *items)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "items", tog_json_list_write (items, agenda_item_to_json));
  return print_object (object);
}
