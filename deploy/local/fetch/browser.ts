import { findProgram } from '../parts/part.js';
import { run } from './fetch.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser for the tests of pages, if there is one on the PATH. */
export function findBrowser(): string | undefined {
  return findProgram(NAMES);
}

/** Installs Debian's Chromium unless there is a browser. For machines that only run the tests. */
export async function installBrowser(say: (sentence: string) => void): Promise<void> {
  if (findBrowser() !== undefined) return;
  if (findProgram(['apt-get']) === undefined || process.getuid?.() !== 0) {
    say(
      'There is no browser, and none can be installed here: install chromium, or the tests of pages are skipped.',
    );
    return;
  }
  say('Installing chromium for the tests of pages …');
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']);
}
