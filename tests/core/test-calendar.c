#include "config.h"

#include "tog-calendar.h"
#include "tog-error.h"

#include <string.h>

#define WEEK_FROM "2026-10-19T00:00:00Z"
#define WEEK_TO "2026-11-09T00:00:00Z"

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\n" lines "END:VEVENT\r\n"

static TogSlot
parse_range (const char *from, const char *to)
{
  TogSlot range;

  g_assert_true (tog_instant_parse (from, &range.start, NULL));
  g_assert_true (tog_instant_parse (to, &range.end, NULL));
  return range;
}

static char *
print_set (const TogSlotSet *set)
{
  GString *text = g_string_new (NULL);
  const TogSlot *slots;
  gsize n_slots;

  slots = tog_slot_set_get_slots (set, &n_slots);
  for (gsize i = 0; i < n_slots; i++)
    {
      char start[TOG_INSTANT_LENGTH + 1];
      char end[TOG_INSTANT_LENGTH + 1];

      tog_instant_write (slots[i].start, start);
      tog_instant_write (slots[i].end, end);
      /* Months and what is smaller, down to minutes. */
      g_string_append_printf (text, "%s%.11s/%.11s", i > 0 ? " " : "", start + 5, end + 5);
    }
  return g_string_free (text, FALSE);
}

static TogSlotSet *
read_busy (const char *body,
           const char *zone_name,
           GHashTable *own_uids,
           TogSlot range,
           GError **error)
{
  g_autofree char *text = g_strconcat (
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n", body, "END:VCALENDAR\r\n", NULL);
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, NULL);

  return tog_calendar_read_busy (text,
                                 strlen (text),
                                 "me@example.org",
                                 own_uids,
                                 zone,
                                 range,
                                 &TOG_CALENDAR_DEFAULT_LIMITS,
                                 error);
}

typedef struct
{
  const char *path;
  const char *body;
  const char *zone; /* (nullable): Europe/London */
  const char *busy;
} BusyCase;

