"""A server that is asked over HTTP, on one connection that is kept."""

import http.client
import json
import time
import urllib.parse


class Answer:
    """Status (0: the connection was closed instead), body and how many seconds it took."""

    def __init__(self, status, body, seconds):
        self.status = status
        self.body = body
        self.seconds = seconds

    def json(self):
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def text(self):
        """The beginning of the body, for messages."""
        return self.body[:300].decode("utf-8", "replace").strip()


class Server:
    """What answers below a base URL such as http://localhost:3200."""

    def __init__(self, url, timeout=120):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise SystemExit(f"'{url}' is no base URL; expected one such as http://localhost:3200")
        self.url = url.rstrip("/")
        self.path = parts.path.rstrip("/")
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)

    def get(self, path, **parameters):
        """Asks for a path; parameters that are None are left out."""
        given = {name: value for name, value in parameters.items() if value is not None}
        query = "?" + urllib.parse.urlencode(given, doseq=True) if given else ""
        return self._send("GET", self.path + path + query, None, {})

    def post(self, path, body, headers=None):
        """Sends a dict as JSON, or bytes as they are."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self._send("POST", self.path + path, body, {"Content-Type": "application/json", **(headers or {})})

    def _send(self, method, path, body, headers):
        start = time.perf_counter()
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                content = response.read()
                return Answer(response.status, content, time.perf_counter() - start)
            except (ConnectionError, http.client.HTTPException) as error:
                self.connection.close()
                # a kept connection may have been closed meanwhile: that is seen at once
                if attempt == 2 or time.perf_counter() - start > 1:
                    return Answer(0, str(error).encode(), time.perf_counter() - start)
        raise AssertionError("two attempts, and neither answered nor failed")
