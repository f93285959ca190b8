import type { Command } from 'commander';

/** A command of the operators: its room is loaded only when it is asked for. */
export interface OperatorCommand {
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** All of the operators' commands. Each lives in the room of its service. */
export const operatorCommands: readonly OperatorCommand[] = [
  {
    name: 'import',
    summary: 'import the papers of an arXiv snapshot',
    load: async () => (await import('../../services/ingest/src/import/import.command.js')).importCommand(),
  },
  {
    name: 'people',
    summary: 'make accounts and let people in: token, link, list, revoke',
    load: async () => (await import('../../services/catalog/src/people/people.command.js')).peopleCommand(),
  },
  {
    name: 'close-edition',
    summary: 'freeze the list of a day, week or month and send its digests',
    load: async () =>
      (await import('../../services/ranking/src/edition/edition.command.js')).closeEditionCommand(),
  },
  {
    name: 'rebuild',
    summary: 'read the lists anew from Kafka while the present ones serve',
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
    name: 'topics',
    summary: 'create or list the topics on Kafka',
    load: async () => (await import('./broker-commands.js')).topicsCommand(),
  },
];
