#include "config.h"

#include "tog-booking-write.h"

#include "tog-handlers.h"
#include "tog-session-request.h"

static void
clear_wanted (gpointer data)
{
  TogWanted *wanted = data;

  g_clear_object (&wanted->booking);
  g_clear_pointer (&wanted->zone, tog_zone_unref);
}

static void
free_input (gpointer data)
{
  TogBookingInput *input = data;

  g_array_unref (input->wanted);
  g_free (input);
}

static TogBookingInput *
new_input (TogRequest *request, gboolean is_group)
{
  TogBookingInput *input = g_new0 (TogBookingInput, 1);

  input->wanted = g_array_new (FALSE, TRUE, sizeof (TogWanted));
  g_array_set_clear_func (input->wanted, clear_wanted);
  input->is_group = is_group;
  request->input = input;
  request->free_input = free_input;
  return input;
}

/**
 * tog_booking_input_get:
 * @self: what was asked for
 * @index: which of the bookings
 *
 * Returns: (transfer none): a booking
 */
const TogWanted *
tog_booking_input_get (const TogBookingInput *self, guint index)
{
  return &g_array_index (self->wanted, TogWanted, index);
}

static TogReply *
refuse_value (const char *detail, const char *pointer, const char *member)
{
  g_autofree char *field = g_strconcat (pointer, member, NULL);

  return tog_reply_new_problem (
      422, "/problems/bad-value", "That can't be accepted", detail, field);
}

/**
 * tog_booking_refuse_overridden:
 * @booking: a booking with a match, or a move of its session
 *
 * Returns: (transfer full) (nullable): how to refuse it where it passes over
 *   somebody; in a match there is nobody to pass over
 */
TogProblem *
tog_booking_refuse_overridden (const TogBooking *booking)
{
  if (booking->overridden == NULL && booking->n_overridden == 0)
    return NULL;
  return tog_problem_new (422,
                          "/problems/bad-value",
                          "That can't be accepted",
                          "Nobody can be overridden in a match: both have to be able to meet.",
                          booking->overridden != NULL ? "/overridden" : "/n_overridden");
}

/* Adds a booking that stands in the body at @pointer. */
static TogReply *
add_wanted (TogBookingInput *input, TogBooking *booking, const char *pointer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogProblem) problem = NULL;
  TogWanted wanted = { g_object_ref (booking), tog_zone_lookup (booking->zone, &error) };

  g_array_append_val (input->wanted, wanted);
  if (wanted.zone == NULL)
    return refuse_value (error->message, pointer, "/zone");
  if (!input->is_group)
    problem = tog_booking_refuse_overridden (booking);
  return problem != NULL ? refuse_value (problem->detail, pointer, problem->field) : NULL;
}

static TogReply *
parse (TogRequest *request, gboolean is_group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (TogBooking) booking = NULL;
  TogReply *refusal = tog_handler_read_json (request, &body);

  if (refusal != NULL)
    return refusal;
  booking = tog_booking_from_json (body, &error);
  if (booking == NULL)
    return tog_reply_new_bad_value (error);
  return add_wanted (new_input (request, is_group), booking, "");
}

/**
 * tog_booking_parse_match:
 * @request: with a body
 *
 * Reads a booking with a match, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_booking_parse_match (TogRequest *request)
{
  return parse (request, FALSE);
}

/**
 * tog_booking_parse_group:
 * @request: with a body
 *
 * Reads a booking with a group, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_booking_parse_group (TogRequest *request)
{
  return parse (request, TRUE);
}

/* What is wrong with a series whatever anybody's times are. */
static TogReply *
check_apart (const TogBookingInput *input, guint index, const char *pointer)
{
  const TogBooking *booking = tog_booking_input_get (input, index)->booking;

  for (guint i = 0; i < index; i++)
    {
      const TogBooking *other = tog_booking_input_get (input, i)->booking;

      if (g_str_equal (booking->planned_session_id, other->planned_session_id))
        return refuse_value (
            "Each booking has to be of another planned session.", pointer, "/planned_session_id");
      if (tog_slot_overlaps (booking->slot, other->slot))
        return refuse_value ("Two sessions can't be at the same time.", pointer, "/start");
    }
  return NULL;
}

static TogReply *
parse_series (TogRequest *request, gboolean is_group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_auto (TogSeriesRequest) series = { 0 };
  TogReply *refusal = tog_handler_read_json (request, &body);
  TogBookingInput *input;

  if (refusal != NULL)
    return refusal;
  if (!tog_series_request_read (&series, body, &error))
    return tog_reply_new_bad_value (error);

  input = new_input (request, is_group);
  for (guint i = 0; refusal == NULL && i < series.bookings->len; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/bookings/%u", i);

      refusal = add_wanted (input, g_ptr_array_index (series.bookings, i), pointer);
      if (refusal == NULL)
        refusal = check_apart (input, i, pointer);
    }
  return refusal;
}

/**
 * tog_series_parse_match:
 * @request: with a body
 *
 * Reads a series of bookings with a match, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_series_parse_match (TogRequest *request)
{
  return parse_series (request, FALSE);
}

/**
 * tog_series_parse_group:
 * @request: with a body
 *
 * Reads a series of bookings with a group, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_series_parse_group (TogRequest *request)
{
  return parse_series (request, TRUE);
}

/**
 * tog_move_parse:
 * @request: with a body
 *
 * Reads where a session shall be moved to, outside of the writer's thread. Whether it
 * is a group's is not known yet.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_move_parse (TogRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (TogBooking) move = NULL;
  TogReply *refusal = tog_handler_read_change (request, &body);

  if (refusal != NULL)
    return refusal;
  move = tog_booking_move_from_json (body, &error);
  if (move == NULL)
    return tog_reply_new_bad_value (error);
  return add_wanted (new_input (request, TRUE), move, "");
}
