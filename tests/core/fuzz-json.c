#include "config.h"

#include "tog-booking.h"
#include "tog-home.h"
#include "tog-json.h"
#include "tog-note.h"
#include "tog-problem.h"
#include "tog-times.h"

#include "fuzz.h"

static void
check_objects (JsonNode *node)
{
  static const TogJsonFunc functions[] = {
    (TogJsonFunc) tog_booking_from_json,      (TogJsonFunc) tog_home_from_json,
    (TogJsonFunc) tog_group_from_json,        (TogJsonFunc) tog_match_from_json,
    (TogJsonFunc) tog_me_from_json,           (TogJsonFunc) tog_note_from_json,
    (TogJsonFunc) tog_booking_move_from_json, (TogJsonFunc) tog_session_from_json,
    (TogJsonFunc) tog_times_from_json,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      g_autoptr (GError) error = NULL;
      GObject *object = functions[i](node, &error);

      g_assert_true ((object == NULL) == (error != NULL));
      if (TOG_IS_TIMES (object))
        {
          g_autofree char *text = tog_times_to_text (TOG_TIMES (object));
          g_autoptr (JsonNode) again = tog_json_parse (text, -1, NULL);

          g_assert_nonnull (again);
        }
      g_clear_object (&object);
    }
}

/* Whatever comes in, it is JSON or an error, and JSON is a kind of object or an error. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tog_json_parse ((const char *) data, size, &error);
  g_autoptr (TogProblem) problem = NULL;
  g_autofree char *text = NULL;

  g_assert_true ((node == NULL) == (error != NULL));
  if (node == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  /* What was read can be written and read again, as far as numbers go at all. */
  text = tog_json_print (node);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  tog_json_find_line ((const char *) data, size, "/people/0/busy/0");
  check_objects (node);
  problem = tog_problem_from_json (node, NULL);
  return 0;
}
