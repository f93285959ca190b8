import { startService } from '@paperboy/platform';
import { catalogConfigSchema } from './catalog.config.js';
import { CatalogModule } from './catalog.module.js';

await startService({
  service: 'catalog',
  module: CatalogModule,
  config: catalogConfigSchema,
  mongo: true,
  redis: true,
});
