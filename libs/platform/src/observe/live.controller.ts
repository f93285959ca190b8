import { Controller, Get } from '@nestjs/common';
import { AllowEveryone } from '../identity/callers.guard.js';

/**
 * The route for the supervisor that restarts a process. It reveals no more than any other answer, so it is served on
 * every port.
 */
@Controller()
@AllowEveryone()
export class LiveController {
  /** 200 as long as the event loop runs. */
  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }
}
