/** Lists, cards and the form on top of them. */
export const listStyle = `
.top { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; margin-bottom: 1.25rem; }
.by { color: var(--soft); font-size: 1.0625rem; margin: 0.35rem 0 0; }
.periods { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; margin-top: 0.6rem; }
.periods a { padding: 0.35rem 0; }
.closed { color: var(--soft); font-size: 0.875rem; border: 1px solid var(--rule); border-radius: 1rem; padding: 0.1rem 0.7rem; }

.subscribe { background: var(--raised); border: 1px solid var(--rule); border-top: 3px solid var(--accent); border-radius: 0.25rem; padding: 1rem; align-self: start; }
.subscribe h1, .subscribe h2 { font-size: 1.1875rem; }
.field { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.7rem; }
.field input { flex: 1 1 9rem; min-width: 0; }
.subscribe details { margin-top: 0.6rem; font-size: 0.875rem; }
.subscribe summary { cursor: pointer; color: var(--soft); padding: 0.2rem 0; }
.choices { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 0.5rem 0; }
.choices label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.2rem; min-width: 0; max-width: 100%; }
.choices select { max-width: 100%; }
.subscribe .fine { margin: 0.35rem 0 0; }

.categories { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-bottom: 0.5rem; }
.categories a { font-size: 0.875rem; color: var(--soft); border: 1px solid var(--rule); border-radius: 1rem; padding: 0.2rem 0.75rem; text-decoration: none; }
.categories a:hover { color: var(--ink); border-color: var(--soft); }
.categories .chosen { color: var(--accent-ink); background: var(--accent); border-color: var(--accent); }

.newer { margin: 0.6rem 0 0; }

.cards { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); }
.cards > li { border-top: 1px solid var(--rule); min-width: 0; }
.card { display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); gap: 0 1rem; padding: 1.35rem 0; scroll-margin-top: 1rem; }
.card h2 { font-size: 1.25rem; }
.card h2 a { color: var(--ink); text-decoration: none; }
.card h2 a:hover { color: var(--accent); text-decoration: underline; }
.abstract { color: var(--soft); margin: 0.45rem 0 0.6rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; line-clamp: 3; overflow: hidden; }
/* The dot before the first fact of each line is cut off. */
.facts { display: flex; flex-wrap: wrap; gap: 0.1rem 0; list-style: none; margin: 0 0 0 -1rem; clip-path: inset(0 0 0 1rem); padding: 0; font-size: 0.875rem; color: var(--soft); }
.facts li { position: relative; padding-left: 1rem; min-width: 0; max-width: 100%; overflow-wrap: anywhere; }
.facts li::before { content: "·"; position: absolute; left: 0.3rem; }
.facts img { border-radius: 50%; margin-right: 0.35rem; }
.withdrawn { color: var(--accent); font-weight: 600; font-size: 0.875rem; margin: 0.3rem 0; }

.vote button { width: 3.25rem; min-height: 3.4rem; padding: 0.35rem 0; display: grid; justify-items: center; align-content: center; gap: 0.2rem; background: var(--raised); color: var(--ink); border: 1px solid var(--rule); line-height: 1.2; font-variant-numeric: tabular-nums; }
.upvotes { width: 3.25rem; margin: 0; text-align: center; color: var(--soft); font-size: 0.875rem; }
.vote svg { fill: var(--soft); }
.vote button:hover { filter: none; }
/* A finger leaves a button hovered until it touches something else. */
@media (hover: hover) {
  .vote button:hover { border-color: var(--accent); }
  .vote button:hover svg { fill: var(--accent); }
}
.vote button[aria-pressed="true"] { background: var(--accent-soft); border-color: var(--accent); color: var(--accent); }
.vote button[aria-pressed="true"] svg { fill: var(--accent); }
.said { position: fixed; inset: auto 1rem 1rem; z-index: 1; width: fit-content; max-width: 30rem; margin: 0 auto; padding: 0.7rem 1rem; background: var(--ink); color: var(--ground); border-radius: 0.375rem; }
.said:empty { padding: 0; }
.pages { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border-top: 1px solid var(--rule); padding-top: 1.25rem; color: var(--soft); }

@media (min-width: 60rem) {
  .top { grid-template-columns: minmax(0, 1fr) 25rem; gap: 3rem; align-items: start; margin-bottom: 1.75rem; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 3rem; }
  .cards[start="1"] > li:first-child { grid-column: 1 / -1; }
  .cards[start="1"] > li:first-child h2 { font-size: 1.8rem; }
  .cards[start="1"] > li:first-child .text { max-width: 52rem; }
  .cards[start="1"] > li:first-child .abstract { font-size: 1.0625rem; }
}
`;
