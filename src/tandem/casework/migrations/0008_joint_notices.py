import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tandem.platform.sql_files import run_sql_file

COMMANDS = (
    "SAVE DISCARD RAISE WITHDRAW ACKNOWLEDGE TRIAGE ACT CLOSE REOPEN ADD ANSWER OFFER ACCEPT"
    " REFUSE REVOKE LAPSE HAND_ON EMERGENCY REMIND ASSIGN RELEASE PAUSE RESUME EXTEND MERGE"
).split()
JOINT = ["CASE", "MEETING", "DECISION", "LADDER"]


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_offer_same_child")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="casework_notice_once"),
        migrations.RemoveConstraint(model_name="notice", name="casework_notice_kind"),
        migrations.RemoveConstraint(model_name="preference", name="casework_preference_kind"),
        migrations.AddField(model_name="notice", name="about", field=models.TextField(default="CONCERN")),
        migrations.AddField(model_name="notice", name="at_once", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="notice", name="author_id", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="notice", name="function", field=models.TextField(blank=True, default="")),
        migrations.AddField(model_name="notice", name="subject", field=models.UUIDField(null=True)),
        migrations.AlterField(
            model_name="notice",
            name="concern",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.concern"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=Q(subject__isnull=False), fields=["subject"], name="casework_notice_subject"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(condition=Q(about__in=["CONCERN", *JOINT]), name="casework_notice_about"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=~Q(about="CONCERN") | Q(kind__in=COMMANDS), name="casework_notice_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(about="CONCERN", concern__isnull=False, subject=None)
                | (~Q(about="CONCERN") & Q(concern=None, subject__isnull=False)),
                name="casework_notice_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("event", "principal_id", "hat", "function"), name="casework_notice_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=[*COMMANDS, *JOINT]), name="casework_preference_kind"
            ),
        ),
        run_sql_file(__file__, "joint_notices.sql"),
    ]
