import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInFirst } from '../shell/sign-in-first.js';
import type { WebConfig } from '../web.config.js';
import { Gate } from './gate.guard.js';
import { interruptedCookie } from './interrupted.js';
import type { Visitor } from './sessions.client.js';

/** Lets people in who are signed in, and leads all others to the sign-in. */
@Injectable()
export class SignedInGuard {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
  ) {}

  /**
   * The person who sends the request. Throws `SignInFirst` when nobody is signed in; the sign-in leads back to `back`.
   * Throws as `Gate.visitor` does.
   */
  async visitor(request: FastifyRequest, reply: FastifyReply, back: string): Promise<Visitor> {
    const visitor = await this.gate.visitor(request, reply);
    if (visitor === undefined) throw new SignInFirst(interruptedCookie(this.config.PUBLIC_URL, { back }));
    return visitor;
  }
}
