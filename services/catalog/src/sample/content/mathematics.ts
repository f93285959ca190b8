import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on mathematics, statistics and economics. */
export const mathematicsPapers: readonly SamplePaper[] = [
  {
    title: 'Bounded Gaps Between Sums of Two Squares in Short Arithmetic Progressions',
    abstract:
      'Let $q$ be a modulus and $a$ a residue that is coprime to it. We prove that among the integers congruent to $a$ modulo $q$ there are infinitely many pairs of sums of two squares whose distance is at most $c\\, q \\log q$, with an absolute constant $c$ that we compute. The proof combines a sieve of dimension one half with an old idea on the distribution of ideals in short intervals, and avoids any use of unproved hypotheses. The constant is 14; numerical evidence suggests that 2 would do. A program that verifies the finite part of the argument is attached to the submission.',
    authors: 'Ferdinand Ostrowicki; Lakshmi Venkataraman',
    categories: 'math.NT',
    pull: 0.22,
  },
  {
    title: 'Every Knot With Twelve Crossings Has a Friendly Diagram',
    abstract:
      'We call a diagram of a knot friendly if it can be drawn with a pen that never turns by more than ninety degrees between crossings. It is not hard to see that some knots have no friendly diagram with the least number of crossings. We show by a search over 1.7 billion diagrams, organised by a canonical form that we prove correct, that every prime knot with up to twelve crossings has a friendly diagram with at most two additional crossings. A conjecture for all knots is stated, together with an invariant that would have to be bounded if it is true.',
    authors: 'Saskia Immendorf; Ramón Iglesias; Ngaire Tamihana',
    categories: 'math.GT math.CO',
    pull: 0.41,
    remarks: ['The drawings are lovely.'],
  },
  {
    title: 'Random Walks That Avoid Their Grandparents',
    abstract:
      'A walk that may not return to the vertex before the last one is called non-backtracking and is well understood. We forbid the vertex before that instead. Such walks are not Markov chains on edges but on paths of length two, and their mixing differs in kind: on regular graphs they mix faster than simple walks by a factor that tends to $\\sqrt{2}$ with the degree, while on cycles with chords they may not mix at all. We determine the spectrum of the operator for all vertex-transitive graphs and derive a hitting time identity that seems to be new even for trees.',
    authors: 'Oisín Brannigan; Yevheniia Tkachuk',
    categories: 'math.PR math.CO',
    pull: 0.32,
  },
  {
    title: 'An Elementary Proof of the Sofa Bound for Polygonal Corridors',
    abstract:
      'How large a sofa can be moved around a corner is a question with a long history for corridors with straight walls. We consider corridors whose outer wall is a polygon with $n$ sides that approximates a quarter circle. Using only plane geometry and an inequality for convex functions, we bound the area by $2.37 + O(1/n^2)$ and construct a sofa that attains the bound up to the order of the error. The proof fits on four pages. The rest of the paper discusses why the same method fails for the original corner, and what a repair would need.',
    authors: 'Wilhelmina Sauer; Jorge Aldana',
    categories: 'math.MG math.HO',
    pull: 0.56,
    remarks: ['Four pages! Read it on the bus.', 'Movers of the world, unite.'],
  },
  {
    title: 'Confidence Sequences for A/B Tests That Nobody Stops Properly',
    abstract:
      'Analysts look at running experiments every day and stop when they like what they see. Confidence sequences permit this, yet they are wide, and few teams use them. We analyse 6,200 experiments of three companies together with the logs of when analysts looked. People look at regular times and stop early on good news only. For such behaviour we derive sequences that are narrower by 31 percent than those that allow anything, and remain valid up to a stated rate of misbehaviour. Applied to the past, they would have reversed 4 percent of the decisions and shortened experiments by six days.',
    authors: 'Marit Hegstad; Darius Mokoena; Filippa Rosenqvist; Anil Deshpande',
    categories: 'stat.ME stat.AP cs.LG',
    pull: 0.62,
    remarks: ['We are the analysts.'],
  },
  {
    title: 'Fair Queues: Waiting Lists That People Believe',
    abstract:
      'Waiting lists for flats, schools and operations are often fair and seldom believed. We study mechanisms that let everybody verify their own position without learning about others. With a public commitment that is renewed every day and short proofs of insertion and removal, a person can check that nobody was placed ahead out of turn. Exceptions, which every real list has, are published as counts by reason. In a field experiment with two municipalities the number of complaints fell by 58 percent, although the order of the lists did not change at all. The software is in the public domain.',
    authors: 'Henrike Vollbrecht; Abena Owusu; Tancredi Moretti',
    categories: 'cs.GT cs.CR econ.GN',
    pull: 0.46,
  },
  {
    title: 'Missing Not at Random, but Nearly: A Sensitivity Analysis With One Dial',
    abstract:
      'Analyses with missing data assume that the reason for absence has been observed. It seldom has. Existing sensitivity analyses have many parameters and are therefore not reported. We propose one dial, the share of the absent values that would have to be unusual in order to change the conclusion, and show how to compute it for regressions, survival curves and trials by convex optimisation. For 80 published trials the dial has a median of 12 percent; for nine it is below 2. A single sentence in the abstract of a paper suffices to report it, and we suggest its wording.',
    authors: 'Ilkka Turunen; Constanza Vergara; Emeka Nnadi',
    categories: 'stat.ME stat.AP',
    pull: 0.35,
  },
  {
    title: 'A Topological Reading of Village Gossip',
    abstract:
      'News travels along families, markets and quarrels. From interviews in six villages we reconstruct which of 300 stories reached whom, and when. Persistent homology of the resulting filtration separates stories that spread in a wave from those that travel in loops and come back changed. Loops are few, short-lived and always pass through the same kind of person, who in four of six villages sells eggs. The analysis is robust to forgetting up to a third of the interviews. We discuss ethics at length: no story is printed, and the villages read and corrected this paper before you did.',
    authors: 'Valbona Krasniqi; Edmund Achterhof; Reyhan Yıldırım',
    categories: 'math.AT physics.soc-ph cs.SI',
    pull: 0,
  },
  {
    title: 'Integer Sequences That Begin Like the Primes and Do Not Continue So',
    abstract:
      'Many sequences agree with the primes for some terms and then part from them. We collect 1,400 such sequences from the literature and order them by the length of agreement relative to the length of their definition. The record is held by a recurrence of 38 symbols that agrees for 611 terms, and we explain why: it is a disguised sieve. For all recurrences of bounded length we prove an upper bound for the agreement, which is far from the record. An appendix lists the ten most misleading sequences, as a caution to teachers and to authors of intelligence tests.',
    authors: 'Quentin Abercrombie; Hải Yến Phạm',
    categories: 'math.NT math.CO math.HO',
    pull: 0,
    unsubmitted: true,
  },
  {
    title: 'Prices of Bread and the Value of a Forecast: Evidence From Nineteen Mills',
    abstract:
      'What is a weather forecast worth to those who buy grain? Nineteen mills let us analyse their purchases over eleven years together with the forecasts that they had received. Purchases respond to forecasts for the next ten days, and hardly to seasonal ones. From the responses we infer a value of 0.8 percent of turnover for the improvement of forecasts since 2010, most of it from two dry springs. Mills that received the same forecasts with stated uncertainty bought later, and saved twice as much. We find no evidence that any of the gain reached the price of bread.',
    authors: 'Ottilie Hahnemann; Baptiste Lacroix; Siphiwe Ndlovu',
    categories: 'econ.GN stat.AP',
    pull: 0.06,
  },
];
