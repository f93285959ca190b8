import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paperLinks } from './paper-links.js';

const links = (comment: string, summary = '') => paperLinks({ comment, summary });

describe('the links of a paper', () => {
  it.each([
    ['Code: https://github.com/lantern-lab/kites.', 'https://github.com/lantern-lab/kites'],
    ['(github.com/lantern-lab/kites)', 'https://github.com/lantern-lab/kites'],
    ['http://www.github.com/lantern-lab/kites.git,', 'https://github.com/lantern-lab/kites'],
    ['\\url{https://github.com/lantern\\_lab/my\\_kites}', 'https://github.com/lantern_lab/my_kites'],
    ['https://GitHub.com/Lab/Kites/tree/main/src', 'https://github.com/Lab/Kites'],
    ['see https://github.com/lab/kites#readme', 'https://github.com/lab/kites'],
    ['[code](https://github.com/lab/kites)', 'https://github.com/lab/kites'],
  ])('%j has the repository %s', (text, githubRepo) => {
    expect(links(text)).toEqual({ githubRepo });
    expect(links('', text)).toEqual({ githubRepo });
  });

  it.each([
    ['https://gitlab.com/lab/kites', { codeRepo: 'https://gitlab.com/lab/kites' }],
    ['https://huggingface.co/lab/kites-7b', { codeRepo: 'https://huggingface.co/lab/kites-7b' }],
    ['https://huggingface.co/datasets/lab/kites', { codeRepo: 'https://huggingface.co/datasets/lab/kites' }],
    ['huggingface.co/spaces/lab/kites', { projectPage: 'https://huggingface.co/spaces/lab/kites' }],
    ['Project page: https://lab.github.io/kites/.', { projectPage: 'https://lab.github.io/kites' }],
    ['https://kites.gitlab.io', { projectPage: 'https://kites.gitlab.io/' }],
  ])('%j has %j', (text, found) => {
    expect(links(text)).toEqual(found);
  });

  it('are the first of each kind, of the comments before the abstract', () => {
    const summary = 'Built on https://github.com/others/base; page: https://lab.github.io/kites.';
    expect(links('Code at https://github.com/lab/kites, https://github.com/lab/more', summary)).toEqual({
      githubRepo: 'https://github.com/lab/kites',
      projectPage: 'https://lab.github.io/kites',
    });
  });

  it.each([
    '',
    'no link',
    'https://github.com',
    'https://github.com/lab',
    'https://github.com/features/actions',
    'https://huggingface.co/papers/2512.01234',
    'https://github.com.example.org/lab/kites',
    'https://example.org/github.com/lab/kites',
    'https://notgithub.com/lab/kites',
    'somebody@github.com/lab/kites',
    'https://somebody:secret@github.com/lab/kites',
    'https://github.com@example.org/lab/kites',
    'https://github.com:8080/lab/kites',
    'https://github.com/../../kites',
    'https://lab.github.io/%zz',
    'javascript:alert(1)//github.com/lab/kites',
  ])('are none in %j', (text) => {
    expect(links(text)).toEqual({});
  });

  it('are addresses of the known hosts, whatever a text holds, and quickly found', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'https://',
        'github.com',
        '/',
        'lab',
        '.',
        '..',
        '@',
        '%',
        'x.github.io',
        ' ',
        '\\_',
        '-',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const hosts =
      /^https:\/\/(github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|huggingface\.co|[a-z0-9-]+\.git(hub|lab)\.io)\//;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const url of Object.values(links(pieces.join(''), pieces.toReversed().join('')))) {
          expect(url).toMatch(hosts);
          expect(new URL(url).href).toBe(url);
        }
      }),
      { numRuns: 2_000 },
    );
    for (const text of ['github.com/'.repeat(20_000), 'a-'.repeat(20_000), '-.github.io/'.repeat(20_000)])
      expect(Object.keys(links(text)).length).toBeLessThan(4);
  });

  it('are found wherever they stand', () => {
    const owner = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{2,20}[A-Za-z0-9]$/);
    const name = fc.stringMatching(/^k[A-Za-z0-9_.]{0,20}[A-Za-z0-9]$/);
    const before = fc.constantFrom('', 'Code: ', '(', '\\url{', '"', 'See\n', '$x$, ', '<');
    const behind = fc.constantFrom(
      '',
      '.',
      ',',
      ')',
      '}',
      ' and more',
      '/',
      '/blob/main/x.py',
      '?tab=readme',
      '>',
    );
    fc.assert(
      fc.property(before, owner, name, behind, (start, who, what, end) => {
        fc.pre(!/^(about|apps|blog|docs|help|join|login|models|orgs|tasks|chat|learn)/i.test(who));
        fc.pre(!/\.git$/i.test(what));
        expect(links(`${start}https://github.com/${who}/${what}${end}`)).toEqual({
          githubRepo: `https://github.com/${who}/${what}`,
        });
      }),
    );
  });
});
