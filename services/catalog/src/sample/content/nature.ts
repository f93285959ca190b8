import type { SamplePaper } from './sample-paper.js';

/** Made-up papers on physics, astronomy and life. */
export const naturePapers: readonly SamplePaper[] = [
  {
    title: 'CO$_2$ Capture in Basalt: Two Winters of Borehole Data',
    abstract:
      'Injecting carbon dioxide that is dissolved in water into basalt turns it to stone within two years, but rates vary by a factor of ten between sites. We report pressure, chemistry and isotopes at 14 depths of two boreholes over two winters. Mineralisation follows the surface area of fractures and not the volume of pores, and is limited by the supply of calcium in the third of the rock that is coldest. A model with three constants, each measured in the laboratory, predicts the fraction that is bound after a year within 6 percent. We estimate what this means for four sites that are planned.',
    authors: 'Hrafnhildur Jónsdóttir; Pedro Avelar; Rhiannon Pritchard',
    categories: 'physics.geo-ph physics.ao-ph',
    pull: 0.54,
    remarks: ['The fracture-area scaling is the first that fits our cores as well.'],
  },
  {
    title: 'A Quiet Period-Doubling in the Light of $\\delta$ Scuti Stars',
    abstract:
      'Pulsating stars are expected to double their period when they are driven hard, but the effect has been seen in few classes. We search the light curves of 3,100 $\\delta$ Scuti stars for alternating maxima that persist over more than a hundred cycles, and find them in 27. The alternation is small, between 0.2 and 1.1 millimagnitudes, and its amplitude grows with the square root of the distance from a threshold in rotation, as for a supercritical bifurcation. A hydrodynamic model with one free parameter reproduces the threshold within errors. Ground-based follow-up should be possible for the brightest four of them.',
    authors: 'Ludmila Čechová; Andrew Mwangi; Gianfranco Tedeschi',
    categories: 'astro-ph.SR nlin.CD',
    pull: 0.29,
    journalRef: 'Sample Journal of Quiet Stars 12 (2026) 101',
  },
  {
    title: 'Na{\\"i}ve Bayes, Na{\\"i}ve Bees: Evidence Accumulation in Honeybee Scouts',
    abstract:
      'Scouts of honeybees inspect nest sites several times before they dance for them. We tracked 640 scouts with tags and reconstruct what each had seen. The decision to dance is described by a na{\\"i}ve Bayes observer who treats visits as independent, although they are not: visits on one afternoon share the weather. Colonies are therefore overconfident on sunny days, and choose worse sites. Scouts that began at different hours correct the error of the colony as a whole. A colony of observers with diverse starting hours is within three percent of the optimum, without any bee being so.',
    authors: 'Mélisande Roux; Kasper Holmgaard; Zanele Radebe',
    categories: 'q-bio.NC q-bio.PE stat.AP',
    pull: 0.71,
    remarks: ['The title alone earned my vote.', 'And then the paper is good, too!'],
  },
  {
    title: 'Turbulence in a Teacup: Decay of Swirl Over Nine Decades',
    abstract:
      'Stirred tea comes to rest by spin-down, a process that textbooks describe for small disturbances. We measured the decay of swirl in cups and tanks from four centimetres to four metres over nine decades of kinetic energy. Three regimes are separated by kinks whose positions collapse when time is scaled by the Ekman number to the power of one half, and depth by the radius. The second regime, in which leaves gather in the middle, ends earlier than is assumed. A stirred cup remembers the direction of stirring for 22 minutes, far longer than it can be seen by eye.',
    authors: 'Gwendolyn Ashcombe; Takumi Sonoda; Raquel Iturbe',
    categories: 'physics.flu-dyn physics.ed-ph',
    pull: 0.79,
    remarks: ['We redid the cup in class. The kink is there.', 'Twenty-two minutes!'],
  },
  {
    title: 'Dark Counts and Bright Ideas: Muon Veto With Discarded Phone Cameras',
    abstract:
      'Underground laboratories for students are rare because shielding and veto detectors are costly. We show that the sensors of discarded phones, stacked in pairs and cooled by a domestic freezer, detect the passage of muons with an efficiency of 38 percent per pair. Eighty pairs around a small scintillator reject 91 percent of the muon background, for 600 euros. The response is stable over seven months except for two software updates that we could not refuse. Schools in five countries have built copies. We give the bill of materials, the analysis, and the list of phones that permit raw access.',
    authors: 'Iolanda Tavares; Matti Koskela; Shreya Banerjee; Old Town School Physics Club',
    categories: 'physics.ins-det hep-ex',
    pull: 0.65,
    comment: 'With the physics club of a school',
    remarks: ['Updates that we could not refuse.'],
  },
  {
    title: 'Room for One More: Sterile Neutrinos After Ten Short Baselines',
    abstract:
      'We combine the results of ten short-baseline experiments in a single frequentist analysis with 41 shared systematic parameters, and ask how much room is left for a sterile neutrino with a mass below 3 eV. A region with mixing of a few percent survives at two standard deviations, mostly because the flux of two reactors is known less well than their groups believed. Removing any one experiment does not change the conclusion; correlating the flux errors does. We show which measurement of three that are under way would close the region, and we publish the full likelihood as a program.',
    authors: 'Konstantin Velikov; Amélie Duchamp; Rafael Montenegro; Ji-yeon Kwak',
    categories: 'hep-ph hep-ex',
    pull: 0.25,
  },
  {
    title: 'The Shape of a Yawn: Contagion on Small Networks',
    abstract:
      'Yawning spreads among people who know each other. We filmed 48 waiting rooms with consent and reconstruct who could see whom. Contagion needs a line of sight, decays with a half-life of 70 seconds and is stronger among friends by a factor of 2.3, which is more than the share of glances explains. A self-exciting point process on the network of sight describes the data with four parameters. Its threshold predicts that a room with more than eleven people who know each other would never stop yawning; the largest room that we observed had nine. Coffee had no measurable effect.',
    authors: 'Benedetta Orsini; Hamza Chaudhry; Liv Solberg',
    categories: 'physics.soc-ph q-bio.PE',
    pull: 0.6,
    remarks: ['I yawned four times while reading this.', 'Coffee had no measurable effect: unacceptable.'],
  },
  {
    title: 'Cold Atoms in a Hot Mess: Transport Through Disordered Kagome Lattices',
    abstract:
      'Kagome lattices have a flat band in which particles do not move, unless something disturbs them. We load ultracold atoms into an optical kagome lattice with controlled disorder and observe that weak disorder makes the atoms spread, while strong disorder stops them again. The maximum of the mobility lies where the disorder equals 0.7 of the gap to the next band. Exact diagonalisation of small systems reproduces the maximum, and a picture of resonances between compact localised states explains its place. Adding interactions shifts the maximum by 20 percent, in a direction that we did not expect and do not explain.',
    authors: 'Svetlana Morozova-Keller; Alistair Pembroke; Chidinma Obi',
    categories: 'cond-mat.quant-gas cond-mat.dis-nn',
    pull: 0.19,
  },
  {
    title: 'Mapping Light Pollution From the Backs of Migrating Bats',
    abstract:
      'Satellites see lamps from above; animals see them from below. We equipped 93 noctule bats with light loggers of one gram and obtained 2,700 hours of sky brightness from the height at which they fly. The maps differ from those of satellites by up to a factor of eight in towns, where shielded lamps light facades. Bats keep a distance of 140 metres from the brightest roads, and less when insects are scarce. We estimate that switching off decorative lighting after midnight would return a fifth of the lost corridor area. The loggers weigh less than a large moth.',
    authors: 'Dagný Helgadóttir; Teodor Stanciu; Imogen Fairweather',
    categories: 'q-bio.QM physics.ao-ph',
    pull: 0.51,
  },
  {
    title: '0',
    abstract:
      'We study the number zero as it appears in the records of measuring instruments, where it may mean nothing, too little, not measured, or broken. In 31 public data sets from meteorology, medicine and high-energy physics we trace 9.4 million zeros to their causes with the help of those who keep the instruments. Less than half of them are measurements. Treating all of them alike changes the sign of the published effect in two of the twelve studies that we could repeat. We propose four symbols for four zeros, and a way to guess which is meant when only one symbol was recorded.',
    authors: 'Noughton Pell; Marisol Cifuentes',
    categories: 'stat.ME physics.data-an',
    pull: 0.73,
    remarks: ['Please tell me that the title survived your pipeline.', 'It did.'],
  },
];
