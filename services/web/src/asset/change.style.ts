/** What changed since somebody read it, the texts side by side, and who wrote them. */
export const changeStyle = `
.isauthor { display: inline-block; font: 600 0.75rem/1.3 var(--sans); color: var(--accent); border: 1px solid var(--accent); border-radius: 1rem; padding: 0 0.45rem; text-decoration: none; }
span.isauthor { margin-left: 0.35rem; }
.own a { display: inline-block; padding: 0.25rem 0; }
.choosing { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem; }
.choosing legend { font-weight: 600; padding: 0; margin-bottom: 0.35rem; }
.choosing label, .notice .stacked .choosing label { display: flex; gap: 0.5rem; padding: 0.2rem 0; font-weight: 400; }
.choosing input { flex: none; width: 1.125rem; height: 1.125rem; min-height: 0; margin: 0.2rem 0 0; }
.claims .categories { margin: 0.75rem 0; }
.claims .acts { margin: 0.25rem 0 0; }
.changed { margin: 1rem 0 0; padding: 0.6rem 1rem; border-left: 3px solid var(--accent); background: var(--tint); }
.changed .acts, .changes .acts { margin: 0.25rem 0 0; }
.changes { margin-bottom: 1.5rem; }
.changes ul { list-style: none; margin: 0; padding: 0; }
.changes li { padding: 0.6rem 0; border-top: 1px solid var(--rule); }
.changes li p { margin: 0; }
.changes li p a { color: var(--ink); font: 600 1.0625rem/1.4 var(--serif); }
.comparison h1 a { color: inherit; text-decoration: none; }
.comparison section { margin-top: 1.5rem; }
.comparison form { margin-top: 1.5rem; }
.sides { display: grid; gap: 0.75rem 2rem; }
.sides > div { min-width: 0; overflow-wrap: anywhere; }
.sides h3 { font-family: var(--sans); font-weight: 400; }
.sides p { margin: 0.2rem 0 0; font: 1.0625rem/1.6 var(--serif); white-space: pre-line; }
.versions { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: 0.25rem 0 0; padding: 0; font-size: 0.9375rem; }
.versions a { display: inline-block; padding: 0.3rem 0; }
.versions a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
ins { background: var(--tint); text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 0.12em; }
del { color: var(--soft); background: var(--tint); }
@media (min-width: 48rem) {
  .sides { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
}
`;
