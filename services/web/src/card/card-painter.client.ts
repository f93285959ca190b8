import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Log, threadFile, tooMany, unavailable } from '@paperboy/platform';
import type { CardContent } from './card.js';
import type { CardAnswer } from './card.main.js';

/** How many pictures may wait to be drawn. Each takes about a tenth of a second. */
const MOST_WAITING = 32;
/** When a picture takes longer, the thread is ended and the request fails. */
const PATIENCE_MS = 15_000;
const RETRY_AFTER_SECONDS = 5;

interface Order {
  readonly content: CardContent;
  readonly resolve: (png: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** Has pictures of papers drawn by a thread, one at a time. */
@Injectable()
export class CardPainter implements OnApplicationShutdown {
  private readonly orders: Order[] = [];
  private worker: Worker | undefined;
  private drawing: { readonly order: Order; readonly timer: NodeJS.Timeout } | undefined;

  constructor(private readonly log: Log) {}

  /** Returns the picture as PNG. Problems: 429 `cards-busy`, 503 `card-failed`. */
  draw(content: CardContent): Promise<Buffer> {
    if (this.orders.length >= MOST_WAITING) {
      const told = 'Many pictures are being drawn; ask again in a moment.';
      return Promise.reject(tooMany('cards-busy', told, RETRY_AFTER_SECONDS));
    }
    return new Promise((resolve, reject) => {
      this.orders.push({ content, resolve, reject });
      this.next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.terminate();
  }

  private next(): void {
    if (this.drawing !== undefined) return;
    const order = this.orders.shift();
    if (order === undefined) return;
    const timer = setTimeout(() => this.giveUp('it took too long'), PATIENCE_MS);
    this.drawing = { order, timer };
    this.worker ??= this.begin();
    this.worker.postMessage(order.content);
  }

  private begin(): Worker {
    const worker = new Worker(threadFile(new URL('./card.main.js', import.meta.url)));
    // The thread alone does not keep the process running.
    worker.unref();
    worker.on('message', (answer: CardAnswer) => {
      if ('png' in answer) this.done()?.resolve(Buffer.from(answer.png));
      else this.fail(this.done(), answer.error);
      this.next();
    });
    worker.on('error', (error: Error) => this.giveUp(error.message));
    return worker;
  }

  private done(): Order | undefined {
    const { drawing } = this;
    this.drawing = undefined;
    clearTimeout(drawing?.timer);
    return drawing?.order;
  }

  /** Ends the thread and fails the picture that it draws. The next picture starts a new thread. */
  private giveUp(why: string): void {
    const { worker } = this;
    this.worker = undefined;
    worker?.removeAllListeners();
    worker?.on('error', () => {});
    void worker?.terminate();
    this.fail(this.done(), why);
    this.next();
  }

  private fail(order: Order | undefined, why: string): void {
    this.log.warn({ paper: order?.content.label, why }, 'The picture of a paper was not drawn.');
    order?.reject(unavailable('card-failed', 'The picture could not be drawn.', RETRY_AFTER_SECONDS));
  }
}
