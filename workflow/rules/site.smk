"""What all pages share: style sheet, typefaces, index."""


rule assets:
    input:
        style=["templates/tokens.css", "templates/web/web.css"],
    output:
        f"{STAGE}/assets/web.css",
        expand(f"{STAGE}/assets/fonts/{{font}}.woff2", font=WEB_FONTS),
    log:
        f"{LOGS}/assets.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        output=folder_of_output,
    shell:
        "briefwright assets --output {params.output:q} 2> {log:q}"


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


rule index:
    input:
        views=resolved_briefs,
        shell="templates/web/index.html.j2",
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


# Publishing waits for all that is made, so a build that fails changes nothing of the site.
rule publish:
    input:
        expand(f"{STAGE}/{{name}}", name=ALL),
    output:
        expand(f"{SITE}/{{name}}", name=ALL),
    log:
        f"{LOGS}/publish.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        stage=lambda _: STAGE,
        site=lambda _: SITE,
    shell:
        "briefwright publish {params.stage:q} {params.site:q} {input:q} 2> {log:q}"
