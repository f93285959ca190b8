import { forTerminal } from '@paperboy/platform';
import { MultiBar, Presets } from 'cli-progress';
import { countOf, PaceMeter, paceLine } from './progress.js';

const PLAIN_EVERY_MS = 5_000;
const PHASES = { reading: 'Reading ', taking: 'Catalog ', harvesting: 'arXiv ' } as const;

/** Shows progress as a bar on a terminal, and as a line every few seconds otherwise. */
export class ProgressDisplay {
  private bars: MultiBar | undefined;
  private meter = new PaceMeter(0);
  private phase = '';
  private size = 0;
  private shownAt = 0;
  private yields = false;
  private last: Parameters<ProgressDisplay['at']> = [0, 0, 0];
  private bar: ReturnType<MultiBar['create']> | undefined;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly now: () => number,
  ) {}

  begin(phase: keyof typeof PHASES, size: number): void {
    this.phase = PHASES[phase];
    this.size = size;
    this.meter = new PaceMeter(size);
    this.last = [0, 0, 0];
    this.shownAt = this.now();
    if (!this.out.isTTY) return;
    this.bars = new MultiBar(
      { format: `${this.phase}{bar} {text}`, stream: this.out, barsize: 24, fps: 5, hideCursor: true },
      Presets.shades_classic,
    );
    this.bar = this.bars.create(Math.max(size, 1), 0, { text: '' });
  }

  at(done: number, papers: number, refused: number): void {
    this.last = [done, papers, refused];
    const pace = this.meter.take(this.now(), done, papers);
    const text = `${paceLine(pace)}${refused > 0 ? `, ${countOf(refused)} refused` : ''}${this.yields ? ', yielding to readers who vote' : ''}`;
    if (this.bar) this.bar.update(this.size === 0 ? 1 : done, { text });
    else if (this.now() - this.shownAt >= PLAIN_EVERY_MS) {
      this.shownAt = this.now();
      this.out.write(`${this.phase}${text}\n`);
    }
  }

  yielding(yields: boolean): void {
    if (yields === this.yields) return;
    this.yields = yields;
    // Shown at once: an import that is held back moves so seldom that its next line would come late.
    this.shownAt = Number.NEGATIVE_INFINITY;
    this.at(...this.last);
  }

  end(): void {
    this.bars?.stop();
    this.bars = undefined;
    this.bar = undefined;
  }

  note(sentence: string): void {
    // The bar itself writes the line above it, since its next frame would overwrite any other output.
    const line = `${forTerminal(sentence)}\n`;
    if (this.bars) this.bars.log(line);
    else this.out.write(line);
  }
}
