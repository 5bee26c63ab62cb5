"""Booking a session from the first click to the invite in the mail, and what may go wrong."""
import signal
import threading
import time

import icalendar

from fault_proxy import (CUT_ANSWER, DROP_ANSWER, DROP_REQUEST, DUPLICATE, PORTAL,
                         FaultProxy)
from scheduler import MATCH, MENTEE, MENTOR, PATIENCE, MailSink, Member, Server, start_app
from session import Session
from steps import choose, open_more_actions, open_week, send, sign_in
from tap import main, test

FAULTS = [DROP_REQUEST, PORTAL, DROP_ANSWER, CUT_ANSWER, DUPLICATE]
MAIL = ("--mail-from", "sessions@meridian.example")


def read_invites(mails):
    """{recipient: event} as python3-icalendar reads them."""
    events = {}
    for recipients, message in mails:
        part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
        assert part.get_param("method") == "REQUEST", part["Content-Type"]
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert calendar["METHOD"] == "REQUEST"
        event, = calendar.walk("VEVENT")
        for recipient in recipients:
            assert recipient not in events, "two mails to " + recipient
            events[recipient] = event
    return events


@test("/booking/P35/story-by-keyboard-to-both-mailboxes")
def books():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session, sign_in(session, server) as app:
        # Every quarter of an hour is announced with weekday, date, time and state.
        open_week(app, "Hannah")
        cells = [node.name for node in app.find_all("table cell", "*", shown=False)
                 if " November" in node.name or " to " in node.name]
        assert len(cells) >= 7 * 96, len(cells)
        app.expect_names()
        # Tab leads into the grid and out of it again.
        app.grab("table cell")
        app.grab("push button", "Back")
        said = choose(app)
        send(app)

        events = read_invites(sink.wait(2))
        assert set(events) == {MENTEE, "hannah@meridian.example"}, events.keys()
        mine, theirs = events.values()
        assert mine["UID"] == theirs["UID"]
        assert int(mine.get("SEQUENCE", 0)) == 0
        assert len(mine["ATTENDEE"]) == 2
        assert "A week of yours" in mine["DESCRIPTION"]
        start = mine["DTSTART"].dt
        # In Lisbon in winter and in UTC the clocks show the same.
        assert "%02d:%02d to " % (start.hour, start.minute) in said, (start, said)
        assert "%d " % start.day in said
        time.sleep(2)
        assert len(sink.mails) == 2, "somebody got it twice"

        app.find("heading", "Next Session")
        assert not app.has("push button", "Book *Hannah*")
        app.activate("push button", "Open your sessions with Hannah*")
        app.find("label", "Scheduled, *", timeout=20 * PATIENCE)


@test("/booking/P28/links-that-are-not-https")
def refuses_links():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        open_week(app, "Asha")
        app.click("label", "My Own Link")
        for link in ("javascript:alert(1)", "http://meet.example/x", "nonsense"):
            app.fill("text", "Link*", link)
            app.grab("table cell")
            app.key("n", "Return")
            app.find("label", "Enter a link that begins with https://*")
            assert not app.has("push button", "*Send Invite*")


def send_again(app):
    """It repeats the same request by itself; where it gave up, the user does."""
    end = time.monotonic() + 60 * PATIENCE
    while buttons := app.find_all("push button", "*Send Invite*", shown=False):
        assert time.monotonic() < end, app.words()
        if "sensitive" in buttons[0].states:
            app.activate("push button", "*Send Invite*", shown=False)
        time.sleep(0.5)


@test("/booking/P25/server-killed-while-it-is-sent")
def books_once_over_a_crash():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session, sign_in(session, server) as app:
        open_week(app, "Asha")
        choose(app)
        server.stop(signal.SIGKILL)
        again = threading.Timer(2, server.start)
        again.start()
        app.activate("push button", "*Send Invite*")
        again.join()
        send_again(app)
        events = read_invites(sink.wait(2))
        assert set(events) == {MENTEE, MENTOR}
        time.sleep(2)
        assert len(sink.mails) == 2, "it was booked twice"


@test("/booking/P02/P28/over-a-line-that-fails")
def books_once_over_a_bad_line():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            FaultProxy(server) as proxy, Session(keyring=True) as session, \
            sign_in(session, proxy) as app:
        open_week(app, "Asha")
        choose(app)
        proxy.faults += FAULTS
        app.activate("push button", "*Send Invite*")
        send_again(app)
        read_invites(sink.wait(2))
        time.sleep(2)
        assert len(sink.mails) == 2, "it was booked twice"
        # It was the same request until an answer came through.
        assert proxy.happened == [
            (fault, "POST /v1/matches/%s/sessions" % MATCH) for fault in FAULTS]


@test("/booking/P01/taken-meanwhile")
def tells_of_a_conflict():
    with Server() as server, Session(keyring=True) as mine, Session(keyring=True) as other, \
            sign_in(mine, server) as app, sign_in(other, server) as rival:
        open_week(app, "Asha")
        open_week(rival, "Asha")
        choose(app)
        choose(rival)
        send(rival)
        app.activate("push button", "*Send Invite*", ready=False)
        app.wait(lambda: any("in the meantime" in words for words in app.words()),
                 "nothing was said", 30 * PATIENCE)


