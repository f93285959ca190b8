import { startService } from '@paperboy/platform';
import { mailerConfigSchema } from './mailer.config.js';
import { MailerModule } from './mailer.module.js';

await startService({
  service: 'mailer',
  module: MailerModule,
  config: mailerConfigSchema,
  mongo: true,
});
