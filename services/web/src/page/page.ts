import type { ComponentChildren } from 'preact';

/** The signed-in person as pages show it. */
export interface Reader {
  readonly handle: string;
  readonly name: string;
}

/** What every page knows besides its own content. */
export interface Frame {
  /** The name of the publication. */
  readonly publication: string;
  readonly publicUrl: string;
  readonly stylesheet: string;
  readonly script: string;
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
  /** Whether the numbers are being worked out anew. */
  readonly rebuilding?: boolean;
  /** Whether search engines should leave it alone. */
  readonly unlisted?: boolean;
  readonly body: ComponentChildren;
}
