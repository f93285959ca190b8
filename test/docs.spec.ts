import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listItemOf, listItemSchema, paperSubmitted, recordObserved } from '@paperboy/contracts';

const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');
const LINK = /\]\(([^)\s]+)\)/g;

/** The files that a section of the walkthrough names. */
function filesOf(heading: string): string[] {
  const text = readFileSync('docs/walkthrough.md', 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return Array.from(section.matchAll(/^- `([^`]+)`$/gm), ([, file = '']) => file);
}

describe('the documents', () => {
  it.each(pages)('%s links to files that are there', (page) => {
    const targets = Array.from(readFileSync(page, 'utf8').matchAll(LINK), ([, target = '']) => target)
      .filter((target) => !/^(https?:|mailto:|#)/.test(target))
      .map((target) => join(dirname(page), target.split('#')[0] ?? ''));
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  it.each([
    ['A paper', 80],
    ['A vote', 50],
  ])('%s passes through files that are there, each named once, %i at most', (heading, most) => {
    const files = filesOf(heading);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files).toEqual([...new Set(files)]);
    expect(files.length).toBeGreaterThan(30);
    expect(files.length).toBeLessThanOrEqual(most);
  });

  it('follow one paper that every schema takes, from its record to the item of a list', () => {
    const example = (name: string) => {
      const block = new RegExp(`^\`\`\`json ${name}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(
        readFileSync('README.md', 'utf8'),
      );
      return JSON.parse(block?.[1] ?? 'null');
    };
    const record = recordObserved.schema.parse(example('record'));
    const paper = paperSubmitted.schema.parse(example('paper'));
    const item = listItemSchema.parse(example('item'));
    const { id, title, summary, categories, publishedAt, submission, sample } = paper;
    expect([id, title, summary]).toEqual([record.paperId, record.title, record.summary]);
    const card = {
      ...{ title, summary, categories, publishedAt, sample },
      authors: paper.authors.map(({ name }) => name),
      submittedBy: submission?.by ?? '',
      submittedAt: submission?.at ?? '',
    };
    const submitter = { handle: 'bo', name: 'Bo Lindqvist' };
    expect(item).toEqual(
      listItemOf({ id, card, upvotes: 1, comments: 0, submitter }, 'http://localhost:3000'),
    );
  });
});
