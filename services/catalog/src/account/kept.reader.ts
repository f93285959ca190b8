import { Inject, Injectable } from '@nestjs/common';
import { type Kept, type KeptPart, subscribers } from '@paperboy/contracts';
import { MONGO, ServiceClients } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { CLAIMS, type ClaimDocument } from '../authorship/claim.schema.js';
import { COMMENTS, type CommentDocument } from '../comment/comment.js';
import { IDEMPOTENCY_KEYS, type KeyDocument } from '../document/idempotency-key.schema.js';
import { PERSONAL_QUOTAS, QUOTAS, type QuotaDocument } from '../document/quota.schema.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { PASSKEYS, type PasskeyDocument } from '../passkey/passkey.schema.js';
import { CREDENTIALS, type CredentialDocument } from '../person/credential.schema.js';
import { IDENTITIES, type IdentityDocument } from '../person/identity.schema.js';
import { PeopleStore } from '../person/people.store.js';
import type { PersonDocument } from '../person/person.js';
import { FEED_ADDRESSES, type FeedAddressDocument } from '../shelf/feed-address.schema.js';
import { SHELF, type ShelfDocument } from '../shelf/shelf.schema.js';
import { SIGN_IN_REQUESTS, type SignInRequestDocument } from '../sign-in/sign-in-request.js';
import type { VoteDocument } from '../vote/vote.js';
import { VOTES } from '../vote/vote.schema.js';

const ENTRIES = 500;

type Reading = (person: PersonDocument, after: string) => Promise<Kept>;

/** Reads everything that is kept of a person, one part at a time. Leaves out secrets and their hashes. */
@Injectable()
export class KeptReader {
  private readonly parts: Readonly<Record<KeptPart, Reading>> = {
    account: async ({ _id: id, address, role, createdAt, about, showVotes, suspension, state }) => ({
      entries: [
        {
          ...{ id, address, role, createdAt, name: state.name, handle: state.handle, about, showVotes },
          ...(suspension && {
            suspension: { state: suspension.state, at: suspension.at, reason: suspension.reason },
          }),
        },
      ],
    }),
    submissions: ({ _id }, after) =>
      this.page<PaperDocument>(PAPERS, { 'state.submission.by': _id }, after, ({ state }) => ({
        paperId: state.id,
        title: state.title,
        at: state.submission?.at,
      })),
    votes: ({ _id }, after) =>
      this.page<VoteDocument>(VOTES, { 'state.personId': _id }, after, ({ state }) => {
        const { paperId, standing, counts, reason, history } = state;
        return { paperId, standing, counts, reason, history };
      }),
    comments: ({ _id }, after) =>
      this.page<CommentDocument>(COMMENTS, { 'state.personId': _id }, after, ({ text, state }) => {
        const { id, paperId, replyTo, postedAt, editedAt, state: shown } = state;
        return { id, paperId, replyTo, postedAt, editedAt, state: shown, text };
      }),
    reports: ({ _id }, after) =>
      this.page<CommentDocument>(COMMENTS, { 'reports.by': _id }, after, ({ state, reports }) => {
        const own = reports?.find(({ by }) => by === _id);
        return { commentId: state.id, reason: own?.reason, note: own?.note, at: own?.at };
      }),
    saved: ({ _id: personId }, after) =>
      this.page<ShelfDocument>(SHELF, { personId }, after, ({ paperId, savedAt, notForMeAt, readAt }) => ({
        paperId,
        savedAt,
        notForMeAt,
        readAt,
      })),
    'saved-feed': ({ _id }, after) =>
      this.page<FeedAddressDocument>(FEED_ADDRESSES, { _id }, after, ({ madeAt }) => ({ madeAt })),
    claims: ({ _id: personId }, after) =>
      this.page<ClaimDocument>(CLAIMS, { personId }, after, (claim) => {
        const { paperId, name, state, claimedAt, decidedAt } = claim;
        return { paperId, name, state, claimedAt, decidedAt };
      }),
    sessions: ({ _id: personId }, after) =>
      this.page<CredentialDocument>(CREDENTIALS, { personId, kind: 'session' }, after, (session) => {
        const { device, createdAt, usedAt, expiresAt } = session;
        return { device, createdAt, usedAt, expiresAt };
      }),
    tokens: ({ _id: personId }, after) =>
      this.page<CredentialDocument>(CREDENTIALS, { personId, kind: 'token' }, after, (token) => {
        const { name, scope, createdAt, usedAt, expiresAt } = token;
        return { name, scope, createdAt, usedAt, expiresAt };
      }),
    passkeys: ({ _id: personId }, after) =>
      this.page<PasskeyDocument>(PASSKEYS, { personId }, after, ({ name, createdAt, usedAt }) => ({
        name,
        createdAt,
        usedAt,
      })),
    institutions: ({ _id: personId }, after) =>
      this.page<IdentityDocument>(IDENTITIES, { personId }, after, ({ issuer, createdAt, usedAt }) => ({
        issuer,
        createdAt,
        usedAt,
      })),
    'sign-ins': ({ address }, after) =>
      this.page<SignInRequestDocument>(SIGN_IN_REQUESTS, { address }, after, ({ askedAt, provenAt }) => ({
        askedAt,
        provenAt,
      })),
    limits: (person, after) => this.limits(person, after),
    mail: ({ _id: personId, address }) => this.clients.ask(subscribers.kept, { body: { address, personId } }),
  };

  constructor(
    @Inject(MONGO) private readonly connection: Connection,
    private readonly people: PeopleStore,
    private readonly clients: ServiceClients,
  ) {}

  /** A page of a part: the entries after the id `after`. Throws 404 `unknown-person`. */
  async read(personId: string, part: KeptPart, after = ''): Promise<Kept> {
    return this.parts[part](await this.people.known(personId), after);
  }

  /** Quotas and idempotency keys, which are kept for some days. Quotas are few, so the first page has them all. */
  private async limits({ _id }: PersonDocument, after: string): Promise<Kept> {
    const keys = await this.page<KeyDocument>(
      IDEMPOTENCY_KEYS,
      { _id: { $gte: `${_id}:`, $lt: `${_id};` } },
      after,
      ({ _id: key, at }) => ({ idempotencyKey: key.slice(key.indexOf(':') + 1), at }),
    );
    if (after !== '') return keys;
    const quotas = await this.connection
      .collection<QuotaDocument>(QUOTAS)
      .find({ _id: { $regex: `^(${PERSONAL_QUOTAS.join('|')}):${_id}:` } })
      .toArray();
    const counted = quotas.map(({ _id: name, takers, at }) => ({
      counted: name.slice(0, name.indexOf(':')),
      at,
      times: takers.length,
    }));
    return { ...keys, entries: [...counted, ...keys.entries] };
  }

  private async page<Document extends { _id: string }>(
    name: string,
    filter: Record<string, unknown>,
    after: string,
    told: (document: Document) => object,
  ): Promise<Kept> {
    const found = await this.connection
      .collection<{ _id: string }>(name)
      .find({ $and: [filter, { _id: { $gt: after } }, { deleteAfterPublish: { $ne: true } }] })
      .sort({ _id: 1 })
      .limit(ENTRIES + 1)
      .toArray();
    const shown = found.slice(0, ENTRIES) as unknown as Document[];
    const last = shown.at(-1);
    const entries = shown.map((document) => ({ ...told(document) }));
    return { entries, ...(found.length > ENTRIES && last && { next: last._id }) };
  }
}