static const BusyCase busy_cases[] = {
  /* P14: recurrences. */
  { "P14/weekly-over-clock-change",
    EVENT (
        "DTSTART;TZID=Europe/London:20260105T090000\r\nDTEND;TZID=Europe/London:20260105T100000\r\n"
        "RRULE:FREQ=WEEKLY\r\n"),
    NULL,
    "10-19T08:00/10-19T09:00 10-26T09:00/10-26T10:00 11-02T09:00/11-02T10:00" },
  { "P14/weekly-in-new-york",
    EVENT ("DTSTART;TZID=America/New_York:20260105T090000\r\nDURATION:PT1H\r\n"
           "RRULE:FREQ=WEEKLY\r\n"),
    NULL,
    "10-19T13:00/10-19T14:00 10-26T13:00/10-26T14:00 11-02T14:00/11-02T15:00" },
  { "P14/begun-years-ago",
    EVENT ("DTSTART:19700105T090000Z\r\nDTEND:19700105T091500Z\r\n"
           "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO\r\n"),
    NULL,
    "10-26T09:00/10-26T09:15" },
  { "P14/count-has-run-out",
    EVENT ("DTSTART:20261005T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"),
    NULL,
    "10-19T09:00/10-19T09:15 10-26T09:00/10-26T09:15" },
  { "P14/until-in-utc-includes-the-last",
    EVENT ("DTSTART;TZID=Europe/London:20261012T090000\r\nDURATION:PT15M\r\n"
           "RRULE:FREQ=WEEKLY;UNTIL=20261026T090000Z\r\n"),
    NULL,
    "10-19T08:00/10-19T08:15 10-26T09:00/10-26T09:15" },
  { "P14/doubled-weekday",
    EVENT (
        "DTSTART:20261022T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;BYDAY=TH,TH;COUNT=2\r\n"),
    NULL,
    "10-22T09:00/10-22T09:15 10-29T09:00/10-29T09:15" },
  { "P14/last-days-of-month",
    EVENT ("DTSTART:20260130T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=DAILY;BYMONTHDAY=-1,-2\r\n"),
    NULL,
    "10-30T09:00/10-30T09:15 10-31T09:00/10-31T09:15" },
  { "P14/rdate",
    EVENT (
        "DTSTART:20261020T090000Z\r\nDURATION:PT15M\r\nRDATE:20261021T090000Z,20261022T100000Z\r\n"
        "RDATE;VALUE=PERIOD:20261023T090000Z/PT30M,20261024T090000Z/20261024T100000Z\r\n"),
    NULL,
    "10-20T09:00/10-20T09:15 10-21T09:00/10-21T09:15 10-22T10:00/10-22T10:15 "
    "10-23T09:00/10-23T09:30 10-24T09:00/10-24T10:00" },
  { "P14/exdate",
    EVENT ("DTSTART;TZID=Europe/"
           "London:20261019T090000\r\nDURATION:PT15M\r\nRRULE:FREQ=DAILY;COUNT=5\r\n"
           "EXDATE;TZID=Europe/London:20261020T090000\r\nEXDATE:20261021T080000Z\r\n"
           "EXDATE;VALUE=DATE:20261022\r\n"),
    NULL,
    "10-19T08:00/10-19T08:15 10-23T08:00/10-23T08:15" },
  { "P14/exdate-of-all-day",
    EVENT ("DTSTART;VALUE=DATE:20261101\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:"
           "20261102\r\n"),
    NULL,
    "11-01T00:00/11-02T00:00 11-03T00:00/11-04T00:00" },
  { "P14/moved",
    EVENT ("DTSTART;TZID=Europe/London:20261005T090000\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY\r\n")
        EVENT ("RECURRENCE-ID;TZID=Europe/London:20261026T090000\r\n"
               "DTSTART;TZID=Europe/London:20261027T150000\r\nDURATION:PT30M\r\n"),
    NULL,
    "10-19T08:00/10-19T08:15 10-27T15:00/10-27T15:30 11-02T09:00/11-02T09:15" },
  { "P14/moved-into-view-and-out",
    EVENT ("DTSTART:20260105T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;UNTIL="
           "20261031T000000Z\r\n")
        EVENT ("RECURRENCE-ID:20260105T090000Z\r\nDTSTART:20261105T090000Z\r\nDURATION:PT15M\r\n")
            EVENT (
                "RECURRENCE-ID:20261019T090000Z\r\nDTSTART:20271105T090000Z\r\nDURATION:PT15M\r\n"),
    NULL,
    "10-26T09:00/10-26T09:15 11-05T09:00/11-05T09:15" },
  { "P14/one-cancelled",
    EVENT ("DTSTART:20261019T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n") EVENT (
        "RECURRENCE-ID:20261026T090000Z\r\nSTATUS:CANCELLED\r\nDTSTART:20261026T090000Z\r\n"),
    NULL,
    "10-19T09:00/10-19T09:15" },
  { "P14/this-and-future",
    EVENT ("DTSTART:20261019T090000Z\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n")
        EVENT ("RECURRENCE-ID;RANGE=THISANDFUTURE:20261026T090000Z\r\nDTSTART:20261027T100000Z\r\n"
               "DURATION:PT30M\r\n"),
    NULL,
    "10-19T09:00/10-19T09:15 10-27T10:00/10-27T10:30 11-03T10:00/11-03T10:30" },
  { "P14/another-series-of-no-uid",
    "BEGIN:VEVENT\r\nDTSTART:20261019T090000Z\r\nDURATION:PT15M\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nRECURRENCE-ID:20261019T090000Z\r\nDTSTART:20261020T090000Z\r\n"
    "DURATION:PT15M\r\nEND:VEVENT\r\n",
    NULL,
    "10-19T09:00/10-19T09:15 10-20T09:00/10-20T09:15" },
  { "P14/hourly",
    EVENT ("DTSTART:20261020T080000Z\r\nDURATION:PT15M\r\n"
           "RRULE:FREQ=HOURLY;INTERVAL=4;UNTIL=20261020T170000Z\r\n"),
    NULL,
    "10-20T08:00/10-20T08:15 10-20T12:00/10-20T12:15 10-20T16:00/10-20T16:15" },
  { "P14/start-that-does-not-exist",
    EVENT ("DTSTART;TZID=America/New_York:20260308T023000\r\nDURATION:PT15M\r\n"
           "RRULE:FREQ=YEARLY;BYMONTH=3,11;BYDAY=1SU\r\n"),
    NULL,
    "11-01T07:30/11-01T07:45" },

  /* P15: what blocks. */
  { "P15/all-day",
    EVENT ("DTSTART;VALUE=DATE:20261025\r\nDTEND;VALUE=DATE:20261026\r\n"),
    NULL,
    "10-24T23:00/10-26T00:00" },
  { "P15/all-day-without-end",
    EVENT ("DTSTART;VALUE=DATE:20261020\r\n"),
    "Asia/Kathmandu",
    "10-19T18:15/10-20T18:15" },
  { "P15/all-day-of-three",
    EVENT ("DTSTART;VALUE=DATE:20261031\r\nDURATION:P3D\r\n"),
    "America/New_York",
    "10-31T04:00/11-03T05:00" },
  { "P15/all-day-yearly",
    EVENT ("DTSTART;VALUE=DATE:19801020\r\nDTEND;VALUE=DATE:19801021\r\nRRULE:FREQ=YEARLY\r\n"),
    NULL,
    "10-19T23:00/10-20T23:00" },
  { "P15/transparent",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nTRANSP:TRANSPARENT\r\n"),
    NULL,
    "" },
  { "P15/cancelled",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nSTATUS:CANCELLED\r\n"),
    NULL,
    "" },
  { "P15/tentative",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nSTATUS:TENTATIVE\r\n"),
    NULL,
    "10-20T09:00/10-20T10:00" },
  { "P15/declined",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\n"
           "ATTENDEE;CN=\"A:B;C\";PARTSTAT=ACCEPTED:mailto:you@example.org\r\n"
           "ATTENDEE;CN=Me;PARTSTAT=DECLINED:MAILTO:Me@Example.org\r\n"),
    NULL,
    "" },
  { "P15/declined-by-another",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\n"
           "ATTENDEE;PARTSTAT=DECLINED:mailto:you@example.org\r\n"),
    NULL,
    "10-20T09:00/10-20T10:00" },
  { "P15/private",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nCLASS:PRIVATE\r\nSUMMARY:Secret\r\n"),
    NULL,
    "10-20T09:00/10-20T10:00" },
  { "P15/free-says-outlook",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"),
    NULL,
    "" },
  { "P15/of-no-length",
    EVENT ("DTSTART:20261020T090000Z\r\n")
        EVENT ("DTSTART:20261021T090000Z\r\nDTEND:20261021T080000Z\r\n")
            EVENT ("DTSTART:20261022T090000Z\r\nDURATION:-PT1H\r\n"),
    NULL,
    "" },
  { "P15/free-busy",
    "BEGIN:VFREEBUSY\r\n"
    "FREEBUSY:20261020T090000Z/PT1H,20261020T100000Z/20261020T110000Z\r\n"
    "FREEBUSY;FBTYPE=FREE:20261021T090000Z/PT1H\r\n"
    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261022T090000Z/PT1H\r\n"
    "END:VFREEBUSY\r\n",
    NULL,
    "10-20T09:00/10-20T11:00 10-22T09:00/10-22T10:00" },

  /* Padding, clipping, and what floats. */
  { "padded-to-quarters",
    EVENT ("DTSTART:20261020T090100Z\r\nDTEND:20261020T091501Z\r\n"),
    NULL,
    "10-20T09:00/10-20T09:30" },
  { "clipped",
    EVENT ("DTSTART:20261018T090000Z\r\nDTEND:20261019T010000Z\r\n")
        EVENT ("DTSTART:20261108T233000Z\r\nDTEND:20261109T010000Z\r\n")
            EVENT ("DTSTART:20261018T230000Z\r\nDTEND:20261019T000000Z\r\n"),
    NULL,
    "10-19T00:00/10-19T01:00 11-08T23:30/11-09T00:00" },
  { "longer-than-the-range",
    EVENT ("DTSTART;VALUE=DATE:20200101\r\nDTEND;VALUE=DATE:20300101\r\n"),
    NULL,
    "10-19T00:00/11-09T00:00" },
  { "floating",
    EVENT ("DTSTART:20261020T090000\r\nDURATION:PT1H\r\n"),
    "Asia/Tokyo",
    "10-20T00:00/10-20T01:00" },
  { "alarm-is-no-event",
    EVENT ("DTSTART:20261020T090000Z\r\nDURATION:PT1H\r\n"
           "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDURATION:PT9H\r\nSTATUS:CANCELLED\r\nEND:VALARM\r\n"),
    NULL,
    "10-20T09:00/10-20T10:00" },
  { "todo-does-not-block",
    "BEGIN:VTODO\r\nDTSTART:20261020T090000Z\r\nDURATION:PT1H\r\nEND:VTODO\r\n",
    NULL,
    "" },
  { "folded-and-bare-line-feeds",
    "BEGIN:VEVENT\nDTSTART;TZID=Europe/\n London:2026\n\t1020T090000\nDURATION:PT1H\nSUMMARY:a\nno "
    "colon\n"
    "END:VEVENT\n",
    NULL,
    "10-20T08:00/10-20T09:00" },

  /* P17: zones. */
  { "P17/windows",
    EVENT ("DTSTART;TZID=GMT Standard Time:20261020T090000\r\nDURATION:PT1H\r\n")
        EVENT ("DTSTART;TZID=\"W. Europe Standard Time\":20261021T090000\r\nDURATION:PT1H\r\n"),
    NULL,
    "10-20T08:00/10-20T09:00 10-21T07:00/10-21T08:00" },
  { "P17/renamed",
    EVENT ("DTSTART;TZID=Asia/Calcutta:20261020T090000\r\nDURATION:PT1H\r\n")
        EVENT ("DTSTART;TZID=Europe/Kiev:20261021T090000\r\nDURATION:PT1H\r\n"),
    NULL,
    "10-20T03:30/10-20T04:30 10-21T06:00/10-21T07:00" },
  { "P17/with-a-prefix",
    EVENT ("DTSTART;TZID=/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires:"
           "20261020T090000\r\nDURATION:PT1H\r\n")
        EVENT (
            "DTSTART;TZID=/softwarestudio.org/Olson_20011030_5/America/New_York:20261021T090000\r\n"
            "DURATION:PT1H\r\n"),
    NULL,
    "10-20T12:00/10-20T13:00 10-21T13:00/10-21T14:00" },
  { "P17/custom",
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n" EVENT (
        "DTSTART;TZID=Customized Time Zone:20261026T090000\r\nDURATION:PT1H\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
    NULL,
    "10-26T13:00/10-26T14:00 11-02T14:00/11-02T15:00" },
  { "P17/custom-whose-rules-have-ended",
    "BEGIN:VTIMEZONE\r\nTZID:Mine\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19900325T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=19990328T010000Z\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19900930T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU;UNTIL=19990926T010000Z\r\nEND:STANDARD\r\n"
    "BEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0545\r\n"
    "RDATE:20010101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT (
        "DTSTART;TZID=Mine:20261020T090000\r\nDURATION:PT1H\r\n"),
    NULL,
    "10-20T03:15/10-20T04:15" },
  { "P17/location",
    "BEGIN:VTIMEZONE\r\nTZID:Office\r\nX-LIC-LOCATION:Europe/Paris\r\nEND:VTIMEZONE\r\n" EVENT (
        "DTSTART;TZID=Office:20261020T090000\r\nDURATION:PT1H\r\n"),
    NULL,
    "10-20T07:00/10-20T08:00" },
  { "P17/system-zone-before-a-wrong-definition",
    "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT (
        "DTSTART;TZID=Europe/London:20261020T090000\r\nDURATION:PT1H\r\n"),
    NULL,
    "10-20T08:00/10-20T09:00" },
};

