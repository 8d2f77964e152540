"""Pictures (图): where money comes from and goes to, shares, years, what changed, and where findings are.

Each function gives a `Picture`, which is exact until it is drawn, and can be saved as SVG, HTML or PNG.

>>> import cnbudget
>>> flows(cnbudget.example("artux"))
<Picture flows 960×643: 阿图什市医疗保障局 2026年预算：钱从哪里来，用到哪里去>
"""

from __future__ import annotations

from cnbudget.pictures.findings import findings
from cnbudget.pictures.flows import flows
from cnbudget.pictures.picture import FORMATS, Picture
from cnbudget.pictures.shares import shares
from cnbudget.pictures.waterfall import waterfall
from cnbudget.pictures.years import years

__all__ = ["FORMATS", "Picture", "findings", "flows", "shares", "waterfall", "years"]
