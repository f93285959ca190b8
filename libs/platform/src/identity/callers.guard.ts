import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import type { AllowedCaller } from '@paperboy/contracts';
import type { FastifyRequest } from 'fastify';
import { forbidden, unauthorized } from '../errors/problem.js';
import { type Caller, isAllowed } from './caller.js';
import { Identity } from './identity.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, on routes that declare their allowed callers. */
    caller?: Caller;
  }
}

const ALLOWED = 'paperboy:allowed-callers';
const EVERYONE = 'everyone';
type Allowed = readonly AllowedCaller[] | typeof EVERYONE;
const BEARER = /^Bearer ([A-Za-z0-9._-]{1,2000})$/i;

/** The callers in words, for the person who was refused. */
const CALLERS: Readonly<Record<AllowedCaller, string>> = {
  person: 'signed-in people',
  curator: 'curators',
  admin: 'admins',
  service: 'the services',
  operator: 'operators',
  web: 'web',
  mailer: 'the mailer',
  anyone: 'everyone',
};

/**
 * Declares the allowed callers of a route, or of all routes of a controller. A service with an undeclared route does
 * not boot.
 */
export const AllowCallers = (...allowed: AllowedCaller[]) => SetMetadata(ALLOWED, allowed);

/** Declares that a route, or every route of a controller, is the same for everyone. No token is read. */
export const AllowEveryone = () => SetMetadata(ALLOWED, EVERYONE);

/** The allowed callers of a route, by its own declaration or its controller's; undefined without any. */
export function allowedAt(handler: object, controller: object): Allowed | undefined {
  const declared = Reflect.getMetadata(ALLOWED, handler) ?? Reflect.getMetadata(ALLOWED, controller);
  return declared as Allowed | undefined;
}

/** The caller, on a route with AllowCallers; undefined only where `anyone` is allowed. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);

/** Admits the callers that AllowCallers names. Throws 401 without a valid token, 403 for other callers. */
@Injectable()
export class CallersGuard implements CanActivate {
  constructor(private readonly identity: Identity) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const allowed = allowedAt(context.getHandler(), context.getClass());
    if (allowed === EVERYONE) return true;
    // The boot has refused undeclared routes. One that appears later is closed.
    if (allowed === undefined) throw forbidden('not-allowed', 'This route does not say who may call it.');
    return this.check(context.switchToHttp().getRequest<FastifyRequest>(), allowed);
  }

  private async check(request: FastifyRequest, allowed: readonly AllowedCaller[]): Promise<boolean> {
    const header = request.headers.authorization;
    if (header === undefined && allowed.includes('anyone')) return true;
    const token = BEARER.exec(header ?? '')?.[1];
    if (token === undefined) throw unauthorized('This is for people who are signed in. Sign in first.');
    const caller = await this.identity.verify(token);
    if (!isAllowed(caller, allowed)) {
      throw forbidden(
        'not-allowed',
        `Only ${allowed.map((kind) => CALLERS[kind]).join(' or ')} may do this.`,
      );
    }
    request.caller = caller;
    return true;
  }
}
