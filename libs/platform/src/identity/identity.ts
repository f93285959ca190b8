import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock.js';
import { CONFIG } from '../config/config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { unauthorized } from '../errors/problem.js';
import { type Caller, callerSchema, SELF } from './caller.js';

const ISSUER = 'paperboy';
const VALID_SECONDS = 60;
/** A signed token is reused until it has less than this left, so that it outlives its call. */
const SPARE_SECONDS = 20;
/** The tolerated difference between the clocks of replicas. */
const TOLERANCE_SECONDS = 5;
const REMEMBERED = 2_000;

interface Verified {
  caller: Caller;
  /** In epoch milliseconds. */
  expiresAt: number;
}

/**
 * Signs and verifies the callers of calls between services: HS256 tokens of 60 seconds under SERVICE_SECRET. Each token
 * is valid for one service, so that a service can't use a token that it was given at another one.
 */
@Injectable()
export class Identity {
  private readonly key: Uint8Array;
  private readonly signed = new LRUCache<string, { token: string; freshUntil: number }>({ max: REMEMBERED });
  /** Verified callers by token, and verifications under way: frequent callers often send many requests at once. */
  private readonly verified = new LRUCache<string, Promise<Verified>>({ max: REMEMBERED });

  constructor(
    @Inject(CONFIG) config: Pick<ServiceConfig, 'SERVICE_SECRET'>,
    private readonly clock: Clock,
    @Inject(SELF) private readonly self: { readonly name: string } = { name: 'operator' },
  ) {
    this.key = new TextEncoder().encode(config.SERVICE_SECRET);
  }

  /**
   * A token that states the caller to the service `audience`, valid for at least 20 more seconds. By default for this
   * very service.
   */
  async sign(caller: Caller, audience = this.self.name): Promise<string> {
    const now = this.clock.now().getTime();
    const cacheKey = `${audience} ${JSON.stringify(caller)}`;
    const known = this.signed.get(cacheKey);
    if (known && known.freshUntil > now) return known.token;
    const seconds = Math.floor(now / 1000);
    const token = await new SignJWT({ caller })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + VALID_SECONDS)
      .sign(this.key);
    this.signed.set(cacheKey, { token, freshUntil: now + (VALID_SECONDS - SPARE_SECONDS) * 1000 });
    return token;
  }

  /** Checks signature, time and audience; throws unauthorized for anything but a valid token for this service. */
  async verify(token: string): Promise<Caller> {
    const now = this.clock.now();
    try {
      const known = await this.verified.get(token);
      if (known && known.expiresAt > now.getTime()) return known.caller;
      const checking = this.check(token, now);
      this.verified.set(token, checking);
      return (await checking).caller;
    } catch (error) {
      this.verified.delete(token);
      if (error instanceof errors.JWTExpired) throw unauthorized('The token has expired.');
      throw unauthorized('The token is not valid.');
    }
  }

  private async check(token: string, now: Date): Promise<Verified> {
    const { payload } = await jwtVerify(token, this.key, {
      issuer: ISSUER,
      audience: this.self.name,
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
    });
    return { caller: callerSchema.parse(payload.caller), expiresAt: (payload.exp ?? 0) * 1000 };
  }
}
