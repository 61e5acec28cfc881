"""What all pages share: style sheet, typefaces, index, and the schema of what other systems read."""


# Typefaces hold the letters that the pages show, and no others.
rule assets:
    input:
        pages=pages_of,
        kept=[name for brief in BRIEFS for name in kept_of(brief) if name.endswith(".html")],
        style=["templates/tokens.css", "templates/web/web.css"],
        icon="templates/web/icon.svg",
    output:
        icon=f"{STAGE}/assets/icon.svg",
        style=f"{STAGE}/assets/web.css",
        fonts=directory(f"{STAGE}/assets/fonts"),
    log:
        f"{LOGS}/assets.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        output=lambda _, output: Path(output.style).parent,
    shell:
        "briefwright assets {input.pages:q} {input.kept:q} --output {params.output:q} 2> {log:q}"


rule fonts:
    output:
        PRINT_FONTS,
    log:
        f"{LOGS}/fonts.log",
    priority: 30
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        output=folder_of_output,
    shell:
        "briefwright fonts --output {params.output:q} 2> {log:q}"


rule contract:
    output:
        f"{STAGE}/schemas/{{schema}}",
    log:
        f"{LOGS}/{{schema}}.contract.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright contract --output {output:q} 2> {log:q}"


rule index:
    input:
        views=resolved_briefs,
        shell=["templates/web/index.html.j2", *SITE_SHELL],
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/index.html",
    log:
        f"{LOGS}/index.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright index {input.views:q} --output {output:q} 2> {log:q}"


# What is read back is what would be published, so that nothing is that differs.
rule parity:
    input:
        resolved=resolved_of,
        made=staged_of,
        strings="templates/locales/en-GB.po",
    output:
        f"{REPORTS}/{{brief}}/parity.json",
    log:
        f"{LOGS}/{{brief}}/parity.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        work=lambda wildcards: f"{WORK}/{wildcards.brief}",
        stage=lambda wildcards: f"{STAGE}/{wildcards.brief}",
    shell:
        "briefwright parity {params.work:q} {params.stage:q} --output {output:q} 2> {log:q}"
