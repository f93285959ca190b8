/** The vote button: an arrow over the count; an own vote fills the arrow and puts +1 above. */
export const voteStyle = `
.vote { position: relative; }
.vote button { position: relative; display: inline-flex; align-items: center; gap: 0.4rem; min-width: 2.75rem; min-height: 2.75rem; padding: 0.4rem 0.5rem; background: none; border-color: transparent; color: var(--ink); line-height: 1.2; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.card .vote button { margin-left: -0.5rem; }
.upvotes { margin: 0; color: var(--soft); font-size: 0.875rem; }
.vote svg { fill: none; stroke: var(--soft); stroke-width: 1.4; stroke-linejoin: round; flex: none; }
.vote button:hover { filter: none; }
/* A finger leaves a button hovered until it touches something else. */
@media (hover: hover) {
  .vote button:hover { border-color: var(--rule); }
  .vote button:hover svg { stroke: var(--accent); }
}
.vote button[aria-pressed="true"] { color: var(--accent); }
.vote button[aria-pressed="true"] svg { fill: var(--accent); stroke: var(--accent); }
.vote .plus { display: none; position: absolute; right: 0.1rem; top: -0.25rem; font-size: 0.6875rem; font-weight: 700; }
.vote button[aria-pressed="true"] .plus { display: block; }
@media (min-width: 40rem) {
  .vote .plus { right: 0.2rem; top: 0.1rem; }
  .card .vote button { flex-direction: column; gap: 0.15rem; min-width: 3.25rem; min-height: 3.4rem; margin: 0; }
}
`;
