/** Colours, type and the frame of every page. Contrast of text is at least WCAG AA in both schemes. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --ground: #fbf9f4; --raised: #ffffff; --ink: #1d1a16; --soft: #5d574d; --rule: #ddd6c8;
  --accent: #9f2f17; --accent-ink: #ffffff; --accent-soft: #f7e8e1; --mark: #fdf3d4; --mark-ink: #4d3b05;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161513; --raised: #1e1d1a; --ink: #ede8de; --soft: #aba497; --rule: #38352f;
    --accent: #f2967a; --accent-ink: #2a0d04; --accent-soft: #33211b; --mark: #3a3213; --mark-ink: #f3e3ac;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.55 var(--sans); background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; overflow-wrap: break-word; }
main { flex: 1; width: 100%; max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main:focus { outline: none; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.2; margin: 0; text-wrap: balance; hyphens: auto; }
h1 { font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.6rem); letter-spacing: -0.01em; }
p { margin: 0.5rem 0; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
img { vertical-align: middle; }
.joined { white-space: nowrap; }
code { font: 0.9em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--accent-soft); border-radius: 0.25rem; padding: 0.1em 0.35em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.2rem; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 0.5rem; top: -4rem; z-index: 1; background: var(--raised); padding: 0.6rem 1rem; border: 1px solid var(--rule); border-radius: 0.3rem; }
.skip:focus { top: 0.5rem; }

.masthead { border-bottom: 3px double var(--rule); }
.bar { max-width: 70rem; margin: 0 auto; padding: 0.6rem 1rem; display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 1.5rem; }
.brand { display: inline-flex; align-items: center; gap: 0.55rem; font: 700 1.4rem/1.2 var(--serif); color: var(--ink); text-decoration: none; letter-spacing: -0.01em; }
.bar nav { order: 3; width: 100%; }
.bar nav ul { display: flex; flex-wrap: wrap; list-style: none; margin: 0 -0.45rem; padding: 0; }
.bar nav a { display: block; padding: 0.45rem; color: var(--soft); text-decoration: none; white-space: nowrap; }
.bar nav a:hover { color: var(--ink); }
.bar nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: inset 0 -2px var(--accent); }
.account { margin-left: auto; }
.account > a { display: inline-block; padding: 0.4rem 0; }
.account form { display: flex; align-items: center; gap: 0.5rem; }
.account img { border-radius: 50%; }
.who { max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.banner { background: var(--mark); color: var(--mark-ink); font-size: 0.925rem; }
.banner p { max-width: 70rem; margin: 0 auto; padding: 0.55rem 1rem; }
.banner code { background: none; padding: 0; font-weight: 600; }
.colophon { border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.875rem; }
.colophon p { max-width: 70rem; margin: 0.75rem auto; padding: 0 1rem; }
.fine { color: var(--soft); font-size: 0.8125rem; }
.error { color: var(--accent); font-weight: 600; }

button, .button, input, select { font: inherit; border-radius: 0.375rem; border: 1px solid var(--rule); padding: 0.5rem 0.8rem; min-height: 2.75rem; }
input, select { background: var(--raised); color: var(--ink); border-color: var(--soft); }
input::placeholder { color: var(--soft); opacity: 1; }
button, .button { cursor: pointer; background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; text-decoration: none; display: inline-block; }
button:hover, .button:hover { filter: brightness(1.08); }
button.quiet { background: none; border: 0; color: var(--accent); padding: 0.25rem; min-height: 0; font-weight: 400; text-decoration: underline; text-underline-offset: 0.15em; }
.ways { padding-left: 1.1rem; }

@media (min-width: 48rem) {
  main { padding: 2.25rem 1.5rem 4rem; }
  .bar { padding: 0.7rem 1.5rem; }
  .bar nav { order: 0; width: auto; }
  .bar nav ul { margin: 0; gap: 0.25rem; }
  .bar nav a { padding-inline: 0.6rem; }
  .banner p, .colophon p { padding-inline: 1.5rem; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}
`;
