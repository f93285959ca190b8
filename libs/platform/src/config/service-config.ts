import { isTimeZone, lineSchema } from '@paperboy/contracts';
import { z } from 'zod';

const wholeNumber = (least: number, most: number) => {
  const allowed = `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .refine((number) => number >= least && number <= most, allowed);
};

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/** The addresses of the replicas of a service: `http://host:port`, separated by commas. */
export const replicasSchema = z
  .string()
  .transform((list) => list.split(',').map((url) => url.trim().replace(/\/+$/, '')))
  .refine(
    (urls) => urls.every((url) => isUrl(url, ['http:', 'https:'])),
    'expected addresses such as http://127.0.0.1:3002, separated by commas',
  );

const replicas = (port: number) => replicasSchema.prefault(`http://127.0.0.1:${port}`);

const url = (protocols: readonly string[], example: string) =>
  z.string().refine((value) => isUrl(value, protocols), `expected an address such as ${example}`);

/** The variables that every service reads; a service extends them in its own `<service>.config.ts`. */
export const serviceConfigSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  PORT: wholeNumber(0, 65_535).default(0),
  NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected up to 31 small letters, digits and hyphens, a letter first')
    .default('paperboy'),
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:9092')
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .refine(
      (brokers) => brokers.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker)),
      'expected brokers as host:port, separated by commas',
    ),
  MONGODB_URL: url(['mongodb:', 'mongodb+srv:'], 'mongodb://127.0.0.1:27017').default(
    'mongodb://127.0.0.1:27017',
  ),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://127.0.0.1:6379').default('redis://127.0.0.1:6379'),
  /** Signs the short-lived tokens between the services; the same for all of them. */
  SERVICE_SECRET: z
    .string('expected the secret that all services share, of 32 characters or more')
    .min(32, 'expected the secret that all services share, of 32 characters or more'),
  /** Milliseconds for which a replica holds the right to publish a collection's events without renewing it. */
  RELAY_LEASE_MS: wholeNumber(500, 60_000).default(5_000),
  /** For tests: an answer that breaks the contract of its endpoint becomes a 500. */
  CHECK_ANSWERS: z.enum(['true', 'false'], 'expected true or false').default('false'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'expected debug, info, warn, error or silent')
    .default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], 'expected json or pretty').default('json'),
  INGEST_URL: replicas(3001),
  CATALOG_URL: replicas(3002),
  RANKING_URL: replicas(3003),
  MAILER_URL: replicas(3004),
  /** The public address of web. Links in mails and feeds begin with it. */
  PUBLIC_URL: url(['http:', 'https:'], 'https://papers.example.org')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('http://localhost:3000'),
});

/**
 * The fields for a service whose own port is public, to be spread into its schema. `/health` and `/metrics` are then
 * served at another port.
 */
export const operationsSchema = {
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  OPERATIONS_PORT: wholeNumber(0, 65_535).default(0),
};

/** The configuration that every service has. */
export type ServiceConfig = z.output<typeof serviceConfigSchema> & {
  OPERATIONS_HOST?: string;
  OPERATIONS_PORT?: number;
};

/** The fields of the publication, to be spread into the schemas of the services that need them. */
export const publicationSchema = {
  PUBLICATION_NAME: lineSchema(60).default('Paperboy'),
  PUBLICATION_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'expected a time zone such as UTC or America/New_York')
    .default('UTC'),
  /** The time when a day of the publication begins, HH:MM in its time zone. */
  PUBLICATION_ROLL_OVER: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 00:00 or 21:30')
    .default('00:00'),
};
