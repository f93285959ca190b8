/** Lists: a column of papers, and on wide screens a rail next to it. */
export const listStyle = `
.sheet { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
.by { color: var(--soft); margin: 0.2rem 0 0; }
.about { margin: 0.6rem 0 0; max-width: 40rem; font: 1.0625rem/1.5 var(--serif); white-space: pre-line; overflow-wrap: anywhere; }
.upvoted ul { padding-left: 1.1rem; }
.upvoted li { margin: 0.3rem 0; overflow-wrap: anywhere; }
.periods { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.25rem; font-size: 0.9375rem; }
.periods a { padding: 0.3rem 0; }
.closed { color: var(--soft); font-size: 0.8125rem; border: 1px solid var(--rule); border-radius: 1rem; padding: 0 0.6rem; }
.newer { margin: 0.4rem 0 0; font-size: 0.9375rem; }

.categories h2 { display: none; }
.categories ul { display: flex; gap: 0.4rem; list-style: none; margin: 0; padding: 0 0 0.25rem; overflow-x: auto; scrollbar-width: none; }
.categories a { display: block; font-size: 0.875rem; color: var(--soft); border: 1px solid var(--rule); border-radius: 1rem; padding: 0.2rem 0.75rem; text-decoration: none; white-space: nowrap; }
.categories a:hover { color: var(--ink); border-color: var(--soft); }
.categories a:focus-visible { outline-offset: -3px; }
.categories .chosen { color: var(--accent-ink); background: var(--accent); border-color: var(--accent); }

.papers { list-style: none; margin: 0; padding: 0; min-width: 0; container-type: inline-size; }
.papers > li { border-top: 1px solid var(--rule); }
.papers > li:first-child { border-top: 0; }
.card { display: grid; grid-template-columns: 1.9rem auto minmax(0, 1fr); column-gap: 0; padding: 1rem 0; scroll-margin-top: 1rem; }
.card > * { grid-column: 2 / -1; min-width: 0; }
.card .rank { grid-column: 1; grid-row: 1 / span 2; margin: 0; color: var(--accent); font: 700 1.375rem/1.4 var(--serif); font-variant-numeric: tabular-nums; }
.card.unranked { grid-template-columns: auto minmax(0, 1fr); }
.card.unranked > * { grid-column: 1 / -1; }
.card.long .rank { font-size: 0.9375rem; line-height: 1.9rem; }
.card h2 { font-size: 1.1875rem; font-weight: 700; }
.card h2 a { color: var(--ink); text-decoration: none; }
.card h2 a:hover { color: var(--accent); text-decoration: underline; }
.papers[start="1"] > li:first-child h2 { font-size: 1.375rem; }
.card .authors { color: var(--soft); font-size: 0.9375rem; margin: 0.3rem 0 0; max-width: none; }
.card .abstract { margin: 0.5rem 0 0; font: 1rem/1.55 var(--serif); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; line-clamp: 4; overflow: hidden; }
.figure { display: none; }
.card .vote { grid-column: 2; grid-row: 5; align-self: start; margin-right: 0.9rem; }
.card .upvotes { grid-column: 2; grid-row: 5; margin: 0.6rem 0.9rem 0 0; }
.card .facts { grid-column: 3; grid-row: 5; margin-top: 0.55rem; }
.card.unranked .vote, .card.unranked .upvotes { grid-column: 1; }
.card.unranked .facts { grid-column: 2; }
/* The dot before the first fact of each line is cut off. */
.facts { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0; list-style: none; margin: 0 0 0 -1rem; clip-path: inset(-4px -4px -4px 1rem); padding: 0; font-size: 0.875rem; color: var(--soft); }
.card .facts { margin-left: -1rem; min-height: 2.2rem; }
.facts li { position: relative; padding-left: 1rem; min-width: 0; max-width: 100%; overflow-wrap: anywhere; }
.facts li::before { content: "·"; position: absolute; left: 0.3rem; }
.facts img { border-radius: 50%; margin-right: 0.35rem; }
.facts a { color: inherit; }
.facts a:hover { color: var(--accent); }
.tag { display: inline-block; max-width: 100%; line-height: 1.4; text-decoration: none; background: var(--tint); border-radius: 0.2rem; padding: 0.1rem 0.45rem; }
.tag code { background: none; padding: 0; margin-left: 0.15rem; font-size: 0.85em; display: inline-block; max-width: 100%; }
.withdrawn { color: var(--accent); font-weight: 600; font-size: 0.875rem; margin: 0.3rem 0 0; }
.news { color: var(--accent); font: 600 0.75rem/1 var(--sans); text-transform: uppercase; letter-spacing: 0.05em; margin-left: 0.5rem; vertical-align: 0.15em; white-space: nowrap; }
.card.read h2 a { color: var(--soft); }
.away { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75rem; padding: 0.4rem 0; color: var(--soft); font-size: 0.9375rem; scroll-margin-top: 1rem; }
.away p { margin: 0; min-width: 0; }
.away a { color: inherit; }
.keep { display: inline; }
.facts .keep button { font-size: inherit; color: inherit; padding: 0; }
.facts .keep button:hover { color: var(--accent); }
.saved, .person { max-width: 44rem; }
.person .by img { border-radius: 50%; }
.person section { margin-top: 2rem; }
.saved .kept { margin: 0.75rem 0 -0.5rem; }
.saved section { margin-top: 2rem; }
.addresses { padding-left: 1.1rem; overflow-wrap: anywhere; }
.pages { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem 1rem; border-top: 1px solid var(--rule); padding-top: 1.25rem; color: var(--soft); }

.rail { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; align-content: start; border-top: 1px solid var(--rule); padding-top: 1.5rem; }
.calendar table { border-collapse: collapse; width: 100%; max-width: 20rem; table-layout: fixed; font-size: 0.875rem; font-variant-numeric: tabular-nums; text-align: center; }
.calendar th { color: var(--soft); font-weight: 400; padding: 0.2rem 0; }
.calendar td { padding: 0; color: var(--soft); }
.calendar td > * { display: block; padding: 0.3rem 0; }
.calendar td a { text-decoration: none; border-radius: 0.25rem; }
.calendar td a:hover { background: var(--tint); }
.calendar [aria-current] { background: var(--accent); color: var(--accent-ink); font-weight: 600; }

.subscribe { background: var(--raised); border: 1px solid var(--rule); border-top: 3px solid var(--accent); border-radius: 0.25rem; padding: 1rem; }
.subscribe h1, .subscribe h2 { font-size: 1.125rem; }
.field { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.7rem; }
.field input { flex: 1 1 12rem; }
.subscribe details { margin-top: 0.6rem; font-size: 0.875rem; }
.subscribe summary { cursor: pointer; color: var(--soft); padding: 0.2rem 0; }
.choices { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 0.5rem 0; }
.choices label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.2rem; min-width: 0; max-width: 100%; }
.subscribe .fine { margin: 0.35rem 0 0; }
.bymail { white-space: nowrap; }

/* Large text in a narrow column: words would be broken if rank, vote and facts stood side by side. */
@container (max-width: 15rem) {
  .card > *, .card .facts { grid-column: 1 / -1; grid-row: auto; }
}
@media (min-width: 40rem) {
  .card { grid-template-columns: 2.75rem minmax(0, 1fr) 6rem; column-gap: 0; padding: 1.4rem 0; }
  .card > *, .card .facts { grid-column: 2; }
  .card.unranked { grid-template-columns: minmax(0, 1fr) 6rem; }
  .card.unranked > *, .card.unranked .facts { grid-column: 1; }
  .card .rank { font-size: 1.75rem; line-height: 1.2; }
  .card.long .rank { font-size: 1rem; line-height: 2; }
  .card h2 { font-size: 1.3125rem; }
  .papers[start="1"] > li:first-child h2 { font-size: 1.625rem; }
  .card .abstract { font-size: 1.0625rem; }
  .card .vote, .card .upvotes { grid-column: 3; grid-row: 3 / span 3; justify-self: end; width: 5rem; margin: 0; text-align: center; }
  .card.unranked .vote, .card.unranked .upvotes { grid-column: 2; }
  .figure { display: block; grid-column: 3; grid-row: 1 / span 2; justify-self: end; width: 5rem; aspect-ratio: 3 / 2; background: var(--tint); border-radius: 0.25rem; fill: none; stroke: var(--soft); stroke-width: 1.25; opacity: 0.9; }
  .figure path + path { fill: var(--accent); stroke: none; }
  .card.unranked .figure { grid-column: 2; }
}
@media (min-width: 64rem) {
  .sheet { grid-template-columns: minmax(0, 44rem) minmax(0, 17rem); grid-template-rows: auto auto auto 1fr; justify-content: space-between; gap: 0 3.5rem; }
  .sheet > .top { grid-column: 1 / -1; }
  .sheet > .main { grid-column: 1; grid-row: 2 / -1; }
  .sheet > .rail { grid-column: 2; grid-row: 2; border: 0; padding-top: 1.5rem; }
  .sheet > .categories { grid-column: 2; grid-row: 3; padding-top: 2rem; }
  /* They come before the rail and stand under it, so they are not shown before the rail has come. */
  main:not(:has(+ *)) .categories { visibility: hidden; }
  .categories h2 { display: block; }
  .categories ul { flex-wrap: wrap; overflow: visible; }
  .categories a { white-space: normal; }
  .bymail { display: none; }
  .pages { padding-bottom: 0; }
}
`;
