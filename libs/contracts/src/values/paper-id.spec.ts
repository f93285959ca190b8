import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ownNameOf, ownNameSchema, paperIdOf, paperIdSchema } from './paper-id.js';

const own = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9-]{1,15}$/), fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,22}$/))
  .filter(([name]) => ownNameSchema.safeParse(name).success)
  .map(([name, local]) => `${name}:${local}`);

describe('the id of a paper', () => {
  it.each(['2602.23229', '0704.0001', 'hep-th/9901001', 'math.GT/0309136', 'lab:2026-17', 'my-lab2:a_B'])(
    '%s is one',
    (id) => {
      expect(paperIdSchema.safeParse(id).success).toBe(true);
      expect(paperIdOf(id)).toBe(id);
    },
  );

  it.each([
    '',
    'lab',
    'lab:',
    ':17',
    'Lab:17',
    'l:17',
    'lab:a.b',
    'lab:a/b',
    'lab:a:b',
    'lab:-a',
    'lab:a b',
    'lab:..',
  ])('%j is none', (id) => {
    expect(paperIdSchema.safeParse(id).success).toBe(false);
    expect(paperIdOf(id)).toBeUndefined();
  });

  it('is written with a version by people, which those of own sources have not', () => {
    expect([paperIdOf('2602.23229v2'), paperIdOf('lab:rev2'), paperIdOf('lab:2026-17v2')]).toEqual([
      '2602.23229',
      'lab:rev2',
      'lab:2026-17v2',
    ]);
  });

  it("of a source of one's own is told from arXiv's, and its name from what else stands before a colon", () => {
    expect([ownNameOf('lab:2026-17'), ownNameOf('2602.23229'), ownNameOf('hep-th/9901001')]).toEqual([
      'lab',
      undefined,
      undefined,
    ]);
  });

  it.each(['title', 'abstract', 'author', 'cat', 'category', 'from', 'to', 'id', 'arxiv', 'doi', 'https'])(
    'does not begin with %s, which has another meaning before a colon',
    (name) => {
      const id = `${name}:foo`;
      expect([ownNameOf(id), paperIdOf(id), paperIdOf(`${id}v2`)]).toEqual([undefined, undefined, undefined]);
      expect(paperIdSchema.safeParse(id).error?.issues[0]?.message).toContain('has a meaning of its own');
      expect(ownNameSchema.safeParse(name).error?.issues[0]?.message).toContain('has a meaning of its own');
    },
  );

  it("of a source of one's own goes through paths and keys unchanged", () => {
    fc.assert(
      fc.property(own, (id) => {
        expect(paperIdOf(id)).toBe(id);
        expect(new URL(`https://papers.example/papers/${id}`).pathname).toBe(`/papers/${id}`);
        expect(decodeURIComponent(encodeURIComponent(id))).toBe(id);
        expect(`${id}:person`.slice(0, `${id}:person`.lastIndexOf(':'))).toBe(id);
      }),
    );
  });
});
