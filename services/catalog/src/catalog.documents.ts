import { parkingClaimSchema } from '@paperboy/messaging';
import type { StoredDocuments } from '@paperboy/platform';
import { deletionSchema } from './account/deletion.schema.js';
import { auditSchema } from './audit/audit.schema.js';
import { claimSchema } from './authorship/claim.schema.js';
import { commentSchema } from './comment/comment.schema.js';
import { threadLockSchema } from './comment/thread-lock.schema.js';
import { keySchema } from './document/idempotency-key.schema.js';
import { quotaSchema } from './document/quota.schema.js';
import { settingSchema } from './document/setting.schema.js';
import { importTallyDocumentSchema } from './import/import-tally.schema.js';
import { paperSchema } from './paper/paper.schema.js';
import { passkeyChallengeSchema, passkeySchema } from './passkey/passkey.schema.js';
import { credentialSchema, signInLinkSchema } from './person/credential.schema.js';
import { identitySchema } from './person/identity.schema.js';
import { personDocumentSchema } from './person/person.schema.js';
import { ringSchema } from './ring/ring.schema.js';
import { feedAddressSchema } from './shelf/feed-address.schema.js';
import { shelfSchema } from './shelf/shelf.schema.js';
import { signInRequestSchema } from './sign-in/sign-in-request.schema.js';
import { voteSchema } from './vote/vote.schema.js';

/** Everything that the catalog keeps in MongoDB. */
export const catalogDocuments: StoredDocuments = {
  schemas: [
    paperSchema,
    personDocumentSchema,
    voteSchema,
    commentSchema,
    threadLockSchema,
    shelfSchema,
    claimSchema,
    feedAddressSchema,
    credentialSchema,
    signInLinkSchema,
    signInRequestSchema,
    deletionSchema,
    passkeySchema,
    passkeyChallengeSchema,
    identitySchema,
    quotaSchema,
    keySchema,
    importTallyDocumentSchema,
    settingSchema,
    auditSchema,
    ringSchema,
    parkingClaimSchema,
  ],
  migrations: [],
};
