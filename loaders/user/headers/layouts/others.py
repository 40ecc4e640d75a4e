"""Layouts whose figures are others than nuzuh maps: named, and refused in words."""

from __future__ import annotations

from nuzuh.loaders.user.headers.layouts.layout import Layout, needs

_COUNTRY = (
    "its figures are of the whole State of Palestine and of whole years, which is wider than the "
    "Gaza Strip: look for the same publisher's figures of Gaza by day"
)
_NEED = (
    "it counts people in need, targeted or reached, not where people are or were displaced: "
    "look for the displaced people that it was planned with"
)
_HUNGER = "it counts people by their access to food, not where they are"
_EVENTS = "it counts events and deaths in them, not people displaced"
_HAPI = "https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/"


def _other(name: str, page: str, refused: str, *known_by: str) -> Layout:
    return Layout(name, page, needs(*known_by), refused=refused)


OTHERS = (
    _other(
        "IDMC Global Internal Displacement Database",
        "https://www.internal-displacement.org/database/displacement-data/",
        _COUNTRY,
        "iso3|year|new displacement|total displacement",
        "iso3|year|conflict stock displacement",
        "iso3|year|conflict internal displacements",
        "iso3|year|hazard category name|new displacement",
    ),
    _other(
        "UNHCR Refugee Data Finder",
        "https://api.unhcr.org/docs/refugee-statistics.html",
        _COUNTRY,
        "year|coo iso|coa iso",
        "year|iso3 co o|iso3 co a",
        "year|country of origin|country of asylum",
        "year|country of origin iso|country of asylum iso",
    ),
    _other(
        "HDX HAPI, refugees or returnees",
        f"{_HAPI}affected_people/",
        _COUNTRY,
        "origin location code|asylum location code|population",
    ),
    _other(
        "HDX HAPI, humanitarian needs",
        f"{_HAPI}affected_people/",
        _NEED,
        "population status|population|sector code",
    ),
    _other(
        "OCHA HPC Tools, humanitarian needs",
        "https://data.humdata.org/dataset/global-hpc-hno",
        _NEED,
        "cluster|in need|targeted|reached",
        "cluster|category|in need",
    ),
    _other(
        "HDX HAPI, food security",
        f"{_HAPI}food_security_and_nutrition/",
        _HUNGER,
        "ipc phase|population in phase",
    ),
    _other(
        "IPC, people by phase",
        "https://data.humdata.org/dataset/ipc-country-data",
        _HUNGER,
        "date of analysis|phase|number|percentage",
        "date of analysis|phase 1 number current",
    ),
    _other(
        "HDX HAPI, conflict events",
        f"{_HAPI}coordination_and_context/",
        _EVENTS,
        "event type|events|fatalities",
    ),
    _other(
        "ACLED",
        "https://acleddata.com/acled-codebook/",
        _EVENTS,
        "event id cnty|event date",
        "event date|sub event type|fatalities",
        "month|year|events|fatalities",
    ),
    _other(
        "HDX HAPI, operational presence",
        f"{_HAPI}coordination_and_context/",
        "it lists organisations, not people",
        "org acronym|org name|sector code",
    ),
    _other(
        "HDX HAPI, funding",
        f"{_HAPI}coordination_and_context/",
        "it lists money, not people",
        "appeal code|funding usd",
    ),
    _other(
        "WFP food prices",
        "https://data.humdata.org/dataset/wfp-food-prices-for-state-of-palestine",
        "it lists prices, not people",
        "commodity|price|market",
        "commodity code|price|currency code",
    ),
    _other(
        "UNOSAT damage assessment",
        "https://unosat.org/products/",
        "it counts damaged structures, not people",
        "main damage site class",
        "damage status|sensor date",
    ),
)
