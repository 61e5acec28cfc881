"""Sources to the resolved brief, one view a document, and the figures."""


checkpoint resolve:
    input:
        sources=sources_of,
        figures=figure_sources,
        kinds=expand("templates/{document}/document.yaml", document=DOCUMENTS),
    output:
        views=expand(f"{WORK}/{{{{brief}}}}/{{name}}.json", name=[*DOCUMENTS, "brief", "site"]),
        figures=directory(f"{WORK}/{{brief}}/figures"),
    log:
        f"{LOGS}/{{brief}}/resolve.log",
    priority: 40
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        output=folder_of_output,
    shell:
        "briefwright resolve sources/{wildcards.brief} --output {params.output:q} 2> {log:q}"


rule figure:
    input:
        drawing=after_resolve(f"{WORK}/{{brief}}/figures/{{figure}}.json"),
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
