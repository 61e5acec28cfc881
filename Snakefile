# Structured sources to published documents.  Each rule calls one verb of `briefwright`.
from snakemake.utils import min_version

min_version("9.0")


include: "workflow/rules/common.smk"
include: "workflow/rules/resolve.smk"
include: "workflow/rules/documents.smk"
include: "workflow/rules/site.smk"


rule all:
    default_target: True
    input:
        published=expand(f"{SITE}/{{name}}", name=ALL),
        staged=expand(f"{STAGE}/{{name}}", name=ALL),
        made=[made_of(brief) for brief in BRIEFS],
        fonts=PRINT_FONTS,
