#!/usr/bin/env python3
"""Compares what two servers show of the same uploads: each profile type in all, and each function in it.

    bench/agent-overhead/totals.py http://localhost:4040 http://localhost:4041 shop --hours 1

Send every upload to both, the agent's own to one and a copy of the bytes to the other. Types are matched by the name
and unit of what they count, since over OTLP servers may name a profile in other ways.
"""
import argparse
import collections
import json
import urllib.parse
import urllib.request

BAR = 4


def ask(server, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def series(server, service, hours):
    """Profile types of a service."""
    end = int(__import__("time").time() * 1000)
    found = ask(server, "/querier.v1.QuerierService/Series", {
        "start": end - hours * 3_600_000, "end": end,
        "matchers": [f'{{service_name="{service}"}}'], "labelNames": ["__profile_type__"]})
    return sorted({label["value"] for one in found.get("labelsSet", []) for label in one["labels"]})


def functions(server, profile_type, service, hours):
    """Total of a type, and the sum of its bars by function and depth."""
    query = urllib.parse.quote(f'{profile_type}{{service_name="{service}"}}')
    graph = ask(server, f"/pyroscope/render?from=now-{hours}h&until=now&format=json&max-nodes=100000&query={query}")
    names, levels = graph["flamebearer"]["names"], graph["flamebearer"]["levels"]
    sums = collections.Counter()
    for level in levels:
        for at in range(0, len(level), BAR):
            sums[names[level[at + 3]]] += level[at + 1]
    return levels[0][1] if levels and levels[0] else 0, sums


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("service")
    parser.add_argument("--hours", type=int, default=1)
    options = parser.parse_args()
    places = []
    for server in (options.first, options.second):
        places.append({":".join(name.split(":")[1:3]) + ("" if name.split(":")[0] != "block" else " of block"): name
                       for name in series(server, options.service, options.hours)})
    wrong = 0
    for key in sorted(set(places[0]) | set(places[1])):
        if key not in places[0] or key not in places[1]:
            print(f"{key}: on one server only")
            wrong += 1
            continue
        one, two = (functions(server, place[key], options.service, options.hours)
                    for server, place in zip((options.first, options.second), places))
        differing = [name for name in set(one[1]) | set(two[1]) if one[1][name] != two[1][name]]
        wrong += one[0] != two[0] or bool(differing)
        print(f"{places[0][key]} | {places[1][key]}: {one[0]} and {two[0]}, {len(one[1])} functions, "
              f"{len(differing)} differ {differing[:3]}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
