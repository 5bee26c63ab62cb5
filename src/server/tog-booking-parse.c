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

/**
 * tog_booking_parse:
 * @request: with a body
 *
 * Reads a booking, outside of the writer's thread.
 *
 * Returns: (transfer full) (nullable): %NULL, or how to refuse it
 */
TogReply *
tog_booking_parse (TogRequest *request)
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

  input->booking = tog_booking_from_json (body, &error);
  if (input->booking == NULL)
    return tog_reply_new_bad_value (error);
  input->zone = tog_zone_lookup (input->booking->zone, &error);
  if (input->zone == NULL)
    return tog_reply_new_problem (
        422, "/problems/bad-value", "That can't be accepted", error->message, "/zone");
  return NULL;
}
