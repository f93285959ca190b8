/** Paper: the text alone. It comes last, since it takes back what the other sheets say. */
export const printStyle = `
@media print {
  .bar nav, .account, .subscribe, .periods, .newer, .categories, .pages, .skip, .colophon { display: none; }
  html { background: #fff; color: #000; font-size: 11pt; }
  main { max-width: none; padding: 0; }
  .card, .notice { break-inside: avoid; }
}
`;
