#!/usr/bin/python3
"""Books sessions in the demo organization as a user would, and takes pictures.

    tour.py DIR

Works the app that is installed in $TOG_INSTALLED on a virtual display: with the
keyboard, and by what it tells a screen reader. data/demo.sh calls it.
"""
import os
import pathlib
import shutil
import subprocess
import sys

from drive import App, DriveError
from session import Session

INSTALLED = pathlib.Path(os.environ["TOG_INSTALLED"])
ENVIRONMENT = {
    "XDG_DATA_DIRS": "%s:/usr/local/share:/usr/share" % (INSTALLED / "share"),
    "TZ": "Europe/Lisbon",  # where the demo's mentee lives
}
WINDOW_MANAGER = ["metacity", "--compositor=xrender", "--sm-disable"]
CORNER = 12  # of a window, in pixels
HEBREW = "he_IL.UTF-8"
# What software centres show at most.
WINDOW = "[org/together/Scheduler]\nwindow-width=1000\nwindow-height=700\n"


class Tour:
    def __init__(self, session, folder):
        self.session, self.folder = session, folder
        self.count = 0

    def start(self, **env):
        return App(self.session, [INSTALLED / "bin/together-scheduler"], {**ENVIRONMENT, **env})

    def shot(self, app, name, round_corners=True):
        app.settle()
        self.count += 1
        path = self.folder / ("%02d-%s.png" % (self.count, name))
        width, height = app.shot(path)
        if round_corners:
            rectangle = "roundrectangle 0,0 %d,%d %d,%d" % (width - 1, height - 1, CORNER, CORNER)
            subprocess.run(["convert", path, "-alpha", "set", "(", "+clone", "-alpha",
                            "transparent", "-fill", "white", "-draw", rectangle, ")",
                            "-compose", "DstIn", "-composite", path], check=True)
        print("  " + path.name, flush=True)


def open_wizard(app, person):
    """To the week of the next session with a person, past the first-session prompt."""
    app.activate("push button", "Book *%s*" % person)
    app.wait(lambda: app.has("push button", "Continue*")
             or app.has("table cell", "*, available*", shown=False),
             "neither the prompt nor the week came", 30)
    if app.has("push button", "Continue*"):
        app.activate("push button", "Continue*")
    app.find("table cell", "*, available*", shown=False, timeout=30)


def choose_with_keyboard(app):
    """Tab to the grid, N to the next free time, Enter."""
    app.grab("table cell")
    app.key("n")
    app.wait(lambda: "available" in str(app.focused()), "N leads to no free time")
    return app.focused().name


def book(tour):
    with tour.start() as app:
        tour.shot(app, "start")
        app.activate("push button", "Try the Demo Organization")
        app.find("heading", "Matches and Groups", timeout=60)
        tour.shot(app, "home")

        app.activate("push button", "Open your sessions with Asha*")
        app.find("push button", "Book Session*")
        tour.shot(app, "match")
        app.key("alt+Left")
        app.find("heading", "Matches and Groups")

        app.activate("push button", "Book *Hannah*")
        app.find("push button", "Continue*")
        tour.shot(app, "first-session")
        app.activate("push button", "Continue*")
        app.find("table cell", "*, available*", shown=False, timeout=30)
        slot = choose_with_keyboard(app)
        tour.shot(app, "wizard")
        print("  chosen by keyboard: " + slot)
        app.key("Return")
        app.find("push button", "*Send Invite*")
        tour.shot(app, "send-invite")
        app.activate("push button", "*Send Invite*")
        app.gone("push button", "*Send Invite*", timeout=30)
        app.find("heading", "Matches and Groups", timeout=30)
        tour.shot(app, "booked")
        app.activate("push button", "Open your sessions with Hannah*")
        app.settle()
        tour.shot(app, "match-booked")


