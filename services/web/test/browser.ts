import { type Browser, chromium } from 'playwright-core';

/** Starts the browser that was found on this machine; nothing but the pages of a test is loaded by it. */
export function launchBrowser(program: string): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}
