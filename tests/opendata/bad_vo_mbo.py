"""Bad files in the layouts of VO and MBO, and files that are something else."""

from tests.opendata.cases import (
    GOOD_L3,
    GOOD_L5,
    GOOD_L6,
    L3_NAME,
    REFUSED,
    UNKNOWN,
    Case,
    l3_with,
    l5_with,
    l6_with,
    text,
    zipped,
)

GRADE = "LEER-_OF_VERBLIJFSJAAR"
HOME_NUMBER = "GEMEENTENUMMER_LEERLING"

BAD_VO_MBO: tuple[Case, ...] = (
    # VO, a column per year of study
    Case("L3 without home", REFUSED, l3_with("POSTCODE LEERLING", "POSTCODE"), "ontbreekt", 1, "POSTCODE_LEERLING"),
    Case("L3 without branch", REFUSED, l3_with("VESTIGINGSNUMMER;", "NR;"), "ontbreekt", 1, "VESTIGINGSNUMMER"),
    Case("L3 without BRIN", REFUSED, l3_with("BRIN NUMMER", "SCHOOL"), "ontbreekt", 1, "BRIN_NUMMER"),
    Case("L3 without any number", UNKNOWN, text(GOOD_L3.replace("LEER- OF", "OUD"), L3_NAME), "geen van de bestanden"),
    Case("L3 without a year", REFUSED, text(GOOD_L3, "vo.csv"), "jaar"),
    Case("L3 with a column twice", REFUSED, l3_with("JAAR 2", "JAAR 1"), "meer dan eens", 1, f"{GRADE}_1"),
    Case("L3 with decimals", REFUSED, l3_with(";12;", ";12,5;"), "punt of komma", 2, f"{GRADE}_5"),
    Case("L3 with another mask", REFUSED, l3_with("<5", "<10"), "geen aantal", 2, f"{GRADE}_2"),
    Case("L3 with a negative", REFUSED, l3_with(";7;", ";-2;"), "negatief", 2, f"{GRADE}_1"),
    Case("L3 with a long branch", REFUSED, l3_with("99ZA;0;", "99ZA;100;"), "vestigingsnummer", 2, "BRIN_NUMMER"),
    Case("L3 with another school's branch", REFUSED, l3_with(";0;", ";99ZB03;"), "vestigingsnummer", 2, "BRIN_NUMMER"),
    Case("L3 with a bad home", REFUSED, l3_with(";2611;", ";26;"), "postcode", 2, "POSTCODE_LEERLING"),
    Case("L3 with a name as number", REFUSED, l3_with(";503;", ";Delft;"), "gemeentenummer", 2, HOME_NUMBER),
    Case("L3 with a column less", REFUSED, l3_with(";12;0\r\n", ";12\r\n"), "10 kolommen", 2),
    Case(
        "L3 with VSO as its kind",
        REFUSED,
        text(GOOD_L3.replace("LEERLING;LEER- ", "LEERLING;SOORT VO;LEER- ").replace("DELFT;", "DELFT;VSO;"), L3_NAME),
        "voortgezet onderwijs",
        2,
        "SOORT_VO",
    ),
    Case(
        "bad year of L3 in a zip",
        REFUSED,
        zipped((L3_NAME, GOOD_L3), ("vo-2018.csv", GOOD_L3.replace(";7;", ";zeven;"))),
        "vo-2018.csv",
        2,
    ),
    # VO, a row per year of study
    Case("L5 without numbers", REFUSED, l5_with("AANTAL LEERLINGEN", "AANTAL"), "ontbreekt", 1, "AANTAL_LEERLINGEN"),
    Case("L5 without home", REFUSED, l5_with("POSTCODE LEERLING", "POSTCODE"), "ontbreekt", 1, "POSTCODE_LEERLING"),
    Case("L5 without a year", REFUSED, l5_with("JAAR,BRIN", "DATUM,BRIN"), "jaar"),
    Case("L5 with grade 9", REFUSED, l5_with(",1,7", ",9,7"), "leerjaar", 2, GRADE),
    Case("L5 with a grade in words", REFUSED, l5_with(",1,7", ",een,7"), "leerjaar", 2, GRADE),
    Case("L5 without its grade", REFUSED, l5_with(",1,7", ",,7"), "leerjaar", 2, GRADE),
    Case("L5 with a bad year", REFUSED, l5_with("2017,", "17,"), "jaar", 2, "JAAR"),
    Case("L5 with too many", REFUSED, l5_with(",1,7", ",1,4001"), "meer dan er kan zijn", 2, "AANTAL_LEERLINGEN"),
    Case("L5 with a footer", REFUSED, text(GOOD_L5 + "Totaal,,,,,7\n", "02voins.csv"), "jaar", 3, "JAAR"),
    Case("L5 header only", REFUSED, text(GOOD_L5.splitlines()[0] + "\n", "02voins.csv"), "geen rijen"),
    # MBO
    Case("L6 without institution", REFUSED, l6_with("INSTELLINGSCODE", "CODE"), "ontbreekt", 1, "INSTELLINGSCODE"),
    Case("L6 without seat", REFUSED, l6_with("PLAATSNAAM INSTELLING", "P"), "ontbreekt", 1, "PLAATSNAAM_INSTELLING"),
    Case("L6 without years", REFUSED, text(GOOD_L6.replace("JAAR_", "X"), "mbo.csv"), "geen kolom met een jaar", 1),
    Case("L6 with a location", REFUSED, l6_with("99ZR,", "99ZR00,"), "BRIN", 2, "INSTELLINGSCODE"),
    Case("L6 with a wrong mask", REFUSED, l6_with(",7,-1", ",7,-2"), "negatief", 2, "JAAR_2022"),
    Case("L6 with words", REFUSED, l6_with(",7,-1", ",onbekend,-1"), "geen aantal", 2, "JAAR_2021"),
    Case("L6 with a year twice", REFUSED, l6_with("JAAR_2022", "JAAR_2021"), "meer dan eens", 1, "JAAR_2021"),
    Case("L6 with a column more", REFUSED, l6_with(",7,-1", ",7,-1,3"), "9 kolommen", 2),
    Case(
        "MBO by level, without institutions",
        UNKNOWN,
        text("TYPE MBO,NIVEAU,WOONGEMEENTE,WOONPROVINCIE,JAAR_2021\nBOL,4,DELFT,Zuid-Holland,90\n"),
        "geen van de bestanden",
    ),
    Case(
        "MBO diplomas, without homes",
        UNKNOWN,
        text("INSTELLINGSCODE,INSTELLINGSNAAM,PLAATSNAAM INSTELLING,JAAR_2021\n99ZR,ROC,DELFT,90\n"),
        "geen van de bestanden",
    ),
    Case(
        "VO by kind, without homes",
        UNKNOWN,
        text("BRIN NUMMER;VESTIGINGSNUMMER;PLAATSNAAM VESTIGING;LEERJAAR 1 - MAN\n99ZA;0;DELFT;9\n"),
        "geen van de bestanden",
    ),
)
