"""Sources to the resolved brief, one view a document, and the figures."""


checkpoint resolve:
    input:
        sources=sources_of,
        kinds=expand("templates/{document}/document.yaml", document=DOCUMENTS),
    output:
        views=expand(f"{WORK}/{{{{brief}}}}/{{name}}.json", name=[*DOCUMENTS, "brief", "figures", "site"]),
    log:
        f"{LOGS}/{{brief}}/resolve.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        figures=figure_sources,
        output=folder_of_output,
    shell:
        "briefwright resolve sources/{wildcards.brief} --output {params.output:q} 2> {log:q}"


rule figure:
    input:
        view=after_resolve(f"{WORK}/{{brief}}/figures.json"),
        sources=figure_sources,
    output:
        f"{STAGE}/{{brief}}/figures/{{figure}}.svg",
    log:
        f"{LOGS}/{{brief}}/{{figure}}.figure.log",
    wildcard_constraints:
        figure="(?!qr-).+",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright figure {wildcards.figure} sources/{wildcards.brief} --view {input.view:q}"
        " --output {output:q} 2> {log:q}"


rule code:
    input:
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
    output:
        f"{STAGE}/{{brief}}/figures/qr-{{document}}.svg",
    log:
        f"{LOGS}/{{brief}}/qr-{{document}}.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright code --view {input.view:q} --output {output:q} 2> {log:q}"
