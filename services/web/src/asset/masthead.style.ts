/** The head and the foot of every page, and the notices above its content. */
export const mastheadStyle = `
.masthead { border-bottom: 3px double var(--ink); }
.bar { position: relative; max-width: var(--page); margin: 0 auto; padding: 0.25rem var(--edge); display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75rem; }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; max-width: max(50%, 9rem); min-height: 2.75rem; font: 700 1.125rem/1.2 var(--serif); color: var(--ink); text-decoration: none; letter-spacing: -0.01em; }
.brand img { flex: none; }
.brand span { line-height: 1.6; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar nav { flex: 1 1 3rem; min-width: 3rem; overflow-x: auto; scrollbar-width: none; }
.bar nav ul { display: flex; list-style: none; margin: 0; padding: 0; }
.bar nav a { display: block; padding: 0.7rem 0.45rem; color: var(--soft); text-decoration: none; white-space: nowrap; }
.bar nav a:hover { color: var(--ink); }
.bar nav a:focus-visible { outline-offset: -3px; }
.bar nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: inset 0 -2px var(--accent); }
.picker summary { display: flex; align-items: center; gap: 0.4rem; min-height: 2.75rem; min-width: 1.75rem; justify-content: center; cursor: pointer; color: var(--soft); list-style: none; }
.picker summary::-webkit-details-marker { display: none; }
.picker summary:hover { color: var(--ink); }
.picker svg { fill: none; stroke: currentColor; stroke-width: 1.5; }
.picker form { position: absolute; right: 1rem; top: 100%; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.5rem; max-width: calc(100% - 2rem); padding: 0.75rem; background: var(--raised); border: 1px solid var(--rule); border-radius: 0.375rem; box-shadow: 0 4px 16px rgb(0 0 0 / 0.15); }
.tosaved { display: inline-flex; align-items: center; justify-content: center; min-width: 1.75rem; min-height: 2.75rem; color: var(--soft); }
.tosaved:hover { color: var(--ink); }
.tosaved svg { fill: none; stroke: currentColor; stroke-width: 1.5; }
.account > a { display: inline-block; padding: 0.7rem 0; white-space: nowrap; }
.account form { display: flex; align-items: center; gap: 0.5rem; }
.me { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; color: inherit; text-decoration: none; }
.me:hover .who { text-decoration: underline; }
.account img { border-radius: 50%; }
.who { display: none; max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.banner { background: var(--mark); color: var(--mark-ink); font-size: 0.875rem; }
.banner p { max-width: var(--page); margin: 0 auto; padding: 0.4rem var(--edge); }
.banner code { background: none; padding: 0; font-weight: 600; }
/* A later part of the head moves the earlier ones, so none is shown before the head is whole. */
.masthead:not(:has(+ *)) .brand ~ * { visibility: hidden; }
.colophon { border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.875rem; }
/* On a short page it stands at the bottom of the window and grows upwards, so it is not shown before its last part has come. */
.colophon:not(:has(> .credit)) { visibility: hidden; }
.colophon p { max-width: var(--page); margin: 0.75rem auto; padding: 0 var(--edge); }
.colophon a { color: inherit; }
.colophon nav { max-width: var(--page); margin: 0 auto; padding: 0 var(--edge); }
.colophon nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; }
.colophon nav a { display: inline-block; padding: 0.4rem 0; }

@media (min-width: 48rem) {
  .bar { padding: 0.5rem 1.5rem; gap: 0 1.25rem; }
  .brand { font-size: 1.5rem; }
  .bar nav { min-width: 21rem; }
  .bar nav a { padding-inline: 0.6rem; }
  .who { display: inline; }
  .picker form { right: 1.5rem; }
  .banner p, .colophon p, .colophon nav { padding-inline: 1.5rem; }
}
@media (max-width: 47.99rem) {
  .bar { column-gap: 0.4rem; }
  .account form { gap: 0.25rem; }
  .tosaved { min-width: 1.5rem; }
  /* All lists in a row of their own: beside the name they would have to be scrolled. */
  .bar nav { order: 1; flex: 1 0 100%; }
  .bar nav ul { flex-wrap: wrap; justify-content: space-between; }
  .bar nav a { padding: 0.4rem 0.35rem; }
  .brand { margin-right: auto; }
  .onwide { display: none; }
}
@media (max-width: 55.99rem) {
  .picker summary span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (max-width: 22rem) {
  .bar nav a { padding-inline: 0.15rem; }
}
`;
