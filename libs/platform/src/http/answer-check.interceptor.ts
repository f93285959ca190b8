import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { isNothing } from '@paperboy/contracts';
import { map, type Observable } from 'rxjs';
import { fieldsOf } from './request-shape.js';
import { endpointAt } from './serves.js';

/** An answer that breaks the contract of its endpoint. */
export class BrokenAnswer extends Error {
  constructor(method: string, path: string, faults: string) {
    super(`The answer of ${method} ${path} breaks its contract: ${faults}.`);
    this.name = 'BrokenAnswer';
  }
}

/** Validates each answer by the schema of its endpoint. For tests: a wrong answer becomes a 500. */
@Injectable()
export class AnswerCheck implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const endpoint = context.getType() === 'http' ? endpointAt(context.getHandler()) : undefined;
    if (endpoint === undefined) return next.handle();
    return next.handle().pipe(
      map((answer: unknown) => {
        // A method that sends bytes by itself returns nothing.
        if (answer === undefined && !isNothing(endpoint.answer)) return answer;
        const read = endpoint.answer.safeParse(JSON.parse(JSON.stringify(answer ?? null)) ?? undefined);
        if (read.success) return answer;
        const faults = fieldsOf(read.error, answer, 'answer').map(
          ({ field, allowed }) => `${field}: ${allowed}`,
        );
        throw new BrokenAnswer(endpoint.method, endpoint.path, faults.join('; '));
      }),
    );
  }
}
