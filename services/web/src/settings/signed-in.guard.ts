import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import type { Visitor } from '../gate/sessions.client.js';
import type { WebConfig } from '../web.config.js';

/** Lets people in who are signed in, and leads all others to the sign-in. */
@Injectable()
export class SignedIn {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
  ) {}

  /**
   * The person who sends the request. For nobody it answers the request with a redirect to the sign-in, which leads
   * back to `back`, and returns nothing. Throws as `Gate.visitor` does.
   */
  async visitor(request: FastifyRequest, reply: FastifyReply, back: string): Promise<Visitor | undefined> {
    const visitor = await this.gate.visitor(request, reply);
    if (visitor !== undefined) return visitor;
    const cookie = interruptedCookie(this.config.PUBLIC_URL, { back });
    reply.code(303).header('set-cookie', cookie).header('location', '/sign-in').send();
    return undefined;
  }
}
