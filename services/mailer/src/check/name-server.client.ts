import { type AnyRecord, promises as dns } from 'node:dns';

const TRIES = 2;

/** Error codes that mean "no such record". Any other error means that the server could not be asked. */
const NOTHING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks the DNS: the resolver of this machine, or a given server. */
export class NameServer {
  private readonly resolver: dns.Resolver;

  /**
   * `server` is an address, with a port if that is not 53: `192.0.2.53` or `[2001:db8::53]:5353`. It is tried twice,
   * the second time with a timeout of twice `waitMs`.
   */
  constructor(server: string | undefined, waitMs: number) {
    this.resolver = new dns.Resolver({ timeout: waitMs, tries: TRIES });
    if (server !== undefined) this.resolver.setServers([server]);
  }

  /** The resolver function for a verifier. Throws ENOTFOUND or ENODATA if there is no record. */
  readonly ask = (name: string, type: string): Promise<string[] | string[][]> =>
    this.resolver.resolve(name, type) as Promise<AnyRecord[] | string[]> as Promise<string[] | string[][]>;

  /** The TXT records of a name. Undefined while the DNS can't be asked. */
  texts(name: string): Promise<string[] | undefined> {
    return told(async () => (await this.resolver.resolveTxt(name)).map((parts) => parts.join('')));
  }

  /**
   * A domain's mail servers, the preferred one first. Without an MX record: the domain itself, if it has an address.
   */
  mailServers(domain: string): Promise<string[] | undefined> {
    return told(async () => {
      const found = (await told(() => this.resolver.resolveMx(domain))) ?? [];
      const named = found.sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
      if (named.length > 0) return named.filter((name) => name !== '' && name !== '.');
      return (await this.addresses(domain))?.length ? [domain] : [];
    });
  }

  /** The addresses of a name, IPv4 first. Undefined while the DNS can't be asked. */
  async addresses(name: string): Promise<string[] | undefined> {
    const [four, six] = await Promise.all([
      told(() => this.resolver.resolve4(name)),
      told(() => this.resolver.resolve6(name)),
    ]);
    return four === undefined && six === undefined ? undefined : [...(four ?? []), ...(six ?? [])];
  }

  /** The reverse names of an address. Undefined while the DNS can't be asked. */
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
