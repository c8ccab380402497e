from django.db import migrations

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ("platform", "0001_context"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [run_sql_file(__file__, "jobs.sql")]
