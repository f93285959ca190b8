import { describe, expect, it } from '@jest/globals';
import { holdsLink } from '@paperboy/platform';
import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { CommentText } from './comment-text.template.js';

const html = (text: string) =>
  renderToString(<CommentText text={text} />).replace(/^<div class="words" dir="auto">|<\/div>$/g, '');

/** What a comment may consist of. Mathematics brings its own elements. */
const ALLOWED = new Set(
  (
    'div p em strong code pre blockquote ol ul li br hr a span math mrow mi mo mn msup msub msubsup mfrac msqrt mroot mtext mspace ' +
    'mstyle mover munder munderover mtable mtr mtd mpadded mphantom menclose'
  ).split(' '),
);
const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)',
  'javascript&colon;alert(1)',
  'javascript&#58;alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'file:///etc/passwd',
  'blob:https://example.org/1',
  'filesystem:https://example.org/1',
  '//example.org/x',
  '/sign-out',
  '?p=1',
  '#main',
  'https://user:secret@example.org/',
  'https:///example.org',
  'http:evil',
  'about:blank',
  'view-source:https://example.org',
];
const LINKS = [
  (url: string) => `[a](${url})`,
  (url: string) => `[a](<${url}>)`,
  (url: string) => `[a](${url} "title")`,
  (url: string) => `<${url}>`,
  (url: string) => `![a](${url})`,
  (url: string) => `[a]\n\n[a]: ${url}`,
  (url: string) => `[![a](${url})](${url})`,
  (url: string) => url,
];
const MARKUP = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img """><script>alert(1)</script>">',
  '<svg onload=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://example.org" onclick=alert(1)>x</a>',
  '<body onload=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<form action="/sign-out"><button>x</button></form>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//example.org>',
  '<base href="//example.org">',
  '<meta http-equiv=refresh content="0;url=//example.org">',
  '<object data="data:text/html,x"></object>',
  '<embed src="//example.org">',
  '<marquee onstart=alert(1)>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?php echo 1 ?>',
  '<!DOCTYPE html>',
  '</div></main><script>alert(1)</script>',
  '<p style="position:fixed;inset:0">x</p>',
  '\u003cscript\u003ealert(1)\u003c/script\u003e',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\htmlData{onclick=alert(1)}{x}$',
  '$\\class{x}{y}$ $\\style{color:red}{x}$',
  '$\\text{<img src=x onerror=alert(1)>}$',
  '$<script>alert(1)</script>$',
  '\ue0000\ue001<script>',
];
const AROUND = [
  (text: string) => text,
  (text: string) => `> ${text}`,
  (text: string) => `- ${text}`,
  (text: string) => `**${text}**`,
  (text: string) => `# ${text}`,
  (text: string) => `\`${text}\``,
  (text: string) => `\`\`\`\n${text}\n\`\`\``,
  (text: string) => `    ${text}`,
  (text: string) => `[${text}](https://example.org)`,
];

/** Every element and attribute of the rendered text is one that a comment may have. */
function expectHarmless(rendered: string): void {
  for (const [, tag = '', attributes = ''] of rendered.matchAll(/<\/?([^\s/>]*)([^>]*)>/g)) {
    expect(ALLOWED).toContain(tag);
    expect(attributes).not.toMatch(/\son|style=|src=|xlink|srcdoc/i);
    const href = /href="([^"]*)"/.exec(attributes)?.[1];
    if (href !== undefined) expect(href).toMatch(/^https?:\/\/[a-z0-9.-]+\.[a-z]+(:\d+)?(\/|$)/);
  }
}

describe('the text of a comment', () => {
  it.each([
    ['*a* **b** `c < d`', '<p><em>a</em> <strong>b</strong> <code>c &lt; d</code></p>'],
    ['> quote\n\nanswer', '<blockquote><p>quote</p></blockquote><p>answer</p>'],
    ['1. a\n2. b', '<ol start="1"><li><p>a</p></li><li><p>b</p></li></ol>'],
    ['- a', '<ul><li><p>a</p></li></ul>'],
    ['# Loud', '<p><strong>Loud</strong></p>'],
    ['```\nx\n```', '<pre><code>x</code></pre>'],
    ['![a picture](https://example.org/x.png)', '<p>a picture</p>'],
    [
      '[the code](https://example.org/a)',
      '<p><a href="https://example.org/a" rel="nofollow noopener ugc">the code</a></p>',
    ],
  ])('is Markdown of a small kind: %j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it('has its addresses as links, and mathematics whose signs are no Markdown', () => {
    expect(html('See https://example.org/a_b_c.')).toContain(
      '<a href="https://example.org/a_b_c" rel="nofollow noopener ugc">',
    );
    expect(html('$a_1 * b_1 * c_1$')).not.toContain('<em>');
    expect(html('$\\{a\\} * x$ and *this*')).toMatch(/<math.*<em>this<\/em>/s);
    expect(html('`$a_1$`')).toBe('<p><code>$a_1$</code></p>');
    expect(html('It costs $5 or *$6*.')).toBe('<p>It costs $5 or <em>$6</em>.</p>');
  });

  it('has no element and no address but those of a comment, whatever was written', () => {
    for (const url of ADDRESSES) for (const link of LINKS) expectHarmless(html(link(url)));
    for (const markup of MARKUP) for (const around of AROUND) expectHarmless(html(around(markup)));
  });

  it('loses no word', () => {
    expect(html('<b>bold</b> [a](javascript:x) <i>')).toBe('<p>&lt;b>bold&lt;/b> a &lt;i></p>');
  });

  it('is read whatever it is', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '#',
      '- ',
      '1. ',
      '\n',
      '$',
      '\\',
      'a',
      '&',
      '"',
      ' ',
      '\ue000',
      '\ue001',
      '0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => expectHarmless(html(parts.join('')))),
    );
  });

  it.each([
    ['quotes', '>'.repeat(5_000)],
    ['lists', '- '.repeat(2_500)],
    ['stars', '*a '.repeat(1_600)],
    ['brackets', '['.repeat(5_000)],
    ['links', '[a]('.repeat(1_250)],
    ['ticks', '`a'.repeat(2_500)],
    ['dollars', '$a'.repeat(2_500)],
    ['emphasis in emphasis', `${'*a **b '.repeat(350)}${'** *'.repeat(350)}`],
    [
      'a staircase of lists',
      Array.from({ length: 70 }, (_, at) => `${'  '.repeat(at)}- a`)
        .join('\n')
        .slice(0, 5_000),
    ],
  ])('is read in the end: %s', (_what, text) => {
    expectHarmless(html(text));
  });
});

describe('whether a comment holds a link', () => {
  const pieces = fc.constantFrom(
    ...[
      'http',
      'https',
      ':',
      '&#58;',
      '&colon;',
      '\\:',
      '{:}',
      '//',
      '/',
      'a.example',
      '[',
      '](',
      ')',
      '<',
      '>',
      '$',
      '\\textbf{',
      '}',
    ],
    ...[' ', '\n', 'x', '`', '*', '[a]: ', '!', '> ', '@'],
  );

  it('is said of every text for which the page has a link', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        // A mention leads to a person here, and is no link that waits.
        if (/<a (?!href="\/people\/)/.test(html(text))) expect([text, holdsLink(text)]).toEqual([text, true]);
      }),
      { numRuns: 3_000 },
    );
    expect(holdsLink('[x](https://a.example)')).toBe(true);
    expect(holdsLink('No link: a.example, `https://a.example`.')).toBe(false);
  });
});

describe('a mention in a comment', () => {
  const html = (text: string) => renderToString(<CommentText text={text} />);

  it('leads to the person, and is none within code, links, addresses and formulas', () => {
    expect(html('Ask @Ada-Quill, *@bo-l*.')).toBe(
      '<div class="words" dir="auto"><p>Ask <a href="/people/ada-quill">@Ada-Quill</a>, <em><a href="/people/bo-l">@bo-l</a></em>.</p></div>',
    );
    for (const text of [
      '`@ada`',
      '[@ada](https://a.org/)',
      'ada@example.org',
      '$x_{@ada}$',
      'https://a.org/@ada',
    ])
      expect(html(text)).not.toContain('/people/');
  });
});
