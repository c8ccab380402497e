"""The tables that migrations make are those that the models describe."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def missing(made: ProjectState, loader: MigrationLoader) -> dict[str, list[str]]:
    """What migrations should still do, in words, by app."""
    changes = MigrationAutodetector(made, ProjectState.from_apps(apps)).changes(graph=loader.graph)
    return {app: [step.describe() for one in found for step in one.operations] for app, found in changes.items()}


def test_migrations_make_what_the_models_describe() -> None:
    loader = MigrationLoader(None)
    assert missing(loader.project_state(), loader) == {}


def test_a_forgotten_migration_is_seen() -> None:
    """Negative control."""
    loader = MigrationLoader(None)
    made = loader.project_state()
    made.remove_constraint("cases", "case", "cases_case_once")
    assert missing(made, loader) == {"cases": ["Create constraint cases_case_once on model case"]}
