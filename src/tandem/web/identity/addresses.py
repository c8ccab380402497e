"""Addresses of signing in and of one's own pages."""

from django.urls import path

from tandem.web.identity import enrol, mine, passkeys, providers, reset, security, sign_in, system_keys

urlpatterns = [
    path("inloggen/", sign_in.sign_in, name="sign-in"),
    path("inloggen/tweede-stap/", sign_in.second_step),
    path("inloggen/herstelcode/", sign_in.recovery_code),
    path("inloggen/uit/", sign_in.signed_out),
    path("uitloggen/", sign_in.sign_out, name="sign-out"),
    path("inloggen/passkey/", passkeys.sign_in),
    path("inloggen/passkey/vraag/", passkeys.ask),
    path("inloggen/organisatie/", providers.leave),
    path("inloggen/organisatie/terug/", providers.back),
    path("inloggen/vergeten/", reset.forgotten),
    path("inloggen/nieuw-wachtwoord/", reset.new_password),
    path("inloggen/nieuw-wachtwoord/<slug:token>/", reset.follow),
    path("inloggen/beginnen/", enrol.choose),
    path("inloggen/beginnen/passkey/", enrol.passkey),
    path("inloggen/beginnen/passkey/vraag/", enrol.passkey_ask),
    path("inloggen/beginnen/organisatie/", enrol.provider),
    path("mijn/", mine.start, name="mine"),
    path("mijn/petje/", mine.hat, name="hat"),
    path("mijn/sessies/", mine.own_sessions),
    path("mijn/sessies/anderen/", mine.end_others),
    path("mijn/bevestigen/", mine.confirm),
    path("mijn/bevestigen/passkey/", mine.confirm_passkey),
    path("mijn/bevestigen/passkey/vraag/", mine.confirm_ask),
    path("mijn/sleutels/", system_keys.overview, name="system-keys"),
    path("mijn/sleutels/intrekken/", system_keys.revoke),
    path("mijn/beveiliging/", security.overview),
    path("mijn/beveiliging/wachtwoord/", security.password),
    path("mijn/beveiliging/passkey/", security.passkey_add),
    path("mijn/beveiliging/passkey/vraag/", security.passkey_ask),
    path("mijn/beveiliging/passkey/weg/", security.passkey_remove),
    path("mijn/beveiliging/app/", security.app),
    path("mijn/beveiliging/app/weg/", security.app_remove),
    path("mijn/beveiliging/herstelcodes/", security.recovery),
    path("mijn/beveiliging/organisatie/", security.link_add),
    path("mijn/beveiliging/organisatie/weg/", security.link_remove),
]
