import { describe, expect, it } from '@jest/globals';
import type { AllowedCaller } from '@paperboy/contracts';
import { SignJWT } from 'jose';
import { Clock } from '../clock.js';
import { type Caller, isAllowed } from './caller.js';
import { Identity } from './identity.js';

class StandingClock extends Clock {
  constructor(public time = Date.parse('2026-11-22T08:00:00Z')) {
    super();
  }
  override now(): Date {
    return new Date(this.time);
  }
}

const SERVICE_SECRET = 'k'.repeat(32);
const ann: Caller = { kind: 'person', id: 'p1', handle: 'ann', name: 'Ann', role: 'reader' };
const web: Caller = { kind: 'service', name: 'web' };

describe('an identity', () => {
  it('is read back as it was signed', async () => {
    const identity = new Identity({ SERVICE_SECRET }, new StandingClock());
    expect(await identity.verify(await identity.sign(ann))).toEqual(ann);
    expect(await identity.verify(await identity.sign(web))).toEqual(web);
    const catalog = new Identity({ SERVICE_SECRET }, new StandingClock(), { name: 'catalog' });
    expect(await catalog.verify(await identity.sign(ann, 'catalog'))).toEqual(ann);
  });

  it('is signed once for as long as enough of its minute is left', async () => {
    const clock = new StandingClock();
    const identity = new Identity({ SERVICE_SECRET }, clock);
    const first = await identity.sign(ann);
    clock.time += 39_000;
    expect(await identity.sign(ann)).toBe(first);
    clock.time += 2_000;
    expect(await identity.sign(ann)).not.toBe(first);
  });

  it('ends after its minute, remembered or not', async () => {
    const clock = new StandingClock();
    const identity = new Identity({ SERVICE_SECRET }, clock);
    const token = await identity.sign(ann);
    await identity.verify(token);
    clock.time += 66_000;
    await expect(identity.verify(token)).rejects.toMatchObject({
      status: 401,
      detail: 'The token has expired.',
    });
    await expect(new Identity({ SERVICE_SECRET }, clock).verify(token)).rejects.toMatchObject({
      status: 401,
    });
  });

  it('is not believed under another secret, altered, without an end, unsigned, or of another shape', async () => {
    const clock = new StandingClock();
    const identity = new Identity({ SERVICE_SECRET }, clock);
    const key = new TextEncoder().encode(SERVICE_SECRET);
    const claims = (caller: unknown) => new SignJWT({ caller }).setProtectedHeader({ alg: 'HS256' });
    const seconds = clock.time / 1000;
    const tokens = [
      await new Identity({ SERVICE_SECRET: 'x'.repeat(32) }, clock).sign(ann),
      `${await identity.sign(ann)}x`,
      await claims(ann).setIssuer('paperboy').setAudience('operator').sign(key),
      await new Identity({ SERVICE_SECRET }, clock).sign(ann, 'catalog'),
      await claims(ann)
        .setIssuer('other')
        .setAudience('operator')
        .setExpirationTime(seconds + 60)
        .sign(key),
      await claims({ kind: 'god' })
        .setIssuer('paperboy')
        .setAudience('operator')
        .setExpirationTime(seconds + 60)
        .sign(key),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ caller: ann, iss: 'paperboy', aud: 'operator', exp: seconds + 60 })).toString('base64url')}.`,
      'nonsense',
    ];
    for (const token of tokens) {
      await expect(identity.verify(token)).rejects.toMatchObject({
        status: 401,
        detail: 'The token is not valid.',
      });
    }
  });
});

describe('who may call', () => {
  const operator: Caller = { kind: 'service', name: 'operator' };
  const curator: Caller = { ...ann, role: 'curator' };
  const admin: Caller = { ...ann, role: 'admin' };
  const callers = { reader: ann, curator, admin, web, operator };

  it.each<[AllowedCaller, (keyof typeof callers)[]]>([
    ['person', ['reader', 'curator', 'admin']],
    ['curator', ['curator', 'admin']],
    ['admin', ['admin']],
    ['service', ['web', 'operator']],
    ['operator', ['operator']],
    ['web', ['web']],
    ['anyone', ['reader', 'curator', 'admin', 'web', 'operator']],
  ])('%s means %j', (allowed, expected) => {
    expect(
      Object.entries(callers).flatMap(([name, caller]) => (isAllowed(caller, [allowed]) ? [name] : [])),
    ).toEqual(expected);
  });
});
