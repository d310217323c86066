"""A clock that can be moved: whoever asks for the time of day is told it with an
offset, and a listener of its own on loopback takes {"advance": "59m59s"}. The web
server keeps its own clock, by which it closes idle connections."""
import http.server
import json
import re
import threading
import time
import types
from datetime import timedelta

import jwcrypto.jwt
import oauthlib.openid.connect.core.grant_types.base
from django.utils import timezone

offset = 0.0
real_now = timezone.now
timezone.now = lambda: real_now() + timedelta(seconds=offset)
shifted = types.SimpleNamespace(time=lambda: time.time() + offset)
jwcrypto.jwt.time = oauthlib.openid.connect.core.grant_types.base.time = shifted

# A Go duration, such as 1h59m58.5s, in seconds.
UNITS = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "µs": 1e-6, "us": 1e-6, "ns": 1e-9}


def seconds(text):
    return sum(float(n) * UNITS[unit] for n, unit in re.findall(r"([\d.]+)(h|ms|µs|us|ns|m|s)", text))


class Control(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global offset
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        offset += seconds(json.loads(body)["advance"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


def control(port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Control)
    threading.Thread(target=server.serve_forever, daemon=True).start()
