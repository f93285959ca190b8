import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type RunningServices, startServices } from '@paperboy/testing';

const LONG_MS = 240_000;

/** A browser that keeps cookies by site, follows redirects and sends forms. */
class Visitor {
  private readonly jars = new Map<string, Map<string, string>>();

  /** Opens an address and follows where it leads; `until` stops before an address is opened. */
  async open(
    address: string,
    init: RequestInit = {},
    until: (url: string) => boolean = () => false,
  ): Promise<{ url: string; status: number; html: string }> {
    let [url, ask] = [address, init];
    for (let hop = 0; hop < 15; hop++) {
      if (until(url)) return { url, status: 0, html: '' };
      const jar = this.jarOf(url);
      const answer = await fetch(url, {
        ...ask,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          'sec-fetch-site': 'same-origin',
          ...(ask.headers as Record<string, string>),
          cookie: Array.from(jar, ([name, value]) => `${name}=${value}`).join('; '),
        },
        signal: AbortSignal.timeout(30_000),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) return { url, status: answer.status, html: await answer.text() };
      [url, ask] = [new URL(location, url).href, {}];
    }
    throw new Error(`This leads nowhere: ${url}`);
  }

  send(address: string, fields: Record<string, string>, until?: (url: string) => boolean) {
    return this.open(address, { method: 'POST', body: new URLSearchParams(fields) }, until);
  }

  private jarOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }
}

