from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0005_own_pupil'),
    ]

    operations = [
        run_sql_file(__file__, "teachers.sql"),
    ]
