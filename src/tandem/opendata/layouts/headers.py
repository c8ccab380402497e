"""The header names that DUO used over the years for what every file of counts has, by our own word."""

INSTITUTION = ("BRIN_NUMMER", "INSTELLINGSCODE", "BRINNUMMER")
BRANCH = ("VESTIGINGSNUMMER", "VESTIGINGSCODE", "VESTIGINGS_NUMMER")
HOME = ("POSTCODE_LEERLING",)
YEAR = ("PEILDATUM", "PEILJAAR", "JAAR", "SCHOOLJAAR")

# What a row may say about the places it is about; see `schools` and `rows` for what becomes of it.
PLACES: dict[str, tuple[str, ...]] = {
    "home_municipality": ("GEMEENTENAAM_LEERLING",),
    "home_number": ("GEMEENTENUMMER_LEERLING",),
    "municipality": ("GEMEENTENUMMER", "GEMEENTE_NUMMER"),
    "municipality_name": ("GEMEENTENAAM",),
    "name": ("INSTELLINGSNAAM_VESTIGING", "VESTIGINGSNAAM", "INSTELLINGSNAAM"),
    "postcode": ("POSTCODE_VESTIGING",),
    "place": ("PLAATSNAAM", "PLAATSNAAM_VESTIGING"),
    "denomination": ("DENOMINATIE_VESTIGING",),
    "board": ("BEVOEGD_GEZAG_NUMMER",),
}
