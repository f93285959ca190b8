import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/local/paths.js';

/** `begin` forgets what came so far; `read` asks for it. */
export type SinkOrder = 'begin' | 'read';

/** What came since `begin`. */
export interface SinkAnswer {
  messages: number;
  /** Of how many different addresses. */
  recipients: number;
  bytes: number;
  /** From the end of the first message to the end of the last. */
  ms: number;
}

/** The mail server that the benchmark's senders share. */
export class MailSink {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<MailSink> {
    const child = fork(join(projectRoot, 'dist/test/bench/mail-sink.main.js'));
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new MailSink(child, port);
  }

  async begin(): Promise<void> {
    await this.ask('begin');
  }

  read(): Promise<SinkAnswer> {
    return this.ask('read');
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private async ask(order: SinkOrder): Promise<SinkAnswer> {
    const answered = once(this.child, 'message');
    this.child.send(order);
    const [answer] = (await answered) as [SinkAnswer];
    return answer;
  }
}

/** Messages a second by the sink's own clock. */
export function perSecond({ messages, ms }: SinkAnswer): number {
  return ((messages - 1) * 1000) / ms;
}
