/** A made-up paper of the sample publication. */
export interface SamplePaper {
  title: string;
  abstract: string;
  /** Made-up names, separated by semicolons. */
  authors: string;
  /** arXiv categories, separated by spaces, the primary one first. */
  categories: string;
  /** The share of the sample's people who upvote it, from 0 to 1. */
  pull: number;
  comment?: string;
  journalRef?: string;
  /** Never submitted: it is only on the list of new papers. */
  unsubmitted?: true;
  /** Its authors withdrew it. */
  withdrawn?: true;
  /** What people of the sample say of it. */
  remarks?: readonly string[];
}
