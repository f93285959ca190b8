/** The ids of Ann's things, by which the other account asks for them. */
export interface Things {
  readonly paper: string;
  readonly comment: string;
  readonly token: string;
  readonly session: string;
  readonly passkey: string;
  readonly institution: string;
  readonly webhook: string;
  readonly claim: string;
  readonly handle: string;
  /** A link's token that names Ann's subscription, with a signature that we never made. */
  readonly forged: string;
  /** A ring in which Ann is. */
  readonly ring: string;
}

/** The accounts that try: without a sign-in, and of each role. */
export const ATTACKERS = ['nobody', 'reader', 'curator', 'admin'] as const;
export type Attacker = (typeof ATTACKERS)[number];

/** The part of a request that a rule adds to the endpoint's method and path. */
export interface Attack {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What another account can do to Ann's things by one endpoint. */
export type Rule =
  /** It names no thing of a person, or only public ones; the text is the reason. */
  | { readonly open: string }
  /** It needs a secret, and whoever has the secret may: the attack is the same request without it. */
  | { readonly secret: string; readonly asks: (things: Things) => Attack }
  /** It asks for Ann's thing. These attackers are refused; every other role may by its office. */
  | { readonly refuses: readonly Attacker[]; readonly asks: (things: Things) => Attack }
  /** It acts for its caller alone: whatever it answers, nothing of Ann's is in it or changed by it. */
  | { readonly own: (things: Things) => Attack };

const ALL = ATTACKERS;
const READERS = ['nobody', 'reader'] as const;
const NOT_ADMINS = ['nobody', 'reader', 'curator'] as const;

const ofPaper = ({ paper }: Things): Attack => ({ params: { id: paper } });
const ofComment = ({ paper, comment }: Things): Attack => ({ params: { id: paper, comment } });
const ofHandle = ({ handle }: Things): Attack => ({ params: { handle } });
const nothing = (): Attack => ({});
const reason = { reason: 'An attack.' };
const digest = ({ forged }: Things): Attack => ({ params: { token: forged } });
const wish = { cadence: 'month', hour: 8, timeZone: 'Europe/Berlin' };
const passkey = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} };
const assertion = { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' };

const PUBLIC_LISTS = 'Lists of papers are public.';
const PUBLIC_PAPER = 'A paper is public, and names only the public name of its submitter.';
const PUBLIC_COMMENT = 'Comments that are shown are public.';
const TEST_OF_SIGN_IN = 'The catalog refuses an unknown secret';

/** Each public endpoint of the contract, by its name in `resources`. */
export const OTHERS_THINGS: Readonly<Record<string, Rule>> = {
  'lists.daily': { open: PUBLIC_LISTS },
  'lists.archive': { open: PUBLIC_LISTS },
  'lists.why': { open: PUBLIC_LISTS },
  'papers.read': { open: PUBLIC_PAPER },
  'papers.markdown': { open: PUBLIC_PAPER },
  'papers.card': { open: PUBLIC_PAPER },
  'papers.cite': { open: PUBLIC_PAPER },
  'papers.repos': { open: PUBLIC_PAPER },
  'papers.submit': { own: ({ paper }) => ({ body: { paperId: paper } }) },
  'papers.checkSubmission': { own: ({ paper }) => ({ query: { paper } }) },
  'papers.index': { open: 'It asks for a paper of arXiv, and no person has part in that.' },
  'votes.cast': { own: ofPaper },
  'votes.withdraw': { own: ofPaper },
  'shelf.save': { own: ofPaper },
  'shelf.unsave': { own: ofPaper },
  'shelf.putAway': { own: ofPaper },
  'shelf.takeBack': { own: ofPaper },
  'shelf.saved': { own: nothing },
  'shelf.bibliography': { own: nothing },
  'shelf.feedAddress': { own: nothing },
  'shelf.makeFeed': { own: nothing },
  'shelf.endFeed': { own: nothing },
  'changes.texts': { open: PUBLIC_PAPER },
  'changes.mine': { own: ({ paper }) => ({ query: { paper } }) },
  'changes.read': { own: ofPaper },
  'claims.claim': { own: ({ paper }) => ({ body: { paperId: paper, claimAuthorId: `${paper}.1` } }) },
  'claims.mine': { own: nothing },
  'claims.takeBack': { refuses: ALL, asks: ({ claim }) => ({ params: { claim } }) },
  'claims.list': { refuses: READERS, asks: nothing },
  'claims.confirm': { refuses: READERS, asks: ({ claim }) => ({ params: { claim } }) },
  'claims.refuse': { refuses: READERS, asks: ({ claim }) => ({ params: { claim } }) },
  'claims.links': {
    refuses: READERS,
    asks: ({ paper }) => ({ params: { id: paper }, body: { projectPage: 'https://attack.example.org/' } }),
  },
  'notices.choice': { own: nothing },
  'notices.choose': { own: () => ({ body: { when: 'never' } }) },
  'comments.ofPaper': { open: PUBLIC_COMMENT },
  'comments.waiting': { own: ofPaper },
  'comments.one': { open: PUBLIC_COMMENT },
  'comments.post': { own: (things) => ({ ...ofPaper(things), body: { comment: 'Of the other account.' } }) },
  'comments.reply': { own: (things) => ({ ...ofComment(things), body: { comment: 'An answer.' } }) },
  'comments.edit': { refuses: ALL, asks: (things) => ({ ...ofComment(things), body: { comment: 'Mine.' } }) },
  'comments.erase': { refuses: ALL, asks: ofComment },
  'comments.hide': { refuses: READERS, asks: ofComment },
  'comments.restore': { refuses: READERS, asks: ofComment },
  'moderation.report': {
    own: (things) => ({ ...ofComment(things), body: { reason: 'spam', note: 'I do not like it.' } }),
  },
  'moderation.queue': { refuses: READERS, asks: nothing },
  'moderation.publish': { refuses: READERS, asks: ofComment },
  'moderation.dismiss': { refuses: READERS, asks: ofComment },
  'moderation.lock': { refuses: READERS, asks: ofPaper },
  'moderation.unlock': { refuses: READERS, asks: ofPaper },
  'suspensions.history': { refuses: READERS, asks: ofHandle },
  'suspensions.suspend': { refuses: READERS, asks: (things) => ({ ...ofHandle(things), body: reason }) },
  'suspensions.lift': { refuses: READERS, asks: ofHandle },
  'rings.votes': { refuses: READERS, asks: nothing },
  'rings.list': { refuses: READERS, asks: nothing },
  'rings.setAside': { refuses: READERS, asks: ({ ring }) => ({ params: { ring } }) },
  'rings.restore': { refuses: READERS, asks: ({ ring }) => ({ params: { ring } }) },
  'audit.list': { refuses: NOT_ADMINS, asks: nothing },
  'subscriptions.request': { open: 'It only sends a mail, whose reader confirms or ignores it.' },
  'managedSubscriptions.own': { own: nothing },
  'managedSubscriptions.start': { own: () => ({ body: wish }) },
  'managedSubscriptions.end': { refuses: ALL, asks: digest },
  'managedSubscriptions.view': { secret: 'The token of the link.', asks: digest },
  'managedSubscriptions.change': {
    secret: 'The token of the link.',
    asks: (things) => ({ ...digest(things), body: wish }),
  },
  'managedSubscriptions.another': {
    secret: 'The token of the link.',
    asks: (things) => ({ ...digest(things), body: wish }),
  },
  'managedSubscriptions.preview': { secret: 'The token of the link.', asks: digest },
  'managedSubscriptions.delivered': {
    secret: 'The token of the link.',
    asks: ({ forged }) => ({ params: { token: forged, edition: 'day-2026-11-02' } }),
  },
  'editions.newest': { open: PUBLIC_LISTS },
  'editions.one': { open: PUBLIC_LISTS },
  'editions.papers': { open: PUBLIC_LISTS },
  'feeds.day': { open: PUBLIC_LISTS },
  'feeds.week': { open: PUBLIC_LISTS },
  'feeds.month': { open: PUBLIC_LISTS },
  'feeds.trending': { open: PUBLIC_LISTS },
  'feeds.new': { open: PUBLIC_LISTS },
  'feeds.search': { open: PUBLIC_LISTS },
  'feeds.editions': { open: PUBLIC_LISTS },
  'feeds.comments': { open: PUBLIC_COMMENT },
  'feeds.saved': {
    secret: 'The secret of the address.',
    asks: () => ({ params: { secret: `pbf_${'A'.repeat(43)}`, format: 'json' } }),
  },
  'people.profile': { open: 'It shows what its person made public.' },
  'people.everyone': { refuses: NOT_ADMINS, asks: nothing },
  'people.giveRole': {
    refuses: NOT_ADMINS,
    asks: (things) => ({ ...ofHandle(things), body: { role: 'admin', ...reason } }),
  },
  'signIn.request': { open: 'It only sends a mail to the address.' },
  'signIn.code': {
    secret: `${TEST_OF_SIGN_IN} of the browser.`,
    asks: () => ({ body: { request: 'pbr_of_another_browser', code: '000000' } }),
  },
  'signIn.redeem': {
    secret: `${TEST_OF_SIGN_IN} of a link.`,
    asks: () => ({ body: { token: 'pbl_of_nobody' } }),
  },
  'signIn.register': {
    secret: `${TEST_OF_SIGN_IN} of a registration.`,
    asks: () => ({ body: { registration: 'pbn_of_nobody', name: 'Ann', handle: 'ann-again' } }),
  },
  'settings.sessions': { own: nothing },
  'settings.endSession': { refuses: ALL, asks: ({ session }) => ({ params: { session } }) },
  'settings.tokens': { own: nothing },
  'settings.makeToken': { own: () => ({ body: { name: 'Another', scope: 'read', days: 1 } }) },
  'settings.revokeToken': { refuses: ALL, asks: ({ token }) => ({ params: { token } }) },
  'account.profile': { own: nothing },
  'account.changeProfile': {
    refuses: ALL,
    asks: ({ handle }) => ({ body: { name: 'Ann', handle, about: '', showVotes: true } }),
  },
  'account.kept': { own: () => ({ params: { part: 'mail' } }) },
  'account.remove': { refuses: ALL, asks: ({ handle }) => ({ body: { handle, comments: 'remove' } }) },
  'passkeys.list': { own: nothing },
  'passkeys.begin': { own: nothing },
  'passkeys.add': {
    refuses: ALL,
    asks: () => ({
      body: { name: 'X', passkey: { ...passkey, response: { ...assertion, attestationObject: 'AAAA' } } },
    }),
  },
  'passkeys.remove': { refuses: ALL, asks: (things) => ({ params: { passkey: things.passkey } }) },
  'passkeys.ask': { open: 'A challenge belongs to nobody.' },
  'passkeys.signIn': {
    secret: 'The private key of the passkey.',
    asks: () => ({ body: { passkey: { ...passkey, response: assertion } } }),
  },
  'institutions.list': { own: nothing },
  'institutions.remove': { refuses: ALL, asks: ({ institution }) => ({ params: { institution } }) },
  'mail.providerEvent': { open: 'A program of the mail provider signs it.' },
  'webhooks.list': { own: nothing },
  'webhooks.make': { open: 'It makes a thing of the caller, and names nothing of anybody.' },
  'webhooks.enable': { refuses: ALL, asks: ({ webhook }) => ({ params: { webhook } }) },
  'webhooks.remove': { refuses: ALL, asks: ({ webhook }) => ({ params: { webhook } }) },
  'search.papers': { open: PUBLIC_LISTS },
  'search.similar': { open: PUBLIC_LISTS },
  'holdings.categories': { open: PUBLIC_LISTS },
};
