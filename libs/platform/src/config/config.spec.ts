import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';
import { operatorEnvironment } from './operator-environment.js';
import { publicationSchema, serviceConfigSchema } from './service-config.js';

const SERVICE_SECRET = 'a'.repeat(32);
const schema = serviceConfigSchema.extend(publicationSchema);

function sentencesFor(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(schema, { SERVICE_SECRET, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has defaults for all but the secret', () => {
    expect(readConfig(schema, { SERVICE_SECRET })).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 0,
      NAMESPACE: 'paperboy',
      KAFKA_BROKERS: ['127.0.0.1:9092'],
      CATALOG_URL: ['http://127.0.0.1:3002'],
      PUBLICATION_NAME: 'Paperboy',
      PUBLICATION_TIME_ZONE: 'UTC',
      PUBLICATION_ROLL_OVER: '00:00',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig(schema, { SERVICE_SECRET, PORT: '', LOG_LEVEL: '' })).toMatchObject({
      PORT: 0,
      LOG_LEVEL: 'info',
    });
  });

  it('takes a name of the publication as one clean line', () => {
    const { PUBLICATION_NAME } = readConfig(schema, {
      SERVICE_SECRET,
      PUBLICATION_NAME: ' The\u202e Daily\r\nBcc: x ',
    });
    expect(PUBLICATION_NAME).toBe('The Daily Bcc: x');
  });

  it('reads lists of brokers and replicas', () => {
    const config = readConfig(schema, {
      SERVICE_SECRET,
      KAFKA_BROKERS: 'a:1, b:2',
      MAILER_URL: 'http://a:1/,http://b:2',
    });
    expect(config.KAFKA_BROKERS).toEqual(['a:1', 'b:2']);
    expect(config.MAILER_URL).toEqual(['http://a:1', 'http://b:2']);
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT is "abc": expected a whole number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT is "70000": expected a whole number from 0 to 65535.'],
    [{ PORT: '1e3' }, 'PORT is "1e3": expected a whole number from 0 to 65535.'],
    [
      { PUBLICATION_NAME: 'x'.repeat(61) },
      `PUBLICATION_NAME is "${'x'.repeat(61)}": expected 1 to 60 characters that show.`,
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": expected debug, info, warn, error or silent.'],
    [
      { KAFKA_BROKERS: 'kafka' },
      'KAFKA_BROKERS is "kafka": expected brokers as host:port, separated by commas.',
    ],
    [
      { CATALOG_URL: 'catalog:1' },
      'CATALOG_URL is "catalog:1": expected addresses such as http://127.0.0.1:3002, separated by commas.',
    ],
    [
      { PUBLICATION_TIME_ZONE: 'Mars/Base' },
      'PUBLICATION_TIME_ZONE is "Mars/Base": expected a time zone such as UTC or America/New_York.',
    ],
    [
      { PUBLICATION_ROLL_OVER: '24:00' },
      'PUBLICATION_ROLL_OVER is "24:00": expected a time of day such as 00:00 or 21:30.',
    ],
  ])('says of %j what is allowed', (env, sentence) => {
    expect(sentencesFor(env)).toEqual([sentence]);
  });

  it('names every wrong variable, and a missing one as missing', () => {
    const sentences = sentencesFor({ SERVICE_SECRET: undefined, PORT: '-1' });
    expect(sentences).toHaveLength(2);
    expect(sentences).toContain(
      'SERVICE_SECRET is missing: expected the secret that all services share, of 32 characters or more.',
    );
  });

  it('never shows a secret or the credentials of an address', () => {
    const said = sentencesFor({ SERVICE_SECRET: 'hunter2', MONGODB_URL: 'http://root:hunter2@db' }).join();
    expect(said).not.toContain('hunter2');
    expect(said).toContain('(hidden, 7 characters)');
    expect(said).toContain('http://***@db');
  });
});

describe('the environment of a command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));

  it('is that of the process when no stack runs', () => {
    expect(operatorEnvironment({ PAPERBOY_DATA: folder })).toEqual({ PAPERBOY_DATA: folder });
    expect(operatorEnvironment({ A: 'b' }, folder)).toEqual({ A: 'b' });
  });

  it('takes from the running stack what the process does not say', () => {
    writeFileSync(
      join(folder, 'stack.json'),
      JSON.stringify({ environment: { CATALOG_URL: 'http://a', REDIS_URL: 'r' } }),
    );
    expect(operatorEnvironment({ PAPERBOY_DATA: folder, REDIS_URL: 'mine' })).toEqual({
      PAPERBOY_DATA: folder,
      CATALOG_URL: 'http://a',
      REDIS_URL: 'mine',
    });
  });

  it('finds the stack of the clone from a folder within it', () => {
    const within = join(folder, 'clone', 'services', 'web');
    const data = join(folder, 'clone', '.paperboy', 'data');
    mkdirSync(within, { recursive: true });
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'stack.json'), JSON.stringify({ environment: { NAMESPACE: 'clone' } }));
    expect(operatorEnvironment({}, within)).toEqual({ NAMESPACE: 'clone' });
  });
});
