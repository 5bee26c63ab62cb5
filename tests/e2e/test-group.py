"""Scheduling with a group: from the heat map to every member's mailbox and home."""
import fnmatch
import subprocess

import icalendar

from drive import DriveError
from scheduler import MENTEE, PATIENCE, MailSink, Member, Server, start_app
from session import Session
from steps import pass_quarter, sign_in
from tap import main, test

MAIL = ("--mail-from", "sessions@meridian.example")
GROUP = "Maintainers Circle"
MEMBERS = {"%s@meridian.example" % name
           for name in ("priya", "ines", "jonas", "amara", "hannah", "diego")}


def open_heat_map(app):
    """Of next week, which has times to choose from whatever is left of this one."""
    app.activate("push button", "Book *%s" % GROUP, shown=False)
    app.find("table cell", "* of 6 available*", shown=False, timeout=30 * PATIENCE)
    app.activate("push button", "Next Week", shown=False)
    app.wait(lambda: len(app.find_all("list item", "Best time *", shown=False)) > 1,
             "next week has no times to choose from", 30 * PATIENCE)


def grab_best(app):
    """Into the grid by keyboard, to one of the best times; answers what is said of it."""
    pass_quarter()
    app.grab("table cell")
    app.wait(lambda: " of 6 available" in str(app.focused()), "the focus is on no time")
    return go_by(app, "n")


def go_by(app, key):
    said = app.focused().name
    app.key(key)
    app.wait(lambda: app.focused().name != said, "%s leads nowhere" % key)
    return app.focused().name


def go_down_to(app, words):
    """To a later start of which @words is said."""
    for _ in range(40):
        if fnmatch.fnmatch(app.focused().name, "*%s*" % words):
            return
        go_by(app, "Down")
    raise DriveError("nothing says “%s”" % words)


def tick(app):
    """Confirms that it is scheduled although a required member can't, where one can't."""
    if app.has("check box", "Schedule although*"):
        app.grab("check box", "Schedule although*")
        app.key("space")


def schedule(app):
    app.activate("push button", "Schedule")
    app.gone("push button", "Schedule", timeout=60 * PATIENCE)


@test("/group/P35/story-by-keyboard-to-all-mailboxes-and-homes")
def schedules():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session:
        with sign_in(session, server) as app:
            open_heat_map(app)
            # Every quarter of an hour is announced with weekday, date, time and how many can.
            cells = [node.name for node in app.find_all("table cell", "*", shown=False)
                     if " to " in node.name]
            assert len(cells) >= 7 * 96, len(cells)
            assert any(" of 6 available, without " in name for name in cells)
            app.expect_names()
            said = grab_best(app)
            go_by(app, "n")
            app.key("shift+N")
            app.wait(lambda: app.focused().name == said, "Shift+N doesn't lead back")
            app.key("Return")
            app.find("push button", "Schedule")
            app.find("label", "Attendees")
            assert not sink.mails
            tick(app)
            schedule(app)
            app.find("heading", "Next Session", timeout=20 * PATIENCE)

        mails = sink.wait(6)
        recipients, uids = set(), set()
        for addresses, message in mails:
            part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
            calendar = icalendar.Calendar.from_ical(part.get_content())
            event, = calendar.walk("VEVENT")
            assert calendar["METHOD"] == "REQUEST"
            assert len(event["ATTENDEE"]) == 6
            assert "What made the last one hectic" in event["DESCRIPTION"]
            start = event["DTSTART"].dt
            # In Lisbon in winter and in UTC the clocks show the same.
            assert "%02d:%02d to " % (start.hour, start.minute) in said, (start, said)
            recipients.update(addresses)
            uids.add(event["UID"])
        assert recipients == MEMBERS, recipients
        assert len(uids) == 1, uids

        # A member who opens the app for the first time later sees it, in their own time.
        with Session(keyring=True) as later, \
                sign_in(later, server, "jonas@meridian.example", "Europe/Stockholm") as app:
            app.find("heading", "Next Session", timeout=20 * PATIENCE)
            app.find("*", "*Planning a calm release*", timeout=20 * PATIENCE)
            app.activate("push button", "Open your sessions with %s*" % GROUP, shown=False)
            app.find("label", "Scheduled, *", timeout=20 * PATIENCE)


