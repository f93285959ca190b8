import { describe, expect, it } from '@jest/globals';
import { chosenHandleSchema, type Profile } from '@paperboy/contracts';
import { renderToString } from 'preact-render-to-string';
import { avatar } from '../src/asset/picture.template.js';
import { personPage } from '../src/people/person.template.js';
import { leavingPage } from '../src/settings/leaving.template.js';
import { passkeysPage } from '../src/settings/passkeys.template.js';
import { profilePage } from '../src/settings/profile.template.js';
import { settingsPage } from '../src/settings/settings.template.js';
import { renderPage } from '../src/shell/document.template.js';
import type { Frame, PageContent } from '../src/shell/page.js';
import { accountPage } from '../src/sign-in/account.template.js';
import { HOSTILE_NAMES, structureOf } from './hostile-names.js';
import { listedPerson, listItem, rankedList } from './ranked-list.js';

const now = new Date('2026-11-22T12:00:00.000Z');
const at = now.toISOString();
const frame: Frame = {
  publication: 'Paperboy',
  publicUrl: 'http://papers.example',
  footer: 'Papers.',
  ownPages: [],
  stylesheet: '/assets/a.css',
  mark: { path: '/favicon.svg', type: 'image/svg+xml' },
  script: '/assets/a.js',
  font: '/assets/a.woff2',
  now,
};
const used = { id: '0000000000000000', createdAt: at, usedAt: at, expiresAt: at };

/** Every page on which a person's name, or another text of a person that is no Markdown, is shown. */
const PAGES: Readonly<Record<string, (name: string) => PageContent>> = {
  'the page of a person': (name) => {
    const comments: Profile['comments'] = [
      { id: 'c1', text: 'Hm.', postedAt: at, paper: { id: '2602.00001', title: 'On votes' } },
    ];
    const item = listItem('2602.00001', { submittedBy: listedPerson(name, name) });
    return personPage({
      handle: name,
      page: 0,
      profile: { handle: name, name, since: '2026-11-01', about: name, comments },
      list: rankedList([item]),
      now,
    });
  },
  'the settings': (name) =>
    settingsPage({
      person: { name, handle: name, role: 'reader' },
      sessions: [{ ...used, device: name }],
      tokens: [{ ...used, name, scope: 'read' }],
      hasInstitution: true,
      made: { name, token: name },
    }),
  'the public page to be changed': (name) =>
    profilePage({
      person: { name, handle: name },
      profile: { name, handle: name, about: name, showVotes: true },
      errors: { name, handle: name, about: name },
    }),
  passkeys: (name) =>
    passkeysPage({ passkeys: [{ ...used, name }], script: '/assets/b.js', welcome: { name, back: '/' } }),
  'the end of the account': (name) => leavingPage({ person: { name, handle: name }, wrong: true }),
  'a new account': (name) => accountPage({ typed: { name, handle: name, errors: { name, handle: name } } }),
};

describe('whatever a person is called', () => {
  it.each(Object.entries(PAGES))('%s has the elements that it has for everyone', (_, page) => {
    const rendered = (name: string) =>
      renderPage({ ...frame, reader: { name, handle: name } }, page(name)).toString();
    const usual = structureOf(rendered('Ada'));
    expect(usual.length).toBeGreaterThan(30);
    for (const name of HOSTILE_NAMES) {
      const html = rendered(name);
      expect([name, structureOf(html)]).toEqual([name, usual]);
      expect(html).not.toMatch(/(?:href|src|action)="\s*(?:javascript|data):/i);
    }
  });

  it('the picture of a person is the same drawing', () => {
    const usual = structureOf(avatar('ada'));
    for (const name of HOSTILE_NAMES) {
      const drawn = structureOf(avatar(name)).filter((tag) => !usual.includes(tag));
      expect([name, drawn]).toEqual([name, []]);
    }
  });

  it('no handle holds any of it', () => {
    expect(HOSTILE_NAMES.length).toBeGreaterThan(500);
    for (const name of HOSTILE_NAMES) expect(chosenHandleSchema.safeParse(name).success).toBe(false);
  });

  it('a page that is written without escaping would fail here', () => {
    const careless = (name: string) => renderToString(<p dangerouslySetInnerHTML={{ __html: name }} />);
    const caught = HOSTILE_NAMES.filter(
      (name) => structureOf(careless(name)).join() !== structureOf(careless('Ada')).join(),
    );
    expect(caught.length).toBeGreaterThan(HOSTILE_NAMES.length / 2);
  });
});
