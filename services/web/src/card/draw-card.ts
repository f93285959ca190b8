import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { FIGURE_SIZE } from '../figure/draw-figure.js';
import { CARD_SIZE, type CardContent } from './card.js';
import { cardFonts, fontFamily } from './card-font.store.js';

const fonts = cardFonts();
/** Signs that Literata lacks, with what is written in their place. */
const SPELLED: Readonly<Record<string, string>> = {
  '≤': '<=',
  '≥': '>=',
  '→': '->',
  '←': '<-',
  '↔': '<->',
  '≈': '~',
  '∼': '~',
  '∞': 'infinity',
  '∈': 'in',
  '−': '-',
};

/** Draws the picture of a paper as PNG. Takes about 100 ms of CPU time. */
export async function drawCard(content: CardContent): Promise<Buffer> {
  const lacking = new Set<string>();
  const first = await svgOf(content, (signs) => {
    for (const sign of signs) lacking.add(sign);
  });
  const svg = lacking.size === 0 ? first : await svgOf(drawable(content, lacking), () => {});
  return Buffer.from(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
}

/**
 * The content without the signs that the fonts lack: each is spelled, written in its plain form, or left out. When less
 * than half of the title's letters remain, as of a title in Chinese, the id replaces it.
 */
export function drawable(content: CardContent, lacking: ReadonlySet<string>): CardContent {
  const write = (text: string) =>
    [...text]
      .map((sign) => (lacking.has(sign) ? plainForm(sign, lacking) : sign))
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  const title = write(content.title);
  const letters = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const enough = letters(title) * 2 >= letters(content.title) && letters(title) > 0;
  return {
    ...content,
    publication: write(content.publication),
    title: enough ? title : content.label,
    authors: write(content.authors),
  };
}

function plainForm(sign: string, lacking: ReadonlySet<string>): string {
  const plain = SPELLED[sign] ?? sign.normalize('NFKC');
  return [...plain].some((one) => lacking.has(one)) ? '' : plain;
}

/** The picture as SVG that consists of paths only. Calls `onMissing` with signs that no font has. */
function svgOf(content: CardContent, onMissing: (signs: string) => void): Promise<string> {
  return satori(tree(content) as Parameters<typeof satori>[0], {
    ...CARD_SIZE,
    fonts,
    loadAdditionalAsset: async (_script, signs) => {
      onMissing(signs);
      return [];
    },
  });
}

function tree({ publication, accent, title, authors, label, figure }: CardContent): object {
  const size = title.length > 110 ? 52 : title.length > 60 ? 62 : 74;
  return box(
    {
      flexDirection: 'column',
      justifyContent: 'space-between',
      ...CARD_SIZE,
      background: '#fbf9f4',
      color: '#1d1a16',
      borderTop: `20px solid ${accent}`,
      padding: '56px 80px 52px',
      fontFamily,
    },
    [
      box({ fontSize: 34, fontWeight: 600, color: accent }, publication),
      picture(figure, accent),
      box({ flexDirection: 'column', width: 1040 }, [
        box({ display: 'block', fontSize: size, ...HEADING, lineClamp: 4 }, title),
        box({ display: 'block', fontSize: 32, color: '#5d574d', marginTop: 28, lineClamp: 2 }, authors),
      ]),
      box({ borderTop: '2px solid #ddd6c8', paddingTop: 20, fontSize: 28, color: '#5d574d' }, label),
    ],
  );
}

/** The figure in the corner above the title. */
function picture({ lines, marks }: CardContent['figure'], accent: string): object {
  const { width, height } = FIGURE_SIZE;
  const paths = [
    { type: 'path', props: { d: lines, fill: 'none', stroke: '#5d574d', 'stroke-width': 1.25 } },
    { type: 'path', props: { d: marks, fill: accent } },
  ];
  const style = { position: 'absolute', top: 44, right: 80, background: '#efeade', borderRadius: 6 };
  return {
    type: 'svg',
    props: {
      width: width * 1.5,
      height: height * 1.5,
      viewBox: `0 0 ${width} ${height}`,
      style,
      children: paths,
    },
  };
}

const HEADING = { fontWeight: 600, lineHeight: 1.2, letterSpacing: '-0.01em', wordBreak: 'break-word' };

function box(style: object, children: string | readonly object[]): object {
  return { type: 'div', props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children } };
}
