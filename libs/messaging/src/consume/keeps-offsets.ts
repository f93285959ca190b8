import type { ConsumerContract } from '@paperboy/contracts';
import type { OwnOffsets } from './received-event.js';

const GROUPS = Symbol('groups');

/** Marks a provider's class that stores the offsets of these consumers, in the same write as their effects. */
export function KeepsOffsets(...contracts: readonly ConsumerContract[]) {
  return (target: new (...args: never[]) => OwnOffsets): void => {
    Reflect.defineMetadata(
      GROUPS,
      contracts.map(({ group }) => group),
      target,
    );
  };
}

/** The groups whose offsets a class stores; empty for every other class. */
export function groupsOf(type: unknown): readonly string[] {
  return typeof type === 'function'
    ? ((Reflect.getMetadata(GROUPS, type) as string[] | undefined) ?? [])
    : [];
}
