import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on language and its models. */
export const languagePapers: readonly SamplePaper[] = [
  {
    title: 'Sparse Attention for the Rest of Us',
    abstract:
      'Long contexts are mostly affordable to those who own clusters. We ask how much of the quality of full attention survives on a single consumer card if the pattern of sparsity is learned per head and frozen after a short calibration. Our method keeps a small set of anchor tokens, a sliding window, and a budget of retrieved blocks that each head spends as it likes. On eleven long-context tasks it stays within one point of dense attention at 128 thousand tokens while using a ninth of the memory. Calibration takes forty minutes. We release kernels, the learned patterns, and a table of what did not work.',
    authors: 'Ilse Vandermeulen; Tomasz Okrzeja; Priya Raghunathan; Dmitri Halvorsen',
    categories: 'cs.CL cs.LG',
    pull: 0.97,
    comment: '18 pages, 9 figures, code and kernels available',
    remarks: [
      'The table of what did not work is worth the download alone.',
      'Ran the calibration on an eight-year-old card: 52 minutes, and the numbers hold.',
      'Does anybody know how the retrieved blocks behave with code, where anchors are everywhere?',
    ],
  },
  {
    title: 'What a Language Model Forgets When It Learns to Refuse',
    abstract:
      'Training models to decline harmful requests is known to cost something elsewhere, yet what is lost has been described only by averages. We trace 2,400 factual and procedural skills through refusal training of four open models. Losses are concentrated: skills that share vocabulary with refused topics fall by up to thirty points, while the rest hardly move. Chemistry for schools and the history of warfare suffer most. A simple replay of contrasting pairs, in which the same words appear in harmless use, restores nine tenths of what was lost and leaves refusals intact. We publish the skill inventory as a regression test for others.',
    authors: 'Marguerite Osei; Hannes Lindqvist; Carlos Ibarrola',
    categories: 'cs.CL cs.AI cs.CY',
    pull: 0.74,
    remarks: [
      'The skill inventory should be part of every release checklist.',
      'Finally something sharper than an average.',
    ],
  },
  {
    title: 'Small Tokens, Big Languages: Byte-Level Models for Forty Scripts',
    abstract:
      'Subword vocabularies are built where data is plentiful, and speakers of other languages pay for it in longer sequences and worse spelling. We train byte-level models with learned pooling on forty scripts and compare them with subword models of equal cost. After correcting for the number of bytes that a script needs, the byte-level models are ahead in thirty-one scripts, level in six and behind in three. Gains are largest for languages that are written without spaces. Pooling boundaries that emerge without supervision agree with linguistic morphemes well above chance. Training is slower by a fifth; serving is not.',
    authors: 'Nour El-Khatib; Sanna Pylkkänen; Thúy Đặng; Olumide Adébáyò; Mária Kovácsová',
    categories: 'cs.CL',
    pull: 0.55,
    remarks: ['As a speaker of one of the three that lost: fair, and the error analysis explains why.'],
  },
  {
    title: 'Reading the Margins: Retrieval That Knows When It Has Nothing',
    abstract:
      'A retriever always returns its best matches, even if the collection holds no answer, and generators then explain whatever they were given. We add to a dense retriever a calibrated estimate of the probability that the answer is present at all. It is trained from queries whose supporting passages were removed on purpose. On five collections it detects absence with an area under the curve of 0.91, which halves the number of unsupported answers at equal coverage. The estimate transfers to collections that were not seen in training if three hundred queries are available for recalibration. It adds two milliseconds per query.',
    authors: 'Jonas Achterberg; Meera Pillai',
    categories: 'cs.IR cs.CL',
    pull: 0.48,
  },
  {
    title: 'Conversations Have Weather: Slow Variables in Long Dialogues',
    abstract:
      'Dialogue models are evaluated turn by turn, although people remember the mood of a conversation longer than its sentences. We measure slow variables such as pace, formality and initiative over dialogues of more than two hundred turns and find that current assistants drift towards a single climate within forty turns, whoever they talk to. Human pairs do not. We propose a light controller that holds a small state vector, updated every ten turns, and conditions generation on it. In a blind study with ninety participants, controlled assistants were preferred in 64 percent of long sessions and in 51 percent of short ones.',
    authors: 'Beatriz Quintanilha; Leif Aronsen; Wanjiru Kamau',
    categories: 'cs.CL cs.HC',
    pull: 0.39,
    remarks: ['Beautiful framing.', 'Ninety participants is not a lot, but the effect is large.'],
  },
  {
    title: 'Proofs You Can Skim: Generating Mathematics at Two Levels of Detail',
    abstract:
      'Formal proofs written by machines are correct and unreadable; informal ones are readable and often wrong. We train a model to emit both together: a sketch in prose of at most ten sentences, and for each sentence a formal block that is checked at once. A sentence whose block fails is rewritten until it passes or is marked as a gap. On a benchmark of undergraduate exercises the model closes 61 percent of the problems, and mathematicians who graded the sketches found 93 percent of the closed ones to be faithful to their formal part. Gaps are useful too: most point at a missing lemma.',
    authors: 'Étienne Marchetti; Yuki Hoshizora; Radka Nováková',
    categories: 'cs.LO cs.AI cs.CL',
    pull: 0.66,
    comment: '24 pages; the graded sketches are in the appendix',
    remarks: ['Marking gaps instead of hiding them is the right thing to do.'],
  },
  {
    title: 'Instruction Tuning Without Instructions',
    abstract:
      'We find that much of what instruction tuning teaches is already there. Fine-tuning a base model on responses alone, with the instructions removed, yields a model that follows instructions in 78 percent of the cases in which its fully tuned sibling does. A rank-one change to the output layer, with three interpretable parts, accounts for half of that effect: ending the answer, changing the distribution of first words, and penalising the repetition of the question. The result suggests that responses shape behaviour more than pairs do, and it offers a cheap baseline that any claim about instruction data should beat.',
    authors: 'Arvid Sjögren; Lucía Belmonte; Kwabena Asante',
    categories: 'cs.CL cs.LG',
    pull: 0.7,
    remarks: ['The three-part rank-one story is delightful.', 'I would like to see this beyond 7B.'],
  },
  {
    title: 'Glossaries From Scratch: Mining Definitions in Twelve Sciences',
    abstract:
      'New fields coin words faster than dictionaries can follow. We describe a pipeline that mines definitions from the full text of papers, groups those that define the same thing, and keeps disagreements visible. Applied to twelve sciences it yields 410 thousand entries with their first known use. A comparison with textbooks shows that a fifth of the terms changed their meaning within ten years. Annotators judged 94 percent of the definitions to be correct and 88 percent to be understandable to a student of a neighbouring field. The glossaries are released with dates, sources and competing definitions side by side.',
    authors: 'Fenna de Wit; Gustavo Arrieta; Noor Hashemi',
    categories: 'cs.DL cs.CL',
    pull: 0.21,
  },
  {
    title: 'Does Chain of Thought Survive Translation?',
    abstract:
      'Models that reason step by step are mostly trained on English steps. We ask them to reason in nineteen other languages and separate three sources of loss: understanding the question, carrying out the steps, and stating the answer. Understanding is nearly intact, and so is the statement of answers. The loss lies in the steps, where models switch to shorter and less redundant sentences. Prompting for redundancy recovers half of the gap without any training. Distilling five thousand verbose chains per language recovers most of the rest. The effect is the same for arithmetic, for planning and for questions about law.',
    authors: 'Aylin Demirkan; Bogdan Cristescu; Sólveig Arnardóttir',
    categories: 'cs.CL',
    pull: 0.33,
  },
  {
    title: 'A Field Guide to Evaluation Leaks',
    abstract:
      'Benchmarks leak into training data in more ways than by copying. We catalogue fourteen kinds of leaks, from paraphrases in forums to solutions inside commit messages, and build a detector for each. Across thirty public corpora we find that exact copies make up less than a quarter of what leaked. Removing only those changes rankings little; removing all fourteen kinds swaps the order of eleven pairs of models on common leaderboards. The most damaging kind is the discussion of a test item by people who already know its answer. The detectors run at two gigabytes per second on one machine.',
    authors: 'Rowan Teague; Ximena Fuentealba; Pieter Hoekstra; Anjali Mukherjee',
    categories: 'cs.CL cs.LG',
    pull: 0.82,
    remarks: [
      'Kind nine (commit messages) got us as well.',
      'Please run this on the multilingual suites next.',
      'The throughput makes it usable before every training run.',
    ],
  },
];
