from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file

CATEGORIES = ["OBJECTION", "APPEAL", "REQUEST", "INVESTIGATION", "GOOD_CARE"]


class Migration(migrations.Migration):
    dependencies = [("retention", "0004_mails"), ("sharing", "0004_corrected")]

    operations = [
        migrations.RemoveConstraint(model_name="hold", name="sharing_hold_category"),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(category__in=CATEGORIES), name="sharing_hold_category"
            ),
        ),
        run_sql_file(__file__, "paused.sql"),
    ]
