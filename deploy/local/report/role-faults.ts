/** The roles that a file's name may state, each with its sentence. */
export type Roles = Readonly<Record<string, string>>;

/**
 * A sentence for each file name whose role is unknown. A name is `noun.ts` for logic, or `noun.role.ts`. A spec may
 * repeat the role of the file that it tests (`noun.role.spec.ts`). Paths are relative to the project.
 */
export function roleFaults(paths: readonly string[], roles: Roles): string[] {
  return paths.flatMap((path) => {
    const [, ...stated] = (path.split('/').at(-1) ?? '').split('.').slice(0, -1);
    const unknown = stated.filter((role) => !Object.hasOwn(roles, role));
    if (unknown.length > 0) return [`${path}: "${unknown.join('.')}" is not a role.`];
    if (stated.length > 1 && (stated.length > 2 || stated.at(-1) !== 'spec'))
      return [`${path} states more than one role.`];
    return [];
  });
}
