"""The site as it is published, checked, and put where it is published."""


rule headers:
    input:
        views=resolved_briefs,
        editions=[f"{STAGE}/{tree}" for tree in EDITIONS],
    output:
        f"{STAGE}/_headers",
        f"{STAGE}/.htaccess",
        *SERVERS,
    log:
        f"{LOGS}/headers.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        names=lambda _: [
            *ALL,
            "manifest.json",
            *(f"{tree}/*" for tree in TREES if tree not in EDITIONS),
            *(name for brief in BRIEFS for name in drawn_of(brief)),
        ],
        views=lambda _, input: [word for view in input.views for word in ("--views", view)],
        listed=lambda _, input: [word for folder in input.editions for word in ("--listed", folder)],
        stage=lambda _: STAGE,
        output=lambda _: HEADERS,
    shell:
        "briefwright headers {params.names:q} {params.views:q} {params.listed:q}"
        " --stage {params.stage:q} --output {params.output:q} 2> {log:q}"


rule fingerprint:
    input:
        files=expand(f"{STAGE}/{{name}}", name=[*ALL, *TREES]),
        figures=drawn_of_all,
        views=resolved_briefs,
    output:
        directory(RELEASE),
    log:
        f"{LOGS}/fingerprint.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        stage=lambda _: STAGE,
        views=lambda _, input: [word for view in input.views for word in ("--views", view)],
    shell:
        "briefwright fingerprint {params.stage:q} {input.files:q} {input.figures:q} {params.views:q}"
        " --output {output:q} 2> {log:q}"


rule manifest:
    input:
        release=RELEASE,
        views=editions_of,
    output:
        f"{WORK}/manifest.json",
    log:
        f"{LOGS}/manifest.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        views=lambda _, input: [word for view in input.views for word in ("--views", view)],
    shell:
        "briefwright manifest {input.release:q} {params.views:q} --engine {params.engine} --output {output:q} 2> {log:q}"


rule verify:
    input:
        release=RELEASE,
        manifest=f"{WORK}/manifest.json",
        editions=editions_of,
    output:
        f"{REPORTS}/verify.json",
    log:
        f"{LOGS}/verify.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright verify --quiet {input.release:q} --manifest {input.manifest:q} --report {output:q} > {log:q} 2>&1"


rule leaks:
    input:
        release=RELEASE,
        manifest=f"{WORK}/manifest.json",
        withheld=resolved_briefs,
    output:
        f"{REPORTS}/leaks.json",
    log:
        f"{LOGS}/leaks.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        works=expand(f"{WORK}/{{brief}}", brief=BRIEFS),
    shell:
        "briefwright leaks {input.release:q} {input.manifest:q} {params.works:q} --report {output:q} 2> {log:q}"


# Publishing waits for all that is made, so a build that fails changes nothing of the site.
rule publish:
    input:
        release=RELEASE,
        manifest=f"{WORK}/manifest.json",
        verified=expand(f"{REPORTS}/{{name}}.json", name=["verify", "leaks", *(f"{brief}/parity" for brief in BRIEFS)]),
        lost=lost_of,
    output:
        expand(f"{SITE}/{{name}}", name=PLAIN),
    log:
        f"{LOGS}/publish.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        site=lambda _: SITE,
    shell:
        "briefwright publish {input.release:q} {input.manifest:q} {params.site:q} 2> {log:q}"
