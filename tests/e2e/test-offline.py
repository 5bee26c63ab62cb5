"""What is done without a network: what was seen is there, and what was done isn't lost."""
import contextlib
import re
import signal
import sqlite3

from fault_proxy import CUT_ANSWER, DROP_ANSWER, DROP_REQUEST, DUPLICATE, FaultProxy
from scheduler import MENTEE, MENTOR, PATIENCE, MailSink, Member, Server, start_app
from session import Session
from small_disk import SmallDisk
from steps import cancel_session, open_week, send, sign_in
from tap import main, test

MAIL = ("--mail-from", "sessions@meridian.example")
HERE = {"TZ": "Europe/Lisbon"}
MATCH = "Open your sessions with Asha*"


def prepare(session, server):
    """Somebody who has looked at Asha's sessions and at the times they share."""
    with sign_in(session, server) as app:
        app.activate("push button", MATCH, shown=False)
        app.find("push button", "Book Session*")
        app.key("alt+Left")
        open_week(app, "Asha")
        app.settle()


def prepare_without_looking(session, server):
    """Somebody who has seen home only, for as long as it takes to fetch the rest."""
    with sign_in(session, server) as app:
        wait_for_times(session, app)


def wait_for_times(session, app):
    """Until what two people can meet at is on this computer without anybody's having looked."""
    def is_kept():
        for path in session.home.glob(".cache/together-scheduler/*/cache.sqlite"):
            with contextlib.closing(sqlite3.connect(path, timeout=10)) as database:
                keys = [row[0] for row in database.execute("SELECT key FROM document")]
                if all(any(k.startswith(p + "/asha-") for k in keys) for p in ("times", "match")):
                    return True
        return False
    app.wait(is_kept, "times aren't fetched ahead", 60 * PATIENCE)


def free_starts(app):
    """The free times of three weeks, as "Friday 27 November, 10:00"."""
    starts = set()
    for n in range(3):
        if n > 0:
            app.activate("push button", "Next Week", shown=False)
            app.settle()
        starts |= {n.name.split(" to ")[0]
                   for n in app.find_all("table cell", "*, available*", shown=False)}
    return starts


def focused_time(app):
    """What the free time that has the focus is called, or nothing."""
    return next((n.name for n in app.tree().walk()
                 if "focused" in n.states and ", available" in n.name), "")


def request(app, n_times, starts, button="Book *Asha*"):
    """Asks for free times that don't overlap, the first of them one of those that are also
    free otherwise; answers how the cells were called."""
    app.activate("push button", button, shown=False)
    app.find("table cell", "*, available*", shown=False, timeout=60 * PATIENCE)
    app.grab("table cell")
    said = []

    def is_on_another():
        name = focused_time(app)
        return name and (said or name.split(" to ")[0] in starts) and not any(
            re.search(r"(\d\d:\d\d) to", name)[1] < re.search(r"to (\d\d:\d\d)", old)[1]
            and name.split(",")[0] == old.split(",")[0] for old in said)

    for n in range(n_times):
        if n > 0:
            app.activate("push button", "*Add Another Time*", shown=False)
            app.gone("push button", "*Add Another Time*")
        app.wait(lambda: is_on_another() or app.key("n"), "N leads to no other free time")
        said.append(focused_time(app))
        app.key("Return")
        app.find("list item", "Choice %d, *" % (n + 1) if n else "First choice, *")
    return said


@test("/offline/P31/from-the-cache-with-its-age")
def shows_cache():
    with Server() as server, Session(keyring=True) as session:
        prepare(session, server)
        server.stop()
        with start_app(session, HERE) as app:
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            app.activate("push button", MATCH, shown=False)
            app.find("label", "Agenda")
            app.find("label", "Giving and receiving feedback")
        server.start()
        with start_app(session, HERE) as app:
            app.find("push button", "Book *Asha*", timeout=60 * PATIENCE)
            app.gone("push button", "*Offline, last updated*", timeout=60 * PATIENCE)


