import { z } from 'zod';

/** What is read of an answer before the library checks it. */
const clientDataSchema = z.object({ challenge: z.string().min(1).max(200) });

/** The challenge that a browser's answer is to; undefined when it says none. The library checks the rest. */
export function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const read = clientDataSchema.safeParse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()));
    return read.success ? read.data.challenge : undefined;
  } catch {
    // No JSON, so no answer of a browser.
    return undefined;
  }
}

/** What passkeys are bound to: the host of the site, and the origin that browsers state. */
export function siteOf(publicUrl: string): { rpId: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}
