"""The links and command lines of 0.1.0: never taken out, never changed; new ones go to the end."""

from __future__ import annotations

LINKS = (
    # Nothing, and each part alone.
    "",
    "date=2025-10-05",
    "date=2024-05-20",
    "date=2023-10-06",
    "date=2025-08-20",
    "date=2024-02-07",
    "layer=orders",
    "lang=ar",
    "show=reconstructed",
    "view=un",
    "area=PS0275",
    "since=2025-08-14",
    "figure=GD0508",
    "later=no",
    "data=2026-08-22-abc1234",
    "phase=prewar",
    "phase=north-order",
    "phase=khan-younis",
    "phase=rafah-2024",
    "phase=north-gaza",
    "phase=returns-2025",
    "phase=renewed",
    "phase=gaza-city",
    "phase=ceasefire",
    # Every layer, as published and reconstructed.
    (
        "date=2025-10-05&layer=people&phase=gaza-city&lang=en&show=published&view=all"
        "&data=2026-08-22-abc1234"
    ),
    "date=2025-10-05&layer=change&lang=ar&show=published",
    "date=2025-10-05&layer=density&lang=he&show=published",
    "date=2025-09-15&layer=orders&lang=en&show=published",
    "date=2025-10-05&layer=people&show=reconstructed",
    "date=2025-10-05&layer=change&show=reconstructed&lang=he",
    "date=2025-10-05&layer=density&show=reconstructed&lang=ar",
    "date=2025-10-05&layer=orders&show=reconstructed",
    "date=2024-06-18&layer=orders&lang=ar",
    "date=2024-06-18&layer=orders&lang=he&later=no",
    # Whose figures.
    "date=2025-10-05&show=reconstructed&view=un",
    "date=2025-10-05&show=reconstructed&view=israel&lang=he",
    "date=2025-10-05&show=reconstructed&view=palestine&lang=ar",
    "date=2025-10-05&show=reconstructed&view=OCHA,UNRWA",
    "date=2025-10-05&show=reconstructed&view=UNRWA%2COCHA&since=2025-08-14",
    "date=2025-10-05&show=reconstructed&view=Gaza+Government+Media+Office",
    "date=2025-10-05&show=reconstructed&view=OCHA,Nobody",
    "date=2025-10-05&view=all,un",
    "date=2024-05-20&show=reconstructed&view=IDF",
    # Movements of a period.
    "date=2025-10-05&since=2025-08-14",
    "date=2025-10-05&since=2025-08-14&lang=ar",
    "date=2025-10-05&since=2025-08-14&lang=he&layer=density",
    "date=2025-09-24&since=2025-08-14&later=no",
    "date=2025-10-05&since=2025-08-14&show=reconstructed",
    "date=2025-10-05&since=2025-08-14&show=reconstructed&view=israel&lang=ar",
    "date=2024-05-26&since=2024-05-06",
    "date=2024-05-26&since=2024-05-06&show=reconstructed&lang=he",
    "date=2025-10-05&since=2025-10-06",
    "date=2025-10-05&since=2025-10-05",
    # What came out later.
    "date=2024-03-20&later=no",
    "date=2025-08-20&later=no&lang=he",
    "date=2025-08-20&later=yes",
    "date=2025-10-05&later=no&show=reconstructed",
    "date=2025-10-05&later=maybe",
    # An area, a record, all parts at once.
    "date=2025-10-05&area=PS0260&figure=GD0505&lang=ar",
    (
        "date=2025-10-01&layer=density&phase=gaza-city&lang=he&show=published&view=all"
        "&since=2025-09-01&area=PS0270&figure=GD0500&later=no&data=2026-08-22-abc1234"
    ),
    # What mail and people do to links.
    "date=2025-10-05&amp;layer=density&amp;lang=ar",
    "date=2025-10-5&layer=density).",
    "date=3D2025-10-05&layer=3Dchange",
    "date%3D2025-10-05%26layer%3Ddensity",
    "DATE=2025-10-05&LAYER=DENSITY&LANG=HE",
    "date=2025%E2%80%9310%E2%80%9305",
    "date=2025-10-05&utm_source=mail&fbclid=x&embed=true",
    "date=2025-10-05&date=2024-05-20",
    # What makes no sense.
    "date=5+October+2025",
    "date=2031-01-01",
    "date=2023-01-01&phase=rafah-2024",
    "layer=sheltered&lang=fr&show=guessed&area=PS9999&figure=GD9999&phase=peace",
    "date=2025-10-05&veiw=un&layr=density",
    "date=2025-10-05&from=2025-08-14",
    "date=2025-10-05&data=2020-01-01-0000000",
    "date=%3Cscript%3E&layer=%00&view=",
    # A figure that an earlier version of the data held.
    "date=2024-05-20&figure=GD0265",
)

