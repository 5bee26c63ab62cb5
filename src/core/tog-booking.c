#include "config.h"

#include "tog-booking.h"

#include "tog-availability.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-session.h"

G_DEFINE_FINAL_TYPE (TogBooking, tog_booking, G_TYPE_OBJECT)

static void
tog_booking_finalize (GObject *object)
{
  TogBooking *self = TOG_BOOKING (object);

  g_free (self->planned_session_id);
  g_free (self->zone);
  g_clear_object (&self->conference);
  g_free (self->message);
  g_strfreev (self->overridden);

  G_OBJECT_CLASS (tog_booking_parent_class)->finalize (object);
}

static void
tog_booking_class_init (TogBookingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_booking_finalize;
}

static void
tog_booking_init (TogBooking *self)
{
}

/**
 * tog_booking_new:
 * @planned_session_id: (nullable): which planned session; %NULL to move one
 * @slot: when
 * @zone: IANA name of the zone the booker looks at times in
 * @conference: (transfer none) (nullable): where; %NULL to leave it as it is
 * @message: (nullable): what the booker writes to the others
 *
 * Returns: (transfer full): a booking
 */
TogBooking *
tog_booking_new (const char *planned_session_id,
                 TogSlot slot,
                 const char *zone,
                 TogConference *conference,
                 const char *message)
{
  TogBooking *self = g_object_new (TOG_TYPE_BOOKING, NULL);

  self->planned_session_id = g_strdup (planned_session_id);
  self->slot = slot;
  self->zone = g_strdup (zone);
  g_set_object (&self->conference, conference);
  self->message = g_strdup (message);
  return self;
}

/**
 * tog_booking_override:
 * @self: a new booking with a group
 * @members: (nullable) (array zero-terminated=1): ids of members who can't then
 * @n_counted: how many more can't of those who are only counted
 *
 * Says whom it hits, which the booker knows and wants all the same.
 */
void
tog_booking_override (TogBooking *self, const char *const *members, int n_counted)
{
  g_strfreev (self->overridden);
  self->overridden = g_strdupv ((GStrv) members);
  self->n_overridden = n_counted;
}

/* What a booking and a move have. */
static void
read_rest (TogBooking *self, TogJsonReader *reader)
{
  gint64 minutes;

  self->slot.start = tog_json_reader_instant (reader, "start");
  minutes = tog_json_reader_int (reader, "duration", 1, TOG_MAX_MINUTES);
  self->slot.end = self->slot.start + minutes * TOG_MINUTE;
  self->zone = g_strdup (tog_json_reader_line (reader, "zone", TOG_MAX_ZONE_LENGTH));
  self->message = g_strdup (tog_json_reader_opt_text (reader, "message", TOG_MAX_MESSAGE_LENGTH));
  self->overridden = tog_json_reader_opt_ids (reader, "overridden", TOG_MAX_PARTICIPANTS);
  self->n_overridden = tog_json_reader_opt_int (reader, "n_overridden", 0, TOG_MAX_PARTICIPANTS, 0);
}

static gboolean
are_same_conference (TogConference *a, TogConference *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->kind == b->kind && g_strcmp0 (a->provider, b->provider) == 0 &&
         g_strcmp0 (a->url, b->url) == 0 && g_strcmp0 (a->place, b->place) == 0;
}

/* None is the same as nothing being said. */
static gboolean
are_same_members (GStrv a, GStrv b)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char *const *) (a != NULL ? a : none),
                       (const char *const *) (b != NULL ? b : none));
}

/**
 * tog_booking_equal:
 *
 * Returns: whether both ask for the same, so that they may go under one
 *   idempotency key
 */
gboolean
tog_booking_equal (TogBooking *a, TogBooking *b)
{
  return g_strcmp0 (a->planned_session_id, b->planned_session_id) == 0 &&
         a->slot.start == b->slot.start && a->slot.end == b->slot.end &&
         g_strcmp0 (a->zone, b->zone) == 0 && are_same_conference (a->conference, b->conference) &&
         g_strcmp0 (a->message, b->message) == 0 &&
         are_same_members (a->overridden, b->overridden) && a->n_overridden == b->n_overridden;
}

/**
 * tog_booking_from_json:
 * @node: a Booking of the API document
 *
 * Reads a booking. A duration that is not offered is let pass, as long as it is
 * between a minute and a day, for tog_availability_judge() to refuse by name.
 *
 * Returns: (transfer full): the booking, or %NULL
 */
TogBooking *
tog_booking_from_json (JsonNode *node, GError **error)
{
  static const char *const members[] = {
    "planned_session_id", "start",        "duration", "zone", "conference", "message",
    "overridden",         "n_overridden", NULL,
  };
  g_autoptr (TogBooking) self = g_object_new (TOG_TYPE_BOOKING, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->planned_session_id = g_strdup (tog_json_reader_id (&reader, "planned_session_id"));
  self->conference =
      tog_json_reader_child (&reader, "conference", (TogJsonFunc) tog_conference_from_json);
  read_rest (self, &reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_booking_move_from_json:
 * @node: a Move of the API document
 *
 * Reads where a booked session shall be moved to, as tog_booking_from_json() does.
 *
 * Returns: (transfer full): the move, or %NULL
 */
TogBooking *
tog_booking_move_from_json (JsonNode *node, GError **error)
{
  static const char *const members[] = {
    "start", "duration", "zone", "conference", "message", "overridden", "n_overridden", NULL,
  };
  g_autoptr (TogBooking) self = g_object_new (TOG_TYPE_BOOKING, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->conference =
      tog_json_reader_opt_child (&reader, "conference", (TogJsonFunc) tog_conference_from_json);
  read_rest (self, &reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_booking_to_json:
 * @self: a booking
 *
 * Returns: (transfer full): a Booking, or a Move, of the API document
 */
JsonNode *
tog_booking_to_json (TogBooking *self)
{
  JsonObject *object = json_object_new ();

  if (self->planned_session_id != NULL)
    json_object_set_string_member (object, "planned_session_id", self->planned_session_id);
  tog_json_object_set_instant (object, "start", self->slot.start);
  json_object_set_int_member (object, "duration", (self->slot.end - self->slot.start) / TOG_MINUTE);
  json_object_set_string_member (object, "zone", self->zone);
  if (self->conference != NULL)
    json_object_set_member (object, "conference", tog_conference_to_json (self->conference));
  tog_json_object_set_text (object, "message", self->message);
  if (self->overridden != NULL)
    {
      JsonArray *members = json_array_new ();

      for (guint i = 0; self->overridden[i] != NULL; i++)
        json_array_add_string_element (members, self->overridden[i]);
      json_object_set_array_member (object, "overridden", members);
    }
  if (self->n_overridden > 0)
    json_object_set_int_member (object, "n_overridden", self->n_overridden);
  return tog_json_take_object (object);
}
