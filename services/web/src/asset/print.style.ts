/**
 * The style for print: only the content, and the addresses of links in words. It comes last, since it overrides the
 * other sheets.
 */
export const printStyle = `
.address { display: none; }
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --raised: #fff; --ink: #000; --soft: #333; --rule: #bbb; --accent: #000; --tint: #fff;
    --mark: #fff; --mark-ink: #333;
  }
  .bar nav, .find, .tosearch, .account, .picker, .commenting, .search, .sorts, .why .lists, .cite, .notice form, .toread, .why summary, .subscribe, .bymail, .calendar, .copy, .keep, .own, .changed, .news, .vote .plus, .periods, .newer, .categories, .pages, .skip, .colophon, .said, .onward { display: none; }
  .facts img, .comments img, .figure { display: none; }
  html { font-size: 10.5pt; }
  body, .sheet { display: block; }
  main { max-width: none; padding: 1rem 0 0; }
  .bar, .banner p { padding-inline: 0; }
  .bar { justify-content: space-between; }
  .address { display: block; margin: 0; overflow-wrap: anywhere; }
  a { color: inherit; text-decoration: none; }
  .card, .comments li, .notice, .weights, tr { break-inside: avoid; }
  h1, h2, .label, caption { break-after: avoid; }

  .tag { padding: 0; }
  .card .abstract { display: block; overflow: visible; color: var(--ink); -webkit-line-clamp: none; }
  .card h2 a::after, .paper .facts a[href^="http"]::after { font: 0.875rem/1.4 var(--sans); color: var(--soft); overflow-wrap: anywhere; }
  .card h2 a::after { content: attr(href); display: block; margin-top: 0.2rem; letter-spacing: normal; }
  .paper .facts a[href^="http"]::after { content: " " attr(href); }
  .vote button, .vote button[aria-pressed="true"] { background: none; border: 0; color: var(--ink); font-weight: 600; }
  .rail, .acts .button { display: none; }
  .authors details::details-content { content-visibility: visible; }

  .why details::details-content { content-visibility: visible; }
  .scroll { overflow: visible; }
  /* Else the sum would stand on each page below a part of the table. */
  .terms tfoot { display: table-row-group; }
  .terms tfoot tr { break-before: avoid; }
  .terms th, .terms td { padding-block: 0.3rem; }
  .weights { --faded: #ccc; --accent: #555; }
  .weights .key::before { print-color-adjust: exact; }
}
`;
