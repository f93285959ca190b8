import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on machine learning. */
export const learningPapers: readonly SamplePaper[] = [
  {
    title: 'Learning Rate Schedules Are a Budgeting Problem',
    abstract:
      'We treat the learning rate as money that is spent on progress along directions of different curvature. Under a quadratic model with a known spectrum, the best schedule for a fixed budget of steps follows from a knapsack argument and is nearly a straight line towards zero, with a warm-up whose length depends on the top eigenvalue alone. Estimating three spectral quantities during the first two percent of training is enough to set the whole schedule. On language and vision tasks this matches tuned cosine schedules within noise, and it removes two hyperparameters from every run that follows.',
    authors: 'Clémence Aubry; Rasmus Thorvaldsen; Hyun-woo Baek',
    categories: 'cs.LG math.OC stat.ML',
    pull: 0.78,
    remarks: ['Two hyperparameters fewer, I am sold.', 'The knapsack argument in Section 3 is very clean.'],
  },
  {
    title: 'Forgetting on Purpose: Certified Unlearning at the Cost of One Epoch',
    abstract:
      'Deleting the influence of a record from a trained network usually means training again. We show that networks trained with a modest amount of noise and stored checkpoints admit certified unlearning at a cost of at most one epoch, whatever the number of deletions in a batch. The certificate bounds the divergence between the repaired model and one that never saw the data. On image and tabular tasks with up to two percent deletions the loss in accuracy is below half a point. We discuss what the certificate does not promise: it says nothing about copies of the data elsewhere.',
    authors: 'Ngozi Umeh; Felix Brandtner; Claudia Reyes-Montt',
    categories: 'cs.LG cs.CR',
    pull: 0.44,
    remarks: ['Good to see a paragraph on what is not promised.'],
  },
  {
    title: 'Tabular Data Is Not a Picture: Inductive Biases for Columns',
    abstract:
      'Deep models still lose to boosted trees on many tables. We trace the gap to three habits of columns: they are measured in different units, they matter only within ranges, and they may be absent for a reason. A network with a piecewise encoding per column, a shared gate for ranges and an explicit symbol for missing values closes the gap on 58 of 71 public tables, with one set of hyperparameters. Ablations show that the treatment of missing values alone explains a third of the gain. Training takes minutes on a laptop, and inference is as fast as for trees.',
    authors: 'Sofia Lindholm; Abebe Tesfaye; Marco Zanardi',
    categories: 'cs.LG stat.ML',
    pull: 0.61,
    remarks: ['Missing for a reason: somebody said it at last.'],
  },
  {
    title: 'How Flat Is Flat Enough? Measuring Minima With Random Tunnels',
    abstract:
      'Flat minima are said to generalise, but flatness depends on how it is measured. We propose random tunnels: straight paths between independently trained solutions after matching of their symmetries, sampled at random and summarised by the height that they cross. The measure is invariant under rescaling, needs no second derivatives and correlates with the test error at 0.84 over 1,200 trained networks, against 0.41 for the trace of the Hessian. Tunnels also reveal that large batches find minima that are flat in most directions and walled in a few, which explains an old disagreement in the literature.',
    authors: 'Oddný Guðmundsdóttir; Vikram Sethuraman',
    categories: 'cs.LG stat.ML',
    pull: 0.36,
  },
  {
    title: 'Offline Reinforcement Learning for Greenhouses',
    abstract:
      'Greenhouses are controlled by set points that growers adjust from experience, and experiments are expensive because a season is lost when they fail. We learn a policy from nine years of logs of forty-three greenhouses without any interaction. Conservative value estimates are combined with a simulator that is trusted only near the data. In a season-long trial on two compartments the policy saved seventeen percent of energy for heating at equal yield and quality of tomatoes. Growers overruled it on eleven days; in eight of them the logs show that they were right. We release the anonymised logs.',
    authors: 'Maartje van Rooijen; Itziar Etxeberria; Paulo Negrão; Henk Boersma',
    categories: 'cs.LG cs.SY eess.SY',
    pull: 0.58,
    remarks: [
      'The eight days on which the growers were right are the most interesting part.',
      'Open logs! Thank you.',
    ],
  },
  {
    title: 'Distillation as Compression: A Rate–Distortion View With Numbers',
    abstract:
      'A student network is a lossy code of its teacher. We make this literal: the description length of the student, given the architecture, is the rate, and the divergence of its predictions is the distortion. For random features the trade-off has a closed form with a sharp knee. Measured curves of real networks follow the predicted shape over three orders of magnitude, and the position of the knee tells in advance how small a student may be. Two known tricks, longer training and softer targets, move along the curve rather than shift it; only better augmentation shifts it.',
    authors: 'Leonor Fajardo; Stefan Wyrzykowski; Amara Nwosu',
    categories: 'cs.LG cs.IT math.IT',
    pull: 0.42,
  },
  {
    title: 'Graph Networks That Count to Four',
    abstract:
      'Message passing cannot count triangles, and stronger networks pay for it with cubic cost. We describe a layer that counts all connected patterns of up to four nodes exactly through local corrections to messages, at a cost that is linear in the number of edges for graphs of bounded degeneracy. The layer is differentiable, equivariant and simple: ninety lines of code. On molecular benchmarks it is on a par with networks that cost eight times as much, and on social graphs it is the first to improve on counting features made by hand. We prove that five nodes cannot be had at this price.',
    authors: 'Bálint Szentirmai; Chiara Dell’Acqua; Ravi Chandrasekaran',
    categories: 'cs.LG cs.DS cs.SI',
    pull: 0.5,
    comment: 'Ninety lines of code in the appendix',
    remarks: ['I counted, it is ninety-one.'],
  },
  {
    title: 'Honest Error Bars for Leaderboards',
    abstract:
      'Differences on leaderboards are often smaller than the noise of seeds, data order and evaluation. We collect 14 thousand repeated runs over 22 benchmarks and decompose the variance. For half of the benchmarks the top five entries cannot be told apart at the usual level of confidence. We give a table with the number of repetitions that each benchmark needs for a difference of one point, and a rule of thumb that needs two runs and a look at the table. Reporting by this rule would have turned 38 percent of the claimed improvements of the last three years into ties.',
    authors: 'Greta Vasiliauskaitė; Omar Benkirane; Judith Falkenrath',
    categories: 'cs.LG stat.ME',
    pull: 0.88,
    remarks: [
      'Print the table and put it on the wall.',
      'Ties should be a normal thing to report.',
      'What about private test sets?',
    ],
  },
  {
    title: 'Diffusion With a Deadline',
    abstract:
      'Samplers for diffusion models are compared at fixed numbers of steps, while products have deadlines in milliseconds. We formulate sampling as an anytime problem: at every moment there must be an image worth showing, and more time must never make it worse in expectation. A scheduler that chooses between coarse global steps and fine local ones meets deadlines from 40 to 800 milliseconds with one model, and at each of them it is at least as good as the sampler tuned for that deadline. The scheduler itself has four thousand parameters and is trained in an hour.',
    authors: 'Jun-seo Pyo; Ottavia Brambilla; Samuel Oyelaran',
    categories: 'cs.LG cs.CV',
    pull: 0.53,
  },
  {
    title: 'Notes on a Negative Result: Curriculum Learning for Pretraining',
    abstract:
      'We tried for a year to make pretraining better by ordering the data, and we failed. Twelve notions of difficulty, four pacing functions and three scales gave differences within the noise of seeds whenever the total data was the same and each document was seen once. Two effects that looked real went away with more evaluation: one was a leak, the other a change in the share of code. Ordering does matter in the last five percent of training, where quality counts more than difficulty. We describe all runs so that nobody has to repeat them, and list three experiments that we still think worth doing.',
    authors: 'Petra Holub; Isaac Mbeki; Lin Shuwen',
    categories: 'cs.LG cs.CL',
    pull: 0.92,
    remarks: [
      'More of this, please.',
      'The three remaining experiments are an invitation.',
      'Saved us a quarter. Thank you for writing it down.',
    ],
  },
];
