import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import { rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const folder = mkdtempSync(join(tmpdir(), 'brand-'));
const LOGO = new Resvg(
  '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><circle r="40"/></svg>',
)
  .render()
  .asPng();

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a publication of its own', () => {
  let own: Stage;
  let plain: Stage;
  beforeAll(async () => {
    own = await setStage({
      PUBLICATION_NAME: 'Lund Daily',
      PUBLICATION_ACCENT: '#ffd400',
      PUBLICATION_LOGO: file('logo.png', LOGO),
      PUBLICATION_FOOTER: 'The papers of <our> laboratory.',
      PUBLICATION_ADDRESS: '1 Press Street, Lund',
      PUBLICATION_IMPRINT: file(
        'imprint.txt',
        '# Published by\n\nLund Press\n1 Press Street <Lund>\n\nSee https://press.example.org/about.',
      ),
    });
    plain = await setStage();
  });
  afterAll(() => Promise.all([own?.stop(), plain?.stop()]));
  beforeEach(() => {
    for (const stage of [own, plain]) {
      stage.forget();
      stage.ranking.on('GET /internal/lists/', { body: rankedList([]) });
    }
  });
  const html = async (stage: Stage, path: string) => (await stage.fetch(path)).text();

  it('has its logo, its footer and its address on each page', async () => {
    const page = await html(own, '/');
    const logo = /<link rel="icon" href="(\/assets\/[^"]+\.png)" type="image\/png"/.exec(page)?.[1] as string;
    expect(page).toContain(`<img src="${logo}" alt width="26"`);
    expect(page).toContain('The papers of &lt;our> laboratory.');
    expect(page).toContain('1 Press Street, Lund');
    for (const path of [logo, '/apple-touch-icon.png']) {
      const answer = await own.fetch(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(Buffer.from(await answer.arrayBuffer()).equals(LOGO)).toBe(true);
    }
    const { icons } = JSON.parse(await html(own, '/manifest.webmanifest')) as { icons: { src: string }[] };
    expect(icons.map(({ src }) => src)).toEqual(['/apple-touch-icon.png']);
  });

  it('has its colour, as much darker on light ground as text needs', async () => {
    const sheet = async (stage: Stage) => {
      const path = /<link rel="stylesheet" href="([^"]+)"/.exec(await html(stage, '/'))?.[1] as string;
      return html(stage, path);
    };
    const ours = await sheet(own);
    expect(ours).toMatch(/:root \{ --accent: #[0-9a-f]{6}; --accent-ink: #ffffff; \}/);
    expect(ours).toContain('--accent: #ffd400; --accent-ink: #161513;');
    expect(await sheet(plain)).not.toContain('--accent-ink: #161513;');
    expect(await html(own, '/favicon.svg')).not.toContain('#9f2f17');
  });

  it('has the pages that it has written, and no others', async () => {
    const page = await html(own, '/');
    expect(page).toContain('<a href="/imprint">Imprint</a>');
    expect(page).not.toContain('/privacy');
    const imprint = await html(own, '/imprint');
    expect(imprint).toContain('<h2>Published by</h2>');
    expect(imprint).toContain('<p>Lund Press<br/>1 Press Street &lt;Lund></p>');
    expect(imprint).toContain('<a href="https://press.example.org/about">');
    expect((await own.fetch('/privacy')).status).toBe(404);
    expect((await plain.fetch('/imprint')).status).toBe(404);
    expect(await html(plain, '/')).not.toContain('/imprint');
  });
});
