import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../parts/part.js';
import { partsDir } from '../paths.js';
import { fetchOnce, run } from './fetch.js';

/** The official client of the API in whose shape web answers: package and version at PyPI. */
const CLIENT = { name: 'huggingface_hub', version: '2.4.0' } as const;

/** How to call the client: a program, its first arguments, and the variables that it needs. */
export interface PythonClient {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The official Python client, if `installPythonClient` has put it into this clone. */
export function findPythonClient(): PythonClient | undefined {
  const program = findProgram(['python3']);
  const folder = join(partsDir, `${CLIENT.name}-${CLIENT.version}`);
  if (program === undefined || !existsSync(folder)) return undefined;
  return { program, args: ['-m', 'huggingface_hub.cli.hf'], env: { PYTHONPATH: folder } };
}

/** Installs the client in the folder of fetched parts. For machines that only run the tests. */
export async function installPythonClient(say: (sentence: string) => void): Promise<void> {
  if (findPythonClient() !== undefined) return;
  if (!(await hasPip()) && !(await installPip(say))) {
    say('There is no Python with pip, and none can be installed here: its client is not tried.');
    return;
  }
  say(`Installing ${CLIENT.name} ${CLIENT.version} for the test of the Python client …`);
  await fetchOnce(partsDir, CLIENT.name, CLIENT.version, async (folder) => {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-compile'];
    const what = `${CLIENT.name}==${CLIENT.version}`;
    await run('python3', ['-m', 'pip', 'install', ...quiet, '--target', folder, what]);
  });
}

async function hasPip(): Promise<boolean> {
  if (findProgram(['python3']) === undefined) return false;
  try {
    await run('python3', ['-m', 'pip', '--version']);
    return true;
  } catch {
    // Debian's Python comes without pip.
    return false;
  }
}

async function installPip(say: (sentence: string) => void): Promise<boolean> {
  if (findProgram(['apt-get']) === undefined || process.getuid?.() !== 0) return false;
  say('Installing Python with pip for the test of the Python client …');
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'python3', 'python3-pip']);
  return true;
}
