"""`manage tables`: every table with its class, why, and which rows are let through. JSON, for `tandem check`."""

import json

from django.core.management.base import BaseCommand

from tandem.project.catalogue import Catalogue, Policy, Relation, read_catalogue
from tandem.project.classification import TABLES
from tandem.project.lint import APP, MAINT, STATS


class Command(BaseCommand):
    def handle(self, **_: object) -> None:
        catalogue = read_catalogue()
        rows = [_described(catalogue, relation) for relation in catalogue.relations if not relation.is_view]
        self.stdout.write(json.dumps(rows, ensure_ascii=False))


def _described(catalogue: Catalogue, relation: Relation) -> dict[str, object]:
    known = TABLES.get(relation.name)
    return {
        "table": relation.name,
        "class": known.kind.value if known else None,
        "reason": known.reason if known else "",
        "row_security": relation.secured and relation.forced,
        "rights": {role: sorted(catalogue.granted(role, relation.name)) for role in (APP, MAINT, STATS)},
        "policies": [_policy(policy) for policy in catalogue.policies_of(relation.name)],
    }


def _policy(policy: Policy) -> dict[str, object]:
    return {
        "policy": policy.name,
        "kind": "permissive" if policy.permissive else "restrictive",
        "command": policy.command,
        "roles": list(policy.roles),
        "using": policy.using,
        "check": policy.check,
    }
