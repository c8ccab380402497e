from django.db import migrations, models

from tandem.platform.sql_files import run_sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0003_access_of_a_function'),
    ]

    operations = [
        migrations.AddField('access', 'expires_at', models.DateTimeField(null=True)),
        migrations.RemoveConstraint('access', 'children_access_reason'),
        migrations.AddConstraint(
            'access',
            models.CheckConstraint(condition=models.Q(('reason__in', ['ENROLLED', 'DISCLOSED', 'TEACHES', 'BREAK_GLASS'])), name='children_access_reason'),
        ),
        migrations.AddConstraint(
            'access',
            models.CheckConstraint(
                condition=models.Q(models.Q(('expires_at__isnull', False), ('reason', 'BREAK_GLASS')), models.Q(models.Q(('reason', 'BREAK_GLASS'), _negated=True), ('expires_at', None)), _connector='OR'),
                name='children_access_expires',
            ),
        ),
        run_sql_file(__file__, "break_glass.sql"),
    ]
