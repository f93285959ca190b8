import { Injectable } from '@nestjs/common';
import { Health, ServiceClients } from '@paperboy/platform';
import type { Part } from './routes.js';

const PARTS: readonly Part[] = ['catalog', 'ranking', 'mailer'];

/** Tells in web's health whether the parts behind the door answer: web itself can do little without them. */
@Injectable()
export class PartsHealth {
  constructor(health: Health, clients: ServiceClients) {
    for (const part of PARTS) health.add(part, () => clients[part].health());
  }
}
