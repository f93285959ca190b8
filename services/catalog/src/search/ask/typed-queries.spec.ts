import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import { questionOf } from '../../../test/search-question.js';
import { IndexWriter } from '../index/index-writer.store.js';
import { parseQuery } from '../query/parse-query.js';
import { IndexReader } from './index.reader.js';

/** Papers by a short name: title, abstract, authors. */
const PAPERS = {
  lanterns: ['Lanterns: what do moths see?', 'We ask what draws moths to light.', 'Ada Lindqvist'],
  tuning: ['Fine-tuning large language models on letters', 'Instruction data helps.', 'Bo Ek'],
  finetuned: ['Finetuning without forgetting', 'Small models of language are large enough.', 'Cleo Ode'],
  rlhf: ['Postal preferences', 'RLHF aligns LLMs such as GPT-4 with what readers prefer.', 'Dan Fry'],
  gpt4: ['How GPT4 sorts letters', 'An evaluation.', 'Dan Fry'],
  shapes: ['3D shapes from one drawing', 'Meshes and point clouds.', 'Eve Holm'],
  carbon: ['CO$_2$ capture in clay', 'Uptake of $\\mathrm{CO}_2$ by minerals.', 'Finn Ray'],
  lecun: ['Convolutions, revisited', 'Weight sharing again.', 'Yann LeCun, Léon Bottou'],
  initials: ['Gradients of everything', 'An essay.', 'Y. Bengio'],
  kaiser: ['Memory of rare events', 'A module.', '\u0141ukasz Kaiser'],
  godel: ['Incomplete lists', 'On Gödel numbering.', 'Søren Ødegård'],
  strasse: ['Maps of every Straße', 'Routing in towns.', 'Jürgen Groß'],
  diffusion: ['A diffusion model for handwriting', 'Denoising step by step.', 'Gus Orr'],
  question: ['What is a letter?', 'A definition.', 'Hedda Gray'],
  dataset: ['A dataset of postcards', 'Ten thousand scans.', 'Ida Moss'],
  dataSet: ['A data set of stamps', 'Five hundred scans.', 'Ida Moss'],
  cats: ['Cats in parks', 'Field notes.', 'Jon Low'],
  dogs: ['Dogs in parks', 'Field notes.', 'Jon Low'],
  bayes: ["Bayes' theorem for couriers", 'A tutorial.', 'Kay Nord'],
  cplusplus: ['Sorting in C++ and .NET', 'Benchmarks.', 'Lea Pike'],
  attention: ['Self-attention is not free', 'State-of-the-art costs.', 'Mia Vale'],
  efficient: ['E\ufb03cient \ufb01lters', 'O\ufb00ices.', 'Nils Berg'],
  chinese: ['深度学习的信件', '神经网络。', '李雷'],
  russian: ['Нейронные сети для писем', 'Обзор.', 'Пётр Чехов'],
  greek: ['An α-divergence bound', 'With the ℓ₂ norm.', 'Ola Quist'],
  from: ['From: pixels to postcards', 'A survey of 2019.', 'Ashish Vaswani'],
  quoted: ['The “lost in transit” effect', 'Parcels vanish.', 'Pia Rand'],
  operators: ['And or not', 'Logic for clerks.', 'Quin Sale'],
  coli: ['Growth of E. coli in ink', 'Cultures.', 'Rosa Tate'],
  coliOnly: ['Bacteria', 'Where coli lives, growth is slow in ink.', 'Sven Ulm'],
} as const;
type Name = keyof typeof PAPERS;
const NAMES = Object.keys(PAPERS) as Name[];
const idOf = (name: Name): string => `2512.${String(NAMES.indexOf(name) + 1).padStart(5, '0')}`;

const folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
let writer: IndexWriter;
let reader: IndexReader;

