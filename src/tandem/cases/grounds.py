"""On which ground somebody takes part, as it stands at her: the article and the rule in its version."""

from tandem.sharing.disclosing.data import Disclosure


def ground_of(shared: Disclosure) -> str:
    return f"{shared.gate_processing} {shared.rule}@{shared.rule_version}"
