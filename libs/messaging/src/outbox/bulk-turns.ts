/** How many bulk events are published at once: alone, and while live events come, which then wait for so few at most. */
const AT_ONCE = { alone: 500, besideLive: 25 };
/** The rest after bulk events while others go first, as a multiple of the time that they took. */
const REST = 9;
/** How long others go first after the last live event, and after the last bulk write. */
const FIRST_FOR_MS = { live: 3_000, writes: 500 };
/** The time until the next look when no bulk events were found, or when those who read them are behind. */
const LOOK_AGAIN_MS = { none: 5_000, behind: 100 };

/**
 * Decides when a relay publishes bulk events, and how many at once. Live events and further bulk writes go first: then
 * a tenth of the time is for bulk events, so that they never stop entirely. Otherwise they follow at once. Times are
 * milliseconds of a clock that never goes back.
 */
export class BulkTurns {
  private liveAt = Number.NEGATIVE_INFINITY;
  private writtenAt = Number.NEGATIVE_INFINITY;
  private endedAt = Number.NEGATIVE_INFINITY;
  private tookMs = 0;
  private lookAt = 0;

  /** Live events were published. */
  live(now: number): void {
    this.liveAt = now;
  }

  /** Bulk events were written. */
  written(now: number): void {
    this.writtenAt = now;
    this.lookAt = Math.min(this.lookAt, now);
  }

  /** Bulk events were published from a moment on until now; none were found if `count` is 0. */
  took(begun: number, now: number, count: number): void {
    this.endedAt = now;
    this.tookMs = now - begun;
    this.lookAt = count > 0 ? now : now + LOOK_AGAIN_MS.none;
  }

  /** Those who read the events are behind: they get no more for a moment. */
  behind(now: number): void {
    this.lookAt = now + LOOK_AGAIN_MS.behind;
  }

  /** When bulk events may be published next, as far as is known now. */
  nextAt(now: number): number {
    const yields = this.besideLive(now) || now - this.writtenAt < FIRST_FOR_MS.writes;
    return Math.max(this.lookAt, yields ? this.endedAt + REST * this.tookMs : this.endedAt);
  }

  /** The most bulk events to publish at once. */
  atOnce(now: number): number {
    return this.besideLive(now) ? AT_ONCE.besideLive : AT_ONCE.alone;
  }

  private besideLive(now: number): boolean {
    return now - this.liveAt < FIRST_FOR_MS.live;
  }
}
