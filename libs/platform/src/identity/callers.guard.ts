import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { forbidden, unauthorized } from '../errors/problem.js';
import { type AllowedCaller, type Caller, isAllowed } from './caller.js';
import { Identity } from './identity.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, on routes that say who may. */
    caller?: Caller;
  }
}

const ALLOWED = 'paperboy:allowed-callers';
const BEARER = /^Bearer ([A-Za-z0-9._-]{1,2000})$/i;

/** Says who may call a route, or all routes of a controller. A route without it is public on this port. */
export const AllowCallers = (...allowed: AllowedCaller[]) => SetMetadata(ALLOWED, allowed);

/** The caller, on a route with AllowCallers; undefined only where `anyone` is allowed. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);

/** Lets through whom a route's AllowCallers names; 401 without a valid token, 403 for the others. */
@Injectable()
export class CallersGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identity: Identity,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const allowed = this.reflector.getAllAndOverride<AllowedCaller[] | undefined>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!allowed || context.getType() !== 'http') return true;
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
