import type { WantedIndex } from '@paperboy/platform';

/** What the relay of a collection finds its documents by; both hold only the few that have something to publish. */
export function outboxIndexes(collection: string): readonly WantedIndex[] {
  return [
    { collection, key: { pendingSince: 1 }, options: { sparse: true } },
    { collection, key: { 'setAside.at': 1 }, options: { sparse: true } },
  ];
}
