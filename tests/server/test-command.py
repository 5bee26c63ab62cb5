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


unittest.main(argv=sys.argv[:1], verbosity=2)
