/** LaTeX's commands for letters of its standard encodings that are not made by an accent command. */
export const LETTERS: Readonly<Record<string, string>> = {
  ss: 'ß',
  SS: 'ẞ',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  aa: 'å',
  AA: 'Å',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  dj: 'đ',
  DJ: 'Đ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  ng: 'ŋ',
  NG: 'Ŋ',
  ij: 'ĳ',
  IJ: 'Ĳ',
};

/** LaTeX's commands for signs: those of the encodings OT1, T1 and TS1 that occur in titles and abstracts. */
export const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...LETTERS,
    S: '§',
    P: '¶',
    dag: '†',
    ddag: '‡',
    copyright: '©',
    pounds: '£',
    euro: '€',
    dots: '…',
    ldots: '…',
    slash: '/',
    item: ' • ',
    quad: ' ',
    qquad: ' ',
    par: ' ',
    newline: ' ',
    linebreak: ' ',
    textendash: '–',
    textemdash: '—',
    textquoteleft: '‘',
    textquoteright: '’',
    textquotedblleft: '“',
    textquotedblright: '”',
    textquotesingle: "'",
    quotesinglbase: '‚',
    quotedblbase: '„',
    guillemotleft: '«',
    guillemotright: '»',
    guilsinglleft: '‹',
    guilsinglright: '›',
    textasciitilde: '~',
    textasciicircum: '^',
    textbackslash: '\\',
    textbar: '|',
    textless: '<',
    textgreater: '>',
    textbraceleft: '{',
    textbraceright: '}',
    textunderscore: '_',
    textbullet: '•',
    textdegree: '°',
    textmu: 'µ',
    texteuro: '€',
    textregistered: '®',
    texttrademark: '™',
    textcopyright: '©',
    textsection: '§',
    textellipsis: '…',
    textexclamdown: '¡',
    textquestiondown: '¿',
    textonehalf: '½',
    texttimes: '×',
    textpm: '±',
  }),
);

/** The combining mark of each accent command. It is put after the letter. */
export const ACCENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '"': '\u0308',
    "'": '\u0301',
    '`': '\u0300',
    '^': '\u0302',
    '~': '\u0303',
    '=': '\u0304',
    '.': '\u0307',
    u: '\u0306',
    v: '\u030c',
    H: '\u030b',
    c: '\u0327',
    k: '\u0328',
    r: '\u030a',
    d: '\u0323',
    b: '\u0331',
  }),
);

/** The combining mark for each sign above a letter of a formula. */
export const LETTER_MARKS: ReadonlyMap<string, string> = new Map([
  ...['^', 'ˆ', '\u0302'].map((sign) => [sign, '\u0302'] as const),
  ...['~', '˜', '\u0303'].map((sign) => [sign, '\u0303'] as const),
  ...['¯', '‾', 'ˉ', '\u0304'].map((sign) => [sign, '\u0304'] as const),
  ...['˙', '\u0307'].map((sign) => [sign, '\u0307'] as const),
  ...['¨', '\u0308'].map((sign) => [sign, '\u0308'] as const),
  ...['´', '\u0301'].map((sign) => [sign, '\u0301'] as const),
  ...['`', '\u0300'].map((sign) => [sign, '\u0300'] as const),
  ...['ˇ', '\u030c'].map((sign) => [sign, '\u030c'] as const),
  ...['˘', '\u0306'].map((sign) => [sign, '\u0306'] as const),
  ...['˚', '\u030a'].map((sign) => [sign, '\u030a'] as const),
  ...['→', '⃗', '\u20d7'].map((sign) => [sign, '\u20d7'] as const),
]);

/** The superscripts and subscripts of Unicode, for places that allow text only. */
export const RAISED: Readonly<Record<'sup' | 'sub', ReadonlyMap<string, string>>> = {
  sup: pairs('0123456789+−=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'),
  sub: pairs('0123456789+−=()aeoxhklmnpstijruv', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ'),
};

function pairs(from: string, to: string): ReadonlyMap<string, string> {
  const signs = [...to];
  return new Map([...from].map((letter, index) => [letter, signs[index] ?? letter]));
}