static void
check_busy (gconstpointer data)
{
  const BusyCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) set = read_busy (test->body,
                                          test->zone == NULL ? "Europe/London" : test->zone,
                                          NULL,
                                          parse_range (WEEK_FROM, WEEK_TO),
                                          &error);
  g_autofree char *busy = NULL;

  g_assert_no_error (error);
  busy = print_set (set);
  g_assert_cmpstr (busy, ==, test->busy);
}

#define WEEKLY "DTSTART;TZID=Europe/London:20261020T090000\r\nDURATION:PT1H\r\n"

/* What is known better than the calendar has it: once, as long as its owner doesn't have it
 * recur. */
static const BusyCase own_cases[] = {
  { "once", EVENT (WEEKLY), NULL, "" },
  { "P14/rule",
    EVENT (WEEKLY "RRULE:FREQ=WEEKLY\r\n"),
    NULL,
    "10-27T09:00/10-27T10:00 11-03T09:00/11-03T10:00" },
  { "P14/dates",
    EVENT (WEEKLY "RDATE;TZID=Europe/London:20261020T090000,20261021T090000\r\n"),
    NULL,
    "10-21T08:00/10-21T09:00" },
  { "P14/days",
    EVENT ("DTSTART;VALUE=DATE:20261020\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"),
    NULL,
    "10-20T23:00/10-21T23:00" },
  { "P14/begun-before",
    EVENT ("DTSTART:20260929T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"),
    NULL,
    "10-20T09:00/10-20T10:00" },
  /* The first one stays what it is wherever it was moved, before and after the series. */
  { "P14/moved",
    EVENT ("RECURRENCE-ID:20261020T080000Z\r\nDTSTART:20261022T080000Z\r\nDURATION:PT1H\r\n")
        EVENT (WEEKLY "RRULE:FREQ=WEEKLY\r\n")
            EVENT ("RECURRENCE-ID;TZID=Europe/London:20261027T090000\r\n"
                   "DTSTART:20261028T120000Z\r\nDURATION:PT2H\r\n"),
    NULL,
    "10-28T12:00/10-28T14:00 11-03T09:00/11-03T10:00" },
  { "P14/moved-day",
    EVENT ("DTSTART;VALUE=DATE:20261020\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")
        EVENT ("RECURRENCE-ID;VALUE=DATE:20261020\r\nDTSTART;VALUE=DATE:20261024\r\n"),
    NULL,
    "10-20T23:00/10-21T23:00" },
  { "without-its-series",
    EVENT ("RECURRENCE-ID:20261020T080000Z\r\nDTSTART:20261022T080000Z\r\nDURATION:PT1H\r\n"),
    NULL,
    "" },
  { "P14/another",
    EVENT (WEEKLY "RRULE:FREQ=WEEKLY;COUNT=1\r\n") "BEGIN:VEVENT\r\nUID:2\r\n" WEEKLY
                                                   "RRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\n",
    NULL,
    "10-20T08:00/10-20T09:00 10-27T09:00/10-27T10:00" },
};

