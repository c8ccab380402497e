"""Odd but good files of VO and MBO."""

from tests.opendata.cases import (
    GOOD_L3,
    GOOD_L5,
    GOOD_L6,
    L3_NAME,
    LOADED,
    Case,
    l3_with,
    l5_with,
    l6_with,
    text,
    zipped,
)

ODD_VO_MBO: tuple[Case, ...] = (
    Case("L3", LOADED, text(GOOD_L3, L3_NAME), rows=1),
    Case("L3 with commas", LOADED, text(GOOD_L3.replace(";", ","), L3_NAME), rows=1),
    Case("L3 with a whole branch code", LOADED, l3_with("99ZA;0;", "99ZA;99ZA03;"), rows=1),
    Case("L3 with a branch in the BRIN", LOADED, l3_with("99ZA;0;", "99ZA03;;"), rows=1),
    Case("L3 from abroad", LOADED, l3_with(";2611;503;DELFT;", ";0010;;BELGIE;"), rows=1),
    Case("L3 with an empty number", LOADED, l3_with(";12;", ";;"), rows=1),
    Case("L3 with nobody", LOADED, l3_with(";7;<5;0;0;12;0", ";0;0;0;0;0;0"), rows=0),
    Case("L3 in Windows-1252", LOADED, text(GOOD_L3.replace("DELFT", "SÚDWEST-FRYSLÂN"), L3_NAME, "cp1252"), rows=1),
    Case("L3 with LEERJAAR", LOADED, text(GOOD_L3.replace("LEER- OF VERBLIJFSJAAR", "LEERJAAR"), L3_NAME), rows=1),
    Case(
        "L3 with its school year",
        LOADED,
        text(GOOD_L3.replace("BRIN N", "SCHOOLJAAR;BRIN N").replace("99ZA;", "2019-2020;99ZA;"), "vo.csv"),
        rows=1,
    ),
    Case(
        "L3 with its year, in a zip",
        LOADED,
        zipped(("vo.csv", GOOD_L3.replace("BRIN N", "PEILJAAR;BRIN N").replace("99ZA;", "2019;99ZA;"))),
        rows=1,
    ),
    Case("L5", LOADED, text(GOOD_L5, "02voins.csv"), rows=1),
    Case("L5 with semicolons", LOADED, text(GOOD_L5.replace(",", ";"), "02voins.csv"), rows=1),
    Case("L5 with a mask", LOADED, l5_with(",1,7", ",1,-1"), rows=1),
    Case("L5 with two grades", LOADED, text(GOOD_L5 + "2017,99ZA,0,2611,2,9\n", "02voins.csv"), rows=1),
    Case("L6", LOADED, text(GOOD_L6, "mbo.csv"), rows=2),
    Case("L6 with semicolons", LOADED, text(GOOD_L6.replace(",", ";"), "mbo.csv"), rows=2),
    Case("L6 with a garbled name", LOADED, l6_with("DELFT,18", "S·DWEST-FRYSLÔN,18"), rows=2),
    Case("L6 with a name nobody knows", LOADED, l6_with("DELFT,18", "ATLANTIS,18"), rows=2),
    Case("L6 with a year nobody has", LOADED, l6_with(",7,-1", ",0,0"), rows=0),
)
