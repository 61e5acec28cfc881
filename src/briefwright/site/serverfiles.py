"""The policy of ``headers`` as nginx, Apache and Caddy read it.

``host`` and ``root`` are the host of the site and the path under it where it stands, "" for the host's own; ``port`` is
the one that its address names.  All come from ``base_url``, whose signs mean nothing to these servers but in patterns.
"""

from __future__ import annotations

from briefwright.site.headers import (
    COMMON,
    HIDDEN,
    KEPT,
    OPEN,
    POLICIES,
    POLICY,
    SEARCH,
    SEARCH_POLICY,
    SHORT,
    UNLISTED,
)
from briefwright.site.mediatypes import ATOM, BY_ENDING, FEED

__all__ = ["apache", "caddy", "nginx"]

_CSP, _CACHE, _CORP, _CORS, _ROBOTS = (
    "Content-Security-Policy",
    "Cache-Control",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "X-Robots-Tag",
)
_COMPRESSED = sorted(
    {kind for kind in BY_ENDING.values() if kind.startswith("text/") or kind.endswith(("json", "xml"))} | {ATOM}
)
_MEASURED = sorted(kind for kind in BY_ENDING.values() if kind.startswith("text/"))


def nginx(host: str, root: str, port: int | None = None) -> str:
    """Return a file for the ``http`` context, as ``conf.d/`` has them; ``add_header`` leaves out an empty value."""
    types = "\n".join(f"        {kind} {ending.removeprefix('.')};" for ending, kind in BY_ENDING.items())
    common = "\n".join(f'    add_header {name} "{value}" always;' for name, value in COMMON)
    policies = "\n".join(f'    "~{_ending(ending)}" "{policy}";' for ending, policy in POLICIES.items())
    return f"""# Put this where nginx includes files in its http context, and say where certificates are.
map $uri $briefwright_policy {{
    default "{POLICY}";
    {root}/{SEARCH} "{SEARCH_POLICY}";
{policies}
}}
map $uri $briefwright_cache {{
    default "{SHORT}";
    "~^{_literal(root)}/assets/" "{KEPT}";
}}
map $uri $briefwright_resource {{
    default "same-origin";
    "~{OPEN}" "cross-origin";
}}
map $uri $briefwright_origin {{
    default "";
    "~{OPEN}" "*";
}}
map $uri $briefwright_robots {{
    default "";
    "~{UNLISTED}" "noindex";
}}

server {{
    listen {port or 80};
    listen [::]:{port or 80};
    # listen 443 ssl;
    # listen [::]:443 ssl;
    # ssl_certificate /etc/ssl/{host}.pem;
    # ssl_certificate_key /etc/ssl/{host}.key;
    server_name {host};
    root /var/www/{host};
    index index.html;
    # A folder without an index is none to a reader.
    error_page 403 404 =404 {root}/404.html;
    # Readers may know this server under another port, or through one that speaks TLS.
    absolute_redirect off;
    server_tokens off;

    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {" ".join(kind for kind in _MEASURED if kind != "text/html")};
    gzip on;
    gzip_vary on;
    gzip_types {" ".join(kind for kind in _COMPRESSED if kind != "text/html")};

{common}
    add_header {_CSP} $briefwright_policy always;
    add_header {_CORP} $briefwright_resource always;
    add_header {_CORS} $briefwright_origin always;
    add_header {_ROBOTS} $briefwright_robots always;
    add_header {_CACHE} $briefwright_cache always;

    location ~ /{_literal(FEED)}$ {{
        types {{ }}
        default_type {ATOM};
    }}
    location ~ /({"|".join(_literal(name) for name in HIDDEN)})$ {{
        return 404;
    }}
}}
"""


