"""What kind of data every table of the database holds. A table that is not here stops the start-up.

Person: somebody can be found in it, so row security is on and forced; `lint` says what more. Reference: public facts.
System: the house itself.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PERSON = "person"
    REFERENCE = "reference"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Classified:
    kind: Kind
    reason: str


TABLES: dict[str, Classified] = {
    "audit_access": Classified(Kind.PERSON, "who saw whose data; append-only, the app cannot read it"),
    "audit_change": Classified(Kind.PERSON, "who changed which row; append-only, the app cannot read it"),
    "audit_event": Classified(Kind.PERSON, "who did what, codes and counts; append-only, the app cannot read it"),
    "audit_seal": Classified(Kind.SYSTEM, "hashes of lines of the log, chained; append-only, the app cannot read it"),
    "cases_access": Classified(Kind.PERSON, "who may know of which case, as what; kept by triggers"),
    "cases_case": Classified(Kind.PERSON, "cases about children: state, holder"),
    "cases_direction": Classified(Kind.PERSON, "who directs which case, signed or at odds; codes only"),
    "cases_event": Classified(Kind.PERSON, "what happened to a case, by whom; codes only"),
    "cases_offer": Classified(Kind.PERSON, "to whom a case was offered, and the answer; codes only"),
    "cases_participant": Classified(Kind.PERSON, "who takes part in which case, why, and what lets her read"),
    "cases_text": Classified(Kind.PERSON, "words about a child or a family"),
    "casework_access": Classified(Kind.PERSON, "who may know of which concern, as what; kept by triggers"),
    "casework_answer": Classified(Kind.PERSON, "answers of an assessment about a child"),
    "casework_concern": Classified(Kind.PERSON, "concerns about children: state, holder, terms"),
    "casework_event": Classified(Kind.PERSON, "what happened to a concern, by whom; codes only"),
    "casework_mailed": Classified(Kind.PERSON, "which notice went to whom in which mail; keys only"),
    "casework_notice": Classified(Kind.PERSON, "who should know what of which concern; codes only"),
    "casework_offer": Classified(Kind.PERSON, "to whom a concern was offered, and the answer; codes only"),
    "casework_preference": Classified(Kind.PERSON, "which notices somebody wants by mail"),
    "casework_seen": Classified(Kind.PERSON, "until when somebody has read which concern"),
    "casework_text": Classified(Kind.PERSON, "words about a child or a family"),
    "casework_view": Classified(Kind.PERSON, "how somebody wants to see a worklist; codes only"),
    "children_access": Classified(Kind.PERSON, "who may know what of which child, and why; kept by triggers"),
    "children_bsn": Classified(Kind.PERSON, "citizen service numbers, sealed, with a blind index"),
    "children_child": Classified(Kind.PERSON, "names and days of birth of children"),
    "children_enrolment": Classified(Kind.PERSON, "which child goes to which school, from and until when"),
    "children_protected_address": Classified(Kind.PERSON, "secret addresses of children, sealed"),
    "children_residence": Classified(Kind.PERSON, "in which municipality and postcode a child lives"),
    "children_teaching": Classified(Kind.PERSON, "whose pupil a child is, from and until when"),
    "context.signing_key": Classified(Kind.SYSTEM, "verifies who acts; only the owner can read it"),
    "decisions_decision": Classified(Kind.PERSON, "what is asked and decided for a child: form, amount, state, terms"),
    "decisions_event": Classified(Kind.PERSON, "what happened to a decision, by whom; codes only"),
    "decisions_ladder": Classified(Kind.PERSON, "cases that stand still, and who has them; codes only"),
    "decisions_rung": Classified(Kind.PERSON, "moves on a ladder, by whom; codes only"),
    "decisions_step": Classified(Kind.PERSON, "who must look at a decision, and who did; codes only"),
    "decisions_text": Classified(Kind.PERSON, "words about a child or a family"),
    "directory_contact": Classified(Kind.PERSON, "direct numbers at an offer, for professionals"),
    "directory_example": Classified(Kind.REFERENCE, "good examples that organisations published"),
    "directory_offer": Classified(Kind.REFERENCE, "offers that organisations published, with their general telephone"),
    "directory_reminder": Classified(Kind.SYSTEM, "which offer its owner was asked about, hashed link"),
    "directory_suggestion": Classified(Kind.PERSON, "corrections that readers suggested, for the owner alone"),
    "directory_word": Classified(Kind.REFERENCE, "every word that an offer has, to put typing errors right"),
    "django_migrations": Classified(Kind.SYSTEM, "which migrations were applied"),
    "family_choice": Classified(Kind.PERSON, "what a young person said about her parents looking in; codes only"),
    "family_release": Classified(Kind.PERSON, "words about a child that were let out to the family"),
    "family_window": Classified(Kind.PERSON, "which parent or young person may look into which case, hashed code"),
    "identity_account": Classified(Kind.PERSON, "who can sign in: e-mail address, hashed password"),
    "identity_authenticator": Classified(Kind.PERSON, "sealed secret of an app that shows codes"),
    "identity_device": Classified(Kind.PERSON, "browsers in which somebody signed in before, hashed"),
    "identity_passkey": Classified(Kind.PERSON, "public keys of somebody's devices"),
    "identity_provider": Classified(Kind.PERSON, "sign-in of an organisation; guarded for its sealed secret"),
    "identity_recovery_code": Classified(Kind.PERSON, "hashed codes on paper"),
    "identity_session": Classified(Kind.PERSON, "who is signed in where, hashed token"),
    "identity_step": Classified(Kind.PERSON, "steps of signing in that are half done"),
    "identity_subject": Classified(Kind.PERSON, "whom a provider knows under which subject"),
    "identity_system_key": Classified(Kind.PERSON, "with which systems somebody works, hashed keys"),
    "identity_throttle": Classified(Kind.PERSON, "failures and calls under a keyed hash of account, address or key"),
    "meetings_access": Classified(Kind.PERSON, "who may know of which meeting; kept by triggers"),
    "meetings_invitee": Classified(Kind.PERSON, "who is invited to which meeting, and was there"),
    "meetings_item": Classified(Kind.PERSON, "which case is on which agenda, why, and who of the family is asked"),
    "meetings_line": Classified(Kind.PERSON, "minutes: what was agreed or decided about a child"),
    "meetings_meeting": Classified(Kind.PERSON, "meetings about cases: when, where, who planned it"),
    "plans_agreement": Classified(Kind.PERSON, "who does what until when for a child; codes and days only"),
    "plans_event": Classified(Kind.PERSON, "what happened to a plan, by whom; codes only"),
    "plans_goal": Classified(Kind.PERSON, "goals of a family: in whose words, reached or not; codes only"),
    "plans_plan": Classified(Kind.PERSON, "the plan of a case"),
    "plans_text": Classified(Kind.PERSON, "words about a child or a family"),
    "platform_mail": Classified(Kind.SYSTEM, "what became of each mail; keys and moments"),
    "procrastinate_events": Classified(Kind.SYSTEM, "when a job was asked for, begun and done"),
    "procrastinate_jobs": Classified(Kind.SYSTEM, "work for later: what to do, in keys and codes, signed"),
    "procrastinate_periodic_defers": Classified(Kind.SYSTEM, "which job of the clock was asked for when"),
    "procrastinate_workers": Classified(Kind.SYSTEM, "which processes do jobs, and when they last said so"),
    "register_area": Classified(Kind.REFERENCE, "which municipality, district or postcodes an organisation covers"),
    "register_board": Classified(Kind.REFERENCE, "school boards, from DUO's open data"),
    "register_contact": Classified(Kind.PERSON, "direct numbers and addresses of people in functions"),
    "register_demo_region": Classified(Kind.SYSTEM, "marks a database in which everybody is fictitious"),
    "register_import_batch": Classified(Kind.PERSON, "files of an administrator, with their rows until applied"),
    "register_import_row": Classified(Kind.PERSON, "which functions and links a file added"),
    "register_invitation": Classified(Kind.PERSON, "who was invited at which address, hashed token"),
    "register_membership": Classified(Kind.PERSON, "who has which function where, from and until when"),
    "register_municipality": Classified(Kind.REFERENCE, "municipalities, from CBS's open data"),
    "register_organisation": Classified(Kind.REFERENCE, "organisations with their general telephone, nobody's name"),
    "register_partnership": Classified(Kind.REFERENCE, "partnerships, from the law's annex"),
    "register_person": Classified(Kind.PERSON, "names of people in functions"),
    "register_school": Classified(Kind.REFERENCE, "schools, from DUO's open data"),
    "register_school_link": Classified(Kind.PERSON, "which function is linked to which school, for how many hours"),
    "register_school_location": Classified(Kind.REFERENCE, "school locations, from DUO's open data"),
    "register_stand_in": Classified(Kind.PERSON, "who takes over whose calls, and until when"),
    "routing_asked": Classified(Kind.SYSTEM, "how often was asked per school, home municipality and kind; of nobody"),
    "routing_rule": Classified(Kind.REFERENCE, "rules of a municipality about whom to call, nobody's name"),
    "routing_school_team": Classified(Kind.REFERENCE, "rhythm and hours of a school's own team, nobody's name"),
    "register_task": Classified(Kind.PERSON, "what somebody held who left, for the team to hand over"),
    "sharing_authority": Classified(Kind.PERSON, "who has parental authority over a child, and by which document"),
    "sharing_break_glass": Classified(Kind.PERSON, "who broke the glass for which child, why, and who judged it"),
    "sharing_consent": Classified(Kind.PERSON, "who consented to or refused what, with the evidence; also withdrawals"),
    "sharing_disclosure": Classified(Kind.PERSON, "what was disclosed about a child, by whom, to whom, on which rule"),
    "sharing_note": Classified(Kind.PERSON, "notes about children, one kind of information each"),
    "sharing_notice": Classified(Kind.PERSON, "that a disclosure ended or must be asked anew; codes only"),
    "sharing_hold": Classified(Kind.PERSON, "why nothing about a child is destroyed for now"),
    "sharing_opening": Classified(Kind.PERSON, "who asked to open a secret address, why, and who decided"),
    "sharing_override": Classified(Kind.PERSON, "why a professional shared where the rule says no"),
    "sharing_protected": Classified(Kind.SYSTEM, "which tables hold records of a file, and of which kind"),
    "sharing_retention_source": Classified(Kind.SYSTEM, "where each table says whom a row is about and since when"),
    "sharing_retention_warning": Classified(Kind.PERSON, "which file about a child is close to its end"),
    "sharing_step": Classified(Kind.PERSON, "what was done before sharing, and what shows it"),
    "sharing_subject_request": Classified(
        Kind.PERSON, "requests for a child's file, and that file, sealed, for a week"
    ),
    "sharing_subject_source": Classified(Kind.SYSTEM, "which rows of each table an organisation holds about a child"),
    "sharing_tombstone": Classified(Kind.SYSTEM, "that a row was destroyed, on which day and by which term"),
}
