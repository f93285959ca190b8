import { Injectable } from '@nestjs/common';

/** Tells the time. Injected, so that tests can use a fixed clock. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's own clock. */
@Injectable()
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
