import { parentPort } from 'node:worker_threads';
import type { CardContent } from './card.js';
import { drawCard } from './draw-card.js';

/** The thread's answer to a card: its bytes, or why it could not be drawn. */
export type CardAnswer = { readonly png: Uint8Array } | { readonly error: string };

/** Draws the cards that it is sent, one after the other, so that no page waits for a picture. */
parentPort?.on('message', async (content: CardContent) => {
  try {
    parentPort?.postMessage({ png: await drawCard(content) } satisfies CardAnswer);
  } catch (error) {
    parentPort?.postMessage({ error: String(error) } satisfies CardAnswer);
  }
});
