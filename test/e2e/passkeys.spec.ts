import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser, type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { type Browser, chromium, type Page } from 'playwright-core';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no passkey is made in a browser.');
const PATIENT_MS = 90_000;

(program === undefined ? describe.skip : describe)('Passkeys, in a browser with an authenticator', () => {
  let services: RunningServices;
  let browser: Browser;
  let page: Page;
  /** The form with which the browser signed in. */
  let sent = '';

  beforeAll(async () => {
    services = await startServices({ services: { catalog: 1, ranking: 1, web: 1 } });
    browser = await chromium.launch({
      executablePath: program as string,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENT_MS);
    page.setDefaultNavigationTimeout(PATIENT_MS);
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/sign-in/passkey'))
        sent = request.postData() ?? '';
    });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await services?.stop();
  }, 60_000);

  const go = (path: string) => page.goto(`${services.publicUrl}${path}`);
  const signOut = async () => {
    await go('/settings');
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  };
  const byPasskey = async () => {
    await go('/sign-in');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  };

  it('a person who came by a link makes one, signs out, and comes back by it', async () => {
    const path = ['people', 'link', 'pia@example.org', '--json'];
    const { path: link } = JSON.parse(await services.operator(path)) as { path: string };
    await go(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('a.me').waitFor();
    await go('/settings/passkeys');
    await page.getByLabel('Name of a new passkey').fill('My laptop');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByText('not used yet').waitFor();
    await signOut();
    await byPasskey();
    await page.locator('a.me').waitFor();
    await go('/settings/passkeys');
    await page.getByText('last used on').waitFor();
  }, 240_000);

  it('what the browser sent lets nobody in a second time', async () => {
    expect(sent).toContain('passkey=');
    const again = await fetch(`${services.publicUrl}/sign-in/passkey`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: sent,
    });
    expect([again.status, again.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('the same device makes no second one, and one that was removed lets nobody in', async () => {
    await go('/settings/passkeys');
    await page.getByLabel('Name of a new passkey').fill('The same');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByText('has a passkey of this account already').waitFor();
    await page.getByRole('button', { name: 'Remove My laptop' }).click();
    await page.getByText('You have none.').waitFor();
    await signOut();
    await byPasskey();
    await page.getByText('did not let you in').waitFor();
    await waitFor(async () => page.getByLabel('E-mail address').isVisible(), Boolean);
  }, 240_000);

  it('without JavaScript the mail does, and nothing is offered that does not work', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${services.publicUrl}/sign-in`);
    expect(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
    expect(await plain.getByRole('button', { name: 'Send me the mail' }).isVisible()).toBe(true);
    await context.close();
  }, 240_000);
});
