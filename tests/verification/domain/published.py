"""Tables printed in the literature, as ratings."""

from verification.domain.ratings import Rating

KRIPPENDORFF_2011 = (  # observers A to D on twelve units; a dot is a missing value
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
FLEISS_DIAGNOSES = ("Depression", "Personality disorder", "Schizophrenia", "Neurosis", "Other")
FLEISS_1971 = (  # six diagnoses for each of thirty patients: how many of each kind
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 "
    "10050 11040 03300 10050 02031 00501 30012 51000 02040 10203 "
    "00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
COHEN_1960 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))  # judge A in rows, judge B in columns, 200 cases
DAWID_SKENE_1979 = (  # 45 patients: observer 1 three times, then observers 2 to 5
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 "
    "1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 "
    "1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 "
    "2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222"
)


def krippendorff_2011() -> list[Rating]:
    """Return the 41 values of Computing Krippendorff's Alpha-Reliability, section D."""
    return [
        Rating(f"unit {unit}", f"observer {observer}", value)
        for observer, row in enumerate(KRIPPENDORFF_2011)
        for unit, value in enumerate(row.split())
        if value != "."
    ]


def fleiss_1971() -> list[Rating]:
    """Return the 180 psychiatric diagnoses of table 1; the psychiatrists differ between patients."""
    return [
        Rating(f"patient {patient}", f"{patient}.{diagnosis}.{number}", name)
        for patient, counts in enumerate(FLEISS_1971.split())
        for diagnosis, name in enumerate(FLEISS_DIAGNOSES)
        for number in range(int(counts[diagnosis]))
    ]


def cohen_1960() -> list[Rating]:
    """Return the cases of table 2 as judgements of two judges."""
    pairs = [
        (str(a), str(b))
        for a, row in enumerate(COHEN_1960)
        for b, times in enumerate(row)
        for _ in range(times)
    ]
    return [
        Rating(str(case), judge, label)
        for case, pair in enumerate(pairs)
        for judge, label in zip("AB", pair, strict=True)
    ]


def dawid_skene_1979() -> list[Rating]:
    """Return the 315 assessments of table 1: fitness for anaesthesia, classes 1 to 4."""
    return [
        Rating(f"patient {patient:02}", observer, label)
        for patient, labels in enumerate(DAWID_SKENE_1979.split(), start=1)
        for observer, label in zip("1112345", labels, strict=True)
    ]


def crossed(table: tuple[tuple[int, ...], ...]) -> list[Rating]:
    """Return a table of two people's labels, first person in rows, as their ratings."""
    pairs = [
        (str(a), str(b))
        for a, row in enumerate(table, start=1)
        for b, times in enumerate(row, start=1)
        for _ in range(times)
    ]
    return [
        Rating(str(case), judge, label)
        for case, pair in enumerate(pairs)
        for judge, label in zip("AB", pair, strict=True)
    ]


ARTSTEIN_POESIO_2008 = ((20, 20), (10, 50))  # Inter-Coder Agreement for Computational Linguistics, table 1
GWET_2002 = ((118, 5), (2, 0))  # Kappa Statistic is not Satisfactory for Assessing Agreement, table 2
SAS_SKIN_CONDITION = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))  # SAS/STAT, PROC FREQ
