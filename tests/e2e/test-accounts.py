"""Two organizations on one desktop, each with its own server, store and unsent work."""
import contextlib
import pathlib
import shutil
import tempfile

from scheduler import DEMO, MENTEE, MENTOR, PATIENCE, Member, Server, start_app
from session import Session
from steps import add_account, cancel_session, open_accounts, open_menu, open_week, sign_in
from tap import main, test

HERE = {"TZ": "Europe/Lisbon"}
MATCH = "Open your sessions with Asha*"
MERIDIAN, HARBOUR = "Meridian Fellows", "Harbour Guild"


@contextlib.contextmanager
def harbour():
    """The same people in another organization."""
    with tempfile.TemporaryDirectory(prefix="organization-") as folder:
        shutil.copytree(DEMO.parent, folder, dirs_exist_ok=True)
        organization = pathlib.Path(folder) / DEMO.name
        organization.write_text(DEMO.read_text().replace(MERIDIAN, HARBOUR))
        with Server(organization=organization) as server:
            yield server


def stores(session):
    """The folders of accounts on the disk, and what is in them of organizations."""
    caches = session.home / ".cache/together-scheduler"
    return {folder.name: b"".join(p.read_bytes() for p in folder.iterdir() if p.is_file())
            for folder in caches.iterdir() if any(folder.iterdir())}


def has_focus(app, role, name="*"):
    return any("focused" in node.states and node.matches(role, name)
               for node in app.tree().walk())


def switch(app, organization, who="*"):
    open_accounts(app)
    row = app.find("list item", "%s, %s" % (organization, who), shown=False)
    assert "shown now" not in row.name, row
    app.wait(lambda: has_focus(app, "list item") or app.key("Tab"), "Tab leads to no account")
    app.wait(lambda: has_focus(app, "list item", row.name) or app.key("Down"),
             "Down doesn't lead to the account")
    app.key("Return")
    shown(app, organization)


def shown(app, organization):
    app.find("push button", "Accounts, " + organization, shown=False, timeout=30 * PATIENCE)
    app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)


@test("/accounts/P35/side-by-side")
def keeps_both():
    with Server() as here, harbour() as there, Session(keyring=True) as session:
        with sign_in(session, here) as app:
            shown(app, MERIDIAN)
            app.expect_names()
            add_account(app, there, MENTOR)
            shown(app, HARBOUR)
            app.find("push button", "Open your sessions with Inês*", shown=False)
            assert len(stores(session)) == 2, stores(session).keys()
            switch(app, MERIDIAN)
            app.find("push button", MATCH, shown=False)
            switch(app, HARBOUR)
            app.settle()

        # Which of them is shown is kept; the other one is there as well, offline too.
        here.stop()
        with start_app(session, HERE) as app:
            shown(app, HARBOUR)
            switch(app, MERIDIAN)
            app.find("push button", MATCH, shown=False)
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            switch(app, HARBOUR)
            app.gone("push button", "*Offline, last updated*", timeout=60 * PATIENCE)

            # Signing out takes this one off the disk, and nothing else.
            app.key("F10")
            app.settle()
            app.key("Down", "Down", "Return")  # GTK 4.18 names no menu items
            app.activate("push button", "Sign Out*", shown=False)
            shown(app, MERIDIAN)
            app.wait(lambda: len(stores(session)) == 1, "the store stays", 30 * PATIENCE)
            assert HARBOUR.encode() not in b"".join(stores(session).values())
        with start_app(session, HERE) as app:
            shown(app, MERIDIAN)
            open_accounts(app)
            assert not app.has("list item", HARBOUR + "*"), app.words()


