"""Writes events into a CalDAV server as another program's user: ADDRESS MONDAY.

Makes a calendar there, prints its path, and fills it with what people have: a weekly
event of which one occurrence was moved and one cancelled, an all-day one, one in a
foreign zone, one that was moved out of sight. MONDAY is a date such as 20261130.
"""

import datetime
import sys

import caldav

IN_KOLKATA = "DTSTART;TZID=Asia/Kolkata:{0}T{1}00\nDTEND;TZID=Asia/Kolkata:{0}T{2}00\n"
ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
"""


def main(address, monday):
    first = datetime.datetime.strptime(monday, "%Y%m%d")

    def day(number):
        return (first + datetime.timedelta(days=number)).strftime("%Y%m%d")

    def event(uid, lines):
        return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260101T000000Z\nSUMMARY:Dentist\n{lines}END:VEVENT\n"

    def times(number, start, end):
        return IN_KOLKATA.format(day(number), start, end)

    client = caldav.DAVClient(address, username="ines", password="secret")
    calendar = client.principal().make_calendar(name="Work")
    kolkata = ZONE.format(name="Asia/Kolkata", offset="+0530")
    for text in (
        kolkata
        + event(
            "weekly",
            times(-7, "0900", "1000")
            + f"RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Asia/Kolkata:{day(7)}T090000\n",
        )
        + event("weekly", f"RECURRENCE-ID;TZID=Asia/Kolkata:{day(0)}T090000\n" + times(1, "1400", "1505")),
        kolkata
        + event("away", times(4, "0900", "1000") + "RRULE:FREQ=DAILY;COUNT=2\n")
        + event(
            "away",
            f"RECURRENCE-ID;TZID=Asia/Kolkata:{day(4)}T090000\n"
            "DTSTART:20990101T090000Z\nDTEND:20990101T100000Z\n",
        ),
        event("leave", f"DTSTART;VALUE=DATE:{day(2)}\nDTEND;VALUE=DATE:{day(3)}\n"),
        ZONE.format(name="Nepal Standard Time", offset="+0545")
        + event("foreign", f"DTSTART;TZID=Nepal Standard Time:{day(3)}T101500\nDURATION:PT45M\n"),
        event("cancelled", f"DTSTART:{day(3)}T120000Z\nDURATION:PT45M\nSTATUS:CANCELLED\n"),
    ):
        calendar.save_event(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{text}END:VCALENDAR\n")
    print(calendar.url.path, end="")


main(*sys.argv[1:])
