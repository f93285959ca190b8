import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import type { Person } from '../gate/sessions.client.js';
import type { WebConfig } from '../web.config.js';

/** Who asks for a page that is not for everyone. */
@Injectable()
export class Visitors {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly gate: Gate,
  ) {}

  /** The person who asks; everyone else is led to signing in, and from there to `back`. */
  async person(
    request: FastifyRequest,
    reply: FastifyReply,
    back: string = request.url,
  ): Promise<Person | undefined> {
    const person = await this.gate.writer(request, reply);
    if (person !== undefined) return person;
    const cookie = interruptedCookie(this.config.PUBLIC_URL, { back });
    reply.code(303).header('set-cookie', cookie).header('location', '/sign-in').send();
    return undefined;
  }
}
