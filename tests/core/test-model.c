#include "config.h"

#include "tog-booking.h"
#include "tog-error.h"
#include "tog-home.h"
#include "tog-json.h"

#include <string.h>

static void
check_links (void)
{
  g_autofree char *path = g_strnfill (TOG_MAX_URL_LENGTH, 'x');
  g_autofree char *long_link = g_strconcat ("https://example.org/", path, NULL);
  const struct
  {
    const char *url;
    const char *message; /* (nullable): it is good */
  } cases[] = {
    { "https://meet.example.org/room?a=1&b=%20#c", NULL },
    { "HTTPS://MEET.EXAMPLE.ORG/", NULL },
    { "https://[2001:db8::1]:8443/x", NULL },
    { "https://bücher.example/raum", NULL },
    { "", "The link is empty" },
    { "http://example.org/", "The link must begin with https://" },
    { "javascript:alert(1)", "The link must begin with https://" },
    { "ftp://example.org/", "The link must begin with https://" },
    { "//example.org/", "The link is not a valid URL" },
    { "example.org", "The link is not a valid URL" },
    { "https://", "The link has no host name" },
    { "https:///x", "The link has no host name" },
    { "https://me:secret@example.org/", "The link must not hold a user name or password" },
    { "https://zoom.us@evil.example/", "The link must not hold a user name or password" },
    { "https://example.org/a b",
      "The link holds a space or another character that no URL may hold" },
    { "https://example.org/\nX",
      "The link holds a space or another character that no URL may hold" },
    { "https://example.org/\u202egnp",
      "The link holds a space or another character that no URL may hold" },
    { "https://example.org/\u200b",
      "The link holds a space or another character that no URL may hold" },
    { "https://example.org/\"onclick=\"",
      "The link holds a space or another character that no URL may hold" },
    { "https://example.org/\xff", "The link is not valid UTF-8" },
    { long_link, "The link must not be longer than 2000 bytes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = tog_link_check (cases[i].url, &error);

      g_assert_cmpstr (error == NULL ? NULL : error->message, ==, cases[i].message);
      g_assert_true (good == (cases[i].message == NULL));
    }
}

static void
check_places (void)
{
  g_autofree char *longest = g_strnfill (TOG_MAX_PLACE_LENGTH, 'x');
  g_autofree char *too_long = g_strnfill (TOG_MAX_PLACE_LENGTH + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_place_check ("Library, room 3; second floor", NULL));
  g_assert_true (tog_place_check (longest, NULL));
  g_assert_false (tog_place_check (too_long, NULL));
  g_assert_false (tog_place_check (" ", NULL));
  g_assert_false (tog_place_check ("a\nb", &error));
  g_assert_cmpstr (error->message, ==, "The location must be one line");
}

static void
check_messages (void)
{
  g_autofree char *longest = g_strnfill (TOG_MAX_MESSAGE_LENGTH, 'x');
  g_autofree char *too_long = g_strnfill (TOG_MAX_MESSAGE_LENGTH + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (tog_message_check ("Hello,\r\n\tsee you\n.\n😀", NULL));
  g_assert_true (tog_message_check ("", NULL));
  g_assert_true (tog_message_check (longest, NULL));
  g_assert_false (tog_message_check (too_long, NULL));
  g_assert_false (tog_message_check ("bell\a", &error));
  g_assert_cmpstr (error->message, ==, "The message must not hold the control character U+0007");
}

static void
check_names (void)
{
  static const struct
  {
    const char *name;
    const char *initials;
    const char *given;
  } cases[] = {
    { "Ada Lovelace", "AL", "Ada" },
    { "ada", "A", "ada" },
    { "Maria del Carmen García", "MG", "Maria" },
    { "Jean-Luc Picard", "JP", "Jean-Luc" },
    { "É\u0301mile Zola", "É\u0301Z", "É\u0301mile" },
    { "e\u0301mile", "E\u0301", "e\u0301mile" },
    { "(Bob) O'Neil", "BO", "(Bob)" },
    { "李 小龍", "李小", "李" },
    { "ßeta", "SS", "ßeta" },
    { "😀", "", "😀" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogMember) member = tog_member_new ("a", cases[i].name, NULL, "UTC");
      g_autofree char *initials = tog_member_dup_initials (member);
      g_autofree char *given = tog_member_dup_given_name (member);

      g_assert_cmpstr (initials, ==, cases[i].initials);
      g_assert_cmpstr (given, ==, cases[i].given);
    }
}

/* A newer server may know more than this version does. */
static void
check_newer_server (void)
{
  g_autoptr (JsonNode) todo = tog_json_parse (
      "{\"id\":\"t\",\"kind\":\"survey\",\"subject\":\"S\",\"since\":\"2026-11-23T10:15:00Z\"}",
      -1,
      NULL);
  g_autoptr (JsonNode) conference = tog_json_parse ("{\"kind\":\"hologram\"}", -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTodo) read = tog_todo_from_json (todo, NULL);

  g_assert_cmpint (read->kind, ==, TOG_TODO_OTHER);
  g_assert_null (tog_conference_from_json (conference, &error));
  g_assert_cmpstr (error->message, ==, "/kind: must be one of: provider, link, place, none");
}

static void
check_roles (void)
{
  TogSessionState state;
  TogAnswer answer;
  TogRole role;

  g_assert_true (tog_role_from_string ("mentee", &role));
  g_assert_cmpstr (tog_role_to_string (role), ==, "mentee");
  g_assert_false (tog_role_from_string ("boss", &role));
  g_assert_false (tog_role_from_string (NULL, &role));
  g_assert_true (tog_session_state_from_string ("not_scheduled", &state));
  g_assert_cmpstr (tog_session_state_to_string (state), ==, "not_scheduled");
  g_assert_true (tog_answer_from_string ("tentative", &answer));
  g_assert_cmpstr (tog_answer_to_string (answer), ==, "tentative");
}

/* A session as text is what it is as a tree. */
static void
assert_same (TogSession *session)
{
  g_autofree char *text = tog_session_to_text (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) read = tog_json_parse (text, -1, &error);
  g_autoptr (JsonNode) tree = tog_session_to_json (session);

  g_assert_no_error (error);
  g_assert_true (json_node_equal (read, tree));
}

static void
check_session_text (void)
{
  g_autoptr (TogSession) session = tog_session_new ();
  g_autoptr (TogMember) ana = tog_member_new ("ana", "Ana \"A\" \\ É", "a@b.example", "UTC");
  g_autoptr (TogMember) ben = tog_member_new ("ben", "Ben", NULL, "Europe/London");

  session->id = g_strdup ("s1");
  session->etag = g_strdup ("\"1\"");
  session->uid = g_strdup ("s1@b.example");
  session->title = g_strdup ("Title");
  session->ordinal = 1;
  session->n_planned = 2;
  session->program_name = g_strdup ("Program");
  session->group_id = g_strdup ("g1");
  session->slot = (TogSlot){ 1766484000, 1766486700 };
  session->conference = tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL);
  session->booked_by = g_strdup ("ana");
  assert_same (session);

  session->sequence = 3;
  session->state = TOG_SESSION_CANCELLED;
  session->delivery = TOG_DELIVERY_FAILED;
  session->message = g_strdup ("One\nline\tand \x7f \xf0\x9f\x8c\xb1");
  g_object_unref (session->conference);
  session->conference = tog_conference_new (
      TOG_CONFERENCE_PROVIDER, "jitsi", "Jitsi", "https://meet.example/a", NULL);
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (ana, TOG_ROLE_MENTOR, TOG_ANSWER_ACCEPTED));
  g_ptr_array_add (session->participants,
                   tog_participant_new (ben, TOG_ROLE_MENTEE, TOG_ANSWER_PENDING));
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->agenda, tog_agenda_item_new ("Hello", 10));
  g_ptr_array_add (session->agenda, tog_agenda_item_new ("\"Next\"", 0));
  session->resources = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->resources, tog_resource_new ("Read", "https://example.org/?a=b"));
  assert_same (session);
}

