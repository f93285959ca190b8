/** What is read of package-lock.json. */
export interface LockFile {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string; link?: boolean }>;
}

/**
 * What is wrong with a lock file, one sentence a fault: a package without `integrity` could be replaced unseen, and one
 * with `resolved` names a registry's host, which other machines may not reach.
 */
export function lockFaults({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([path, { integrity, resolved, link }]) => {
    if (path === '' || link === true) return [];
    return [
      ...(integrity === undefined ? [`${path} has no integrity`] : []),
      ...(resolved === undefined ? [] : [`${path} names where it came from: ${resolved}`]),
    ];
  });
}
