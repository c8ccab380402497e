"""The addresses below /organisatie/, and those of an invitation and of a team's tasks."""

from django.urls import path

from tandem.web.organisation import imports, invitations, links, people, stand_ins, tasks

urlpatterns = [
    path("organisatie/", people.overview, name="organisation"),
    path("organisatie/mensen/", people.everybody, name="organisation-people"),
    path("organisatie/mensen/nieuw/", people.newcomer, name="organisation-newcomer"),
    path("organisatie/mensen/<uuid:person>/", people.somebody, name="organisation-person"),
    path("organisatie/mensen/<uuid:person>/functie/", people.give, name="organisation-give"),
    path("organisatie/mensen/<uuid:person>/uit-dienst/", people.leave, name="organisation-leave"),
    path("organisatie/functie/<uuid:membership>/wijzigen/", people.change, name="organisation-change"),
    path("organisatie/functie/<uuid:membership>/beeindigen/", people.end, name="organisation-end"),
    path("organisatie/functie/<uuid:membership>/koppelen/", links.add, name="organisation-link"),
    path("organisatie/functie/<uuid:membership>/vervanger/", stand_ins.add, name="organisation-stand-in"),
    path("organisatie/functie/<uuid:membership>/uitnodigen/", invitations.invite, name="organisation-invite"),
    path("organisatie/koppelingen/", links.table, name="organisation-links"),
    path("organisatie/koppelingen/<uuid:link>/", links.change, name="organisation-hours"),
    path("organisatie/koppelingen/<uuid:link>/stoppen/", links.end, name="organisation-unlink"),
    path("organisatie/vervanging/", stand_ins.everyone, name="organisation-stand-ins"),
    path("organisatie/vervanging/<uuid:stand_in>/stoppen/", stand_ins.end, name="organisation-stand-in-end"),
    path("organisatie/uitnodigingen/", invitations.everyone, name="organisation-invitations"),
    path("organisatie/uitnodigingen/<uuid:invitation>/intrekken/", invitations.withdraw, name="organisation-withdraw"),
    path("organisatie/taken/", tasks.everything, name="organisation-tasks"),
    path("organisatie/taken/<uuid:task>/", tasks.finish, name="organisation-task"),
    path("organisatie/invoer/", imports.upload, name="organisation-import"),
    path("organisatie/invoer/sjabloon.xlsx", imports.template_workbook, name="organisation-template"),
    path("organisatie/invoer/sjabloon.csv", imports.template_csv, name="organisation-template-csv"),
    path("organisatie/invoer/<uuid:key>/", imports.batch, name="organisation-batch"),
    path("organisatie/invoer/<uuid:key>/doorvoeren/", imports.apply, name="organisation-apply"),
    path("organisatie/invoer/<uuid:key>/terugdraaien/", imports.undo, name="organisation-undo"),
    path("organisatie/invoer/<uuid:key>/weggooien/", imports.discard, name="organisation-discard"),
    path("uitnodiging/<slug:token>/", invitations.accept, name="invitation"),
    path("mijn/taken/", tasks.my_team, name="my-tasks"),
    path("mijn/taken/<uuid:task>/", tasks.my_team_finish, name="my-task"),
]
