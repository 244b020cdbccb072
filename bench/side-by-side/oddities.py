"""Spans as no careful sender makes them, to send to two servers alike."""

import base64

MILLI = 1_000_000
SECOND = 1_000_000_000
PREFIX = "feed"


def value(content):
    """An OTLP value of a Python one; a tuple is a map's items."""
    if isinstance(content, bool):
        return {"boolValue": content}
    if isinstance(content, int):
        return {"intValue": str(content)}
    if isinstance(content, float):
        return {"doubleValue": content}
    if isinstance(content, str):
        return {"stringValue": content}
    if isinstance(content, bytes):
        return {"bytesValue": base64.b64encode(content).decode()}
    if isinstance(content, list):
        return {"arrayValue": {"values": [value(element) for element in content]}}
    if isinstance(content, dict):
        return {"kvlistValue": {"values": attributes(content)}}
    return {}


def attributes(content):
    """OTLP attributes of a dict."""
    return [{"key": key, "value": value(held)} for key, held in content.items()]


class Trace:
    """Collects spans of one trace: ids are numbers, times milliseconds from the begin of the trace."""

    def __init__(self, number, begin):
        self.id = number if isinstance(number, str) else f"{PREFIX}{number:0{32 - len(PREFIX)}x}"
        self.begin = begin
        self.resources = []

    def resource(self, service, scope=("odd", "1.0"), **more):
        """Begins a resource, into which the following spans go."""
        held = {} if service is None else {"service.name": service}
        held.update({key.replace("__", "."): content for key, content in more.items()})
        self.spans = []
        self.resources.append({
            "resource": {"attributes": attributes(held)},
            "scopeSpans": [{"scope": {"name": scope[0], "version": scope[1]}, "spans": self.spans}]})
        return self

    def span(self, number, parent, name, at=0, length=10, kind=1, status=None, events=(), links=(), **more):
        """Adds a span; `more` are its attributes, with __ for dots."""
        start = self.begin + int(at * MILLI)
        span = {"traceId": self.id, "spanId": identity(number), "name": name, "kind": kind,
                "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + int(length * MILLI)),
                "attributes": attributes({key.replace("__", "."): content for key, content in more.items()}),
                "events": [{"timeUnixNano": str(start + int(after * MILLI)), "name": event,
                            "attributes": attributes(held)} for after, event, held in events],
                "links": [{"traceId": trace, "spanId": identity(other), "attributes": attributes(held)}
                          for trace, other, held in links]}
        if parent is not None:
            span["parentSpanId"] = identity(parent)
        if status is not None:
            span["status"] = {"code": status[0], "message": status[1]}
        self.spans.append(span)
        return self


def identity(number):
    """A span id of a number, or the text that it is."""
    return number if isinstance(number, str) else f"{0xab << 56 | number:016x}"


def arrays(trace):
    trace.resource("odd-arrays", odd__zones=["a", "b"])
    trace.span(1, None, "arrays", length=90, odd__strs=["x", "y"], odd__ints=[1, 5, 9], odd__doubles=[1.5, 2.5],
               odd__bools=[True, False], odd__one=["x"], odd__none=[], odd__mixed=["x", 1, True], odd__map={"k": "v"},
               odd__bytes=b"\x01\x02\xff")
    trace.span(2, 1, "arrays-2", odd__strs=["z"], odd__ints=[7], odd__doubles=[0.5], odd__bools=[True])
    trace.span(3, 1, "arrays-3", odd__strs="x", odd__ints=5, odd__doubles=2.5, odd__bools=True)
    trace.span(4, 1, "arrays-4", odd__strs=["x", "x"], odd__ints=[-1, -5], odd__bools=[False, False])


def types(trace):
    trace.resource("odd-types", odd__r=7, odd__flag=True, odd__text="5")
    values = [500, 500.0, "500", True, 0, 1, -1, -2, -0.1, 0.0, 1e300, 9007199254740993, 2**63 - 1, -2**63, "", "nil",
              "true", "1s", 1.5, 2, 3, False, "Größe", "a\nb", "A", "a"]
    trace.span(1, None, "types", length=200)
    for number, held in enumerate(values):
        trace.span(10 + number, 1, f"type-{number}", at=number, length=1 + number, odd__v=held, odd__w=5 + number % 3)
    trace.span(100, 1, "none-of-it", length=0)
    trace.span(101, 1, "neg", odd__n=-1).span(102, 1, "neg", odd__n=-2).span(103, 1, "both", odd__n=4, odd__v=4)


def shadows(trace):
    trace.resource("odd-shadow", foo="res", bar="res", baz=1)
    trace.span(1, None, "shadow", length=44, **{"foo": "span", "nested.name": "inner"})
    trace.spans[-1]["attributes"] += attributes({"name": "inner", "status": "text", "duration": 5, "kind": "mine"})
    trace.span(2, 1, "shadow-2", foo="nil", baz=2)
    trace.span(3, 1, "shadow-3", bar="span", events=[(1, "e", {"foo": "event"})])
    trace.span(4, 1, "shadow-4", foo=3)


def names(trace):
    trace.resource("odd names", scope=("scope/é", ""))
    trace.span(1, None, "", length=33)
    trace.spans[-1]["attributes"] = attributes({
        "a b": "blank", "q\"q": "quote", "größe": 5, "x/y-z": True, "span.in": "dots", "with{brace}": 1, "UPPER": "U",
        "long": "l" * 1500, "count": 3, "a+1": 9})
    trace.span(2, 1, "naïve \"quoted\" name\ttab", status=(2, "it \"broke\""), length=2)
    trace.span(3, 1, "span with a rather long name " + "n" * 300, status=(1, ""))


