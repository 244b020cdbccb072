"""Asks servers of Tempo's API what has no answer, and tells how soon they say so: docs/reference/side-by-side.md."""

import argparse
import sys
import urllib.parse

from client import Server

SIZE = 120_000
KIB_128 = 128 * 1024
PATIENCE = 10
# all else fits into a request line as it is; escaped, the longest texts would not
PLAIN = "(){}[]|!=^-:,.*<>~/$"
SEARCH = "/api/search"
RANGE = "/api/metrics/query_range"
HOUR = {"start": 1_700_000_000, "end": 1_700_003_600}


def filled(begin, piece, end, size=KIB_128):
    """`begin` and `end` with as many pieces between that the whole fills `size` bytes."""
    return begin + piece * ((size - len(begin) - len(end)) // len(piece)) + end


def alternation(words):
    return "|".join(f"word{number:05d}[a-z]{{2,9}}" for number in range(words))


def questions():
    """Names, paths and parameters; each must be refused."""
    texts = [
        ("longer than 128 KiB", '{ .a = "' + "x" * 140_000 + '" }'),
        ("128 KiB of a text without end", filled('{ .a = "', "x", "")),
        ("128 KiB of conditions, a mistake at the end", filled("{ .a = 1", " || .b = 22", " || }")),
        ("128 KiB of stages", filled("{ }", " | { .a = 1 }", "")),
        ("128 KiB of brackets", filled("{ ", "(", "")),
        ("brackets that close", "{ " + "(" * 60_000 + ".a" + ")" * 60_000 + " }"),
        ("nested pipelines", "({}|" * 25_000 + "{}" + ")" * 25_000),
        ("negations", "{ " + "!" * SIZE + ".a }"),
        ("signs", "{ " + "- " * (SIZE // 2) + ".a = 1 }"),
        ("powers", "{ .a = 2" + "^2" * (SIZE // 2) + " }"),
        ("sums", "{ .a = .b" + " -.b" * (SIZE // 4) + " }"),
        ("structure", "{}" + " > {}" * (SIZE // 5)),
        ("alternation of 4,000 words", '{ name =~ "' + alternation(4_000) + '" }'),
        ("nested repetitions", '{ name =~ "((((a{100}){100}){100}){100})" }'),
        ("nested groups", '{ name =~ "' + "(" * 50_000 + ")" * 50_000 + '" }'),
        ("no regular expression", '{ name =~ "(" }'),
        ("division by zero", "{ .a = 1 / 0 }"),
        ("remainder of zero", "{ .a = 10 % 0 }"),
        ("integer out of range", "{ .a = 9223372036854775808 }"),
        ("120,000 digits", "{ .a = " + "9" * SIZE + " }"),
        ("duration out of range", "{ .a = " + "9" * 60 + "h }"),
        ("exponent out of range", "{ .a = 1e999999999 }"),
        ("types that do not meet", '{ duration = "x" }'),
        ("quantile of 2", "{ } | quantile_over_time(duration, 2)"),
        ("top of nothing", "{ } | rate() | topk(0)"),
        ("six groups", "{ } | rate() by(.a, .b, .c, .d, .e, .f)"),
    ]
    for name, text in texts:
        yield name, RANGE if "rate(" in text or "over_time" in text else SEARCH, {"q": text, **HOUR}
    bounds = [
        ("limit of 0", SEARCH, {"q": "{ }", "limit": 0, **HOUR}),
        ("limit of 300,000", SEARCH, {"q": "{ }", "limit": 300_000, **HOUR}),
        ("101 spans of a set", SEARCH, {"q": "{ }", "spss": 101, **HOUR}),
        ("end before start", SEARCH, {"q": "{ }", "start": 10, "end": 5}),
        ("negative step", RANGE, {"q": "{ } | rate()", "step": "-1", **HOUR}),
        ("36 million steps", RANGE, {"q": "{ } | rate()", "step": "100us", **HOUR}),
        ("start beyond all time", RANGE, {"q": "{ } | rate()", "start": "9" * 30, "end": "9" * 31}),
    ]
    yield from bounds


def measure(server, path, parameters, first, times):
    """Statuses, and milliseconds in order, from the answer `first` on; 0 stands for no answer at all."""
    query = "&".join(f"{name}={urllib.parse.quote(str(value), safe=PLAIN)}" for name, value in parameters.items())
    answers = []
    for _ in range(first + times):
        try:
            answers.append(server.get(f"{path}?{query}"))
        except TimeoutError:
            server.connection.close()
            return {0}, [PATIENCE * 1000.0]
    return {answer.status for answer in answers[first:]}, sorted(answer.seconds * 1000 for answer in answers[first:])


def share(ordered, part):
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("servers", nargs="+", metavar="URL", help="base URLs of Tempo's API")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked, after once to warm up")
    parser.add_argument("--cold", action="store_true", help="count the first answer to each question too")
    options = parser.parse_args()
    servers = [Server(url, PATIENCE) for url in options.servers]
    worst = [[0.0, 0.0, 0.0] for _ in servers]
    all_refused = True
    print("| Question | " + " | ".join(f"{server.url}: status | p50 ms | p95 ms" for server in servers) + " |")
    print("|---|" + "---|--:|--:|" * len(servers))
    for name, path, parameters in questions():
        row = [name]
        for number, server in enumerate(servers):
            statuses, ordered = measure(server, path, parameters, 0 if options.cold else 1, options.times)
            # a request line that is too long for a server is refused too
            all_refused = all_refused and number < len(servers) - 1 or statuses <= {400, 414}
            figures = share(ordered, 0.5), share(ordered, 0.95), ordered[-1]
            worst[number] = [max(pair) for pair in zip(worst[number], figures)]
            row += [" ".join(map(str, sorted(statuses))), f"{figures[0]:.1f}", f"{figures[1]:.1f}"]
        print("| " + " | ".join(row) + " |")
    print("| **the slowest** | " + " | ".join(f" | {p50:.1f} | {p95:.1f}" for p50, p95, _ in worst) + " |")
    for server, (_, _, longest) in zip(servers, worst):
        print(f"{server.url}: the longest took {longest:.1f} ms", file=sys.stderr)
    return 0 if all_refused else 1


if __name__ == "__main__":
    sys.exit(main())
