"""A run's metrics are read by the parsers that Prometheus's own client has."""

from pathlib import Path

from prometheus_client import parser
from prometheus_client.openmetrics import parser as strict_parser


def test_both_formats_read_the_same_metrics(home: Path):
    text = (home / "metrics.prom").read_text()
    strict = families(strict_parser.text_string_to_metric_families(text))
    older = families(parser.text_string_to_metric_families(text))

    assert older == strict
    assert {family.type for family in strict.values()} == {"gauge"}
    assert value(strict, "bellwether_run_succeeded") == 1
    assert value(strict, "bellwether_run_duration_seconds") > 0
    steps = {sample.labels["step"] for sample in strict["bellwether_run_step_cpu_seconds"].samples}
    assert {"account_features", "account_health", "renewal_risk"} <= steps


def families(parsed) -> dict:
    return {family.name: family for family in parsed}


def value(metrics: dict, name: str) -> float:
    (sample,) = metrics[name].samples
    assert sample.labels.keys() == {"home", "source"}
    return sample.value
