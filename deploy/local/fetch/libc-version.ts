/** A release of a distribution, and the next one whose C library is new enough. */
export interface Release {
  current: string;
  newer: string;
  mirror: string;
  keyring: string;
}

const NEWER: Record<string, Omit<Release, 'current'>> = {
  debian: {
    newer: 'trixie',
    mirror: 'http://deb.debian.org/debian',
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
  },
  ubuntu: {
    newer: 'noble',
    mirror: 'http://archive.ubuntu.com/ubuntu',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
  },
};

/** True when version `a` comes before version `b`, compared number by number. */
export function isOlderThan(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The release in /etc/os-release. Undefined when its system has no packages with a newer C library. */
export function releaseOf(osRelease: string): Release | undefined {
  const fields = new Map(
    [...osRelease.matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm)].map((match) => [match[1], match[2] ?? '']),
  );
  const newer = NEWER[fields.get('ID') ?? ''];
  const current = fields.get('VERSION_CODENAME');
  return newer && current ? { ...newer, current } : undefined;
}

/** The mirror that apt's sources (both formats) name for a release, so that a company's own mirror is used. */
export function aptMirror(sources: string, release: string): string | undefined {
  for (const line of sources.split('\n')) {
    const [, uri, suite] = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line.trim()) ?? [];
    if (uri && suite === release) return uri;
  }
  for (const stanza of sources.split(/\n\s*\n/)) {
    const field = (name: string): string[] =>
      new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
    if (field('Suites').includes(release) && field('URIs')[0]) return field('URIs')[0];
  }
  return undefined;
}
