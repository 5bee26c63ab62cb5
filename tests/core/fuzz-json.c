#include "config.h"

#include "tog-availability-settings.h"
#include "tog-booking.h"
#include "tog-history-item.h"
#include "tog-home.h"
#include "tog-json.h"
#include "tog-note.h"
#include "tog-problem.h"
#include "tog-session-request.h"
#include "tog-source-request.h"
#include "tog-source.h"
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
    (TogJsonFunc) tog_times_from_json,        (TogJsonFunc) tog_history_item_from_json,
    (TogJsonFunc) tog_source_from_json,
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

/* What a member sends. */
typedef struct
{
  gboolean (*read) (gpointer self, JsonNode *node, GError **error);
  char *(*to_text) (gconstpointer self);
  void (*clear) (gpointer self); /* (nullable) */
} Request;

#define INPUT(name, clear)                                                                         \
  {                                                                                                \
    (gboolean (*) (gpointer, JsonNode *, GError **)) tog_##name##_read,                            \
        (char *(*) (gconstpointer)) tog_##name##_to_text, (GDestroyNotify) clear                   \
  }
#define REQUEST(name, clear) INPUT (name##_request, clear)

static const Request requests[] = {
  REQUEST (answer, tog_answer_request_clear),
  REQUEST (cancel, tog_cancel_request_clear),
  REQUEST (complete, NULL),
  REQUEST (late, NULL),
  REQUEST (record, tog_record_request_clear),
  REQUEST (series, tog_series_request_clear),
  REQUEST (busy, tog_busy_request_clear),
  REQUEST (confirm, tog_confirm_request_clear),
  REQUEST (address, tog_address_request_clear),
  INPUT (availability_settings, tog_availability_settings_clear),
};

typedef union
{
  TogAnswerRequest answer;
  TogCancelRequest cancel;
  TogCompleteRequest complete;
  TogLateRequest late;
  TogRecordRequest record;
  TogSeriesRequest series;
  TogBusyRequest busy;
  TogConfirmRequest confirm;
  TogAddressRequest address;
  TogAvailabilitySettings settings;
} AnyRequest;

/* Returns: what was read, written again; NULL where it is no such request */
static char *
rewrite (const Request *request, JsonNode *node)
{
  g_autoptr (GError) error = NULL;
  AnyRequest any = { 0 };
  gboolean good = request->read (&any, node, &error);
  char *text = good ? request->to_text (&any) : NULL;

  g_assert_true (good == (error == NULL));
  if (request->clear != NULL)
    request->clear (&any);
  return text;
}

static void
check_requests (JsonNode *node)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *once = rewrite (&requests[i], node);
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *twice = NULL;

      if (once == NULL)
        continue;
      again = tog_json_parse (once, -1, NULL);
      g_assert_nonnull (again);
      twice = rewrite (&requests[i], again);
      g_assert_cmpstr (once, ==, twice);
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
  check_requests (node);
  problem = tog_problem_from_json (node, NULL);
  return 0;
}