OWN = """date,area,value,measure,publisher,source
2025-10-05,Rafah,4321,people_present,Our survey,Counted by us
2025-10-04,Khan Younis,950000,people_present,Our survey,Counted by us
2025-10-05,Gaza,n/a,people_present,Our survey,Counted by us
"""
"""A reader's own file, ``mine.csv``; beside it lie the templates, ``filled.csv`` and ``.xlsx``."""

ODD = """Dat reported,place,total
2025-10-05,Khan Yuniss,12000
"""
"""A file that leaves questions open, ``odd.csv``."""

DAY = "export --date 2025-10-05"
PERIOD = "export --from 2025-10-01 --to 2025-10-05"

COMMANDS = (
    # The ledger and what it stands on.
    "estimates",
    "estimates --format json",
    "estimates --from 2025-09-01 --to 2025-09-30",
    "estimates --measure people_present --format csv",
    "estimates --publisher OCHA --as-of 2025-09-30 --format json",
    # The reconstruction.
    "people --date 2025-10-05",
    "people --date 2025-10-05 --view un --format csv",
    "people --date 2024-05-20 --view OCHA,UNRWA",
    "people --date 2025-10-05 --figures mine.csv",
    "movements --from 2025-08-14 --to 2025-10-05",
    "movements --from 2024-05-06 --to 2024-05-26 --view israel --format csv",
    "movements --from 2025-08-14 --to 2025-10-05 --view palestine --format json",
    # Files of a reader's own.
    "template estimates -o template.csv",
    "template estimates -o template.xlsx",
    "template areas -o template.geojson",
    "template orders -o template-orders.geojson",
    "check mine.csv",
    "check mine.csv --kind estimates",
    "check filled.xlsx",
    "check filled.csv",
    "check odd.csv",
    (
        "check odd.csv --map 'Dat reported=as_of' --map place=destination --map total=value"
        " --area 'Khan Yuniss=PS0270' --measure people_present"
    ),
    "check nowhere.csv",
    # Data.
    f"{DAY} -o x.csv",
    f"{DAY} --layer change --lang ar -o x.csv",
    f"{DAY} --show reconstructed --view un --layer density --lang he -o x.csv",
    "export --date 2025-09-24 --without-later -o x.csv",
    "export --date 2025-09-15 --layer orders -o x.csv",
    f"{PERIOD} -o x.csv",
    f"{DAY} --compare 2024-05-14 -o x.csv",
    f"{DAY} --figures mine.csv -o x.csv",
    f"{DAY} --format csv --output x",
    f"{DAY} -o x.xlsx",
    f"{PERIOD} --layer orders --lang ar -o x.xlsx",
    f"{DAY} -o x.geojson",
    f"{DAY} --layer density --show reconstructed --lang he -o x.json",
    f"{DAY} -o x.gpkg",
    f"{PERIOD} --lang ar -o x.gpkg",
    f"{DAY} -o x.parquet",
    f"{DAY} --layer change -o x.geoparquet",
    # Pages and bundles.
    f"{DAY} --since 2025-08-14 -o x.html",
    f"{DAY} --layer change --show reconstructed --lang ar -o x.htm",
    f"{DAY} --layer orders --lang he --address https://nuzuh.example.org/ -o x.html",
    f"{DAY} --since 2025-08-14 --address https://nuzuh.example.org/ -o x.zip",
    f"{DAY} --layer orders --lang ar -o x.zip",
    f"{DAY} --compare 2024-05-14 --show reconstructed --lang he -o x.zip",
    f"{PERIOD} --figures mine.csv --format bundle -o x",
    # Pictures and films.
    f"{DAY} -o x.png",
    f"{DAY} --output x",
    f"{DAY} --theme dark --paper slide --lang he -o x.svg",
    f"{DAY} --kind series --pcode PS0275 --paper a4-portrait -o x.pdf",
    f"{DAY} --kind movements --since 2025-08-14 --paper a3 -o x.pdf",
    f"{DAY} --kind rivals --paper square --lang ar -o x.png",
    f"{DAY} --kind comparison --compare 2024-05-14 --show reconstructed -o x.svg",
    f"{PERIOD} --paper square -o x.gif",
    f"{PERIOD} --paper slide --theme dark --lang ar -o x.webp",
    f"{PERIOD} --show reconstructed -o x.mp4",
    # What is refused, in the program's own words.
    "export -o x.csv",
    f"{DAY} --since 2025-10-01 -o x.csv",
    f"{DAY} --format xlsx -o x.csv",
    f"{DAY} --layer orders --show reconstructed -o x.csv",
    f"{DAY} --show reconstructed --without-later -o x.csv",
    f"{DAY} --view Nobody -o x.csv",
    f"{DAY} -o x.gif",
    f"{DAY} -o x.tiff",
    "export --date 2031-01-01 -o x.csv",
    "export --from 2025-10-05 --to 2025-10-01 -o x.csv",
    "movements --from 2025-10-05 --to 2025-08-14",
    "people --date 2025-10-05 --view Nobody",
    "estimates --publisher Nobody",
    "refresh --source deaths",
    "diff --source deaths --format json",
)
"""Command lines after ``nuzuh``, as a shell reads them."""

