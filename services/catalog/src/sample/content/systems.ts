import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on systems, security and data. */
export const systemsPapers: readonly SamplePaper[] = [
  {
    title: 'The Cost of Retrying: Metastable Failures in a Hundred Public Postmortems',
    abstract:
      'Some outages go on long after their cause is gone, because the load of retries keeps the system down. We coded 112 public postmortems and found that 41 of them describe such metastable failures, though few use the word. In 29 the retries came from clients that the operators did not control. A model with two parameters, the share of work that is retried and the slack of capacity, separates the failures that ended by themselves from those that did not. We derive a rule for setting retry budgets, and replay six of the failures with it in simulation: five end within a minute.',
    authors: 'Maud Verstraete; Tariq Al-Sabah; Brónach Ní Dhomhnaill',
    categories: 'cs.DC cs.SE',
    pull: 0.84,
    remarks: [
      'Required reading for whoever owns a client library.',
      'Postmortem 67 was ours. They got it right.',
    ],
  },
  {
    title: 'Exactly Once Is a Ledger, Not a Protocol',
    abstract:
      'Delivery guarantees of message systems end where side effects begin. We argue that what people call exactly once is a property of a ledger that records effects under stable keys, and show how far one can get with nothing else. From three axioms, that an effect has a key, that the ledger is written before it, and that the outcome may be unknown, we derive which systems can promise what. Sending mail, for example, can be never twice or never lost, but not both. A mechanised proof in four hundred lines accompanies the paper, together with a checker for histories of real systems.',
    authors: 'Ansel Brightwater; Simone Aigner; Jasmina Petrović',
    categories: 'cs.DC cs.LO',
    pull: 0.72,
    remarks: [
      'The mail example is going into our design review template.',
      'Section 5 on unknown outcomes is excellent.',
    ],
  },
  {
    title: 'Compaction Under the Microscope: Where Log-Structured Stores Spend Their Writes',
    abstract:
      'Write amplification of log-structured stores is reported as one number. We follow single records through their whole life in four engines by tagging bytes at the block layer. Two thirds of the rewriting is caused by a twentieth of the keys, those that are updated at intervals close to the time between compactions. A filter that holds such keys back for one round reduces writes by 38 percent at the cost of 2 percent of memory. The tagging method needs no change of the engine and may be used by others; it slows the disk by less than one percent.',
    authors: 'Zoltán Beregi; Maryam Forouzan; Callum Strachan',
    categories: 'cs.DB cs.PF',
    pull: 0.49,
  },
  {
    title: 'Passwords of the Dead: Account Recovery After Death in Sixty Services',
    abstract:
      'What happens to accounts when their owners die is decided by forms that few people ever see. We walked through the procedures of sixty services with the help of bereaved families and notaries. Twenty-two services have no procedure; nine ask for documents that cannot be had in some countries; four gave access to a person who had merely claimed to be a relative. We propose a protocol by which people name successors in advance and which reveals nothing to them before a waiting period ends. A study with 310 participants shows that most would use it, but would not name a spouse.',
    authors: 'Ulrike Sondermann; Pilar Echeverría; Nomvula Dlamini',
    categories: 'cs.CR cs.CY cs.HC',
    pull: 0.63,
    remarks: ['Four out of sixty is terrifying.'],
  },
  {
    title: 'Energy Labels for Software, Measured at the Plug',
    abstract:
      'Claims about the energy of software rest on models of processors. We measured at the plug: 90 common tasks in 30 programs on 12 machines, a million runs in all. Models that use counters of the processor alone err by up to a factor of three, mostly because of memory and idle states. We derive a label with five classes that is stable across machines in 92 percent of the cases, and give the protocol by which anybody with a meter for twenty euros can reproduce it. Between best and worst program for one task lies a median factor of eleven.',
    authors: 'Torbjørn Ekeland; Giulia Sartori; Efua Mensah-Bonsu',
    categories: 'cs.SE cs.PF',
    pull: 0.57,
    remarks: ['A factor of eleven! Which editor do I uninstall?'],
  },
  {
    title: 'Type Errors as Conversations',
    abstract:
      'Messages of type checkers say what is inconsistent, not what to do. We recorded 1,900 type errors of students and professionals together with the edit that resolved each. In 70 percent of the cases the place of the edit is not the place of the message. A checker that keeps the set of minimal corrections and asks one question, chosen to split that set best, finds the place of the edit in a median of one question. In a controlled study, tasks were finished 28 percent faster by novices and no slower by experts, who may turn the questions off.',
    authors: 'Hortense Delacourt; Wenzel Kahlbaum; Sushila Gurung',
    categories: 'cs.PL cs.HC',
    pull: 0.38,
  },
  {
    title: 'A Year of Clock Skew in the Wild',
    abstract:
      'Distributed systems assume bounds on the disagreement of clocks. For a year we compared the clocks of 40 thousand virtual machines in eleven clouds with time from satellites. The median skew is 90 microseconds. The tail is another matter: one machine in 4,000 was wrong by more than a second on some day, and 17 went backwards by over a minute after migration. Most violations last for less than ten minutes, which is long enough to break leases. We publish the traces and a library that replays them against systems under test; with it we found defects in three lease implementations.',
    authors: 'Agnieszka Rudzka; Matthieu Kerbrat; Oluwaseun Ogundipe; Sarita Bhandari',
    categories: 'cs.DC cs.NI',
    pull: 0.67,
    remarks: ['We found another two with the traces.', 'Backwards by over a minute. Wow.'],
  },
  {
    title: 'Private Set Intersection for People Who Have Only E-Mail',
    abstract:
      'Protocols for private set intersection need both parties to be online and to run software. We design one that works by exchanging two e-mail attachments, with a spreadsheet on either side. It hides everything but the intersection against parties that follow the protocol, and against others it bounds what can be learned to a stated number of guesses. Lists of ten thousand entries take four minutes on an office computer. Three public health offices used the protocol for a year to find duplicate registrations across borders. We describe what went wrong: mostly, spreadsheets that changed long numbers.',
    authors: 'Cosima Wallenberg; Andrzej Bielski; Thandeka Khumalo',
    categories: 'cs.CR',
    pull: 0.31,
  },
  {
    title: 'Rewriting Regular Expressions So That They Cannot Explode',
    abstract:
      'Backtracking engines take exponential time on some expressions, and swapping the engine is often not an option. We give a rewriting that turns an expression with backreferences and lookaround into one that matches the same strings, captures the same groups, and takes time at most cubic in the length of the input on the usual engines. It succeeds on 98.6 percent of 540 thousand expressions collected from packages; the rest is reported with an input that proves the explosion. The rewriting is available as a build step. It found 212 vulnerable expressions in popular packages, of which 180 were fixed upstream.',
    authors: 'Pascaline Mugisha; Ivo Dragomirov; Niamh Considine',
    categories: 'cs.FL cs.CR cs.SE',
    pull: 0.59,
    remarks: ['Works as advertised on our 3,000 expressions.'],
  },
  {
    title: 'Index-Free Search Over Ten Million Abstracts on One Laptop',
    abstract:
      'This paper claimed that abstracts of ten million papers can be searched within 50 milliseconds on a laptop without an index, by scanning compressed sketches that fit into the cache. After publication we found an error in the harness: queries were drawn from the same abstracts from which the dictionary of the sketches was trained, so that rare words appeared to be cheaper than they are. With a proper split the scan takes 340 milliseconds, which is slower than a plain inverted index. The method is of no practical use as described. We thank the reader who pointed this out and leave the code online as a warning.',
    authors: 'Florian Quastel; Adaeze Iwu',
    categories: 'cs.IR cs.DS',
    pull: 0.3,
    withdrawn: true,
    comment: 'Withdrawn by the authors: the harness leaked queries into the dictionary',
    remarks: ['Respect for withdrawing it in the open.'],
  },
];
