import { Controller, Delete } from '@nestjs/common';
import { AllowCallers } from '@paperboy/platform';
import { parseEditionId } from '../period/period.js';
import { RankingState } from '../state/ranking-state.store.js';
import { ClosingStore } from './closing.store.js';
import { EditionStore } from './edition.store.js';

/** What ranking keeps of the sample publication beyond its events. */
@Controller('internal/sample')
export class SampleController {
  constructor(
    private readonly editions: EditionStore,
    private readonly closings: ClosingStore,
    private readonly state: RankingState,
  ) {}

  /** Removes the editions of the sample; its papers and votes leave the lists by their tombstones. */
  @Delete()
  @AllowCallers('service')
  async remove(): Promise<{ editions: number }> {
    const ids = await this.editions.removeSample();
    const early = await this.closings.remove(ids);
    const lists = ids.flatMap((id) => {
      const period = parseEditionId(id);
      return period ? [`${period.cadence}:${period.name}`] : [];
    });
    await this.state.change([
      ...early.map((day) => ['late', day] as ['late', string]),
      ...lists.map((list) => ['bump', list] as ['bump', string]),
    ]);
    return { editions: ids.length };
  }
}
