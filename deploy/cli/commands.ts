import type { Command } from 'commander';

/** A command of the operators. Its code is loaded only when the command is used. */
export interface OperatorCommand {
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** All of the operators' commands. Each lives in the room of its service. */
export const operatorCommands: readonly OperatorCommand[] = [
  {
    name: 'status',
    summary: 'tell how every part is, on one screen',
    load: async () => (await import('./status/status.command.js')).statusCommand(),
  },
  {
    name: 'import',
    summary: 'import the papers of an arXiv snapshot',
    load: async () => (await import('../../services/ingest/src/import/import.command.js')).importCommand(),
  },
  {
    name: 'harvest',
    summary: 'read papers once: by days, by a search, by their ids, or from daily lists',
    load: async () => (await import('../../services/ingest/src/harvest/harvest.command.js')).harvestCommand(),
  },
  {
    name: 'sources',
    summary: 'list the sources of papers: where each is, and when it is read next',
    load: async () => (await import('../../services/ingest/src/harvest/sources.command.js')).sourcesCommand(),
  },
  {
    name: 'source',
    summary: 'add or remove a source of papers that is not arXiv',
    load: async () => (await import('../../services/ingest/src/harvest/source.command.js')).sourceCommand(),
  },
  {
    name: 'people',
    summary: 'make accounts and let people in: token, link, list, revoke, suspend, lift',
    load: async () => (await import('../../services/catalog/src/person/people.command.js')).peopleCommand(),
  },
  {
    name: 'close-edition',
    summary: 'freeze the list of a day, week or month and send its digests',
    load: async () =>
      (await import('../../services/ranking/src/closing/close-edition.command.js')).closeEditionCommand(),
  },
  {
    name: 'deliveries',
    summary: 'show how the mails of an edition stand; pause, resume or cancel them',
    load: async () =>
      (await import('../../services/mailer/src/run/deliveries.command.js')).deliveriesCommand(),
  },
  {
    name: 'suppressions',
    summary: 'list the addresses that get no digest; add or lift one',
    load: async () =>
      (await import('../../services/mailer/src/subscriber/suppressions.command.js')).suppressionsCommand(),
  },
  {
    name: 'subscribers',
    summary: 'bring subscribers from a CSV file with dates of consent, or write one',
    load: async () =>
      (await import('../../services/mailer/src/subscription/subscribers.command.js')).subscribersCommand(),
  },
  {
    name: 'mail',
    summary: 'send a test mail; preview a digest; look at the sender’s domain as mailbox providers do',
    load: async () => {
      const [{ mailCommand }, { mailPreviewCommand }, { mailCheckCommand }] = await Promise.all([
        import('../../services/mailer/src/message/mail.command.js'),
        import('../../services/mailer/src/digest/mail-preview.command.js'),
        import('../../services/mailer/src/check/mail-check.command.js'),
      ]);
      return mailCommand().addCommand(mailPreviewCommand()).addCommand(mailCheckCommand());
    },
  },
  {
    name: 'webhooks',
    summary: 'list the addresses that are told of new editions; add, enable or remove one',
    load: async () =>
      (await import('../../services/mailer/src/webhook/webhooks.command.js')).webhooksCommand(),
  },
  {
    name: 'rebuild',
    summary: 'read the lists or the search anew from Kafka while the present ones serve',
    load: async () =>
      (await import('../../services/ranking/src/rebuild/rebuild.command.js')).rebuildCommand(),
  },
  {
    name: 'replay',
    summary: 'order the papers of past days by another formula and compare',
    load: async () => (await import('../../services/ranking/src/replay/replay.command.js')).replayCommand(),
  },
  {
    name: 'sample',
    summary: 'load or remove the sample publication',
    load: async () => (await import('./sample.command.js')).sampleCommand(),
  },
  {
    name: 'dead-letters',
    summary: 'list, show, replay or drop the events that a service could not take',
    load: async () => (await import('./broker-commands.js')).deadLettersCommand(),
  },
  {
    name: 'migrate',
    summary: 'bring stored documents to the shape of this version',
    load: async () => (await import('./migrate.command.js')).migrateCommand(),
  },
  {
    name: 'topics',
    summary: 'create or list the topics on Kafka',
    load: async () => (await import('./broker-commands.js')).topicsCommand(),
  },
];
