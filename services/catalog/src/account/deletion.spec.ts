import { expect, it } from '@jest/globals';
import { BEGIN, type Place, placeAfter, STEPS } from './deletion.js';

it('a deletion begins with the account, does all twice that a late write could bring back, and ends', () => {
  const walked: Place[] = [];
  for (let place: Place | undefined = BEGIN; place !== undefined; place = placeAfter(place))
    walked.push(place);
  expect(walked.map(({ round, step }) => `${round} ${step}`)).toEqual([
    ...STEPS.first.map((step) => `first ${step}`),
    ...STEPS.again.map((step) => `again ${step}`),
  ]);
  expect(BEGIN.step).toBe('account');
  expect(STEPS.again.at(-1)).toBe('published');
});
