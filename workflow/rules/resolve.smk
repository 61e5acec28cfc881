"""Sources to the resolved brief, one view a document, and the figures."""


checkpoint resolve:
    input:
        sources=sources_of,
        figures=figure_sources,
        kept=kept_records,
        kinds=KINDS,
    output:
        views=expand(
            f"{WORK}/{{{{brief}}}}/{{name}}.json", name=[*DOCUMENTS, "site", "edition", "embedding", "withheld"]
        ),
        pages=expand(f"{WORK}/{{{{brief}}}}/{{name}}", name=PAGE_VIEWS),
        metadata=expand(f"{WORK}/{{{{brief}}}}/{{name}}", name=METADATA),
        exports=expand(f"{WORK}/{{{{brief}}}}/{{name}}", name=EXPORTS),
        figures=directory(f"{WORK}/{{brief}}/figures"),
    log:
        f"{LOGS}/{{brief}}/resolve.log",
    priority: 40
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        content=content_of,
        output=folder_of_output,
        marking=MARKING,
    shell:
        "briefwright resolve sources/{wildcards.brief} --marking {params.marking:q} --output {params.output:q} 2> {log:q}"


rule export:
    input:
        made=after_resolve(f"{WORK}/{{brief}}/{{export}}"),
    output:
        f"{STAGE}/{{brief}}/{{export}}",
    log:
        f"{LOGS}/{{brief}}/{{export}}.export.log",
    wildcard_constraints:
        export="|".join(EXPORTS),
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright export {input.made:q} --output {output:q} 2> {log:q}"


rule figure:
    input:
        drawing=after_resolve(f"{WORK}/{{brief}}/figures/{{figure}}.json"),
        template=figure_template,
        dark="templates/figures/dark.yaml",
    output:
        f"{STAGE}/{{brief}}/figures/{{figure}}.svg",
    log:
        f"{LOGS}/{{brief}}/{{figure}}.figure.log",
    wildcard_constraints:
        figure="(?!qr-).+",
    priority: 15
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright figure {input.drawing:q} --output {output:q} 2> {log:q}"


rule data:
    input:
        drawing=after_resolve(f"{WORK}/{{brief}}/figures/{{figure}}.json"),
    output:
        f"{STAGE}/{{brief}}/figures/{{figure}}.csv",
    log:
        f"{LOGS}/{{brief}}/{{figure}}.data.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright data {input.drawing:q} --output {output:q} 2> {log:q}"


rule code:
    input:
        view=after_resolve(f"{WORK}/{{brief}}/site.json"),
    output:
        f"{STAGE}/{{brief}}/figures/qr-{{document}}.svg",
    log:
        f"{LOGS}/{{brief}}/qr-{{document}}.log",
    priority: 15
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright code {wildcards.document} --view {input.view:q} --output {output:q} 2> {log:q}"
