import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on vision, robots and sound. */
export const seeingAndActingPapers: readonly SamplePaper[] = [
  {
    title: 'Folding Laundry Without a Model of Cloth',
    abstract:
      'Cloth is hard to simulate and harder to track. We show that a two-armed robot can fold towels, shirts and trousers with a policy that never estimates the shape of the cloth. It looks for edges that hang straight under gravity, grasps them in pairs, and decides by touch whether two layers were caught. The policy was learned from six hours of demonstrations and twenty hours of its own attempts. Over 400 garments it succeeded in 89 percent, including fabrics that it had never seen. Most failures are buttons. A supplementary catalogue of failures with causes is part of this paper.',
    authors: 'Karolína Štěpánková; Diego Uriarte; Emi Takashiro; Benedikt Aurich',
    categories: 'cs.RO cs.LG',
    pull: 0.8,
    remarks: [
      'Most failures are buttons. Same here.',
      'The layer-by-touch trick generalises to sheets of paper, we tried.',
    ],
  },
  {
    title: 'Depth From Shadows at Noon',
    abstract:
      'Monocular depth networks are weakest around noon, when textures wash out and shadows are short. We turn the shadows into a cue instead. Given the time and the place, the direction of the sun is known, and the length of a cast shadow fixes the ratio of height to distance. A differentiable layer expresses this relation and can be added to existing networks. On a new set of 9,000 street scenes with surveyed depth the error at noon falls by 31 percent, without any loss in other hours. When there is no shadow the layer learns to stay silent.',
    authors: 'Inés Carrascal; Mohammed Bouazza; Tuomas Rinne',
    categories: 'cs.CV',
    pull: 0.47,
  },
  {
    title: 'Counting Birds by Their Night Calls With Microphones That Cost Ten Euros',
    abstract:
      'Most migrating birds fly at night and are counted by radar, which does not tell the species. We present a network of 220 cheap microphones built by volunteers and a detector that separates the calls of 61 species in the presence of wind, traffic and rain. Clock drift between the stations is corrected from the calls themselves. Over two autumns the counts agree with those of radar at a correlation of 0.87, and for the first time show the passage of species by the hour. Parts, firmware, recordings and labels are open. Volunteers reviewed every thousandth detection by ear.',
    authors:
      'Annika Wessels; Bram Toorenaar; Cécile Fontanel; Dorota Gajewska; Eoin Mac Gabhann; Freya Østergaard; Gábor Lendvai; Hilde Nygård; Ignacio Robledo; Jana Prokešová; Katarzyna Wójcik; Luís Camacho; Mirela Dobrescu; Niko Saarinen; Orla Fitzsimons; Pau Ferrer; Quirine Bakhuis; Rui Antunes; Silvia Bortolotti; Teresa Zubiri; Ulla Mäkelä; Valentin Georgiev; Wim Hendrickx; Xenia Laskari; Yannick Le Goff; Zuzana Hrušková',
    categories: 'eess.AS cs.SD q-bio.QM',
    pull: 0.86,
    comment: '26 authors and 220 volunteers',
    remarks: [
      'I host station 114 and heard my first ortolan bunting through this.',
      'Wonderful. The drift correction is clever.',
    ],
  },
  {
    title: 'Segment Less: Active Annotation by Asking About Boundaries Only',
    abstract:
      'Annotating masks is slow because annotators draw what models already know. We ask about boundaries only: the model proposes a mask, finds the stretches of contour where it is unsure, and shows each as a short strip on which the annotator clicks once. The expected number of clicks per object falls from 19 to 4 at equal quality. Strips may be answered by different people, who agree more often than on whole masks. For medical images, experts needed a fifth of the time, and disagreements between them turned out to be concentrated in two kinds of boundaries that guidelines had left open.',
    authors: 'Rosalind Achebe; Jiří Kratochvíl; Devika Menon',
    categories: 'cs.CV cs.HC',
    pull: 0.4,
  },
  {
    title: 'Video Models Believe in Ghosts: Object Permanence Under Occlusion',
    abstract:
      'We test whether video generators keep track of what is hidden. In 5,000 scenes an object goes behind a screen and should come out again, or should not. Seven models let objects reappear with a changed colour in 22 percent of the cases, in twice their number in 6 percent, and from an empty screen in 9 percent. Longer occlusion makes ghosts more likely, more training data hardly less. A memory of object slots that is updated only by visible evidence reduces all three kinds of error by two thirds and does not harm the look of the videos.',
    authors: 'Tamsin Hargreave; Kofi Boateng; Lorenzo Paganelli',
    categories: 'cs.CV cs.AI',
    pull: 0.69,
    remarks: ['The twins in Figure 4 will haunt me.'],
  },
  {
    title: 'A Walking Robot That Knows When the Floor Is Wet',
    abstract:
      'Slipping is noticed by legged robots when it has begun. We estimate friction before the foot is loaded, from the sound of the first ten milliseconds of contact and the polarisation of reflected light. The estimates are combined in a filter that is cautious in one direction only: it may believe a floor to be slippery that is not. On wet tiles, ice and leaves the rate of falls drops from 14 to 2 per kilometre, at a cost of seven percent of speed on dry floors. The sensors weigh 40 grams. We also report how long puddles fooled us.',
    authors: 'Sigrún Ólafsdóttir; Mateus Figueira; Joon-ho Lim',
    categories: 'cs.RO',
    pull: 0.45,
  },
  {
    title: 'Restoring Wax Cylinders With a Model of the Horn',
    abstract:
      'Recordings on wax cylinders are coloured by the horn that gathered the sound. Blind restoration treats the colour as noise and removes part of the voice. We model the horn: its length, flare and material determine a small family of resonances that can be fitted to the recording itself. Once the horn is known its effect can be inverted where the signal allows, and left in place where it does not. In listening tests with archivists our restorations were preferred over the best blind method in 71 percent of the pairs. For 118 cylinders with unknown history the fitted horn matches a catalogue model.',
    authors: 'Philippa Trevelyan; Aurelio Santamarta; Ebba Nordin',
    categories: 'cs.SD eess.AS physics.hist-ph',
    pull: 0.34,
    remarks: ['An archivist here: we have begun to use it. The restraint is what makes it good.'],
  },
  {
    title: 'Grasping Glass: Transparent Objects in Cluttered Sinks',
    abstract:
      'Depth cameras look through glass, and networks that complete depth hallucinate when glasses overlap. We avoid depth. The gripper approaches in the image plane and stops at touch, guided by a detector of the caustics that glass throws on whatever lies behind it. A second detector that was trained on synthetic water drops tells wet glass from dry. In a kitchen sink with up to twelve transparent objects the robot cleared 94 percent of the scenes and broke three glasses in 600 attempts. Humans who used the same gripper by remote control broke five.',
    authors: 'Naledi Motsepe; Ruben Castellanos; Hikaru Amano',
    categories: 'cs.RO cs.CV',
    pull: 0.28,
  },
  {
    title: 'Five Frames Are Enough: Gesture Interfaces for People With Tremor',
    abstract:
      'Gesture interfaces assume steady hands. We recorded 64 people with essential tremor or Parkinson’s disease and find that the intended motion can be read within five frames if the oscillation is modelled and not filtered. A person-specific oscillator with three parameters is fitted during the first minute of use. Commands are recognised in 96 percent of the cases, against 71 percent for the system in the product that participants used before. Eleven participants kept the prototype at home for a month; ten asked to keep it. The paper includes the two changes to the design that they asked for.',
    authors: 'Eleni Papadimitriou; Stellan Brännström; Ayodele Fashola',
    categories: 'cs.HC cs.CV',
    pull: 0.52,
    remarks: ['Please keep going with this.'],
  },
  {
    title:
      'On the Surprising Difficulty of Teaching a Robot to Put the Lid Back on the Jar, Including a Discussion of Threads, Cross-Threading, Torque, Olive Oil, and What We Would Do Differently',
    abstract:
      'Closing a jar takes a child some weeks to learn and has taken us three years. This paper tells what happened. Threads engage only within a narrow cone of poses; the sense of touch that tells a good start from a crossed one lasts for a quarter of a turn; oil changes everything. We compare planning, imitation and reinforcement learning on nineteen jars, with and without oil. The method that worked in the end turns the lid backwards until it drops. It closes 97 percent of the dry jars and 81 percent of the oily ones. All data is released, including the spills.',
    authors: 'Cornelius Adeyemi; Hedda Lundqvist; Paolo Vicentini',
    categories: 'cs.RO',
    pull: 0.76,
    comment: 'A long title for a short motion',
    remarks: [
      'Turn it backwards until it drops. My grandmother could have told you.',
      'Best title of the week.',
    ],
  },
];
