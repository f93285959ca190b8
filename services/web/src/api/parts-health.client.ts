import { Injectable } from '@nestjs/common';
import { Health, ServiceClients } from '@paperboy/platform';

const PARTS = ['catalog', 'ranking', 'mailer'] as const;

/** Reports in web's health whether catalog, ranking and mailer answer, since web can do little without them. */
@Injectable()
export class PartsHealth {
  constructor(health: Health, clients: ServiceClients) {
    for (const part of PARTS) health.add(part, () => clients[part].health());
  }
}
