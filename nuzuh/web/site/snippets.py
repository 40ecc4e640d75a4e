"""How the files of the data are read in other programs: the same text in every language."""

from __future__ import annotations

_POWER_QUERY = """let
  Source = Csv.Document(
    Web.Contents("{address}data/latest/people_reconstructed.csv"),
    [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
  ),
  Named = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
  Rows = Table.Skip(Named, 1),
  Empty = Table.ReplaceValue(
    Rows, "", null, Replacer.ReplaceValue, {{"people_reconstructed", "low", "high"}}
  ),
  Typed = Table.TransformColumnTypes(
    Empty,
    {{
      {{"date", type date}},
      {{"people_reconstructed", Int64.Type}},
      {{"low", Int64.Type}}, {{"high", Int64.Type}}
    }},
    "en-US"
  )
in
  Typed
"""

_R = """library(readr)

address <- "{address}data/latest/people_reconstructed.csv"
columns <- names(read_csv(address, n_max = 0, show_col_types = FALSE))
people <- read_csv(address, skip = 2, col_names = columns, col_types = "Dccddd")
subset(people, view == "all" & pcode == "strip")
"""

_PYTHON = """import pandas as pd

address = "{address}data/latest/people_reconstructed.csv"
people = pd.read_csv(address, skiprows=[1], parse_dates=["date"])
print(people.query("view == 'all' and pcode == 'strip'").tail())
"""

PLACEHOLDER = "ADDRESS/"
"""What stands in a snippet where nobody said where the site will stand."""

_SNIPPETS = (("excel", _POWER_QUERY), ("powerbi", _POWER_QUERY), ("r", _R), ("python", _PYTHON))


def snippets(address: str) -> tuple[tuple[str, str], ...]:
    """Return for each program its id and what is written there.

    Args:
        address: where the site stands, with a slash at its end; "" where that is not known.

    Example:
        >>> dict(snippets("https://nuzuh.example/"))["python"].splitlines()[2]
        'address = "https://nuzuh.example/data/latest/people_reconstructed.csv"'
    """
    where = address or PLACEHOLDER
    return tuple((program, text.format(address=where)) for program, text in _SNIPPETS)
