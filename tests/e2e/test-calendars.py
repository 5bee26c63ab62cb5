"""From an event in somebody's own calendar to a time that others can't choose any more."""
import datetime
import re
import sqlite3

from calendars import CalDav, DesktopCalendar, missing, offer_data_server
from scheduler import MENTOR, PATIENCE, Member, Server
from session import Session
from steps import open_week, sign_in
from tap import Skip, main, test

WHEN = re.compile(r"(\d+) (\w+)(?: (\d{4}))?, (\d\d):(\d\d) to (\d\d):(\d\d)")


def read_cell(name):
    """When a cell's session would be; in Lisbon in winter and in UTC the clocks show the same."""
    day, month, year, *clock = WHEN.search(name).groups()
    now = datetime.datetime.now()
    start = datetime.datetime.strptime("%s %s %s" % (day, month, year or now.year), "%d %B %Y")
    if not year and start < now - datetime.timedelta(days=180):
        start = start.replace(year=now.year + 1)
    return start.replace(hour=int(clock[0]), minute=int(clock[1]))


def pick_free(app):
    """A free cell that is still so in a while, in the midst of those of its week."""
    soon = datetime.datetime.now() + datetime.timedelta(hours=2)

    def list_free():
        cells = app.find_all("table cell", "*, available*", shown=False)
        return [name for name in (node.name for node in cells) if read_cell(name) > soon]

    if not list_free():
        app.activate("push button", "Next Week", shown=False)
        app.wait(list_free, "there is no free time", 30 * PATIENCE)
    free = list_free()
    return free[len(free) // 2]


@test("/calendars/P14/P16/P20/from-caldav-to-another-members-window")
def shares():
    if reason := missing():
        raise Skip(reason)
    with Server() as server, Session(keyring=True) as mine, Session(keyring=True) as other:
        offer_data_server(mine)
        caldav = CalDav(mine)
        with sign_in(other, server, address=MENTOR) as theirs:
            open_week(theirs, "In?s")
            cell = pick_free(theirs)
            start = read_cell(cell)
            beginning = cell[:WHEN.search(cell).end()] + "*"
            caldav.add_event("another", start + datetime.timedelta(minutes=5),
                             start + datetime.timedelta(minutes=40))
            caldav.add_to_desktop("My Work")

            with sign_in(mine, server) as app:
                app.activate("*", "Availability")
                app.activate("check box", "My Work", shown=False, timeout=60 * PATIENCE)
                app.find("label", "1 busy time in the next 8 weeks", shown=False,
                         timeout=60 * PATIENCE)
                app.expect_names()
                app.grab("list item", "Show All of Them")
                app.key("Return")
                app.wait(lambda: "–" in str(app.focused()), "the focus says no busy time")
                app.key("Escape")
                app.wait(lambda: "What Leaves This Computer" not in
                         [window["name"] for window in app.windows()], "Escape closes nothing")
                # Nothing has left the computer so far.
                assert theirs.has("table cell", beginning + ", available*", shown=False)
                app.activate("push button", "Share Busy Times", shown=False)
                theirs.find("table cell", beginning + " busy*", shown=False,
                            timeout=60 * PATIENCE)
                assert not theirs.has("table cell", beginning + ", available*", shown=False)

                # No word of what it is came along.
                with sqlite3.connect(server.database) as database:
                    said = "\n".join(database.iterdump())
                for word in ("Salary", "Room 5", "My Work"):
                    assert word not in said, word

                app.activate("push button", "Stop Sharing?", shown=False)
                app.activate("push button", "*Sharing", shown=False)
                theirs.find("table cell", beginning + ", available*", shown=False,
                            timeout=60 * PATIENCE)


def read_time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


@test("/calendars/P04/sessions-in-a-desktop-calendar")
def keeps_sessions():
    if reason := missing():
        raise Skip(reason)
    with Server() as server, Session(keyring=True) as mine:
        offer_data_server(mine)
        asha = Member(server, MENTOR)
        # Two times that suit both: one is to be the session's, the other is free.
        booked = asha.book(2 * 24 * 3600)
        other = asha.book(5 * 24 * 3600)
        asha.ask("POST", "/v1/sessions/%s/cancel" % other["id"], {"reason": None}, other["etag"])
        start, free = read_time(booked["start"]), read_time(other["start"])
        end = free + (read_time(booked["end"]) - start)
        caldav = CalDav(mine)
        caldav.add_to_desktop("Private")

        def is_at(time):
            event = caldav.find_event(booked["uid"])
            return event and "DTSTART:%s" % time.strftime("%Y%m%dT%H%M%SZ") in event

        with sign_in(mine, server) as app:
            app.activate("*", "Availability")
            app.find("combo box", "Put Sessions Into", shown=False, timeout=60 * PATIENCE)
            app.expect_names()
            app.grab("combo box", "Put Sessions Into")
            app.key("Return")
            app.settle()
            app.expect_names()
            app.key("Down", "Return")
            app.wait(lambda: is_at(start), "the session is not in the calendar", 60 * PATIENCE)
            app.find("label", "* are in it", shown=False, timeout=60 * PATIENCE)
            assert "ATTENDEE" not in caldav.find_event(booked["uid"])

            # Moved there, and proposed to the other one.
            desktop = DesktopCalendar(mine, "work")
            desktop.move(booked["uid"], free, end)
            # GTK 4.18 takes it for covered by the list that was closed.
            app.activate("page tab", "Home", shown=False)
            app.activate("push button", "Propose the time in your calendar for*", shown=False,
                         timeout=60 * PATIENCE)
            app.find("label", "In your calendar: *, available*", shown=False,
                     timeout=30 * PATIENCE)
            app.activate("push button", "Use This Time", shown=False)
            app.activate("push button", "*Send Update*")
            app.wait(lambda: read_time(asha.ask("GET", "/v1/sessions/" + booked["id"])["start"])
                     == free, "it was not moved", 30 * PATIENCE)
            app.gone("push button", "Propose the time in your calendar for*",
                     timeout=30 * PATIENCE)
            assert is_at(free)

            # Deleted there, and wanted back.
            desktop.remove(booked["uid"])
            app.wait(lambda: not is_at(free), "it is still there", 30 * PATIENCE)
            app.activate("push button", "Put * back in your calendar", shown=False,
                         timeout=60 * PATIENCE)
            app.wait(lambda: is_at(free), "it did not come back", 60 * PATIENCE)

            # Called off by the other one.
            now = asha.ask("GET", "/v1/sessions/" + booked["id"])
            asha.ask("POST", "/v1/sessions/%s/cancel" % booked["id"], {"reason": None},
                     now["etag"])
            app.wait(lambda: caldav.find_event(booked["uid"]) is None, "it is still there",
                     60 * PATIENCE)


@test("/calendars/P20/stopped-from-another-computer")
def stops_elsewhere():
    if reason := missing():
        raise Skip(reason)
    with Server() as server, Session(keyring=True) as here, Session(keyring=True) as there:
        offer_data_server(here)
        caldav = CalDav(here)
        start = datetime.datetime.now().replace(minute=0) + datetime.timedelta(days=2)
        caldav.add_event("event", start, start + datetime.timedelta(hours=1))
        caldav.add_to_desktop("My Work")
        with sign_in(there, server) as elsewhere, sign_in(here, server) as app:
            elsewhere.activate("*", "Availability")
            app.activate("*", "Availability")
            app.activate("check box", "My Work", shown=False, timeout=60 * PATIENCE)
            app.activate("push button", "Share Busy Times", shown=False, timeout=60 * PATIENCE)
            elsewhere.activate("push button", "Stop Sharing: A Calendar of Another Computer",
                               shown=False, timeout=60 * PATIENCE)
            app.find("label", "*Sharing was stopped elsewhere", shown=False,
                     timeout=60 * PATIENCE)
            elsewhere.gone("push button", "Stop Sharing: A Calendar of Another Computer")

            # It does not come back by itself.
            caldav.add_event("another", start + datetime.timedelta(hours=3),
                             start + datetime.timedelta(hours=4))
            app.settle()
            with sqlite3.connect(server.database) as database:
                kinds = database.execute(
                    "SELECT count(*) FROM calendar WHERE kind = 'desktop'").fetchone()
            assert kinds == (0,), kinds


main()
