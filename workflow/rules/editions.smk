"""Each edition in a folder of its own: the one that was built, and those that were kept."""


rule editions:
    input:
        current=shown_of,
        kept=lambda wildcards: kept_of(wildcards.brief),
        shell=["templates/web/kept.html.j2", "templates/web/edition.html.j2", *WEB_SHELL],
        strings="templates/locales/en-GB.po",
    output:
        site=directory(f"{STAGE}/{{brief}}/editions"),
        frozen=directory(f"{WORK}/{{brief}}/edition"),
    log:
        f"{LOGS}/{{brief}}/editions.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        work=lambda wildcards: f"{WORK}/{wildcards.brief}",
        stage=lambda wildcards: f"{STAGE}/{wildcards.brief}",
    shell:
        "briefwright editions sources/{wildcards.brief} --work {params.work:q} --stage {params.stage:q}"
        " --frozen {output.frozen:q} --output {output.site:q} 2> {log:q}"
