import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, readableOn } from '@paperboy/platform';
import type { WebConfig } from '../web.config.js';
import { type Asset, assetOf } from './asset.js';
import { DARK_GROUNDS, LIGHT_GROUNDS } from './base.style.js';
import { favicon } from './picture.template.js';
import { styleSheet } from './stylesheet.js';
import { touchIcon } from './touch-icon.js';

/** The accent where a publication has none of its own. */
const OWN_ACCENT = '#9f2f17';

/** The look of this publication: everything that is derived from its colour and its logo, made once at the start. */
@Injectable()
export class Brand {
  /** The colour as text on light ground. */
  readonly accent: string;
  readonly stylesheet: Asset;
  /** The logo under a path of its own; absent for publications without one. */
  readonly logo: Asset | undefined;
  /** The mark of the site where there is no logo. */
  readonly favicon: string;
  /** The icon for home screens of phones, as PNG. */
  readonly touchIcon: Buffer;

  constructor(@Inject(CONFIG) { PUBLICATION_ACCENT: colour, PUBLICATION_LOGO: logo }: WebConfig) {
    this.accent = colour === undefined ? OWN_ACCENT : readableOn(colour, LIGHT_GROUNDS);
    this.stylesheet = styleSheet(
      colour === undefined ? undefined : { light: this.accent, dark: readableOn(colour, DARK_GROUNDS) },
    );
    this.logo = logo && assetOf(logo, 'png', 'image/png');
    this.favicon = favicon(this.accent);
    this.touchIcon = logo ?? touchIcon(this.accent);
  }

  /** The picture next to the name. */
  get mark(): { path: string; type: string } {
    return this.logo ?? { path: '/favicon.svg', type: 'image/svg+xml' };
  }
}
