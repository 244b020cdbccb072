"""Sends the same profiles to two servers of Pyroscope's API, asks both the same questions, and writes a table."""

import json
import os
import pathlib
import subprocess
import time
import urllib.parse

from client import Server
from speed import cpu_seconds, summary

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "bin" / "spanflame"
QUERIER = "/querier.v1.QuerierService/"
CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds"
SERVICE = '{service_name="checkout"}'
QUESTIONS = [
    ("flame graph, all services", "SelectMergeStacktraces", {"profileTypeID": CPU, "labelSelector": "{}", "maxNodes": 8192}),
    ("flame graph, one service", "SelectMergeStacktraces", {"profileTypeID": CPU, "labelSelector": SERVICE, "maxNodes": 8192}),
    ("series by service", "SelectSeries", {"profileTypeID": CPU, "labelSelector": "{}", "groupBy": ["service_name"], "step": 15}),
    ("series of one service by pod", "SelectSeries", {"profileTypeID": CPU, "labelSelector": SERVICE, "groupBy": ["pod"], "step": 15}),
    ("pprof of one service", "SelectMergeProfile", {"profile_typeID": CPU, "label_selector": SERVICE}),
    ("types of profiles", "ProfileTypes", {}),
    ("names of labels", "LabelNames", {}),
    ("values of `service_name`", "LabelValues", {"name": "service_name"}),
    ("series", "Series", {"labelNames": ["service_name", "__profile_type__"]}),
]
# a folder that does not change for so long has been compacted
QUIET_SECONDS = 30
# how long a server may refuse its first profile: parts of it may not have found each other yet when it says that it is ready
FIRST_SECONDS = 120


class ProfileSpeed:
    """Measures two servers one after the other: what profiles cost to take, to keep and to ask for."""

    def __init__(self, options, window):
        self.urls = options.servers
        self.pids = options.pids
        self.folders = options.folders
        self.admin = options.admin
        self.metrics = options.metrics
        self.options = options
        self.window = {name: value * 1000 for name, value in window.items()}
        self.sent = [0, 0]
        self.good = True

    def run(self):
        """Prints the table; True if everything was stored and answered."""
        for side in range(2 if self.options.profiles else 0):
            self.wait(side)
        print("| | left | right | left : right |")
        print("|---|---|---|---|")
        for count in self.options.profiles:
            taken = [self.take(side, count) for side in range(2)]
            for name in taken[0]:
                self.row(f"{count} profiles: {name}", *[measured[name] for measured in taken])
        for name, call, content in QUESTIONS:
            asked = [self.ask(side, call, content) for side in range(2)]
            for what, cells in zip(("p50, ms", "p95, ms", "CPU-s"), zip(*asked)):
                self.row(f"{name}: {what}", *cells)
        return self.good

    def row(self, name, left, right):
        ratio = f"{left / right:.1f}" if right else ""
        print(f"| {name} | {number(left)} | {number(right)} | {ratio} |", flush=True)

    def wait(self, side):
        """Sends one profile until the server takes it."""
        deadline = time.monotonic() + FIRST_SECONDS
        while not (report := self.send(side, 1))["items"]:
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.urls[side]} takes no profile: {report['messages']}")
            time.sleep(1)
        self.sent[side] += 1

    def take(self, side, count):
        """Sends profiles, and waits until the server has put them away for good."""
        before = cpu_seconds(self.pids[side])
        report = self.send(side, count)
        answered = cpu_seconds(self.pids[side])
        self.settle(side)
        if report["items"] != count:
            self.good = False
            print(f"{self.urls[side]} took {report['items']} of {count} profiles: {report['messages']}", flush=True)
        thousands = max(report["items"], 1) / 1000
        self.sent[side] += report["items"]
        return {
            "profiles/s": report["items_per_second"],
            "p50 of a request, ms": report["latency_ms"]["p50"],
            "CPU-s per 1,000, until answered": (answered - before) / thousands,
            "CPU-s per 1,000, until compacted": (cpu_seconds(self.pids[side]) - before) / thousands,
            "the sender's CPU-s per 1,000": report["sender_cpu_seconds"] / thousands,
            "KB stored per profile of all so far": self.stored(side) / max(self.sent[side], 1) / 1000,
        }

    def send(self, side, count):
        target = urllib.parse.urlsplit(self.urls[side]).netloc
        return load("profiles", count, "--end", self.options.end, "--window", self.options.window,
                    "--in-flight", str(self.options.in_flight), "--target", target)

    def settle(self, side):
        settle(self.folders[side], self.admin[side], self.options.settle)

    def stored(self, side):
        return stored(self.folders[side], self.metrics[side], "profiles")

    def ask(self, side, call, content):
        """p50 and p95 in milliseconds and CPU-seconds of one question, after it was asked once."""
        server = Server(self.urls[side])
        self.seconds(server, call, content)
        before = cpu_seconds(self.pids[side])
        times = [self.seconds(server, call, content) for _ in range(self.options.times)]
        return summary(times, before, cpu_seconds(self.pids[side]), len(times))

    def seconds(self, server, call, content):
        answer = server.post(QUERIER + call, {**self.window, **content})
        if answer.status != 200:
            self.good = False
            print(f"{server.url}{QUERIER}{call} {content}: {answer.status} {answer.text()}", flush=True)
        return answer.seconds


def load(what, count, *options):
    """Sends so many spans or profiles, whose number is their seed too, and returns what was measured."""
    command = [PROGRAM, "load", what, f"--{'spans' if what == 'traces' else what}", str(count), "--seed", str(count),
               "--retry", *options]
    done = subprocess.run(command, check=True, capture_output=True, env={"SPANFLAME_HEAP": "3g", **os.environ})
    return json.loads(done.stdout.splitlines()[-1])


def settle(folder, url, most_seconds):
    """Lets a server write and merge its blocks: at once where it can be told to at `url`, else until its folder rests."""
    if url != "-":
        admin = Server(url, timeout=600)
        for path in ("/flush", "/compact"):
            answer = admin.post(path, b"")
            if answer.status >= 300:
                raise SystemExit(f"{admin.url}{path} answered {answer.status}: {answer.text()}")
        return
    deadline = time.monotonic() + most_seconds
    known, since = size(folder), time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < QUIET_SECONDS:
        time.sleep(1)
        now = size(folder)
        if now != known:
            known, since = now, time.monotonic()


def stored(folder, url, signal):
    """Bytes of a server's blocks. Spanflame counts them itself and says so at `url`, without those that were merged and are
    kept for a while; of another server it is all that is in its folder."""
    if url == "-":
        return size(folder)
    answer = Server(url).get("/metrics")
    if answer.status != 200:
        raise SystemExit(f"{url}/metrics answered {answer.status}")
    lines = answer.body.decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(f'spanflame_block_bytes{{signal="{signal}"'))


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def size(folder):
    """Bytes of all files below a folder."""
    sum_of_files = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                sum_of_files += os.lstat(os.path.join(path, name)).st_size
            except FileNotFoundError:
                # compaction removes files at any time
                pass
    return sum_of_files