beforeAll(() => {
  const file = join(folder, 'index.db');
  writer = new IndexWriter(file);
  const papers = NAMES.map((name, nth) => {
    const [title, summary, authors] = PAPERS[name];
    const at = new Date(Date.UTC(2025, 11, nth + 1)).toISOString();
    const state: PaperState = {
      id: idOf(name),
      seq: 1,
      version: 1,
      title,
      summary,
      authors: authors.split(', ').map((one) => ({ name: one })),
      categories: ['cs.CL'],
      publishedAt: at,
      updatedAt: at,
      arrivedAt: at,
      sample: false,
    };
    return { state, arrivedOn: at.slice(0, 10) };
  });
  writer.write({ source: 'papers/0', first: '0', next: '1', papers, voted: [], now: 0 });
  reader = new IndexReader(file);
});

afterAll(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const nameOf = (id: string): Name => NAMES[Number(id.split('.')[1]) - 1] as Name;
const found = (text: string): Name[] => reader.ask(questionOf(text)).hits.map(({ id }) => nameOf(id));

describe('what people type', () => {
  test.each<[string, Name[]]>([
    // Forms of words, and words written together, with a hyphen, or apart.
    ['moth lantern', ['lanterns']],
    ['fine tuning language model', ['tuning', 'finetuned']],
    ['finetuning', ['finetuned', 'tuning']],
    ['fine-tuning', ['tuning', 'finetuned']],
    ['fine tuning', ['tuning', 'finetuned']],
    ['"fine tuning"', ['tuning']],
    ['"finetuning"', ['finetuned']],
    ['large-language models', ['tuning']],
    ['large language-models', ['tuning']],
    ['data set', ['dataSet', 'dataset']],
    ['dataset', ['dataset', 'dataSet']],
    ['self attention', ['attention']],
    ['state of the art', ['attention']],
    ['state\u2013of\u2013the\u2013art', ['attention']],
    ['state\u2011of\u2011the\u2011art', ['attention']],
    ['postcard*', ['dataset', 'from']],
    // Short forms.
    ['handwritting', ['diffusion']],
    ['RLHF', ['rlhf']],
    ['LLMs', ['rlhf']],
    ['LLM', ['rlhf']],
    ['GPT-4', ['rlhf', 'gpt4']],
    ['gpt4', ['gpt4', 'rlhf']],
    ['GPT 4', ['rlhf', 'gpt4']],
    ['3D', ['shapes']],
    ['3-D shape', ['shapes']],
    ['CO2', ['carbon']],
    ['CO$_2$', ['carbon']],
    ['CO₂ capture', ['carbon']],
    ['C++', ['cplusplus']],
    ['.NET', ['cplusplus']],
    ['l2 norm', ['greek']],
    // Names.
    ['Yann LeCun', ['lecun']],
    ['LeCun, Yann', ['lecun']],
    ['Y. LeCun', ['lecun']],
    ['LeCun, Y.', ['lecun']],
    ['author: lecun', ['lecun']],
    ['author:"Y. Bengio"', ['initials']],
    ['Leon Bottou', ['lecun']],
    ['Lukasz Kaiser', ['kaiser']],
    ['Soren Odegard', ['godel']],
    ['Godel', ['godel']],
    ['jurgen gross', ['strasse']],
    ['STRASSE', ['strasse']],
    ['Vaswani et al. 2017', ['from']],
    ['E. coli growth', ['coli', 'coliOnly']],
    // Questions and operators.
    ['what is a diffusion model?', ['diffusion']],
    ['What is a letter?', ['question', 'gpt4', 'tuning']],
    ['how does RLHF work', ['rlhf']],
    ['cats OR dogs', ['dogs', 'cats']],
    ['cats AND parks', ['cats']],
    ['parks NOT cats', ['dogs']],
    ['parks -cats', ['dogs']],
    ['+cats', ['cats']],
    ['- cats -', ['cats']],
    ['AND OR NOT', ['operators']],
    // Pasted titles.
    ['Lanterns: what do moths see?', ['lanterns']],
    ['"Lanterns: what do moths see?"', ['lanterns']],
    ['Lanterns: what do\nmoths see?.', ['lanterns']],
    ['[PDF] Memory of rare events', ['kaiser']],
    ['Memory of rare events (PDF)', ['kaiser']],
    ['Memory of rare\r\nev-\r\nents', ['kaiser']],
    ['Title: Memory of rare events', ['kaiser']],
    ['From: pixels to postcards', ['from']],
    ['The “lost in transit” effect', ['quoted']],
    ['the "lost in transit effect', ['quoted']],
    ["Bayes' theorem", ['bayes']],
    ['Bayes\u2019s theorem', ['bayes']],
    ['title:"memory of rare', ['kaiser']],
    // Signs that nobody sees.
    ['rare\u00a0events', ['kaiser']],
    ['ra\u00adre eve\u200bnts', ['kaiser']],
    ['rare\u200bevents', ['kaiser']],
    ['\ufeffrare events\u200e', ['kaiser']],
    ['Ｒａｒｅ　ｅｖｅｎｔｓ', ['kaiser']],
    ['title：rare', ['kaiser']],
    ['efficient filters', ['efficient']],
    ['e\ufb03cient \ufb01lter', ['efficient']],
    ['rare — events', ['kaiser']],
    ['memory —rare', ['kaiser']],
    // Other scripts.
    ['深度学习', ['chinese']],
    ['「神经网络」', ['chinese']],
    ['нейронные сети', ['russian']],
    ['ПЕТР ЧЕХОВ', ['russian']],
    ['α-divergence', ['greek']],
  ])('%j finds %j', (text, names) => {
    expect(found(text)).toEqual(names);
  });

  test.each([
    ['2512.00010'],
    ['2512.00010v3'],
    ['2512.00010.'],
    ['(arXiv:2512.00010)'],
    ['[2512.00010]'],
    ['arXiv 2512.00010'],
    ['arxiv: 2512.00010v1'],
    ['ARXIV:2512.00010'],
    ['arXiv:2512.00010v1 [cs.CL]'],
    ['arXiv:2512.00010v1 [cs.CL] 10 Dec 2025'],
    ['[2512.00010] Memory of rare events'],
    ['Memory of rare events. arXiv:2512.00010v1 [cs.CL]'],
    ['Kaiser, Memory of rare events, https://arxiv.org/abs/2512.00010v2 (2025)'],
    ['https://arxiv.org/abs/2512.00010?context=cs#top'],
    ['<https://arxiv.org/pdf/2512.00010v2.pdf>'],
    ['arxiv.org/html/2512.00010v1'],
    ['export.arxiv.org/abs/2512.00010'],
    ['https://www.alphaxiv.org/abs/2512.00010'],
    ['https://huggingface.co/papers/2512.00010'],
    ['10.48550/arXiv.2512.00010'],
    ['doi:10.48550/ARXIV.2512.00010'],
    ['DOI: 10.48550/arXiv.2512.00010'],
    ['https://doi.org/10.48550/arXiv.2512.00010'],
    ['２５１２．０００１０'],
    ['\u200b2512.00010\ufeff'],
    ['id: 2512.00010'],
  ])('%j leads to the paper of this id', (text) => {
    const { hits } = reader.ask(questionOf(text));
    expect(hits.map(({ id }) => nameOf(id))).toEqual(['kaiser']);
  });

  test.each(['arXiv:2511.99999 Memory of rare events', '[2511.99999] Memory of rare events'])(
    '%j finds the title where the id is unknown',
    (text) => {
      expect(found(text)).toEqual(['kaiser']);
    },
  );

  test.each(['', ' ', '-', '+', '*', '"', '""', '\u200b', '?!', '😀', '(', '\u201c\u201d'])(
    '%j asks for nothing, and is told so',
    (text) => {
      expect(parseQuery(text)).toMatchObject({ fault: 'empty-query' });
    },
  );

  test.each([
    ['difusion model', 'diffusion model'],
    ['Lantrens', 'lanterns'],
  ])('%j is misspelt: %j is offered', (text, better) => {
    const { hits, suggestions } = reader.ask(questionOf(text));
    expect(hits).toEqual([]);
    expect(suggestions[0]).toMatchObject({ kind: 'spelling', text: better });
  });

  it('that finds nothing offers what is left without the word that no paper has', () => {
    expect(reader.ask(questionOf('rare events zyzzyva')).suggestions).toContainEqual({
      kind: 'without',
      text: 'rare events',
      word: 'zyzzyva',
      total: 1,
    });
  });
});
