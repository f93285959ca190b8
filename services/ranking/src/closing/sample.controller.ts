import { Controller } from '@nestjs/common';
import { sample } from '@paperboy/contracts';
import { Clock, parseEditionId, Serves } from '@paperboy/platform';
import { ClosingStore } from '../edition/closing.store.js';
import { EditionStore } from '../edition/edition.store.js';
import { GenerationStore } from '../generation/generation.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { PeriodsReader } from '../live/periods.reader.js';

/** Removes ranking's data of the sample publication that does not come from events. */
@Controller()
export class SampleController {
  constructor(
    private readonly editions: EditionStore,
    private readonly closings: ClosingStore,
    private readonly state: LiveLists,
    private readonly periods: PeriodsReader,
    private readonly generations: GenerationStore,
    private readonly clock: Clock,
  ) {}

  @Serves(sample.removeEditions)
  async remove(): Promise<{ editions: number }> {
    const ids = await this.editions.removeSample();
    const early = await this.closings.remove(ids);
    const lists = ids.flatMap((id) => {
      const period = parseEditionId(id);
      return period ? [`${period.cadence}:${period.name}`] : [];
    });
    // Only a rebuild brings back lists that have left Redis, and papers that an early closing moved.
    const gone = await this.periods.settledOf(lists);
    await this.state.change([
      ...early.map((day) => ['late', day] as ['late', string]),
      ...lists.map((list) => ['bump', list] as ['bump', string]),
    ]);
    if (early.length > 0 || gone.length > 0) await this.generations.startFilling(this.clock.now());
    return { editions: ids.length };
  }
}
