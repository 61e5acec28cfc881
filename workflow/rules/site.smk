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


# One rule a brief: it publishes when all its files stand, so a build that fails changes nothing of it.
for folder, names in {"": SHARED, **{brief: files_of(brief) for brief in BRIEFS}}.items():

    rule:
        name:
            f"publish_{folder or 'site'}".replace("-", "_")
        input:
            expand(f"{STAGE}/{{name}}", name=names),
        output:
            expand(f"{SITE}/{{name}}", name=names),
        log:
            f"{LOGS}/{folder or 'site'}.publish.log",
        conda:
            "../envs/briefwright.yaml"
        params:
            stage=lambda _: STAGE,
            site=lambda _: SITE,
        shell:
            "briefwright publish {params.stage:q} {params.site:q} {input:q} 2> {log:q}"
