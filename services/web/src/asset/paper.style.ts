/** The pages of one paper, of links from mails, and notices. */
export const paperStyle = `
.notice { max-width: 40rem; padding: 1rem 0 2rem; }
.notice h1 + p, .notice h2 + p { font-size: 1.125rem; }
.notice form { margin: 1.25rem 0; }
.notice .subscribe form { margin: 0; }

.paper { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
.paper header .facts { margin-top: 0.75rem; }
.paper h1 { max-width: 46rem; }
.authors { color: var(--soft); max-width: 46rem; margin: 0.75rem 0 0; }
.authors ul { display: inline; list-style: none; padding: 0; margin: 0; }
.authors li { display: inline; }
.authors li:not(:last-child)::after { content: ", "; }
.authors details { display: inline; }
.authors details[open] { display: block; }
.authors summary { display: inline; cursor: pointer; color: var(--accent); }
.whole { font: 1.125rem/1.65 var(--serif); max-width: 42rem; margin: 0.5rem 0 0; }
.side { display: grid; gap: 1rem; align-content: start; }
/* Who voted without a script comes back to the button. */
.side { scroll-margin-top: 1rem; }
.side .vote { display: flex; align-items: center; gap: 0.75rem; }
.side img { border-radius: 50%; }
.why .categories { margin: 0.75rem 0 1rem; }
.side ul { list-style: none; margin: 0; padding: 0; }
.side li { padding: 0.5rem 0; border-top: 1px solid var(--rule); }
.label { color: var(--soft); font-size: 0.8125rem; text-transform: uppercase; letter-spacing: 0.06em; font-family: var(--sans); font-weight: 600; margin: 0 0 0.25rem; }

.comments ol { list-style: none; margin: 0; padding: 0; max-width: 42rem; }
.comments li { padding: 0.5rem 0; border-top: 1px solid var(--rule); }
.comments img { border-radius: 50%; margin-right: 0.25rem; }
.comments .words { white-space: pre-line; }

.scroll { overflow-x: auto; }
.terms { width: 100%; max-width: 46rem; border-collapse: collapse; margin: 1rem 0; }
.terms caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
.terms th, .terms td { text-align: left; padding: 0.5rem 0 0.5rem 0.75rem; border-top: 1px solid var(--rule); vertical-align: top; }
.terms td, .terms thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.terms th { font-weight: 400; }
.terms th:first-child { padding-left: 0; }
.terms time { white-space: nowrap; }

.weights { --faded: color-mix(in srgb, var(--soft) 35%, var(--ground)); margin: 1.25rem 0; max-width: 46rem; }
.weights svg { display: block; width: 100%; height: 8.75rem; border-bottom: 1px solid var(--soft); }
.weights .cast { fill: var(--faded); }
.weights .now { fill: var(--accent); }
.weights .span { display: flex; flex-wrap: wrap; justify-content: space-between; margin: 0.25rem 0; }
.weights figcaption { color: var(--soft); font-size: 0.925rem; }
.weights .key { margin-right: 0.75rem; }
.weights .key::before { content: ""; display: inline-block; width: 0.75em; height: 0.75em; margin-right: 0.35em; border-radius: 2px; background: var(--faded); }
.weights .key.now::before { background: var(--accent); }

@media (min-width: 60rem) {
  .paper { grid-template-columns: minmax(0, 1fr) 16rem; gap: 2rem 4rem; }
  .paper header { grid-column: 1 / -1; }
  /* Beside the text the button is seen from the top of the page. */
  .side { scroll-margin-top: 100vh; }
}
`;
