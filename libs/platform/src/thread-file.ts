import { fileURLToPath } from 'node:url';

const SERVICES = '/services/';

/** The compiled file of a service's thread. Threads run compiled files; specs run from the sources and find them in `dist`. */
export function threadFile(file: URL): string {
  const path = fileURLToPath(file);
  if (path.includes('/dist/')) return path;
  const at = path.lastIndexOf(SERVICES);
  return `${path.slice(0, at)}/dist${path.slice(at)}`;
}
