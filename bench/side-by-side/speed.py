"""Asks two servers of Tempo's API the same questions one after the other, then many at once, and writes a table."""

import concurrent.futures
import os
import statistics

from client import Server

SEARCHES = [
    ("`{ }`", "{ }"),
    ("service", '{ resource.service.name = "checkout" }'),
    ("status code", "{ span.http.response.status_code = 503 }"),
    ("user, none found", '{ span.enduser.id = "nobody" }'),
    ("user", '{ span.enduser.id = "user-4711" }'),
    ("name by regex", '{ name =~ "GET /api/v1/ca.*" }'),
    ("duration", "{ duration > 500ms }"),
    ("errors of a service", '{ status = error && resource.service.name = "cart" }'),
    ("three conditions", '{ resource.service.namespace = "shop" && span.http.route = "/api/v1/cart" && duration > 2ms }'),
    ("descendant (`>>`)", '{ resource.service.name = "frontend" } >> { span.db.system.name = "redis" }'),
    ("child error (`>`)", '{ resource.service.name = "cart" } > { status = error }'),
    ("sibling (`~`)", '{ resource.service.name = "cart" } ~ { status = error }'),
    ("`count() > 5`", '{ resource.service.name = "cart" } | count() > 5'),
    ("`avg(duration) > 4ms`", '{ resource.service.name = "cart" } | avg(duration) > 4ms'),
    ("`by(service)` and count", "{ status = error } | by(resource.service.name) | count() > 2"),
    ("`select()`", "{ status = error } | select(span.http.route, resource.k8s.pod.name)"),
    ("exception of an event", '{ event.exception.type = "java.io.IOException" }'),
    ("root service and duration", '{ rootServiceName = "frontend" && traceDuration > 100ms }'),
    ("failed roots", "{ nestedSetParent < 0 && status = error }"),
    ("unscoped names", '{ .db.system.name = "postgresql" && .k8s.namespace.name = "payments" }'),
    ("two spans of one trace", '{ resource.service.name = "fraud-check" } && { resource.service.name = "mailer" }'),
]
METRICS = [
    ("`rate()` by service", "{ } | rate() by (resource.service.name)"),
    ("`rate()`", "{ } | rate()"),
    ("errors by service, `topk`", "{ status = error } | rate() by (resource.service.name) | topk(10)"),
    ("three quantiles by service", "{ } | quantile_over_time(duration, .5, .9, .99) by (resource.service.name)"),
    ("histogram", "{ } | histogram_over_time(duration)"),
    ("`compare()`", "{ } | compare({ status = error })"),
    ("count by name", "{ kind = server } | count_over_time() by (name)"),
    ("average by route", "{ } | avg_over_time(duration) by (span.http.route)"),
    ("maximum of an attribute by table", "{ } | max_over_time(span.db.rows) by (span.db.sql.table)"),
    ("descendant, `rate()`", '{ resource.service.name = "frontend" } >> { span.db.system.name = "redis" } | rate()'),
]
VALUES = ["resource.service.name", "name", "status", "span.enduser.id"]
MANY = ["service", "errors of a service", "descendant (`>>`)", "`count() > 5`"]


class Speed:
    """Measures `left` and `right`, about the seconds from `start` to `end`; `pids` are their processes, or nothing."""

    def __init__(self, urls, start, end, times, pids, clients=(16,)):
        self.urls = urls
        self.window = {"start": start, "end": end}
        self.times = times
        self.pids = pids
        self.clients = clients

    def questions(self):
        """Names, and for each the path and parameters of its n-th repetition."""
        first = Server(self.urls[0]).get("/api/search", q="{ }", limit=200, **self.window).json()
        ids = [trace["traceID"] for trace in first.get("traces", [])]
        yield "trace by id, JSON", lambda turn: ("/api/v2/traces/" + ids[turn * 7 % len(ids)], {})
        yield "trace missing", lambda turn: ("/api/v2/traces/" + "9" * 32, {})
        for name, query in SEARCHES:
            yield "search: " + name, lambda turn, query=query: ("/api/search", {"q": query, "limit": 20, **self.window})
        yield "search: 200 traces, 10 spans each", lambda turn: (
            "/api/search", {"q": SEARCHES[1][1], "limit": 200, "spss": 10, **self.window})
        for name, query in METRICS:
            yield "metrics: " + name, lambda turn, query=query: (
                "/api/metrics/query_range", {"q": query, "step": "60s", **self.window})
        yield "metrics, instant: `rate()` by service", lambda turn: ("/api/metrics/query", {"q": METRICS[0][1], **self.window})
        yield "names of tags", lambda turn: ("/api/v2/search/tags", self.window)
        for name in VALUES:
            yield f"values of `{name}`", lambda turn, name=name: (f"/api/v2/search/tag/{name}/values", self.window)

    def run(self, only=""):
        """Prints the table of the questions whose name begins so; True if every one was answered."""
        self.good = True
        servers = [Server(url) for url in self.urls]
        print(f"| query, {self.times} times | left p50 / p95, ms | right p50 / p95, ms | left, CPU-s | right, CPU-s | left p50 : right p50 |")
        print("|---|---|---|---|---|---|")
        for name, question in self.questions():
            if name.startswith(only):
                self.row(name, [self.alone(server, question, side) for side, server in enumerate(servers)])
        for clients in self.clients:
            for name in MANY:
                query = dict(SEARCHES)[name]
                self.row(f"{clients} at once: {name}", [self.many(side, query, clients) for side in range(2)])
        return self.good

    def row(self, name, measured):
        cells = [f"{p50:.1f} / {p95:.1f}" for p50, p95, _ in measured]
        cpu = ["" if used is None else f"{used:.3f}" for _, _, used in measured]
        print("| " + " | ".join([name, *cells, *cpu, f"{measured[0][0] / measured[1][0]:.1f}"]) + " |", flush=True)

    def alone(self, server, question, side):
        self.seconds(server, question(0))
        before = self.cpu(side)
        times = [self.seconds(server, question(turn + 1)) for turn in range(self.times)]
        return summary(times, before, self.cpu(side), self.times)

    def many(self, side, query, count):
        """Each client asks as often as one alone does."""
        asked = ("/api/search", {"q": query, "limit": 20, **self.window})

        def client(_):
            server = Server(self.urls[side])
            return [self.seconds(server, asked) for _ in range(self.times)]

        before = self.cpu(side)
        with concurrent.futures.ThreadPoolExecutor(count) as clients:
            times = [one for several in clients.map(client, range(count)) for one in several]
        return summary(times, before, self.cpu(side), len(times))

    def seconds(self, server, asked):
        answer = server.get(asked[0], **asked[1])
        if answer.status != 200:
            self.good = False
            print(f"{server.url}{asked[0]} {asked[1]}: {answer.status} {answer.text()}", flush=True)
        return answer.seconds

    def cpu(self, side):
        return cpu_seconds(self.pids[side]) if self.pids else None


def cpu_seconds(pid):
    """CPU time of a process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def summary(times, before, after, count):
    """p50 and p95 in milliseconds, and CPU-seconds of each."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    used = None if before is None else (after - before) / count
    return statistics.median(ordered) * 1000, p95 * 1000, used
