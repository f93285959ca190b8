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
    /** Who calls, on routes that say who may. */
    caller?: Caller;
  }
}

const ALLOWED = 'paperboy:allowed-callers';
const EVERYONE = 'everyone';
type Allowed = readonly AllowedCaller[] | typeof EVERYONE;
const BEARER = /^Bearer ([A-Za-z0-9._-]{1,2000})$/i;

/** Says who may call a route, or all routes of a controller. A service with a route that says nothing does not boot. */
export const AllowCallers = (...allowed: AllowedCaller[]) => SetMetadata(ALLOWED, allowed);

/** Says that a route, or all of a controller, is the same for everyone: no token is asked for, and none is read. */
export const AllowEveryone = () => SetMetadata(ALLOWED, EVERYONE);

/** Who may call a route, as it or its controller declares; undefined when neither does. */
export function allowedAt(handler: object, controller: object): Allowed | undefined {
  const declared = Reflect.getMetadata(ALLOWED, handler) ?? Reflect.getMetadata(ALLOWED, controller);
  return declared as Allowed | undefined;
}

/** The caller, on a route with AllowCallers; undefined only where `anyone` is allowed. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);

/** Lets through whom a route's AllowCallers names; 401 without a valid token, 403 for the others. */
@Injectable()
export class CallersGuard implements CanActivate {
  constructor(private readonly identity: Identity) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const allowed = allowedAt(context.getHandler(), context.getClass());
    if (allowed === EVERYONE) return true;
    // The boot has refused routes without a declaration; should one appear later, it is closed.
    if (allowed === undefined) throw forbidden('not-allowed', 'This route does not say who may call it.');
    return this.check(context.switchToHttp().getRequest<FastifyRequest>(), allowed);
  }

  private async check(request: FastifyRequest, allowed: readonly AllowedCaller[]): Promise<boolean> {
    const header = request.headers.authorization;
    if (header === undefined && allowed.includes('anyone')) return true;
    const token = BEARER.exec(header ?? '')?.[1];
    if (token === undefined) throw unauthorized('This needs you to be signed in.');
    const caller = await this.identity.verify(token);
    if (!isAllowed(caller, allowed)) {
      throw forbidden('not-allowed', `This is for ${allowed.join(' or ')}; you are not.`);
    }
    request.caller = caller;
    return true;
  }
}
