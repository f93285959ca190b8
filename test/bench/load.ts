import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/local/paths.js';
import type { LoadJob, LoadResult } from './load-job.js';

/** A process of its own that makes load, one job at a time. */
export class Load {
  private readonly child: ChildProcess = fork(join(projectRoot, 'dist/test/bench/load.main.js'));

  async run(job: LoadJob): Promise<LoadResult> {
    const ended = new AbortController();
    const { signal } = ended;
    this.child.send(job);
    const [answer] = (await Promise.race([
      once(this.child, 'message', { signal }),
      once(this.child, 'exit', { signal }).then(() => [{ error: 'The load process ended.' }]),
    ]).finally(() => ended.abort())) as [{ result?: LoadResult; error?: string }];
    if (!answer.result) throw new Error(answer.error);
    return answer.result;
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
