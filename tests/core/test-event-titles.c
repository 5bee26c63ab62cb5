#include "tog-calendar.h"

#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define TITLE(text) TOG_CALENDAR_TITLE ":" text "\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\n" lines "END:VEVENT\r\n"
#define TEN_TIMES(text) text text text text text text text text text text

static TogInstant
at (const char *text)
{
  TogInstant instant;

  g_assert_true (tog_instant_parse (text, &instant, NULL));
  return instant;
}

static TogEventTitles *
read_titles (const char *events, TogSlotSet **busy)
{
  g_autofree char *text = g_strconcat (HEAD, events, TAIL, NULL);
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/London", NULL);
  TogSlot range = { at ("2026-11-23T00:00:00Z"), at ("2026-11-30T00:00:00Z") };
  g_autoptr (GError) error = NULL;

  *busy = tog_calendar_read_own (text,
                                 strlen (text),
                                 "me@example.org",
                                 NULL,
                                 zone,
                                 range,
                                 &TOG_CALENDAR_DEFAULT_LIMITS,
                                 titles,
                                 &error);
  g_assert_no_error (error);
  return g_steal_pointer (&titles);
}

static char *
join (const TogEventTitles *titles, const char *from, const char *to)
{
  g_autoptr (GPtrArray) list = tog_event_titles_list (titles, (TogSlot){ at (from), at (to) });

  g_ptr_array_add (list, NULL);
  return g_strjoinv ("|", (char **) list->pdata);
}

typedef struct
{
  const char *path;
  const char *events;
  const char *titles; /* on Tuesday from 10:00 to 10:45 */
} Case;

static const Case cases[] = {
  { "none", EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n"), "" },
  { "one", EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n" TITLE ("Dentist")), "Dentist" },
  { "padded-end",
    EVENT ("DTSTART:20261124T090000Z\r\nDURATION:PT61M\r\n" TITLE ("Dentist")),
    "Dentist" },
  { "padded-start",
    EVENT ("DTSTART:20261124T104400Z\r\nDURATION:PT1M\r\n" TITLE ("Dentist")),
    "Dentist" },
  { "touches",
    EVENT ("DTSTART:20261124T090000Z\r\nDURATION:PT1H\r\n" TITLE ("Before"))
        EVENT ("DTSTART:20261124T104500Z\r\nDURATION:PT1H\r\n" TITLE ("After")),
    "" },
  { "several-in-order",
    EVENT ("DTSTART:20261124T103000Z\r\nDURATION:PT1H\r\n" TITLE ("Lunch"))
        EVENT ("DTSTART:20261124T093000Z\r\nDURATION:PT1H\r\n" TITLE ("Dentist"))
            EVENT ("DTSTART:20261124T103000Z\r\nDURATION:PT30M\r\n" TITLE ("Lunch")),
    "Dentist|Lunch" },
  { "private",
    EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\nCLASS:PRIVATE\r\n" TITLE ("Interview")),
    "Interview" },
  { "all-day", EVENT ("DTSTART;VALUE=DATE:20261124\r\n" TITLE ("Leave")), "Leave" },
  { "what-does-not-block",
    EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\nTRANSP:TRANSPARENT\r\n" TITLE ("Fair"))
        EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\nSTATUS:CANCELLED\r\n" TITLE ("Off")),
    "" },
  { "moved-of-a-series",
    EVENT ("DTSTART:20261123T150000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n" TITLE (
        "Standup")) EVENT ("RECURRENCE-ID:20261124T150000Z\r\n"
                           "DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n" TITLE ("Long standup")),
    "Long standup" },
  { "series",
    EVENT ("DTSTART:20200107T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n" TITLE ("Choir")),
    "Choir" },
  { "long",
    EVENT (
        "DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n" TITLE (TEN_TIMES ("éééééééééééééééééééé"))),
    "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…" },
  { "right-to-left",
    EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n" TITLE ("\xe2\x80\xae רופא שיניים ")),
    "רופא שיניים" },
  { "blank", EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\n" TITLE (" \t\x01 ")), "" },
  /* What calendars from elsewhere call it isn't even kept. */
  { "P20/summary", EVENT ("DTSTART:20261124T100000Z\r\nDURATION:PT1H\r\nSUMMARY:Salary\r\n"), "" },
};

static void
check (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogEventTitles) titles = read_titles (one->events, &busy);
  g_autofree char *found = join (titles, "2026-11-24T10:00:00Z", "2026-11-24T10:45:00Z");

  g_assert_cmpstr (found, ==, one->titles);
}

/* What is taken over is what reaches into the week, and the original stays. */
static void
check_add_all (void)
{
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogEventTitles) from = read_titles (
      EVENT ("DTSTART:20261123T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\n" TITLE ("Run")),
      &busy);
  g_autoptr (TogEventTitles) titles = tog_event_titles_new ();
  g_autofree char *inside = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *before = NULL;

  tog_event_titles_add_all (
      titles, from, (TogSlot){ at ("2026-11-25T10:30:00Z"), at ("2026-11-26T00:00:00Z") });
  inside = join (titles, "2026-11-25T10:00:00Z", "2026-11-25T11:00:00Z");
  outside = join (titles, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z");
  before = join (from, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z");
  g_assert_cmpstr (inside, ==, "Run");
  g_assert_cmpstr (outside, ==, "");
  g_assert_cmpstr (before, ==, "Run");
}

/* A rule by the minute has more occurrences than are noted; what is busy stays whole. */
static void
check_many (void)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogEventTitles) titles = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  gsize n_slots;

  for (guint i = 0; i < 3; i++)
    g_string_append (
        events,
        EVENT (
            "DTSTART:20261123T000000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=MINUTELY\r\n" TITLE ("Beep")));
  titles = read_titles (events->str, &busy);
  first = join (titles, "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z");
  g_assert_cmpstr (first, ==, "Beep");
  tog_slot_set_get_slots (busy, &n_slots);
  g_assert_cmpuint (n_slots, ==, 1);
  tog_event_titles_add (titles,
                        (TogSlot){ at ("2027-01-01T10:00:00Z"), at ("2027-01-01T11:00:00Z") },
                        "One too many");
  last = join (titles, "2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z");
  g_assert_cmpstr (last, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/event-titles/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], check);
    }
  g_test_add_func ("/event-titles/add-all", check_add_all);
  g_test_add_func ("/event-titles/many", check_many);
  return g_test_run ();
}