static void
check_own (gconstpointer data)
{
  const BusyCase *test = data;
  g_autoptr (GHashTable) own_uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) set = NULL;
  g_autofree char *busy = NULL;

  g_hash_table_add (own_uids, (gpointer) "1");
  set = read_busy (test->body, "Europe/London", own_uids, parse_range (WEEK_FROM, WEEK_TO), &error);
  g_assert_no_error (error);
  busy = print_set (set);
  g_assert_cmpstr (busy, ==, test->busy);
}

typedef struct
{
  const char *path;
  const char *text;
  int code;
  const char *message;
} BadCase;

#define HEAD "BEGIN:VCALENDAR\nVERSION:2.0\n"
#define TAIL "END:VCALENDAR\n"

static const BadCase bad_cases[] = {
  { "P28/empty", "", TOG_ERROR_MALFORMED, "The calendar is empty" },
  { "P28/blank", " \r\n\r\n", TOG_ERROR_MALFORMED, "The calendar is empty" },
  { "P28/web-page",
    "\n<!doctype html>\n<title>Sign in</title>",
    TOG_ERROR_MALFORMED,
    "This is not a calendar. It is a web page; the address of a calendar is needed, not of a "
    "page about it" },
  { "P28/json", "{\"error\":\"gone\"}", TOG_ERROR_MALFORMED, "This is not a calendar. It is JSON" },
  { "P28/zip",
    "PK\x03\x04",
    TOG_ERROR_MALFORMED,
    "This is not a calendar. It is a ZIP archive; unpack it first" },
  { "P28/contacts",
    "BEGIN:VCARD\nEND:VCARD\n",
    TOG_ERROR_MALFORMED,
    "This is not a calendar. It is an address book" },
  { "P28/text",
    "hello",
    TOG_ERROR_MALFORMED,
    "This is not a calendar. It does not begin with BEGIN:VCALENDAR" },
  { "P28/truncated",
    HEAD "BEGIN:VEVENT\nDTSTART:2026",
    TOG_ERROR_MALFORMED,
    "The calendar is cut off: VEVENT from line 3 is not ended" },
  { "P28/truncated-between-events",
    HEAD "BEGIN:VEVENT\nEND:VEVENT\n",
    TOG_ERROR_MALFORMED,
    "The calendar is cut off: VCALENDAR from line 1 is not ended" },
  { "P28/crossed",
    HEAD "BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\n",
    TOG_ERROR_MALFORMED,
    "Line 5 of the calendar ends VEVENT, but VALARM from line 4 is not ended" },
  { "P28/ended-twice",
    HEAD TAIL TAIL,
    TOG_ERROR_MALFORMED,
    "Line 4 of the calendar ends VCALENDAR, which never began" },
  { "P28/deep",
    HEAD "BEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n",
    TOG_ERROR_LIMIT,
    "Line 6 of the calendar: it has more than 4 levels of components" },
  { "P16/unknown-zone",
    HEAD
    "BEGIN:VEVENT\nDTSTART;TZID=Mars/Olympus:20261020T090000\nDURATION:PT1H\nEND:VEVENT\n" TAIL,
    TOG_ERROR_UNKNOWN_ZONE,
    "The calendar uses a time zone that is not known: “Mars/Olympus”" },
  { "P16/no-such-day",
    HEAD "BEGIN:VEVENT\nDTSTART:20260230T090000\nDURATION:PT1H\nEND:VEVENT\n" TAIL,
    TOG_ERROR_MALFORMED,
    "Line 4 of the calendar holds no valid date or time" },
  { "P16/bad-duration",
    HEAD "BEGIN:VEVENT\nDTSTART:20260220T090000\nDURATION:1H\nEND:VEVENT\n" TAIL,
    TOG_ERROR_MALFORMED,
    "Line 5 of the calendar holds no valid duration" },
  { "P16/bad-rule",
    HEAD
    "BEGIN:VEVENT\nDTSTART:20260220T090000\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES\nEND:VEVENT\n" TAIL,
    TOG_ERROR_MALFORMED,
    "Line 6 of the calendar: the recurrence rule has a part that can't be understood" },
  { "P16/bad-zone",
    HEAD "BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n"
         "BEGIN:VEVENT\nDTSTART;TZID=X:20261020T090000\nDURATION:PT1H\nEND:VEVENT\n" TAIL,
    TOG_ERROR_MALFORMED,
    "Line 3 of the calendar: the time zone says nothing of its offset" },
  { "P29/every-second",
    HEAD "BEGIN:VEVENT\nDTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\n"
         "END:VEVENT\n" TAIL,
    TOG_ERROR_LIMIT,
    "Line 6 of the calendar: the calendar repeats more often than can be looked at" },
  { "P29/counted-from-the-year-one",
    HEAD "BEGIN:VEVENT\nDTSTART:00010101T000000Z\nDURATION:PT1S\n"
         "RRULE:FREQ=HOURLY;COUNT=99999999\nEND:VEVENT\n" TAIL,
    TOG_ERROR_LIMIT,
    "Line 6 of the calendar: the calendar repeats more often than can be looked at" },
};

