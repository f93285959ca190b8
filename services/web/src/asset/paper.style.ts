/** The pages of one paper. */
export const paperStyle = `

.paper, .why { max-width: 44rem; margin: 0 auto; }
.paper h1 { font-size: clamp(1.5rem, 1.2rem + 1.4vw, 2.125rem); }
.authors { color: var(--soft); margin: 0.6rem 0 0; }
.authors ul { display: inline; list-style: none; padding: 0; margin: 0; }
.authors li { display: inline; }
.authors li:not(:last-child)::after { content: ", "; }
.authors details { display: inline; }
.authors details[open] { display: block; }
.authors summary { display: inline; cursor: pointer; color: var(--accent); }
.paper .facts { margin-top: 0.6rem; }
.paper .facts a { text-decoration: underline; }
.paper .facts a.tag { text-decoration: none; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem; margin: 1.1rem 0 0.9rem; scroll-margin-top: 1rem; }
.acts .vote button { border-color: var(--rule); padding-inline: 0.9rem; font-size: 1rem; }
.acts .vote .plus { position: static; font-size: 0.8125rem; }
.paper section { margin-top: 1.75rem; }
.whole { font: 1.125rem/1.65 var(--serif); margin: 0.4rem 0 0; }
.submitter img { border-radius: 50%; }
.glance { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.25rem; }
.glance p { flex: 1 1 16rem; margin: 0; }
.glance .weights { flex: 0 1 12rem; min-width: 8rem; margin: 0; }
.glance .weights svg { height: 2.75rem; }

.comments ol { list-style: none; margin: 0; padding: 0; }
.comments li { padding: 0.5rem 0; border-top: 1px solid var(--rule); }
.comments img { border-radius: 50%; margin-right: 0.25rem; }
.comments ol ol { margin-left: 0.75rem; padding-left: 1rem; border-left: 2px solid var(--rule); }
.comments ol ol li:first-child { border-top: 0; }
.comments .deeds { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: 0.15rem 0 0; padding: 0; font-size: 0.875rem; }
.comments .deeds li { border: 0; padding: 0; }
.comments .deeds a { display: inline-block; padding: 0.2rem 0; color: var(--soft); }
.comments li:target { background: var(--tint); box-shadow: 0 0 0 0.5rem var(--tint); }
.words { overflow-wrap: anywhere; }
.words > p { margin: 0.4rem 0; }
.words ol, .words ul, .comments .words ol, .comments .words ul { margin: 0.4rem 0; padding-left: 1.6rem; border: 0; }
.comments .words ol { list-style: decimal; }
.comments .words li { border: 0; padding: 0; }
.words li > p { margin: 0; }
.words pre { white-space: pre-wrap; background: var(--tint); border-radius: 0.25rem; padding: 0.5rem 0.75rem; }
.words pre code { background: none; padding: 0; }
.words blockquote, .notice blockquote { margin: 0.4rem 0; padding-left: 0.9rem; border-left: 3px solid var(--rule); color: var(--soft); }
.commenting { display: grid; gap: 0.4rem; justify-items: start; margin-top: 1.25rem; }
.commenting label { font-weight: 600; }
.commenting .fine { margin: 0; }
textarea { width: 100%; font: 1rem/1.5 var(--serif); color: var(--ink); background: var(--raised); border: 1px solid var(--soft); border-radius: 0.375rem; padding: 0.6rem 0.8rem; resize: vertical; }

.scroll { overflow-x: auto; }
.terms { width: 100%; border-collapse: collapse; margin: 1rem 0; }
.terms caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
.terms th, .terms td { text-align: left; padding: 0.5rem 0 0.5rem 0.75rem; border-top: 1px solid var(--rule); vertical-align: top; }
.terms td, .terms thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.terms th { font-weight: 400; }
.terms th:first-child { padding-left: 0; }
.terms time { white-space: nowrap; }

.weights { --faded: color-mix(in srgb, var(--soft) 35%, var(--ground)); margin: 1.25rem 0; }
.weights svg { display: block; width: 100%; height: 8.75rem; border-bottom: 1px solid var(--soft); }
.weights .cast { fill: var(--faded); }
.weights .now { fill: var(--accent); }
.weights .span { display: flex; flex-wrap: wrap; justify-content: space-between; margin: 0.25rem 0; }
.weights figcaption { color: var(--soft); font-size: 0.925rem; }
.weights .key { margin-right: 0.75rem; }
.weights .key::before { content: ""; display: inline-block; width: 0.75em; height: 0.75em; margin-right: 0.35em; border-radius: 2px; background: var(--faded); }
.weights .key.now::before { background: var(--accent); }

.why { max-width: 40rem; }
.why .lead { font: 1.1875rem/1.5 var(--serif); }
.why .lists { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0.75rem 0 1rem; }
.why .lists a { font-size: 0.875rem; color: var(--soft); border: 1px solid var(--rule); border-radius: 1rem; padding: 0.2rem 0.75rem; text-decoration: none; }
.why .lists .chosen { color: var(--accent-ink); background: var(--accent); border-color: var(--accent); }
.why [data-zone] { display: inline-block; min-width: 5.5em; }
.why summary { cursor: pointer; color: var(--accent); padding: 0.4rem 0; }
`;
