import { describe, expect, it } from '@jest/globals';
import { invalid, Problem, unauthorized, unavailable } from '../errors/problem.js';
import { sentenceOf } from './operator.js';

describe('what an operator reads of an error', () => {
  it('names the value that is wrong, and no body', () => {
    const fields = [
      { field: 'address', allowed: 'expected a mail address' },
      { field: 'name', value: '', allowed: 'expected 1 to 120 characters' },
    ];
    const problem = invalid('invalid-request', 'The body is not as it should be. …', fields);
    expect(sentenceOf(problem)).toBe(
      'address: expected a mail address.\nname is "": expected 1 to 120 characters.',
    );
  });

  it('says what to do when the stack is away, or has another secret', () => {
    const away = unavailable('service-away', "The catalog can't be reached for now.", 2);
    expect(sentenceOf(away)).toMatch(/^The catalog can't be reached for now\.\nIs the stack running\?/);
    expect(sentenceOf(unauthorized('The token is not valid.'))).toMatch(/another SERVICE_SECRET/);
  });

  it('points to the log when a service failed', () => {
    const failed = new Problem({ status: 500, code: 'internal', detail: 'Something went wrong.' });
    expect(sentenceOf(failed)).toBe('Something went wrong. The log of the service says why.');
  });

  it('is the message of any other error', () => {
    expect(sentenceOf(new Error('No such file.'))).toBe('No such file.');
    expect(sentenceOf('odd')).toBe('odd');
  });
});
