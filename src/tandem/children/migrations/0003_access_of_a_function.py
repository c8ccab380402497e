from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0002_teaching'),
    ]

    operations = [
        migrations.AddField('access', 'function', models.TextField(blank=True, db_default='', default='')),
        migrations.AddField('access', 'origin', models.UUIDField(null=True)),
        migrations.AddField('access', 'as_of', models.DateTimeField(null=True)),
        run_sql_file(__file__, "functions.sql"),
    ]
