import { type CatalogPaper, paperLinks } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { z } from 'zod';
import { Field } from '../shell/field.template.js';
import type { PageContent } from '../shell/page.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';

/** What the form of links shows. */
export interface LinksPageProps {
  readonly paper: CatalogPaper;
  /** The links that were typed and are not valid, with the reasons. */
  readonly wrong?: { readonly given: unknown; readonly error: z.ZodError };
}

const FIELDS = [
  { name: 'projectPage', label: 'Project page', hint: 'https://…' },
  { name: 'githubRepo', label: 'Code repository', hint: 'https://github.com/owner/name' },
] as const;
const givenSchema = z.object({ projectPage: z.string().catch(''), githubRepo: z.string().catch('') });

/** The page on which the links of a paper are given. */
export function linksPage({ paper, wrong }: LinksPageProps): PageContent {
  const given = givenSchema.safeParse(wrong?.given);
  const found = paperLinks({ summary: paper.summary, comment: paper.comment });
  return {
    title: `Links of “${latexText(paper.title)}”`,
    unlisted: true,
    sample: paper.sample,
    body: (
      <section class="notice">
        <h1>Links</h1>
        <p>
          Of <PaperLink id={paper.id} title={paper.title} />. They are given by the person who submitted it,
          its confirmed authors, and curators.
        </p>
        <form method="post" action={`${paperPath(paper.id)}/links`} class="stacked">
          {FIELDS.map(({ name, label, hint }) => {
            const error = wrong?.error.issues.find(({ path }) => path[0] === name)?.message;
            return (
              <>
                <Field
                  id={name}
                  label={label}
                  type="url"
                  maxLength={300}
                  placeholder={hint}
                  value={given.success && wrong ? given.data[name] : (paper.links?.[name] ?? '')}
                  error={error && `${label}: ${error}.`}
                />
                {found[name] ? (
                  <p class="fine">
                    Without one, the link in the paper’s own text counts: <code>{found[name]}</code>
                  </p>
                ) : null}
              </>
            );
          })}
          <button type="submit">Keep them</button>
        </form>
      </section>
    ),
  };
}
