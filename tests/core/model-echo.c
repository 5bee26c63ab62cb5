#include "config.h"

#include "tog-availability-settings.h"
#include "tog-booking.h"
#include "tog-history-item.h"
#include "tog-home.h"
#include "tog-json.h"
#include "tog-problem.h"
#include "tog-reminders.h"
#include "tog-source.h"
#include "tog-source-request.h"
#include "tog-times.h"

#include <stdio.h>
#include <string.h>

/*
 * Reads lines of a kind of object, a tab, and JSON; writes what the model makes of
 * each: "ok" and JSON, or "error" and a message.
 */

static char *
print (JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;

  return tog_json_print (owned);
}

#define ECHO(Type, type)                                                                           \
  static char *echo_##type (JsonNode *node, GError **error)                                        \
  {                                                                                                \
    g_autoptr (Type) object = tog_##type##_from_json (node, error);                                \
                                                                                                   \
    return object == NULL ? NULL : print (tog_##type##_to_json (object));                          \
  }

/* clang-format off */
ECHO (TogBooking, booking)
ECHO (TogGroup, group)
ECHO (TogHome, home)
ECHO (TogMatch, match)
ECHO (TogMe, me)
ECHO (TogNote, note)
ECHO (TogSession, session)
/* clang-format on */

static char *
echo_times (JsonNode *node, GError **error)
{
  g_autoptr (TogTimes) times = tog_times_from_json (node, error);

  return times == NULL ? NULL : tog_times_to_text (times);
}

static char *
echo_move (JsonNode *node, GError **error)
{
  g_autoptr (TogBooking) move = tog_booking_move_from_json (node, error);

  return move == NULL ? NULL : print (tog_booking_to_json (move));
}

static char *
echo_history_item (JsonNode *node, GError **error)
{
  g_autoptr (TogHistoryItem) item = tog_history_item_from_json (node, error);
  GString *json;

  if (item == NULL)
    return NULL;
  json = g_string_new (NULL);
  tog_history_item_append_json (json, item);
  return g_string_free (json, FALSE);
}

static char *
echo_reminders (JsonNode *node, GError **error)
{
  TogReminders reminders;

  return tog_reminders_read (&reminders, node, error) ? tog_reminders_to_text (&reminders) : NULL;
}

/* What is read into a struct, and what was read freed again. */
#define ECHO_STRUCT(Type, type)                                                                    \
  static char *echo_##type (JsonNode *node, GError **error)                                        \
  {                                                                                                \
    g_auto (Type) self = { 0 };                                                                    \
                                                                                                   \
    return tog_##type##_read (&self, node, error) ? tog_##type##_to_text (&self) : NULL;           \
  }

/* clang-format off */
ECHO_STRUCT (TogAddressRequest, address_request)
ECHO_STRUCT (TogAvailabilitySettings, availability_settings)
ECHO_STRUCT (TogBusyRequest, busy_request)
ECHO_STRUCT (TogConfirmRequest, confirm_request)
/* clang-format on */

static char *
echo_sources (JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) sources = tog_sources_from_json (node, error);
  g_autoptr (GString) json = g_string_new ("{\"items\":[");

  if (sources == NULL)
    return NULL;
  for (guint i = 0; i < sources->len; i++)
    {
      g_autofree char *text = tog_source_to_text (g_ptr_array_index (sources, i));

      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", text);
    }
  return g_strconcat (json->str, "]}", NULL);
}

static char *
echo_problem (JsonNode *node, GError **error)
{
  g_autoptr (TogProblem) problem = tog_problem_from_json (node, error);

  return problem == NULL ? NULL : tog_problem_to_text (problem);
}

static const struct
{
  const char *kind;
  char *(*echo) (JsonNode *, GError **);
} echoes[] = {
  { "AddressRequest", echo_address_request },
  { "AvailabilitySettings", echo_availability_settings },
  { "Booking", echo_booking },
  { "BusyRequest", echo_busy_request },
  { "ConfirmRequest", echo_confirm_request },
  { "Group", echo_group },
  { "HistoryItem", echo_history_item },
  { "SourceList", echo_sources },
  { "Home", echo_home },
  { "Match", echo_match },
  { "Me", echo_me },
  { "Move", echo_move },
  { "Note", echo_note },
  { "Problem", echo_problem },
  { "Reminders", echo_reminders },
  { "Session", echo_session },
  { "Times", echo_times },
};

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      char *json = strchr (line, '\t');
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      *json++ = '\0';
      node = tog_json_parse (json, -1, &error);
      for (gsize i = 0; node != NULL && i < G_N_ELEMENTS (echoes); i++)
        if (g_str_equal (echoes[i].kind, line))
          text = echoes[i].echo (node, &error);
      printf ("%s\t%s\n", text == NULL ? "error" : "ok", text == NULL ? error->message : text);
      fflush (stdout);
    }
  free (g_steal_pointer (&line));
  return 0;
}