@test("/group/P03/whom-it-hits-is-said-before-it-is-sent")
def overrides():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session, sign_in(session, server) as app:
        open_heat_map(app)
        grab_best(app)
        go_down_to(app, ", without *Priya*")
        app.key("Return")
        app.find("label", "Can’t then")
        app.find("label", "*can’t then")
        app.find("check box", "Schedule although *Priya, who *required, can’t")
        button = app.find("push button", "Schedule")
        assert "sensitive" not in button.states, "a required member's conflict needs a check mark"
        tick(app)
        app.wait(lambda: "sensitive" in app.find("push button", "Schedule").states,
                 "it can't be scheduled")
        schedule(app)
        app.find("heading", "Next Session", timeout=20 * PATIENCE)
        sink.wait(6)


@test("/group/P01/taken-meanwhile")
def tells_of_a_conflict():
    with Server() as server, Session(keyring=True) as mine, Session(keyring=True) as other, \
            sign_in(mine, server) as app, \
            sign_in(other, server, "hannah@meridian.example", "Europe/Berlin") as rival:
        open_heat_map(app)
        open_heat_map(rival)
        for each in (app, rival):
            grab_best(each)
            each.key("Return")
            each.find("push button", "Schedule")
            tick(each)
        schedule(rival)
        # Either the server says so, or the news were quicker.
        app.activate("push button", "Schedule", ready=False)
        app.wait(lambda: any("in the meantime" in words for words in app.words()),
                 "nothing was said", 30 * PATIENCE)
        assert "sensitive" not in app.find("push button", "Schedule").states


def settle_series(app):
    """Keeps each time at which some can't, until all can be sent; answers how many there were."""
    kept = set()

    def conflicts():
        return [n.name.split(": ")[0]
                for n in app.find_all("list item", "*: *can’t then*", shown=False)
                if "Kept: " not in n.name]

    def is_settled():
        # It may have to be scrolled to.
        return any("sensitive" in n.states
                   for n in app.find_all("push button", "Schedule * Sessions", shown=False))

    app.wait(lambda: not app.has("label", "Not every time is checked yet.*"), "not checked",
             30 * PATIENCE)
    while not is_settled():
        app.wait(lambda: conflicts() or is_settled(), "what can't be sent isn't said",
                 30 * PATIENCE)
        for when in conflicts()[:1]:
            app.activate("push button", "Choose another time than " + when, shown=False)
            app.find("list item", "Keep This Time, *")
            app.key("Return")
            app.gone("list item", "Keep This Time, *")
            kept.add(when)
    return len(kept)


@test("/group/P06/cancelled-while-it-is-moved")
def tells_what_was_cancelled():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        open_heat_map(app)
        grab_best(app)
        app.key("Return")
        app.find("push button", "Schedule")
        tick(app)
        schedule(app)
        priya = Member(server, "priya@meridian.example")
        group = priya.ask("GET", "/v1/groups/maintainers-circle")
        booked = next(p["session"] for p in group["planned"] if p["state"] == "scheduled")
        app.activate("push button", "Open your sessions with %s*" % GROUP, shown=False)
        app.find("label", "Scheduled, *", timeout=20 * PATIENCE)
        app.click("list item", "*%s*" % booked["title"])
        app.settle()
        app.activate("push button", "Reschedule…", shown=False)
        app.find("table cell", "* of 6 available*", shown=False, timeout=30 * PATIENCE)
        priya.ask("POST", "/v1/sessions/%s/cancel" % booked["id"], {"reason": "Strike, sorry"},
                  booked["etag"])
        app.find("label", "*has been cancelled in the meantime: “Strike, sorry”*", shown=False,
                 timeout=30 * PATIENCE)
        app.find("push button", "Show Session", shown=False)


