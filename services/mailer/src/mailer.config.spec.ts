import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dkimKeysOf, mailerConfigSchema } from './mailer.config.js';

const ENVIRONMENT = {
  SERVICE_SECRET: 'a secret of this test, 32 characters or more',
  MAIL_FROM: 'digest@Papers.example.org',
};

let folder = '';
let rsa = '';
let other = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailer-config-'));
  [rsa, other] = ['rsa.pem', 'other.pem'].map((name) => join(folder, name)) as [string, string];
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  writeFileSync(rsa, generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export(pem));
  writeFileSync(other, generateKeyPairSync('ed25519').privateKey.export(pem));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (more: Record<string, string>) => mailerConfigSchema.safeParse({ ...ENVIRONMENT, ...more });

describe('the keys that sign mails', () => {
  it('are that of the sender’s domain first, and then those of further domains', () => {
    const config = read({
      DKIM_KEY_FILE: rsa,
      DKIM_SELECTOR: 'autumn',
      DKIM_FURTHER_KEYS: `Relay.example.net:s1:${rsa}, example.com:s2:${rsa}`,
    });
    expect(
      config.success && dkimKeysOf(config.data).map(({ domain, selector }) => [domain, selector]),
    ).toEqual([
      ['papers.example.org', 'autumn'],
      ['relay.example.net', 's1'],
      ['example.com', 's2'],
    ]);
    const none = read({});
    expect(none.success && dkimKeysOf(none.data)).toEqual([]);
  });

  it('stop the start when one is wrong, with the entry that is', () => {
    for (const [entry, words] of [
      ['example.org', 'in place of "example.org"'],
      [`example.org:s_1:${rsa}`, 'expected domain:selector:path'],
      [`no domain:s1:${rsa}`, 'expected domain:selector:path'],
      [
        `example.org:s1:${join(folder, 'none.pem')}`,
        'expected the path of a private RSA key as PEM in "example.org:s1:',
      ],
      [`example.org:s1:${other}`, 'expected the path of a private RSA key'],
      [`example.org:s1:${rsa},EXAMPLE.org:s1:${rsa}`, 'names a selector of a domain twice'],
    ] as const) {
      const config = read({ DKIM_FURTHER_KEYS: entry });
      expect([entry, config.error?.issues.map(({ path, message }) => [path[0], message])]).toEqual([
        entry,
        [['DKIM_FURTHER_KEYS', expect.stringContaining(words)]],
      ]);
    }
  });
});
