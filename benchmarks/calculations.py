"""The sums of a document as XBRL calculations, so that Arelle (https://arelle.org) can be asked whether they hold.

Each figure is a concept, each sum an extended link with arcs of Calculations 1.1 from the whole to its parts. What is
measured is Arelle's pass alone, without the loading of the files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

__all__ = ["Sums", "arelle_pass"]

#: For each sum the whole and the parts, by their places among the values.
Sums = Sequence[tuple[int, Sequence[int]]]
_OURS = "urn:cnbudget:benchmark"
_XBRL = "http://www.xbrl.org/2003"
_SPACES = (
    f'xmlns:xbrli="{_XBRL}/instance" xmlns:link="{_XBRL}/linkbase" '
    f'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:own="{_OURS}"'
)
_ARCROLE = "https://xbrl.org/2023/arcrole/summation-item"


def _schema(count: int) -> str:
    concepts = "\n".join(
        f'<xs:element name="f{number}" id="f{number}" type="xbrli:monetaryItemType" nillable="true" '
        'substitutionGroup="xbrli:item" xbrli:periodType="duration"/>'
        for number in range(count)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {_SPACES} targetNamespace="{_OURS}">
<xs:annotation><xs:appinfo><link:linkbaseRef xlink:type="simple" xlink:href="sums.xml"
 xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/></xs:appinfo></xs:annotation>
<xs:import namespace="{_XBRL}/instance" schemaLocation="{_XBRL}/xbrl-instance-2003-12-31.xsd"/>
{concepts}
</xs:schema>"""


def _linkbase(sums: Sums) -> str:
    links = []
    for number, (whole, parts) in enumerate(sums):
        locators = "".join(
            f'<link:loc xlink:type="locator" xlink:href="form.xsd#f{each}" xlink:label="l{each}"/>'
            for each in {whole, *parts}
        )
        arcs = "".join(
            f'<link:calculationArc xlink:type="arc" xlink:arcrole="{_ARCROLE}" xlink:from="l{whole}" '
            f'xlink:to="l{each}" order="{order}" weight="1"/>'
            for order, each in enumerate(parts, 1)
        )
        links.append(
            f'<link:calculationLink xlink:type="extended" xlink:role="{_OURS}:{number}">'
            f"{locators}{arcs}</link:calculationLink>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<link:linkbase {_SPACES}>{"".join(links)}</link:linkbase>'


def _instance(values: Sequence[Decimal]) -> str:
    facts = "\n".join(
        f'<own:f{number} contextRef="c" unitRef="u" decimals="2">{value:f}</own:f{number}>'
        for number, value in enumerate(values)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl {_SPACES} xmlns:iso4217="{_XBRL}/iso4217">
<link:schemaRef xlink:type="simple" xlink:href="form.xsd"/>
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="urn:x">x</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>2026-01-01</xbrli:startDate><xbrli:endDate>2026-12-31</xbrli:endDate></xbrli:period>
</xbrli:context><xbrli:unit id="u"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>
{facts}
</xbrli:xbrl>"""


def arelle_pass(values: Sequence[Decimal], sums: Sums) -> Callable[[], int]:
    """Arelle's pass over the sums, which gives how many do not hold.

    Args:
        values: The values of the figures.
        sums: The sums.

    Raises:
        ImportError: Arelle is not installed.
    """
    from arelle import Cntlr, ValidateXbrlCalcs
    from arelle.ModelValue import qname

    folder = Path(tempfile.mkdtemp())
    (folder / "form.xsd").write_text(_schema(len(values)), encoding="utf-8")
    (folder / "sums.xml").write_text(_linkbase(sums), encoding="utf-8")
    (folder / "facts.xml").write_text(_instance(values), encoding="utf-8")
    control = Cntlr.Cntlr(logFileName="logToBuffer", disable_persistent_config=True)
    control.webCache.workOffline = True
    model: Any = control.modelManager.load(str(folder / "facts.xml"))
    assert model is not None
    assert len(model.facts) == len(values)
    assert qname(_OURS, "f0") in model.qnameConcepts
    mode = ValidateXbrlCalcs.ValidateCalcsMode.ROUND_TO_NEAREST

    def run() -> int:
        return sum(1 for _ in ValidateXbrlCalcs.validate(model, mode))

    return run
