import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../paths.js';
import { fetchOnce, run, stampOf } from './fetch.js';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

// Two Mavens at once may write the same file of the local repository, so they take turns.
let turn: Promise<unknown> = Promise.resolve();

/** The folder with the jars of one profile of pom.xml, fetched from Maven Central when it is not there yet. */
export async function mavenJars(partsDir: string, profile: 'kafka' | 'redis'): Promise<string> {
  const pom = join(projectRoot, 'deploy', 'local', 'pom.xml');
  const stamp = stampOf(await readFile(pom, 'utf8'));
  return fetchOnce(partsDir, `${profile}-jars`, stamp, (folder) => {
    const fetched = turn.then(() =>
      run('mvn', [
        '-B',
        '-q',
        `-P${profile}`,
        '-f',
        pom,
        PLUGIN,
        `-DoutputDirectory=${folder}`,
        '-DincludeScope=runtime',
      ]),
    );
    // The next one starts even when this one fails. The caller of this one gets its error.
    turn = fetched.catch(() => undefined);
    return fetched.then(() => undefined);
  });
}
