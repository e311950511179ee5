"""The layout that the sandbox's own pages share."""

from html import escape

from sandbox.messages import Response, html_response

STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 40rem; padding: 2.5rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
.note { opacity: .7; font-size: .875rem; }
.card { border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem 1.5rem; margin: 1.25rem 0; }
fieldset { border: 0; margin: 0; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
label { display: flex; gap: .75rem; align-items: baseline; padding: .6rem 0; border-top: 1px solid var(--line); cursor: pointer; }
legend + label { border-top: 0; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; border-radius: 2rem; border: 1px solid var(--line);
  background: none; color: inherit; cursor: pointer; }
button.main { background: #16803c; border-color: #16803c; color: #fff; }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
p.buttons { display: flex; gap: .75rem; flex-wrap: wrap; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top; }
code { font-size: .9em; overflow-wrap: anywhere; }
"""


def page(title: str, content: str, status: int = 200) -> Response:
    """Returns a page with `content`, which is HTML, under `title`, which is text."""
    return html_response(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{content}\n</body>\n</html>\n",
        status,
    )


def hidden_fields(fields: dict[str, str]) -> str:
    return "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
