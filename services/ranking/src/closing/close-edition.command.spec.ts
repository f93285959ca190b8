import { describe, expect, it } from '@jest/globals';
import { deliveriesLine, plannedLine } from './close-edition.command.js';

const deliveries = {
  candidates: 6,
  claimed: 0,
  handedOff: 0,
  accepted: 5,
  uncertain: 0,
  failed: 0,
  suppressed: 0,
  skipped: 1,
};

describe('the words of close-edition', () => {
  it('tell of as many digests planned now and before as there are deliveries in all', () => {
    expect(plannedLine(0, 6)).toBe('Digests: 0 planned now, 6 before.');
    expect(plannedLine(4, 6)).toBe('Digests: 4 planned now, 2 before.');
    expect(deliveriesLine(deliveries)).toBe(
      'Deliveries: 6 in all, 5 accepted, 0 uncertain, 0 failed, 0 suppressed, 1 skipped.',
    );
  });

  it('set commas between thousands', () => {
    expect(plannedLine(2_998, 4_000)).toBe('Digests: 2,998 planned now, 1,002 before.');
    expect(deliveriesLine({ ...deliveries, candidates: 3_006, claimed: 2_000, handedOff: 1_000 })).toBe(
      'Deliveries: 3,006 in all, 3,000 still under way, 5 accepted, 0 uncertain, 0 failed, 0 suppressed, 1 skipped.',
    );
  });
});
