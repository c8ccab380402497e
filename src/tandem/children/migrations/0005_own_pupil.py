from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0004_break_glass'),
    ]

    operations = [
        run_sql_file(__file__, "own_pupil.sql"),
    ]
