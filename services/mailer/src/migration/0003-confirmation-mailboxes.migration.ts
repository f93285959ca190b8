import type { Migration } from '@paperboy/platform';

/**
 * Confirmations did not say which mailbox and domain they count for. A migration does not have the secret that makes
 * these ids. So each counts for a mailbox of its own, as before, until it expires within a week.
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
