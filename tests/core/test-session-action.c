#include "config.h"

#include "tog-session-action.h"
#include "tog-session-request.h"

#include "tog-json.h"

#define START G_GINT64_CONSTANT (1795392000) /* 2026-11-23T00:00:00Z */
#define END (START + TOG_HOUR)
#define DAY TOG_DAY_SECONDS

static const TogSlot slot = { START, END };

static void
check_table (void)
{
  static const struct
  {
    TogSessionAction action;
    TogSessionState state;
    TogInstant now;
    TogActionVerdict verdict;
  } cases[] = {
    { TOG_ACTION_ANSWER, TOG_SESSION_SCHEDULED, START - 90 * DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_ANSWER, TOG_SESSION_SCHEDULED, END - 1, TOG_ACTION_ALLOWED },
    { TOG_ACTION_ANSWER, TOG_SESSION_SCHEDULED, END, TOG_ACTION_IS_OVER },
    { TOG_ACTION_ANSWER, TOG_SESSION_COMPLETED, START, TOG_ACTION_IS_COMPLETED },
    { TOG_ACTION_ANSWER, TOG_SESSION_CANCELLED, START - DAY, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_RESCHEDULE, TOG_SESSION_SCHEDULED, START - DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_RESCHEDULE, TOG_SESSION_SCHEDULED, END + DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_RESCHEDULE, TOG_SESSION_COMPLETED, END + DAY, TOG_ACTION_IS_COMPLETED },
    { TOG_ACTION_RESCHEDULE, TOG_SESSION_CANCELLED, START - DAY, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_CANCEL, TOG_SESSION_SCHEDULED, START - DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_CANCEL, TOG_SESSION_SCHEDULED, START, TOG_ACTION_ALLOWED },
    { TOG_ACTION_CANCEL, TOG_SESSION_SCHEDULED, END, TOG_ACTION_IS_OVER },
    { TOG_ACTION_CANCEL, TOG_SESSION_COMPLETED, START, TOG_ACTION_IS_COMPLETED },
    { TOG_ACTION_CANCEL, TOG_SESSION_CANCELLED, START - DAY, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_STATE, TOG_SESSION_SCHEDULED, START - 1, TOG_ACTION_TOO_EARLY },
    { TOG_ACTION_STATE, TOG_SESSION_SCHEDULED, START, TOG_ACTION_ALLOWED },
    { TOG_ACTION_STATE, TOG_SESSION_COMPLETED, END + 30 * DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_STATE, TOG_SESSION_CANCELLED, END, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_EDIT_AGENDA, TOG_SESSION_SCHEDULED, START - 30 * DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_EDIT_AGENDA, TOG_SESSION_COMPLETED, END + DAY, TOG_ACTION_ALLOWED },
    { TOG_ACTION_EDIT_AGENDA, TOG_SESSION_CANCELLED, START, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_JOIN, TOG_SESSION_SCHEDULED, START - 601, TOG_ACTION_TOO_EARLY },
    { TOG_ACTION_JOIN, TOG_SESSION_SCHEDULED, START - 600, TOG_ACTION_ALLOWED },
    { TOG_ACTION_JOIN, TOG_SESSION_SCHEDULED, END, TOG_ACTION_IS_OVER },
    { TOG_ACTION_JOIN, TOG_SESSION_CANCELLED, START, TOG_ACTION_IS_CANCELLED },
    { TOG_ACTION_SAY_LATE, TOG_SESSION_SCHEDULED, START - TOG_HOUR - 1, TOG_ACTION_TOO_EARLY },
    { TOG_ACTION_SAY_LATE, TOG_SESSION_SCHEDULED, START - TOG_HOUR, TOG_ACTION_ALLOWED },
    { TOG_ACTION_SAY_LATE, TOG_SESSION_SCHEDULED, END, TOG_ACTION_IS_OVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogActionVerdict verdict =
          tog_session_judge_action (cases[i].state, slot, cases[i].now, cases[i].action);

      g_assert_cmpstr (tog_action_verdict_to_string (verdict),
                       ==,
                       tog_action_verdict_to_string (cases[i].verdict));
    }
}

typedef gboolean (*ReadFunc) (gpointer self, JsonNode *node, GError **error);

/* Every body is read as it was written, and one with anything else in it is refused. */
static void
check_bodies (void)
{
  static const struct
  {
    ReadFunc read;
    char *(*to_text) (gconstpointer);
    void (*clear) (gpointer);
    const char *good;
    const char *const bad[6];
  } cases[] = {
    { (ReadFunc) tog_answer_request_read,
      (char *(*) (gconstpointer)) tog_answer_request_to_text,
      (void (*) (gpointer)) tog_answer_request_clear,
      "{\"answer\":\"declined\",\"reason\":\"At the dentist\"}",
      { "{}",
        "{\"answer\":\"pending\"}",
        "{\"answer\":\"maybe\"}",
        "{\"answer\":\"accepted\",\"state\":\"completed\"}",
        "{\"answer\":\"declined\",\"reason\":7}" } },
    { (ReadFunc) tog_cancel_request_read,
      (char *(*) (gconstpointer)) tog_cancel_request_to_text,
      (void (*) (gpointer)) tog_cancel_request_clear,
      "{\"reason\":\"Ill\"}",
      { "[]", "{\"why\":\"Ill\"}", "{\"reason\":[]}" } },
    { (ReadFunc) tog_complete_request_read,
      (char *(*) (gconstpointer)) tog_complete_request_to_text,
      NULL,
      "{\"held\":\"yes\",\"rating\":4}",
      { "{}",
        "{\"held\":\"unsaid\"}",
        "{\"held\":true}",
        "{\"held\":\"yes\",\"rating\":5}",
        "{\"held\":\"yes\",\"rating\":0}" } },
    { (ReadFunc) tog_record_request_read,
      (char *(*) (gconstpointer)) tog_record_request_to_text,
      (void (*) (gpointer)) tog_record_request_clear,
      "{\"planned_session_id\":\"p1\",\"start\":\"2026-11-20T10:00:00Z\",\"duration\":50,"
      "\"note\":\"In the café\\nwith cake\",\"rating\":1}",
      { "{\"planned_session_id\":\"p1\",\"start\":\"2026-11-20T10:00:00Z\"}",
        "{\"planned_session_id\":\"p 1\",\"start\":\"2026-11-20T10:00:00Z\",\"duration\":50}",
        "{\"planned_session_id\":\"p1\",\"start\":\"yesterday\",\"duration\":50}",
        "{\"planned_session_id\":\"p1\",\"start\":\"2026-11-20T10:00:00Z\",\"duration\":1441}" } },
    { (ReadFunc) tog_late_request_read,
      (char *(*) (gconstpointer)) tog_late_request_to_text,
      NULL,
      "{\"minutes\":10}",
      { "{}", "{\"minutes\":-1}", "{\"minutes\":121}", "{\"minutes\":\"10\"}" } },
    { (ReadFunc) tog_series_request_read,
      (char *(*) (gconstpointer)) tog_series_request_to_text,
      (void (*) (gpointer)) tog_series_request_clear,
      "{\"bookings\":[{\"planned_session_id\":\"p1\",\"start\":\"2026-11-24T10:00:00Z\","
      "\"duration\":45,\"zone\":\"Europe/Lisbon\",\"conference\":{\"kind\":\"none\",\"provider\":"
      "null,\"name\":null,\"url\":null,\"place\":null},\"message\":null}]}",
      { "{\"bookings\":[]}", "{\"bookings\":[{}]}", "{\"bookings\":7}", "{}" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      union
      {
        TogAnswerRequest answer;
        TogCancelRequest cancel;
        TogCompleteRequest complete;
        TogRecordRequest record;
        TogLateRequest late;
        TogSeriesRequest series;
      } body = { 0 };
      g_autoptr (JsonNode) node = tog_json_parse (cases[i].good, -1, NULL);
      g_autoptr (JsonNode) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_assert_true (cases[i].read (&body, node, &error));
      g_assert_no_error (error);
      text = cases[i].to_text (&body);
      if (cases[i].clear != NULL)
        cases[i].clear (&body);
      again = tog_json_parse (text, -1, NULL);
      g_assert_true (json_node_equal (node, again));

      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].bad) && cases[i].bad[j] != NULL; j++)
        {
          g_autoptr (JsonNode) bad = tog_json_parse (cases[i].bad[j], -1, NULL);
          g_autoptr (GError) refusal = NULL;

          g_assert_nonnull (bad);
          g_assert_false (cases[i].read (&body, bad, &refusal));
          g_assert_nonnull (refusal);
          if (cases[i].clear != NULL)
            cases[i].clear (&body);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-action/table", check_table);
  g_test_add_func ("/session-action/P21/bodies", check_bodies);

  return g_test_run ();
}
