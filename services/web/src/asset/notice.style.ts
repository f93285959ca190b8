/** Pages with one message, as a card like a mail: signing in, links from mails, errors, and an empty list. */
export const noticeStyle = `
.notice { max-width: 36rem; margin: 1rem auto 2rem; padding: 1.5rem min(1.25rem, 5vw) 1.75rem; background: var(--raised); border: 1px solid var(--rule); border-radius: 0.25rem; }
.notice > h1, .notice > h2:first-child { padding-bottom: 0.75rem; margin-bottom: 1rem; border-bottom: 3px double var(--ink); font-size: min(1.625rem, 11vw); text-align: center; }
.notice > p, .notice > ul { font-family: var(--serif); font-size: 1.0625rem; }
.notice > p.fine, .notice > ul .fine { font: 0.8125rem/1.5 var(--sans); }
.notice > h2 { font-size: 1.25rem; margin-top: 2rem; }
.notice > .label { font: 600 0.8125rem/1.4 var(--sans); margin-top: 1.5rem; }
.notice h1 + h2 { margin-top: 0; }
.notice form { margin: 1.25rem 0; }
.notice .stacked { display: flex; flex-direction: column; align-items: stretch; gap: 0.35rem; }
.notice .stacked label { font-weight: 600; }
.notice .stacked p { margin: 0; }
.notice .stacked > :is(p, input, select, textarea, fieldset, label.check) + :is(label, button, fieldset) { margin-top: 0.75rem; }
.notice .stacked button + .fine { margin-top: 0.35rem; }
.notice .manage { display: flex; flex-direction: column; gap: 1rem; }
.notice .manage fieldset { border: 1px solid var(--rule); border-radius: 0.25rem; padding: 0.75rem min(1rem, 4vw) 1rem; margin: 0; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
.notice .manage legend { font-weight: 600; padding: 0 0.35rem; }
.notice .manage label { display: flex; flex-direction: column; gap: 0.25rem; }
.notice .stacked label.check { display: flex; align-items: center; gap: 0.5rem; min-height: 1.5rem; margin-top: 0.75rem; }
.notice .stacked label.check input { flex: none; width: 1.125rem; height: 1.125rem; min-height: 0; padding: 0; margin: 0; }
.notice .manage label.check { flex-direction: row; align-items: center; gap: 0.5rem; min-height: 1.5rem; }
.notice .manage label.check input { flex: none; width: 1.125rem; height: 1.125rem; min-height: 0; padding: 0; margin: 0; }
.notice .manage textarea { min-width: 0; font: 1rem/1.5 var(--sans); }
.notice .manage .fine { margin: 0; }
.notice .told { list-style: none; padding: 0; font: 0.9375rem/1.5 var(--sans); }
.notice .told > li { border-top: 1px solid var(--rule); padding: 0.5rem 0; }
.notice .told form { margin: 0.4rem 0; }
.notice button.quiet { padding-inline: 0; }
.notice .choices form { display: flex; flex-wrap: wrap; gap: 0.5rem; max-width: 100%; }
.notice .choices input { flex: 1 1 8rem; }
.notice .told p { margin: 0; }
.credentials, .notice > .credentials { list-style: none; padding: 0; font: 0.9375rem/1.5 var(--sans); }
.credentials li { border-top: 1px solid var(--rule); padding: 0.5rem 0; }
.credentials p { margin: 0; }
.credentials form { margin: 0.25rem 0 0; }
.made { background: var(--mark); color: var(--mark-ink); padding: 0.25rem 1rem; border-radius: 0.25rem; }
.made code { overflow-wrap: anywhere; }
.notice .subscribe { border: 0; padding: 0; background: none; }
.notice .subscribe form { margin: 0; }
.notice .subscribe h1 { font-size: min(1.625rem, 11vw); text-align: center; padding-bottom: 0.75rem; margin-bottom: 1rem; border-bottom: 3px double var(--ink); }
.notice .every { columns: 14rem; font: 0.875rem/1.6 var(--sans); padding: 0; list-style: none; }
.toread { border-top: 1px solid var(--rule); margin-top: 1.75rem; padding-top: 1.25rem; }
.toread ol { list-style: none; margin: 0; padding: 0; }
.toread li { padding: 0.4rem 0; }
.toread li a { font: 600 1.0625rem/1.4 var(--serif); color: var(--ink); text-decoration: none; }
.toread li a:hover { color: var(--accent); text-decoration: underline; }
.toread p { font-size: 0.9375rem; }
@media (min-width: 40rem) {
  .notice { padding: 2rem 2.5rem 2.25rem; margin-top: 2rem; }
}
`;