def events(trace):
    trace.resource("odd-events")
    trace.span(1, None, "events", length=100, odd__e=4, events=[
        (5, "exception", {"event.type": "io", "ev.n": 10, "exception.message": "one"}),
        (7, "retry", {"event.type": "net", "ev.n": 20, "ev.f": 2.5, "ev.b": True, "ev.a": ["p", "q"]})])
    trace.span(2, 1, "one-event", length=50, events=[(2000, "late", {"ev.n": 20})])
    trace.span(3, 1, "early-event", length=50, events=[(-3, "early", {})])
    trace.span(4, 1, "no-event", length=50)
    trace.span(5, 1, "same-events", length=50, events=[(1, "tick", {"ev.n": 1}), (2, "tick", {"ev.n": 2})])
    other = "00ff" + "1" * 28
    trace.span(6, 1, "links", length=50, links=[
        ("fe" * 16, 77, {"link.why": "batch", "ln": 1}), (other, "00ab000000000001", {"link.why": "retry", "ln": 2})])


def tree(trace):
    trace.resource("odd-tree")
    trace.span(1, None, "top", length=500, even=False)
    trace.span(2, 1, "p", at=1, length=300, even=True).span(3, 2, "p", at=2, length=200)
    trace.span(4, 3, "q", at=3, length=50).span(5, 4, "q", at=4, length=20, status=(2, "deep"))
    trace.span(6, 3, "r", at=60, length=30, even=False).span(7, 1, "q", at=90, length=60)
    trace.resource("odd-leaf").span(8, 7, "p", at=91, length=10, kind=2).span(9, 7, "q", at=95, length=10, kind=3)
    trace.span(10, 9, "r", at=96, length=3, kind=4, even=True).span(11, 10, "p", at=97, length=1, kind=5)


def orphans(trace):
    trace.resource("odd-orphan")
    trace.span(1, None, "root", length=80).span(2, 1, "child", length=30)
    trace.span(3, 99, "orphan", length=20).span(4, 3, "below-orphan", length=10).span(5, 99, "orphan", length=20)


def rootless(trace):
    trace.resource("odd-rootless").span(1, 98, "lost", length=20).span(2, 1, "lost-child", length=10)


def two_roots(trace):
    trace.resource("odd-roots").span(1, None, "first", length=40).span(2, None, "second", at=5, length=60)
    trace.span(3, 1, "under-first", length=4).span(4, 2, "under-second", length=4)


def rings(trace):
    trace.resource("odd-ring").span(1, None, "root", length=20).span(2, 3, "ring-a").span(3, 2, "ring-b")
    trace.span(4, 4, "own-parent").span(5, 1, "straight")


def shared_ids(trace):
    trace.resource("odd-client").span(1, None, "top", length=70, kind=2).span(2, 1, "call", length=50, kind=3)
    trace.resource("odd-server").span(2, 1, "call", at=5, length=40, kind=2).span(3, 2, "inside", at=6, length=10)


def services(trace):
    trace.resource(None, odd__who="nobody").span(1, None, "no-service", length=60)
    trace.resource("", odd__who="empty").span(2, 1, "empty-service")
    trace.resource(5, odd__who="number").span(3, 1, "number-service")
    trace.resource("odd-service", scope=("", "")).span(4, 1, "no-scope")


def zero_ids(trace):
    trace.resource("odd-zero").span("00ab000000000001", None, "zero-root", length=12)
    trace.span("00ab000000000002", "00ab000000000001", "zero-child", length=5)
    trace.span("0000000000000003", "00ab000000000002", "three", length=2)


def times(trace):
    trace.resource("odd-times").span(1, None, "outer", length=1500)
    trace.span(2, 1, "instant", length=0).span(3, 1, "before-parent", at=-20, length=10)
    trace.span(4, 1, "after-parent", at=1600, length=700).span(5, 1, "nanos", at=0.000001, length=0.000123)


SHAPES = [arrays, types, shadows, names, events, tree, orphans, rootless, two_roots, rings, shared_ids, services, times]


def is_shared(trace):
    """Whether spans of a trace share an id."""
    return trace.startswith(PREFIX) and int(trace[-4:], 16) == SHAPES.index(shared_ids)


def requests(begin):
    """OTLP/JSON requests: each shape three times, minutes apart from `begin` (nanoseconds since 1970) on."""
    made = []
    for turn in range(3):
        for number, shape in enumerate(SHAPES):
            trace = Trace(turn << 16 | number, begin + (turn * 300 + number * 7) * SECOND + 123_456_789)
            shape(trace)
            made.append({"resourceSpans": trace.resources})
    zero = Trace("00000000000000ab" + "c" * 16, begin + 77 * SECOND)
    zero_ids(zero)
    made.append({"resourceSpans": zero.resources})
    return made


def send(begin, servers):
    """Sends all of it to the OTLP/HTTP ports of `servers`."""
    made = requests(begin)
    for server in servers:
        for request in made:
            answer = server.post("/v1/traces", request)
            if answer.status != 200:
                raise SystemExit(f"{server.url} answered {answer.status} to odd spans: {answer.text()}")
    return [request["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"] for request in made]
