"""Sound files of every format that a reader may bring, from which the fuzzer makes unsound ones.

A format joins with one line at the end of the file: its ending, and a function that makes bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from nuzuh.loaders.user import template
from tests.loaders import user_files

_RING = [[34.3, 31.34], [34.33, 31.34], [34.33, 31.37], [34.3, 31.37], [34.3, 31.34]]
_ARABIC = """التاريخ,المنطقة,العدد,الجهة,measure
٢٠٢٥-١٠-٠٥,رفح,أكثر من ٤٠٠ ألف,الأونروا,people_present
2025-10-06,خان يونس,"1,234",OCHA,idps
"""
_HXL = """Date,Area,P-code,IDPs,Source
#date,#adm2+name,#adm2+code,#affected+idps,#meta+source
2025-10-05,Rafah,PS0275,"600-700 thousand",A survey
25 October 2025,Gaza,PS0260,not reported,A survey
"""
_KML = f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Zones</name>
<Schema name="s" id="s"><SimpleField type="string" name="pcode"/></Schema>
<Placemark><name>Zone 1</name><TimeStamp><when>2025-08-20</when></TimeStamp>
<ExtendedData><Data name="issued"><value>2025-08-20</value></Data>
<SchemaData schemaUrl="#s"><SimpleData name="pcode">PS0270</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>
{" ".join(f"{x},{y},0" for x, y in _RING)}
</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
</Folder></Document></kml>
"""
_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="figures"><table:table-row>
<table:table-cell office:value-type="string"><text:p>date</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>area</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>people present</text:p></table:table-cell>
</table:table-row><table:table-row table:number-rows-repeated="2">
<table:table-cell office:value-type="date" office:date-value="2025-10-05"/>
<table:table-cell office:value-type="string"><text:p>Rafah</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="5"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>
"""
_ODS_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""


def _packed(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return packed.getvalue()


def _workbook() -> bytes:
    rows = [["date", "area", "value", "measure"], ["2025-10-05", "Rafah", 5, "people_present"]]
    return user_files.workbook(*rows, ["2025-10-06", "Gaza", "about 4,000", "idps"])


def _esri() -> bytes:
    feature = {
        "attributes": {"NAME": "Zone", "ISSUED": 1755648000000},
        "geometry": {"rings": [_RING]},
    }
    head = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}}
    fields = [{"name": "NAME", "type": "esriFieldTypeString"}]
    return json.dumps({**head, "fields": fields, "features": [feature]}).encode()


def _orders() -> bytes:
    zones = user_files.frame(
        name=["Zone"], pcode=["PS0270"], issued=["2025-08-20"], ended=["2025-09-01"]
    )
    return user_files.written(zones, "GPKG")


def _text(text: str) -> Callable[[], bytes]:
    return text.encode


SEEDS: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("csv", lambda: template("estimates", "csv")),
    ("csv", _text(_ARABIC)),
    ("csv", _text(_HXL)),
    ("txt", lambda: _HXL.encode("utf-16")),
    ("xlsx", lambda: template("estimates", "xlsx")),
    ("xlsx", _workbook),
    ("geojson", lambda: template("areas", "geojson")),
    ("geojson", lambda: template("orders", "geojson")),
    ("gpkg", lambda: user_files.written(user_files.frame(), "GPKG")),
    ("gpkg", _orders),
    ("zip", lambda: user_files.written(user_files.frame(), "ESRI Shapefile")),
    ("kml", _text(_KML)),
    ("kmz", lambda: _packed(doc_kml=_KML)),
    (
        "ods",
        lambda: _packed(
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            content_xml=_ODS,
            **{"META-INF__manifest_xml": _ODS_MANIFEST},
        ),
    ),
    ("json", _esri),
)
"""Ending and maker of each; a change of its bytes has to end in an answer or a refusal."""