@test("/group/P05/series-with-whom-each-time-misses")
def books_series():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session, sign_in(session, server) as app:
        open_heat_map(app)
        grab_best(app)
        go_down_to(app, ", without ")
        app.key("Return")
        app.find("push button", "Schedule")
        app.grab("combo box", "Repeat")
        app.key("Return", "Down", "Return")
        app.find("heading", "Each Time Is Checked")
        assert settle_series(app), "everybody can each time"
        app.expect_names()
        title = app.find("push button", "Schedule * Sessions", shown=False).name
        n_sessions = int(title.split()[1])
        assert n_sessions > 1, title
        app.activate("push button", title, shown=False)
        app.gone("push button", title, timeout=60 * PATIENCE)
        # One invite a session for everyone, also for those whom it misses.
        uids = {}
        for recipients, message in sink.wait(6 * n_sessions):
            for part in message.walk():
                if part.get_content_type() == "text/calendar":
                    event, = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
                    uids.setdefault(event["UID"], set()).update(recipients)
        assert len(uids) == n_sessions, uids
        assert all(people == MEMBERS for people in uids.values()), uids


HEBREW = "he_IL.UTF-8"
# Where the app is installed it speaks Hebrew.
STYLES = {
    "light": {},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "high contrast": {"ADW_DEBUG_HIGH_CONTRAST": "1"},
    "narrow": {},
    "right to left": {"LC_ALL": HEBREW, "LANGUAGE": "he"},
}
BOOK = ("Book *%s" % GROUP, "קביעת *%s*" % GROUP)
OF_SIX = (" of 6 available", " מתוך 6")


def show_everything(app):
    """From home to the prompt; whatever is shown on the way has a name."""
    def find_book():
        return [name for name in BOOK if app.find_all("push button", name, shown=False)]

    def is_counted():
        return any(words in node.name for words in OF_SIX
                   for node in app.find_all("table cell", shown=False))

    app.wait(find_book, "the group isn't on home", 30 * PATIENCE)
    app.activate("push button", find_book()[0], shown=False)
    app.wait(is_counted, "no heat map came", 30 * PATIENCE)
    app.expect_names()
    app.grab("table cell")
    app.wait(lambda: any(words in str(app.focused()) for words in OF_SIX),
             "the focus is on no time")
    n_texts = len(app.find_all("text", shown=False))
    app.key("Return")
    app.wait(lambda: len(app.find_all("text", shown=False)) > n_texts, "no prompt came")
    app.expect_names()
    app.key("Escape")
    app.wait(lambda: len(app.find_all("text", shown=False)) == n_texts, "the prompt stays")


@test("/group/P36/every-style")
def has_every_style():
    with Server() as server, Session(keyring=True) as session:
        subprocess.run(["localedef", "-i", "he_IL", "-f", "UTF-8", session.dir / HEBREW],
                       check=True)
        with sign_in(session, server):
            pass
        for style, variables in STYLES.items():
            env = {"TZ": "Europe/Lisbon", "LOCPATH": str(session.dir), **variables}
            print("# " + style, flush=True)
            with start_app(session, env) as app:
                if style == "narrow":
                    app.resize(360, 700)
                show_everything(app)


@test("/group/P33/requested-without-a-network")
def requests():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as session, sign_in(session, server) as app:
        open_heat_map(app)
        app.settle()
        app.key("alt+Left")
        server.stop()
        app.key("F5")
        app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
        open_heat_map(app)
        grab_best(app)
        app.key("Return")
        app.find("push button", "*Request…")
        tick(app)
        app.activate("push button", "*Request…")
        app.activate("push button", "*Request This Time*", shown=False)
        app.find("label", "*nothing is booked yet*", shown=False)
        app.find("label", "Requested, waiting to be sent", shown=False)
        assert not sink.mails
        server.start()
        app.key("F5")
        recipients = {address for addresses, _ in sink.wait(6, 120) for address in addresses}
        assert recipients == MEMBERS, recipients
        app.find("push button", "A request was booked", timeout=60 * PATIENCE)


main()
