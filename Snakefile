# Structured sources to published documents.  Each rule calls one verb of `briefwright`.
from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/common.smk"
include: "workflow/rules/resolve.smk"
include: "workflow/rules/sign.smk"
include: "workflow/rules/documents.smk"
include: "workflow/rules/pages.smk"
include: "workflow/rules/feeds.smk"
include: "workflow/rules/site.smk"
include: "workflow/rules/release.smk"
include: "workflow/rules/search.smk"
include: "workflow/rules/fragments.smk"
include: "workflow/rules/editions.smk"


rule all:
    default_target: True
    input:
        published=expand(f"{SITE}/{{name}}", name=PLAIN),
        reports=expand(f"{REPORTS}/{{brief}}/parity.json", brief=BRIEFS),
        staged=expand(f"{STAGE}/{{name}}", name=[*ALL, *TREES]),
        figures=drawn_of_all,
        made=[made_of(brief) for brief in BRIEFS],
        fonts=PRINT_FONTS,
        servers=SERVERS,