@test("/booking/live/shows-what-others-do")
def shows_at_once():
    with Server() as server, Session(keyring=True) as mine, Session(keyring=True) as other, \
            sign_in(mine, server) as app, sign_in(other, server) as rival:
        open_week(rival, "Asha")
        choose(rival)
        app.find("push button", "Book *Asha*", shown=False)
        focus = str(app.focused())
        send(rival)
        # Nothing is pressed here, and what has the focus keeps it.
        app.gone("push button", "Book *with Asha*", timeout=10 * PATIENCE)
        app.wait(lambda: str(app.focused()) == focus, "the focus went elsewhere")


@test("/booking/live/each-invite-says-whose-it-is")
def shows_invites():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        asha = Member(server, MENTOR)
        for n in range(3):
            title = asha.book((3 + 2 * n) * 24 * 60 * 60)["title"]
            app.find("label", "Asha invites you to “%s”" % title, shown=False,
                     timeout=10 * PATIENCE)


@test("/booking/live/agenda-and-shared-notes")
def shows_what_is_written():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        asha = Member(server, MENTOR)
        match = asha.ask("GET", "/v1/matches/" + MATCH)
        planned = next(p["session"] for p in match["planned"] if p["state"] == "scheduled")
        path = "/v1/sessions/" + planned["id"]
        app.activate("push button", "Open your sessions with Asha*", shown=False)
        app.click("list item", "*%s*" % planned["title"])
        app.find("heading", planned["title"], shown=False)
        items = [{"id": item["id"], "title": item["title"]} for item in planned["agenda"]]
        items[0]["done"] = True
        asha.ask("PUT", path + "/agenda", {"items": items + [{"title": "Who decides?"}]},
                 planned["etag"])
        # On the page that is open, of which nothing is pressed.
        app.find("*", "Who decides?*", shown=False, timeout=10 * PATIENCE)
        app.wait(lambda: any("checked" in node.states for node in
                             app.find_all("check box", items[0]["title"] + "*", shown=False)),
                 "it isn't ticked off", 10 * PATIENCE)
        asha.ask("PUT", path + "/note", {"text": "Ask about pay", "shared": "Bring the diagram"},
                 '"0"')
        app.find("label", "Bring the diagram", shown=False, timeout=10 * PATIENCE)
        assert not app.has("*", "*Ask about pay*", shown=False)
        # By keyboard alone from the session's row to what is beside the list.
        app.grab("list item", "*%s*" % planned["title"])
        app.grab("text", "Notes that only you see")


@test("/booking/P06/cancelled-while-it-is-moved")
def tells_what_was_cancelled():
    with Server() as server, Session(keyring=True) as session, \
            sign_in(session, server) as app:
        asha = Member(server, MENTOR)
        for prompt in (True, False):
            match = asha.ask("GET", "/v1/matches/" + MATCH)
            planned = next(p for p in match["planned"] if p["state"] == "scheduled") \
                if prompt else {"session": asha.book(3 * 86400)}
            booked = planned["session"]
            app.activate("push button", "Open your sessions with Asha*", shown=False)
            app.click("list item", "*%s*" % booked["title"])
            app.settle()
            app.activate("push button", "Reschedule…", shown=False)
            app.find("table cell", "*, available*", shown=False, timeout=30 * PATIENCE)
            if prompt:
                app.grab("table cell")
                app.wait(lambda: "available" in str(app.focused()) or app.key("n"), "no free time")
                app.key("Return")
                app.find("push button", "*Send Update*")
            asha.ask("POST", "/v1/sessions/%s/cancel" % booked["id"], {"reason": "Ill, sorry"},
                     booked["etag"])
            app.find("label", "*has been cancelled in the meantime: “Ill, sorry”*", shown=False,
                     timeout=30 * PATIENCE)
            if prompt:
                app.key("Escape")
                app.gone("push button", "*Send Update*")
            app.find("push button", "Show Session", shown=False)
            app.key("Escape")
            app.find("list item", "Was to be on *Ill, sorry*", shown=False)
            app.key("alt+Left")


CALENDAR = """[Desktop Entry]
Type=Application
Name=Calendar
Exec=cp %%f %s
MimeType=text/calendar;
"""
ADDED = """[Added Associations]
text/calendar=calendar.desktop;
[Default Applications]
text/calendar=calendar.desktop;
"""


@test("/booking/P17/add-to-calendar-opens-the-calendar-app")
def opens_calendar():
    with Server() as server, Session(keyring=True) as session:
        opened = session.dir / "opened.ics"
        applications = session.home / ".local/share/applications"
        applications.mkdir(parents=True)
        (applications / "calendar.desktop").write_text(CALENDAR % opened)
        (session.home / ".config/mimeapps.list").write_text(ADDED)
        with sign_in(session, server) as app:
            app.activate("push button", "Open your sessions with Asha*", shown=False)
            app.click("list item", "*Leading without authority*")
            open_more_actions(app)
            app.key("Return")  # GTK 4.18 names no menu items
            app.wait(lambda: opened.exists() and opened.read_bytes().endswith(b"END:VCALENDAR\r\n"),
                     "the calendar app got no invite", 30 * PATIENCE)
        calendar = icalendar.Calendar.from_ical(opened.read_bytes())
        event, = calendar.walk("VEVENT")
        assert event["SUMMARY"].startswith("Leading without authority"), event


main()
