import { z } from 'zod';
import { asGivenSchema, authorSchema, elsewhereSchema } from '../events/record.js';
import { paperLinksSchema } from '../values/paper-links.js';

/** A person in the shape of the Hugging Face API; clients read the handle from `user` or from `name`. */
export const publicPersonSchema = z.object({
  _id: z.string(),
  avatarUrl: z.string(),
  fullname: z.string(),
  name: z.string(),
  user: z.string(),
  type: z.literal('user'),
  isPro: z.literal(false).optional(),
});
export type PublicPerson = z.output<typeof publicPersonSchema>;

/** The paper of a list in the shape of the Hugging Face API, with arXiv's categories in addition. */
export const listedPaperSchema = z.object({
  id: z.string(),
  authors: z.array(z.object({ _id: z.string(), name: z.string(), hidden: z.literal(false) })),
  publishedAt: z.string(),
  submittedOnDailyAt: z.string().optional(),
  title: z.string(),
  summary: z.string(),
  upvotes: z.int().min(0),
  discussionId: z.string(),
  submittedOnDailyBy: publicPersonSchema.optional(),
  withdrawnAt: z.string().optional(),
  categories: z.array(z.string()),
  ...paperLinksSchema.shape,
});
export type ListedPaper = z.output<typeof listedPaperSchema>;

/** An item of a list in the shape of the Hugging Face API. */
export const listItemSchema = z.object({
  paper: listedPaperSchema,
  /**
   * When it was submitted, or when it was published for a paper that nobody submitted. Clients show it as submitted.
   */
  publishedAt: z.string(),
  title: z.string(),
  summary: z.string(),
  thumbnail: z.string(),
  numComments: z.int().min(0),
  submittedBy: publicPersonSchema.optional(),
  /** True when a person who was confirmed as an author of the paper commented on it. */
  isAuthorParticipating: z.boolean(),
  /** True for papers of the sample publication. */
  sample: z.boolean(),
  /** The links of the paper, which clients read here. */
  ...paperLinksSchema.shape,
});
export type ListItem = z.output<typeof listItemSchema>;

/** One paper in the flat shape of the Hugging Face API. Times end in Z. Fields for which we have no data are empty. */
export const publicPaperSchema = listedPaperSchema.extend({
  /**
   * `family`, `given`, `suffix`, `affiliations` and `asGiven` (the name with the TeX of its source) stand where the
   * source gives them. `user` and `status` say who was confirmed as this author.
   */
  authors: z.array(
    listedPaperSchema.shape.authors.element.extend({
      ...authorSchema.omit({ name: true }).shape,
      user: publicPersonSchema.optional(),
      status: z.literal('claimed_verified').optional(),
    }),
  ),
  /** Title and abstract with the TeX of their source, where that has accents that are Unicode letters here. */
  asGiven: asGivenSchema.optional(),
  numComments: z.int().min(0),
  doi: z.string().optional(),
  comment: z.string().optional(),
  journalRef: z.string().optional(),
  /** The newest statement of another site about it. None of it is counted here. */
  elsewhere: elsewhereSchema.optional(),
  mediaUrls: z.array(z.string()),
  linkedModels: z.array(z.unknown()),
  linkedDatasets: z.array(z.unknown()),
  linkedSpaces: z.array(z.unknown()),
  numTotalModels: z.literal(0),
  numTotalDatasets: z.literal(0),
  numTotalSpaces: z.literal(0),
});
export type PublicPaper = z.output<typeof publicPaperSchema>;
