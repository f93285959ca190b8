import { latexText } from '@paperboy/platform/latex';
import type Database from 'libsql';
import type { PaperCard } from '../index/index-document.js';
import type { Hit, MarkedText } from '../index/search-question.js';
import { firstRow } from '../index/statement.reader.js';
import type { QueryField } from '../query/search-query.js';
import { type MarkedTerm, WordMarker } from '../query/word-marker.js';

/** Reads the cards of papers, and marks the words of a search in title and summary. */
export class HitReader {
  private readonly cards;

  constructor(database: Database.Database) {
    this.cards = firstRow<[string, number, string]>(
      database,
      'SELECT id, upvotes, card FROM papers JOIN texts USING (row) WHERE row = ?',
    );
  }

  /** The papers of rows, in their order. Papers that were removed meanwhile are left out. */
  read(rows: readonly number[], marked: readonly MarkedTerm[] = []): Hit[] {
    const marker = new WordMarker(marked);
    return rows.flatMap((number) => {
      const found = this.cards(BigInt(number));
      if (found === undefined) return [];
      const [id, upvotes, json] = found;
      const card = JSON.parse(json) as PaperCard;
      const text = (source: string, field: QueryField): MarkedText => {
        const shown = card.asShown ? source : latexText(source);
        return { text: shown, marks: marker.marksIn(shown, field) };
      };
      return [
        { id, card, upvotes, title: text(card.title, 'title'), summary: text(card.summary, 'abstract') },
      ];
    });
  }
}
