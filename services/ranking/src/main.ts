import { startService } from '@paperboy/platform';
import { rankingConfigSchema } from './ranking.config.js';
import { RankingModule } from './ranking.module.js';

await startService({
  service: 'ranking',
  module: RankingModule,
  config: rankingConfigSchema,
  mongo: true,
  redis: true,
});
