import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { allowedAt } from './callers.guard.js';

/** Refuses the start of a service with undeclared routes. */
export class UndeclaredRoutes extends Error {
  constructor(routes: readonly string[]) {
    super(
      `These routes do not say who may call them, so the service does not start: ${routes.join(', ')}. ` +
        'Put @AllowCallers(…) or @AllowEveryone() on the method or on its controller.',
    );
    this.name = 'UndeclaredRoutes';
  }
}

/** Throws unless every route declares its allowed callers, so that no forgotten route is public. */
export function refuseUndeclaredRoutes(modules: ModulesContainer): void {
  const scanner = new MetadataScanner();
  const undeclared = [...modules.values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name] as object;
        const isRoute =
          Reflect.hasMetadata(PATH_METADATA, handler) && Reflect.hasMetadata(METHOD_METADATA, handler);
        return isRoute && allowedAt(handler, metatype) === undefined ? [`${metatype.name}.${name}`] : [];
      });
    }),
  );
  if (undeclared.length > 0) throw new UndeclaredRoutes([...new Set(undeclared)]);
}
