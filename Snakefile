"""The workflow: from structured sources to the published site, in the order of the rules.

Each rule calls one step of `briefwright`. A step caches its results by content (`briefwright.cache`), so a job with
unchanged inputs takes milliseconds. `params` contain digests of the files that a step reads besides its inputs, so
Snakemake sees an edit whatever the time stamps are.
"""

from snakemake.utils import min_version

from briefwright import workflow as build

min_version("9.0")


configfile: "config/config.yaml"


PLAN = build.plan(config)
LAYOUT = PLAN.layout
DOCUMENTS = [f"templates/{name}" for name in PLAN.documents]


wildcard_constraints:
    brief="|".join((*PLAN.briefs, *PLAN.drafts)) or "-",
    document="|".join(PLAN.documents) or "-",


onstart:
    build.start(workflow)


onsuccess:
    build.record_build(PLAN)


rule all:
    default_target: True
    input:
        PLAN.targets,


# The style sheet, icon, fonts and search script that all pages load.
rule assets:
    output:
        directory(LAYOUT.assets),
    log:
        LAYOUT.logs / "assets.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest("templates/web", "templates/tokens.css", "templates/theme.yaml"),
        publication=PLAN.publication_digest,
    shell:
        "briefwright step assets --marking {params.marking} --output {output:q} 2> {log:q}"


# ---- one brief -------------------------------------------------------------------------------------------------------


# Load the sources, find the quotes, redact; write one view for each document and page, and the brief record.
rule resolve:
    output:
        directory(LAYOUT.brief("{brief}", "resolved")),
    log:
        LAYOUT.logs / "{brief}/resolve.log",
    priority: 50
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        sources=lambda wildcards: PLAN.sources_digest(wildcards.brief),
        templates=build.digest(
            *(f"{folder}/document.yaml" for folder in DOCUMENTS), "templates/theme.yaml", "templates/pandoc"
        ),
    shell:
        "briefwright step resolve {wildcards.brief} --marking {params.marking} --output {output:q} 2> {log:q}"


# Draw figures (Vega-Lite), QR codes and the social card.
rule draw:
    input:
        resolved=rules.resolve.output,
    output:
        directory(LAYOUT.brief("{brief}", "figures")),
    log:
        LAYOUT.logs / "{brief}/draw.log",
    priority: 40
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest("templates/figures", "templates/social_card.svg.j2", "templates/locales"),
    shell:
        "briefwright step draw --resolved {input.resolved:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Render each document's Markdown (Jinja2) and its HTML fragment (Pandoc) for both the page and the PDF.
rule render:
    input:
        resolved=rules.resolve.output,
    output:
        directory(LAYOUT.brief("{brief}", "fragments")),
    log:
        LAYOUT.logs / "{brief}/render.log",
    priority: 40
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest(*DOCUMENTS, "templates/shared", "templates/pandoc", "templates/locales"),
    shell:
        "briefwright step render --resolved {input.resolved:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Write web pages, fragments for a CMS, citation files and the brief's feed.
rule page:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
        assets=rules.assets.output,
    output:
        directory(LAYOUT.brief("{brief}", "pages")),
    log:
        LAYOUT.logs / "{brief}/page.log",
    priority: 20
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest("templates/web", "templates/pandoc", "templates/figures", "templates/locales"),
    shell:
        "briefwright step page --resolved {input.resolved:q} --figures {input.figures:q} --fragments {input.fragments:q}"
        " --assets {input.assets:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Typeset the PDF (WeasyPrint); add structure, metadata, attachments and, if there is a key, the signature.
rule typeset:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
    output:
        directory(LAYOUT.brief("{brief}", "pdf", "{document}")),
    log:
        LAYOUT.logs / "{brief}/{document}.typeset.log",
    priority: 30
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest("templates/print", "templates/tokens.css", "templates/locales"),
        signer=PLAN.signer,
    shell:
        "briefwright step typeset {wildcards.document} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --fragments {input.fragments:q} --signer={params.signer:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Read page and PDF back; compare them with the sources and with each other; check the PDF standards.
rule verify:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        pages=rules.page.output,
        pdf=rules.typeset.output,
    output:
        directory(LAYOUT.brief("{brief}", "verified", "{document}")),
    log:
        LAYOUT.logs / "{brief}/{document}.verify.log",
    priority: 30
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
    shell:
        "briefwright step verify {wildcards.document} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --pages {input.pages:q} --pdf {input.pdf:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Collect all files of the brief, ready to publish. After a failed step, the earlier files stay.
rule assemble:
    input:
        resolved=rules.resolve.output,
        figures=rules.draw.output,
        fragments=rules.render.output,
        pages=rules.page.output,
        assets=rules.assets.output,
        pdf=[LAYOUT.brief("{brief}", "pdf", document) for document in PLAN.documents],
        verified=[LAYOUT.brief("{brief}", "verified", document) for document in PLAN.documents],
    output:
        LAYOUT.brief("{brief}", "outcome.json"),
    log:
        LAYOUT.logs / "{brief}/assemble.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        templates=build.digest("templates/web", "templates/locales"),
        folders=lambda _, input: build.options(pdf=input.pdf, verified=input.verified),
    shell:
        "briefwright step assemble {wildcards.brief} --resolved {input.resolved:q} --figures {input.figures:q}"
        " --fragments {input.fragments:q} --pages {input.pages:q} --assets {input.assets:q} {params.folders:q}"
        " --marking {params.marking} --output {output:q} 2> {log:q}"


# Copy the pages and PDFs of a draft to a folder of its own. The site does not contain it.
rule draft:
    input:
        rules.assemble.output,
    output:
        LAYOUT.brief("{brief}", build.DRAFT_STAMP),
    log:
        LAYOUT.logs / "{brief}/draft.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
    shell:
        "briefwright step draft {wildcards.brief} {input:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# ---- all briefs ------------------------------------------------------------------------------------------------------


# Write index, collected pages, search, feeds, server files and the manifest; check the links of the whole site.
rule site:
    input:
        outcomes=expand(LAYOUT.brief("{brief}", "outcome.json"), brief=PLAN.briefs),
        assets=rules.assets.output,
    output:
        directory(LAYOUT.site_pages),
    log:
        LAYOUT.logs / "site.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        engine=PLAN.engine_digest,
        briefs=PLAN.all_briefs,
        templates=build.digest("templates/web", "templates/server", "templates/social_card.svg.j2", "templates/locales"),
        schemas=build.digest("schemas"),
    shell:
        "briefwright step site --assets {input.assets:q} --marking {params.marking} --output {output:q} 2> {log:q}"


# Publish everything at once, or nothing. The site is no output, because Snakemake would delete it first.
rule publish:
    input:
        site=rules.site.output,
        outcomes=rules.site.input.outcomes,
    output:
        LAYOUT.published,
    log:
        LAYOUT.logs / "publish.log",
    conda:
        "workflow/envs/briefwright.yaml"
    params:
        marking=PLAN.marking,
        # A new draft runs the step again, which names all drafts.
        drafts=PLAN.all_drafts,
    shell:
        "briefwright step publish {input.site:q} {input.outcomes:q} --marking {params.marking} --output {output:q} 2> {log:q}"