def apache(root: str) -> str:
    """Return an ``.htaccess``; the server must allow it to override (``AllowOverride FileInfo AuthConfig Indexes``)."""
    types = "\n".join(f"AddType {kind} {ending}" for ending, kind in BY_ENDING.items())
    texts = " ".join(ending for ending, kind in BY_ENDING.items() if kind.startswith("text/"))
    common = "\n".join(f'    Header always set {name} "{value}"' for name, value in COMMON)
    policies = "\n".join(
        f"""    <If "%{{REQUEST_URI}} =~ m#{_ending(ending)}#">
        Header always set {_CSP} "{policy}"
    </If>"""
        for ending, policy in POLICIES.items()
    )
    return f"""DirectoryIndex index.html
<IfModule mod_alias.c>
    # A folder without an index is none to a reader.
    <If "-d '%{{REQUEST_FILENAME}}' && ! -f '%{{REQUEST_FILENAME}}/index.html'">
        RedirectMatch 404 /$
    </If>
</IfModule>
ErrorDocument 404 {root}/404.html
{types}
AddCharset utf-8 {texts}
<Files "{FEED}">
    ForceType {ATOM}
</Files>
<FilesMatch "^({"|".join(_literal(name) for name in HIDDEN)})$">
    Require all denied
</FilesMatch>
<IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE {" ".join(_COMPRESSED)}
</IfModule>
<IfModule mod_headers.c>
{common}
    Header always set {_CSP} "{POLICY}"
    Header always set {_CACHE} "{SHORT}"
    Header always set {_CORP} "same-origin"
    <If "%{{REQUEST_URI}} == '{root}/{SEARCH}'">
        Header always set {_CSP} "{SEARCH_POLICY}"
    </If>
{policies}
    <If "%{{REQUEST_URI}} =~ m#^{_literal(root)}/assets/#">
        Header always set {_CACHE} "{KEPT}"
    </If>
    <If "%{{REQUEST_URI}} =~ m#{OPEN}#">
        Header always set {_CORP} "cross-origin"
        Header always set {_CORS} "*"
    </If>
    <If "%{{REQUEST_URI}} =~ m#{UNLISTED}#">
        Header always set {_ROBOTS} "noindex"
    </If>
</IfModule>
"""


def caddy(host: str, root: str, port: int | None = None) -> str:
    """Return a Caddyfile; Caddy fetches the certificate of the host by itself."""
    common = "\n".join(f'        {name} "{value}"' for name, value in COMMON)
    types = "\n".join(
        f'    header @{ending.removeprefix(".")} Content-Type "{kind}{"; charset=utf-8" * kind.startswith("text/")}"'
        for ending, kind in BY_ENDING.items()
    )
    # By the matchers of types.
    policies = "\n".join(
        f'    header @{ending.removeprefix(".")} {_CSP} "{policy}"' for ending, policy in POLICIES.items()
    )
    # As Caddy writes them, with the character set behind.
    compressed = "\n".join(f"            header Content-Type {kind}*" for kind in _COMPRESSED)
    matchers = "\n".join(
        f"    @{ending.removeprefix('.')} path_regexp [.]{ending.removeprefix('.')}$"
        if ending != ".xml"
        else "    @xml {\n        path *.xml\n" + f"        not path */{FEED}\n" + "    }"
        for ending in BY_ENDING
    )
    return f"""{host}{f":{port}" if port else ""} {{
    root * /var/www/{host}
    encode {{
        gzip
        match {{
{compressed}
        }}
    }}
    header {{
{common}
    }}
    @search path {root}/{SEARCH}
    @other not path {root}/{SEARCH} {" ".join(f"*{ending}" for ending in POLICIES)}
    header @search {_CSP} "{SEARCH_POLICY}"
{policies}
    header @other {_CSP} "{POLICY}"
    @kept path {root}/assets/*
    @short not path {root}/assets/*
    header @kept {_CACHE} "{KEPT}"
    header @short {_CACHE} "{SHORT}"
    @open path_regexp {OPEN}
    @closed not path_regexp {OPEN}
    header @open {_CORP} cross-origin
    header @open {_CORS} *
    header @closed {_CORP} same-origin
    @unlisted path_regexp {UNLISTED}
    header @unlisted {_ROBOTS} noindex
{matchers}
{types}
    @feed path */{FEED}
    header @feed Content-Type {ATOM}
    @page path */
    header @page Content-Type "text/html; charset=utf-8"
    file_server {{
        hide {" ".join(HIDDEN)}
    }}
    # What was said of the file that is not there holds no longer.
    handle_errors {{
        header {_CSP} "{POLICY}"
        header {_CACHE} "{SHORT}"
        header {_CORP} same-origin
        header -{_CORS}
        header -{_ROBOTS}
        @missing expression {{http.error.status_code}} == 404
        handle @missing {{
            rewrite * {root}/404.html
            header Content-Type "text/html; charset=utf-8"
            file_server
        }}
    }}
}}
"""


def _ending(ending: str) -> str:
    return f"{_literal(ending)}$"


def _literal(text: str) -> str:
    """Return the pattern that only a text of unreserved signs (RFC 3986, 2.3) matches."""
    return text.replace(".", "[.]")
