import { describe, expect, it } from '@jest/globals';
import { SourceFailure } from '../source/source.js';
import { SourceNotes } from './notes.js';

const AT = new Date('2026-11-26T10:00:00.000Z');

function noting() {
  const said: { level: string; sentence: string }[] = [];
  const note =
    (level: string) =>
    (_fields: object | string, sentence = '') => {
      said.push({ level, sentence });
    };
  const log = { info: note('info'), warn: note('warn'), debug: note('debug') };
  return { notes: new SourceNotes(log), said, warnings: () => said.filter(({ level }) => level === 'warn') };
}

const away = () => new SourceFailure('source-unreachable', "It can't be reached (ENOTFOUND).");

describe('the log of sources', () => {
  it('says in one sentence what failed, and what is done next and when', () => {
    const { notes, said } = noting();
    notes.failed('oai-cs', new SourceFailure('source-busy', 'It says that we ask too often.'), AT);
    expect(said).toEqual([
      {
        level: 'warn',
        sentence:
          'The source oai-cs could not be read: It says that we ask too often; ' +
          'it is tried again at 2026-11-26T10:00:00.000Z, from where it was.',
      },
    ]);
  });

  it('says once that there is no network, however many sources there are, and again after one was read', () => {
    const { notes, warnings } = noting();
    for (const source of ['rss', 'oai-cs.cs.AI', 'oai-cs.cs.CL', 'rss']) notes.failed(source, away(), AT);
    expect(warnings()).toHaveLength(1);
    notes.done('rss', 12, AT);
    notes.failed('rss', away(), AT);
    expect(warnings()).toHaveLength(2);
  });

  it('names some of the records that are none', () => {
    const { notes, said } = noting();
    const refused = Array.from({ length: 5 }, (_, index) => ({
      id: `p${index}`,
      code: 'title-missing' as const,
    }));
    notes.refused('rss', []);
    notes.refused('rss', refused);
    expect(said).toHaveLength(1);
    expect(said[0]?.sentence).toContain(
      'p0 (it has no title), p1 (it has no title), p2 (it has no title) and 2 more.',
    );
  });
});
