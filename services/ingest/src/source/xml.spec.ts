import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from './charset.js';
import { childrenOf, NoXml, parseXml, textIn } from './xml.js';

async function codeOf(text: string): Promise<string | undefined> {
  try {
    await parseXml(text);
  } catch (error) {
    if (error instanceof NoXml) return error.code;
    throw error;
  }
  return undefined;
}

describe('XML from outside', () => {
  it('is read into elements without prefixes, with text and CDATA', async () => {
    const root = await parseXml(
      '\ufeff<?xml version="1.0"?><a:r xmlns:a="u"><b n="1">x &lt; y</b><b><![CDATA[<z>]]></b></a:r>',
    );
    expect(root.name).toBe('r');
    expect(childrenOf(root, 'b').map(({ text }) => text)).toEqual(['x < y', '<z>']);
    expect(root.children[0]?.attributes).toEqual({ n: '1' });
    expect(textIn(root, 'nothing')).toBe('');
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE r><r/>', 'answer-with-doctype'],
    [
      'entities that multiply',
      '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>',
      'answer-with-doctype',
    ],
    [
      'a file as an entity',
      '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>',
      'answer-with-doctype',
    ],
    ['an entity that nobody has declared', '<r>&nbsp;</r>', 'answer-not-xml'],
    ['an end in its middle', '<r><a>1</a><a>2', 'answer-truncated'],
    ['an end in a tag', '<r><a>1</a><a attr', 'answer-truncated'],
    ['nothing', ' \n', 'answer-not-xml'],
    ['words', 'Rate exceeded.', 'answer-not-xml'],
    ['two roots', '<r/><r/>', 'answer-not-xml'],
    ['tags that cross', '<r><a></r></a>', 'answer-not-xml'],
    ['elements within elements without end', '<a>'.repeat(100), 'answer-not-xml'],
  ])('is refused with %s', async (_what, text, code) => {
    expect(await codeOf(text)).toBe(code);
  });

  it('is read although it holds characters that XML forbids, as they are or as references', async () => {
    expect((await parseXml('<r>a\u0008b&#x1;c&#11;d&#xFFFE;e&#233;</r>')).text).toBe('a b c d eé');
  });

  it('hands over the elements of a name one by one, and keeps other work waiting for none of them', async () => {
    const records = Array.from(
      { length: 5_000 },
      (_, n) => `<record><id>${n}</id><text>${'x'.repeat(200)}</text></record>`,
    );
    const ids: string[] = [];
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 0);
    const root = await parseXml(`<r>${records.join('')}<end/></r>`, {
      name: 'record',
      take: (element) => ids.push(textIn(element, 'id')),
    });
    clearInterval(turning);
    expect(ids).toHaveLength(5_000);
    expect(root.children.map(({ name }) => name)).toEqual(['end']);
    expect(turns).toBeGreaterThan(3);
  });

  it('never fails but in a way that is known', async () => {
    const pieces = fc.constantFrom(
      '<r>',
      '</r>',
      '<a b="',
      '"',
      '>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&#x',
      ';',
      'x',
    );
    const texts = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await codeOf(text);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the bytes of an answer', () => {
  it('are UTF-8 when they can be, whatever is declared', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><r>Tomás</r>');
    expect(decodeText(bytes, 'text/xml; charset=latin1')).toMatchObject({ lossy: false });
    expect(decodeText(bytes).text).toContain('Tomás');
  });

  it('are what they declare when they are not UTF-8', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="windows-1252"?><r>Tom\u00e1s</r>', 'latin1');
    expect(decodeText(bytes)).toMatchObject({ lossy: false });
    expect(decodeText(bytes).text).toContain('Tomás');
  });

  it('are marked where they are broken', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><r>Tom\u00e1s</r>', 'latin1');
    expect(decodeText(bytes)).toEqual({
      text: '<?xml version="1.0" encoding="UTF-8"?><r>Tom\ufffds</r>',
      lossy: true,
    });
    expect(decodeText(bytes, 'text/xml; charset=no-such').lossy).toBe(true);
  });
});
