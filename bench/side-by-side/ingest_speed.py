"""Sends the same spans to one server after the other, and writes a table of what it cost to take and to keep them."""

import argparse
import urllib.parse

from profile_speed import load, number, settle, stored
from speed import cpu_seconds


class Server:
    """One that takes OTLP: how it is called, where it listens, its process and what it keeps its data in."""

    def __init__(self, text):
        fields = text.split(",")
        if len(fields) not in (4, 6):
            raise argparse.ArgumentTypeError(f"{text!r} is not NAME,TARGET,PID,FOLDER or NAME,TARGET,PID,FOLDER,ADMIN,QUERY")
        self.name, self.target, self.pid, self.folder = fields[:4]
        self.admin, self.query = fields[4:] or ("-", "-")
        self.spans = 0

    def where(self):
        """Options of the load: OTLP over gRPC, or over HTTP where the target is a URL."""
        if "://" not in self.target:
            return ["--target", self.target]
        url = urllib.parse.urlsplit(self.target)
        return ["--http", "--target", url.netloc, "--path", url.path]

    def take(self, count, options):
        """Sends spans, waits until the server has put them away for good, and returns the cells of its column."""
        before = cpu_seconds(self.pid)
        report = load("traces", count, "--end", options.end, *self.where())
        answered = cpu_seconds(self.pid)
        settle(self.folder, self.admin, options.settle)
        settled = cpu_seconds(self.pid)
        if report["rejected"] or report["failures"]:
            print(f"{self.name}: {report['rejected']} rejected, {report['failures']} {report['messages']}", flush=True)
        millions = max(report["items"], 1) / 1e6
        self.spans += report["items"]
        return {
            "spans": report["items"],
            "spans/s": report["items_per_second"],
            "p50 of a request, ms": report["latency_ms"]["p50"],
            "p99 of a request, ms": report["latency_ms"]["p99"],
            "CPU-s per million, until answered": (answered - before) / millions,
            "CPU-s per million, until compacted": (settled - before) / millions,
            "the sender's CPU-s per million": report["sender_cpu_seconds"] / millions,
            "B stored per span of all so far": stored(self.folder, self.query, "traces") / max(self.spans, 1),
            "peak RSS, MB": peak_memory(self.pid) / 1000,
        }


def peak_memory(pid):
    """The most memory the process has had, in kB."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, nargs="+", default=[1_000_000], help="how many, one load after the other")
    parser.add_argument("--end", required=True, help="when the data ends, as given to bin/spanflame load")
    parser.add_argument("--settle", type=int, default=300, help="most seconds to wait for compaction")
    parser.add_argument("servers", nargs="+", type=Server, metavar="NAME,TARGET,PID,FOLDER[,ADMIN,QUERY]",
                        help="HOST:PORT of OTLP over gRPC or a URL for OTLP over HTTP; ADMIN, QUERY: URLs of two ports of a Spanflame")
    options = parser.parse_args()
    print("| | " + " | ".join(server.name for server in options.servers) + " |")
    print("|---" * (len(options.servers) + 1) + "|")
    for count in options.spans:
        taken = [server.take(count, options) for server in options.servers]
        for name in taken[0]:
            print(f"| {count:,}: {name} | " + " | ".join(number(cells[name]) for cells in taken) + " |", flush=True)


if __name__ == "__main__":
    main()
