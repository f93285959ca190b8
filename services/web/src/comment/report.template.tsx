import { REPORT_REASONS, type ReportReason } from '@paperboy/contracts';

const REASONS: Readonly<Record<ReportReason, string>> = {
  spam: 'It is advertising or spam',
  abuse: 'It attacks somebody',
  'off-topic': 'It has nothing to do with the paper',
  other: 'Something else',
};

/** The form in which a reader reports a comment. */
export function ReportForm({ action }: { action: string }) {
  return (
    <form method="post" action={action} class="stacked">
      <label for="reason">What is wrong with it?</label>
      <select id="reason" name="reason">
        {REPORT_REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {REASONS[reason]}
          </option>
        ))}
      </select>
      <label for="note">A sentence for the curators, if you like</label>
      <input id="note" name="note" maxLength={300} autocomplete="off" dir="auto" />
      <button type="submit">Report</button>
    </form>
  );
}
