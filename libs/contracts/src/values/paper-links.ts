import { z } from 'zod';

/** The links of a paper to its code and its project. Only their form is checked. */
export const paperLinksSchema = z.object({
  /** `https://github.com/owner/name`. */
  githubRepo: z.string().optional(),
  /** A repository elsewhere: gitlab.com, codeberg.org, bitbucket.org, huggingface.co. */
  codeRepo: z.string().optional(),
  /** A page of the project at github.io or gitlab.io, or a space at huggingface.co. */
  projectPage: z.string().optional(),
});
export type PaperLinks = z.output<typeof paperLinksSchema>;

/** How many characters of a text are read. No record has a longer one. */
const READ = 25_000;
/** TeX's escapes of signs in addresses. */
const ESCAPED = /\\([_#%&~])(?:\{\})?/g;
/** An address at one of the hosts, with or without a scheme. It is not within another host's path or a mail address. */
const ADDRESS =
  /(?<![A-Za-z0-9_.@/-])(?:https?:\/\/)?(?:www\.)?((?:github|gitlab)\.com|codeberg\.org|bitbucket\.org|huggingface\.co|[a-z0-9][a-z0-9-]{0,62}\.(?:github|gitlab)\.io)(\/[A-Za-z0-9_.~%/-]{0,200})?(?![A-Za-z0-9@-])/gi;
const OWNER = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const NAME = /^[A-Za-z0-9_.-]{1,100}$/;
/** Pages of the hosts themselves, which belong to nobody's project. */
const NOBODY = new Set([
  ...['about', 'apps', 'blog', 'collections', 'contact', 'customer-stories', 'docs', 'enterprise', 'events'],
  ...[
    'explore',
    'features',
    'help',
    'issues',
    'join',
    'login',
    'marketplace',
    'models',
    'new',
    'notifications',
  ],
  ...[
    'learn',
    'chat',
    'orgs',
    'papers',
    'posts',
    'pricing',
    'pulls',
    'search',
    'security',
    'settings',
    'site',
  ],
  ...['sponsors', 'stars', 'tasks', 'topics', 'trending', 'users'],
]);

/**
 * The links to code and project of a paper: those that people gave, then those that its comments and its abstract name,
 * the first of each kind, comments first. Nothing is fetched. Pure.
 */
export function paperLinks({
  summary,
  comment = '',
  links,
}: {
  readonly summary: string;
  readonly comment?: string | undefined;
  readonly links?: PaperLinks | undefined;
}): PaperLinks {
  const found: PaperLinks = { ...links };
  for (const text of [comment, summary])
    for (const [, host = '', path = ''] of text.slice(0, READ).replace(ESCAPED, '$1').matchAll(ADDRESS)) {
      const link = linkAt(host.toLowerCase(), path);
      if (link) found[link.kind] ??= link.url;
    }
  return found;
}

function linkAt(host: string, path: string): { kind: keyof PaperLinks; url: string } | undefined {
  const segments = withoutEnd(path).split('/').filter(Boolean);
  if (segments.some((segment) => segment === '.' || segment === '..')) return undefined;
  if (/\.(?:github|gitlab)\.io$/.test(host)) return page(host, segments);
  if (host === 'huggingface.co' && segments[0] === 'spaces') return ofOwner(host, segments, 1, 'projectPage');
  if (host === 'huggingface.co' && segments[0] === 'datasets') return ofOwner(host, segments, 1, 'codeRepo');
  return ofOwner(host, segments, 0, host === 'github.com' ? 'githubRepo' : 'codeRepo');
}

/** The link to `owner/name` after `before` segments. Deeper segments are left out. */
function ofOwner(host: string, segments: readonly string[], before: number, kind: keyof PaperLinks) {
  const owner = segments[before] ?? '';
  const name = (segments[before + 1] ?? '').replace(/\.git$/i, '');
  if (!OWNER.test(owner) || !NAME.test(name) || name === '.' || name === '..') return undefined;
  if (NOBODY.has(owner.toLowerCase())) return undefined;
  return { kind, url: `https://${[host, ...segments.slice(0, before), owner, name].join('/')}` };
}

function page(host: string, segments: readonly string[]) {
  if (/%(?![0-9A-F]{2})/i.test(segments.join('/'))) return undefined;
  const kind = 'projectPage' as const;
  return { kind, url: `https://${host}/${segments.join('/')}` };
}

/** The path without signs at its end that belong to the sentence. */
function withoutEnd(path: string): string {
  return path.replace(/[.~-]+$/, '');
}
