import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** A process that listens on a port. */
export interface PortOwner {
  pid: number;
  command: string;
}

const LISTEN = '0A';

/** The socket inodes that listen on a port, from the text of /proc/net/tcp or tcp6 (Linux, proc(5)). */
export function listeningInodes(table: string, port: number): string[] {
  const rows = table
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return rows
    .filter((row) => row[3] === LISTEN && row[1]?.endsWith(`:${hexPort}`))
    .map((row) => row[9] ?? '')
    .filter(Boolean);
}

/** The first process in the output of `lsof -Fpc`. */
export function lsofOwner(output: string): PortOwner | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid ? { pid: Number(pid), command: /^c(.+)$/m.exec(output)?.[1] ?? 'unknown' } : undefined;
}

/** True when nobody listens on this loopback port. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The process that listens on a port, as far as this user may see it. */
export function portOwner(port: number): PortOwner | undefined {
  if (!existsSync('/proc/net/tcp')) {
    return lsofOwner(
      tryTo(() => execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']).toString()) ?? '',
    );
  }
  const tables = ['/proc/net/tcp', '/proc/net/tcp6']
    .filter(existsSync)
    .map((file) => readFileSync(file, 'utf8'));
  const links = new Set(
    tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`),
  );
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const files = tryTo(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
    if (files.some((file) => links.has(tryTo(() => readlinkSync(`/proc/${pid}/fd/${file}`)) ?? ''))) {
      const command = tryTo(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
      return { pid: Number(pid), command: command.split('\0').filter(Boolean).join(' ').slice(0, 120) };
    }
  }
  return undefined;
}

// Other users' processes can't be looked into, and any may end meanwhile: then there is simply less to say.
function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
