import { expect, test } from '@jest/globals';
import { installationEnvironment, replicaEnvironment } from './service-environment.js';

const installation = {
  kafkaBrokers: '127.0.0.1:9',
  mongodbUrl: 'mongodb://127.0.0.1:8',
  redisUrl: 'redis://127.0.0.1:7',
  smtpUrl: 'smtp://127.0.0.1:6',
  namespace: 'paperboy',
  serviceSecret: 'secret',
  publicUrl: 'http://localhost:3000',
};

test('replicas of a service are a list of addresses, and web is known by its public one', () => {
  const environment = installationEnvironment(installation, { ranking: [1, 2], catalog: [3], web: [3000] });
  expect(environment.RANKING_URL).toBe('http://127.0.0.1:1,http://127.0.0.1:2');
  expect(environment.CATALOG_URL).toBe('http://127.0.0.1:3');
  expect(environment.PUBLIC_URL).toBe('http://localhost:3000');
  expect(environment).not.toHaveProperty('WEB_URL');
});

test('a service that does not run has no address', () => {
  expect(installationEnvironment(installation, { mailer: [] })).not.toHaveProperty('MAILER_URL');
});

test('a replica listens on loopback alone, and tells how it is at a port of its own', () => {
  expect(replicaEnvironment(3000, 4000)).toMatchObject({
    HOST: '127.0.0.1',
    PORT: '3000',
    OPERATIONS_HOST: '127.0.0.1',
    OPERATIONS_PORT: '4000',
  });
});
