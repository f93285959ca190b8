import { Controller, Get, UseFilters } from '@nestjs/common';
import { AllowEveryone, notFound } from '@paperboy/platform';
import { PageProblems } from './page-problems.filter.js';

/** Answers every unknown address with a page that says so. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class FallbackController {
  @Get('*')
  none(): never {
    throw notFound(
      'unknown-page',
      'No page has this address. It may have been mistyped, or the page is gone.',
    );
  }
}
