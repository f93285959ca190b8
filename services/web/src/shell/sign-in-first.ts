/** Ends a request of somebody who has to sign in first. Pages answer it with a redirect to the sign-in. */
export class SignInFirst extends Error {
  /** `cookie` is the Set-Cookie line that makes the sign-in lead back to the page. */
  constructor(readonly cookie: string) {
    super('Sign in first.');
  }
}
