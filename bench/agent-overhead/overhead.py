#!/usr/bin/env python3
"""What a profiling agent costs: CPU-seconds for fixed work without one, with ours and with Pyroscope's, in turns.

    bench/agent-overhead/overhead.py cpu --rounds 20        twenty rounds of each, appended to the results
    bench/agent-overhead/overhead.py http --rounds 20       with --kinds off,ours without Pyroscope's
    bench/agent-overhead/overhead.py start --rounds 20      time until a program that does nothing has ended
    bench/agent-overhead/overhead.py quiet                  a service that sleeps: memory, and bytes sent in a minute
    bench/agent-overhead/overhead.py report                 medians of ratios with their 95 % bounds

A round does the work once (some 8 seconds; --amount says how much it is) and four times as long. What the longer
run takes more is of a JVM that goes on: the steady ratio is of these differences. What is left of the short one when
a third of the difference is taken away is spent once, mostly by the JVM that compiles and loads what the agent needs.

Needs what `bin/test -pl agent` builds. Both agents sample CPU every 10 ms, allocations every 512 KiB and locks from
10 ms on, and upload every 10 seconds, to a server in this process that takes everything.
"""
import argparse
import http.server
import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
AGENT = ROOT / "agent/target/spanflame-agent.jar"
CLASSES = ROOT / "agent/target/test-classes"
RESULTS = ROOT / "bench/target/agent-overhead.json"
PROGRAM = "dev.spanflame.agent.program.Workload"
AMOUNT = {"cpu": 4000, "http": 60000}
LONGER = 4
KINDS = ("off", "ours", "pyroscope")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes every upload and counts its bytes, the head of the request included."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.bytes = 0
        self.requests = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = self.headers["Content-Length"]
        body = self.rfile.read(int(length)) if length else self.chunks()
        self.server.bytes += len(body) + len(self.requestline) + len(str(self.headers))
        self.server.requests += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_):
        pass


def pyroscope_jar():
    repository = pathlib.Path.home() / ".m2/repository/io/pyroscope/agent"
    jars = sorted(repository.glob("*/agent-*.jar"))
    if not jars:
        sys.exit(f"no agent of Pyroscope in {repository}: bin/test brings it")
    return jars[-1]


def run(kind, workload, amount, receiver, upload="10s"):
    """Runs a workload in a JVM; CPU-seconds, seconds, and most memory in MB."""
    command = [os.path.join(os.environ.get("JAVA_HOME", "/usr"), "bin", "java"), "-Xmx256m", "-XX:+UseSerialGC"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SPANFLAME", "PYROSCOPE"))}
    server = f"http://127.0.0.1:{receiver.server_port}"
    if kind == "ours":
        command.append(f"-javaagent:{AGENT}=server.address={server},upload.interval={upload},log.level=warn")
    elif kind == "pyroscope":
        command += ["--enable-native-access=ALL-UNNAMED", f"-javaagent:{pyroscope_jar()}"]
        environment.update(
            PYROSCOPE_SERVER_ADDRESS=server, PYROSCOPE_APPLICATION_NAME="workload", PYROSCOPE_UPLOAD_INTERVAL=upload,
            PYROSCOPE_PROFILER_EVENT="itimer", PYROSCOPE_PROFILER_ALLOC="512k", PYROSCOPE_PROFILER_LOCK="10ms",
            PYROSCOPE_FORMAT="jfr", PYROSCOPE_LOG_LEVEL="error")
    command += ["-cp", str(CLASSES), PROGRAM, workload, str(amount)]
    begin = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{kind} {workload} ended with {status}: {errors.decode()}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "seconds": time.monotonic() - begin, "rss": usage.ru_maxrss / 1024}


