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
