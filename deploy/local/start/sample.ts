import { operatorCommand } from '../processes/operator-command.js';

/** The output of `paperboy sample load --json`. */
export interface Sample {
  /** False when the installation has papers of its own. */
  loaded: boolean;
  /** A link that signs a browser in as a sample reader, once. */
  signInUrl?: string;
  /** The subject of the sample subscriber's digest in the mailbox. */
  digestSubject?: string;
}

/** Loads the sample publication, or renews it, unless the installation has papers of its own. */
export async function loadSample(environment: Record<string, string>): Promise<Sample> {
  const output = await operatorCommand(['sample', 'load', '--json'], environment);
  const last = output
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .at(-1);
  if (!last) throw new Error(`paperboy sample load gave no answer in JSON: ${output.slice(-500)}`);
  return JSON.parse(last) as Sample;
}
