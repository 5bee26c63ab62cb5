"""A bad line between an app and its server, which fails where a test says."""
import http.client
import http.server
import threading

# What may happen to a request, and whether the server learns of it.
DROP_REQUEST = "drop the request"
DROP_ANSWER = "drop the answer"
CUT_ANSWER = "cut the answer"
DUPLICATE = "send the request twice"
PORTAL = "answer with a page of somebody else"

PAGE = b"<!DOCTYPE html><title>Welcome</title><p>Please accept our terms to use this network."
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class FaultProxy:
    """Stands in for a server: has an address, and its tokens.

    What is appended to `faults` happens to the next requests that change something, one
    after the other; what happened to which is in `happened`.
    """

    def __init__(self, server):
        self.server, self.faults, self.happened = server, [], []
        proxy = self

        class Handler(_Handler):
            def pick_fault(self):
                if self.command == "GET" or not proxy.faults:
                    return None
                fault = proxy.faults.pop(0)
                proxy.happened.append((fault, self.command + " " + self.path))
                return fault

            def connect(self):
                return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        self.handler, self.port = Handler, 0
        self.start()

    def start(self):
        """On the port it had before, if it had one."""
        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self.handler)
        self.listener.daemon_threads = True
        self.port = self.listener.server_address[1]
        self.address = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def stop(self):
        """Nothing answers any more; what is open goes on."""
        self.listener.shutdown()
        self.listener.server_close()

    def token(self, address):
        return self.server.token(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.pick_fault()
        if fault == DROP_REQUEST:
            self.close_connection = True
            return
        if fault == PORTAL:
            self.answer(200, [("Content-Type", "text/html")], PAGE)
            return
        if fault == DUPLICATE:
            self.forward(body).read()
        answer = self.forward(body)
        if answer.getheader("Content-Type", "").startswith("text/event-stream"):
            self.stream(answer)
            return
        content = answer.read()
        if fault == DROP_ANSWER:
            self.close_connection = True
        else:
            self.answer(answer.status, answer.getheaders(), content,
                        len(content) // 2 if fault == CUT_ANSWER else None)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = relay

    def forward(self, body):
        """The head of the server's answer; its body can be read."""
        connection = self.connect()
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in HOP_BY_HOP}
        connection.request(self.command, self.path, body or None, headers)
        return connection.getresponse()

    def answer(self, status, headers, content, sent=None):
        """Says how long the content is, and sends all of it or less."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:sent])
        self.close_connection = sent is not None

    def stream(self, answer):
        """Passes on what comes, for as long as it comes."""
        self.close_connection = True
        self.send_response_only(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type"))
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while piece := answer.read1(65536):
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            pass  # one of the two has gone
