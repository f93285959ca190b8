import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchOnce, run } from './fetch.js';
import { aptMirror, isOlderThan, releaseOf } from './libc-version.js';

const NEEDED = '2.38';
const WAYS_OUT =
  'install MongoDB so that mongod is on the PATH, or set MONGODB_URL to the address of a server that runs elsewhere';

/** The words before a command line that start a program under a newer C library than the system's. */
export type Loader = string[];

/** The loader of a newer release's packages. Empty on a Mac, and on systems whose C library is new enough. */
export async function newerLibc(partsDir: string): Promise<Loader> {
  if (process.platform !== 'linux') return [];
  const glibc = systemGlibc();
  if (!glibc)
    throw new Error(`The embedded MongoDB engine needs glibc, which this system has not: ${WAYS_OUT}.`);
  if (!isOlderThan(glibc, NEEDED)) return [];
  const system = await readFile('/etc/os-release', 'utf8');
  const release = releaseOf(system);
  if (!release || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `The embedded MongoDB engine needs glibc ${NEEDED}, this system has ${glibc}: ${WAYS_OUT}.`,
    );
  }
  const folder = await fetchOnce(partsDir, 'libc', `${release.newer}-${process.arch}`, async (target) => {
    const mirror = aptMirror(await aptSources(), release.current) ?? release.mirror;
    await fetchPackages(target, `deb [signed-by=${release.keyring}] ${mirror} ${release.newer} main`);
  });
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const loader = process.arch === 'arm64' ? 'ld-linux-aarch64.so.1' : 'ld-linux-x86-64.so.2';
  const libraries = join(folder, 'usr', 'lib', triplet);
  return [join(libraries, loader), '--library-path', libraries];
}

function systemGlibc(): string | undefined {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime;
}

async function aptSources(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const files = existsSync(folder) ? (await readdir(folder)).map((name) => join(folder, name)) : [];
  const texts = await Promise.all(
    ['/etc/apt/sources.list', ...files].filter(existsSync).map((file) => readFile(file, 'utf8')),
  );
  return texts.join('\n\n');
}

/** Downloads the packages with lists and cache in a private folder, so the system's own apt is not touched. */
async function fetchPackages(target: string, source: string): Promise<void> {
  const apt = join(target, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(apt, folder), { recursive: true });
  await writeFile(join(apt, 'sources.list'), `${source}\n`);
  const settings = {
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::Lists': join(apt, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(apt, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'APT::Sandbox::User': '',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, 'update'], { cwd: apt });
  await run('apt-get', [...options, 'download', 'libc6', 'libstdc++6', 'libgcc-s1'], { cwd: apt });
  for (const file of (await readdir(apt)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', join(apt, file), target]);
  }
  await rm(apt, { recursive: true });
}
