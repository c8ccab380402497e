from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_organisations_and_people'),
        ('platform', '0001_context'),
    ]

    operations = [
        run_sql_file(__file__, "people.sql"),
    ]
