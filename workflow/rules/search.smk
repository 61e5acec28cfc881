"""The search page's index of all statements, and its one script."""


# What is found is what `brief.json` says, which is what the edition may show.
rule search:
    input:
        records=records_of,
        templates=["templates/web/record.html.j2", "templates/web/search.js"],
        strings="templates/locales/en-GB.po",
    output:
        index=directory(f"{STAGE}/pagefind"),
        script=f"{STAGE}/assets/search.js",
    log:
        f"{LOGS}/search.log",
    conda:
        "../envs/briefwright.yaml"
    params:
        engine=ENGINE,
    shell:
        "briefwright search {input.records:q} --output {output.index:q} --script {output.script:q} 2> {log:q}"
