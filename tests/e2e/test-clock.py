"""The desktop's clock is set while the app is open.

What can be booked is decided by the server's clock, which goes on as before: no time
becomes the past, or available again, because somebody's computer says another day.
"""
import time

from fake_clock import Clock
from scheduler import PATIENCE, Server, start_app
from session import Session
from steps import choose, connect, open_week, send
from tap import main, test

DAY = 24 * 3600


def list_free(app):
    return [node.name for node in app.find_all("table cell", "*, available*", shown=False)]


def wait_for_week(app):
    """The free times of a week once it has come to rest."""
    seen = [None]

    def rests():
        time.sleep(1)
        seen.append(list_free(app))
        return seen[-1] and seen[-1] == seen[-2]

    app.wait(rests, "no week with free times came to rest", 30 * PATIENCE)
    return seen[-1]


@test("/clock/set-while-a-week-is-open")
def keeps_the_week():
    with Server() as server, Session(keyring=True) as session:
        clock = Clock(session)
        # Whatever looks at the clock every minute does so half a minute from now.
        clock.set(time.time() // 60 * 60 + 30)
        with start_app(session, {"TZ": "Europe/Lisbon", **clock.env}) as app:
            app.activate("push button", "Connect to an Organization")
            connect(app, server, "ines@meridian.example")
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
            open_week(app, "Hannah")
            app.activate("push button", "Next Week", shown=False)
            before = wait_for_week(app)

            clock.set(time.time() + 30 * DAY + 30)
            time.sleep(62)
            assert list_free(app) == before
            choose(app)
            send(app)
            app.find("heading", "Next Session")


main()
