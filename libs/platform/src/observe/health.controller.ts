import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowEveryone } from '../identity/callers.guard.js';
import { Health, type HealthReport } from './health.js';
import { metrics } from './metrics.js';

/** The routes for load balancers, operators and Prometheus. */
@Controller()
@AllowEveryone()
export class HealthController {
  constructor(private readonly health: Health) {}

  /** 200 while HTTP can be served, whichever dependencies are away. 503 once the service is stopping. */
  @Get('health/ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): { status: 'ready' | 'stopping' } {
    if (this.health.ready()) return { status: 'ready' };
    reply.code(503);
    return { status: 'stopping' };
  }

  /** Always 200: the state of every part, and of all together. */
  @Get('health')
  report(): HealthReport {
    return this.health.report();
  }

  /** Prometheus' text format. */
  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, body } = await metrics.text();
    reply.header('content-type', contentType);
    return body;
  }
}
