import { Controller } from '@nestjs/common';
import { type SearchRebuild, search } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import { SearchFeed } from '../feed/search-feed.consumer.js';
import { TargetGeneration } from '../feed/target-generation.store.js';

/** Rebuilding the index while the current one serves. */
@Controller()
export class SearchRebuildController {
  constructor(
    private readonly target: TargetGeneration,
    private readonly feed: SearchFeed,
  ) {}

  @Serves(search.startRebuild)
  async start(): Promise<SearchRebuild> {
    return { wanted: await this.target.raise(), ...this.feed.generations() };
  }

  @Serves(search.rebuildProgress)
  async progress(): Promise<SearchRebuild> {
    return { wanted: await this.target.read(), ...this.feed.generations() };
  }
}