def load():
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def measure(name, rounds, amount, kinds):
    receiver = Receiver()
    for number in range(rounds):
        turn = {}
        # who begins changes, so that nobody is always the warmest
        first = number % len(kinds)
        for kind in kinds[first:] + kinds[:first]:
            turn[kind] = run(kind, name, amount, receiver)
            turn[kind]["longer"] = run(kind, name, LONGER * amount, receiver)
        print(name, {kind: [round(one["cpu"], 2) for one in (turn[kind], turn[kind]["longer"])] for kind in kinds},
              flush=True)
        add(lambda results: results.setdefault(f"{name} {amount}", []).append(turn))


def measure_start(rounds, kinds):
    receiver = Receiver()
    for number in range(rounds):
        first = number % len(kinds)
        turn = {kind: run(kind, "nothing", 0, receiver) for kind in kinds[first:] + kinds[:first]}
        print("start", {kind: round(turn[kind]["seconds"], 3) for kind in kinds}, flush=True)
        add(lambda results: results.setdefault("start", []).append(turn))


def add(change):
    results = load()
    change(results)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results))


def quiet(seconds):
    for kind in KINDS:
        receiver = Receiver()
        found = run(kind, "idle", str(seconds), receiver, upload="10s")
        found["bytes_a_minute"] = receiver.bytes * 60 / seconds
        add(lambda results: results.setdefault("quiet", {}).update({kind: found}))
        print("quiet", kind, {key: round(value, 1) for key, value in found.items()}, receiver.requests, "requests")


def bounds(values):
    """Median and its 95 % bounds by order statistics (binomial)."""
    ordered = sorted(values)
    count = len(ordered)
    cumulated, term, low = 0.0, 0.5 ** count, 0
    for rank in range(count // 2):
        cumulated += term
        if cumulated > 0.025:
            break
        low = rank + 1
        term = term * (count - rank) / (rank + 1)
    low = max(low - 1, 0)
    return statistics.median(ordered), ordered[low], ordered[count - 1 - low]


def steady(one):
    """CPU-seconds of the short run's work in a JVM that does it for long."""
    return (one["longer"]["cpu"] - one["cpu"]) / (LONGER - 1)


# what is told of a kind and of a JVM without an agent, its unit, and its digits behind the point
MEASURES = (
    ("/ off, steady", lambda it, off: steady(it) / steady(off), "", 3),
    ("/ off, short", lambda it, off: it["cpu"] / off["cpu"], "", 3),
    ("/ off, longer", lambda it, off: it["longer"]["cpu"] / off["longer"]["cpu"], "", 3),
    ("- off, once", lambda it, off: (it["cpu"] - steady(it)) - (off["cpu"] - steady(off)), " CPU-s", 2),
    ("- off, memory", lambda it, off: it["longer"]["rss"] - off["longer"]["rss"], " MB", 1),
)
START = (("- off", lambda it, off: 1000 * (it["seconds"] - off["seconds"]), " ms", 0),)


def report():
    for name, turns in load().items():
        for kind in KINDS[1:]:
            pairs = [(turn[kind], turn["off"]) for turn in turns if kind in turn] if name != "quiet" else []
            for what, measure_of, unit, digits in (START if name == "start" else MEASURES) if pairs else ():
                middle, low, high = (f"{value:.{digits}f}" for value in bounds([measure_of(*pair) for pair in pairs]))
                print(f"{name} {kind} {what}: {middle}{unit} [{low}, {high}] of {len(pairs)} rounds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("cpu", "http", "start", "quiet", "report"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--amount", type=int, help="rounds or requests of the short run; default: some 8 seconds")
    parser.add_argument("--kinds", default=",".join(KINDS), help="which are measured, off first")
    parser.add_argument("--seconds", type=int, default=60, help="how long the quiet service lives")
    options = parser.parse_args()
    if options.what == "report":
        report()
    elif options.what == "quiet":
        quiet(options.seconds)
    elif options.what == "start":
        measure_start(options.rounds, options.kinds.split(","))
    else:
        measure(options.what, options.rounds, options.amount or AMOUNT[options.what], options.kinds.split(","))


if __name__ == "__main__":
    main()