@test("/offline/P33/a-request-is-no-booking-until-the-server-says-so")
def requests_times():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            Session(keyring=True) as mine, Session(keyring=True) as other:
        prepare_without_looking(mine, server)
        with sign_in(other, server) as rival:
            open_week(rival, "Hannah")
            starts = free_starts(rival)
        server.stop()
        app = start_app(mine, HERE)
        app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
        first, second = request(app, 2, starts)
        app.activate("push button", "*Request These Times*", shown=False)
        app.find("label", "*nothing is booked yet*", shown=False)
        app.find("label", "Requested, waiting to be sent", shown=False)
        app.gone("push button", "Book *Asha*")
        app.activate("push button", MATCH, shown=False)
        app.find("label", "Requested, waiting to be sent", shown=False)
        app.find("list item", "Request a time for *, or else *. Waiting to be sent, done *", shown=False)
        app.close(signal.SIGKILL)

        # While this one is away, the first choice is taken by a session with somebody else.
        server.start()
        with start_app(other, HERE) as rival:
            open_week(rival, "Hannah")
            rival.grab("table cell")
            rival.wait(lambda: first.split(" to ")[0] in focused_time(rival) or rival.key("n"),
                       "N doesn't lead there", 60 * PATIENCE)
            rival.key("Return")
            send(rival)
        booked = len(sink.wait(2))
        with start_app(mine, HERE) as app:
            sink.wait(booked + 2, 60 * PATIENCE)
            app.find("push button", "A request was booked", timeout=60 * PATIENCE)
            app.find("label", "*, %s*. The time you preferred was taken"
                     % re.search(r"(\d\d:\d\d) to", second)[1], shown=False)
            assert len(sink.mails) == booked + 2, "more than one time was booked"


@test("/offline/P33/a-request-can-be-changed-until-it-is-sent")
def changes_request():
    with Server() as server, Session(keyring=True) as session:
        prepare(session, server)
        with start_app(session, HERE) as app:
            open_week(app, "Asha")
            starts = free_starts(app)
        server.stop()
        with start_app(session, HERE) as app:
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            first, second = request(app, 2, starts)
            app.activate("push button", "Prefer *", shown=False)
            app.find("list item", "First choice, *" + re.search(r"(\d\d:\d\d) to", second)[1] + "*")
            app.activate("push button", "*Request These Times*", shown=False)
            app.find("label", "*nothing is booked yet*", shown=False)
            app.gone("push button", "Book *Asha*")
            app.activate("push button", MATCH, shown=False)
            # Asked for once more, it is the same request, which is gone on with.
            app.gone("label", "*nothing is booked yet*", timeout=30 * PATIENCE)
            request(app, 1, starts, "Change Request")
            app.find("label", "You asked for times of this session before*", shown=False)
            chosen = app.find_all("list item", "*hoice*")
            assert len(chosen) in (2, 3), chosen
            app.activate("push button", "Leave out *", shown=False)
            app.wait(lambda: len(app.find_all("list item", "*hoice*")) == len(chosen) - 1,
                     "nothing is left out")
            app.activate("push button", "*Request Th*", shown=False)
            app.find("list item", "Request a time for *. Waiting to be sent, done *", shown=False)
            # What was asked for before is there again, the same as it was.
            app.activate("push button", "Und*o", shown=False)  # some name it twice
            app.find("list item", "Request a time for *%s*, or else *%s*. Waiting to be sent, done *" % tuple(
                re.search(r"(\d\d:\d\d) to", name)[1] for name in (second, first)), shown=False)
            app.click("push button", "Offline, 1 waiting*")
            app.activate("push button", "Show Outbox", shown=False)
            app.wait(lambda: any(w["name"] == "Outbox" for w in app.windows()), "no outbox")
            app.activate("push button", "Undo: Request a time *", shown=False)
            app.find("label", "Nothing Left to Send", shown=False)


def take_back(app):
    app.activate("push button", "Undo: Cancel *", shown=False)
    # A button that is activated is pressed for a while before it does something.
    app.wait(lambda: not app.has("push button", "Undo: Cancel *", shown=False),
             "Undo takes nothing back")
    app.find("label", "Nothing Left to Send", shown=False)
    app.find("label", "Discarded: Cancel “Leading without authority”", shown=False)


def close_outbox(app):
    """The first Escape is for the toast, where that has the focus."""
    for _ in range(2):
        if any(window["name"] == "Outbox" for window in app.windows()):
            app.key("Escape")
            app.settle()


