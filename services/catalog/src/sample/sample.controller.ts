import { Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { AllowCallers } from '@paperboy/platform';
import { type SampleAnswer, type SampleRemoval, SampleStore } from './sample.store.js';

/** The sample publication, as the operator's command loads and removes it. */
@Controller('internal/sample')
@AllowCallers('service')
export class SampleController {
  constructor(private readonly sample: SampleStore) {}

  /** Whether a sample is loaded, of which day, and which day it is. */
  @Get()
  state(): Promise<{ loaded: boolean; day?: string; today: string }> {
    return this.sample.state();
  }

  /** Loads the sample of today, or says why not; one of an earlier day is renewed. */
  @Put()
  load(): Promise<SampleAnswer> {
    return this.sample.load();
  }

  /** Removes the sample; without one nothing happens. */
  @Delete()
  @HttpCode(200)
  remove(): Promise<SampleRemoval> {
    return this.sample.remove();
  }
}
