import type { Role } from '@paperboy/contracts';
import type { ComponentChildren } from 'preact';

/** The signed-in person as pages show it. */
export interface Reader {
  readonly handle: string;
  readonly name: string;
  readonly role?: Role;
}

/** What every page shows in addition to its own content. */
export interface Frame {
  /** The name of the publication. */
  readonly publication: string;
  readonly publicUrl: string;
  /** The line at the foot of each page. */
  readonly footer: string;
  /** Links to the pages that the publication wrote: imprint and privacy. */
  readonly ownPages: readonly { path: string; text: string }[];
  readonly address?: string | undefined;
  readonly stylesheet: string;
  /** The path and the type of the picture next to the name. */
  readonly mark: { path: string; type: string };
  readonly script: string;
  readonly font: string;
  readonly now: Date;
  readonly reader?: Reader | undefined;
}

/** A page: its title, where it stands in the navigation, and what is on it. */
export interface PageContent {
  readonly title: string;
  /** The path of the navigation entry that is current. */
  readonly current?: string;
  /** The path under which this page should be known, when it has several. */
  readonly canonical?: string;
  readonly description?: string;
  /** Whether papers of the sample are shown. */
  readonly sample?: boolean;
  /** Whether ranking is rebuilding the numbers. */
  readonly rebuilding?: boolean;
  /** Whether search engines should not list the page. */
  readonly unlisted?: boolean;
  /** Feeds of what the page shows. */
  readonly feeds?: readonly FeedLink[];
  /** The same in other forms, for programs. */
  readonly alternates?: readonly Alternate[];
  /** How other sites show a link to the page. */
  readonly preview?: LinkPreview;
  /** The path of a script that this page loads in addition to the script of all pages. */
  readonly script?: string;
  /** What the page is about, as schema.org has it. */
  readonly about?: object;
  readonly body: ComponentChildren;
}

/** A feed in one format. */
export interface FeedLink {
  readonly title: string;
  readonly path: string;
  readonly type: string;
}

/** Another form of a page. */
export interface Alternate {
  readonly path: string;
  readonly type: string;
}

/** What other sites show of a link to a page. */
export interface LinkPreview {
  readonly picture: {
    readonly path: string;
    readonly width: number;
    readonly height: number;
    readonly says: string;
  };
}
