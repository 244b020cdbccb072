"""Compares what two servers answer to Pyroscope's API."""

import base64
import json
import pathlib

from compared import Comparison, close, compared, maps, sets

QUERIER = "/querier.v1.QuerierService/"
GROUPS = [[], ["service_name"], ["k8s_namespace_name"], ["service_name", "pod"], ["nope"]]
ENOUGH_NODES = 1_000_000


def send(servers, files, end):
    """Sends profile files that end at `end` (seconds): .jfr and .folded to /ingest, everything else as pprof."""
    for server in servers:
        for file in map(pathlib.Path, files):
            service = "file-" + file.stem.replace(".", "-")
            if file.suffix in (".jfr", ".folded"):
                kind = file.suffix[1:]
                answer = server.post(f"/ingest?name={service}&from={end - 30}&until={end}&format={kind}&sampleRate=100",
                                     file.read_bytes(), {"Content-Type": "application/octet-stream"})
            else:
                labels = {"__name__": "process_cpu" if "cpu" in file.stem else "memory", "service_name": service}
                answer = server.post("/push.v1.PusherService/Push", {"series": [{
                    "labels": [{"name": name, "value": value} for name, value in labels.items()],
                    "samples": [{"rawProfile": base64.b64encode(file.read_bytes()).decode()}]}]})
            if answer.status != 200:
                raise SystemExit(f"{server.url} answered {answer.status} to {file}: {answer.text()}")


class Profiles:
    """The questions, asked of `left` and `right` about the time from `start` to `end` in seconds."""

    def __init__(self, left, right, start, end, verbose, only):
        self.servers = (left, right)
        self.window = {"start": start * 1000, "end": end * 1000}
        self.result = Comparison(verbose)
        self.only = only

    def ask(self, about, compare, call, **content):
        """One call with a JSON body, asked of both."""
        if call.startswith(self.only):
            both = [server.post(QUERIER + call, {**self.window, **content}) for server in self.servers]
            self.result.add(f"{call} {about}", compared(*both, compare))

    def run(self):
        """Asks everything; True if nothing differs."""
        self.labels()
        types = [held["ID"] for held in self.servers[0].post(QUERIER + "ProfileTypes", self.window).json().get("profileTypes", [])]
        services = self.servers[0].post(QUERIER + "LabelValues", {**self.window, "name": "service_name"}).json().get("names", [])
        chosen = services[:3] + [service for service in services if service.startswith("file-")]
        for kind in types:
            self.series_of(kind, chosen)
            self.graphs_of(kind, chosen)
        return self.result.finish("profiles")

    def labels(self):
        self.ask("", lambda *both: sets("types", *[texts(answer.get("profileTypes")) for answer in both]), "ProfileTypes")
        for matchers in ([], ['{service_name="checkout"}'], ['{service_name=~"c.*"}']):
            self.ask(matchers, lambda *both: sets("names", *[answer.get("names", []) for answer in both]),
                     "LabelNames", matchers=matchers)
            self.ask(matchers, lambda *both: sets("series", *[map(labelled, answer.get("labelsSet", [])) for answer in both]),
                     "Series", matchers=matchers)
            for name in ("service_name", "pod", "__profile_type__", "__name__", "nope"):
                self.ask(f"{name} {matchers}", lambda *both: sets("values", *[answer.get("names", []) for answer in both]),
                         "LabelValues", name=name, matchers=matchers)

    def series_of(self, kind, services):
        for group in GROUPS:
            for step in (15.0, 60.0, 7.0):
                self.ask(f"{kind} by {group} in steps of {step}", compare_series, "SelectSeries", profileTypeID=kind,
                         labelSelector="{}", groupBy=group, step=step)
        for service in services:
            self.ask(f"{kind} of {service}", compare_series, "SelectSeries", profileTypeID=kind,
                     labelSelector=f'{{service_name="{service}"}}', groupBy=["pod"], step=15.0)

    def graphs_of(self, kind, services):
        self.ask(f"{kind} of all, the total", compare_totals, "SelectMergeStacktraces", profileTypeID=kind, labelSelector="{}",
                 maxNodes=64)
        selectors = [f'{{service_name="{service}"}}' for service in services]
        for selector in selectors:
            asked = {"profileTypeID": kind, "labelSelector": selector}
            self.ask(kind + selector, compare_graphs, "SelectMergeStacktraces", maxNodes=ENOUGH_NODES, **asked)
            self.ask(f"{kind}{selector} 64 nodes, the total", compare_totals, "SelectMergeStacktraces", maxNodes=64, **asked)
            self.ask(kind + selector, compare_pprof, "SelectMergeProfile", profile_typeID=kind, label_selector=selector)
        sides = [{**self.window, "profileTypeID": kind, "labelSelector": selector, "maxNodes": ENOUGH_NODES}
                 for selector in selectors[:2]]
        if len(sides) == 2:
            self.ask(kind, compare_diffs, "Diff", left=sides[0], right=sides[1])


def texts(elements):
    return [json.dumps(element, sort_keys=True) for element in elements or []]


def labelled(held):
    return tuple(sorted((label["name"], label["value"]) for label in held.get("labels", [])))


def compare_series(left, right):
    return maps("series", *[{labelled(series): {point["timestamp"]: float(point.get("value", 0)) for point in series.get("points", [])}
                             for series in answer.get("series", [])} for answer in (left, right)],
                lambda a, b: a.keys() == b.keys() and all(close(a[time], b[time]) for time in a))


def compare_totals(left, right):
    return maps("total", *[{"total": int(answer.get("flamegraph", {}).get("total", 0))} for answer in (left, right)], close)


def compare_graphs(left, right):
    """Totals, and own and total values of every function."""
    return maps("function", *[functions(answer.get("flamegraph", {}), 4) for answer in (left, right)], lambda a, b: a == b)


def compare_diffs(left, right):
    return maps("function", *[functions(answer.get("flamegraph", {}), 7) for answer in (left, right)], lambda a, b: a == b)


def functions(graph, width):
    """By function: the sums of its bars' numbers but their places; and the total of the graph. A bar is a place, a total
    and an own value, in a difference once for each side, and the name."""
    if int(graph.get("total", 0)) == 0:
        # without samples Pyroscope draws one bar of 0, and we draw nothing
        return {}
    sums = {"(total)": [int(graph["total"])]}
    names = graph.get("names", [])
    for level in graph.get("levels", []):
        values = [int(value) for value in level.get("values", [])]
        for at in range(0, len(values), width):
            bar = [value for place, value in enumerate(values[at:at + width - 1]) if place % 3 > 0]
            name = names[values[at + width - 1]]
            sums[name] = [a + b for a, b in zip(sums.get(name, [0] * len(bar)), bar)]
    return sums


def compare_pprof(left, right):
    return maps("function", pprof(left), pprof(right), lambda a, b: a == b)


def pprof(profile):
    """By function: own and total values of a pprof in JSON; recursion counts once."""
    strings = profile.get("stringTable", [""])
    names = {held["id"]: strings[int(held.get("name", 0))] for held in profile.get("function", [])}
    at = {held["id"]: [names[line["functionId"]] for line in held.get("line", [])] for held in profile.get("location", [])}
    sums = {}
    for sample in profile.get("sample", []):
        value = int(sample.get("value", ["0"])[0])
        stack = [name for location in sample.get("locationId", []) for name in at[location]]
        for name in set(stack):
            sums.setdefault(name, [0, 0])[1] += value
        if stack:
            sums[stack[0]][0] += value
    return sums
