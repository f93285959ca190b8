import { describe, expect, it } from '@jest/globals';
import { placesOf } from './paper-places.js';

describe('the places of a paper', () => {
  it('are at arXiv for its papers, whatever else is said', () => {
    expect(placesOf({ id: 'hep-th/9901001', url: 'https://lab.example/', sample: false })).toEqual({
      label: 'arXiv:hep-th/9901001',
      page: 'https://arxiv.org/abs/hep-th/9901001',
      pdf: 'https://arxiv.org/pdf/hep-th/9901001',
      html: 'https://arxiv.org/html/hep-th/9901001',
    });
  });

  it('are at the page of the source for a paper of another one, and none without a page', () => {
    const paper = { id: 'lab:2026-17', sample: false };
    expect(placesOf({ ...paper, url: 'https://lab.example/17' })).toEqual({
      label: 'lab:2026-17',
      page: 'https://lab.example/17',
    });
    expect(placesOf(paper)).toEqual({ label: 'lab:2026-17' });
  });

  it('are none for the sample', () => {
    expect(placesOf({ id: '2600.00001', sample: true })).toEqual({ label: 'arXiv:2600.00001' });
  });
});
