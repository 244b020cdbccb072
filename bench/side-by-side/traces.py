"""Compares what two servers answer to Tempo's API."""

import base64
import json
import urllib.parse

import oddities
import trace_questions as questions
from compared import Comparison, close, compared, maps, sets


def any_value(content):
    """A typed value as text; numbers that are equal have the same text."""
    if isinstance(content, dict) and isinstance(content.get("doubleValue"), int):
        content = {"doubleValue": float(content["doubleValue"])}
    if content == {"arrayValue": {}}:
        content = {"arrayValue": {"values": []}}
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def pairs(content):
    """Attributes as a sorted tuple."""
    return tuple(sorted((held["key"], any_value(held.get("value"))) for held in content or []))


class Traces:
    """The questions, asked of `left` and `right` about the time from `start` to `end` in seconds."""

    def __init__(self, left, right, start, end, verbose, only):
        self.servers = (left, right)
        self.window = {"start": start, "end": end}
        self.verbose = verbose
        self.only = only

    def both(self, path, **parameters):
        return [server.get(path, **parameters) for server in self.servers]

    def run(self, trace_ids):
        """Asks everything; True if nothing unknown differs."""
        parts = {"searches": self.searches, "legacy": self.legacy, "metrics": self.metrics, "tags": self.tags,
                 "by-id": lambda: self.by_id(trace_ids)}
        return all([part() for name, part in parts.items() if name.startswith(self.only)])

    # searches

    def searches(self):
        result = Comparison(self.verbose)
        for text in searches():
            result.add("search " + text, self.search(text, q=text), known(text))
        return result.finish("searches")

    def legacy(self):
        result = Comparison(self.verbose)
        for tags in questions.LEGACY:
            result.add("tags=" + tags, self.search("", tags=tags), "searches by tags" if tags in questions.KNOWN_TAGS else None)
        for bounds in ({"minDuration": "300ms"}, {"maxDuration": "20ms"}):
            result.add(f"search {bounds}", self.search("", **bounds))
        return result.finish("searches by tags")

    def search(self, text, **parameters):
        return compared(*self.both("/api/search", limit=5000, spss=100, **self.window, **parameters),
                        lambda left, right: differences(found(left), found(right), text))

    # metrics

    def metrics(self):
        result = Comparison(self.verbose)
        for text in metrics():
            result.add("range " + text, self.series("/api/metrics/query_range", q=text, step="60s"), known(text))
            result.add("instant " + text, self.series("/api/metrics/query", q=text), known(text))
        for step in ("7s", "300s", None):
            result.add(f"range in steps of {step}", self.series("/api/metrics/query_range", q="{ } | rate()", step=step))
        return result.finish("metrics")

    def series(self, path, **parameters):
        return compared(*self.both(path, **self.window, **parameters),
                        lambda left, right: maps("series", samples(left), samples(right), same_samples))

    # names and values

    def tags(self):
        result = Comparison(self.verbose)
        for scope in (None, "resource", "span", "event", "link", "instrumentation", "intrinsic"):
            add_listed(result, f"names of {scope}", self.names(scope=scope))
            add_listed(result, f"v1 names of {scope}", self.listed("/api/search/tags", "tagNames", scope=scope))
        for name in questions.VALUES:
            add_listed(result, "values of " + name, self.values(name))
            for where in questions.VALUES_WHERE:
                add_listed(result, f"values of {name} where {where}", self.values(name, q=where))
            plain = name.split(".", 1)[1] if "." in name else name
            add_listed(result, "v1 values of " + plain,
                       self.listed(f"/api/search/tag/{urllib.parse.quote(plain, safe='')}/values", "tagValues"))
        return result.finish("names and values")

    def names(self, **parameters):
        return compared(*self.both("/api/v2/search/tags", **self.window, **parameters),
                        lambda *both: sets("names", *[{(scope["name"], tag) for scope in answer.get("scopes", [])
                                                       for tag in scope.get("tags", [])} for answer in both]))

    def listed(self, path, key, **parameters):
        return compared(*self.both(path, **self.window, **parameters),
                        lambda *both: sets(key, *[answer.get(key, []) for answer in both]))

    def values(self, name, **parameters):
        path = f"/api/v2/search/tag/{urllib.parse.quote(name, safe='')}/values"
        return compared(*self.both(path, **self.window, **parameters),
                        lambda *both: sets("values", *[{(value.get("type"), value.get("value"))
                                                        for value in answer.get("tagValues", [])} for answer in both]))

    # traces by id

    def by_id(self, ids):
        result = Comparison(self.verbose)
        for trace in ids:
            shared = "spans that share an id" if oddities.is_shared(trace) else None
            result.add("trace " + trace, compared(
                *self.both("/api/v2/traces/" + trace),
                lambda *both: differences(*[spans(answer.get("trace", {}).get("resourceSpans", [])) for answer in both])), shared)
            result.add("v1 trace " + trace, compared(
                *self.both("/api/traces/" + trace),
                lambda *both: differences(*[spans(answer.get("batches", [])) for answer in both])), shared)
        return result.finish("traces by id")


def add_listed(result, text, lines):
    """Adds a question for a list; that there is more on the right is known, as is what the text makes known."""
    reasons = {"&& }": "half-written queries", "values of status": "keywords", "values of kind": "keywords",
               "values of rootName": "a trace with two roots", "values of span.a b": "blanks in names"}
    known_here = next((reason for part, reason in reasons.items() if part in text), None)
    if not any(line.startswith("only left") for line in lines):
        known_here = known_here or "names and values after a flush"
    result.add(text, lines, known_here if lines else None)


def known(text):
    """The documented difference that a question is about, if there is one."""
    if "&<<" in text or "&>>" in text:
        return "&>>"
    return questions.KNOWN.get(text)


