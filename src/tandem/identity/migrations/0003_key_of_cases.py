from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_system_key")]

    operations = [
        migrations.AddField(model_name="systemkey", name="sees", field=models.BooleanField(db_default=False, default=False)),
        migrations.AddField(model_name="systemkey", name="works", field=models.BooleanField(db_default=False, default=False)),
        migrations.RemoveConstraint(model_name="systemkey", name="identity_system_key_opens_something"),
        migrations.AddConstraint(
            model_name="systemkey",
            constraint=models.CheckConstraint(
                condition=Q(raises=True) | Q(follows=True) | Q(sees=True) | Q(works=True),
                name="identity_system_key_opens_something",
            ),
        ),
    ]
