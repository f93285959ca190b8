import { describe, expect, it } from '@jest/globals';
import { LinkTokens } from './link-tokens.js';
import { OwnAddresses } from './own-addresses.js';

const addresses = new OwnAddresses(
  new LinkTokens('a secret of this test, long enough'),
  'papers.example.org',
);
const ID = 'K7xQ2mB9tYwd';

describe('an address of ours', () => {
  it.each(['day-2026-11-22', 'week-2026-W47', 'month-2026-11'])(
    'stands for the digest of %s, however servers write it',
    (editionId) => {
      const address = addresses.ofDigest(ID, editionId);
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
      for (const written of [address, address.toLowerCase(), address.toUpperCase()])
        expect(addresses.read(written)).toEqual({ kind: 'digest', subscriptionId: ID, editionId });
    },
  );

  it('stands for a message or for the answers of a subscription', () => {
    expect(addresses.read(addresses.ofMessage(ID))).toEqual({ kind: 'message', messageId: ID });
    expect(addresses.read(addresses.ofAnswers(ID))).toEqual({ kind: 'answer', subscriptionId: ID });
  });

  it('is none when it was made up, changed, or is of another domain', () => {
    const address = addresses.ofDigest(ID, 'day-2026-11-22');
    const forged = new OwnAddresses(new LinkTokens('another secret'), 'papers.example.org');
    for (const other of [
      'digest@papers.example.org',
      `bounce+${ID}@papers.example.org`,
      forged.ofDigest(ID, 'day-2026-11-22'),
      address.replace('bounce+', 'answer+'),
      address.replace('day-2026-11-22', 'day-2026-13-22'),
      address.replace('.day-2026-11-22', ''),
      address.replace('@papers', '@others'),
      `${addresses.ofAnswers(ID).replace('@', '.message@')}`,
      '',
      '@',
    ])
      expect(addresses.read(other)).toBeUndefined();
  });
});