static void
check_bad (gconstpointer data)
{
  const BadCase *test = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (tog_calendar_read_busy (test->text,
                                         strlen (test->text),
                                         NULL,
                                         NULL,
                                         tog_zone_utc (),
                                         parse_range (WEEK_FROM, WEEK_TO),
                                         &TOG_CALENDAR_DEFAULT_LIMITS,
                                         &error));
  g_assert_error (error, TOG_ERROR, test->code);
  g_assert_cmpstr (error->message, ==, test->message);
}

/* What can't be understood, but wouldn't block, is nobody's trouble. */
static void
check_harmless (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) set =
      read_busy (EVENT ("DTSTART;TZID=Mars/Olympus:2026\r\nTRANSP:TRANSPARENT\r\n")
                     EVENT ("RRULE:FREQ=SOMETIMES\r\n"),
                 "UTC",
                 NULL,
                 parse_range (WEEK_FROM, WEEK_TO),
                 &error);
  gsize n_slots;

  g_assert_no_error (error);
  tog_slot_set_get_slots (set, &n_slots);
  g_assert_cmpuint (n_slots, ==, 0);
}

/* Rules that never come, or that other readers hang on, cost what the range costs. */
static void
check_endless (void)
{
  static const char *const rules[] = {
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=100",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6",
    "FREQ=MINUTELY;BYHOUR=25",
    "FREQ=MONTHLY;INTERVAL=1000000",
    "FREQ=YEARLY;INTERVAL=1000000;COUNT=100000000",
    "FREQ=MONTHLY;BYSETPOS=366",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *body = g_strdup_printf (
          EVENT ("DTSTART:20000101T000000Z\r\nDURATION:PT0S\r\nRRULE:%s\r\n"), rules[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TogSlotSet) set =
          read_busy (body, "UTC", NULL, parse_range (WEEK_FROM, WEEK_TO), &error);

      if (set == NULL)
        {
          g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
          g_assert_cmpstr (rules[i], ==, "FREQ=MINUTELY;BYHOUR=25");
        }
    }
}

static void
check_limits (void)
{
  g_autofree char *zeros = g_malloc0 (64);
  g_autofree char *huge = g_malloc (TOG_CALENDAR_DEFAULT_LIMITS.bytes + 1);
  g_autofree char *long_line = g_strnfill (TOG_CALENDAR_DEFAULT_LIMITS.line_bytes, 'x');
  g_autofree char *long_text = g_strconcat (HEAD "SUMMARY:", long_line, "\n" TAIL, NULL);
  g_autoptr (GString) many = g_string_new (HEAD);
  static const struct
  {
    const char *message;
  } expected[] = {
    { "This is not a calendar. It does not begin with BEGIN:VCALENDAR" },
    { "The calendar is larger than 16384 KiB" },
    { "Line 3 of the calendar is longer than 262144 bytes" },
    { "Line 100001 of the calendar: it has more than 50000 components" },
    { "The calendar holds a NUL byte, which is no text" },
  };
  const char *texts[G_N_ELEMENTS (expected)];
  gsize lengths[G_N_ELEMENTS (expected)];

  for (guint i = 0; i < TOG_CALENDAR_DEFAULT_LIMITS.components; i++)
    g_string_append (many, "BEGIN:A\nEND:A\n");
  memset (huge, 'x', TOG_CALENDAR_DEFAULT_LIMITS.bytes + 1);

  texts[0] = zeros, lengths[0] = 64;
  texts[1] = huge, lengths[1] = TOG_CALENDAR_DEFAULT_LIMITS.bytes + 1;
  texts[2] = long_text, lengths[2] = strlen (long_text);
  texts[3] = many->str, lengths[3] = many->len;
  texts[4] = HEAD "\0" TAIL, lengths[4] = strlen (HEAD) + 1 + strlen (TAIL);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
          tog_calendar_check (texts[i], lengths[i], &TOG_CALENDAR_DEFAULT_LIMITS, &error));
      g_assert_cmpstr (error->message, ==, expected[i].message);
    }
}

