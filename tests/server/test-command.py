"""The commands of together-server as an operator meets them: what they say, and what they log."""
import http.client
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SERVER = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
DEMO = SOURCE / "data/demo-organization/demo.json"
LINE = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ (info|notice|warning|error) \S.*"


class Command(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.base = pathlib.Path(self.folder.name)

    def run_server(self, *arguments):
        return subprocess.run([SERVER, *map(str, arguments)], cwd=self.base, capture_output=True,
                              text=True, check=False, timeout=60)

    def good(self, *arguments):
        run = self.run_server(*arguments)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def bad(self, status, *arguments):
        run = self.run_server(*arguments)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        self.assertEqual(run.stdout, "")
        return run.stderr

    def serve(self, *arguments, paths=(), token=None):
        """Serve for a few requests; answer what was logged."""
        server = subprocess.Popen(
            [SERVER, "serve", "--listen", "127.0.0.1:0", *map(str, arguments)], cwd=self.base,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        line = server.stdout.readline()
        self.assertIn("Listening on http://", line)
        for path in paths:
            connection = http.client.HTTPConnection("127.0.0.1", int(line.rsplit(":", 1)[1]))
            connection.request("GET", path, headers={"Authorization": "Bearer " + str(token)})
            connection.getresponse().read()
            connection.close()
        server.terminate()
        _, log = server.communicate(timeout=60)
        self.assertEqual(server.returncode, 0, log)
        return log


class Log(Command):
    def test_lines(self):
        self.good("import", DEMO)
        token = self.good("token", "ines@meridian.example").strip()
        log = self.serve(paths=("/v1/about", "/v1/home", "/v1/matches/secret-id", "/else"),
                         token=token)
        for line in log.splitlines():
            self.assertRegex(line, "^" + LINE + "$")
        for request in ("getAbout 200", "getHome 200", "getMatch 404", "- 404"):
            self.assertRegex(log, r"(?m)^\S+ info %s \d+\.\d ms$" % request)
        self.assertRegex(log.splitlines()[-1], "^[^ ]+ notice Stopped")
        # Nobody's token or address, and not what exactly they looked at.
        for secret in (token, "meridian.example", "secret-id", "127.0.0.1"):
            self.assertNotIn(secret, log)

    def test_quiet(self):
        self.good("import", DEMO)
        log = self.serve("--quiet", paths=("/v1/about",))
        self.assertNotIn("getAbout", log)
        self.assertIn("notice Stopped", log)


class Words(Command):
    """What was wrong is said, and nothing is made by the way."""

    def write(self, name, text):
        (self.base / name).write_text(text)

    def files(self):
        return sorted(path.name for path in self.base.iterdir())

    def test_missing_arguments(self):
        for command, argument in (("token", "EMAIL"), ("import", "FILE"), ("revoke", "NAME")):
            said = self.bad(2, command)
            self.assertIn("%s is missing" % argument, said)
            self.assertIn("together-server %s --help" % command, said)
            self.assertLess(len(said.splitlines()), 4)
        self.assertIn("“b” is not expected here", self.bad(2, "token", "a", "b"))
        self.assertIn("“all” is not expected here", self.bad(2, "outbox", "all"))

    def test_no_database(self):
        for command in (["token", "ines@meridian.example"], ["tokens"], ["revoke", "x"],
                        ["outbox"], ["token", "--database", "other.db", "a@b.example"]):
            self.assertIn("There is no database “%s”" % (
                "other.db" if "other.db" in command else "together.db"), self.bad(1, *command))
        self.assertEqual(self.files(), [])

    def test_no_folder(self):
        for command in (["import", "--database", "none/x.db", DEMO],
                        ["serve", "--database", "none/x.db"]):
            self.assertIn("There is no folder “none”", self.bad(1, *command))
        self.assertEqual(self.files(), [])
        said = self.bad(1, "serve", "--mail-folder", "/proc/none")
        self.assertIn("Mails can't be written to the folder “/proc/none”: no such file", said)

    def test_bad_files(self):
        self.write("zone.json", DEMO.read_text().replace('"Europe/Lisbon"', '"Europe/Nowhere"', 1))
        self.write("half.json", '{"format": 1,')
        self.write("newer.json", '{"format": 2}')
        self.write("calendar.json", DEMO.read_text().replace("ines-work.ics", "ines-word.ics", 1))
        before = self.files()
        for name, message in (
                ("zone.json", r"zone\.json, line \d+: /members/0/zone: this system does not know"),
                ("half.json", r"half\.json, line 1, column 14: expected a string"),
                ("newer.json", r"newer\.json, line 1: /format: is 2"),
                ("calendar.json", r"calendar\.json, line \d+: .*: the calendar “ines-word.ics” "
                                  r"can't be read: no such file or directory"),
                ("none.json", r"“none\.json” can't be read: no such file or directory"),
                (".", r"“\.” can't be read: is a directory")):
            self.assertRegex(self.bad(1, "import", name), "^together-server: %s" % message)
        self.assertEqual(self.files(), before)

        # A server that has the database says the same.
        server = subprocess.Popen([SERVER, "serve", "--listen", "127.0.0.1:0"], cwd=self.base,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(server.communicate)
        self.addCleanup(server.terminate)
        server.stdout.readline()
        self.assertRegex(self.bad(1, "import", "zone.json"),
                         r"^together-server: zone\.json, line \d+: /members/0/zone: this system")

    def test_empty_database(self):
        log = self.serve()
        self.assertRegex(log, r"(?m) notice There is no organization in together\.db yet: .*import")
        self.good("import", DEMO)
        self.assertNotIn("no organization", self.serve())


unittest.main(argv=sys.argv[:1], verbosity=2)
