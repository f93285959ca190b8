import { startService } from '@paperboy/platform';
import { webConfigSchema } from './web.config.js';
import { WebModule } from './web.module.js';

await startService({ service: 'web', module: WebModule, config: webConfigSchema, redis: true, public: true });
