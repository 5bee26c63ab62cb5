"""The demo organization: the bundled server, started by the app, on this computer alone."""
import signal

from scheduler import PATIENCE, start_app
from session import Session
from steps import pass_quarter
from tap import main, test


def complaints(session):
    # Newer GTK warns about how libadwaita's own message dialogs measure themselves.
    return [line for line in session.output().splitlines()
            if "together-scheduler" in line and ("CRITICAL" in line or "WARNING" in line)
            and "Trying to measure" not in line]


def open_demo(app):
    app.activate("push button", "Try the Demo Organization")
    app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)


def book_first_free(app, person):
    app.activate("push button", "Book *%s*" % person)
    app.wait(lambda: app.has("push button", "Continue*")
             or app.has("table cell", "*, available*", shown=False), "no week came", 30 * PATIENCE)
    if app.has("push button", "Continue*"):
        app.activate("push button", "Continue*")
    app.find("table cell", "*, available*", shown=False, timeout=30 * PATIENCE)
    pass_quarter()
    app.grab("table cell")
    app.key("n")
    app.wait(lambda: "available" in str(app.focused()), "N leads to no free time")
    app.key("Return")
    app.activate("push button", "*Send Invite*")
    app.gone("push button", "*Send Invite*", timeout=30 * PATIENCE)


@test("/demo/opens-books-and-is-there-again")
def books():
    with Session() as session:
        with start_app(session) as app:
            open_demo(app)
            app.expect_names()
            assert app.has("label", "Demo Organization")
            book_first_free(app, "Hannah")
            app.find("heading", "Next Session")
        # There may be reminders of the demo's own sessions, too.
        invites = [path for path in session.home.rglob("*.eml")
                   if b"text/calendar" in path.read_bytes()]
        assert len(invites) == 2, invites
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
            app.settle()
            assert not app.has("push button", "Book *Hannah*"), "it is booked"
        assert not complaints(session), complaints(session)


@test("/demo/P25/app-killed-while-it-starts-the-demo")
def survives_kill():
    with Session() as session:
        app = start_app(session)
        app.activate("push button", "Try the Demo Organization")
        app.close(signal.SIGKILL)
        with start_app(session) as app:
            if app.has("push button", "Try the Demo Organization"):
                open_demo(app)
            app.find("heading", "Matches and Groups", timeout=60 * PATIENCE)


main()
