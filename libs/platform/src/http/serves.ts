import {
  applyDecorators,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Post,
  Put,
  SetMetadata,
} from '@nestjs/common';
import { type Endpoint, isNothing, type Method } from '@paperboy/contracts';
import type { FastifyRequest } from 'fastify';
import { AllowCallers, AllowEveryone } from '../identity/callers.guard.js';
import { readPart } from './request-shape.js';

const ENDPOINT = 'paperboy:endpoint';
const ROUTES: Record<Method, (path: string) => MethodDecorator> = {
  GET: Get,
  POST: Post,
  PUT: Put,
  DELETE: Delete,
};

/** Makes a controller's method serve an endpoint: its route, its status and its allowed callers. */
export function Serves(endpoint: Endpoint): MethodDecorator {
  const { method, path, status, callers } = endpoint;
  return applyDecorators(
    ROUTES[method](path.replace(/\{(\w+)\}/g, ':$1')),
    HttpCode(status),
    callers === 'everyone' ? AllowEveryone() : AllowCallers(...callers),
    SetMetadata(ENDPOINT, endpoint),
  );
}

/** The endpoint of a method; undefined for a route without a contract, such as a page. */
export function endpointAt(handler: object): Endpoint | undefined {
  return Reflect.getMetadata(ENDPOINT, handler) as Endpoint | undefined;
}

/**
 * The request to the endpoint of a method: `params`, `query` and `body`, validated by the endpoint's schemas. A wrong
 * value is a 400 `invalid-request` that names the field.
 */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const endpoint = endpointAt(context.getHandler());
  if (endpoint === undefined) throw new Error(`${context.getHandler().name} serves no endpoint.`);
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    params: isNothing(endpoint.params) ? undefined : readPart('path', endpoint.params, request.params),
    query: isNothing(endpoint.query) ? undefined : readPart('query', endpoint.query, request.query),
    body: isNothing(endpoint.body) ? undefined : readPart('body', endpoint.body, request.body),
  };
});
