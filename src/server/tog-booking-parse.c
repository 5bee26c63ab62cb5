#include "config.h"

#include "tog-booking-write.h"

#include "tog-json.h"

static void
free_input (gpointer data)
{
  TogBookingInput *input = data;

  g_clear_object (&input->booking);
  g_clear_pointer (&input->zone, tog_zone_unref);
  g_free (input);
}

static TogReply *
parse (TogRequest *request, gboolean is_group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body =
      tog_json_parse ((const char *) request->body->data, request->body->len, &error);
  TogBookingInput *input;

  if (body == NULL)
    return tog_reply_new_problem (400, NULL, "Malformed request", error->message, NULL);

  input = g_new0 (TogBookingInput, 1);
  request->input = input;
  request->free_input = free_input;
  input->is_group = is_group;

  input->booking = tog_booking_from_json (body, &error);
  if (input->booking == NULL)
    return tog_reply_new_bad_value (error);
  input->zone = tog_zone_lookup (input->booking->zone, &error);
  if (input->zone == NULL)
    return tog_reply_new_problem (
        422, "/problems/bad-value", "That can't be accepted", error->message, "/zone");
  return NULL;
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
  TogReply *refusal = parse (request, FALSE);
  TogBookingInput *input = request->input;

  if (refusal == NULL && (input->booking->overridden != NULL || input->booking->n_overridden > 0))
    refusal = tog_reply_new_problem (
        422,
        "/problems/bad-value",
        "That can't be accepted",
        "Nobody can be overridden in a match: both have to be able to meet.",
        input->booking->overridden != NULL ? "/overridden" : "/n_overridden");
  return refusal;
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
