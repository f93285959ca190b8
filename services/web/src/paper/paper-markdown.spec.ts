import { describe, expect, it } from '@jest/globals';
import { catalogPaper } from '../../test/catalog-paper.js';
import { paperMarkdown } from './paper-markdown.js';

const numbers = { upvotes: 7, comments: 1 };
const write = (over: Parameters<typeof catalogPaper>[1], text = 'Nice.') =>
  paperMarkdown(
    {
      paper: catalogPaper('hep-th/9901001', over),
      numbers,
      comments: [{ id: 'c', text, postedAt: '2026-11-22T10:00:00.000Z', by: { handle: 'bo', name: 'Bo' } }],
    },
    'https://papers.example',
  );

describe('A paper as Markdown', () => {
  it('holds title, authors, facts, abstract and comments', () => {
    expect(write({ title: 'An $O(n^2)$ bound', summary: 'We\n show it.' })).toBe(`# An O(n²) bound

Zoë Zimmer

- Page: <https://papers.example/papers/hep-th/9901001>
- arXiv: <https://arxiv.org/abs/hep-th/9901001>
- PDF: <https://arxiv.org/pdf/hep-th/9901001>
- Published: 2026-11-20
- Submitted: 2026-11-22 by Ada Lindqvist
- Categories: cs.DC
- Upvotes: 7

## Abstract

We show it.

## Comments (1)

**Bo**, 2026-11-22:

> Nice.
`);
  });

  it('lets no text become markup', () => {
    const text = write(
      { summary: '# Not a heading, <script> [x](javascript:1) `y` *z* &lt;' },
      '1. no list\n\n> no quote',
    );
    expect(text).toContain(
      '\n\\# Not a heading, \\<script\\> \\[x\\](javascript:1) \\`y\\` \\*z\\* \\&lt;\n',
    );
    expect(text).toContain('> 1\\. no list\n>\n> \\> no quote');
  });

  it('leads to its code and its project', () => {
    const text = write({ comment: 'https://github.com/lab/kites, https://lab.github.io/kites' });
    expect(text).toContain(
      '- Code: <https://github.com/lab/kites>\n- Project page: <https://lab.github.io/kites>\n',
    );
  });

  it('of the sample leads to no place that has none', () => {
    expect(write({ sample: true })).not.toContain('arxiv.org');
  });
});
