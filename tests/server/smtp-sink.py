#!/usr/bin/python3
"""A real SMTP server for tests. It keeps what it accepts, in a folder, as
N.eml with the envelope in N.json, and prints the port it listens at.

Who a mail goes to says what becomes of it: refused@… gets 550, full@… 452 the
first time, later@… 451 always; a sender blocked@… gets 553.
"""
import argparse
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.seen = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("blocked@"):
            return "553 5.1.8 Nobody here sends as that"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 No such user here"
        if local == "later":
            return "451 4.7.1 Greylisted, come back later"
        if local == "full" and address not in self.seen:
            self.seen.add(address)
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(list(self.folder.glob("*.json")))
        (self.folder / f"{number}.eml").write_bytes(envelope.original_content)
        (self.folder / f"{number}.json").write_text(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "login": session.auth_data.decode() if session.auth_data else None,
        }))
        return "250 OK"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--login", help="NAME:PASSWORD")
    parser.add_argument("--hang", action="store_true", help="accept connections and say nothing")
    options = parser.parse_args()
    arguments = {}

    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
        arguments.update(tls_context=context, require_starttls=True)
    if options.login:
        name, password = options.login.encode().split(b":")

        def authenticate(server, session, envelope, mechanism, data):
            good = data.login == name and data.password == password
            return AuthResult(success=good, handled=True, auth_data=data.login if good else None)

        arguments.update(authenticator=authenticate, auth_required=True)

    sink = Sink(options.folder)
    server = await asyncio.get_running_loop().create_server(
        asyncio.Protocol if options.hang
        else lambda: SMTP(sink, hostname="sink.example", **arguments),
        "127.0.0.1", options.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


asyncio.run(main())
