/** The search: its field in the head and on its page, what was found, and how to narrow it. */
export const searchStyle = `
.find { flex: 1 1 4.5rem; max-width: 13rem; min-width: 0; }
.find input { width: 100%; min-height: 2.25rem; padding: 0.3rem 0.7rem; border-color: var(--rule); border-radius: 1.2rem; font-size: 0.9375rem; }
.tosearch { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; min-width: 1.75rem; color: var(--soft); }
.tosearch svg { fill: none; stroke: currentColor; stroke-width: 1.5; }
.search { display: flex; flex-wrap: wrap; gap: 0.5rem; max-width: 44rem; margin-top: 0.75rem; }
.search input { flex: 1 1 14rem; font-size: 1.0625rem; }
.count { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.25rem 1.5rem; margin: 1rem 0 0; color: var(--soft); }
.sorts { display: flex; flex-wrap: wrap; gap: 0 0.9rem; font-size: 0.9375rem; }
.sorts a[aria-current] { color: var(--ink); text-decoration: none; font-weight: 600; }
/* A band of the height of small letters and their ascenders, which covers nothing of the line above. */
mark { background: linear-gradient(var(--mark), var(--mark)) 0 60% / 100% 62% no-repeat; color: inherit; font-weight: 600; }
h2 mark { font-weight: inherit; }
.syntax { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.1rem 1.5rem; margin: 0.75rem 0 0; }
.syntax dt { font: 600 0.9375rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.syntax dd { margin: 0 0 0.6rem; color: var(--soft); }
.facets ul { list-style: none; margin: 0; padding: 0; font-size: 0.9375rem; }
.facets li { padding: 0.2rem 0; }
.similar ul { list-style: none; margin: 0; padding: 0; }
.similar li { padding: 0.45rem 0; border-top: 1px solid var(--rule); }
.similar a { font: 600 1.0625rem/1.4 var(--serif); color: var(--ink); text-decoration: none; }
.similar a:hover { color: var(--accent); text-decoration: underline; }
@media (min-width: 48rem) {
  .tosearch { display: none; }
  .syntax { grid-template-columns: minmax(0, 13rem) minmax(0, 1fr); gap: 0.6rem 1.5rem; }
  .syntax dd { margin: 0; }
}
@media (max-width: 47.99rem) {
  .find { display: none; }
}
`;
