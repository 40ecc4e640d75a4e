"""Made-up rows of every known layout, in the header that its publisher writes.

Each is one table: the header as it is, the rows by name of the column, the columns
that may be missing, and what must come of it, written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A table of a known layout.

    Attributes:
        layout: the name of the layout.
        header: names of all its columns, split by commas.
        rows: cells by the name of their column; others are empty.
        optional: columns without which the same comes of it, split by commas.
        expected: of each figure its measure, areas (from, to), number, quantifier and day.
        left: how many rows are left out, by reason.
        tags: HXL tag by name of the column, for a file that has a row of them.
    """

    layout: str
    header: str
    rows: tuple[dict[str, str], ...]
    optional: str
    expected: tuple[tuple[str, str, str, float, str, str], ...]
    left: tuple[tuple[str, int], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


_ALL = "PS0255 PS0260 PS0265 PS0270 PS0275"
_HAPI = (
    "location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,"
    "admin1_name,admin2_code,admin2_name,admin_level"
)
_HAPI_OF = {"location_code": "PSE", "admin1_code": "PS02", "admin1_name": "Gaza Strip"}
_HAPI_END = "reference_period_start,reference_period_end,dataset_hdx_id,resource_hdx_id"
_IDU = (
    "id,country,iso3,latitude,longitude,centroid,role,displacement_type,qualifier,figure,"
    "displacement_date,displacement_start_date,displacement_end_date,year"
)
_EVENT = {
    "country": "Palestine",
    "iso3": "PSE",
    "role": "Recommended figure",
    "displacement_type": "Conflict",
    "displacement_start_date": "2025-05-02",
    "displacement_end_date": "2025-05-06",
    "sources": "Site Management Cluster - Palestine",
    "source_url": "https://example.org/a",
    "locations_type": "Origin",
}

EXAMPLES = (
    Example(
        "IDMC Internal Displacement Updates",
        f"{_IDU},event_id,event_name,event_codes,event_code_types,event_start_date,event_end_date,"
        "category,subcategory,type,subtype,old_id,sources,source_url,locations_name,"
        "locations_coordinates,locations_accuracy,locations_type,displacement_occurred,created_at,"
        "description,link,combined_type",
        (
            _EVENT
            | {
                "id": "900001",
                "qualifier": "total",
                "figure": "1234",
                "locations_name": "Gaza Strip, Khan Younis Governorate, Gaza Strip, Palestinian "
                "Territories",
                "created_at": "2025-05-09T14:33:49.278023Z",
            },
            _EVENT
            | {
                "id": "900002",
                "qualifier": "more than",
                "figure": "500",
                "locations_name": "Rafah, Rafah Governorate, Gaza Strip, Palestinian Territories",
            },
            _EVENT
            | {
                "id": "900003",
                "qualifier": "approximately",
                "figure": "77",
                "locations_name": "Khan Younis, Gaza Strip, Palestinian Territories; Rafah, Gaza "
                "Strip, Palestinian Territories",
                "locations_type": "Origin; Destination",
            },
            _EVENT
            | {
                "id": "900004",
                "figure": "40",
                "locations_name": "Tulkarm, West Bank, Palestinian Territories",
            },
            _EVENT | {"id": "900005", "figure": "9", "role": "Triangulation", "locations_name": ""},
        ),
        "centroid,event_codes,old_id,description,link,combined_type,created_at,year,latitude,"
        "event_name,country,locations_coordinates",
        (
            ("movement", _ALL, _ALL, 1234, "exact", "2025-05-06"),
            ("movement", "PS0275", _ALL, 500, "more than", "2025-05-06"),
            ("movement", "PS0270", "PS0275", 77, "approximately", "2025-05-06"),
        ),
        (("outside", 1), ("role", 1)),
        (
            ("iso3", "#country+iso3"),
            ("figure", "#affected+displaced"),
            ("displacement_start_date", "#date+displacement+start"),
            ("displacement_end_date", "#date+displacement+end"),
        ),
    ),
    Example(
        "IDMC Internal Displacement Updates",
        f"{_IDU},event_name,event_start_date,event_end_date,category,subcategory,type,subtype,"
        "old_id,created_at,description,link,combined_type",
        (
            _EVENT
            | {
                "id": "900011",
                "qualifier": "more than or equal to",
                "figure": "300",
                "event_name": "Palestine: Conflict - Gaza Strip - 01/01/2024",
                "displacement_end_date": "2025-05-06T11:00:00.000Z",
            },
            _EVENT | {"id": "900012", "figure": "8", "event_name": "Palestine: Violence - Jenin"},
        ),
        "id,centroid,old_id,description,combined_type,role",
        (("movement", _ALL, _ALL, 300, "at least", "2025-05-06"),),
        (("wider", 1),),
    ),
    Example(
        "HDX HAPI, internally displaced persons",
        f"{_HAPI},operation,assessment_type,population,reporting_round,{_HAPI_END},warning,error",
        (
            _HAPI_OF
            | {
                "admin2_code": "PS0270",
                "admin2_name": "Khan Younis",
                "admin_level": "2",
                "population": "4100",
                "reporting_round": "3",
                "reference_period_start": "2025-03-04 00:00:00+00:00",
                "reference_period_end": "2025-03-04 23:59:59+00:00",
            },
            _HAPI_OF
            | {
                "admin_level": "1",
                "population": "9000",
                "reference_period_end": "2025-03-04 00:00:00+00:00",
            },
            _HAPI_OF
            | {
                "admin1_code": "PS01",
                "admin1_name": "West Bank",
                "admin_level": "1",
                "population": "70",
                "reference_period_end": "2025-03-04",
            },
            {
                "location_code": "PSE",
                "admin_level": "0",
                "population": "9070",
                "reference_period_end": "2025-03-04",
            },
        ),
        "has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin2_code,admin1_code,"
        "operation,warning,error,dataset_hdx_id",
        (
            ("idps", "", "PS0270", 4100, "exact", "2025-03-04"),
            ("idps", "", _ALL, 9000, "exact", "2025-03-04"),
        ),
        (("outside", 1), ("wider", 1)),
    ),
    Example(
        "HDX HAPI, baseline population",
        f"{_HAPI},gender,age_range,min_age,max_age,population,{_HAPI_END},warning,error",
        tuple(
            _HAPI_OF
            | {
                "admin2_code": "PS0275",
                "admin2_name": "Rafah",
                "admin_level": "2",
                "gender": gender,
                "age_range": age,
                "population": people,
                "reference_period_start": "2022-01-01",
                "reference_period_end": "2022-12-31",
            }
            for gender, age, people in (
                ("f", "0-4", "11"),
                ("all", "all", "99"),
                ("m", "all", "50"),
            )
        ),
        "has_hrp,in_gho,provider_admin1_name,min_age,max_age,admin2_code,warning,error",
        (("people_present", "", "PS0275", 99, "exact", "2022-07-01"),),
        (("group", 2),),
    ),
    Example(
        "IOM Displacement Tracking Matrix, API",
        "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,"
        "adminLevel,numPresentIdpInd,reportingDate,yearReportingDate,monthReportingDate,"
        "roundNumber,displacementReason,numberMales,numberFemales,idpOriginAdmin1Name,"
        "idpOriginAdmin1Pcode,assessmentType,operationStatus",
        (
            {
                "id": "7",
                "admin0Name": "Palestine",
                "admin1Name": "Gaza Strip",
                "admin2Name": "Deir Al-Balah",
                "admin2Pcode": "PS0265",
                "adminLevel": "2",
                "numPresentIdpInd": "321",
                "reportingDate": "2025-03-04T00:00:00",
                "numberMales": "160",
            },
            {
                "id": "8",
                "admin0Name": "Sudan",
                "admin1Name": "Khartoum",
                "numPresentIdpInd": "5",
                "reportingDate": "2025-03-04T00:00:00",
            },
        ),
        "operation,admin0Pcode,admin1Pcode,admin2Pcode,yearReportingDate,roundNumber,numberFemales,"
        "assessmentType,operationStatus,idpOriginAdmin1Name,id",
        (("idps", "", "PS0265", 321, "exact", "2025-03-04"),),
        (("outside", 1),),
    ),
    Example(
        "List of displacement sites (CCCM, Site Management Cluster, DTM)",
        "Site ID,Site Name,Governorate,Neighbourhood,Date,IDP Individuals,IDP HHs,Site Type",
        (
            {
                "Site ID": "A-1",
                "Site Name": "First site",
                "Governorate": "Rafah",
                "Date": "2025-03-04",
                "IDP Individuals": "640",
                "IDP HHs": "128",
            },
        ),
        "Site ID,Neighbourhood,IDP HHs,Site Type",
        (("sheltered", "", "PS0275", 640, "at least", "2025-03-04"),),
    ),
    Example(
        "COD-PS, one column for each group",
        "ISO3,ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,year,F_TL,M_TL,T_TL,"
        "F_00_04,M_00_04,T_00_04",
        (
            {
                "ISO3": "PSE",
                "ADM1_EN": "Gaza Strip",
                "ADM1_PCODE": "PS02",
                "ADM2_EN": "North Gaza",
                "ADM2_PCODE": "PS0255",
                "year": "2023",
                "F_TL": "40",
                "M_TL": "41",
                "T_TL": "81",
                "T_00_04": "12",
            },
            {
                "ISO3": "PSE",
                "ADM1_EN": "West Bank",
                "ADM1_PCODE": "PS01",
                "ADM2_EN": "Jenin",
                "ADM2_PCODE": "PS0101",
                "year": "2023",
                "T_TL": "70",
            },
        ),
        "ISO3,ADM0_EN,ADM0_PCODE,ADM1_PCODE,F_00_04,M_00_04,T_00_04",
        (("people_present", "", "PS0255", 81, "exact", "2023-07-01"),),
        (("outside", 1),),
    ),
    Example(
        "COD-PS, one column for each group",
        "year,ISO3,ADM0_EN,ADM0_PCODE,ADM1_EM,ADM1_PCODE,F_TL,M_TL,T_TL,F_00_04",
        (
            {"year": "2023", "ADM1_EM": "Gaza Strip", "ADM1_PCODE": "PS02", "T_TL": "2226"},
            {"year": "2023", "ADM1_EM": "West Bank", "ADM1_PCODE": "PS01", "T_TL": "3256"},
        ),
        "ISO3,ADM0_EN,ADM0_PCODE,F_00_04",
        (("people_present", "", _ALL, 2226, "exact", "2023-07-01"),),
        (("outside", 1),),
    ),
    Example(
        "COD-PS, one row for each group",
        "ISO3,Country,ADM1_PCODE,ADM1_NAME,ADM2_PCODE,ADM2_NAME,ADM3_PCODE,ADM3_NAME,"
        "Population_group,Gender,Age_range,Age_min,Age_max,Population,Reference_year,Source,"
        "Contributor",
        tuple(
            {
                "ISO3": "PSE",
                "ADM1_NAME": "Gaza Strip",
                "ADM2_NAME": "Gaza",
                "ADM2_PCODE": "PS0260",
                "Population_group": group,
                "Gender": gender,
                "Age_range": age,
                "Population": people,
                "Reference_year": "2022",
                "Source": "A census",
            }
            for group, gender, age, people in (
                ("F_TL", "f", "all", "20"),
                ("T_TL", "all", "all", "41"),
                ("T_00_04", "all", "0-4", "6"),
            )
        ),
        "ISO3,Country,ADM1_PCODE,ADM3_PCODE,ADM3_NAME,Age_min,Age_max,Source,Contributor",
        (("people_present", "", "PS0260", 41, "exact", "2022-07-01"),),
        (("group", 2),),
    ),
    Example(
        "KoBoToolbox or ODK, export of a form",
        "start,end,today,deviceid,group_place/governorate,group_people/individuals,measure,"
        "date_of_assessment,_id,_uuid,_submission_time,_validation_status,_notes,_index",
        (
            {
                "start": "2025-03-09T08:00:00.000+02:00",
                "today": "2025-03-09",
                "group_place/governorate": "Rafah",
                "group_people/individuals": "55",
                "measure": "idps",
                "date_of_assessment": "2025-03-04",
                "_id": "1",
                "_uuid": "x",
                "_submission_time": "2025-03-10T00:00:00",
            },
        ),
        "start,end,today,deviceid,_validation_status,_notes,_index",
        (("idps", "", "PS0275", 55, "exact", "2025-03-04"),),
    ),
    Example(
        "ActivityInfo, export of records",
        "_id,_lastEditTime,Partner,Governorate,Reporting date,Number of IDPs",
        (
            {
                "_id": "ck1",
                "_lastEditTime": "1741000000",
                "Partner": "A partner",
                "Governorate": "Gaza",
                "Reporting date": "2025-03-04",
                "Number of IDPs": "15",
            },
        ),
        "Partner",
        (("idps", "", "PS0260", 15, "exact", "2025-03-04"),),
    ),
    Example(
        "Tableau, crosstab of a sheet",
        "Governorate,Day,Measure Names,Measure Values",
        (
            {
                "Governorate": "Rafah",
                "Day": "2025-03-04",
                "Measure Names": "IDPs",
                "Measure Values": "1,200",
            },
        ),
        "",
        (("idps", "", "PS0275", 1200, "exact", "2025-03-04"),),
    ),
)

REFUSED = {
    "iso3,country_name,year,new_displacement,new_displacement_rounded,total_displacement,"
    "total_displacement_rounded": "IDMC Global Internal Displacement Database",
    "ISO3,Name,Year,Conflict Stock Displacement,Conflict Stock Displacement (Raw),Conflict Internal"
    " Displacements": "IDMC Global Internal Displacement Database",
    "year,coo_id,coo_name,coo,coo_iso,coa_id,coa_name,coa,coa_iso,refugees,asylum_seekers,"
    "returned_refugees,idps,returned_idps,stateless,ooc,oip,hst": "UNHCR Refugee Data Finder",
    "Year,ISO3CoO,ISO3CoA,REF,IDP,ASY,OOC,STA,VDA": "UNHCR Refugee Data Finder",
    "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),"
    "Refugees under UNHCR's mandate,IDPs of concern to UNHCR": "UNHCR Refugee Data Finder",
    "origin_location_code,origin_location_name,asylum_location_code,asylum_location_name,"
    "population_group,gender,age_range,min_age,max_age,population,reference_period_start,"
    "reference_period_end": "HDX HAPI, refugees or returnees",
    f"{_HAPI},sector_code,sector_name,category,population_status,population,{_HAPI_END}": (
        "HDX HAPI, humanitarian needs"
    ),
    "Country ISO3,Admin 1 PCode,Admin 1 Name,Admin 2 PCode,Admin 2 Name,Description,Cluster,"
    "Category,Population,In Need,Targeted,Affected,Reached,Info": (
        "OCHA HPC Tools, humanitarian needs"
    ),
    f"{_HAPI},ipc_phase,ipc_type,population_in_phase,population_fraction_in_phase,{_HAPI_END}": (
        "HDX HAPI, food security"
    ),
    "Date of analysis,Country,Total country population,Level 1,Area,Validity period,From,To,Phase,"
    "Number,Percentage": "IPC, people by phase",
    "Date of analysis,Country,Total country population,Level 1,Area,Current from,Current to,"
    "Population analyzed current,Phase 3+ number current,Phase 1 number current": (
        "IPC, people by phase"
    ),
    f"{_HAPI},event_type,events,fatalities,{_HAPI_END}": "HDX HAPI, conflict events",
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "iso,region,country,admin1,admin2,admin3,location,latitude,longitude,source,notes,fatalities,"
    "timestamp": "ACLED",
    "Country,Admin1,Admin2,ISO3,Admin2 Pcode,Admin1 Pcode,Month,Year,Events,Fatalities": "ACLED",
    f"{_HAPI},org_acronym,org_name,org_type_description,sector_code,sector_name,{_HAPI_END}": (
        "HDX HAPI, operational presence"
    ),
    "location_code,has_hrp,in_gho,appeal_code,appeal_name,appeal_type,requirements_usd,funding_usd,"
    "funding_pct": "HDX HAPI, funding",
    "date,admin1,admin2,market,market_id,latitude,longitude,category,commodity,commodity_id,unit,"
    "priceflag,pricetype,currency,price,usdprice": "WFP food prices",
    "OBJECTID,SiteID,SensorDate,SensorID,Damage_Status,Main_Damage_Site_Class,Governorate,"
    "Municipality,Neighborhood": "UNOSAT damage assessment",
}
"""Headers of tables whose figures are others than ours, with the name they are refused by."""
