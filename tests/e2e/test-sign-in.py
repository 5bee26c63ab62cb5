"""How a member gets in: the start page, the connect page, with and without a keyring."""
import contextlib
import http.server
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading

from drive import DriveError
from scheduler import MENTEE, PATIENCE, Server, start_app
from session import Session
from tap import main, test


class Html(http.server.BaseHTTPRequestHandler):
    """What a hotel's network, or somebody else's web server, answers."""

    def do_GET(self):  # http.server calls it so
        body = b"<html><body><h1>Welcome</h1></body></html>"
        self.send_response(502 if self.server.broken else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(broken=False, certificate=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Html)
    server.broken = broken
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "%s://127.0.0.1:%d" % ("https" if certificate else "http", server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def make_certificate(folder):
    path = pathlib.Path(folder) / "self-signed.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", path, "-out", path], check=True, capture_output=True)
    return path


def open_connect_page(app):
    app.activate("push button", "Connect to an Organization")
    app.find("text", "Organization Address*")


def enter(app, address, token):
    app.fill("text", "Organization Address*", address)
    app.fill("*", "Access Token*", token)
    app.activate("push button", "Connect")


def expect_message(app, pattern, timeout=None):
    try:
        app.find("label", pattern, timeout=timeout)
    except DriveError as error:
        raise AssertionError("no such message: %s\n%s" % (error, "\n".join(app.words()))) from None


@test("/sign-in/P35/every-control-has-a-name")
def names_controls():
    with Session() as session, start_app(session) as app:
        app.settle()
        app.expect_names()
        open_connect_page(app)
        app.settle()
        app.expect_names()


@test("/sign-in/P28/addresses-that-are-none")
def refuses_addresses():
    with Session() as session, start_app(session) as app:
        open_connect_page(app)
        for address, message in (
                ("two words", "This is not an address.*"),
                ("javascript:alert(1)", "*begins with https://*"),
                ("http://together.example", "Over http:// anybody*"),
                ("https://me:secret@together.example", "Leave out the name and password*")):
            enter(app, address, "tog_x")
            expect_message(app, message)


@test("/sign-in/P28/servers-that-are-not-ours")
def refuses_servers():
    with Session() as session, start_app(session) as app, \
            tempfile.TemporaryDirectory() as folder:
        open_connect_page(app)
        with serving() as address:
            enter(app, address, "tog_x")
            expect_message(app, "*not as a Together organization*", 30 * PATIENCE)
        with serving(broken=True) as address:
            enter(app, address, "tog_x")
            expect_message(app, "127.0.0.1*", 60 * PATIENCE)
        with serving(certificate=make_certificate(folder)) as address:
            enter(app, address, "tog_x")
            expect_message(app, "*its certificate is not trusted*", 30 * PATIENCE)
        # Nobody listens there any more.
        enter(app, address.replace("https", "http"), "tog_x")
        expect_message(app, "*can’t be reached*", 60 * PATIENCE)


@test("/sign-in/P28/server-that-says-nothing")
def gives_up_on_silence():
    with Session() as session, start_app(session) as app, \
            socket.create_server(("127.0.0.1", 0)) as silent:
        open_connect_page(app)
        enter(app, "http://127.0.0.1:%d" % silent.getsockname()[1], "tog_x")
        # The window answers meanwhile.
        assert app.find("push button", "Back")
        expect_message(app, "*does not answer*", 120)


@test("/sign-in/P22/wrong-token")
def refuses_token():
    with Server() as server, Session(keyring=True) as session, start_app(session) as app:
        open_connect_page(app)
        enter(app, server.address, "tog_" + "A" * 43)
        expect_message(app, "*does not accept the access token*", 30 * PATIENCE)


@test("/sign-in/P22/token-is-in-the-keyring-and-in-no-file")
def keeps_token_in_keyring():
    with Server() as server, Session(keyring=True) as session:
        token = server.token(MENTEE)
        with start_app(session) as app:
            open_connect_page(app)
            enter(app, server.address, token)
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
        files = [path for path in session.home.rglob("*")
                 if path.is_file() and "keyrings" not in path.parts]
        assert files
        for path in files:
            assert token.encode() not in path.read_bytes(), path
        assert token not in session.output()
        assert token not in server.output()
        # It is found again.
        with start_app(session) as app:
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
            app.settle()
            assert not app.has("push button", "Sign in again*")


@test("/sign-in/P22/no-keyring-is-said-and-asked-about")
def asks_without_keyring():
    with Server() as server, Session() as session:
        token = server.token(MENTEE)
        with start_app(session) as app:
            open_connect_page(app)
            enter(app, server.address, token)
            app.activate("push button", "Keep Until I Close the App*", timeout=30 * PATIENCE)
            app.find("heading", "Matches and Groups", timeout=30 * PATIENCE)
        for path in session.home.rglob("*"):
            assert not path.is_file() or token.encode() not in path.read_bytes(), path


main()
