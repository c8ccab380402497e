from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0005_paused")]

    operations = [
        migrations.AddField(
            model_name="hold", name="outcome", field=models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", "OBJECTION"), _negated=True),
                    ("ended_on", None),
                    ("outcome__regex", ".{20,}"),
                    _connector="OR",
                ),
                name="sharing_hold_weighed",
            ),
        ),
        migrations.RunSQL("grant update (outcome) on sharing_hold to tandem_app", migrations.RunSQL.noop),
    ]
