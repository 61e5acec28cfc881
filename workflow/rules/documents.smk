"""A view to Markdown, to a fragment, to a page and a PDF.

Priorities bring forward what typesetting waits for, since it takes longest.
"""


rule compose:
    input:
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
        templates=template_of,
        strings="templates/locales/en-GB.po",
    output:
        f"{WORK}/{{brief}}/{{document}}.md",
    log:
        f"{LOGS}/{{brief}}/{{document}}.compose.log",
    priority: 20
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright compose {wildcards.document} --view {input.view:q} --output {output:q} 2> {log:q}"


rule convert:
    input:
        markdown=after_resolve(f"{WORK}/{{brief}}/{{document}}.md"),
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
        pandoc=["templates/pandoc/filter.lua", "templates/pandoc/defaults.yaml"],
    output:
        f"{WORK}/{{brief}}/{{document}}.html",
    log:
        f"{LOGS}/{{brief}}/{{document}}.convert.log",
    priority: 20
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright convert {input.markdown:q} --view {input.view:q} --output {output:q} 2> {log:q}"


rule page:
    input:
        fragment=after_resolve(f"{WORK}/{{brief}}/{{document}}.html"),
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
        facts=after_resolve(f"{WORK}/{{brief}}/metadata/{{document}}.json"),
        drawings=drawings_of,
        shell=["templates/web/page.html.j2", *WEB_SHELL],
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/{{document}}.html",
    log:
        f"{LOGS}/{{brief}}/{{document}}.page.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        drawings=lambda _, input: [word for path in input.drawings for word in ("--drawing", path)],
    shell:
        "briefwright page {input.fragment:q} --view {input.view:q} --facts {input.facts:q} {params.drawings:q}"
        " --output {output:q} 2> {log:q}"


rule typeset:
    input:
        fragment=after_resolve(f"{WORK}/{{brief}}/{{document}}.html"),
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
        pictures=pictures_of,
        fonts=PRINT_FONTS,
        shell="templates/print/page.html.j2",
        style=["templates/tokens.css", "templates/print/print.css"],
        strings="templates/locales/en-GB.po",
    output:
        f"{WORK}/{{brief}}/{{document}}.pdf",
    log:
        f"{LOGS}/{{brief}}/{{document}}.typeset.log",
    priority: 10
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        figures=lambda wildcards: f"{STAGE}/{wildcards.brief}/figures",
        fonts=lambda _: f"{WORK}/fonts",
    shell:
        "briefwright typeset {input.fragment:q} --view {input.view:q} --figures {params.figures:q} --fonts {params.fonts:q}"
        " --output {output:q} 2> {log:q}"


rule finish:
    input:
        pdf=after_resolve(f"{WORK}/{{brief}}/{{document}}.pdf"),
        view=after_resolve(f"{WORK}/{{brief}}/{{document}}.json"),
        evidence=evidence_of,
        strings="templates/locales/en-GB.po",
    output:
        f"{FINISHED}/{{brief}}/{{document}}.pdf",
    log:
        f"{LOGS}/{{brief}}/{{document}}.finish.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        evidence=lambda _, input: [word for path in input.evidence for word in ("--evidence", path)],
    shell:
        "briefwright finish {input.pdf:q} --view {input.view:q} {params.evidence:q} --output {output:q} 2> {log:q}"
