import { Inject, Injectable } from '@nestjs/common';
import { mailAddressSchema } from '@paperboy/contracts';
import { CONFIG, forbidden, unavailable } from '@paperboy/platform';
import * as oidc from 'openid-client';
import type { WebConfig } from '../web.config.js';

/** Where the institution leads back to. */
export const BACK_PATH = '/sign-in/institution/back';
const TIMEOUT_SECONDS = 5;

/** Who somebody is, as the institution says; the address only when it has confirmed it. */
export interface Proven {
  readonly issuer: string;
  readonly subject: string;
  readonly address?: string;
}

/** Speaks OpenID Connect with the provider of OIDC_ISSUER: the code flow with PKCE, state and nonce. */
@Injectable()
export class Institution {
  private readonly back: string;
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(@Inject(CONFIG) private readonly config: WebConfig) {
    this.back = new URL(BACK_PATH, config.PUBLIC_URL).href;
  }

  /** How the sign-in calls it; nothing when there is none. */
  get name(): string | undefined {
    return this.config.OIDC_ISSUER === undefined ? undefined : this.config.OIDC_NAME;
  }

  /** Where to lead a browser, and what it has to keep until it comes back. Throws 503 `institution-away`. */
  async begin(): Promise<{ url: string; kept: string }> {
    const provider = await this.provider();
    const kept = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()] as const;
    const [state, nonce, verifier] = kept;
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.back,
      scope: 'openid email',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, kept: kept.join('.') };
  }

  /**
   * Redeems what a browser brought back, against what it kept. Throws 403 `institution-refused` for anything that does
   * not belong together, and 503 `institution-away`.
   */
  async finish(kept: string, query: string): Promise<Proven> {
    const [expectedState = '', expectedNonce = '', pkceCodeVerifier = ''] = kept.split('.');
    const provider = await this.provider();
    const came = new URL(this.back);
    came.search = query;
    const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
    return refusing(async () => {
      const tokens = await oidc.authorizationCodeGrant(provider, came, checks);
      const claims = tokens.claims();
      if (claims === undefined) throw refused();
      // Many providers tell the address only there.
      const told = claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined;
      const info = told ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub) : claims;
      const address = mailAddressSchema.safeParse(info.email);
      return {
        issuer: claims.iss,
        subject: claims.sub,
        ...(info.email_verified === true && address.success && { address: address.data }),
      };
    });
  }

  /** Asked once; after a failure, again with the next sign-in. */
  private provider(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw away(error);
    });
    return this.discovered;
  }

  private discover(): Promise<oidc.Configuration> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = this.config;
    const url = new URL(issuer ?? '');
    return oidc.discovery(url, id, secret, secret === undefined ? oidc.None() : undefined, {
      timeout: TIMEOUT_SECONDS,
      ...(url.protocol === 'http:' && { execute: [oidc.allowInsecureRequests] }),
    });
  }
}

/** What the library and the provider say against an answer is a refusal; a provider that can't be reached is away. */
async function refusing<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const isTechnical = error instanceof TypeError && error.message === 'fetch failed';
    throw isTechnical || (error instanceof Error && error.name === 'TimeoutError') ? away(error) : refused();
  }
}

function refused() {
  return forbidden(
    'institution-refused',
    'The institution let nobody in, or it took too long. Begin once more at the sign-in.',
  );
}

function away(cause: unknown) {
  return unavailable('institution-away', 'The institution can not be reached for now.', 5, cause);
}
