"""Asks servers for the same traces by id, each once, and prints how long the answers took."""

import argparse
import statistics

from client import Server


class Asked:
    """A server by its name and the URL before an id, as NAME=http://localhost:13200/api/traces/."""

    def __init__(self, text):
        self.name, _, url = text.partition("=")
        if not url:
            raise argparse.ArgumentTypeError(f"{text!r} is not NAME=URL")
        self.server = Server(url)

    def take(self, ids):
        """The milliseconds of the answers with a trace, and how many there were without."""
        answers = [self.server.get("/" + trace) for trace in ids]
        return [1000 * one.seconds for one in answers if one.status == 200], sum(one.status != 200 for one in answers)


def newest(url, count, start, end):
    """Ids of the newest traces, by the search of a Tempo or a Spanflame."""
    found = Server(url).get("/api/search", q="{}", limit=count, start=start, end=end).json()
    return [trace["traceID"].rjust(32, "0") for trace in found["traces"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--search", required=True, help="base URL of the server that tells the newest traces")
    parser.add_argument("--start", type=int, required=True, help="of the search, in seconds")
    parser.add_argument("--end", type=int, required=True)
    parser.add_argument("--traces", type=int, default=60)
    parser.add_argument("servers", nargs="+", type=Asked, metavar="NAME=URL", help="URL: what stands before /ID")
    options = parser.parse_args()
    ids = newest(options.search, options.traces, options.start, options.end)
    for asked in options.servers:
        taken, without = asked.take(ids)
        if not taken:
            print(f"{asked.name}: none of {without} was answered")
            continue
        late = sorted(taken)[int(len(taken) * 0.95)]
        print(f"{asked.name}: p50 {statistics.median(taken):.2f} ms, p95 {late:.2f} ms, {without} of {len(ids)} without a trace")


if __name__ == "__main__":
    main()
