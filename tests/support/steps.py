"""What somebody does in the app, one step after the other."""
import contextlib
import time

from drive import DriveError
from scheduler import MENTEE, PATIENCE, start_app


QUARTER = 15 * 60


def connect(app, server, address):
    app.fill("text", "Organization Address*", server.address)
    app.fill("*", "Access Token*", server.token(address))
    app.activate("push button", "Connect")


def sign_in(session, server, address=MENTEE, zone="Europe/Lisbon"):
    app = start_app(session, {"TZ": zone})
    app.activate("push button", "Connect to an Organization")
    connect(app, server, address)
    app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
    return app


def open_menu(app, name):
    # GTK 4.18 says of what stands here that it is covered by boxes that are hidden.
    if app.has("toggle button", name, shown=False):
        app.activate("toggle button", name, shown=False)
    else:
        app.click("push button", name)


def open_accounts(app):
    open_menu(app, "Accounts, *")
    app.find("push button", "Add Account*", shown=False)


def open_more_actions(app):
    app.settle()
    open_menu(app, "More Actions")
    app.settle()


def cancel_session(app, said="Waiting to be sent"):
    """By a menu of which GTK 4.18 names no items. In a busy moment it may open after the
    first key."""
    for _ in range(3):
        open_more_actions(app)
        app.key("Down", "Return")
        with contextlib.suppress(DriveError):
            app.find("push button", "*Cancel Session", shown=False, timeout=5 * PATIENCE)
            break
        app.key("Escape")
    app.activate("push button", "*Cancel Session", shown=False)
    app.find("label", said, shown=False, timeout=60 * PATIENCE)


def add_account(app, server, address):
    open_accounts(app)
    app.activate("push button", "Add Account*", shown=False)
    connect(app, server, address)


def pass_quarter():
    """With each quarter of an hour another time is too soon to be booked: not between when
    one is chosen and when it is sent."""
    left = QUARTER - time.time() % QUARTER
    if left < 30 * PATIENCE:
        time.sleep(left + 1)


def open_week(app, person):
    pass_quarter()
    app.activate("push button", "Book *%s*" % person)
    app.wait(lambda: app.has("push button", "Continue*")
             or app.has("table cell", "*, available*", shown=False), "no week came", 30 * PATIENCE)
    if app.has("push button", "Continue*"):
        app.activate("push button", "Continue*")
        app.find("table cell", "*, available*", shown=False, timeout=30 * PATIENCE)


def choose(app):
    """The next free slot, by keyboard alone; answers what a screen reader says of it."""
    pass_quarter()
    app.grab("table cell")
    app.wait(lambda: "available" in str(app.focused()) or app.key("n"), "N leads to no free time")
    said = app.focused().name
    app.key("Return")
    app.find("push button", "*Send Invite*")
    return said


def send(app):
    app.activate("push button", "*Send Invite*")
    app.gone("push button", "*Send Invite*", timeout=60 * PATIENCE)
