"""The site's own pages: a landing page for each brief, and what gathers from all of them."""


rule cite:
    input:
        item=after_resolve(f"{WORK}/{{brief}}/pages/citation.json"),
        style="templates/pandoc/apa.csl",
    output:
        expand(f"{STAGE}/{{{{brief}}}}/{{name}}", name=CITATIONS),
        shown=f"{WORK}/{{brief}}/citations.json",
    log:
        f"{LOGS}/{{brief}}/cite.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        output=folder_of_output,
    shell:
        "briefwright cite {input.item:q} --citations {output.shown:q} --output {params.output:q} 2> {log:q}"


# It tells the pages and the size of each PDF as it is published.
rule landing:
    input:
        view=after_resolve(f"{WORK}/{{brief}}/pages/landing.json"),
        facts=after_resolve(f"{WORK}/{{brief}}/metadata/landing.json"),
        citations=after_resolve(f"{WORK}/{{brief}}/citations.json"),
        pdfs=expand(f"{STAGE}/{{{{brief}}}}/{{document}}.pdf", document=DOCUMENTS),
        shell=["templates/web/landing.html.j2", *WEB_SHELL],
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/index.html",
    log:
        f"{LOGS}/{{brief}}/landing.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        pdfs=lambda _, input: [word for path in input.pdfs for word in ("--pdf", path)],
    shell:
        "briefwright landing {input.view:q} --facts {input.facts:q} --citations {input.citations:q} {params.pdfs:q}"
        " --output {output:q} 2> {log:q}"


rule gather:
    input:
        views=gathered_of,
        shell=["templates/web/{gathered}.html.j2", *SITE_SHELL],
        box=lambda wildcards: ["templates/web/searchbox.html.j2"] if wildcards.gathered == "search" else [],
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{gathered}}.html",
    log:
        f"{LOGS}/{{gathered}}.log",
    wildcard_constraints:
        gathered="|".join(GATHERED),
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright gather {wildcards.gathered} {input.views:q} --output {output:q} 2> {log:q}"


rule missing:
    input:
        views=resolved_briefs,
        shell=["templates/web/404.html.j2", *SITE_SHELL],
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/404.html",
    log:
        f"{LOGS}/missing.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        view=lambda _, input: input.views[0],
    shell:
        "briefwright missing {params.view:q} --output {output:q} 2> {log:q}"
