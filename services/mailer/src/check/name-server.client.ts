import { type AnyRecord, promises as dns } from 'node:dns';

const TRIES = 2;

/** Answers that say that there is nothing, in contrast to a server that could not be asked. */
const NOTHING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks the DNS: of this machine, or a server that is named. */
export class NameServer {
  private readonly resolver: dns.Resolver;

  /**
   * `server` is an address, with a port where it is not 53: `192.0.2.53` or `[2001:db8::53]:5353`. It is waited for twice,
   * the second time for twice as long.
   */
  constructor(server: string | undefined, waitMs: number) {
    this.resolver = new dns.Resolver({ timeout: waitMs, tries: TRIES });
    if (server !== undefined) this.resolver.setServers([server]);
  }

  /** As a verifier asks: throws ENOTFOUND or ENODATA where there is nothing. */
  readonly ask = (name: string, type: string): Promise<string[] | string[][]> =>
    this.resolver.resolve(name, type) as Promise<AnyRecord[] | string[]> as Promise<string[] | string[][]>;

  /** The texts at a name; undefined while the DNS can't be asked. */
  texts(name: string): Promise<string[] | undefined> {
    return told(async () => (await this.resolver.resolveTxt(name)).map((parts) => parts.join('')));
  }

  /** The hosts that take a domain's mail, the best first; without an MX record the domain itself, if it has an address. */
  mailServers(domain: string): Promise<string[] | undefined> {
    return told(async () => {
      const found = (await told(() => this.resolver.resolveMx(domain))) ?? [];
      const named = found.sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
      if (named.length > 0) return named.filter((name) => name !== '' && name !== '.');
      return (await this.addresses(domain))?.length ? [domain] : [];
    });
  }

  /** The addresses of a name, IPv4 first. */
  async addresses(name: string): Promise<string[] | undefined> {
    const [four, six] = await Promise.all([
      told(() => this.resolver.resolve4(name)),
      told(() => this.resolver.resolve6(name)),
    ]);
    return four === undefined && six === undefined ? undefined : [...(four ?? []), ...(six ?? [])];
  }

  /** The reverse names of an address. */
  names(address: string): Promise<string[] | undefined> {
    return told(() => this.resolver.reverse(address));
  }
}

async function told<Found>(ask: () => Promise<Found[]>): Promise<Found[] | undefined> {
  try {
    return await ask();
  } catch (error) {
    return NOTHING.has((error as NodeJS.ErrnoException).code ?? '') ? [] : undefined;
  }
}
