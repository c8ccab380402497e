from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_joint_notices")]

    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["at", "id"], name="casework_event_at")),
    ]
