import { Inject, Injectable } from '@nestjs/common';
import { mailAddressSchema } from '@paperboy/contracts';
import { CONFIG, forbidden, unavailable } from '@paperboy/platform';
import * as oidc from 'openid-client';
import type { WebConfig } from '../web.config.js';

/** The path to which the institution redirects back. */
export const BACK_PATH = '/sign-in/institution/back';
const TIMEOUT_SECONDS = 5;

/** The identity that the institution states. The address is set only when the institution has verified it. */
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

  /** The name of the institution on the pages of the sign-in, nothing when there is none. */
  get name(): string | undefined {
    return this.config.OIDC_ISSUER === undefined ? undefined : this.config.OIDC_NAME;
  }

  /**
   * The address to redirect the browser to, and the value that it keeps until it comes back. Throws 503
   * `institution-away`.
   */
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
   * Checks the query that a browser brought back against the value that it kept, and redeems the code. Throws 403
   * `institution-refused` when they do not match, and 503 `institution-away`.
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
      // Many providers give the address only at this endpoint.
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

  /** The provider's metadata, which are read once. After a failure the next sign-in reads them again. */
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

/** Runs `ask`. A provider that can't be reached or takes too long becomes 503, every other error 403. */
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
    'The institution did not confirm the sign-in, or it took too long. Begin once more at the sign-in.',
  );
}

function away(cause: unknown) {
  return unavailable('institution-away', 'The institution cannot be reached for now.', 5, cause);
}