@test("/offline/P32/what-was-done-is-sent-once-or-undone")
def sends_what_waits():
    with MailSink() as sink, Server(["--smtp", sink.address, *MAIL]) as server, \
            FaultProxy(server) as proxy, Session(keyring=True) as session:
        prepare(session, proxy)
        proxy.stop()
        with start_app(session, HERE) as app:
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            app.activate("push button", MATCH, shown=False)
            app.click("list item", "*Leading without authority*")
            # What isn't sent can still be taken back, at once or later.
            cancel_session(app, "Waiting to be sent: Cancelled “Leading without authority”")
            app.activate("push button", "Undo*", shown=False)
            app.gone("label", "Waiting to be sent")
            app.gone("push button", "*Offline, 1 waiting*")
            app.find("push button", "More Actions", shown=False)
            cancel_session(app)
            app.gone("label", "Waiting to be sent: *", timeout=30 * PATIENCE)
            app.click("push button", "*Offline, 1 waiting*")
            app.activate("push button", "Show Outbox", shown=False)
            app.find("list item", "Cancel “Leading without authority”, Waiting to be sent*")
            take_back(app)
            # Nor is that final.
            app.activate("push button", "Undo*", shown=False)
            app.find("list item", "Cancel “Leading without authority”, Waiting to be sent*")
            take_back(app)
            close_outbox(app)
            app.find("push button", "More Actions", shown=False)
            cancel_session(app)
            # It is listed as it will be.
            app.key("alt+Left")
            app.find("push button", MATCH, shown=False)
            app.key("ctrl+f")
            app.find("list item", "Leading without authority, *, Cancelled, Waiting to be sent",
                     timeout=30 * PATIENCE)
            app.close(signal.SIGKILL)
        # Nor does it look as if it were not done, in another run of the app.
        with start_app(session, HERE) as app:
            app.find("push button", "*Offline, 1 waiting*", shown=False, timeout=60 * PATIENCE)
            app.activate("push button", MATCH, shown=False)
            app.find("list item", "*Leading without authority. Cancelled. Waiting to be sent")
            app.close(signal.SIGKILL)
        assert not sink.mails
        # The server has it once the second answer is lost, and gets it thrice more.
        proxy.faults += [DROP_REQUEST, DROP_ANSWER, CUT_ANSWER, DUPLICATE]
        proxy.start()
        with start_app(session, HERE) as app:
            sink.wait(2)
            app.find("label", "Not scheduled", shown=False, timeout=60 * PATIENCE)
            app.wait(lambda: not proxy.faults, "it isn't sent again", 60 * PATIENCE)
            app.wait(lambda: not app.has("push button", "*wait* to be sent"), "it still waits")
        assert len({request for _, request in proxy.happened}) == 1, proxy.happened
        assert len(sink.mails) == 2, "it was sent more than once"
        for _, message in sink.mails:
            part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
            assert part.get_param("method") == "CANCEL", part["Content-Type"]


NOTE = "Notes that only you see"
UNKEPT = "It is neither sent nor kept on this computer*"


def open_session(app):
    app.activate("push button", MATCH, shown=False)
    app.click("list item", "*Leading without authority*")
    app.find("text", NOTE, shown=False)
    app.settle()


def open_session_offline(app):
    app.find("push button", "*Offline, *", timeout=60 * PATIENCE)
    open_session(app)


KEPT = "Waiting to be sent"


def wait_for_status(app, status):
    """Until the notes say so; GTK 4.18 doesn't name a status after its text."""
    def is_said():
        return any(status in (node.name, app.text(node))
                   for node in app.find_all("*", shown=False)
                   if node.role in ("status bar", "label") and "Text" in node.interfaces)

    app.wait(is_said, "%r isn't said" % status, 60 * PATIENCE)


def sees_note(app):
    """Whether the first line of the notes is in the window, below its header."""
    _, top, _, height = app.extents(app.find("frame"))
    _, y, _, _ = app.extents(app.find("text", NOTE, shown=False))
    return 50 < y - top < height - 40


def note_text(app):
    return app.text(app.find("text", NOTE, shown=False))


