import { PaperStore } from '../src/paper/paper.store.js';
import type { CatalogUnderTest } from './catalog-under-test.js';
import { paperRecord } from './paper-records.js';

/** Takes in the nth made-up paper of a catalog, and returns its id. */
export async function newPaper({ app }: CatalogUnderTest, nth: number): Promise<string> {
  const paperId = `2611.${String(nth).padStart(5, '0')}`;
  await app.get(PaperStore).take([{ paperId, record: paperRecord(paperId) }], 'live');
  return paperId;
}
