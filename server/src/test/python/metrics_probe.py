"""Parses files with the parser of prometheus-client: usage metrics_probe.py TEXT_FILE OPENMETRICS_FILE."""

import sys

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as classic


def main(classic_file, openmetrics_file):
    for parse, name in ((classic, classic_file), (openmetrics, openmetrics_file)):
        with open(name, encoding="utf-8") as file:
            families = list(parse.text_string_to_metric_families(file.read()))
        samples = {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}
        assert samples[("spanflame_things_total", (("kind", 'a"b\\c\n'),))] == 3, samples
        assert samples[("spanflame_wait_seconds_count", ())] == 1
        assert any(key[0] == "process_cpu_seconds_total" for key in samples)
        assert all(family.documentation for family in families), families
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
