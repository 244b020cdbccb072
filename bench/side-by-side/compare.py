"""Sends the same data to two servers, asks both the same, and tells where they differ: docs/reference/side-by-side.md."""

import argparse
import datetime
import sys
import time

import oddities
import profiles
from client import Server
from profile_speed import ProfileSpeed
from speed import Speed
from traces import Traces


# a load rounds the number of its traces up, and the last ones begin later
MARGIN = 300


def seconds(text):
    """An instant such as 2026-11-21T10:00:00Z as seconds since 1970."""
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def send_odd(options):
    begin = (seconds(options.end) - 3600) * 1_000_000_000
    print("\n".join(oddities.send(begin, [Server(url) for url in options.servers])))
    return True


def compare_traces(options):
    left, right = (Server(url) for url in options.servers)
    end = seconds(options.end)
    compared = Traces(left, right, end - 3600, end + MARGIN, options.verbose, options.only)
    ids = [request["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"]
           for request in oddities.requests((end - 3600) * 1_000_000_000)]
    answer = left.get("/api/search", q="{ }", limit=200, start=end - 3600, end=end + MARGIN).json()
    ids += [trace["traceID"] for trace in answer.get("traces", [])]
    return compared.run(ids)


def send_profiles(options):
    profiles.send([Server(url) for url in options.servers], options.files, seconds(options.end))
    return True


def compare_profiles(options):
    end = seconds(options.end)
    return profiles.Profiles(*[Server(url) for url in options.servers], end - 3600, end + MARGIN, options.verbose,
                             options.only).run()


def measure_speed(options):
    end = seconds(options.end)
    return Speed(options.servers, end - 3600, end + MARGIN, options.times, options.pids, options.clients).run(options.only)


def measure_profiles(options):
    end = seconds(options.end)
    return ProfileSpeed(options, {"start": end - 3600, "end": end + MARGIN}).run()


def add_profile_options(command):
    command.add_argument("--times", type=int, default=20, help="how often each question is asked")
    command.add_argument("--pids", nargs=2, required=True, help="processes of the two, to measure their CPU time")
    command.add_argument("--folders", nargs=2, required=True, help="where the two keep their data")
    command.add_argument("--admin", nargs=2, default=["-", "-"], metavar="URL",
                         help="where Spanflame can be told to flush and compact; - for another server")
    command.add_argument("--metrics", nargs=2, default=["-", "-"], metavar="URL",
                         help="query port of Spanflame, which tells how much is stored; - to add up the folder")
    command.add_argument("--profiles", type=int, nargs="*", default=[1800],
                         help="how many to send, one load after the other; without a number none, questions alone")
    command.add_argument("--window", default="1h", help="time over which the profiles are spread, at most an hour")
    command.add_argument("--in-flight", type=int, default=4, help="how many profiles are sent at once")
    command.add_argument("--settle", type=int, default=300, help="most seconds to wait for compaction")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, action, servers in (
            ("send-odd", send_odd, "OTLP/HTTP ports of the servers, as base URLs"),
            ("traces", compare_traces, "base URLs of Tempo's API: the server to judge by, and the one judged"),
            ("speed", measure_speed, "base URLs of Tempo's API"),
            ("profile-speed", measure_profiles, "base URLs of Pyroscope's API"),
            ("send-profiles", send_profiles, "base URLs of Pyroscope's API"),
            ("profiles", compare_profiles, "base URLs of Pyroscope's API: the server to judge by, and the one judged")):
        command = commands.add_parser(name, help=action.__doc__)
        command.set_defaults(action=action)
        command.add_argument("servers", nargs=2, metavar="URL", help=servers)
        if action is send_profiles:
            command.add_argument("files", nargs="+", metavar="FILE", help="a .jfr, .folded, or else a pprof file")
        if action is measure_speed:
            command.add_argument("--times", type=int, default=5, help="how often each question is asked")
            command.add_argument("--pids", nargs=2, help="processes of the two, to measure their CPU time")
            command.add_argument("--clients", type=int, nargs="+", default=[16], help="how many ask four of them at once")
        if action is measure_profiles:
            add_profile_options(command)
        command.add_argument("--end", required=True, help="when the data ends, as given to bin/spanflame load")
        command.add_argument("--only", default="", help="ask only questions of this kind, such as searches")
        command.add_argument("--verbose", action="store_true", help="show known differences too")
    options = parser.parse_args()
    begin = time.monotonic()
    good = options.action(options)
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
