import { describe, expect, it } from '@jest/globals';
import { retryAt } from './back-off.js';
import { batchesOf, isNews } from './batches.js';
import { setOf, standingSources } from './settings.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');

describe('the sources of a configuration', () => {
  it('are none without categories and sets', () => {
    expect(standingSources({ SUBMIT_FROM: [], HARVEST_SETS: [] }, NOW)).toEqual([]);
  });

  it('are the announcements of the categories and a list of each of their sets', () => {
    const sources = standingSources({ SUBMIT_FROM: ['cs.CL', 'hep-th'], HARVEST_SETS: [] }, NOW);
    expect(sources.map(({ id }) => id)).toEqual(['rss', 'oai-cs.cs.CL', 'oai-physics.hep-th']);
    expect(sources[1]?.settings).toMatchObject({ set: 'cs:cs:CL', from: '2026-11-23' });
  });

  it('read no set beside a wider one that has it', () => {
    const sources = standingSources({ SUBMIT_FROM: ['cs.CL'], HARVEST_SETS: ['cs'] }, NOW);
    expect(sources.map(({ id }) => id)).toEqual(['rss', 'oai-cs']);
  });

  it.each([
    ['cs.AI', 'cs:cs:AI'],
    ['hep-th', 'physics:hep-th'],
    ['physics.optics', 'physics:physics:optics'],
    ['cond-mat.str-el', 'physics:cond-mat:str-el'],
    ['q-bio.NC', 'q-bio:q-bio:NC'],
  ])('have %s in the set %s', (category, set) => {
    expect(setOf(category)).toBe(set);
  });
});

describe('a source that failed', () => {
  it('is tried again after twice the time, an hour at the most, and not before it wishes', () => {
    const seconds = (failures: number, random: number) =>
      (retryAt(NOW, failures, random).getTime() - NOW.getTime()) / 1_000;
    expect([seconds(1, 0.5), seconds(2, 0.5), seconds(3, 0.5), seconds(50, 0.5)]).toEqual([
      60, 120, 240, 3_600,
    ]);
    expect([seconds(1, 0), seconds(1, 1)]).toEqual([45, 75]);
    const wished = new Date('2026-11-26T10:10:00.000Z');
    expect(retryAt(NOW, 1, 0.5, wished)).toEqual(wished);
  });
});

describe('what is published', () => {
  const record = (publishedAt: string, summary = '') => ({ version: 1, publishedAt, summary }) as never;

  it('is news for a fortnight', () => {
    expect(isNews(record('2026-11-13T10:00:00.000Z'), NOW)).toBe(true);
    expect(isNews(record('2021-11-13T10:00:00.000Z'), NOW)).toBe(false);
  });

  it('is cut into batches that one partition takes', () => {
    const many = Array.from({ length: 1_200 }, () => record('2026-11-13T10:00:00.000Z'));
    expect(batchesOf(many).map(({ length }) => length)).toEqual([500, 500, 200]);
    const big = Array.from({ length: 3 }, () => record('2026-11-13T10:00:00.000Z', 'x'.repeat(400_000)));
    expect(batchesOf(big).map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(batchesOf([])).toEqual([]);
  });
});
