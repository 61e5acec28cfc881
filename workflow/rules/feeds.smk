"""What programs fetch besides pages: feeds, maps, and the pictures that stand for pages where they are shared."""


rule card:
    input:
        facts=after_resolve(f"{WORK}/{{brief}}/metadata/card.json"),
        template="templates/card.svg.j2",
        fonts=PRINT_FONTS,
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/card.png",
    log:
        f"{LOGS}/{{brief}}/card.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        fonts=lambda _: f"{WORK}/fonts",
    shell:
        "briefwright card {input.facts:q} --fonts {params.fonts:q} --output {output:q} 2> {log:q}"


use rule card as sitecard with:
    input:
        facts=house_of("site-card"),
        template="templates/card.svg.j2",
        fonts=PRINT_FONTS,
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/card.png",
    log:
        f"{LOGS}/card.log",


rule feed:
    input:
        facts=after_resolve(f"{WORK}/{{brief}}/metadata/feed.json"),
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/{{brief}}/feed.xml",
    log:
        f"{LOGS}/{{brief}}/feed.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright feed {input.facts:q} --output {output:q} 2> {log:q}"


rule sitefeed:
    input:
        facts=told_of("feed"),
        strings="templates/locales/en-GB.po",
    output:
        f"{STAGE}/feed.xml",
    log:
        f"{LOGS}/feed.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright feed --site {input.facts:q} --output {output:q} 2> {log:q}"


rule sitemap:
    input:
        facts=told_of("map"),
    output:
        f"{STAGE}/sitemap.xml",
    log:
        f"{LOGS}/sitemap.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
        pages=lambda _: [word for page in ("index", *GATHERED) for word in ("--page", page)],
        documents=lambda _: [word for document in DOCUMENTS for word in ("--document", document)],
    shell:
        "briefwright sitemap {input.facts:q} {params.pages:q} {params.documents:q} --output {output:q} 2> {log:q}"


rule robots:
    input:
        facts=house_of("robots"),
    output:
        f"{STAGE}/robots.txt",
    log:
        f"{LOGS}/robots.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright robots {input.facts:q} --output {output:q} 2> {log:q}"


rule security:
    input:
        facts=house_of("security"),
    output:
        f"{STAGE}/.well-known/security.txt",
    log:
        f"{LOGS}/security.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright security {input.facts:q} --output {output:q} 2> {log:q}"