@test("/offline/P26/a-full-disk-is-told-and-nothing-written-is-lost")
def fills_disk():
    with Server() as server, Session(keyring=True) as session, \
            SmallDisk(session.home / ".local/share/together-scheduler/drafts") as drafts, \
            SmallDisk(session.home / ".cache/together-scheduler", "8m") as cache:
        prepare(session, server)
        server.stop()
        with start_app(session, HERE) as app:
            open_session_offline(app)
            drafts.fill()
            cancel_session(app, "Nothing was done: *")
            app.key("Escape")
            app.find("label", "*can’t be kept for later, because the disk is full. Free some space.")
            app.grab("text", NOTE)
            app.type("On the train")
            app.find("label", UNKEPT, timeout=30 * PATIENCE)
            assert note_text(app) == "On the train"
            # It isn't lost without a word.
            app.key("ctrl+q")
            app.find("label", "1 thing is neither sent nor kept*", shown=False)
            app.activate("push button", "*Keep Open", shown=False)
            drafts.free()
            app.gone("label", UNKEPT, timeout=30 * PATIENCE)
            app.gone("label", "*Free some space.")
            wait_for_status(app, KEPT)
            app.close(signal.SIGKILL)

        # Neither can be written at the start: what is there is shown all the same.
        drafts.allow_writing(False)
        cache.allow_writing(False)
        with start_app(session, HERE) as app:
            open_session_offline(app)
            app.wait(lambda: note_text(app) == "On the train", "the note is gone")
            app.find("label", "*can’t be written. Change its permissions.")
            drafts.allow_writing(True)
            cache.allow_writing(True)
            app.gone("label", "*can’t be written*", timeout=30 * PATIENCE)
            server.start()
            wait_for_status(app, "Saved")
        cache.fill()
        with start_app(session, HERE) as app:
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
            app.gone("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            app.find("label", "Nothing new can be kept*Free some space.", timeout=30 * PATIENCE)


def goes_to(app, key, role, name):
    """GTK 4.18 says of some buttons that have the focus that boxes cover them."""
    app.key(key)
    app.wait(lambda: any("focused" in n.states and n.matches(role, name)
                         for n in app.tree().walk()), "%s doesn't lead to %s" % (key, name))


@test("/offline/P31/what-was-written-offline-is-found")
def finds_unsent():
    with Server() as server, Session(keyring=True) as session:
        prepare(session, server)
        server.stop()
        with start_app(session, HERE) as app:
            open_session_offline(app)
            app.grab("text", NOTE)
            app.type("On the train")
            wait_for_status(app, KEPT)
            # It is said where it was written, and nowhere else.
            assert not app.has("list item", "*Waiting to be sent*")
            assert not app.has("push button", "Try Again")
            # From the session that is open, over the pages below it.
            app.key("ctrl+f")
            app.find("text", "Search sessions*")
            app.type("trai")
            app.click("list item", "*Leading without authority*train*", timeout=30 * PATIENCE)
            app.find("label", "On the train")
            app.find("label", "Waiting to be sent")
            app.click("push button", "Undo: Notes on “Leading without authority”")
            app.gone("label", "On the train")
            app.activate("push button", "Undo*", shown=False)
            app.find("label", "On the train")
            app.find("label", "Waiting to be sent")
            server.start()
            app.gone("label", "Waiting to be sent", timeout=60 * PATIENCE)
            app.find("label", "On the train")
            # Where there is room for one of them only, back to where it was found.
            app.resize(360, 700)
            app.key("ctrl+f")
            goes_to(app, "Down", "list item", "*Leading without authority*train*")
            app.key("Return")
            app.find("push button", "All Sessions", shown=False)
            goes_to(app, "Escape", "list item", "*Leading without authority*")


@test("/offline/P35/what-is-typed-stays-in-sight")
def stays_in_sight():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        open_session(app)
        app.grab("text", NOTE)
        app.type("On the train")
        app.resize(360, 600)  # what is above needs more room there
        app.wait(lambda: sees_note(app), "the notes are out of sight on a narrow window")
        app.resize(1100, 720)
        app.wait(lambda: sees_note(app), "the notes are out of sight on a wide window")


@test("/offline/P06/what-others-book-moves-nothing")
def moves_nothing():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        open_session(app)
        app.grab("text", NOTE)
        app.type("While she ")
        app.wait(lambda: note_text(app) == "While she ", "it isn't typed")
        place = app.extents(app.find("text", NOTE))
        Member(server, MENTOR).book(3 * 24 * 60 * 60)
        app.gone("push button", "Book “Giving and receiving feedback”*")
        app.type("books")
        app.wait(lambda: note_text(app) == "While she books", "typing was disturbed")
        assert app.extents(app.find("text", NOTE)) == place

        # Nor does a talking point above what I write.
        mentor = Member(server, MENTOR)
        planned = mentor.ask("GET", "/v1/matches/asha-ines")["planned"]
        session_id = next(p["session"]["id"] for p in planned
                          if p["title"] == "Leading without authority")
        seen = mentor.ask("GET", "/v1/sessions/%s" % session_id)
        mentor.ask("PUT", "/v1/sessions/%s/agenda" % session_id,
                   {"items": [{"id": i["id"], "title": i["title"], "done": i["done"]}
                              for i in seen["agenda"]] + [{"title": "What the train taught us"}]},
                   seen["etag"])
        app.find("list item", "*What the train taught us*", shown=False, timeout=30 * PATIENCE)
        app.settle()
        assert app.extents(app.find("text", NOTE)) == place

        # Nor that what is below is gone with the session itself.
        mentor.ask("POST", "/v1/sessions/%s/cancel" % session_id, {"reason": "Ill"},
                   mentor.ask("GET", "/v1/sessions/%s" % session_id)["etag"])
        app.find("label", "*ancelled: Ill", shown=False, timeout=30 * PATIENCE)
        app.settle()
        assert app.extents(app.find("text", NOTE, shown=False)) == place

        # Which is said where I am, until I look at what became of it.
        app.find("label", "“Leading without authority” was cancelled")
        app.type(" it")
        app.wait(lambda: note_text(app) == "While she books it", "typing was disturbed")
        app.click("push button", "Show")
        app.gone("label", "“Leading without authority” was cancelled")
        app.find("label", "Cancelled")


@test("/offline/P28/both-notes-are-shown-where-they-were-written")
def shows_both_notes():
    with Server() as server, FaultProxy(server) as proxy, Session(keyring=True) as session:
        prepare(session, proxy)
        proxy.stop()
        with start_app(session, HERE) as app:
            open_session_offline(app)
            app.grab("text", NOTE)
            app.type("On the train")
            wait_for_status(app, KEPT)
            me = Member(server, MENTEE)
            planned = me.ask("GET", "/v1/matches/asha-ines")["planned"]
            path = "/v1/sessions/%s/note" % next(
                p["session"]["id"] for p in planned if p["title"] == "Leading without authority")
            me.ask("PUT", path, {"text": "At my desk", "shared": ""},
                   me.ask("GET", path)["etag"])
            proxy.start()
            app.find("label", "Notes could not be sent", shown=False, timeout=60 * PATIENCE)
            app.find("push button", "Keep Both", shown=False, timeout=60 * PATIENCE)
            # What came from elsewhere is found, too, and can be compared where it is.
            app.key("alt+Left", "alt+Left")
            app.find("push button", MATCH, shown=False)
            app.key("ctrl+f")
            app.find("text", "Search sessions*")
            app.type("desk")
            app.click("list item", "Leading without authority, *", timeout=30 * PATIENCE)
            app.find("label", "On the train")
            app.find("label", "At my desk")
            app.activate("push button", "Compare…*", shown=False)
            app.find("frame", "Two Versions", shown=False)
            app.activate("push button", "Keep Both", timeout=30 * PATIENCE, shown=False)
            app.gone("label", "Could not be sent", timeout=60 * PATIENCE)
            app.find("label", "*At my desk*On the train*")


@test("/offline/P35/keys-lead-into-lists-and-past-headings")
def leads_by_keys():
    with Server() as server, Session(keyring=True) as session, sign_in(session, server) as app:
        # From a session that is clicked into what is read of it, whatever was in view before.
        app.activate("push button", MATCH, shown=False)
        app.find("push button", "Book “Giving and receiving feedback”*")
        app.click("list item", "Session 4, *")
        app.find("push button", "Decline…", shown=False)
        goes_to(app, "Tab", "push button", "Reschedule…")
        app.key("Tab", "Tab", "Tab")
        app.click("list item", "Session 2, *")
        app.gone("push button", "Decline…")
        app.click("list item", "Session 4, *")
        app.find("push button", "Decline…", shown=False)
        goes_to(app, "Tab", "push button", "Reschedule…")
        app.key("alt+Left")

        # Into the list of all sessions, and over what stands between them.
        app.find("push button", MATCH, shown=False)
        app.key("ctrl+f")
        app.find("text", "Search sessions*")
        app.settle()
        rows = [n.name for n in app.tree().walk() if n.role == "list item" and n.name]
        headings = [i for i, name in enumerate(rows) if ", sessions: " in name]
        assert len(headings) == 2, rows
        first, last = rows[headings[0] + 1], rows[-1]
        before, after = rows[headings[1] - 1], rows[headings[1] + 1]
        app.grab("list item", before)
        goes_to(app, "Down", "list item", after)
        goes_to(app, "Up", "list item", before)
        goes_to(app, "End", "list item", last)
        goes_to(app, "Home", "list item", first)
        goes_to(app, "Page_Down", "list item", last)
        goes_to(app, "Page_Up", "list item", first)
        for key in ("Down", "Return"):
            app.key("ctrl+f")
            app.type("mapping")
            goes_to(app, key, "list item", "Mapping your goals, *")
        app.key("ctrl+f", "Escape")
        app.grab("list item", "Mapping your goals, *")


main()
