from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0007_set_by'),
    ]

    operations = [
        migrations.RemoveConstraint('access', 'children_access_reason'),
        migrations.AddConstraint(
            'access',
            models.CheckConstraint(condition=models.Q(('reason__in', ['ENROLLED', 'DISCLOSED', 'TEACHES', 'BREAK_GLASS', 'FAMILY'])), name='children_access_reason'),
        ),
    ]
