"""The content-security policy of a published page.

Nothing of ours is inline. The few inline scripts of the theme are allowed by their hashes, so that
no other one can run, whatever gets into a page.
"""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'


def with_policy(html: str) -> str:
    """The page with a policy behind its character set, before anything that loads or runs.

    Raises:
        ValueError: when the page does not say its character set as the theme does.
    """
    head, charset, rest = html.partition(_CHARSET)
    if not charset:
        raise ValueError(f"a page without {_CHARSET} cannot be given a policy")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return head + charset + meta + rest


def policy(html: str) -> str:
    """What the page may load and run: its own site, and the inline scripts that it has now."""
    hashes = sorted({_hash(code) for code in _inline_scripts(html)})
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *(f"'{hash}'" for hash in hashes)],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the theme's icons are data: in its style sheets
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],  # in the offline edition, one page holds the record for all
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _inline_scripts(html: str) -> list[str]:
    """The code of each script that runs and has no `src`; blocks of data do not run."""
    return [
        script["code"]
        for script in _INLINE_SCRIPT.finditer(html)
        if "src=" not in script["attributes"] and "application/json" not in script["attributes"]
    ]


def _hash(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
