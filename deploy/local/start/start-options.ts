import { parseArgs } from 'node:util';
import { parseScale, type Scale } from '../processes/services.js';

/** The options of `npm start`. */
export interface StartOptions {
  help: boolean;
  /** False: only Kafka, MongoDB, Redis and the mailbox, for developers who run a service by hand. */
  services: boolean;
  scale: Scale;
  /** The port of the publication's pages. */
  port: number;
  mailboxPort: number;
  mailboxSmtpPort: number;
  /** Prefix of everything on the servers. */
  namespace: string;
  /** Loads the sample into an installation without papers. */
  sample: boolean;
  /** Categories whose newly announced papers are read from arXiv. Empty: none are. */
  submitFrom: string;
}

/** The default categories of `npm start`. A service that is started without it has none. */
const SUBMIT_FROM = 'cs.AI,cs.CL';

/** The text of `npm start -- --help`. */
export const HELP = `npm start [-- OPTIONS]

  --scale ranking=2,mailer=2   how many replicas of a service run (1 each)
  --parts-only                 only Kafka, MongoDB, Redis and the mailbox
  --help                       this text

Environment:
  PORT=3000                    the page
  MAILBOX_PORT=1080            the mailbox's page
  MAILBOX_SMTP_PORT=1025       the mailbox's SMTP
  PAPERBOY_DATA=FOLDER         where the data lies (.paperboy/data)
  NAMESPACE=paperboy           prefix of databases, topics, groups and keys
  SAMPLE=off                   never load the sample publication
  SUBMIT_FROM=cs.AI,cs.CL      put newly announced papers of these categories on the list of
                               the day; empty: ask arXiv for nothing
  HARVEST_CONTACT=ADDRESS      tells arXiv who asks
  KAFKA_BROKERS, MONGODB_URL, REDIS_URL, SMTP_URL
                               use this server instead of starting one`;

/** Reads arguments and environment. A wrong value is an error with its name, the value and the allowed values. */
export function startOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      help: { type: 'boolean', default: false },
      'parts-only': { type: 'boolean', default: false },
      scale: { type: 'string', default: '' },
    },
  });
  const namespace = env.NAMESPACE ?? 'paperboy';
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(namespace)) {
    throw new Error(
      `NAMESPACE is "${namespace}": it is 1 to 31 small letters, digits and hyphens, a letter first.`,
    );
  }
  if (env.SAMPLE !== undefined && !['on', 'off'].includes(env.SAMPLE)) {
    throw new Error(`SAMPLE is "${env.SAMPLE}": it is on or off.`);
  }
  return {
    help: values.help,
    services: !values['parts-only'],
    scale: parseScale(values.scale),
    port: portFrom(env, 'PORT', 3000),
    mailboxPort: portFrom(env, 'MAILBOX_PORT', 1080),
    mailboxSmtpPort: portFrom(env, 'MAILBOX_SMTP_PORT', 1025),
    namespace,
    sample: env.SAMPLE !== 'off',
    submitFrom: env.SUBMIT_FROM ?? SUBMIT_FROM,
  };
}

function portFrom(env: NodeJS.ProcessEnv, variable: string, otherwise: number): number {
  const text = env[variable];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`${variable} is "${text}": expected a port from 1 to 65535.`);
  }
  return port;
}
