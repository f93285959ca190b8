import { Controller } from '@nestjs/common';
import { type AskedOf, type ImportTally, papers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { Presence } from '../person/presence.store.js';
import { ImportTallyStore } from './import-tally.store.js';

/** Tells ingest the outcomes of an import's records. */
@Controller()
export class ImportController {
  constructor(
    private readonly imports: ImportTallyStore,
    private readonly presence: Presence,
  ) {}

  @Serves(papers.importTally)
  async import(@Asked() { params }: AskedOf<typeof papers.importTally>): Promise<ImportTally> {
    const [tally, yielding] = await Promise.all([this.imports.tally(params.id), this.presence.anybody()]);
    return { ...tally, yielding };
  }
}
