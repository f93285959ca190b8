/** The backgrounds of text in each scheme: --ground, --raised and --tint of the sheet below. */
export const LIGHT_GROUNDS = ['#fbf9f4', '#ffffff', '#f1ece1'];
export const DARK_GROUNDS = ['#161513', '#1e1d1a', '#2a2823'];

/** The accents of a publication in place of ours. Text on them has the colour of the ground. */
export function accentStyle({ light, dark }: { light: string; dark: string }): string {
  return `
:root { --accent: ${light}; --accent-ink: ${LIGHT_GROUNDS[1]}; }
@media (prefers-color-scheme: dark) {
  :root { --accent: ${dark}; --accent-ink: ${DARK_GROUNDS[0]}; }
}
`;
}

/** Colours, type and what all pages have in common. Contrast of text is at least WCAG AA in both schemes. */
export const baseStyle = `
[hidden] { display: none !important; }
:root {
  color-scheme: light dark;
  --ground: #fbf9f4; --raised: #ffffff; --ink: #1d1a16; --soft: #5d574d; --rule: #ddd6c8;
  --accent: #9f2f17; --accent-ink: #ffffff; --tint: #f1ece1; --mark: #fdf3d4; --mark-ink: #4d3b05;
  --serif: "Literata", "Serif until then", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --page: 67rem;
  /* The margin of a page: narrower than a line of text where the reader has chosen a large one. */
  --edge: min(1rem, 5vw);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161513; --raised: #1e1d1a; --ink: #ede8de; --soft: #aba497; --rule: #38352f;
    --accent: #f2967a; --accent-ink: #2a0d04; --tint: #2a2823; --mark: #3a3213; --mark-ink: #f3e3ac;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.55 var(--sans); background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; overflow-wrap: break-word; }
main { flex: 1; width: 100%; max-width: var(--page); margin: 0 auto; padding: 1rem var(--edge) 3rem; }
main:focus { outline: none; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.25; margin: 0; text-wrap: balance; hyphens: auto; }
h1 { font-size: clamp(1.5rem, 1.25rem + 1.2vw, 2.25rem); letter-spacing: -0.01em; }
p { margin: 0.5rem 0; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
img { vertical-align: middle; }
.joined { white-space: nowrap; }
code, kbd { font: 0.9em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--tint); border-radius: 0.25rem; padding: 0.1em 0.35em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.2rem; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 0.5rem; top: 0; transform: translateY(-150%); z-index: 2; background: var(--raised); padding: 0.6rem 1rem; border: 1px solid var(--rule); border-radius: 0.3rem; }
.skip:focus { transform: translateY(0.5rem); }
.fine { color: var(--soft); font-size: 0.8125rem; }
.error { color: var(--accent); font-weight: 600; }
.label { color: var(--soft); font: 600 0.8125rem/1.4 var(--sans); text-transform: uppercase; letter-spacing: 0.06em; margin: 0 0 0.4rem; }

button, .button, input, select { font: inherit; border-radius: 0.375rem; border: 1px solid var(--rule); padding: 0.5rem 0.8rem; min-height: 2.75rem; }
input, select { background: var(--raised); color: var(--ink); border-color: var(--soft); min-width: 0; max-width: 100%; }
input::placeholder { color: var(--soft); opacity: 1; }
button, .button { cursor: pointer; background: var(--accent); color: var(--accent-ink); border-color: var(--accent); font-weight: 600; text-decoration: none; display: inline-block; }
button:hover, .button:hover { filter: brightness(1.08); }
button.plain, .button.plain { background: none; color: var(--accent); }
button.quiet { background: none; border: 0; color: var(--accent); padding: 0.25rem; min-height: 0; font-weight: 400; text-decoration: underline; text-underline-offset: 0.15em; }
.ways { padding-left: 1.1rem; }
.said { position: fixed; inset: auto 1rem 1rem; z-index: 2; width: fit-content; max-width: 30rem; margin: 0 auto; padding: 0.7rem 1rem; background: var(--ink); color: var(--ground); border-radius: 0.375rem; }
.said:empty { padding: 0; }
.keys { max-width: min(24rem, 90vw); border: 1px solid var(--rule); border-radius: 0.5rem; background: var(--raised); color: var(--ink); padding: 1.25rem; }
.keys::backdrop { background: rgb(0 0 0 / 0.4); }
.keys dl { display: grid; grid-template-columns: auto 1fr; gap: 0.4rem 1rem; margin: 0.75rem 0 1rem; }
.keys dd { margin: 0; }

@media (min-width: 48rem) {
  main { padding: 1.75rem 1.5rem 4rem; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}
`;
