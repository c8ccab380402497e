from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file

CODES = [
    "WITHDRAWN",
    "CONSENT_WITHDRAWN",
    "CONSENT_REFUSED",
    "AUTHORITY_CHANGED",
    "AUTHORITY_CONTESTED",
    "FUNCTION_ENDED",
    "BIRTHDAY",
    "CONSENT_EXPIRED",
    "CORRECTED",
    "OBJECTED",
    "RESUMED",
]


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_corrections")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="sharing_notice_code"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(condition=models.Q(code__in=CODES), name="sharing_notice_code"),
        ),
        run_sql_file(__file__, "corrected.sql"),
    ]