def searches():
    for field, values, operators in questions.COMPARED:
        for value in values:
            for operator in operators:
                yield f"{{ {field} {operator} {value} }}"
    for structure in questions.STRUCTURES:
        for left in questions.LEFT:
            for right in questions.RIGHT:
                yield f"{left} {structure} {right}"
    yield from questions.TOGETHER


def metrics():
    for measure in questions.MEASURES:
        for group in questions.GROUPS:
            for spans_measured in questions.MEASURED:
                yield f"{spans_measured} | {measure}{group}"
    yield from questions.METRICS


def found(answer):
    """By trace and field: what an answer says."""
    fields = {}
    for trace in answer.get("traces", []):
        of = trace["traceID"].lstrip("0")
        fields[of, "trace"] = "found"
        for key in ("rootServiceName", "rootTraceName", "startTimeUnixNano", "durationMs"):
            fields[of, key] = trace.get(key)
        fields[of, "serviceStats"] = any_value(trace.get("serviceStats"))
        for held in trace.get("spanSets", []):
            group = pairs(held.get("attributes"))
            fields[of, "matched", group] = held.get("matched")
            for span in held.get("spans", []):
                where = (span["spanID"], span.get("startTimeUnixNano"), span.get("durationNanos", "0"))
                fields[of, "span", group, *where] = span.get("name")
                fields[of, "attributes", group, *where] = pairs(span.get("attributes"))
    return fields


def differences(left, right, question=""):
    """What only one of two answers holds, and what they hold differently: by kind, with an example."""
    by_kind = {}
    for key in sorted(left.keys() | right.keys(), key=str):
        held = (left.get(key, ABSENT), right.get(key, ABSENT))
        if held[0] != held[1] and not ((key[0], "trace") in left) ^ ((key[0], "trace") in right) or key[1] == "trace" and held[0] != held[1]:
            by_kind.setdefault((key[1], ABSENT in held and held.index(ABSENT)), []).append((key, held))
    lines = []
    for (kind, _), several in by_kind.items():
        unexplained = [one for one in several if explained(question, kind, *one[1]) is None]
        if unexplained:
            key, held = unexplained[0]
            lines.append(f"{len(unexplained)} x {kind}: {key}: {held[0]!s:.200} | {held[1]!s:.200}")
    return lines


ABSENT = "(absent)"


def explained(question, kind, left, right):
    """The documented difference that makes these two values of a field differ; None if there is none."""
    if kind == "rootServiceName" and left == "<root span not yet received>" and right is None:
        return "a root whose service has no name"
    if kind == "rootTraceName" and {left, right} == {"first", "second"}:
        return "a trace with two roots"
    if kind == "serviceStats" and left == "null" and not question:
        return "searches by tags"
    if kind == "flags" and left == ABSENT or kind == "resource" and '"service.name", "{\\"stringValue\\": \\"\\"}"' in right:
        return "traces by id"
    if kind == "span" and left is None and several_conditions(question):
        return "fields beside ||"
    if kind == "attributes" and ABSENT not in (left, right):
        return explained_attributes(question, left, right)
    return None


def explained_attributes(question, left, right):
    if isinstance(left, str):
        return None
    if {key for key, _ in set(left) ^ set(right)} == {"service.name"} and ("service.name", '{"stringValue": ""}') in left:
        return "resource.service.name"
    if set(left) < set(right) and several_conditions(question):
        return "fields beside ||"
    keys = {key for key, _ in set(left) ^ set(right)}
    if all(value in ('{"stringValue": "nil"}', '{"stringValue": ""}') for _, value in set(left) - set(right)) and set(right) < set(left):
        return "missing shown as nil"
    shown = [value for key, value in right if key in keys]
    if shown and all("arrayValue" in value for value in shown):
        return "arrays are shown whole"
    if "nestedSet" in question and all(key.startswith("nestedSet") for key in keys):
        return "numbers of a tree"
    if ("event" in question or "link" in question) and set(left) ^ set(right):
        return "event fields in answers"
    return None


def several_conditions(question):
    """Whether a query has conditions of which not all have to hold on one span."""
    return any(sign in question for sign in ("||", "} > ", "} < ", "} >> ", "} << ", "} ~ ", "} !", "} &", ") >> ", ") && "))


def samples(answer):
    """By labels: values by time; of an instant answer one value."""
    result = {}
    for series in answer.get("series", []):
        if "samples" in series:
            values = {sample.get("timestampMs"): float(sample.get("value", 0)) for sample in series["samples"]}
        else:
            values = {"": float(series.get("value", 0))}
        result[pairs(series.get("labels"))] = values
    return result


def same_samples(left, right):
    return left.keys() == right.keys() and all(close(left[time], right[time]) for time in left)


def spans(groups):
    """By span and field: what a trace by id says."""
    fields = {}
    for group in groups:
        resource = pairs(group.get("resource", {}).get("attributes"))
        for scoped in group.get("scopeSpans", []):
            for span in scoped.get("spans", []):
                ids = {key: base64.b64decode(span.get(key) or "").hex() for key in ("traceId", "spanId", "parentSpanId")}
                of = (ids["spanId"], span.get("kind"), span.get("startTimeUnixNano"))
                held = {**span, **ids, "trace": "found", "resource": resource, "attributes": pairs(span.get("attributes")),
                        "scope": any_value(scoped.get("scope")), "events": elements(span, "events"), "links": elements(span, "links")}
                for key, content in held.items():
                    fields[of, key] = any_value(content)
    return fields


def elements(span, key):
    return [{**held, "attributes": pairs(held.get("attributes"))} for held in span.get(key, [])]
