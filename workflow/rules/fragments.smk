"""What other systems embed: a document without shell or style, and the list of a brief's documents."""


rule fragment:
    input:
        fragment=after_resolve(f"{WORK}/{{brief}}/{{document}}.html"),
        embedding=after_resolve(f"{WORK}/{{brief}}/embedding.json"),
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/fragments/{{document}}.html",
    log:
        f"{LOGS}/{{brief}}/{{document}}.fragment.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright fragment {input.fragment:q} --embedding {input.embedding:q} --output {output:q} 2> {log:q}"


rule fragments:
    input:
        fragments=fragments_of,
        embedding=after_resolve(f"{WORK}/{{brief}}/embedding.json"),
        site=after_resolve(f"{WORK}/{{brief}}/site.json"),
        pictures=embedded_pictures_of,
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/fragments/fragment.json",
    log:
        f"{LOGS}/{{brief}}/fragments.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        stage=lambda wildcards: f"{STAGE}/{wildcards.brief}",
    shell:
        "briefwright fragments {input.fragments:q} --embedding {input.embedding:q} --site {input.site:q}"
        " --pictures {params.stage:q} --output {output:q} 2> {log:q}"
