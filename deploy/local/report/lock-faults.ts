/** The parts of package-lock.json that are read. */
export interface LockFile {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string; link?: boolean }>;
}

/**
 * A sentence for each fault of a lock file. A package without `integrity` could be replaced unnoticed. A package with
 * `resolved` names a registry's host, which other machines may not reach.
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
