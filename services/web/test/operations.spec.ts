import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { type Stage, setStage } from './fake-services.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

describe('what operators ask of web', () => {
  test.each(['/health', '/health/ready', '/metrics'])('%s is there at their port alone', async (path) => {
    expect((await fetch(stage.operationsUrl + path)).status).toBe(200);
    expect((await stage.fetch(path)).status).toBe(404);
  });

  it('is but for whether it is alive no matter of strangers', async () => {
    expect(await (await stage.fetch('/health/live')).json()).toEqual({ status: 'live' });
    expect((await fetch(`${stage.operationsUrl}/papers/week`)).status).toBe(404);
  });
});
