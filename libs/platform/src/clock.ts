import { Injectable } from '@nestjs/common';

/** Tells the time; injected, so that tests can stand still. */
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