static TogBooking *
make_booking (guint difference)
{
  static const char *const members[] = { "ana", "ben", NULL };
  g_autoptr (TogConference) conference =
      tog_conference_new (TOG_CONFERENCE_LINK,
                          NULL,
                          NULL,
                          difference == 1 ? "https://a.example/" : "https://b.example/",
                          NULL);
  TogSlot slot = { 3600, difference == 2 ? 7200 : 5400 };
  TogBooking *booking = tog_booking_new (difference == 3 ? "first" : "second",
                                         slot,
                                         difference == 4 ? "UTC" : "Europe/Lisbon",
                                         conference,
                                         difference == 5 ? NULL : "Hello");

  tog_booking_override (booking, difference == 6 ? members + 1 : members, difference == 7 ? 1 : 0);
  if (difference == 8)
    tog_booking_override (booking, NULL, 0);
  return booking;
}

/* Whatever differs, it is another request. */
static void
check_booking_equal (void)
{
  for (guint i = 0; i <= 8; i++)
    {
      g_autoptr (TogBooking) one = make_booking (0);
      g_autoptr (TogBooking) other = make_booking (i);

      g_assert_cmpint (tog_booking_equal (one, other), ==, i == 0);
      g_assert_true (tog_booking_equal (other, other));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/P18/links", check_links);
  g_test_add_func ("/model/P18/places", check_places);
  g_test_add_func ("/model/P18/messages", check_messages);
  g_test_add_func ("/model/names", check_names);
  g_test_add_func ("/model/newer-server", check_newer_server);
  g_test_add_func ("/model/roles", check_roles);
  g_test_add_func ("/model/session-text", check_session_text);
  g_test_add_func ("/model/P02/booking-equal", check_booking_equal);

  return g_test_run ();
}
