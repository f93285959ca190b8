import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paperIdSchema } from './paper-id.js';
import { pastedPaperId } from './pasted-paper.js';

describe('a paper that somebody pastes', () => {
  it.each([
    ['2512.01234', '2512.01234'],
    [' 2512.01234v2 ', '2512.01234'],
    ['2512.01234V2', '2512.01234'],
    ['arXiv:2512.01234', '2512.01234'],
    ['arxiv: 2512.01234v1 [cs.CL] 3 Dec 2025', '2512.01234'],
    ['https://arxiv.org/abs/2512.01234', '2512.01234'],
    ['http://www.arxiv.org/abs/2512.01234v3/', '2512.01234'],
    ['arxiv.org/pdf/2512.01234', '2512.01234'],
    ['https://arxiv.org/pdf/2512.01234v12.pdf', '2512.01234'],
    ['https://export.arxiv.org/abs/2512.01234?context=cs', '2512.01234'],
    ['https://arxiv.org/html/2512.01234v1#S3', '2512.01234'],
    ['<https://arxiv.org/abs/2512.01234>.', '2512.01234'],
    ['(arXiv:2512.01234).', '2512.01234'],
    ['https://doi.org/10.48550/arXiv.2512.01234', '2512.01234'],
    ['doi:10.48550/arXiv.2512.01234', '2512.01234'],
    ['https://huggingface.co/papers/2512.01234', '2512.01234'],
    ['https://www.alphaxiv.org/abs/2512.01234', '2512.01234'],
    ['0704.0001', '0704.0001'],
    ['hep-th/9901001', 'hep-th/9901001'],
    ['hep-th/9901001v3', 'hep-th/9901001'],
    ['HEP-TH/9901001', 'hep-th/9901001'],
    ['math.gt/0309136', 'math.GT/0309136'],
    ['https://arxiv.org/abs/math.GT/0309136', 'math.GT/0309136'],
    ['https://arxiv.org/abs/hep-th%2F9901001', 'hep-th/9901001'],
    ['https://arxiv.org/pdf/hep-th/9901001.pdf', 'hep-th/9901001'],
    [' lab:2026-17 ', 'lab:2026-17'],
    ['(lab:NoteV2).', 'lab:NoteV2'],
  ])('%j names %s', (pasted, id) => {
    expect(pastedPaperId(pasted)).toBe(id);
  });

  it.each([
    '',
    'attention',
    '2512',
    '12.5',
    'https://arxiv.org/list/cs.CL/recent',
    'https://papers.example/abs/2512.01234',
    'https://arxiv.org.example/abs/2512.01234',
    '2512.01234 and 2512.01235',
    `2512.01234${' '.repeat(400)}`,
    '%E0%A4%A',
  ])('%j names none', (pasted) => {
    expect(pastedPaperId(pasted)).toBeUndefined();
  });

  it('is found whatever stands around it in use, and is an id whatever was pasted', () => {
    const number = fc.integer({ min: 1, max: 99_999 }).map((n) => `2512.${String(n).padStart(5, '0')}`);
    const before = fc.constantFrom(
      '',
      ' ',
      'arXiv:',
      'https://arxiv.org/abs/',
      'arxiv.org/pdf/',
      'http://arxiv.org/html/',
      '<',
    );
    const behind = fc.constantFrom(
      '',
      'v1',
      'v12',
      '.pdf',
      'v2.pdf',
      '/',
      '?a=b',
      '#x',
      '.',
      ' [cs.CL]',
      '>',
      ' ',
    );
    fc.assert(
      fc.property(before, number, behind, (start, id, end) => {
        expect(pastedPaperId(`${start}${id}${end}`)).toBe(id);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const id = pastedPaperId(text);
        expect(id === undefined || paperIdSchema.safeParse(id).success).toBe(true);
      }),
    );
  });
});
