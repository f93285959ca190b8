import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backing, startBacking } from '../../../deploy/local/parts/backing.js';
import { partsDir } from '../../../deploy/local/paths.js';
import { guard } from '../../../deploy/local/processes/guard.js';

/** Which of the parts behind the services. */
export type PartName = 'kafka' | 'mongodb' | 'redis' | 'mailbox';

/** How a part is away: ended, or there without answering. */
export type Absence = 'stopped' | 'frozen';

/** Kafka, MongoDB, Redis and a mailbox of one spec's own, to be taken away and brought back. */
export class OwnBacking {
  private constructor(
    private readonly backing: Backing,
    readonly dataDir: string,
  ) {}

  /** Starts them, and has this spec's `testStack` lead to them. */
  static async start(): Promise<OwnBacking> {
    const dataDir = await mkdtemp(join(tmpdir(), 'paperboy-away-'));
    guard.addTemporary(dataDir);
    const backing = await startBacking({ dataDir, partsDir, env: { PATH: process.env.PATH } });
    Object.assign(process.env, {
      KAFKA_BROKERS: backing.kafka.address,
      MONGODB_URL: backing.mongodb.address,
      REDIS_URL: backing.redis.address,
      SMTP_URL: backing.mailbox.address,
      MAILBOX_URL: backing.mailbox.page ?? '',
    });
    return new OwnBacking(backing, dataDir);
  }

  async takeAway(part: PartName, how: Absence): Promise<void> {
    if (how === 'frozen') this.process(part).kill('SIGSTOP');
    else await this.process(part).stop();
  }

  bringBack(part: PartName, how: Absence): void {
    if (how === 'frozen') this.process(part).kill('SIGCONT');
    else this.process(part).start();
  }

  /** Redis as it is after its disk was lost; only while it is stopped. */
  async loseRedis(): Promise<void> {
    const folder = join(this.dataDir, 'redis');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
  }

  /** Copies what Redis has on its disk; only while it is stopped. */
  async copyRedis(): Promise<string> {
    const copy = join(this.dataDir, 'redis-copy');
    await cp(join(this.dataDir, 'redis'), copy, { recursive: true });
    return copy;
  }

  /** Puts a copy back in place of what Redis has; only while it is stopped. */
  async restoreRedis(copy: string): Promise<void> {
    await rm(join(this.dataDir, 'redis'), { recursive: true, force: true });
    await cp(copy, join(this.dataDir, 'redis'), { recursive: true });
  }

  async stop(): Promise<void> {
    await this.backing.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 3 });
  }

  private process(part: PartName) {
    const { process } = this.backing[part];
    if (!process) throw new Error(`${part} is not ours to take away.`);
    return process;
  }
}
