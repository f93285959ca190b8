import type { Migration } from '@paperboy/platform';

/**
 * Confirmations did not say which mailbox and domain they count for. They expire within a week and the secret that makes
 * the ids is not at hand, so each counts for a mailbox of its own, as it did without one.
 */
export const confirmationMailboxes: Migration = {
  version: 3,
  name: 'confirmation-mailboxes',
  summary: 'gives confirmations without a mailbox one of their own',
  run: async (database) => {
    await database
      .collection('messages')
      .updateMany({ kind: 'confirmation', mailboxId: { $exists: false } }, [
        { $set: { mailboxId: '$subscriberId', domainId: 'earlier', ordinal: 0 } },
      ]);
  },
};
