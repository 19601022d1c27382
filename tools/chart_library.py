"""Puts what draws the charts of a web page beside its template: ``make charts``, after a new release of vl-convert.

It is the JavaScript of Vega, Vega-Lite and Vega-Embed (BSD 3-Clause, © UW Interactive Data Lab and contributors) that
vl-convert draws with itself; to bundle it takes longer than to make everything else of a page.
"""

import gzip

import vl_convert

from planlib.export.html_file import LIBRARY


def bundled() -> str:
    """Return it as one script that a page can hold."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed")
    return bundle.replace("</script", "<\\/script")


if __name__ == "__main__":
    LIBRARY.write_bytes(gzip.compress(bundled().encode(), mtime=0))