def schedule_with_group(tour):
    """The best time for a group, by keyboard."""
    with tour.start() as app:
        app.find("heading", "Matches*", timeout=30)
        app.activate("push button", "Open your sessions with Maintainers Circle*", shown=False)
        app.find("push button", "Book Session*")
        tour.shot(app, "group")
        app.key("alt+Left")
        app.find("heading", "Matches*")

        app.activate("push button", "Book *Maintainers Circle*", shown=False)
        app.find("list item", "Best time 1: *", timeout=30)
        app.grab("table cell")
        app.wait(lambda: " of 6 available" in str(app.focused()), "the focus is on no time")
        app.key("n", "n", "shift+N", "shift+N")
        app.settle()
        tour.shot(app, "heat-map-note", round_corners=False)
        app.key("Escape")
        tour.shot(app, "heat-map")
        print("  chosen by keyboard: " + app.focused().name)
        app.key("Return")
        app.find("push button", "Schedule")
        tour.shot(app, "schedule")
        if app.has("check box", "Schedule although*"):
            app.grab("check box", "Schedule although*")
            app.key("space")
        app.activate("push button", "Schedule")
        app.gone("push button", "Schedule", timeout=30)
        app.find("heading", "Matches*", timeout=30)
        app.activate("push button", "Open your sessions with Maintainers Circle*", shown=False)
        app.find("label", "Scheduled, *", timeout=30)
        tour.shot(app, "group-booked")


def show_mail(tour):
    """The invites, which the demo's server writes to a folder."""
    mails = [path for path in sorted(tour.session.home.rglob("*.eml"))
             if b"text/calendar" in path.read_bytes()]
    if not mails:
        raise DriveError("no invite was written")
    for number, mail in enumerate(mails, 1):
        target = tour.folder / ("invite-%d.eml" % number)
        shutil.copy(mail, target)
        print("  " + target.name)


def look_otherwise(tour):
    with tour.start(ADW_DEBUG_COLOR_SCHEME="prefer-dark") as app:
        app.find("heading", "Matches and Groups", timeout=30)
        tour.shot(app, "home-dark")
        open_wizard(app, "Asha")
        tour.shot(app, "wizard-dark")
        app.key("alt+Left")
        open_heat_map(app, "Book *Release Rotation*")
        tour.shot(app, "heat-map-dark")
    with tour.start() as app:
        app.find("heading", "Matches and Groups", timeout=30)
        app.resize(360, 660)
        tour.shot(app, "home-narrow", round_corners=False)
        open_wizard_narrow(app)
        tour.shot(app, "wizard-narrow", round_corners=False)
        app.key("alt+Left")
        app.activate("push button", "Book *Release Rotation*", shown=False)
        app.find("push button", "Choose", timeout=30)
        tour.shot(app, "heat-map-narrow", round_corners=False)
    with tour.start(LOCPATH=make_locale(tour.session.dir), LANG=HEBREW) as app:
        app.find("push button", "*Asha*", timeout=30)
        tour.shot(app, "home-rtl")
        app.activate("push button", "קביעת*Asha*", shown=False)
        app.find("table cell", "*פנוי*", shown=False, timeout=30)
        tour.shot(app, "wizard-rtl")
        app.key("alt+Right")
        app.activate("push button", "קביעת*Release Rotation*", shown=False)
        app.wait(lambda: len(app.find_all("list item", "*")) > 2, "no best times came", 30)
        tour.shot(app, "heat-map-rtl")


def open_heat_map(app, button):
    app.activate("push button", button, shown=False)
    app.find("list item", "Best time 1: *", timeout=30)


def make_locale(folder):
    """Hebrew for the tour alone: where a system has no locale but C.UTF-8, newer releases of
    the C library translate nothing, whatever $LANGUAGE asks for."""
    subprocess.run(["localedef", "-i", "he_IL", "-f", "UTF-8", folder / HEBREW], check=True)
    return str(folder)


def open_wizard_narrow(app):
    app.activate("push button", "Book *Asha*", shown=False)
    app.settle()


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with Session(size="1600x1100", window_manager=WINDOW_MANAGER, keyring=True) as session:
        settings = session.home / ".config/glib-2.0/settings"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "keyfile").write_text(WINDOW)
        tour = Tour(session, folder)
        try:
            book(tour)
            schedule_with_group(tour)
            show_mail(tour)
            look_otherwise(tour)
        except DriveError as error:
            print("The tour ended early: %s" % error, file=sys.stderr)
            print(session.output()[-3000:], file=sys.stderr)
            return 1
    print("A session was booked with a mentor, and another with a group. The pictures are in %s" % folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
