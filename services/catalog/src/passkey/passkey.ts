import { z } from 'zod';

/** The part of an answer that is read before the library checks it. */
const clientDataSchema = z.object({ challenge: z.string().min(1).max(200) });

/** The challenge that a browser's answer states; undefined when it states none. The library checks the rest. */
export function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const read = clientDataSchema.safeParse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()));
    return read.success ? read.data.challenge : undefined;
  } catch {
    // It is not JSON, so it is not the answer of a browser.
    return undefined;
  }
}

/** What passkeys are bound to: the host of the site, and the origin that browsers state. */
export function siteOf(publicUrl: string): { rpId: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}