@test("/accounts/P32/unsent-work-goes-out-while-another-is-shown")
def sends_unseen():
    with Server() as here, harbour() as there, Session(keyring=True) as session:
        with sign_in(session, here) as app:
            add_account(app, there, MENTEE)
            shown(app, HARBOUR)
            switch(app, MERIDIAN)
            open_week(app, "Asha")
            app.key("alt+Left")
            here.stop()
            app.key("F5")
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            open_week(app, "Asha")
            app.grab("table cell")
            app.wait(lambda: "available" in str(app.focused()) or app.key("n"), "no free time")
            app.key("Return")
            app.activate("push button", "*Request Th*", shown=False)
            app.find("label", "*nothing is booked yet*", shown=False)
            switch(app, HARBOUR)
            open_accounts(app)
            app.find("list item", MERIDIAN + "*1 thing waits to be sent", shown=False)
            app.key("Escape")

            here.start()
            open_accounts(app)
            app.find("list item", MERIDIAN + "*A request was booked", shown=False,
                     timeout=120 * PATIENCE)
            # Nothing of it is in the other organization.
            app.key("Escape")
            app.find("push button", "Book *Asha*", shown=False)


def cancel_first(app):
    """Cancels what was arranged with Amara, and goes back."""
    app.activate("push button", "Open your sessions with Amara*", shown=False)
    cancel_session(app)
    app.key("alt+Left")


@test("/accounts/P32/what-waits-of-one-is-not-the-others")
def keeps_waiting_apart():
    with Server() as here, harbour() as there, Session(keyring=True) as session:
        with sign_in(session, here) as app:
            add_account(app, there, MENTEE)
            shown(app, HARBOUR)
            here.stop()
            there.stop()
            app.key("F5")
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            cancel_first(app)
            switch(app, MERIDIAN)
            app.key("F5")
            app.find("push button", "*Offline, last updated*", timeout=60 * PATIENCE)
            cancel_first(app)
            open_accounts(app)
            for organization in (MERIDIAN, HARBOUR):
                app.find("list item", organization + "*1 thing waits to be sent", shown=False)
            app.key("Escape")

            # Who leaves one discards what waits there, and nothing else.
            app.key("F10")
            app.settle()
            app.key("Down", "Down", "Return")
            app.find("label", "Cancel “Your first pull request”", shown=False)
            app.activate("push button", "Discard and Sign Out*", shown=False)
            shown(app, HARBOUR)
            app.wait(lambda: len(stores(session)) == 1, "the store stays", 30 * PATIENCE)
            here.start()
            there.start()
            app.key("F5")
            for server, state in ((there, "cancelled"), (here, "scheduled")):
                member = Member(server, MENTEE)
                app.wait(lambda: state_of(member) == state, "it isn't " + state, 60 * PATIENCE)


def state_of(member):
    """Of what was arranged with Amara."""
    home = member.ask("GET", "/v1/home")
    return next(m["next"]["state"] for m in home["matches"]
                if m["person"]["name"].startswith("Amara"))


def revoke_all(server):
    for line in server.run("tokens", "--database", server.database).splitlines():
        server.run("revoke", "--database", server.database, line.split()[0])


@test("/accounts/P22/who-signs-in-again-is-who-it-was")
def signs_in_again():
    with Server() as server, Session(keyring=True) as session:
        with sign_in(session, server) as app:
            revoke_all(server)
            app.key("F5")
            open_menu(app, "*Sign in again*")
            app.activate("push button", "Sign In Again…", shown=False)
            app.find("list item", "Inês Carvalho*" + MERIDIAN + "*", shown=False)
            assert not app.has("text", "Organization Address*")

            # Somebody else's token is taken for nothing without a word.
            app.fill("*", "Access Token*", server.token(MENTOR))
            app.activate("push button", "Sign In")
            app.find("label", "*belongs to Asha Gurung, not to Inês Carvalho*", shown=False)
            app.activate("push button", "*Enter Another Token*", shown=False)
            app.find("label", "*made for this account*", shown=False)

            app.fill("*", "Access Token*", server.token(MENTEE))
            app.activate("push button", "Sign In")
            shown(app, MERIDIAN)
            app.wait(lambda: not app.has("toggle button", "*Sign in again*", shown=False),
                     "it isn't signed in")
            assert len(stores(session)) == 1


main()
