import { Controller } from '@nestjs/common';
import { sample } from '@paperboy/contracts';
import { Clock, Serves } from '@paperboy/platform';
import { parseEditionId } from '../period/period.js';
import { GenerationStore } from '../state/generation.store.js';
import { RankingState } from '../state/ranking-state.store.js';
import { ClosingStore } from './closing.store.js';
import { EditionStore } from './edition.store.js';

/** What ranking keeps of the sample publication beyond its events. */
@Controller()
export class SampleController {
  constructor(
    private readonly editions: EditionStore,
    private readonly closings: ClosingStore,
    private readonly state: RankingState,
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
    // Lists that have left Redis, and papers that an early closing moved, come back only by reading everything anew.
    const gone = await this.state.settledOf(lists);
    await this.state.change([
      ...early.map((day) => ['late', day] as ['late', string]),
      ...lists.map((list) => ['bump', list] as ['bump', string]),
    ]);
    if (early.length > 0 || gone.length > 0) await this.generations.startFilling(this.clock.now());
    return { editions: ids.length };
  }
}
