import { startService } from '@paperboy/platform';
import { ingestConfigSchema } from './ingest.config.js';
import { IngestModule } from './ingest.module.js';

await startService({
  service: 'ingest',
  module: IngestModule,
  config: ingestConfigSchema,
  mongo: true,
  redis: true,
});
