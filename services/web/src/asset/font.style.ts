import { serif } from './serif.store.js';

/**
 * The serif of titles and abstracts. `optional`: when the font is late, the page keeps the machine's own serif, which is
 * scaled to about the same width and height, so nothing moves while a page loads. The next page has ours from the cache.
 */
export const fontStyle = `
@font-face { font-family: "Literata"; src: url("${serif.path}") format("woff2"); font-weight: 400 700; font-display: optional; }
@font-face { font-family: "Serif until then"; src: local("Times New Roman"), local("Liberation Serif"), local("Tinos"); size-adjust: 119.7%; ascent-override: 98.3%; descent-override: 25.7%; line-gap-override: 0%; }
`;
