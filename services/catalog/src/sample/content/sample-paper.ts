/** A made-up paper of the sample publication. */
export interface SamplePaper {
  title: string;
  abstract: string;
  /** Made-up names, parted by semicolons. */
  authors: string;
  /** arXiv categories parted by spaces, the primary one first. */
  categories: string;
  /** The share of the sample's people who upvote it, from 0 to 1. */
  pull: number;
  comment?: string;
  journalRef?: string;
  /** Never put on a day's list: it only shows among the new ones. */
  unsubmitted?: true;
  /** Its authors took it back. */
  withdrawn?: true;
  /** What people of the sample say of it. */
  remarks?: readonly string[];
}
