import { Controller } from '@nestjs/common';
import { type AnsweredBy, sample } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import { SampleStore } from './sample.store.js';

/** The sample publication, as the operator's command loads and removes it. */
@Controller()
export class SampleController {
  constructor(private readonly sample: SampleStore) {}

  @Serves(sample.state)
  state(): Promise<AnsweredBy<typeof sample.state>> {
    return this.sample.state();
  }

  @Serves(sample.load)
  load(): Promise<AnsweredBy<typeof sample.load>> {
    return this.sample.load();
  }

  @Serves(sample.remove)
  remove(): Promise<AnsweredBy<typeof sample.remove>> {
    return this.sample.remove();
  }
}
