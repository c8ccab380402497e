from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_clock")]

    operations = [
        migrations.AddField(model_name="note", name="corrects", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(fields=["corrects"], name="sharing_note_corrected_once"),
        ),
        run_sql_file(__file__, "corrections.sql"),
    ]
