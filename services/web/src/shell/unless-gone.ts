import { Problem } from '@paperboy/platform';

/** Awaits the removal of something. That it is gone already, a Problem 404, is no error. */
export async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
}
