import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, answerTo } from './readers.js';

/** Asks for a subscription through web. */
export function askToSubscribe(url: string, email: string, hour = 8): Promise<Answered> {
  return answerTo(url, '/api/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, hour }),
  });
}

/** One new address after the other asks to be subscribed, until told to stop. */
export class Newcomers {
  readonly answers: Answered[] = [];
  readonly addresses: string[] = [];
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    /** Part of each address, so that no other test's mails are taken for these. */
    private readonly name: string,
    private readonly pauseMs: number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const address = `newcomer-${this.addresses.length}@${this.name}.example.org`;
      this.addresses.push(address);
      this.answers.push(await askToSubscribe(this.url, address));
      await sleep(this.pauseMs);
    }
  }
}
