/** Pages other than lists and papers: archive, categories, about, and how to cite. */
export const pageStyle = `
.prose { max-width: 42rem; }
.prose h2 { margin-top: 1.75rem; font-size: 1.25rem; }
.days { width: 100%; max-width: 48rem; margin-top: 1rem; border-collapse: collapse; table-layout: fixed; font-variant-numeric: tabular-nums; }
.days th { padding: 0.3rem; color: var(--soft); font-weight: 400; text-align: left; }
.days abbr { text-decoration: none; }
.days td { height: 3.5rem; padding: 0; border: 1px solid var(--rule); vertical-align: top; }
.days td > * { display: block; height: 100%; padding: 0.3rem 0.25rem; color: var(--soft); text-decoration: none; }
.days td a { background: var(--tint); }
.days td a:hover { box-shadow: inset 0 0 0 2px var(--accent); }
.days strong { display: block; font-size: clamp(0.75rem, 0.5rem + 1vw, 1rem); white-space: nowrap; color: var(--accent); }
.archives > section { margin-top: 1.5rem; }
.archives ul { columns: 18rem; column-gap: 2rem; list-style: none; margin: 0; padding: 0; }
.archives li { padding: 0.2rem 0; break-inside: avoid; }
.archives code { display: inline-block; max-width: 100%; }
.archives .label { text-transform: none; }
.cite pre { overflow-wrap: anywhere; white-space: pre-wrap; padding: 0.75rem; background: var(--tint); border-radius: 0.375rem; font-size: 0.875rem; }
.cite pre code { padding: 0; background: none; }
.choices { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; margin: 0.75rem 0; }
.choices form, .notice .choices form { margin: 0; }
.cite summary { cursor: pointer; color: var(--accent); padding: 0.2rem 0; }
`;