static void
check_lookup_zone (void)
{
  static const struct
  {
    const char *tzid;
    const char *name; /* (nullable): there is none */
  } cases[] = {
    { "Europe/London", "Europe/London" },
    { "gmt standard time", "Europe/London" },
    { "Romance Standard Time", "Europe/Paris" },
    { "/citadel.org/20210210_1/Europe/London", "Europe/London" },
    { "/mozilla.org/20050126_1/Asia/Tokyo", "Asia/Tokyo" },
    { "../../etc/passwd", NULL },
    { "/etc/passwd", NULL },
    { "/", NULL },
    { "", NULL },
    { "Nowhere", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TogZone) zone = tog_calendar_lookup_zone (cases[i].tzid, &error);

      g_assert_cmpstr (zone == NULL ? NULL : tog_zone_get_name (zone), ==, cases[i].name);
      g_assert_true ((zone == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (busy_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/calendar/", busy_cases[i].path, NULL);

      g_test_add_data_func (path, &busy_cases[i], check_busy);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (own_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/calendar/own/", own_cases[i].path, NULL);

      g_test_add_data_func (path, &own_cases[i], check_own);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/calendar/bad/", bad_cases[i].path, NULL);

      g_test_add_data_func (path, &bad_cases[i], check_bad);
    }
  g_test_add_func ("/calendar/harmless", check_harmless);
  g_test_add_func ("/calendar/P29/endless", check_endless);
  g_test_add_func ("/calendar/P29/limits", check_limits);
  g_test_add_func ("/calendar/P17/lookup-zone", check_lookup_zone);

  return g_test_run ();
}