CHOICES = {
    "export -o x.png --layer": ("people", "change", "density", "orders"),
    "export -o x.png --show": ("published", "reconstructed"),
    "export -o x.png --lang": ("en", "ar", "he"),
    "export -o x.png --kind": ("map", "series", "comparison", "movements", "rivals"),
    "export -o x.png --pcode": ("PS0255", "PS0260", "PS0265", "PS0270", "PS0275"),
    "export -o x.png --paper": ("a4", "a4-portrait", "a3", "a3-portrait", "slide", "square"),
    "export -o x.png --theme": ("light", "dark"),
    "export -o x --format": (
        *("png", "svg", "pdf", "gif", "webp", "mp4", "html", "csv", "xlsx", "geojson"),
        *("gpkg", "parquet", "bundle"),
    ),
    "people --date 2031-01-01 --view": ("all", "un", "israel", "palestine"),
    "movements --from 2031-01-02 --to 2031-01-01 --format": ("json", "csv"),
    "estimates --publisher Nobody --format": ("csv", "json"),
    "estimates --publisher Nobody --measure": (
        *("people_present", "idps", "sheltered", "movement", "under_orders", "control_zone"),
        *("affected", "deaths", "births"),
    ),
    "check nowhere.csv --kind": ("estimates", "areas", "orders"),
    "check nowhere.csv --measure": ("people_present", "idps", "sheltered", "movement"),
    "refresh --source": (
        *("boundaries", "municipalities", "population", "displacement", "deaths", "orders"),
    ),
    "refresh --source deaths --format": ("text", "json"),
    "sources --format": ("json",),
}
"""What may stand behind an option: each is read, and refused for another reason or done."""

MISREAD = (
    "",
    "exprot",
    "people",
    "people --date yesterday",
    f"{DAY} --layer sheltered -o x.csv",
    f"{DAY} --paper a5 -o x.png",
    f"{DAY} --colour red -o x.csv",
    f"{DAY} --pcode PS9999 -o x.svg",
    f"{DAY}",
    "refresh --source moon",
    "template estimates",
)
"""Lines that the reader of options refuses: in one sentence, with code 2; its words are its own."""

SLOW = ("backtest --format json",)
"""Lines that take seconds; of the embedded tables they would take minutes."""