describe('Signing in by an institution, with a real provider of OpenID Connect', () => {
  let services: RunningServices;
  let provider: ChildProcess;
  const own = `${process.pid}-${Date.now()}`;

  beforeAll(async () => {
    const [port, webPort] = [await freePort(), await freePort()];
    const publicUrl = `http://localhost:${webPort}`;
    provider = spawn(process.execPath, ['dist/test/e2e/institution.main.js'], {
      env: { ...process.env, PORT: String(port), REDIRECT: `${publicUrl}/sign-in/institution/back` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (provider.stdout) await once(provider.stdout, 'data');
    services = await startServices({
      services: { catalog: 1, ranking: 1, web: 1 },
      env: {
        PUBLIC_URL: publicUrl,
        OIDC_ISSUER: `http://localhost:${port}`,
        OIDC_CLIENT_ID: 'paperboy-tests',
        OIDC_CLIENT_SECRET: 'a-secret-of-the-tests-of-the-institution',
        OIDC_NAME: 'the Institute',
      },
    });
    await services.ready();
  }, LONG_MS);
  afterAll(async () => {
    provider?.kill();
    await services?.stop();
  }, 60_000);

  /** Where web really listens. */
  const site = () => services.addresses('web')[0] ?? '';
  /** Web is asked at the port where it listens, whatever its public address is. */
  const atHome = (url: string) => url.replace(services.publicUrl, site());
  const isBack = (url: string) => url.includes('/sign-in/institution/back');

  /** Goes to the institution, signs in there as somebody, and answers the way back, which is not gone yet. */
  const wayBack = async (visitor: Visitor, login: string): Promise<string> => {
    let { url, html } = await visitor.open(`${site()}/sign-in/institution`, {}, isBack);
    for (let form = 0; form < 3 && !isBack(url); form++) {
      const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? '';
      const prompt = html.includes('name="login"') ? 'login' : 'consent';
      const fields = prompt === 'login' ? { prompt, login, password: 'any' } : { prompt };
      ({ url, html } = await visitor.send(
        new URL(action, url).href,
        fields as Record<string, string>,
        isBack,
      ));
    }
    return atHome(url);
  };
  const arrive = async (visitor: Visitor, login: string) => visitor.open(await wayBack(visitor, login));
  const settings = async (visitor: Visitor) => (await visitor.open(`${site()}/settings`)).html;

  it(
    'is offered, makes an account with a confirmed address, and finds it again by issuer and subject',
    async () => {
      const [first, again] = [new Visitor(), new Visitor()];
      expect((await first.open(`${site()}/sign-in`)).html).toContain('Sign in by the Institute');
      const login = `inga-${own}@institute.example`;
      const newcomer = await arrive(first, login);
      expect([newcomer.status, newcomer.html]).toEqual([
        200,
        expect.stringContaining('How shall we call you?'),
      ]);
      const handle = `inga-${own}`.slice(0, 40);
      await first.send(`${site()}/sign-in/account`, { name: 'Inga', handle });
      expect(await settings(first)).toContain(handle);
      // The vote that brought somebody to the sign-in is cast on the way back: here, for a paper that does not exist.
      const asked = await again.send(`${site()}/papers/2611.00099/upvote`, { return: '/papers/2611.00099' });
      expect(asked.html).toContain('Your upvote of');
      const back = await arrive(again, login);
      expect(back.html).toContain('The catalog has no paper 2611.00099');
      expect(back.html).toContain('href="/papers/2611.00099"');
      expect(await settings(again)).toContain(handle);
      expect(await settings(again)).toContain('/settings/institutions');
    },
    LONG_MS,
  );

  it(
    'never opens an account that is there: its person signs in by mail and connects the two',
    async () => {
      const address = `mona-${own}@institute.example`;
      const link = async () => {
        const { path } = JSON.parse(await services.operator(['people', 'link', address, '--json'])) as {
          path: string;
        };
        const visitor = new Visitor();
        await visitor.send(`${site()}${path}`, {});
        return visitor;
      };
      const mona = await link();
      const stranger = new Visitor();
      const refused = await arrive(stranger, address);
      expect([refused.status, refused.html]).toEqual([
        409,
        expect.stringContaining('Your address has an account here'),
      ]);
      expect(await settings(stranger)).toContain('Send me the mail');
      const connected = await arrive(mona, address);
      expect(connected.html).toMatch(/Connected on \d{4}/);
      const back = new Visitor();
      await arrive(back, address);
      expect(await settings(back)).toContain('You are');
      // Another account can't take it.
      const { path } = JSON.parse(
        await services.operator(['people', 'link', `other-${own}@institute.example`, '--json']),
      ) as { path: string };
      const other = new Visitor();
      await other.send(`${site()}${path}`, {});
      expect((await arrive(other, address)).html).toContain('belongs to another account here');
      await mona.send(
        `${site()}${/action="(\/settings\/institutions\/[0-9a-f]+\/remove)"/.exec(connected.html)?.[1]}`,
        {},
      );
      expect((await arrive(new Visitor(), address)).status).toBe(409);
    },
    LONG_MS,
  );

  it(
    'an address that the institution has not confirmed makes no account',
    async () => {
      const refused = await arrive(new Visitor(), `unconfirmed-${own}@institute.example`);
      expect([refused.status, refused.html]).toEqual([403, expect.stringContaining('no confirmed address')]);
    },
    LONG_MS,
  );

  it(
    "an answer is good once, and only in the browser that began: nobody is signed in as somebody else's",
    async () => {
      const [ann, victim] = [new Visitor(), new Visitor()];
      const back = await wayBack(ann, `ann-${own}@institute.example`);
      // A link that an attacker sends: the victim has begun nothing, or something else.
      expect((await victim.open(back)).status).toBe(404);
      await wayBack(victim, `victim-${own}@institute.example`);
      expect((await victim.open(back)).status).toBe(403);
      expect((await ann.open(back.replace(/state=[^&]+/, 'state=other'))).status).toBe(403);
      // Each answer is looked at once, and that was it.
      expect((await ann.open(back)).status).toBe(404);
      const second = await wayBack(ann, `ann-${own}@institute.example`);
      expect((await ann.open(second)).html).toContain('How shall we call you?');
      expect((await ann.open(second)).status).toBe(404);
    },
    LONG_MS,
  );
});
