from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file

COMMANDS = [
    "SAVE", "DISCARD", "RAISE", "WITHDRAW", "ACKNOWLEDGE", "TRIAGE", "ACT", "CLOSE", "REOPEN", "ADD", "ANSWER", "OFFER",
    "ACCEPT", "REFUSE", "REVOKE", "LAPSE", "HAND_ON", "EMERGENCY", "REMIND", "ASSIGN", "RELEASE", "PAUSE", "RESUME",
    "EXTEND", "MERGE",
]  # fmt: skip


def _one_of(model: str, field: str) -> tuple[migrations.RemoveConstraint, migrations.AddConstraint]:
    name = f"casework_{model}_{field}"
    known = models.CheckConstraint(condition=models.Q(**{f"{field}__in": COMMANDS}), name=name)
    return migrations.RemoveConstraint(model, name), migrations.AddConstraint(model, known)


class Migration(migrations.Migration):
    dependencies = [
        ("breakglass", "0001_first"),
        ("casework", "0004_break_glass"),
        ("register", "0008_left_teams_and_writers"),
    ]

    operations = [
        *_one_of("event", "command"),
        *_one_of("notice", "kind"),
        *_one_of("preference", "kind"),
        run_sql_file(__file__, "left.sql"),
    ]
