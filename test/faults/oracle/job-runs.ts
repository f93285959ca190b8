/** How often the jobs of a queue were done in all, counted between two moments. */
export interface JobRuns {
  from: number;
  to: number;
  runs: number;
}

/** Asks the replicas of a service, as Prometheus does, how often they did jobs of a queue. */
export async function jobRuns(addresses: readonly string[], queue: string): Promise<JobRuns> {
  const from = Date.now();
  const texts = await Promise.all(
    addresses.map(async (address) => (await fetch(`${address}/metrics`)).text()),
  );
  const count = new RegExp(`^paperboy_job_seconds_count\\{.*queue="${queue}".*\\} (\\d+)$`, 'gm');
  const runs = texts
    .flatMap((text) => [...text.matchAll(count)])
    .reduce((sum, [, some]) => sum + Number(some), 0);
  return { from, to: Date.now(), runs };
}
