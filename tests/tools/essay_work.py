"""An ``essay:`` of ``brief.yaml`` with all fields, for the sample brief."""

from __future__ import annotations

ESSAY = """essay:
  called: memorandum
  title: Sur les ponts “hauts”
  authors:
    - name: {given: Ada, family: Clerk}
      affiliation: Town College
      orcid: https://orcid.org/0000-0002-1825-0097
    - name: Bo Li
  date: 2015-03
  published_in: La Gazette
  url: https://example.org/ponts
  doi: https://doi.org/10.1000/182
  language: fr
  translator:
    name: {given: Jo, family: Trans}
  licence:
    name: CC BY-ND
    url: https://example.org/by-nd
  rights: © 2015 Ada Clerk
"""


def change(essay: str = ESSAY) -> tuple[str, str]:
    """Return the words of the sample's brief.yaml before which ``essay:`` goes, and these words with it."""
    return 'number: "2026/1"\n', f'number: "2026/1"\n{essay}'
