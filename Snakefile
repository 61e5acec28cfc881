"""Structured sources to published documents, from top to bottom.

Each rule calls one step of `briefwright`.  Steps find their results by content (`briefwright.cache`), so a job whose
inputs came out as before costs milliseconds.  `params` hold digests of the files that a step reads besides its inputs:
an edit is seen whatever its time stamp.
"""

from snakemake.utils import min_version

from briefwright import workflow as build

min_version("9.0")


configfile: "config/config.yaml"


PLAN = build.plan(config)
AT = PLAN.layout
DOCUMENTS = [f"templates/{name}" for name in PLAN.documents]


wildcard_constraints:
    brief="|".join(PLAN.briefs) or "-",
    document="|".join(PLAN.documents) or "-",


onstart:
    build.start(workflow)


onsuccess:
    build.finish(PLAN)


rule all:
    default_target: True
    input:
        AT.published,


# The style sheet, icon, fonts and search script that all pages load.
rule assets:
    output:
        directory(AT.assets),
    log:
        AT.logs / "assets.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest("templates/web", "templates/tokens.css"),
    shell:
        "briefwright step assets --marking {params.marking} --output {output:q} 2> {log:q}"


# ---- one brief -------------------------------------------------------------------------------------------------------


# Sources to the resolved brief: one view for each document and page, and the record for other systems.
rule resolve:
    output:
        directory(AT.brief("{brief}", "resolved")),
    log:
        AT.logs / "{brief}/resolve.log",
    priority: 50
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        sources=lambda wildcards: PLAN.sources(wildcards.brief),
        templates=build.digest(*(f"{folder}/document.yaml" for folder in DOCUMENTS)),
    shell:
        "briefwright step resolve {wildcards.brief} --marking {params.marking} --output {output:q} 2> {log:q}"


# Figures by Vega-Lite, QR codes, and the card for shared links.
rule draw:
    input:
        resolved=rules.resolve.output,
    output:
        directory(AT.brief("{brief}", "figures")),
    log:
        AT.logs / "{brief}/draw.log",
    priority: 40
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest("templates/figures", "templates/social_card.svg.j2", "templates/locales"),
    shell:
        "briefwright step draw --resolved {input.resolved:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Jinja2: each document's Markdown.  Pandoc: its fragment, which feeds both the page and the PDF.
rule render:
    input:
        resolved=rules.resolve.output,
    output:
        directory(AT.brief("{brief}", "fragments")),
    log:
        AT.logs / "{brief}/render.log",
    priority: 40
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest(*DOCUMENTS, "templates/shared", "templates/pandoc", "templates/locales"),
    shell:
        "briefwright step render --resolved {input.resolved:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Web pages, fragments for a CMS, citations and the brief's feed.
rule page:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
        assets=rules.assets.output,
    output:
        directory(AT.brief("{brief}", "pages")),
    log:
        AT.logs / "{brief}/page.log",
    priority: 20
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest("templates/web", "templates/pandoc", "templates/figures", "templates/locales"),
    shell:
        "briefwright step page --resolved {input.resolved:q} --figures {input.figures:q} --fragments {input.fragments:q}"
        " --assets {input.assets:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# WeasyPrint sets the PDF; then come its structure, metadata, evidence and, where there is a key, the signature.
rule typeset:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
    output:
        directory(AT.brief("{brief}", "pdf", "{document}")),
    log:
        AT.logs / "{brief}/{document}.typeset.log",
    priority: 30
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest("templates/print", "templates/tokens.css", "templates/locales"),
        signer=PLAN.signer,
    shell:
        "briefwright step typeset {wildcards.document} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --fragments {input.fragments:q} --signer={params.signer:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Page and PDF read back: both say what the sources say, and the same; the PDF meets its standards.
rule verify:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        pages=rules.page.output,
        pdf=rules.typeset.output,
    output:
        directory(AT.brief("{brief}", "verified", "{document}")),
    log:
        AT.logs / "{brief}/{document}.verify.log",
    priority: 30
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
    shell:
        "briefwright step verify {wildcards.document} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --pages {input.pages:q} --pdf {input.pdf:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# All files of the brief, ready to be published; where a step failed, they stay as they were.
rule assemble:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
        pages=rules.page.output,
        assets=rules.assets.output,
        pdf=[AT.brief("{brief}", "pdf", document) for document in PLAN.documents],
        verified=[AT.brief("{brief}", "verified", document) for document in PLAN.documents],
    output:
        AT.brief("{brief}", "outcome.json"),
    log:
        AT.logs / "{brief}/assemble.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        templates=build.digest("templates/web", "templates/locales"),
        folders=lambda _, input: build.options(pdf=input.pdf, verified=input.verified),
    shell:
        "briefwright step assemble {wildcards.brief} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --fragments {input.fragments:q} --pages {input.pages:q} --assets {input.assets:q} {params.folders:q}"
        " --marking {params.marking} --output {output:q} 2> {log:q}"


# ---- all briefs ------------------------------------------------------------------------------------------------------


# Index, collected pages, search, feeds, server files and the manifest; then the links of the whole site are checked.
rule site:
    input:
        outcomes=expand(AT.brief("{brief}", "outcome.json"), brief=PLAN.briefs),
        assets=rules.assets.output,
    output:
        directory(AT.site_pages),
    log:
        AT.logs / "site.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine,
        briefs=PLAN.known,
        templates=build.digest("templates/web", "templates/server", "templates/social_card.svg.j2", "templates/locales"),
        schemas=build.digest("schemas"),
    shell:
        "briefwright step site --assets {input.assets:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Everything at once, or nothing.  The published site is no output: Snakemake would delete it first.
rule publish:
    input:
        site=rules.site.output,
        outcomes=rules.site.input.outcomes,
    output:
        AT.published,
    log:
        AT.logs / "publish.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
    shell:
        "briefwright step publish {input.site:q} {input.outcomes:q} --marking {params.marking} --output {output:q} 2> {log:q}"
